"""The evaluation gate: quality on the project's own annotated articles stays above pinned floors.

`scripts/raise_floors.py` measures and raises the floors; it refuses to lower one. A changed corpus needs new floors.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.extract import Extractor
from kg.gold import load_gold
from kg.score import Score, score
from scripts.raise_floors import corpus_digest, measure

GOLD = Path(__file__).parent / "gold"
FLOORS = json.loads((GOLD.parent / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def result(extractor: Extractor) -> Score:
    gold = load_gold(GOLD)
    claims = [claim for _, found in extractor.extract(item.article for item in gold) for claim in found]
    return score(gold, claims, extractor.ontology)


def test_the_floors_are_of_this_corpus() -> None:
    assert corpus_digest(GOLD) == FLOORS["corpus"], (
        "the annotated articles changed: run scripts/raise_floors.py --corpus"
    )


@pytest.mark.parametrize("figure", sorted(FLOORS["at_least"]))
def test_quality_does_not_sink(result: Score, figure: str) -> None:
    assert measure(result)[figure] >= FLOORS["at_least"][figure]


def test_hardly_anything_false_is_asserted(result: Score) -> None:
    assert measure(result)["false_assertions"] <= FLOORS["at_most"]["false_assertions"]
