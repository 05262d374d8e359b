"""Confidence is a probability that doubts only ever lower, from weights that are data."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.confidence import Doubts, confidence, load_calibration
from kg.model import Claim

ClaimsOf = Callable[[Iterable[str]], dict[str, tuple[Claim, ...]]]

NAMES = Doubts._fields
amounts = st.floats(0, 20)
doubts = st.builds(Doubts, **dict.fromkeys(NAMES, amounts))


def test_every_doubt_has_a_weight_that_is_not_negative() -> None:
    weights = load_calibration().weights
    assert sorted(weights) == sorted(NAMES)
    assert min(weights.values()) >= 0


@given(doubts, st.sampled_from(NAMES), amounts)
def test_more_doubt_never_makes_a_claim_likelier(some: Doubts, name: str, more: float) -> None:
    doubtful = some._replace(**{name: getattr(some, name) + more})
    assert 0 < confidence(doubtful) <= confidence(some) < 1


@given(doubts)
def test_confidence_has_three_digits(some: Doubts) -> None:
    assert confidence(some) == round(confidence(some), 3)


def met(claims: tuple[Claim, ...]) -> float:
    (found,) = [claim.confidence for claim in claims if claim.relation == "metWith"]
    return found


@pytest.mark.parametrize(
    ("surer", "less_sure"),
    [
        pytest.param(
            "Olaf Scholz met Emmanuel Macron in Paris.",
            "Olaf Scholz flew to Paris. He met Emmanuel Macron.",
            id="a name, a pronoun",
        ),
        pytest.param(
            "Olaf Scholz met Emmanuel Macron in Paris. On Monday, Scholz met Macron.",
            "Olaf Scholz met Emmanuel Macron in Paris.",
            id="said twice, said once",
        ),
        pytest.param(
            "Olaf Scholz met Emmanuel Macron in Paris.",
            "Olaf Scholz will meet Emmanuel Macron in Paris.",
            id="happened, planned",
        ),
    ],
)
def test_what_is_plainer_is_surer(surer: str, less_sure: str, claims_of: ClaimsOf) -> None:
    found = claims_of([surer, less_sure])
    assert met(found[surer]) > met(found[less_sure])
