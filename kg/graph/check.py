"""A graph is held against the shapes, part by part, so that time and memory grow with the graph and no faster.

A part is some thousand resources: claims with their evidence, articles, entities, runs. Each comes with all that any
graph says of it, and with the types of what it points to. Claims are also laid out as the plain triples that they
state, so that domains and ranges are checked of what is denied or planned, too. pySHACL validates each part.

So a shape may ask for all that is said of a resource, for what leads to it, and for the types of what it points to.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeAlias

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from rdflib import RDF, RDFS, SH, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import OWL, PROV

from kg.graph.shapes import Shapes, focus
from kg.graph.vocab import KG, SCHEMA
from kg.graph.wording import Broken, Words

if TYPE_CHECKING:
    from rdflib.term import Node

    from kg.violations import Violation

__all__ = ["Checked", "Quads", "Rules", "check", "make_rules"]

_Graph: TypeAlias = NamedNode | DefaultGraph
_Resource: TypeAlias = URIRef | BNode
_Index: TypeAlias = dict[_Resource, set[tuple[URIRef, _Resource | RdfLiteral]]]

# What belongs to a resource and makes no sense without it: the evidence of a claim. So does what a shape finds by it.
_OWN = frozenset((PROV.wasDerivedFrom,))
_ENOUGH = 2  # of what leads to a resource, for no shape asks whether it is more than one
_NAMES = frozenset(map(str, (RDFS.label, SCHEMA.headline)))
_LONGEST_NAME = 200
_PART = 20_000  # triples: larger parts are hardly quicker, and need more memory
_CHECK = URIRef("urn:kg:check")


class Quads(Protocol):
    """What can be checked: a store, or the graphs of a file."""

    def quads(self, graph: _Graph | None = None) -> Iterator[Quad]: ...
    def graphs(self) -> set[NamedNode]: ...


@dataclass(slots=True)
class Checked:
    """How far a check has come: the resources there are, those looked at, and among all of them claims and articles."""

    resources: int = 0
    done: int = 0
    claims: int = 0
    articles: int = 0

    def summary(self, seconds: float) -> str:
        """What was looked at, and how fast; empty for nothing."""
        if not self.done:
            return ""
        rate = self.done / max(seconds, 0.001)
        articles = f"{self.articles:,} article{'s' * (self.articles != 1)}"
        return (
            f"{self.done:,} resources ({self.claims:,} claims of {articles}) in {seconds:.1f} s, {rate:,.0f} a second: "
        )


@dataclass(frozen=True, slots=True)
class Rules:
    """What a graph is held against: the shapes, the relations by IRI, and each class with all above it."""

    shapes: Shapes
    relations: Set[str]
    classes: Mapping[str, frozenset[str]]


@dataclass(slots=True)
class _Survey:
    """What a first look at all graphs keeps: a little of everything, and all that stands in no article's graph."""

    articles: list[NamedNode] = field(default_factory=list)
    background: _Index = field(default_factory=lambda: defaultdict(set))
    types: dict[_Resource, frozenset[str]] = field(default_factory=dict)
    names: dict[_Resource, str] = field(default_factory=dict)
    incoming: dict[_Resource, list[tuple[_Resource, URIRef]]] = field(default_factory=lambda: defaultdict(list))
    done: set[_Resource] = field(default_factory=set)

    def said_of(self, node: _Resource, index: _Index) -> set[tuple[URIRef, _Resource | RdfLiteral]]:
        """What a graph says of a resource with all others; the background where it says nothing."""
        return index.get(node) or self.background.get(node, set())


def make_rules(shapes: Shapes, relations: Set[str], axioms: Iterable[tuple[str, str, str]]) -> Rules:
    """The rules of an ontology; of its axioms those count that say which class is above which."""
    direct: dict[str, set[str]] = defaultdict(set)
    for one, prop, other in axioms:
        if prop == str(RDFS.subClassOf):
            direct[one].add(other)
    return Rules(shapes, relations, {name: _with_all_above(name, direct) for name in list(direct)})


