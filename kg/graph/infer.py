"""What follows from the facts of a graph by OWL 2 RL, in a graph of its own.

owlrl reasons over the ontology only, with one made-up fact of each relation and one made-up thing of each class: what
follows of such a sample follows of every fact of that relation, for all rules but transitivity look at one fact at a
time (prp-dom, prp-rng, prp-symp, prp-inv, prp-spo1, prp-eqp, cax-sco, cax-eqc of the OWL 2 profiles, section 4.3). So
the cost is that of the ontology, once, and then grows with the facts; owlrl over the facts themselves takes minutes for
some ten thousand. Transitivity (prp-trp) is done here.

Only stated facts are reasoned about, never claims that are no facts. What is stated already is not inferred again, and
what is true of everything (that it is itself, that it is a thing) is not said.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import DefaultGraph, NamedNode, Quad
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import OWL, RDFS, XSD

from kg.graph.quads import derived_graph

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from kg.graph.store import Store
    from kg.ontology import Axiom

__all__ = ["INFERRED", "Entailments", "entail", "infer", "materialise"]

INFERRED = "inferred"

_Triple: TypeAlias = tuple[str, str, str]
_STATED = ("gazetteer",)  # of the derived graphs, those that hold facts
_TYPE = str(RDF.type)
_SUBJECT, _OBJECT, _THING = (URIRef(f"urn:kg:{end}") for end in ("subject", "object", "thing"))
# What is true of everything, or of literals.
_NOISE = tuple(map(str, (OWL, RDFS, RDF, XSD)))

_BETWEEN_PROPERTIES = frozenset(map(str, (RDFS.subPropertyOf, OWL.inverseOf, OWL.equivalentProperty)))
_OF_PROPERTIES = _BETWEEN_PROPERTIES | {str(RDFS.domain), str(RDFS.range), _TYPE}


@dataclass(frozen=True, slots=True)
class Entailments:
    """What follows from one fact, by its property, and from one type.

    Args:
        links: Property -> the properties that follow, each with whether it goes the other way.
        subjects: Property -> the classes that its subject is of.
        objects: Property -> the classes that its object is of.
        types: Class -> the other classes that its members are of.
        transitive: The transitive properties.
    """

    links: Mapping[str, Collection[tuple[str, bool]]] = field(default_factory=dict)
    subjects: Mapping[str, Collection[str]] = field(default_factory=dict)
    objects: Mapping[str, Collection[str]] = field(default_factory=dict)
    types: Mapping[str, Collection[str]] = field(default_factory=dict)
    transitive: Collection[str] = ()

    def to_json(self) -> str:
        """The same as text."""
        names = ("links", "subjects", "objects", "types", "transitive")
        return json.dumps({name: getattr(self, name) for name in names}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Entailments:
        """What `to_json` wrote."""
        told = json.loads(text)
        links = {prop: [(other, back) for other, back in others] for prop, others in told["links"].items()}
        return cls(**{**told, "links": links})


def entail(axioms: Iterable[Axiom]) -> Entailments:
    """What follows from one fact by the axioms of an ontology, as owlrl finds it."""
    axioms = list(axioms)
    properties, classes = _declared(axioms)
    samples = {name: number for number, name in enumerate(sorted(properties | classes))}
    graph = Graph()
    for one, prop, other in axioms:
        graph.add((URIRef(one), URIRef(prop), URIRef(other)))
    for prop in properties:
        graph.add((_sample(_SUBJECT, samples[prop]), URIRef(prop), _sample(_OBJECT, samples[prop])))
    for name in classes:
        graph.add((_sample(_THING, samples[name]), RDF.type, URIRef(name)))
    _close(graph)
    links, subjects, objects, types = {}, {}, {}, {}
    for prop in sorted(properties):
        subject, object_ = _sample(_SUBJECT, samples[prop]), _sample(_OBJECT, samples[prop])
        ahead = {(str(each), False) for each in graph.predicates(subject, object_)}
        back = {(str(each), True) for each in graph.predicates(object_, subject)}
        links[prop] = sorted(each for each in (ahead | back) - {(prop, False)} if each[0] in properties)
        subjects[prop] = _types(graph, subject)
        objects[prop] = _types(graph, object_)
    for name in sorted(classes):
        types[name] = [each for each in _types(graph, _sample(_THING, samples[name])) if each != name]
    transitive = sorted(one for one, _, kind in axioms if kind == str(OWL.TransitiveProperty))
    return Entailments(links, subjects, objects, types, transitive)


def infer(facts: Iterable[_Triple], entailments: Entailments) -> set[_Triple]:
    """All that follows from some facts, types among them, and is not one of them."""
    stated = set(facts)
    links = {fact for fact in stated if fact[1] != _TYPE}
    types = stated - links
    while True:
        new = _linked(links, entailments) - links
        links |= new
        new = _joined(links, entailments.transitive) - links
        links |= new
        if not new:
            break
    found = set(types)
    for subject, prop, object_ in links:
        found.update((subject, _TYPE, kind) for kind in entailments.subjects.get(prop, ()))
        found.update((object_, _TYPE, kind) for kind in entailments.objects.get(prop, ()))
    for subject, _, kind in list(found):
        found.update((subject, _TYPE, other) for other in entailments.types.get(kind, ()))
    return (links | found) - stated


def materialise(store: Store, entailments: Entailments | None) -> None:
    """Make the graph of what follows from the facts of a store anew; without entailments there is none."""
    graph = derived_graph(store.base, INFERRED)
    if entailments is None:
        store.replace(graph, ())
        return
    stated: list[NamedNode | DefaultGraph] = [DefaultGraph(), *(derived_graph(store.base, name) for name in _STATED)]
    facts = {fact for each in stated for quad in store.quads(each) if (fact := _fact(quad))}
    inferred = infer(facts, entailments)
    store.replace(
        graph, (Quad(NamedNode(one), NamedNode(prop), NamedNode(other), graph) for one, prop, other in inferred)
    )


def _declared(axioms: Iterable[Axiom]) -> tuple[set[str], set[str]]:
    """The properties and the classes that axioms are about."""
    properties, classes = set(), set()
    for one, prop, other in axioms:
        if prop in _OF_PROPERTIES:
            properties.add(one)
            if prop in _BETWEEN_PROPERTIES:
                properties.add(other)
            elif prop != _TYPE:
                classes.add(other)
        else:
            classes |= {one, other}
    return properties, {name for name in classes if not name.startswith(_NOISE)}


def _close(graph: Graph) -> None:
    from owlrl import DeductiveClosure, OWLRL_Semantics  # slow to import

    DeductiveClosure(OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)


def _sample(kind: URIRef, number: int) -> URIRef:
    return URIRef(f"{kind}:{number}")


def _types(graph: Graph, node: URIRef) -> list[str]:
    return sorted(str(kind) for kind in graph.objects(node, RDF.type) if not str(kind).startswith(_NOISE))


def _linked(facts: Iterable[_Triple], entailments: Entailments) -> set[_Triple]:
    return {
        (other, prop, one) if back else (one, prop, other)
        for one, stated, other in facts
        for prop, back in entailments.links.get(stated, ())
    }


def _joined(facts: Iterable[_Triple], transitive: Collection[str]) -> set[_Triple]:
    """What transitive properties lead to; those that lead in a circle lead to where they begin, too."""
    ahead: dict[str, dict[str, set[str]]] = {prop: defaultdict(set) for prop in transitive}
    for one, prop, other in facts:
        if prop in ahead:
            ahead[prop][one].add(other)
    return {
        (start, prop, end) for prop, steps in ahead.items() for start in list(steps) for end in _reached(start, steps)
    }


def _reached(start: str, steps: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = steps.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def _fact(quad: Quad) -> _Triple | None:
    """A type, or a link between entities, as IRIs."""
    if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
        return quad.subject.value, quad.predicate.value, quad.object.value
    return None
