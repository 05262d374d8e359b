"""The SHACL shapes that a graph is held against: those of the ontology's files, and two a relation from kg.ttl.

Three things are changed on the way, none of which changes what is valid. A shape that aims at a class aims at what the
check points to with a property of its own, `focus(class)`, instead: so a large graph can be validated in parts, where
what the resources of a part point to has its type, and is not held against a shape that it cannot meet there. The
shapes of properties become shapes by themselves, with the aims of the shape that they stood in: pySHACL reads such a
shape once a graph and not once a resource, which is three times as fast. And the relations of the ontology are allowed
to entities, whose shape is closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import RDF, SH, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDFS

from kg.errors import OntologyError
from kg.graph.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Collection as Some
    from collections.abc import Iterable, Iterator, Mapping, Set
    from pathlib import Path

    from rdflib.term import Node

    from kg.ontology import Axiom

__all__ = ["Shapes", "Side", "focus", "read_shapes"]

_ENTITY_SHAPE = URIRef(PREFIXES["kg"] + "EntityShape")
_SIDES = {str(RDFS.domain): ("domain", SH.targetSubjectsOf), str(RDFS.range): ("range", SH.targetObjectsOf)}
_AIMS = (SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
_ALIKE = frozenset(map(str, (OWL.inverseOf, OWL.equivalentProperty)))


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a relation, and the class that stands there."""

    relation: URIRef
    is_subject: bool
    wanted: URIRef


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes, and what is to be known of them.

    `classes` are the IRIs that they aim at, `pointed_at_by` the properties whose objects they aim at, `sides` those
    that were made of relations, `properties` the IRIs of all properties that they know.
    """

    graph: Graph
    classes: frozenset[str]
    pointed_at_by: frozenset[URIRef]
    sides: Mapping[URIRef, Side]
    properties: frozenset[str]


def focus(name: str) -> URIRef:
    """The property by which the check points to what it has in hand of a class, given by its IRI."""
    return URIRef(f"urn:kg:focus:{name}")


def read_shapes(files: Iterable[Path], relations: Set[str], axioms: Some[Axiom]) -> Shapes:
    """Read the shapes of some Turtle files, and make those of relations.

    Args:
        files: Files of an ontology; those without shapes are passed over.
        relations: The IRIs of its relations.
        axioms: What it says of them: domain and range, and their inverses and equivalents, which are relations too.

    Raises:
        OntologyError: A file is no valid Turtle.
    """
    graph = Graph()
    for file in files:
        data = file.read_bytes()
        if b"http://www.w3.org/ns/shacl#" in data:
            try:
                graph.parse(data=data, format="turtle")
            except SyntaxError as error:  # as rdflib's own are
                raise OntologyError(f"{file}: no valid Turtle") from error
    pointed_at_by = {URIRef(str(prop)) for prop in graph.objects(None, SH.targetObjectsOf)}
    aimed = list(graph.subject_objects(SH.targetClass))
    for shape, name in aimed:
        graph.remove((shape, SH.targetClass, name))
        graph.add((shape, SH.targetObjectsOf, focus(str(name))))
    links = set(relations)
    for one, prop, other in axioms:
        if prop in _ALIKE and not links.isdisjoint((one, other)):
            links |= {one, other}
    paths = {str(path) for path in graph.objects(None, SH.path) if isinstance(path, URIRef)}
    _allow(graph, _ENTITY_SHAPE, links)
    _part(graph)
    return Shapes(
        graph,
        frozenset(str(name) for _, name in aimed),
        frozenset(pointed_at_by),
        dict(_sides(graph, relations, axioms)),
        frozenset(paths | links),
    )


def _allow(graph: Graph, shape: Node, properties: Iterable[str]) -> None:
    """Let a closed shape have more properties."""
    for ignored in list(graph.objects(shape, SH.ignoredProperties)):
        allowed = Collection(graph, ignored)
        for prop in sorted(properties):
            allowed.append(URIRef(prop))


def _part(graph: Graph) -> None:
    """Make shapes of properties shapes by themselves."""
    for shape, prop, target in [each for aim in _AIMS for each in graph.triples((None, aim, None))]:
        for part in graph.objects(shape, SH.property):
            graph.add((part, prop, target))
    for shape in {each for aim in _AIMS for each in graph.subjects(aim, None)}:
        parts = list(graph.objects(shape, SH.property))
        _allow(graph, shape, {str(path) for part in parts for path in graph.objects(part, SH.path)})
        graph.remove((shape, SH.property, None))


def _sides(graph: Graph, relations: Set[str], axioms: Iterable[Axiom]) -> Iterator[tuple[URIRef, Side]]:
    for relation, prop, wanted in axioms:
        if relation in relations and prop in _SIDES:
            name, target = _SIDES[prop]
            shape = URIRef(f"urn:kg:{name}:{relation}")
            graph.add((shape, RDF.type, SH.NodeShape))
            graph.add((shape, target, URIRef(relation)))
            graph.add((shape, SH["class"], URIRef(wanted)))
            yield shape, Side(URIRef(relation), target == SH.targetSubjectsOf, URIRef(wanted))