def check(
    source: Quads, rules: Rules, checked: Checked, on_progress: Callable[[Checked], object] | None = None
) -> Iterator[Violation]:
    """All that breaks a rule, part by part.

    Args:
        source: A store, or the graphs of a file.
        rules: What it is held against.
        checked: Is filled with what was looked at.
        on_progress: Is told after each part.
    """
    seen = _survey(source, rules.shapes.inverse - _OWN, checked)
    words = Words(seen.names, rules.shapes, rules.relations)
    part = _Part(rules, seen)
    for index in _indexes(source, seen):
        for unit in _units(index, seen, rules.shapes.pointed_at_by | _OWN):
            part.add(unit, index)
            checked.done += sum(node not in seen.done for node in unit)
            seen.done.update(unit)
            if len(part.graph) >= _PART:
                yield from part.violations(words)
                part = _Part(rules, seen)
                if on_progress:
                    on_progress(checked)
    yield from part.violations(words)
    if on_progress:
        on_progress(checked)


def _survey(source: Quads, inverse: Set[URIRef], checked: Checked) -> _Survey:
    seen = _Survey()
    types: dict[_Resource, set[str]] = defaultdict(set)
    sets: dict[frozenset[str], frozenset[str]] = {}  # one of each, for there are few kinds
    subjects = set()
    graphs: list[_Graph] = [DefaultGraph(), *sorted(source.graphs(), key=str)]
    for graph in graphs:
        quads = list(source.quads(graph))
        is_article = any(quad.subject == graph for quad in quads)
        if isinstance(graph, NamedNode) and is_article:
            seen.articles.append(graph)
        for subject, prop, value in map(_triple, quads):
            subjects.add(subject)
            if prop == RDF.type:
                types[subject].add(str(value))
            elif prop in inverse and not isinstance(value, RdfLiteral):
                if sum(prop == other for _, other in seen.incoming[value]) < _ENOUGH:
                    seen.incoming[value].append((subject, prop))
            elif str(prop) in _NAMES:
                # Of several names the first in order, so that what is said does not hang on the order of quads.
                seen.names[subject] = min(str(value)[:_LONGEST_NAME], seen.names.get(subject, "\U0010ffff"))
            if not is_article:
                seen.background[subject].add((prop, value))
    for node, kinds in types.items():
        kept = frozenset(kinds)
        seen.types[node] = sets.setdefault(kept, kept)
    checked.resources = len(subjects)
    checked.claims = sum(str(KG.Claim) in kinds for kinds in seen.types.values())
    checked.articles = sum(str(SCHEMA.NewsArticle) in kinds for kinds in seen.types.values())
    return seen


def _indexes(source: Quads, seen: _Survey) -> Iterator[_Index]:
    """What the graph of each article says, by subject, and then what all others say."""
    for graph in seen.articles:
        index: _Index = defaultdict(set)
        for subject, prop, value in map(_triple, source.quads(graph)):
            index[subject].add((prop, value))
            index[subject] |= seen.background.get(subject, set())
        yield index
    yield seen.background


def _units(index: _Index, seen: _Survey, own: Set[URIRef]) -> Iterator[list[_Resource]]:
    """What has to be looked at together: a resource and what belongs to it."""
    owned = {value for triples in index.values() for prop, value in triples if prop in own}
    for node in (*sorted(index.keys() - owned), *sorted(each for each in index if each in owned)):
        if node not in seen.done:
            unit = {node: None}
            waiting = [node]
            while waiting:
                said = seen.said_of(waiting.pop(), index)
                belongs = {value for prop, value in said if prop in own and not isinstance(value, RdfLiteral)}
                new = sorted(other for other in belongs if other not in unit and seen.said_of(other, index))
                unit |= dict.fromkeys(new)
                waiting += new
            yield list(unit)


