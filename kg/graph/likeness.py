"""How likely two names are of one, from the names and from what articles tell: a score of 0..1, and why.

The scores are rules of thumb in tenths, set once for kinds of evidence and never for a single name; `SURE` unites,
`POSSIBLE` makes a candidate for a person to decide. The figures that they give are held in `tests/test_linking.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.graph.owners import Owners
    from kg.graph.ties import Profile, Profiles

__all__ = ["MARGIN", "POSSIBLE", "SURE", "Likeness", "Weigher"]

SURE = 0.7
POSSIBLE = 0.45
MARGIN = 0.15  # by which one has to be likelier than all others

_SAME_OFFICE = 0.25
_SAME_HOME = 0.2
_HOME_NAMED = 0.1
_MOST_COMPANY = 0.2
_OTHER_NATION = -0.5
_OTHER_NATION_NAMED = -0.2  # one article names the country of the other: it may have been read wrongly
_LONG_AGO = -0.4
_TERM = 10  # years after which holding one office says nothing any more; in between it says ever less
_ACTIVE = 40  # years in which one person is in the news


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score of 0..1, and the reasons in words."""

    score: float
    why: tuple[str, ...]

    def capped(self, most: float) -> Likeness:
        """The same, but not above a score."""
        return Likeness(min(most, self.score), self.why)


class Weigher:
    """Weighs what speaks for and against two being one."""

    def __init__(self, profiles: Profiles, owners: Owners) -> None:
        """Look things up in these."""
        self._profiles = profiles
        self._owners = owners

    def weigh(self, base: float, why: str, one: Profile, other: Profile) -> Likeness:
        """Start from how alike the names are (0..1), and add what else is known."""
        score, reasons = base, [why]
        office, years = self._office(one, other)
        if office and years < _TERM:
            score += _SAME_OFFICE * (1 - years / _TERM)
            reasons.append(office)
        if self.clash(one, other):
            named = self._named(one, other)
            score += _OTHER_NATION_NAMED if named else _OTHER_NATION
            reasons.append(f"but {self._labels(one.nations)} and {self._labels(other.nations)}")
        elif shared := one.homes & other.homes:
            score += _SAME_HOME
            reasons.append(f"both belong to {self._labels(shared)}")
        elif self._named(one, other):
            score += _HOME_NAMED
            reasons.append("named beside the other's country")
        if company := self._profiles.shared(one, other):
            score += min(_MOST_COMPANY, sum(worth for worth, _ in company))
            reasons.append(f"beside {_listed([self._profiles.label(anchor) for _, anchor in company])}")
        if (years := _apart(one, other)) > _ACTIVE:
            score += _LONG_AGO
            reasons.append(f"but {years} years apart")
        return Likeness(round(min(1.0, max(0.0, score)), 2), tuple(reasons))

    def clash(self, one: Profile, other: Profile) -> bool:
        """Whether the two are of different countries."""
        if not one.nations or not other.nations:
            return False
        return not self._owners.compatible(one.homes, other.homes)

    def _office(self, one: Profile, other: Profile) -> tuple[str, int]:
        """In words which office both hold, and how many years lie between."""
        found = [("", _TERM)]
        for title, owner in sorted(one.offices.keys() & other.offices.keys()):
            ours, theirs = one.offices[title, owner], other.offices[title, owner]
            years = min((abs(a - b) for a in ours for b in theirs), default=_TERM)
            found.append((f"held one office of {self._profiles.label(owner)}", years))
        return min(found, key=lambda each: each[1])

    def _named(self, one: Profile, other: Profile) -> bool:
        return not one.nations.isdisjoint(other.company) or not other.nations.isdisjoint(one.company)

    def _labels(self, anchors: set[str]) -> str:
        return _listed([self._profiles.label(anchor) for anchor in sorted(anchors)])


def _apart(one: Profile, other: Profile) -> int:
    if not one.years or not other.years:
        return 0
    return max(min(one.years) - max(other.years), min(other.years) - max(one.years))


def _listed(labels: Sequence[str], most: int = 3) -> str:
    return ", ".join(labels[:most]) + (" ..." if len(labels) > most else "")
