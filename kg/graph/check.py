"""A graph is held against the shapes, part by part, so that time and memory grow with the graph and no faster.

What surely meets all shapes is passed at a quick look (`kg.graph.screen`); parts are made of what is left. A part is
some thousand resources: claims with their evidence, articles, entities, runs. Each comes with all that any
graph says of it, and with the types of what it points to. Claims are also laid out as the plain triples that they
state, so that domains and ranges are checked of what is denied or planned, too. pySHACL validates each part.

So a shape may ask for all that is said of a resource, for what leads to it, and for the types of what it points to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad
from rdflib import RDF, RDFS, SH, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import OWL, PROV

from kg.graph.overview import GraphName, Quads, look_over
from kg.graph.screen import Screen, Subject, unheard
from kg.graph.shapes import Shapes, focus
from kg.graph.vocab import KG, SCHEMA
from kg.graph.wording import Broken, Words
from kg.uncollected import uncollected

if TYPE_CHECKING:
    from rdflib.term import Node

    from kg.violations import Violation

__all__ = ["Checked", "Quads", "Rules", "check", "make_rules"]

_Resource: TypeAlias = URIRef | BNode
_Index: TypeAlias = dict[_Resource, set[tuple[URIRef, _Resource | RdfLiteral]]]

# What belongs to a resource and makes no sense without it: the evidence of a claim. So does what a shape finds by it.
_OWN = frozenset((PROV.wasDerivedFrom,))
_ENOUGH = 2  # of what leads to a resource, for no shape asks whether it is more than one
_NAMES = frozenset(map(str, (RDFS.label, SCHEMA.headline)))
_LONGEST_NAME = 200
_OFTEN = 1_000  # resources after which to tell how far the check has come
_PART = 20_000  # triples: larger parts are hardly quicker, and need more memory
_CHECK = URIRef("urn:kg:check")


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
    """What has to be known of all graphs: a little of everything, and all that stands in no article's graph."""

    background: _Index = field(default_factory=lambda: defaultdict(set))
    types: dict[_Resource, frozenset[str]] = field(default_factory=dict)
    names: dict[_Resource, str] = field(default_factory=dict)
    incoming: dict[_Resource, list[tuple[_Resource, URIRef]]] = field(default_factory=lambda: defaultdict(list))

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
    near = frozenset(map(str, _OWN | rules.shapes.pointed_at_by))
    with uncollected():
        seen = look_over(source, near=near, far=frozenset(map(str, rules.shapes.inverse - _OWN)))
    checked.resources = seen.resources
    checked.claims = sum(str(KG.Claim) in kinds for kinds in seen.types.values())
    checked.articles = sum(str(SCHEMA.NewsArticle) in kinds for kinds in seen.types.values())
    screen = Screen(rules.shapes, rules.relations, rules.classes, seen.types)
    done: set[Subject] = set()
    closer = _Closer(source, rules)
    told = 0
    for graph, part in seen.parts(source):
        new = part.keys() - done
        said_of = partial(seen.said_of, part=part)
        with uncollected():
            doubtful = {node for node in new if not screen.passes(part[node], seen.open_relations, said_of)}
            # What a relation should not lead to is told by what is said of it.
            doubtful |= {node for each in doubtful for node in screen.unfit(part[each]) & new}
        before = len(done)
        if doubtful:
            yield from closer.look(graph, doubtful, done)
        done |= new
        checked.done += len(done) - before
        if on_progress and checked.done - told >= _OFTEN:
            told = checked.done
            on_progress(checked)
    yield from closer.rest()
    if on_progress:
        on_progress(checked)


def _survey(source: Quads, inverse: Set[URIRef]) -> _Survey:
    seen = _Survey()
    types: dict[_Resource, set[str]] = defaultdict(set)
    sets: dict[frozenset[str], frozenset[str]] = {}  # one of each, for there are few kinds
    graphs: list[GraphName] = [DefaultGraph(), *sorted(source.graphs(), key=str)]
    for graph in graphs:
        quads = list(source.quads(graph))
        is_article = any(quad.subject == graph for quad in quads)
        for subject, prop, value in map(_triple, quads):
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
    return seen


def _index(quads: Iterable[Quad], seen: _Survey) -> _Index:
    """What the graph of an article says, by subject, with what all others say."""
    index: _Index = defaultdict(set)
    for subject, prop, value in map(_triple, quads):
        index[subject].add((prop, value))
        index[subject] |= seen.background.get(subject, set())
    return index


def _units(
    index: _Index, seen: _Survey, own: Set[URIRef], is_done: Callable[[_Resource], bool]
) -> Iterator[list[_Resource]]:
    """What has to be looked at together: a resource and what belongs to it."""
    owned = {value for triples in index.values() for prop, value in triples if prop in own}
    for node in (*sorted(index.keys() - owned), *sorted(each for each in index if each in owned)):
        if not is_done(node):
            unit = {node: None}
            waiting = [node]
            while waiting:
                said = seen.said_of(waiting.pop(), index)
                belongs = {value for prop, value in said if prop in own and not isinstance(value, RdfLiteral)}
                new = sorted(other for other in belongs if other not in unit and seen.said_of(other, index))
                unit |= dict.fromkeys(new)
                waiting += new
            yield list(unit)


class _Closer:
    """Validates what a first look did not pass, some thousand triples at a time."""

    def __init__(self, source: Quads, rules: Rules) -> None:
        self._source = source
        self._rules = rules
        self._own = rules.shapes.pointed_at_by | _OWN

    @cached_property
    def _seen(self) -> _Survey:
        return _survey(self._source, self._rules.shapes.inverse - _OWN)

    @cached_property
    def _words(self) -> Words:
        return Words(self._seen.names, self._rules.shapes, self._rules.relations)

    @cached_property
    def _part(self) -> _Part:
        return _Part(self._rules, self._seen)

    def look(self, graph: NamedNode | None, doubtful: Set[Subject], done: set[Subject]) -> Iterator[Violation]:
        """Look at some resources of a graph, or of all that are no article's, with what belongs to them.

        Args:
            graph: The graph of an article.
            doubtful: What is to be looked at.
            done: What was looked at before; what belongs to these is added.
        """
        seen = self._seen
        index = seen.background if graph is None else _index(self._source.quads(graph), seen)
        here: set[_Resource] = set()

        def is_done(node: _Resource) -> bool:
            return node in here or _native(node) in done

        for unit in _units(index, seen, self._own, is_done):
            here.update(unit)
            natives = set(map(_native, unit))
            if natives.isdisjoint(doubtful):
                continue
            done.update(natives)
            self._part.add(unit, index)
            if len(self._part.graph) >= _PART:
                yield from self.rest()

    def rest(self) -> Iterator[Violation]:
        """What is wrong in what was looked at since this was last asked."""
        if "_part" in self.__dict__:
            yield from self._part.violations(self._words)
            del self._part


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

    with unheard("rdflib.term"):  # which tells of every date that is none; the shapes tell it better
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


def _native(node: _Resource) -> Subject:
    return BlankNode(str(node)) if isinstance(node, BNode) else NamedNode(str(node))


def _value(quad: Quad) -> _Resource | RdfLiteral:
    value = quad.object
    if isinstance(value, NamedNode):
        return URIRef(value.value)
    if isinstance(value, Literal):
        if value.language is not None:
            return RdfLiteral(value.value, lang=value.language)
        return RdfLiteral(value.value, datatype=URIRef(value.datatype.value), normalize=False)
    return BNode(str(value)[2:])
