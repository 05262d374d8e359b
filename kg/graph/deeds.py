"""What was done between two actors, each deed once however many articles tell of it: what scores are reckoned from.

A deed is a fact that an article asserts of two actors, with a value on the scale of the ontology, on one day. It is
told once: several articles that give the same day tell of the same deed; an article that gives no day tells of one that
another dates up to a week before it came out; a month or a year stands for a day in it; "spoke with" for "phoned".
What has no date at all counts only where nothing of the kind has one. What lasts is dated by its begin.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kg.graph.dating import place_claim
from kg.graph.index import Index
from kg.graph.spans import Span, month_of, parse_span, year_of
from kg.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.graph.index import Key
    from kg.graph.whole import LinkedClaim, Whole

__all__ = ["Deed", "deeds", "deeds_by_pair"]

_ACTORS = frozenset({EntityType.PERSON, EntityType.COUNTRY, EntityType.ORGANIZATION, EntityType.GROUP})
_NEWS = 7  # days that something is news

# When something began, if anybody says so, and whether the claim itself says so, not the date of its article.
_Told: TypeAlias = tuple[Span | None, bool]


@dataclass(frozen=True, slots=True)
class Deed:
    """What `actor` did to `target`, or both together if `mutual`.

    `goldstein` is how friendly that was (-10..10), `begin` the begin of when it happened; None where nobody says.
    """

    actor: str
    target: str
    mutual: bool
    relation: str
    quad_class: str
    goldstein: float
    begin: Span | None

    @property
    def month(self) -> str | None:
        """The month in which it began, "2022-03"; the year where no more is known."""
        if self.begin is None:
            return None
        month = month_of(self.begin.first)
        return month if month == month_of(self.begin.last) else year_of(self.begin.first)


class _Kind(NamedTuple):
    """What is done by whom to whom: deeds of one kind differ by their days."""

    actor: str
    target: str
    mutual: bool
    relation: str
    event_type: str


def deeds(whole: Whole, acting_for: Mapping[str, str] | None = None) -> list[Deed]:
    """The deeds that the articles assert, in the order of who did them to whom.

    Args:
        whole: All claims.
        acting_for: Whose deeds count for whom, by local names of nodes.
    """
    told: dict[_Kind, list[_Told]] = defaultdict(list)
    for claim in whole.claims:
        if (kind := _kind(claim, whole, acting_for or {})) is not None:
            placed = place_claim(claim, whole)
            told[kind].append((_begin(placed.span), placed.stated) if placed else (None, False))
    begins: dict[_Kind, list[Span | None]] = {}
    special: dict[tuple[str, ...], list[Span | None]] = defaultdict(list)  # of a relation, by its superproperties
    for kind in sorted(told, key=lambda kind: -len(whole.relations[kind.relation].parents)):
        begins[kind] = _each_once(told[kind], special[kind.actor, kind.target, kind.relation])
        for parent in whole.relations[kind.relation].parents:
            special[kind.actor, kind.target, parent] += begins[kind]
    return [
        Deed(kind.actor, kind.target, kind.mutual, kind.relation, *_value(kind, whole), begin)
        for kind in sorted(begins)
        for begin in begins[kind]
    ]


def deeds_by_pair(whole: Whole) -> Iterator[list[Deed]]:
    """The same deeds, those between two actors at a time, in either direction: all need not be held at once."""
    for places in Index(_pairs(whole), width=2).values():
        yield deeds(replace(whole, claims=tuple(whole.claims[at] for at in places)))


def _pairs(whole: Whole) -> Iterator[tuple[Key, int]]:
    for at, claim in enumerate(whole.claims):
        if _kind(claim, whole, {}) is not None:
            yield tuple(sorted((claim.subject, claim.object))), at


def _kind(claim: LinkedClaim, whole: Whole, acting_for: Mapping[str, str]) -> _Kind | None:
    """What a claim tells of; None where it is no fact of two actors that has a value."""
    ends = [acting_for.get(end, end) for end in (claim.subject, claim.object)]
    if not claim.is_fact or ends[0] == ends[1] or any(whole.nodes[end].type not in _ACTORS for end in ends):
        return None
    relation = whole.relations.get(claim.relation)
    event_type = whole.event_types.get(claim.event_type or "")
    if relation is None or event_type is None or event_type.quad_class is None or event_type.goldstein is None:
        return None
    actor, target = sorted(ends) if claim.symmetric else ends
    return _Kind(actor, target, claim.symmetric, claim.relation, event_type.name)


def _value(kind: _Kind, whole: Whole) -> tuple[str, float]:
    """Quad class and value: the relation's own where it is meant as it usually is, else that of the event type."""
    relation, event_type = whole.relations[kind.relation], whole.event_types[kind.event_type]
    own = relation.goldstein if relation.event_type == kind.event_type else None
    return event_type.quad_class or "", event_type.goldstein or 0.0 if own is None else own


@lru_cache(maxsize=1 << 14)
def _begin(span: Span) -> Span | None:
    """The begin of a span, as a day, month or year; None for an open one."""
    if span.precision != "interval":
        return span
    return parse_span(str(span).partition("/")[0])


def _each_once(told: Sequence[_Told], others: Sequence[Span | None]) -> list[Span | None]:
    """When deeds of one kind happened, the exact ones first; `others` are those that are told more closely."""
    known = sorted(other.first for other in others if other is not None)
    found: list[Span] = []
    by_width: dict[tuple[int, bool], set[Span]] = defaultdict(set)
    for begin, stated in told:
        if begin is not None:
            by_width[begin.last - begin.first, not stated].add(begin)
    for (width, reported), begins in sorted(by_width.items()):
        back = _NEWS if reported and not width else 0
        new = [begin for begin in sorted(begins) if not _any_between(known, begin.first - back, begin.last)]
        found += new
        known = sorted([*known, *(begin.first for begin in new)])
    return list(found) if found or others else [None]


def _any_between(days: Sequence[int], first: int, last: int) -> bool:
    at = bisect_left(days, first)
    return at < len(days) and days[at] <= last
