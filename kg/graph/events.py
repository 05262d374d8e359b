"""Events: which claims of which articles tell of one happening.

Claims of one kind (`kg:toldAs` and superproperties say which relations are one kind) about the same two participants
are one event if their times agree, and their places as far as they are known. A claim's time is the one it states,
in days, months or years; else an article is taken to tell of what lies some days behind its date. Times are grouped
so that all reports of an event have a day in common, which is what keeps a row of reports from growing into a chain;
that a group so found is the smallest number of events that explains the reports is the theorem of stabbing intervals
from the left. The surest claims come first, so that vague ones join what is known and make events of their own only
where they must; a vague claim that fits two known events equally well tells of no third, and is a report of neither.

Pairs that come together at one place and time are one gathering if they are told of in one sentence as such, or if no
single one of them (a host) is in all pairs. Everything is decided in an order that the claims' own content gives.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias, TypeVar, overload

import numpy as np

from kg.graph.dating import published
from kg.graph.index import Index
from kg.graph.spans import ALWAYS, Span, common, overlap, parse_span
from kg.graph.standing import Standing
from kg.model import Modality, Polarity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.graph.index import Key
    from kg.graph.whole import LinkedClaim, Whole
    from kg.ontology import Relation

__all__ = ["Event", "Events"]

# Days from a happening to an undated report of it: news is told at once, which parts one happening from the next ...
_FRESH = 4
# ... but what is known to have happened is spoken of for longer, and announced as long before.
_REACH = 14
# Clocks differ: an article may bear the date of the day before the one that it tells of.
_ZONES = 1
_WEEK, _MONTH = 10, 31  # the longest that count as such, in days
_SHARED = 1 << 14  # values that thousands of reports have the same of, and need once
_TOWN = 1  # the rank of places up to which being there on one day means being together
_NO_EVENT = -1

_Any = TypeVar("_Any")
_Sides: TypeAlias = tuple[str, str]
# A relation, and the first of the sides if it says who did it to whom.
_Told: TypeAlias = tuple[str, str | None]


class _Tier(IntEnum):
    """How sure the time of a claim is; the surer ones come first."""

    DAY = 0
    WEEK = 1
    MONTH = 2
    PUBLISHED = 3
    VAGUE = 4
    NEVER = 5


@dataclass(frozen=True, slots=True)
class Event:
    """A happening that claims tell of.

    `kind` is a relation; `agents` and `targets` are local names of nodes, the same in both for what is done together;
    `occasion` is the named event that the agents came to. `time` is what the reports state of it, in ISO 8601.
    `reports` are the claims that say it happened or is planned, `denials` those that say it did not or will not; the
    first published come first.
    """

    kind: str
    agents: tuple[str, ...]
    targets: tuple[str, ...]
    occasion: str | None
    place: str | None
    time: str | None
    status: Modality
    reports: tuple[LinkedClaim, ...]
    denials: tuple[LinkedClaim, ...]
    together: bool

    @property
    def participants(self) -> tuple[str, ...]:
        """Agents and targets."""
        return tuple(sorted({*self.agents, *self.targets}))


@dataclass(frozen=True, slots=True)
class _Report:
    """A claim with what it is compared by.

    `at` is its place among the claims; `sides` are subject and object, in the order of what they stand for where the
    claim may be told either way round.
    """

    at: int
    claim: LinkedClaim
    sides: _Sides
    told: _Told
    stated: Span | None
    published: int | None
    tier: _Tier
    window: Span
    reach: Span
    makes: bool

    @property
    def origin(self) -> tuple[int, str, str]:
        """A total order: by publication, article and name."""
        return (ALWAYS.last if self.published is None else self.published, self.claim.article, self.claim.name)


@dataclass(slots=True)
class _Cluster:
    """What the reports of one event say of it, while they are gathered; it is the `number`-th of all."""

    number: int
    window: Span
    sides: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    dated: bool = False
    told: tuple[_Told, ...] = ()
    places: tuple[str, ...] = ()

    def add(self, report: _Report) -> None:
        if report.claim.polarity is Polarity.NEGATIVE:
            return
        self.window = common(self.window, report.window) or self.window
        self.dated = self.dated or report.tier <= _Tier.MONTH
        self.told = _with(self.told, report.told)
        self.sides = _with(self.sides[0], report.sides[0]), _with(self.sides[1], report.sides[1])
        if report.claim.place is not None:
            self.places = _with(self.places, report.claim.place)


def _with(those: tuple[_Any, ...], one: _Any) -> tuple[_Any, ...]:
    """Different things, one more among them."""
    return those if one in those else (*those, one)


class Events(Sequence[Event]):
    """All events that the claims of a whole tell of; each is made anew when it is looked at.

    Together they would hold every claim. What is kept is of which event each claim tells.
    """

    def __init__(self, whole: Whole) -> None:
        """Find them."""
        self._whole = whole
        self._kinds, self._standing = _Kinds(whole.relations), Standing(whole)
        found = _Found(len(whole.claims))
        keys = Index(_keys(whole, self._kinds, self._standing), width=3)
        for key, places in keys.items():
            block = _Block(self._kinds, self._standing, found, named=not key[-1])
            for report in sorted(
                map(self._report, places), key=lambda report: _turn(report, self._kinds, self._standing)
            ):
                block.put(report)
            found.close(block.clusters, self._kinds, self._standing)
        together = _gathered(found, self._scenes(found))
        cluster_of = np.frombuffer(found.cluster_of, dtype=np.int32)
        told = np.flatnonzero(cluster_of != _NO_EVENT)
        event_of = together[cluster_of[told]]
        order = np.argsort(event_of, kind="stable")
        roots, begins = np.unique(event_of[order], return_index=True)
        self._gatherings = np.bincount(together)[roots] > 1 if len(roots) else np.zeros(0, dtype=np.bool_)
        self._begins = np.append(begins, len(told))
        self._places = told[order].astype(np.uint32)

    def __len__(self) -> int:
        return len(self._gatherings)

    @overload
    def __getitem__(self, at: int) -> Event: ...
    @overload
    def __getitem__(self, at: slice) -> list[Event]: ...
    def __getitem__(self, at: int | slice) -> Event | list[Event]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        place = range(len(self))[at]
        places = self._places[self._begins[place] : self._begins[place + 1]].tolist()
        reports = sorted(map(self._report, places), key=lambda report: report.origin)
        return _event(reports, self._kinds, self._standing, gathering=bool(self._gatherings[place]))

    def _report(self, at: int) -> _Report:
        return _report(at, self._whole, self._kinds, self._standing)

    def _scenes(self, found: _Found) -> Iterator[list[int]]:
        """Clusters that one sentence tells of as of one: every pair of at least three, or all at one place."""
        articles = Index(self._pairs(found), width=1)
        for places in articles.values():
            scenes: dict[tuple[int, str, str, str], dict[_Sides, int]] = defaultdict(dict)
            for at in places:
                claim = self._whole.claims[at]
                sides = _sides(claim, self._kinds, self._standing)
                for start in claim.starts:
                    pairs = scenes[start, claim.relation, claim.time or "", claim.place or ""]
                    pairs[sides] = max(pairs.get(sides, 0), found.cluster_of[at])
            for (_, relation, _, place), pairs in sorted(scenes.items()):
                people = {name for pair in pairs for name in pair}
                everyone = len(pairs) == len(people) * (len(people) - 1) // 2
                here = place and self._kinds.relations[relation].gathers
                if len(people) > 2 and (everyone or (here and len(list(_connected(pairs))) == 1)):
                    yield sorted(set(pairs.values()))

    def _pairs(self, found: _Found) -> Iterator[tuple[Key, int]]:
        """The articles and places of the claims that tell of two at once."""
        for at, claim in enumerate(self._whole.claims):
            if found.cluster_of[at] != _NO_EVENT and claim.polarity is not Polarity.NEGATIVE:
                sides = _sides(claim, self._kinds, self._standing)
                if self._kinds.relations[claim.relation].symmetric and sides[0] != sides[1]:
                    yield (claim.article,), at


class _Found:
    """Which cluster each claim is a report of, and what gatherings are found by: all that is kept of clusters."""

    def __init__(self, claims: int) -> None:
        self.cluster_of = array("i", [_NO_EVENT]) * claims
        self.windows: tuple[array[int], array[int]] = array("q"), array("q")  # first and last days
        self.meetings: dict[tuple[int, str], dict[_Sides, int]] = defaultdict(dict)  # by day and town or building

    def close(self, clusters: Iterable[_Cluster], kinds: _Kinds, standing: Standing) -> None:
        """Note clusters to which nothing is added any more."""
        for cluster in clusters:
            for days, day in zip(self.windows, cluster.window, strict=True):
                days.append(day)
            pair = min(cluster.sides[0]), min(cluster.sides[1])
            gathers = kinds.relations[kinds.first(told[0] for told in cluster.told)].gathers
            if gathers and cluster.dated and cluster.window.first == cluster.window.last and pair[0] != pair[1]:
                for place in cluster.places:
                    if standing.rank(place) <= _TOWN:
                        self.meetings[cluster.window.first, place][pair] = cluster.number

    def __len__(self) -> int:
        return len(self.windows[0])


class _Kinds:
    """Which relations may tell of one happening, and which comes first where several do."""

    def __init__(self, relations: Mapping[str, Relation]) -> None:
        self.relations = relations
        self.place = {name: place for place, name in enumerate(relations)}
        self._alike: dict[str, set[str]] = defaultdict(set)
        for name, relation in relations.items():
            for other in (*relation.parents, *relation.told_as):
                if other in relations:
                    self._alike[name].add(other)
                    self._alike[other].add(name)
        self._family: dict[str, str] = {}
        for name in relations:
            waiting = [name]
            while waiting:
                each = waiting.pop()
                if each not in self._family:
                    self._family[each] = name
                    waiting += sorted(self._alike[each])
        self._mutual = {self._family[name] for name, relation in relations.items() if relation.symmetric}

    def family(self, name: str) -> str:
        """The first of all relations that are alike by way of others."""
        return self._family[name]

    def is_mutual(self, name: str) -> bool:
        """Whether what this relation tells of may be told without saying who did it to whom."""
        return self._family[name] in self._mutual

    def agree(self, told: _Told, others: Iterable[_Told]) -> bool:
        """Whether a relation may tell of what each of the others tells of; nobody is host and guest at once."""
        return all(told == other or (told[0] != other[0] and told[0] in self._alike[other[0]]) for other in others)

    def breadth(self, name: str) -> int:
        """How much else a happening told as this may be: `spokeWith` may be a call or a meeting."""
        return len(self._alike[name])

    def first(self, names: Iterable[str]) -> str:
        """The most specific of relations, and among those the first in the ontology."""
        names = set(names)
        above = {parent for name in names for parent in self.relations[name].parents}
        return min(names - above, key=lambda name: (self.relations[name].aspect != "happening", self.place[name]))


def _keys(whole: Whole, kinds: _Kinds, standing: Standing) -> Iterator[tuple[Key, int]]:
    """What all reports of one event have in common, and the places of the claims that have it.

    That is the kind and the pair; whoever comes to a named event comes to the same.
    """
    for at, claim in enumerate(whole.claims):
        if not _tells(claim, kinds):
            continue
        family = kinds.family(claim.relation)
        if standing.is_event(claim.object):
            yield (family, claim.object, ""), at
        else:
            one, other = map(standing.principal, _sides(claim, kinds, standing))
            yield (family, one, other), at


def _tells(claim: LinkedClaim, kinds: _Kinds) -> bool:
    """Whether a claim tells of a happening, and does not only ask for one."""
    relation = kinds.relations.get(claim.relation)
    return relation is not None and relation.aspect != "state" and claim.modality is not Modality.REQUESTED


def _sides(claim: LinkedClaim, kinds: _Kinds, standing: Standing) -> _Sides:
    sides = claim.subject, claim.object
    if kinds.is_mutual(claim.relation) and not standing.is_event(claim.object):
        one, other = sorted(sides, key=lambda name: (standing.principal(name), name))
        sides = one, other
    return sides


def _report(at: int, whole: Whole, kinds: _Kinds, standing: Standing) -> _Report:
    """The claim at a place, which tells of a happening, as a report."""
    claim = whole.claims[at]
    relation = kinds.relations[claim.relation]
    stated = parse_span(claim.time)
    told = published(claim, whole)
    day = told.last if told is not None and told.ends else None
    tier = _tier(stated, day)
    window, reach = _windows(claim.modality is Modality.ACTUAL, stated, day)
    named = standing.is_event(claim.object)
    return _Report(
        at,
        claim,
        _sides(claim, kinds, standing),
        _told(claim.relation, None if relation.symmetric or named else standing.principal(claim.subject)),
        stated,
        day,
        tier,
        window,
        reach,
        makes=claim.polarity is Polarity.POSITIVE
        and claim.modality is not Modality.POSSIBLE
        and (relation.aspect == "happening" or tier <= _Tier.MONTH),
    )


def _tier(stated: Span | None, day: int | None) -> _Tier:
    if stated is None:
        return _Tier.NEVER if day is None else _Tier.PUBLISHED
    days = stated.last - stated.first + 1
    return _Tier.DAY if days == 1 else _Tier.WEEK if days <= _WEEK else _Tier.MONTH if days <= _MONTH else _Tier.VAGUE


@lru_cache(maxsize=_SHARED)
def _told(relation: str, by: str | None) -> _Told:
    return relation, by


@lru_cache(maxsize=_SHARED)
def _windows(actual: bool, stated: Span | None, day: int | None) -> tuple[Span, Span]:
    """When it happened: as far as a claim alone tells, actual or planned, and where another tells more."""
    if stated is not None:
        past = None if day is None or not actual else common(stated, Span(ALWAYS.first, day + _ZONES))
        return past or stated, past or stated
    if day is None:
        return ALWAYS, ALWAYS
    if actual:
        return Span(day - _FRESH, day), Span(day - _REACH, day + _ZONES)
    return Span(day, day + _REACH), Span(day, day + _REACH)


def _turn(report: _Report, kinds: _Kinds, standing: Standing) -> tuple[object, ...]:
    """When a report's turn comes: those that can make an event first, what happened before plans, the sure first."""
    claim = report.claim
    return (
        claim.polarity is Polarity.NEGATIVE,
        not report.makes,
        claim.modality is not Modality.ACTUAL,
        report.tier,
        kinds.breadth(claim.relation),
        sum(map(standing.is_general, report.sides)),
        claim.place is None,
        report.window.last,
        report.window.first,
        report.origin,
    )


