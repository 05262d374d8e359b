"""Claims that cannot all be so, as a graph of conflicts: what `kg:Conflict` and its kinds say in the ontology.

What may be said against what:
- Only claims that something is so, or is not so, and that are as likely as not to be read rightly; no plans,
  possibilities and requests. The word of a speaker counts as theirs.
- Two claims of one voice (an article, or one speaker in it) are no conflict: the text that says both reconciles them.
- A denial speaks of the time that it states, else of the time before its article. A deed contradicts it if it lies
  within; what lasts, or is said, if the two times touch. What changed meanwhile ("stopped", "cancelled") is no
  contradiction, nor is what was done after the denial. What has no date meets what has none either, and else what is
  on the same matter.
- Matter (`kg.graph.matter`): a plain denial denies all; a refusal, and a relation opposed to another, contradict only
  what is on the same matter, or where neither side tells one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import Literal, NamedNode, Quad
from rdflib.namespace import RDF, RDFS

from kg.graph.claim_columns import ChosenClaims
from kg.graph.dating import published
from kg.graph.index import Index
from kg.graph.leaders import Leaders
from kg.graph.literals import worded
from kg.graph.matter import matters
from kg.graph.quads import claim_iri, conflict_iri, derived_graph
from kg.graph.rivals import find_rivals
from kg.graph.sides import Dated, Found, Statement, meet
from kg.graph.spans import ALWAYS, Span, parse_span
from kg.graph.vocab import KG, PREFIXES
from kg.model import Modality, Polarity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.index import Key
    from kg.graph.whole import LinkedClaim, Whole

__all__ = ["Conflict", "Kind", "conflict_quads", "find_conflicts"]

# A reading that is more likely wrong than right contradicts nobody.
_LIKELY = 0.5
# What tells of a change: it was so, or was to be so, and is no longer.
_CHANGES = frozenset({"stopped", "cancelled", "former"})
# Event types of PLOVER that are done with words; a country has them from its leader's mouth, and they outlast the day.
_WORDS = frozenset({"AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
# How many days before an article what it tells without a date may have been: what was said stays said for a season, so
# that "condemned" in March meets "refused to condemn" in April; deeds are news of the last days.
_LASTING, _SAID, _DONE, _LATELY = 30, 61, 14, 7
_NO_DATE = "undated"

Deed: TypeAlias = tuple[str, str, str]
"""Relation, local name of the subject and of the object; those of a symmetric relation in the order of their names."""


class Kind(StrEnum):
    """The kinds of conflict; the names are local names in `kg:`."""

    DENIAL = "denial"
    OPPOSITION = "opposition"
    LEADER = "leaderAgainstCountry"
    VALUES = "twoValues"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sides; `name` is what its IRI is made of, unlike that of any other."""

    kind: Kind
    name: tuple[str, ...]
    label: str
    one: tuple[LinkedClaim, ...]
    other: tuple[LinkedClaim, ...]


def conflict_quads(whole: Whole) -> Iterator[Quad]:
    """The graph of conflicts: each with its kind, its label, and the claims of its two sides."""
    graph = derived_graph(whole.base, "conflicts")
    for conflict in _each(whole):
        node = conflict_iri(whole.base, conflict.name)
        told: list[tuple[str, NamedNode | Literal]] = [
            (RDF.type, NamedNode(KG.Conflict)),
            (RDFS.label, worded(conflict.label)),
            (KG.conflictKind, NamedNode(PREFIXES["kg"] + conflict.kind)),
        ]
        for side, claims in ((KG.oneSide, conflict.one), (KG.otherSide, conflict.other)):
            told += [(side, claim_iri(whole.base, claim.name)) for claim in claims]
        for prop, value in told:
            yield Quad(node, NamedNode(prop), value, graph)


def find_conflicts(whole: Whole) -> list[Conflict]:
    """All conflicts between the claims of a whole, by their names."""
    return sorted(_each(whole), key=lambda conflict: conflict.name)


