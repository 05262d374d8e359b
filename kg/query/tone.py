"""How friendly actors were with each other, by month or year: rows for people and programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import fsum
from typing import TYPE_CHECKING

from kg.graph.deeds import Deed, deeds
from kg.graph.spans import ALWAYS, Span, overlap, year_of
from kg.graph.tone import QUAD_CLASSES, tones

if TYPE_CHECKING:
    from kg.graph.whole import Whole
    from kg.query.rows import Row

__all__ = ["PERIODS", "tone_rows"]

_PLACES = 2


def _year(deed: Deed) -> str | None:
    return None if deed.begin is None else year_of(deed.begin.first)


PERIODS: Mapping[str, Callable[[Deed], str | None]] = {
    "month": lambda deed: deed.month,
    "year": _year,
    "all": lambda _deed: "all",
}


def tone_rows(
    whole: Whole,
    actors: Sequence[str] = (),
    *,
    by: str = "month",
    within: Span = ALWAYS,
    acting_for: Mapping[str, str] | None = None,
) -> Iterator[Row]:
    """How friendly each pair was in each period, in the order of pairs and time.

    Args:
        whole: All claims.
        actors: Local names of nodes; only pairs with all of them, at most two.
        by: One of `PERIODS`.
        within: Only deeds that began in this span; what has no date is left out if it has a begin or end.
        acting_for: Whose deeds count for whom, by local names.
    """
    found = [
        deed
        for deed in deeds(whole, acting_for)
        if set(actors) <= {deed.actor, deed.target}
        and (overlap(deed.begin, within) if deed.begin else within == ALWAYS)
    ]
    for tone in tones(found, PERIODS[by], directed=False):
        one, other = sorted((tone.one, tone.other), key=lambda name: (name not in actors[:1], whole.label(name), name))
        yield {
            "period": tone.period,
            "when": tone.period or "undated",
            "a": whole.label(one),
            "b": whole.label(other),
            "deeds": len(tone.deeds),
            "mean": round(tone.mean, _PLACES),
            "sum": round(tone.total, _PLACES),
            "a_to_b": _directed(tone.deeds, one),
            "b_to_a": _directed(tone.deeds, other),
            **{_words(each): tone.by_class.get(each, 0) for each in QUAD_CLASSES},
        }


def _directed(found: Sequence[Deed], actor: str) -> float | None:
    """The mean of what one of the two did to the other alone; None for nothing."""
    own = [deed.goldstein for deed in found if not deed.mutual and deed.actor == actor]
    return round(fsum(own) / len(own), _PLACES) if own else None


def _words(name: str) -> str:
    """The words of a quad class: "verbal_conflict"."""
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in name)
