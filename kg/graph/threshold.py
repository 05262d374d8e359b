"""The graph of the claims that are sure enough: those whose confidence is not below a threshold.

Claims below it go from the graphs of their articles, with their evidence; the articles stay. A direct triple stays
while an asserted claim that is left supports it, be it by a subproperty or the other way round where symmetric, or
while the gazetteer knows it. Entities stay, with all their names, while a claim that is left or the gazetteer leads to
them; an open relation stays declared while a claim that is left uses it. Who is who is decided by all claims, whatever
the threshold, so that an entity has one IRI, and the graph of a higher threshold is a part of the graph of a lower one;
only what is summed up of claims (tones, tenures, events) is made anew from those that are left.
"""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.errors import StoreError
from kg.graph import literals
from kg.graph.derived import derive
from kg.graph.infer import materialise
from kg.graph.quads import Kin, derived_graph, direct_quads, kin_of, open_quads, relation_iri
from kg.graph.store import open_store
from kg.graph.vocab import KG
from kg.graph.whole import read_whole
from kg.ontology import load_ontology

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.store import Store
    from kg.graph.whole import Whole

__all__ = ["Support", "declare_open", "restricted", "support_of", "supported", "triple_of"]

# From an actor to what it belongs to, or what belongs to it alone.
_LEADS_TO = frozenset(map(str, (KG.locatedIn, KG.partOf, KG.represents, KG.termOfOffice)))
_FACTS = """
SELECT DISTINCT ?s ?p ?o { GRAPH ?article {
  ?claim kg:asserted true ; kg:polarity kg:positive ; kg:modality kg:actual ;
         rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o
} }"""
_MENTIONED = """
SELECT DISTINCT ?entity { GRAPH ?article { ?claim a kg:Claim ; rdf:subject|rdf:object|kg:place|kg:speaker ?entity } }"""
_WEAK = """
SELECT ?claim ?evidence {{ GRAPH ?article {{
  ?claim kg:confidence ?confidence FILTER(?confidence < {minimum})
  OPTIONAL {{ ?claim prov:wasDerivedFrom ?evidence }}
}} }}"""


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
        raise StoreError(f"{store.where}: has no graph yet that can be cut; run `kg build` on it")
    with open_store() as copy:
        copy.set_base(store.base)
        copy.kept.remember("support", text)
        weak = _weak(store, minimum)
        copy.load(quad for quad in store.quads() if quad.subject not in weak)
        gazetteer = derived_graph(store.base, "gazetteer")
        background = supported({*copy.quads(DefaultGraph()), *copy.quads(gazetteer)}, copy, Support.from_json(text))
        for graph in (DefaultGraph(), gazetteer):
            copy.replace(graph, (quad for quad in background if quad.graph_name == graph))
        whole = read_whole(store, minimum)
        declare_open(copy, whole)
        derive(copy, whole)
        materialise(copy, store.kept.entailments)
        yield copy


def support_of(store: Store) -> Support:
    """What is to be known of the direct triples of a store; at an endpoint alone, what the shipped ontology says."""
    if store.alone:
        known = load_ontology().relations
        return Support(kin_of([("", name, "", each.symmetric) for name, each in known.items()], known, store.base))
    text = store.kept.recall("support")
    return Support() if text is None else Support.from_json(text)


def _weak(store: Store, minimum: float) -> set[object]:
    """The claims below a threshold, and their evidence."""
    return {
        row[name]
        for row in store.select(_WEAK.format(minimum=literals.decimal(minimum)))
        for name in ("claim", "evidence")
        if row[name] is not None
    }


def declare_open(store: Store, whole: Whole) -> None:
    """Let the store declare the open relations of the claims that it has, and no others."""
    names = {claim.relation for claim in whole.claims}
    used = {relation_iri(name, whole.relations, store.base).value for name in names}
    store.replace(derived_graph(store.base, "open-relations"), open_quads(used, store.base))


def supported(quads: Iterable[Quad], store: Store, support: Support) -> set[Quad]:
    """What the claims of a store, and the gazetteer where they lead to it, leave of its background.

    Args:
        quads: The default graph and the gazetteer's, as all claims ask for them.
        store: A store whose articles have only the claims that count.
        support: What is to be known of the direct triples.
    """
    quads = set(quads)
    facts: set[Quad] = set()
    for fact in store.select(_FACTS):
        subject, relation, object_ = (NamedNode(_value(fact[end])) for end in "spo")
        facts.update(direct_quads(subject, relation, object_, support.kin))
    reached = {_value(row["entity"]) for row in store.select(_MENTIONED)}
    entities = f"{store.base}resource/"
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
        if quad.predicate.value in _LEADS_TO:
            above[_value(quad.subject)].add(_value(quad.object))
    waiting = list(reached)
    while waiting:
        new = above[waiting.pop()] - reached
        reached |= new
        waiting += new


def _value(term: object) -> str:
    # All graphs have names but one, and none has blank nodes or quoted triples.
    return term.value if isinstance(term, NamedNode | Literal) else ""
