"""From drafts to claims: one a statement, merged, with evidence and stable ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from kg.model import Claim

ClaimsOf = Callable[[Iterable[str]], dict[str, tuple[Claim, ...]]]


def only(claims: tuple[Claim, ...], relation: str) -> list[Claim]:
    return [claim for claim in claims if claim.relation == relation]


def test_an_unknown_time_joins_the_only_known_one(claims_of: ClaimsOf) -> None:
    text = "Emmanuel Macron met Olaf Scholz on Saturday. It was cold in Berlin when Macron met Scholz."
    (claim,) = only(claims_of([text])[text], "metWith")
    assert claim.time == "2022-03-05"
    assert len(claim.evidence) == 2


def test_two_times_are_two_claims(claims_of: ClaimsOf) -> None:
    text = "Emmanuel Macron met Olaf Scholz on Saturday. Macron met Scholz on Sunday."
    assert {claim.time for claim in only(claims_of([text])[text], "metWith")} == {"2022-03-05", "2022-03-06"}


def test_what_fits_two_times_is_one_claim_more_however_often_it_is_said(claims_of: ClaimsOf) -> None:
    text = (
        "Emmanuel Macron met Olaf Scholz on Saturday. Macron met Scholz on Sunday. "
        "Macron met Scholz. In the end Macron met Scholz."
    )
    met = only(claims_of([text])[text], "metWith")
    assert sorted((claim.time or "", len(claim.evidence)) for claim in met) == [
        ("", 2),
        ("2022-03-05", 1),
        ("2022-03-06", 1),
    ]


def test_an_abbreviation_is_what_the_article_explains_it_to_be(claims_of: ClaimsOf) -> None:
    text = (
        "The Central Bank of Somalia (CBS) met Yoweri Museveni on Monday. Later the CBS accused Uganda of fraud. "
        "The European Union (EU) condemned it, and the EU sanctioned Uganda."
    )
    claims = claims_of([text])[text]
    assert {claim.subject.label for claim in only(claims, "accused")} == {"Central Bank of Somalia"}
    assert {claim.subject.label for claim in only(claims, "sanctioned")} == {"European Union"}


def test_denied_and_asserted_stay_apart(claims_of: ClaimsOf) -> None:
    text = "Russia bombed Kyiv on Friday, Ukraine said. Russia did not bomb Kyiv."
    assert {claim.polarity.value for claim in only(claims_of([text])[text], "bombed")} == {"positive", "negative"}


def test_labels_are_the_fullest_names_and_aliases_pieces_of_the_text(claims_of: ClaimsOf) -> None:
    text = "Putin flew to Minsk. President Vladimir Putin then met Alexander Lukashenko."
    (claim,) = only(claims_of([text])[text], "metWith")
    labels = {claim.subject.label, claim.object.label}
    assert "Vladimir Putin" in labels
    for entity in (claim.subject, claim.object):
        assert all(alias in text and len(alias.split()) <= 8 for alias in entity.aliases)


def test_ids_are_unique_and_the_same_each_time(claims_of: ClaimsOf) -> None:
    text = "France and Germany condemned the Russian invasion of Ukraine. Macron met Scholz in Paris."
    first, second = claims_of([text])[text], claims_of([text])[text]
    assert first == second
    assert len({claim.id for claim in first}) == len(first) > 2


@pytest.mark.parametrize("name", ["PM", "he", "both leaders", "the two countries", "they"])
def test_no_entity_is_called_by_a_pronoun_or_description(claims_of: ClaimsOf, name: str) -> None:
    text = (
        "Israeli Prime Minister Naftali Bennett met Vladimir Putin. The PM said both leaders agreed to talk. They met"
        " again as the two countries coordinate."
    )
    claims = claims_of([text])[text]
    assert claims
    assert name not in {entity.label for claim in claims for entity in (claim.subject, claim.object)}
