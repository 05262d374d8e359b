"""Who held which office from when to when, as far as claims state it.

A begin or end is there only where a claim states it: of an office held ("prime minister since 2010"), given up
("resigned as premier in July"), or taken over: "Orpo succeeded Marin in June" begins the one's tenure and ends the
other's where both are said to hold one and the same office, and "dismissed" ends that of who holds but one. Begins that
are apart are different tenures; an end belongs to the latest tenure that began before it. When somebody was called by
an office without more, by an article of that day or for a day in its past, is kept apart from that: as the first and
the last day for which it is told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad
from rdflib.namespace import PROV, RDF

from kg.graph import literals
from kg.graph.claim_columns import told_as
from kg.graph.dating import place_claim
from kg.graph.index import Index
from kg.graph.quads import claim_iri, derived_graph, entity_iri, tenure_iri
from kg.graph.spans import Span, overlap, parse_span
from kg.graph.vocab import KG, SCHEMA
from kg.model import EntityType

if TYPE_CHECKING:
    from kg.graph.index import Key
    from kg.graph.whole import LinkedClaim, Whole

__all__ = ["Tenure", "tenure_quads", "tenures"]

_HOLDS, _LEFT, _SUCCEEDED, _DISMISSED = "holdsOffice", "resignedFrom", "succeeded", "dismissed"


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office held by somebody; `begin` and `end` are days, months or years, None where no claim states them.

    `told` are the first and the last time for which somebody is called so; `claims` are the names of the claims.
    """

    holder: str
    office: str
    begin: Span | None
    end: Span | None
    told: tuple[Span, Span] | None
    claims: tuple[str, ...]


class _Stated(NamedTuple):
    """What one claim says of a tenure: that it began, ended, or was at a time; nothing of these for some time."""

    claim: str
    begin: Span | None = None
    end: Span | None = None
    during: Span | None = None


@dataclass(slots=True)
class _Draft:
    """A tenure in the making: how often which begins and ends are stated, and all that is said of it."""

    begins: Counter[Span] = field(default_factory=Counter)
    ends: Counter[Span] = field(default_factory=Counter)
    stated: list[_Stated] = field(default_factory=list)

    def add(self, stated: _Stated) -> None:
        self.stated.append(stated)
        self.begins.update([stated.begin] if stated.begin else [])
        self.ends.update([stated.end] if stated.end else [])


def tenures(whole: Whole) -> list[Tenure]:
    """All tenures, by the local names of holder and office and by time, those without a begin first."""
    return list(_each(whole))


def _each(whole: Whole) -> Iterator[Tenure]:
    for holder, office, told in _told(whole):
        for draft in _drafts(told):
            yield Tenure(holder, office, _best(draft.begins), _best(draft.ends), _first_and_last(draft), _claims(draft))


def tenure_quads(whole: Whole) -> Iterator[Quad]:
    """The tenures, with the claims that they are taken from."""
    graph = derived_graph(whole.base, "tenures")
    for each in _each(whole):
        which = str(each.begin) if each.begin else f"until-{each.end}" if each.end else "undated"
        node = tenure_iri(whole.base, each.holder, each.office, which)
        facts: list[tuple[str, NamedNode | Literal]] = [
            (RDF.type, NamedNode(str(KG.Tenure))),
            (KG.holder, entity_iri(whole.base, each.holder)),
            (KG.heldOffice, entity_iri(whole.base, each.office)),
            *((PROV.wasDerivedFrom, claim_iri(whole.base, claim)) for claim in each.claims),
        ]
        if each.begin is not None:
            facts.append((SCHEMA.startDate, literals.time_literal(str(each.begin))))
        if each.end is not None:
            facts.append((SCHEMA.endDate, literals.time_literal(str(each.end))))
        if each.told is not None:
            facts.append((KG.toldFrom, literals.time_literal(str(each.told[0]))))
            facts.append((KG.toldUntil, literals.time_literal(str(each.told[1]))))
        for prop, value in facts:
            yield Quad(node, NamedNode(str(prop)), value, graph)


def _told(whole: Whole) -> Iterator[tuple[str, str, list[_Stated]]]:
    """What facts say of holders and offices, by these."""
    held: dict[str, set[str]] = defaultdict(set)
    for _, claim in told_as(whole.claims, {_HOLDS}):
        if claim.is_fact:
            held[claim.subject].add(claim.object)
    for (holder, office), places in Index(_keys(whole, held), width=2).items():
        claims = [whole.claims[at] for at in places]
        stated: list[_Stated] = []
        ended: set[str] = set()
        for claim in claims:
            for *tenure, told in _changes(claim, held, whole):
                if tenure == [holder, office]:
                    stated.append(told)
                    ended.update([claim.article] if told.end is not None else [])
        # "Putin dismissed Defence Minister Shoigu in May" does not call him minister in June, when it came out.
        calls = [claim for claim in claims if claim.relation == _HOLDS]
        stated += [_held(claim, whole, dated=claim.article not in ended) for claim in calls]
        yield holder, office, stated


