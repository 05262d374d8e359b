"""A quick look at resources: those that surely meet the shapes are passed, and only the others need be validated.

The shapes are turned into plain tests once. A test passes what meets its shape beyond doubt, and nothing else: of what
it does not pass, pySHACL says whether it breaks a rule, and in which words. So a mistake in a sound graph costs time
and none in a broken one goes unseen. A shape that asks for more than these tests know passes nothing.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from collections.abc import Collection as Some
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib import RDF, RDFS, SH, XSD, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.collection import Collection
from rdflib.namespace import OWL

from kg.graph.shapes import Shapes, focus

if TYPE_CHECKING:
    from rdflib.term import Node

__all__ = ["Resource", "Screen", "Subject", "Term", "unheard"]

Subject: TypeAlias = NamedNode | BlankNode | Triple
Term: TypeAlias = Subject | Literal


@dataclass(slots=True)
class Resource:
    """A resource with what is said of it, by property, and what leads to it, by property."""

    node: Term
    said: Mapping[str, Some[Term]]
    incoming: Callable[[str], Some[Term]]


_Test: TypeAlias = Callable[[Resource], bool]
_ValueTest: TypeAlias = Callable[[Term], bool]

_NONE: Some[Term] = ()
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_LONG = 1_000  # digits: of some thousand Python reads no number, and to rdflib they are none
_NUMBERS = frozenset(map(str, (XSD.integer, XSD.decimal)))
_INTEGER, _STRING, _WORDED = str(XSD.integer), str(XSD.string), str(RDF.langString)
# Of a shape, what asks for nothing.
_SAYING = frozenset(
    (
        *(RDF.type, RDFS.label, RDFS.comment, SH.message, SH.name, SH.description, SH.order, SH.group, SH.severity),
        *(SH.targetObjectsOf, SH.targetSubjectsOf, SH.path, SH.ignoredProperties),
    )
)
# How shapes aim besides these two; nobody knows then what they aim at.
_OTHER_AIMS = (SH.targetNode, SH.targetClass, SH.target)


class _BeyondError(Exception):
    """_BeyondError says that a shape asks for something of which these tests know nothing."""


class Screen:
    """The shapes as tests."""

    def __init__(
        self,
        shapes: Shapes,
        relations: Set[str],
        classes: Mapping[str, frozenset[str]],
        types: Mapping[Subject, frozenset[str]],
    ) -> None:
        """Turn the shapes into tests.

        Args:
            shapes: The shapes.
            relations: The IRIs of the relations.
            classes: Each class with all above it.
            types: The types of all resources.
        """
        self._shapes = shapes
        self._relations = relations
        self._classes = classes
        self._types = types
        graph = shapes.graph
        self._passes_nothing = any((None, aim, None) in graph for aim in _OTHER_AIMS) or any(
            (shape, RDF.type, kind) in graph
            for shape in graph.subjects(RDF.type, SH.NodeShape)
            for kind in (RDFS.Class, OWL.Class)
        )
        self._pointing = {str(prop): self._aiming_at(focus(str(prop))) for prop in shapes.pointing}
        self._pointed_at = {str(prop): self._aiming_at(prop, but=shapes.sides) for prop in shapes.pointed_at_by}
        self._by_class = {name: self._aiming_at(focus(name)) for name in shapes.classes}
        self._by_types: dict[frozenset[str], list[_Test]] = {}
        self._ends: dict[tuple[str, bool], list[str]] = {}
        for side in shapes.sides.values():
            self._ends.setdefault((str(side.relation), side.is_subject), []).append(str(side.wanted))

    def passes(self, resource: Resource, open_relations: Set[str], said_of: Callable[[Term], Resource]) -> bool:
        """Whether a resource surely meets all shapes that aim at it, as does what it says of others.

        Args:
            resource: The resource.
            open_relations: The IRIs of the open relations, which entities have freely.
            said_of: Looks up another resource.
        """
        if self._passes_nothing:
            return False
        types = self._types_of(resource.node)
        said = {prop: values for prop, values in resource.said.items() if prop not in open_relations}
        if {value.value for value in said.get(_TYPE, _NONE) if isinstance(value, NamedNode)} != types:
            return False  # some other graph says more
        tests = self._tests_of(types)
        aimed_at = bool(tests)
        looked_at = Resource(resource.node, said, resource.incoming)
        for prop in self._pointing.keys() & said.keys():
            aimed_at = True
            tests = [*tests, *self._pointing[prop]]
        for prop, more in () if aimed_at else self._pointed_at.items():
            if resource.incoming(prop):
                aimed_at = True
                tests = [*tests, *more]
        if not aimed_at or not all(test(looked_at) for test in tests):
            return False
        for prop in self._pointed_at.keys() & said.keys():
            pointed_at = map(said_of, said[prop])
            if not all(test(other) for other in pointed_at for test in self._pointed_at[prop]):
                return False
        return self._states_soundly(resource.node, said, open_relations)

    def unfit(self, resource: Resource) -> set[Subject]:
        """What a resource leads to by relations that ask for something else at one of their ends."""
        return {
            value
            for prop in self._relations & resource.said.keys()
            if not self._joins(prop, [resource.node], resource.said[prop])
            for value in resource.said[prop]
            if not isinstance(value, Literal)
        }

    def _states_soundly(self, node: Term, said: Mapping[str, Some[Term]], open_relations: Set[str]) -> bool:
        """Whether relations have at both ends what they ask for, those that a claim states as well."""
        for prop in self._relations & said.keys():
            if not self._joins(prop, [node], said[prop]):
                return False
        stated = said.get(_PREDICATE, _NONE)
        if not stated:
            return True
        return all(
            prop.value in open_relations or self._joins(prop.value, said.get(_SUBJECT, _NONE), said.get(_OBJECT, _NONE))
            for prop in stated
            if isinstance(prop, NamedNode)
        )

    def _joins(self, prop: str, subjects: Some[Term], objects: Some[Term]) -> bool:
        return all(self._is_a(node, name) for name in self._ends.get((prop, True), ()) for node in subjects) and all(
            self._is_a(node, name) for name in self._ends.get((prop, False), ()) for node in objects
        )

    def _tests_of(self, types: frozenset[str]) -> list[_Test]:
        tests = self._by_types.get(types)
        if tests is None:
            names = {name for kind in types for name in self._classes.get(kind, {kind})} & self._by_class.keys()
            tests = self._by_types[types] = [test for name in sorted(names) for test in self._by_class[name]]
        return tests

    def _aiming_at(self, name: URIRef, *, but: Iterable[Node] = ()) -> list[_Test]:
        aiming = set(self._shapes.graph.subjects(SH.targetObjectsOf, name)) - set(but)
        return [self._test(shape) for shape in sorted(aiming, key=str)]

    def _test(self, shape: Node) -> _Test:
        try:
            return self._of_property(shape) if (shape, SH.path, None) in self._shapes.graph else self._of_node(shape)
        except _BeyondError:
            return _never

    def _of_node(self, shape: Node) -> _Test:
        """A shape of a resource as a whole."""
        graph = self._shapes.graph
        tests: list[_Test] = []
        of_value: list[_ValueTest] = []
        for prop, value in graph.predicate_objects(shape):
            if prop == SH.property:
                tests.append(self._of_property(value))
            elif prop == SH["or"]:
                tests.append(_any_of([self._of_node(each) for each in Collection(graph, value)]))
            elif prop == SH.closed:
                if isinstance(value, RdfLiteral) and value.toPython() is True:
                    tests.append(_closed(self._allowed(shape)))
            elif prop not in _SAYING:
                of_value.append(self._of_value(prop, value))
        return lambda resource: all(test(resource.node) for test in of_value) and all(test(resource) for test in tests)

    def _allowed(self, shape: Node) -> frozenset[str]:
        graph = self._shapes.graph
        ignored = (each for start in graph.objects(shape, SH.ignoredProperties) for each in Collection(graph, start))
        paths = (path for part in graph.objects(shape, SH.property) for path in graph.objects(part, SH.path))
        return frozenset(map(str, (*ignored, *paths)))

    def _of_property(self, shape: Node) -> _Test:
        """A shape of what a resource has by one property, or of what has it so."""
        graph = self._shapes.graph
        (path,) = graph.objects(shape, SH.path)
        back = graph.value(path, SH.inversePath)
        if not isinstance(path if back is None else back, URIRef):
            raise _BeyondError
        name, inverse = (str(path), False) if back is None else (str(back), True)
        fewest = 0
        most: int | None = None
        tests: list[_ValueTest] = []
        of_all: list[Callable[[Resource, Some[Term]], bool]] = []
        for prop, value in graph.predicate_objects(shape):
            if prop == SH.minCount:
                fewest = max(fewest, int(str(value)))
            elif prop == SH.maxCount:
                most = int(str(value)) if most is None else min(most, int(str(value)))
            elif prop == SH.hasValue:
                of_all.append(_has(_to_native(value)))
            elif prop == SH.qualifiedValueShape:
                of_all.append(self._qualified(shape, value))
            elif prop in {SH.lessThan, SH.lessThanOrEquals}:
                of_all.append(_less(str(value), by=1 if prop == SH.lessThan else 0))
            elif prop == SH.disjoint:
                of_all.append(_apart(str(value)))
            elif prop not in _SAYING and prop not in _COUNTS:
                tests.append(self._of_value(prop, value))

        def test(resource: Resource) -> bool:
            values = resource.incoming(name) if inverse else resource.said.get(name, _NONE)
            if len(values) < fewest or (most is not None and len(values) > most):
                return False
            for value in values:
                for each in tests:
                    if not each(value):
                        return False
            return all(each(resource, values) for each in of_all)

        return test

    def _qualified(self, shape: Node, wanted: Node) -> Callable[[Resource, Some[Term]], bool]:
        graph = self._shapes.graph
        if (shape, SH.qualifiedValueShapesDisjoint, None) in graph:
            raise _BeyondError
        fits = self._of_values(wanted)
        fewest, most = (graph.value(shape, prop) for prop in (SH.qualifiedMinCount, SH.qualifiedMaxCount))
        # A value that does not surely fit may fit, so that the most is only kept where no other value is there.
        return lambda _, values: (
            (fewest is None or sum(map(fits, values)) >= int(str(fewest)))
            and (most is None or len(values) <= int(str(most)))
        )

    def _of_values(self, shape: Node) -> _ValueTest:
        """A shape of a value, of which only the value itself and its types are at hand."""
        said = self._shapes.graph.predicate_objects(shape)
        tests = [self._of_value(prop, value) for prop, value in said if prop not in _SAYING - {SH.path}]
        return lambda value: all(test(value) for test in tests)

    def _of_value(self, prop: Node, wanted: Node) -> _ValueTest:
        if prop == SH["class"]:
            name = str(wanted)
            return lambda value: self._is_a(value, name)
        if prop == SH.datatype:
            return _of_datatype(str(wanted))
        if prop == SH.nodeKind:
            return _of_kind(URIRef(str(wanted)))
        if prop == SH["in"]:
            these = frozenset(map(_to_native, Collection(self._shapes.graph, wanted)))
            return lambda value: value in these
        if prop in {SH.minInclusive, SH.maxInclusive}:
            return _within(str(wanted), least=prop == SH.minInclusive)
        if prop == SH.minLength:
            length = int(str(wanted))
            return lambda value: isinstance(value, NamedNode | Literal) and len(value.value) >= length
        if prop == SH.pattern:
            pattern = re.compile(str(wanted))
            return lambda value: isinstance(value, Literal) and pattern.match(value.value) is not None
        if prop == SH["or"]:
            shapes = [self._of_values(each) for each in Collection(self._shapes.graph, wanted)]
            return lambda value: any(test(value) for test in shapes)
        if prop == SH.node:
            return self._of_values(wanted)
        raise _BeyondError

    def _types_of(self, node: Term) -> frozenset[str]:
        return frozenset() if isinstance(node, Literal) else self._types.get(node, frozenset())

    def _is_a(self, node: Term, name: str) -> bool:
        types = self._types_of(node)
        if name in types or any(name in self._classes.get(kind, ()) for kind in types):
            return True
        return name == str(OWL.ObjectProperty) and isinstance(node, NamedNode) and node.value in self._relations


_TYPE, _SUBJECT, _PREDICATE, _OBJECT = map(str, (RDF.type, RDF.subject, RDF.predicate, RDF.object))
_COUNTS = frozenset((SH.qualifiedMinCount, SH.qualifiedMaxCount))


def _never(_: Resource) -> bool:
    return False


def _any_of(tests: Sequence[_Test]) -> _Test:
    return lambda resource: any(test(resource) for test in tests)


def _closed(allowed: frozenset[str]) -> _Test:
    return lambda resource: resource.said.keys() <= allowed


def _has(wanted: Term) -> Callable[[Resource, Some[Term]], bool]:
    return lambda _, values: wanted in values


def _apart(prop: str) -> Callable[[Resource, Some[Term]], bool]:
    """Whether no value is one of another property, too."""
    return lambda resource, values: frozenset(values).isdisjoint(resource.said.get(prop, _NONE))


def _less(prop: str, *, by: int) -> Callable[[Resource, Some[Term]], bool]:
    """Whether all values are whole numbers, and by so much less than all that another property has."""

    def test(resource: Resource, values: Some[Term]) -> bool:
        others = resource.said.get(prop, _NONE)
        if not all(map(_is_whole, (*values, *others))):
            return False
        return all(int(_text(one)) + by <= int(_text(other)) for one in values for other in others)

    return test


def _text(value: Term) -> str:
    return value.value if isinstance(value, Literal) else ""


def _is_whole(value: Term) -> bool:
    return (
        isinstance(value, Literal)
        and value.datatype.value == _INTEGER
        and value.value.isascii()
        and _is_sound(value.value, _INTEGER)
    )


def _within(bound: str, *, least: bool) -> _ValueTest:
    if not _NUMBER.fullmatch(bound):
        raise _BeyondError
    limit = Decimal(bound)

    @lru_cache(maxsize=1 << 12)
    def fits(text: str) -> bool:
        if not _NUMBER.fullmatch(text):
            return False
        return Decimal(text) >= limit if least else Decimal(text) <= limit

    return lambda value: isinstance(value, Literal) and value.datatype.value in _NUMBERS and fits(value.value)


def _of_datatype(name: str) -> _ValueTest:
    if name == _WORDED:
        return lambda value: isinstance(value, Literal) and value.language is not None
    if name == _STRING:
        return lambda value: isinstance(value, Literal) and value.language is None and value.datatype.value == _STRING
    return lambda value: isinstance(value, Literal) and value.datatype.value == name and _is_sound(value.value, name)


@lru_cache(maxsize=1 << 14)
def _is_sound(text: str, datatype: str) -> bool:
    """Whether a text is surely well written for a datatype."""
    if datatype == _INTEGER and len(text) < _LONG and _NUMBER.fullmatch(text) and "." not in text:
        return True
    with unheard("rdflib.term"):
        literal = RdfLiteral(text, datatype=URIRef(datatype), normalize=False)
    # Of datatypes that rdflib does not know it says neither, and everything passes.
    return literal.ill_typed is None or (literal.ill_typed is False and literal.value is not None)


def _of_kind(kind: URIRef) -> _ValueTest:
    kinds: dict[Node, tuple[type, ...]] = {
        SH.IRI: (NamedNode,),
        SH.Literal: (Literal,),
        SH.BlankNode: (BlankNode,),
        SH.BlankNodeOrIRI: (BlankNode, NamedNode),
        SH.BlankNodeOrLiteral: (BlankNode, Literal),
        SH.IRIOrLiteral: (NamedNode, Literal),
    }
    if kind not in kinds:
        raise _BeyondError
    wanted = kinds[kind]
    return lambda value: isinstance(value, wanted)


def _to_native(node: Node) -> Term:
    if isinstance(node, URIRef):
        return NamedNode(str(node))
    if not isinstance(node, RdfLiteral):
        raise _BeyondError
    if node.language:
        return Literal(str(node), language=node.language)
    return Literal(str(node), datatype=NamedNode(str(node.datatype or XSD.string)))


@contextmanager
def unheard(logger: str) -> Iterator[None]:
    """Let a logger say nothing but what is critical."""
    named = logging.getLogger(logger)
    level = named.level
    named.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        named.setLevel(level)