class _Block:
    """The events of one kind and pair, as its reports come in."""

    def __init__(self, kinds: _Kinds, standing: Standing, found: _Found, *, named: bool) -> None:
        self.clusters: list[_Cluster] = []
        self._found = found
        self._kinds = kinds
        self._standing = standing
        self._named = named
        # Clusters of a known time by its first day, when it was made; the others have none worth looking up.
        self._short: list[tuple[int, int]] = []
        self._long: list[int] = []

    def put(self, report: _Report) -> None:
        """Add a report to the event that it fits best, or make one of it; not where it fits several as well."""
        fitting = [(self._distance(report, self.clusters[at]), at) for at in self._near(report)]
        if not fitting and report.makes:
            fitting = [((), self._make(report))]
        if fitting:
            best = min(fitting)
            if sum(distance == best[0] for distance, _ in fitting) == 1:
                cluster = self.clusters[best[1]]
                cluster.add(report)
                self._found.cluster_of[report.at] = cluster.number

    def _make(self, report: _Report) -> int:
        at = len(self.clusters)
        self.clusters.append(_Cluster(len(self._found) + at, report.window))
        if report.window.last - report.window.first < _MONTH:
            insort(self._short, (report.window.first, at))
        else:
            self._long.append(at)
        return at

    def _near(self, report: _Report) -> Iterator[int]:
        """The clusters that a report fits."""
        begin = bisect_left(self._short, (report.reach.first - _MONTH, 0))
        end = bisect_right(self._short, (report.reach.last, len(self.clusters)))
        for at in (*(at for _, at in self._short[begin:end]), *self._long):
            if self._fits(report, self.clusters[at]):
                yield at

    def _fits(self, report: _Report, cluster: _Cluster) -> bool:
        when = report.reach if cluster.dated else report.window
        if not overlap(when, cluster.window) or not self._kinds.agree(report.told, cluster.told):
            return False
        place, standing = report.claim.place, self._standing
        if place is not None and any(standing.apart(place, other) for other in cluster.places):
            return False
        if self._named:
            return True
        if all(name not in side for name, side in zip(report.sides, cluster.sides, strict=True)):
            return False
        return all(
            standing.fits(name, other) for name, side in zip(report.sides, cluster.sides, strict=True) for other in side
        )

    def _distance(self, report: _Report, cluster: _Cluster) -> tuple[int, ...]:
        """How ill they fit: by participants, by place, in days from when the article speaks."""
        strangers = sum(name not in side for name, side in zip(report.sides, cluster.sides, strict=True))
        days = 0
        if report.published is not None:
            now = max(min(report.published, report.reach.last), report.reach.first)
            days = max(cluster.window.first - now, now - cluster.window.last, 0)
        elsewhere = report.claim.place is not None and report.claim.place not in cluster.places
        return strangers, elsewhere, days