def _keys(whole: Whole, held: Mapping[str, Set[str]]) -> Iterator[tuple[Key, int]]:
    """Holders and offices, and the places of the claims that speak of them."""
    for at, claim in told_as(whole.claims, {_HOLDS, _LEFT, _SUCCEEDED, _DISMISSED}):
        if claim.is_fact and claim.relation == _HOLDS:
            yield (claim.subject, claim.object), at
        elif claim.is_fact:
            for holder, office in {(holder, office) for holder, office, _ in _changes(claim, held, whole)}:
                yield (holder, office), at


def _changes(claim: LinkedClaim, held: Mapping[str, Set[str]], whole: Whole) -> Iterator[tuple[str, str, _Stated]]:
    """Holder and office of the tenures that begin or end by what a claim tells, and when."""
    when = parse_span(claim.time)
    if when is None or when.precision == "interval":
        return
    subject, object_ = (held.get(end, frozenset()) for end in (claim.subject, claim.object))
    begins, ends = _Stated(claim.name, begin=when), _Stated(claim.name, end=when)
    if claim.relation == _LEFT and whole.nodes[claim.object].type is EntityType.OFFICE:
        yield claim.subject, claim.object, ends
    elif claim.relation == _DISMISSED and (office := _only(object_)) is not None:
        yield claim.object, office, ends
    elif claim.relation == _SUCCEEDED and (both := _only(subject & object_)) is not None:
        yield claim.subject, both, begins
        yield claim.object, both, ends


def _only(offices: Set[str]) -> str | None:
    return next(iter(offices)) if len(offices) == 1 else None


def _held(claim: LinkedClaim, whole: Whole, *, dated: bool) -> _Stated:
    """What a claim says that calls somebody by an office; `dated` is whether its article's date is a time of it."""
    span = parse_span(claim.time)
    if span is not None and span.precision == "interval":
        begin, _, end = (claim.time or "").partition("/")
        return _Stated(claim.name, parse_span(begin), parse_span(end))
    placed = place_claim(claim, whole)
    return _Stated(claim.name, during=placed.span if placed and (placed.stated or dated) else None)


def _drafts(told: Sequence[_Stated]) -> list[_Draft]:
    """The tenures of one holder in one office: one without bounds, those with an end alone, those with a begin."""
    begun: dict[Span, _Draft] = {}
    for begins in _alike(each.begin for each in told):
        begun |= dict.fromkeys(begins, _Draft())
    for each in told:
        if each.begin is not None:
            begun[each.begin].add(each)
    drafts = [draft for begin, draft in begun.items() if begin == min(draft.begins)]
    ended: dict[Span, _Draft] = {}
    for ends in _alike(each.end for each in told if each.begin is None):
        before = [draft for draft in drafts if min(draft.begins).first <= ends[-1].last]
        ended |= dict.fromkeys(ends, before[-1] if before else _Draft())
    for each in told:
        if each.begin is None and each.end is not None:
            ended[each.end].add(each)
    drafts = [*(draft for end, draft in ended.items() if not draft.begins and end == min(draft.ends)), *drafts]
    called = [each for each in told if each.begin is None and each.end is None]
    bare = _Draft()
    for each in called:  # when one is called by an office, one holds it: in a tenure that may be then
        fitting = [draft for draft in drafts if _may_lie_in(each.during, draft)]
        (fitting[-1] if fitting and (each.during or len(drafts) == 1) else bare).add(each)
    return [*([bare] if bare.stated else []), *drafts]


def _may_lie_in(during: Span | None, draft: _Draft) -> bool:
    begin, end = _best(draft.begins), _best(draft.ends)
    if during is None:
        return True
    return (begin is None or begin.first <= during.last) and (end is None or during.first <= end.last)


def _alike(spans: Iterable[Span | None]) -> list[list[Span]]:
    """Different spans by time, together where each has a day in common with the next: a year and a month of it."""
    groups: list[list[Span]] = []
    for span in sorted({span for span in spans if span is not None}):
        if groups and overlap(groups[-1][-1], span):
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _best(spans: Counter[Span]) -> Span | None:
    """The most exact of several that mean the same; of those the one that is told most often."""
    return min(spans, key=lambda span: (span.last - span.first, -spans[span], span), default=None)


def _first_and_last(draft: _Draft) -> tuple[Span, Span] | None:
    times = {each.during for each in draft.stated if each.during is not None}
    return (min(times), max(times, key=lambda time: (time.last, time.first))) if times else None


def _claims(draft: _Draft) -> tuple[str, ...]:
    return tuple(sorted({each.claim for each in draft.stated}))
