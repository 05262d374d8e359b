"""The fit of the confidence: it follows the evidence, and the rules of thumb where there is none."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from kg.extract.confidence import Doubts
from kg.reliability import measure_reliability
from scripts.calibrate import PRIOR, Judged, cross_validate, fit
from scripts.reliability_picture import draw_reliability

DOCS = Path(__file__).parent.parent / "docs"


def claims(number: int, right: int, doubts: Doubts, *, articles: int = 4) -> list[Judged]:
    return [Judged(f"article-{n % articles}", doubts, n < right) for n in range(number)]


PLAIN, NOUN, STEP = Doubts(), Doubts(noun=1.0), Doubts(steps=1.0)


def test_probabilities_follow_the_share_of_right_claims() -> None:
    model = fit(claims(4000, 3600, PLAIN) + claims(4000, 2000, NOUN))
    odds = [p / (1 - p) for p in (model.probability(PLAIN), model.probability(NOUN))]
    # The caution makes errors half as likely again as they were here.
    assert odds[0] * 1.5 == pytest.approx(9, rel=0.1)
    assert odds[1] * 1.5 == pytest.approx(1, rel=0.1)


def test_a_doubt_that_goes_with_right_claims_weighs_nothing() -> None:
    assert fit(claims(400, 200, PLAIN) + claims(400, 400, NOUN)).weights["noun"] == 0


def test_doubts_that_the_articles_never_show_keep_their_rule_of_thumb() -> None:
    weights = fit(claims(100, 80, PLAIN)).weights
    assert weights == pytest.approx(PRIOR)


def test_few_claims_move_a_weight_little() -> None:
    few = fit(claims(200, 180, PLAIN) + claims(4, 0, STEP)).weights["steps"]
    many = fit(claims(200, 180, PLAIN) + claims(100, 0, STEP)).weights["steps"]
    assert PRIOR["steps"] < few < many


@pytest.mark.parametrize("right", [0, 50])
def test_where_all_claims_agree_probabilities_stay_within_bounds(right: int) -> None:
    assert 0 < fit(claims(50, right, PLAIN)).probability(PLAIN) < 1


def test_no_article_judges_itself() -> None:
    odd = [Judged("odd", NOUN, right=False)] * 50
    rest = claims(200, 180, PLAIN) + claims(20, 18, NOUN)
    found = cross_validate([*rest, *odd])
    assert sorted(found[-50:]) == [(fit(rest).probability(NOUN), False)] * 50


def test_the_picture_has_a_point_for_each_band() -> None:
    result = measure_reliability([(0.95, True), (0.85, True), (0.85, False), (0.2, False)])
    drawn = ET.fromstring(draw_reliability(result, caution=0.4))
    assert len(drawn.findall("{*}circle")) == len(result.bands) == 3


def test_the_picture_in_the_docs_is_one() -> None:
    assert ET.parse(DOCS / "reliability.svg").getroot().findall("{*}circle")