def _gathered(found: _Found, scenes: Iterable[list[int]]) -> np.ndarray:
    """For each cluster the first of those that are one gathering with it."""
    parent = array("i", range(len(found)))
    firsts, lasts = (array("q", days) for days in found.windows)

    def find(at: int) -> int:
        while parent[at] != at:
            at = parent[at]
        return at

    for members in (*scenes, *_at_one_place(found)):
        for at in members[1:]:
            first, second = sorted((find(members[0]), find(at)))
            window = common(Span(firsts[first], lasts[first]), Span(firsts[second], lasts[second]))
            if first != second and window is not None:
                parent[second] = first
                firsts[first], lasts[first] = window
    return np.fromiter(map(find, parent), dtype=np.int32, count=len(parent))


def _at_one_place(found: _Found) -> Iterator[list[int]]:
    """Clusters of one day and one town or building that no single host explains."""
    for _, pairs in sorted(found.meetings.items()):
        for part in _connected(pairs):
            people = {name for pair in part for name in pair}
            if len(people) > 2 and not any(all(name in pair for pair in part) for name in people):
                yield sorted({pairs[pair] for pair in part})


def _connected(pairs: Iterable[_Sides]) -> Iterator[list[_Sides]]:
    """Pairs that hang together by those whom they share."""
    order = sorted(pairs)
    pairs_of: dict[str, list[_Sides]] = defaultdict(list)
    for pair in order:
        for name in pair:
            pairs_of[name].append(pair)
    left = set(order)
    for first in order:
        part, waiting = [], [first]
        while waiting:
            pair = waiting.pop()
            if pair in left:
                left.remove(pair)
                part.append(pair)
                waiting += (other for name in pair for other in pairs_of.pop(name, ()))
        if part:
            yield sorted(part)


