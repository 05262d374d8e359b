"""The page of figures says what is measured now, and what stood in the way of a claim is found rightly."""

from __future__ import annotations

import tomllib

import pytest

from kg.extract import Extractor
from kg.gold import GoldArticle, GoldClaim, GoldEntity
from kg.model import EntityType, make_article
from scripts.blocks import fill
from scripts.missed import Cause, find_causes
from scripts.quality_page import MISSED, PAGE, Understood, draw_blocks, understand
from tests.same_model import skip_unless_made_with


@pytest.fixture(scope="module")
def understood(extractor: Extractor) -> Understood:
    skip_unless_made_with(extractor, PAGE.read_text(encoding="utf-8"))
    return understand(extractor)


def test_the_page_is_up_to_date(understood: Understood) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == fill(page, draw_blocks(understood)), "run python scripts/quality_page.py"


def test_each_missed_claim_has_one_reason(understood: Understood) -> None:
    sorted_by_hand = [
        claim for group in tomllib.loads(MISSED.read_text(encoding="utf-8")).values() for claim in group["claims"]
    ]
    assert len(sorted_by_hand) == len(set(sorted_by_hand))
    entities = {item.id: item.entities for item in understood.gold}
    told = {
        f"{entities[name][c.subject].label} {c.relation} {entities[name][c.object].label}"
        for item in understood.gold
        for name, c in ((item.id, c) for c in item.claims)
    }
    assert set(sorted_by_hand) <= told, "no such annotated claims"


@pytest.mark.parametrize(
    ("text", "relation", "cause"),
    [
        ("Iran praised Syria.", "condemned", Cause.OTHERWISE),
        ("Iran condemned the attacks.", "condemned", Cause.UNSEEN),
        ("Iran's allies condemned the story about Syria.", "condemned", Cause.MISFIT),
        ("Iran is to Syria what rain is to grass.", "condemned", Cause.NO_FRAME),
    ],
)
def test_tells_what_stood_in_the_way(extractor: Extractor, text: str, relation: str, cause: Cause) -> None:
    entities = {key: GoldEntity(key, key.title(), EntityType.COUNTRY) for key in ("iran", "syria")}
    claim = GoldClaim("iran", relation, "syria", text)
    article = make_article(text, id="one", published="2022-03-07")
    item = GoldArticle(article, entities, (claim,))
    (explanation,) = extractor.explain([article])
    (found,) = find_causes([("one", claim)], {"one": item}, {"one": explanation})
    assert (found.cause, found.told) == (cause, f"Iran {relation} Syria")


def test_a_side_without_a_name_is_told_apart(extractor: Extractor) -> None:
    text = "Iran fired at some boats."
    entities = {
        "iran": GoldEntity("iran", "Iran", EntityType.COUNTRY),
        "ships": GoldEntity("ships", "merchant ships", EntityType.GROUP),
    }
    claim = GoldClaim("iran", "attacked", "ships", text)
    article = make_article(text, id="one", published="2022-03-07")
    (explanation,) = extractor.explain([article])
    item = GoldArticle(article, entities, (claim,))
    (found,) = find_causes([("one", claim)], {"one": item}, {"one": explanation})
    assert found.cause is Cause.NAMELESS
