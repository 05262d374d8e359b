"""Articles by hand: their ids, and titles that are given apart from the text; claims that are sure enough."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import ArticleMeta, Claim, Entity, EntityType, Evidence, at_least, make_article


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (None, "Two people met.", "Two people met."),
        ("A meeting", "Two people met.", "A meeting\n\nTwo people met."),
        ("Two", "Two people met.", "Two\n\nTwo people met."),
        ("A meeting", "A meeting\n\nTwo people met.", "A meeting\n\nTwo people met."),
    ],
)
def test_a_title_is_the_first_paragraph_once(title: str | None, text: str, expected: str) -> None:
    assert make_article(text, title=title).text == expected


def test_an_id_is_given_or_made_from_the_text() -> None:
    assert make_article("Two people met.", id="a1").id == "a1"
    assert make_article("Two people met.").id == make_article("Two people met.").id != make_article("They met.").id


@given(st.lists(st.floats(0, 1)), st.floats(0, 1), st.floats(0, 1))
def test_a_higher_threshold_leaves_a_part_in_the_same_order(values: list[float], one: float, other: float) -> None:
    who = Entity("a", "A", EntityType.PERSON)
    claims = tuple(Claim(str(n), ArticleMeta("x"), who, "r", who, confidence=v) for n, v in enumerate(values))
    low, high = sorted((one, other))
    assert at_least(claims, 0) == claims
    assert at_least(at_least(claims, low), high) == at_least(claims, high)
    assert all(claim.confidence >= high for claim in at_least(claims, high))


def test_claims_are_the_same_after_the_way_between_processes() -> None:
    bennett = Entity("bennett", "Naftali Bennett", EntityType.PERSON, ("Bennett",))
    evidence = (Evidence("Bennett met him.", 3, 19),)
    claim = Claim("1", ArticleMeta("a"), bennett, "metWith", bennett, evidence=evidence)
    for same in (pickle.loads(pickle.dumps(claim)), copy.deepcopy(claim)):
        assert same == claim
        assert same.subject.type is EntityType.PERSON