def _event(told: Sequence[_Report], kinds: _Kinds, standing: Standing, *, gathering: bool) -> Event:
    """The event that claims tell of, as those that were published first come first."""
    reports = [report for report in told if report.claim.polarity is not Polarity.NEGATIVE]
    denials = [report for report in told if report.claim.polarity is Polarity.NEGATIVE]
    kind = kinds.first(report.claim.relation for report in reports)
    together = kinds.relations[kind].symmetric
    sides = [_most_exact({report.sides[at] for report in reports}, standing) for at in (0, 1)]
    occasion = None
    if gathering:
        sides = [_most_exact({*sides[0], *sides[1]}, standing)] * 2
    elif together:
        sides = [tuple(sorted({*sides[0], *sides[1]}))] * 2
    elif standing.is_event(sides[1][0]):
        occasion, sides[1] = sides[1][0], ()
    elif next(report.sides[0] != report.claim.subject for report in reports if report.claim.relation == kind):
        sides.reverse()
    actual = any(report.claim.modality is Modality.ACTUAL for report in reports)
    return Event(
        kind=kind,
        agents=sides[0],
        targets=sides[1],
        occasion=occasion,
        place=_place(reports, standing),
        time=None if (time := _time(reports)) is None else str(time),
        status=Modality.ACTUAL if actual else Modality.PLANNED,
        reports=tuple(report.claim for report in reports),
        denials=tuple(report.claim for report in denials),
        together=together,
    )


def _most_exact(names: Iterable[str], standing: Standing) -> tuple[str, ...]:
    """The names but for those of which another says more."""
    every = sorted(names)
    return tuple(name for name in every if not any(standing.says_more(other, name) for other in every))


def _place(reports: Iterable[_Report], standing: Standing) -> str | None:
    """The smallest place that is told; of several, that of most reports."""
    told = Counter(report.claim.place for report in reports if report.claim.place is not None)
    return min(told, key=lambda place: (standing.rank(place), -told[place], place), default=None)


def _time(reports: Iterable[_Report]) -> Span | None:
    """What the stated times have in common, the shortest first; without any, none."""
    time = None
    for stated in sorted({report.stated for report in reports if report.stated is not None}, key=_length):
        time = stated if time is None else common(time, stated) or time
    return time


def _length(span: Span) -> tuple[int, Span]:
    return span.last - span.first, span
