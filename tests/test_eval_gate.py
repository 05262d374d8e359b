"""The evaluation gate: quality on the project's own annotated articles stays above pinned floors.

`scripts/raise_floors.py` measures and raises the floors; it refuses to lower one. A changed corpus needs new floors.
The confidence of claims has to be about what `scripts/calibrate.py` would make of it today.
"""

from __future__ import annotations

import json
from pathlib import Path
from statistics import fmean

import pytest

from kg.extract import Extractor
from kg.extract.confidence import load_calibration
from kg.gold import GoldArticle, load_gold
from kg.reliability import measure_reliability
from kg.score import Score, score
from scripts.calibrate import Weighed, fit, judge, weigh
from scripts.raise_floors import corpus_digest, measure

GOLD = Path(__file__).parent / "gold"
FLOORS = json.loads((GOLD.parent / "floors.json").read_text(encoding="utf-8"))


DRIFT = 0.03  # mean change of confidence by which the weights may lag behind the rules


@pytest.fixture(scope="module")
def gold() -> list[GoldArticle]:
    return load_gold(GOLD)


@pytest.fixture(scope="module")
def weighed(extractor: Extractor, gold: list[GoldArticle]) -> Weighed:
    return weigh(extractor, gold)


@pytest.fixture(scope="module")
def result(extractor: Extractor, gold: list[GoldArticle], weighed: Weighed) -> Score:
    return score(gold, [claim for claim, _ in weighed], extractor.ontology)


def test_the_floors_are_of_this_corpus() -> None:
    assert corpus_digest(GOLD) == FLOORS["corpus"], (
        "the annotated articles changed: run scripts/raise_floors.py --corpus"
    )


@pytest.mark.parametrize("figure", sorted(FLOORS["at_least"]))
def test_quality_does_not_sink(result: Score, figure: str) -> None:
    assert measure(result)[figure] >= FLOORS["at_least"][figure]


def test_hardly_anything_false_is_asserted(result: Score) -> None:
    assert measure(result)["false_assertions"] <= FLOORS["at_most"]["false_assertions"]


def test_the_calibration_is_of_these_rules(extractor: Extractor, gold: list[GoldArticle], weighed: Weighed) -> None:
    judged = judge(weighed, gold, extractor.ontology)
    shipped, fresh = load_calibration(), fit(judged)
    drift = fmean(abs(shipped.probability(one.doubts) - fresh.probability(one.doubts)) for one in judged)
    assert drift <= DRIFT, "the rules have changed what confidence means: run scripts/calibrate.py"


def test_claims_are_right_about_as_often_as_their_confidence_says(result: Score) -> None:
    reliability = measure_reliability((verdict.claim.confidence, verdict.right) for verdict in result.verdicts)
    # More often, if anything: the confidence allows for texts that the rules have not seen.
    assert reliability.confidence <= reliability.right <= reliability.confidence + 0.1
    assert reliability.calibration_error <= 0.1
