"""The graph of the claims that are sure enough: those whose confidence is not below a threshold.

Claims below it go from the graphs of their articles, with their evidence; the articles stay. A direct triple stays
while an asserted claim that is left supports it, be it by a subproperty or the other way round where symmetric, or
while the gazetteer knows it. Entities stay, with all their names, while a claim that is left or the gazetteer leads to
them. Who is who is decided by all claims, whatever the threshold, so that an entity has one IRI, and the graph of a
higher threshold is a part of the graph of a lower one.
"""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from rdflib.namespace import PROV, RDF

from kg.errors import StoreError
from kg.graph.quads import Kin, derived_graph, direct_quads
from kg.graph.store import open_store
from kg.graph.vocab import KG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.store import Store

__all__ = ["Support", "Told", "restrict", "restricted", "supported", "told_in", "triple_of"]

_ENDS = (str(RDF.subject), str(RDF.predicate), str(RDF.object))
_OTHERS = (str(KG.place), str(KG.speaker))
_LEADS = frozenset(map(str, (KG.locatedIn, KG.partOf, KG.represents)))  # from an actor to what it belongs to
_IS_FACT = {
    str(KG.asserted): "true",
    str(KG.polarity): f"{PREFIXES['kg']}positive",
    str(KG.modality): f"{PREFIXES['kg']}actual",
}


@dataclass(frozen=True, slots=True)
class Support:
    """What the graph alone does not say of its direct triples.

    `kin` is what each relation says besides itself; `known` are the direct triples that the gazetteer knows too,
    and which for that reason are not in its own graph.
    """

    kin: Kin = field(default_factory=dict)
    known: frozenset[tuple[str, str, str]] = frozenset()

    def to_json(self) -> str:
        """The same as text."""
        return json.dumps({"kin": self.kin, "known": sorted(self.known)}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Support:
        """What `to_json` wrote."""
        data = json.loads(text)
        return cls(data["kin"], frozenset((one, prop, other) for one, prop, other in data["known"]))


class Told(NamedTuple):
    """A claim as the graph has it; `fact` where it is asserted, `others` are its place and speaker."""

    subject: NamedNode
    relation: NamedNode
    object: NamedNode
    fact: bool
    others: tuple[NamedNode, ...]


@contextmanager
def restricted(store: Store, minimum: float) -> Iterator[Store]:
    """A store with the graph of the claims whose confidence is `minimum` or more: a copy, or the store itself at 0.

    Raises:
        StoreError: The store was built by an earlier version.
    """
    if minimum <= 0:
        yield store
        return
    text = store.kept.recall("support")
    if text is None:
        raise StoreError(f"{store.path or 'store in memory'}: has no graph yet that can be cut; run `kg build` on it")
    with open_store() as copy:
        copy.set_base(store.base)
        copy.native.bulk_extend(restrict(store.quads(), minimum, Support.from_json(text), store.base))
        yield copy


def restrict(quads: Iterable[Quad], minimum: float, support: Support, base: str) -> set[Quad]:
    """The quads that are left of a whole graph when claims of less confidence than `minimum` go.

    Args:
        quads: All graphs of a store.
        minimum: The threshold, 0..1; at 0 all is left.
        support: What the store remembers of its direct triples.
        base: The base of all IRIs.
    """
    quads = set(quads)
    gone: set[tuple[str, str]] = set()
    for (graph, node), terms in _claims(quads).items():
        if float(terms[str(KG.confidence)][0]) < minimum:
            gone.update((graph, each) for each in (node, *terms.get(str(PROV.wasDerivedFrom), ())))
    left = {quad for quad in quads if (_value(quad.graph_name), _value(quad.subject)) not in gone}
    background = {quad for quad in left if quad.graph_name in (DefaultGraph(), derived_graph(base, "gazetteer"))}
    return (left - background) | supported(background, told_in(left), support, base)


def told_in(quads: Iterable[Quad]) -> list[Told]:
    """The claims of all articles among quads."""
    found = []
    for terms in _claims(quads).values():
        subject, relation, object_ = (NamedNode(terms[prop][0]) for prop in _ENDS)
        fact = all(value in terms[prop] for prop, value in _IS_FACT.items())
        others = tuple(NamedNode(iri) for prop in _OTHERS for iri in terms.get(prop, ()))
        found.append(Told(subject, relation, object_, fact, others))
    return found


def supported(quads: Iterable[Quad], told: Iterable[Told], support: Support, base: str) -> set[Quad]:
    """What claims, and the gazetteer where they lead to it, leave of the default graph and the gazetteer's.

    Args:
        quads: Those two graphs.
        told: The claims.
        support: What the store remembers of its direct triples.
        base: The base of all IRIs.
    """
    quads = set(quads)
    facts: set[Quad] = set()
    reached: set[str] = set()
    for claim in told:
        reached.update(entity.value for entity in (claim.subject, claim.object, *claim.others))
        if claim.fact:
            facts.update(direct_quads(claim.subject, claim.relation, claim.object, support.kin))
    entities = f"{base}resource/"
    between = {quad for quad in quads if _value(quad.object).startswith(entities)}
    known = {quad for quad in between if triple_of(quad) in support.known or quad.graph_name != DefaultGraph()}
    _follow(reached, known)
    return {
        quad
        for quad in quads
        if quad in facts
        or (
            _value(quad.subject) in reached
            and (quad not in between or (quad in known and _value(quad.object) in reached))
        )
    }


def triple_of(quad: Quad) -> tuple[str, str, str]:
    """Subject, property and object, as IRIs or text."""
    return _value(quad.subject), quad.predicate.value, _value(quad.object)


def _follow(reached: set[str], known: Iterable[Quad]) -> None:
    """Add what the gazetteer says that the actors reached lie in or act for."""
    above = defaultdict(set)
    for quad in known:
        if quad.predicate.value in _LEADS:
            above[_value(quad.subject)].add(_value(quad.object))
    waiting = list(reached)
    while waiting:
        new = above[waiting.pop()] - reached
        reached |= new
        waiting += new


def _claims(quads: Iterable[Quad]) -> dict[tuple[str, str], dict[str, list[str]]]:
    """What is said of each claim, by its graph and its IRI: property -> values."""
    kind, claim = str(RDF.type), str(KG.Claim)
    quads = list(quads)
    found: dict[tuple[str, str], dict[str, list[str]]] = {
        (_value(quad.graph_name), _value(quad.subject)): defaultdict(list)
        for quad in quads
        if quad.predicate.value == kind and _value(quad.object) == claim
    }
    for quad in quads:
        terms = found.get((_value(quad.graph_name), _value(quad.subject)))
        if terms is not None:
            terms[quad.predicate.value].append(_value(quad.object))
    return found


def _value(term: object) -> str:
    # All graphs have names but one, and none has blank nodes or quoted triples.
    return term.value if isinstance(term, NamedNode | Literal) else ""