class _Part:
    """Some resources with what has to be known of them, as a graph of their own."""

    def __init__(self, rules: Rules, seen: _Survey) -> None:
        self.graph = Graph()
        self._rules = rules
        self._seen = seen
        self._nodes: set[_Resource] = set()
        self._aimed_at: set[Node] = set()
        for name, above in rules.classes.items():
            for each in above - {name}:
                self.graph.add((URIRef(name), RDFS.subClassOf, URIRef(each)))

    def add(self, unit: Iterable[_Resource], index: _Index) -> None:
        """Put in resources and the types of what they point to."""
        for node in unit:
            self._nodes.add(node)
            for prop, value in self._seen.said_of(node, index):
                if self._is_open(prop):  # which entities have freely
                    continue
                self.graph.add((node, prop, value))
                if isinstance(value, URIRef | BNode) and prop != RDF.type:
                    self._tell_types(value)
            for kind in self._seen.types.get(node, ()):
                for name in self._rules.classes.get(kind, {kind}) & self._rules.shapes.classes:
                    self.graph.add((_CHECK, focus(name), node))
                    self._aimed_at.add(node)
            for prop in self._rules.shapes.pointing.intersection(self.graph.predicates(node)):
                self.graph.add((_CHECK, focus(str(prop)), node))
                self._aimed_at.add(node)
            for other, prop in self._seen.incoming.get(node, ()):
                self.graph.add((other, prop, node))
                self._tell_types(other)
            self._state(node)

    def violations(self, words: Words) -> Iterator[Violation]:
        """What breaks a rule."""
        for prop in self._rules.shapes.pointed_at_by:
            self._aimed_at.update(self.graph.objects(None, prop))
        for node in sorted(self._nodes - self._aimed_at):
            yield words.no_shape(self.graph, node)
        found = {Broken.read(report, result) for report, result in _validate(self.graph, self._rules.shapes)}
        yield from sorted(words.broken(self.graph, each) for each in found)

    def _tell_types(self, node: _Resource) -> None:
        for name in self._seen.types.get(node, ()):
            self.graph.add((node, RDF.type, URIRef(name)))
        if str(node) in self._rules.relations:
            self.graph.add((node, RDF.type, OWL.ObjectProperty))

    def _state(self, claim: _Resource) -> None:
        """Lay out what a claim states as a plain triple."""
        ends = [list(self.graph.objects(claim, prop)) for prop in (RDF.subject, RDF.predicate, RDF.object)]
        if all(len(each) == 1 and isinstance(each[0], URIRef) for each in ends):
            (subject,), (prop,), (value,) = ends
            if not self._is_open(prop):
                self.graph.add((subject, prop, value))

    def _is_open(self, prop: Node) -> bool:
        return str(KG.OpenRelation) in self._seen.types.get(prop, ()) if isinstance(prop, URIRef) else False


def _validate(graph: Graph, shapes: Shapes) -> Iterator[tuple[Graph, _Resource]]:
    from pyshacl import validate  # slow to import

    with _unheard("rdflib.term"):  # which tells of every date that is none; the shapes tell it better
        _, report, _ = validate(graph, shacl_graph=shapes.graph, inference="none", do_owl_imports=False)
    for result in report.objects(None, SH.result):
        yield report, result


def _with_all_above(name: str, direct: Mapping[str, Set[str]]) -> frozenset[str]:
    found, waiting = {name}, [name]
    while waiting:
        new = set(direct.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return frozenset(found)


def _triple(quad: Quad) -> tuple[_Resource, URIRef, _Resource | RdfLiteral]:
    subject = URIRef(quad.subject.value) if isinstance(quad.subject, NamedNode) else BNode(str(quad.subject)[2:])
    return subject, URIRef(quad.predicate.value), _value(quad)


def _value(quad: Quad) -> _Resource | RdfLiteral:
    value = quad.object
    if isinstance(value, NamedNode):
        return URIRef(value.value)
    if isinstance(value, Literal):
        if value.language is not None:
            return RdfLiteral(value.value, lang=value.language)
        return RdfLiteral(value.value, datatype=URIRef(value.datatype.value), normalize=False)
    return BNode(str(value)[2:])


@contextmanager
def _unheard(logger: str) -> Iterator[None]:
    named = logging.getLogger(logger)
    level = named.level
    named.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        named.setLevel(level)
