"""What has one value at a time and is given two: two presidents of one country, two birthplaces of one person.

`kg:FunctionalAtATime` and `kg:InverseFunctionalAtATime` say of which relations that holds; of offices it is taken to
hold of heads of state or government alone, for others may have many holders. Somebody is taken to have a value from the
first to the last time that it is told of, where no gap is longer than half a year. Only facts that have a date count:
of others nobody knows that they are of one time. Two values that may be one (names that share a word, places of
different size) are no conflict.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from kg.graph.claim_columns import told_as
from kg.graph.dating import published
from kg.graph.index import Index
from kg.graph.names import fold, sound
from kg.graph.spans import ALWAYS, Span, common, overlap, parse_span
from kg.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.graph.index import Key
    from kg.graph.whole import LinkedClaim, Whole

__all__ = ["Rivals", "find_rivals"]

# Longer than a holiday from the news, shorter than the time between two terms of one person.
_GAP = 183


class Rivals(NamedTuple):
    """Two values of one relation and one fixed end, the first day that both had, and the claims of each."""

    relation: str
    fixed: str
    values: tuple[str, str]
    since: str
    claims: tuple[tuple[LinkedClaim, ...], tuple[LinkedClaim, ...]]


class _Reign(NamedTuple):
    """A time for which something had one value, as the claims, in the order of their times, have it."""

    span: Span
    value: str
    claims: tuple[tuple[Span, LinkedClaim], ...]


def find_rivals(whole: Whole) -> Iterator[Rivals]:
    """All pairs of values that something is given at one time."""
    for (relation, fixed), places in Index(_keys(whole), width=2).items():
        values: dict[str, list[tuple[Span, LinkedClaim]]] = defaultdict(list)
        for claim in (whole.claims[at] for at in places):
            for end, value, span in _told(claim, whole):
                if end == fixed:
                    values[value].append((span, claim))
        reigns = sorted(reign for value, dated in values.items() for reign in _reigns(value, dated))
        for at, one in enumerate(reigns):
            later = takewhile(lambda reign, end=one.span.last: reign.span.first <= end, reigns[at + 1 :])  # type: ignore[misc]
            for other in later:
                if one.value != other.value and not _may_be_one(whole, one.value, other.value):
                    yield _rivals(relation, fixed, *sorted((one, other), key=lambda reign: reign.value))


def _keys(whole: Whole) -> Iterator[tuple[Key, int]]:
    """Relation and fixed end, and the places of the claims that give it a value."""
    single = {name for name, relation in whole.relations.items() if relation.one_object or relation.one_subject}
    for at, claim in told_as(whole.claims, single):
        for fixed in {fixed for fixed, *_ in _told(claim, whole)}:
            yield (claim.relation, fixed), at


def _told(claim: LinkedClaim, whole: Whole) -> Iterator[tuple[str, str, Span]]:
    """The fixed ends of a claim, the value that it gives each, and for what time."""
    relation = whole.relations[claim.relation]
    if not claim.is_fact:
        return
    span = parse_span(claim.time) or published(claim, whole) if relation.lasting else ALWAYS
    if span is None:
        return
    if relation.one_object:
        yield claim.subject, claim.object, span
        if relation.symmetric:
            yield claim.object, claim.subject, span
    if relation.one_subject and _is_single(whole, claim.object):
        yield claim.object, claim.subject, span


def _is_single(whole: Whole, name: str) -> bool:
    """Whether this is no office, or that of the head of something."""
    if whole.nodes[name].type is not EntityType.OFFICE:
        return True
    title, of, _ = fold(whole.label(name)).partition(" of ")
    return bool(of) and title in whole.heads


def _reigns(value: str, dated: Iterable[tuple[Span, LinkedClaim]]) -> Iterator[_Reign]:
    gathered: list[tuple[Span, LinkedClaim]] = []
    last = 0
    for span, claim in sorted(dated, key=lambda each: (each[0], each[1].article, each[1].name)):
        if gathered and span.first > last + _GAP:
            yield _Reign(Span(gathered[0][0].first, last), value, tuple(gathered))
            gathered = []
        last = max(last, span.last) if gathered else span.last
        gathered.append((span, claim))
    yield _Reign(Span(gathered[0][0].first, last), value, tuple(gathered))


def _may_be_one(whole: Whole, one: str, other: str) -> bool:
    if whole.nodes[one].type is not whole.nodes[other].type:
        return True
    names = ({sound(word) for word in fold(whole.label(each)).split()} for each in (one, other))
    return not set.isdisjoint(*names)


def _rivals(relation: str, fixed: str, one: _Reign, other: _Reign) -> Rivals:
    both = common(one.span, other.span) or ALWAYS
    since = str(Span(both.first, both.first)) if both.begins else "undated"
    claims = _around(one.claims, both), _around(other.claims, both)
    return Rivals(relation, fixed, (one.value, other.value), since, claims)


def _around(dated: Sequence[tuple[Span, LinkedClaim]], span: Span) -> tuple[LinkedClaim, ...]:
    """The claims of a time; where none is, the last before it and the first after it, which tell that it lasted."""
    within = [claim for each, claim in dated if overlap(each, span)]
    if within:
        return tuple(within)
    before = [claim for each, claim in dated if each.last < span.first][-1:]
    after = [claim for each, claim in dated if each.first > span.last][:1]
    return (*before, *after)