def _each(whole: Whole) -> Iterator[Conflict]:
    """The conflicts one by one, so that the claims of all need not be held at once."""
    whole = replace(whole, claims=ChosenClaims(whole.claims, lambda claim: claim.confidence >= _LIKELY))
    search = _Search(whole)
    yield from search.denials()
    yield from search.oppositions()
    yield from _values(whole)


class _Search:
    """The claims of a whole by what they are about, ready to be held against each other."""

    def __init__(self, whole: Whole) -> None:
        self._whole = whole
        self._leaders = Leaders(whole)
        self._symmetric = {relation.name for relation in whole.relations.values() if relation.symmetric}
        self._symmetric |= {claim.relation for claim in whole.claims if claim.symmetric}
        self._matter = matters(whole)
        self._affirmed = Index(self._deeds(denied=False), width=3)
        self._denied = Index(self._deeds(denied=True), width=3)

    def _deeds(self, *, denied: bool) -> Iterator[tuple[Key, int]]:
        """What is said, or denied, to be done, with the place of the claim."""
        for at, claim in enumerate(self._whole.claims):
            if claim.modality is not Modality.ACTUAL or claim.subject == claim.object or claim.operator in _CHANGES:
                continue
            if (claim.polarity is Polarity.NEGATIVE) is denied:
                known = None if denied else self._whole.relations.get(claim.relation)
                for relation in (claim.relation, *(known.parents if known else ())):
                    yield self._deed(relation, claim.subject, claim.object), at

    def _statements(self, index: Index, deed: Deed) -> Iterator[Statement]:
        for at in index[deed]:
            claim = self._whole.claims[at]
            yield Statement(claim, self._matter(claim))

    def denials(self) -> Iterator[Conflict]:
        """What is said and denied, of the same, or of a leader and of their country."""
        for relation, subject, object_ in self._denied:
            deed = relation, subject, object_
            yield from self._conflicts(Kind.DENIAL, deed, deed, self._against_denial(deed, deed))
            for said in self._by_stand_in(deed) if self._is_said(relation) else ():
                yield from self._conflicts(Kind.LEADER, said, deed, self._against_denial(said, deed))

    def oppositions(self) -> Iterator[Conflict]:
        """What is said of one pair in opposite relations, or of a leader and of their country."""
        for relation, subject, object_ in self._affirmed:
            deed = relation, subject, object_
            for other in self._opposites(deed):
                yield from self._conflicts(Kind.OPPOSITION, deed, other, self._opposed(deed, other))
                for by_other in self._by_stand_in(other) if self._is_said(relation) else ():
                    yield from self._conflicts(Kind.LEADER, deed, by_other, self._opposed(deed, by_other))

    def _against_denial(self, said: Deed, deed: Deed) -> list[Found]:
        if said not in self._affirmed:
            return []
        lasts, is_said = self._is_lasting(deed[0]), self._is_said(deed[0])
        # How far back an affirmation and a denial without a date may lie.
        back = (_LASTING, _LASTING) if lasts else (_LATELY, _SAID) if is_said else (0, _DONE)
        one = [(self._when(each.claim, back[0]), each) for each in self._statements(self._affirmed, said)]
        other = [(self._when(each.claim, back[1]), each) for each in self._statements(self._denied, deed)]
        return self._meet(said, deed, one, other, untold=True, within=not (lasts or is_said))

    def _opposed(self, deed: Deed, opposite: Deed) -> list[Found]:
        if opposite not in self._affirmed:
            return []
        sides = []
        for each in (deed, opposite):
            back = _LASTING if self._is_lasting(each[0]) else _LATELY
            sides.append([(self._when(one.claim, back), one) for one in self._statements(self._affirmed, each)])
        both_last = self._is_lasting(deed[0]) and self._is_lasting(opposite[0])
        return self._meet(deed, opposite, *sides, untold=both_last, within=False)

    def _meet(
        self, deed: Deed, against: Deed, one: list[Dated], other: list[Dated], *, untold: bool, within: bool
    ) -> list[Found]:
        """Who contradicts whom; a leader may contradict their country in one voice, as long as they lead it."""
        by_leader = set(deed[1:]) != set(against[1:])
        if by_leader:
            one, other = (self._while_led(side, *_unlike(deed, against)) for side in (one, other))
        return meet(one, other, within=within, untold=untold, of_two_voices=not by_leader)

    def _while_led(self, side: Iterable[Dated], leader: str, country: str) -> list[Dated]:
        return [
            (span, each)
            for span, each in side
            if self._leaders.led(leader, country, each.claim.article, None if span == ALWAYS else span)
        ]

    def _conflicts(self, kind: Kind, deed: Deed, against: Deed, found: Iterable[Found]) -> Iterator[Conflict]:
        for day, one, other in found:
            since = _NO_DATE if day is None else str(Span(day, day))
            parts = (*deed, *(against if against != deed else ()), since)
            label = f"{self._words(deed)}, {'or not' if kind is Kind.DENIAL else self._contrast(deed, against)}"
            yield Conflict(kind, (kind, *parts), label, _claims(one), _claims(other))

    def _contrast(self, deed: Deed, against: Deed) -> str:
        if deed[0] != against[0] and deed[1:] == against[1:]:
            return f"or {self._label(against[0])}"
        if deed[0] != against[0]:
            return self._words(against)
        leader, _ = _unlike(against, deed)
        return f"{self._whole.label(leader)} not"

    def _words(self, deed: Deed) -> str:
        return f"{self._whole.label(deed[1])} {self._label(deed[0])} {self._whole.label(deed[2])}"

    def _label(self, relation: str) -> str:
        known = self._whole.relations.get(relation)
        return known.label if known else relation

    def _deed(self, relation: str, subject: str, object_: str) -> Deed:
        if relation in self._symmetric and object_ < subject:
            return relation, object_, subject
        return relation, subject, object_

    def _by_stand_in(self, deed: Deed) -> Iterator[Deed]:
        """The same done by whom the subject leads, or by who leads it; either side of a symmetric relation may."""
        relation, subject, object_ = deed
        ways = {(subject, object_)} | ({(object_, subject)} if relation in self._symmetric else set())
        for actor, whom in sorted(ways):
            for other in self._leaders.others(actor):
                if other != whom:
                    yield self._deed(relation, other, whom)

    def _opposites(self, deed: Deed) -> Iterator[Deed]:
        """The same pair in opposite relations, each two once; both ways round where only the first has no direction."""
        name, subject, object_ = deed
        known = self._whole.relations.get(name)
        for opposite in known.opposites if known else ():
            if name < opposite:
                ways = {self._deed(opposite, subject, object_)}
                if name in self._symmetric:
                    ways.add(self._deed(opposite, object_, subject))
                yield from sorted(ways)

    def _is_lasting(self, relation: str) -> bool:
        known = self._whole.relations.get(relation)
        return known is not None and known.lasting

    def _is_said(self, relation: str) -> bool:
        known = self._whole.relations.get(relation)
        return known is not None and known.event_type in _WORDS

    def _when(self, claim: LinkedClaim, back: int) -> Span:
        """When a claim may have been so: as it states, else up to so many days before its article."""
        stated = parse_span(claim.time)
        told = published(claim, self._whole)
        if told is None:
            return stated or ALWAYS
        if stated is None:
            return Span(told.first - back, told.last)
        # An article knows nothing of what comes after it.
        return Span(stated.first, min(stated.last, told.last)) if stated.first <= told.last else stated


def _unlike(deed: Deed, against: Deed) -> tuple[str, str]:
    """The two who stand for each other in deeds that are alike but for one of their sides."""
    mine, theirs = set(deed[1:]), set(against[1:])
    return min(mine - theirs), min(theirs - mine)


def _claims(statements: Iterable[Statement]) -> tuple[LinkedClaim, ...]:
    return tuple(each.claim for each in sorted(statements, key=lambda each: (each.claim.article, each.claim.name)))


def _values(whole: Whole) -> Iterator[Conflict]:
    """What has one value at a time and is given two."""
    for relation, fixed, values, since, claims in find_rivals(whole):
        one, other = map(whole.label, values)
        label = f"{whole.label(fixed)}: {one} or {other} ({whole.relations[relation].label})"
        yield Conflict(Kind.VALUES, (Kind.VALUES, relation, fixed, *values, since), label, *claims)
