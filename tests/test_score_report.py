"""A score as people and programs read it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kg.gold import GoldArticle, GoldClaim, GoldEntity
from kg.model import ArticleMeta, Claim, Entity, EntityType, Evidence, Modality, make_article
from kg.ontology import load_ontology
from kg.score import Score, score
from kg.score_report import format_details, format_score, score_to_dict

PERSON = EntityType.PERSON
TEXT = "Lula met Biden. He may call Xi."
GOLD = GoldArticle(
    make_article(TEXT, id="a"),
    {key: GoldEntity(key, key.title(), PERSON) for key in ("lula", "biden", "xi")},
    (
        GoldClaim("lula", "metWith", "biden", "Lula met Biden."),
        GoldClaim("lula", "phoned", "xi", "He may call Xi.", modality=Modality.POSSIBLE),
        GoldClaim("biden", "urged", "xi", "He may call\nXi."),
    ),
)


def claim(subject: str, relation: str, object_: str, confidence: float) -> Claim:
    one, other = (Entity(name.lower(), name, PERSON) for name in (subject, object_))
    said = Evidence(TEXT[:15], 0, 15)
    return Claim("c", ArticleMeta("a"), one, relation, other, confidence=confidence, evidence=(said,))


@pytest.fixture(scope="module")
def result() -> Score:
    claims = [
        claim("Lula", "metWith", "Biden", 0.95),
        claim("Lula", "phoned", "Xi", 0.85),
        claim("Biden", "criticized", "Xi\x1b[2J", 0.45),
        replace(claim("Lula", "metWith", "Biden", 0.5), article=ArticleMeta("b")),
    ]
    return score([GOLD], claims, load_ontology())


def rows(table: str) -> dict[str, list[str]]:
    return {line.split()[0]: line.split()[1:] for line in table.splitlines() if line}


def test_the_table_shows_articles_relations_levels_and_bands(result: Score) -> None:
    table = format_score(result)
    found = rows(table)
    assert found["a"] == found["strict"] == ["0.67", "0.67", "0.67", "2", "1", "1"]
    assert found["criticized"] == ["0.00", "0.00", "0.00", "0", "1", "0"]
    assert found["0.4"] == ["to", "0.5", "0.45", "0.00", "1"]
    assert found["0.9"] == ["to", "1.0", "0.95", "1.00", "1"]
    assert "false assertions 1/3" in table
    assert "passed over: 1 claims" in table


def test_details_name_each_claim_and_its_sentence(result: Score) -> None:
    assert format_details(result, [GOLD]).splitlines() == [
        "a",
        "  wrong   Biden criticized Xi [2J [positive, actual, 0.45]",
        "          “Lula met Biden.”",
        "  missed  Biden urged Xi [positive, actual]",
        "          “He may call Xi.”",
        "  false   Lula phoned Xi [positive, actual, 0.85]",
        "          “Lula met Biden.”",
    ]


def test_json_says_the_same(result: Score) -> None:
    values = json.loads(json.dumps(score_to_dict(result, details=True)))
    assert values["strict"] == {"right": 2, "wrong": 1, "missed": 1, "precision": 0.667, "recall": 0.667, "f1": 0.667}
    assert values["articles"] == {"a": values["strict"]}
    assert values["false_assertions"] == {"right": 1, "total": 3}
    assert [band["claims"] for band in values["reliability"]["bands"]] == [1, 1, 1]
    assert [one["relation"] for one in values["details"]["wrong"]] == ["criticized"]
    assert [one["relation"] for one in values["details"]["missed"]] == ["urged"]
    assert "details" not in score_to_dict(result)
