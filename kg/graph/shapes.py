"""The SHACL shapes that a graph is held against: those of the ontology's files, and two a relation from kg.ttl.

Some things are changed on the way, so that a large graph can be validated in parts. A shape that aims at a class, or at
what has a property, aims at what the check points to with a property of its own instead: so what the resources of a
part point to has its type, and is not held against a shape that it cannot meet there; and to be an entity is to have
the type of one. The shapes of properties become shapes by themselves, with the aims of the shape that they stood in:
pySHACL reads such a shape once a graph and not once a resource, which is three times as fast.

A closed shape allows its own properties, and those of shapes that are not closed, which say more of the same things;
that of entities is closed here, and allows the relations of the ontology.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
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

_ENTITY, _ENTITY_SHAPE = URIRef(PREFIXES["kg"] + "Entity"), URIRef(PREFIXES["kg"] + "EntityShape")
_FOCUS = "urn:kg:focus:"
_SIDES = {str(RDFS.domain): ("domain", SH.targetSubjectsOf), str(RDFS.range): ("range", SH.targetObjectsOf)}
_AIMS = (SH.targetNode, SH.targetObjectsOf)
_USES = (SH.node, SH["not"], SH.qualifiedValueShape)
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

    `classes` are the IRIs that they aim at, `pointed_at_by` the properties whose objects they aim at, `pointing` those
    whose subjects they aim at, `inverse` those that they follow backwards, `sides` the shapes that were made of
    relations, `properties` the IRIs of all properties that they know.
    """

    graph: Graph
    classes: frozenset[str]
    pointed_at_by: frozenset[URIRef]
    pointing: frozenset[URIRef]
    inverse: frozenset[URIRef]
    sides: Mapping[URIRef, Side]
    properties: frozenset[str]


def focus(name: str) -> URIRef:
    """The property by which the check points to what it has in hand of a class, or with a property, by its IRI."""
    return URIRef(_FOCUS + name)


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
    for shape in list(graph.subjects(SH.node, _ENTITY_SHAPE)):
        graph.remove((shape, SH.node, _ENTITY_SHAPE))
        graph.add((shape, SH["class"], _ENTITY))
    pointed_at_by = _iris(graph.objects(None, SH.targetObjectsOf))
    classes, pointing = (_aim_anew(graph, aim) for aim in (SH.targetClass, SH.targetSubjectsOf))
    inverse = _iris(graph.objects(None, SH.inversePath))
    links = set(relations)
    for one, prop, other in axioms:
        if prop in _ALIKE and not links.isdisjoint((one, other)):
            links |= {one, other}
    paths = _iris(graph.objects(None, SH.path))
    graph.set((_ENTITY_SHAPE, SH.closed, Literal(True)))
    graph.set((_ENTITY_SHAPE, SH.ignoredProperties, Collection(graph, BNode(), [RDF.type]).uri))
    _allow(graph, _ENTITY_SHAPE, links)
    more = _said_besides(graph)
    for shape in graph.subjects(SH.closed, None):
        _allow(graph, shape, more)
    _part(graph)
    return Shapes(
        graph,
        frozenset(map(str, classes)),
        frozenset(pointed_at_by),
        frozenset(pointing),
        frozenset(inverse),
        dict(_sides(graph, relations, axioms)),
        frozenset(map(str, paths)) | links,
    )


def _iris(nodes: Iterable[Node]) -> set[URIRef]:
    return {node for node in nodes if isinstance(node, URIRef)}


def _aim_anew(graph: Graph, aim: URIRef) -> set[URIRef]:
    """Let shapes aim at what the check points to, and say what they aimed at."""
    aimed = list(graph.subject_objects(aim))
    for shape, name in aimed:
        graph.remove((shape, aim, name))
        graph.add((shape, SH.targetObjectsOf, focus(str(name))))
    return _iris(name for _, name in aimed)


def _said_besides(graph: Graph) -> set[URIRef]:
    """The properties of shapes that are not closed, be it that they lead to what these are about."""
    found: set[Node] = set()
    for shape in set(graph.subjects(RDF.type, SH.NodeShape)) - set(graph.subjects(SH.closed, None)):
        found.update(graph.objects(shape, SH.targetObjectsOf))
        for part in graph.objects(shape, SH.property):
            for path in graph.objects(part, SH.path):
                found |= {path, *graph.objects(path, SH.inversePath)}
    return {node for node in _iris(found) if not node.startswith(_FOCUS)}


def _allow(graph: Graph, shape: Node, properties: Iterable[str]) -> None:
    """Let a closed shape have more properties."""
    for ignored in list(graph.objects(shape, SH.ignoredProperties)):
        allowed = Collection(graph, ignored)
        for prop in sorted(properties):
            allowed.append(URIRef(prop))


def _part(graph: Graph) -> None:
    """Make shapes of properties shapes by themselves, but for those in shapes that others name."""
    named = {each for use in _USES for each in graph.objects(None, use)}
    for shape in {each for aim in _AIMS for each in graph.subjects(aim, None)} - named:
        parts = list(graph.objects(shape, SH.property))
        for aim in _AIMS:
            for part, target in product(parts, list(graph.objects(shape, aim))):
                graph.add((part, aim, target))
        _allow(graph, shape, _iris(path for part in parts for path in graph.objects(part, SH.path)))
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
