"""The picture of somebody among those with whom they deal most."""

from __future__ import annotations

from collections.abc import Callable

from kg.graph.whole import Whole
from kg.model import Article, Claim
from kg.view.ego import draw_ego

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Report = Callable[..., tuple[Article, tuple[Claim, ...]]]


def test_it_is_the_same_for_the_same_claims_and_inside_its_frame(news: News, whole_of: Callable[[News], Whole]) -> None:
    whole = whole_of(news)
    drawn = draw_ego(whole, "naftali-bennett", whole.claims)
    assert drawn is not None
    assert drawn == draw_ego(whole_of(news[::-1]), "naftali-bennett", whole.claims)
    assert drawn.spots[0].title == "Naftali Bennett"
    assert {line.side for line in drawn.lines} == {"cooperation", "structure"}
    for spot in drawn.spots:
        assert 0 < spot.x < drawn.width
        assert 0 < spot.y < drawn.height


def test_who_deals_with_nobody_has_none(news: News, whole_of: Callable[[News], Whole]) -> None:
    assert draw_ego(whole_of(news), "moscow") is None


def test_those_with_most_dealings_have_room_and_who_must_be_there(
    report: Report, shipped_whole_of: Callable[[News], Whole]
) -> None:
    others = (
        "Russia Iran Egypt France Germany China Japan India Brazil Chile Peru Kenya Ghana Nepal Spain Italy".split()
    )
    told = [report(f"{at}", None, *[f"Israel|condemned|{name}"]) for at, name in enumerate(others)]
    told += [report(f"{at} again", None, f"Israel|{relation}|Italy") for at, relation in enumerate(("armed", "aided"))]
    drawn = draw_ego(shipped_whole_of(tuple(told)), "israel")
    assert drawn is not None
    assert drawn.left_out == len(others) - len(drawn.spots) + 1 > 0
    shown = {spot.title for spot in drawn.spots}
    assert "Italy" in shown
    (left, *_) = sorted(set(others) - shown)
    again = draw_ego(shipped_whole_of(tuple(told)), "israel", always={left.lower()})
    assert again is not None
    assert left in {spot.title for spot in again.spots}
