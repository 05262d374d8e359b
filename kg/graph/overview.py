"""A first look over all graphs that are to be checked: what kinds of resources there are, and what leads to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol, TypeAlias

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from rdflib import RDF

from kg.graph.screen import Resource, Subject, Term
from kg.graph.vocab import KG

__all__ = ["GraphName", "Overview", "Quads", "look_over"]

GraphName: TypeAlias = NamedNode | DefaultGraph

_TYPE = str(RDF.type)
_OPEN = str(KG.OpenRelation)
_ENOUGH = 2  # of what leads to a resource, for no shape asks whether it is more than one


class Quads(Protocol):
    """What can be checked: a store, or the graphs of a file."""

    def quads(self, graph: GraphName | None = None) -> Iterator[Quad]: ...
    def graphs(self) -> set[NamedNode]: ...


@dataclass(slots=True)
class Overview:
    """What the first look keeps: a little of everything, and all that stands in no article's graph.

    `near` and `far` are the properties that are followed backwards, in one part or anywhere; `incoming` has what leads
    to a resource by the latter, and `resources` is how many there are.
    """

    near: Set[str]
    far: Set[str]
    articles: list[NamedNode] = field(default_factory=list)
    background: dict[Subject, dict[str, dict[Term, None]]] = field(default_factory=lambda: defaultdict(dict))
    types: dict[Subject, frozenset[str]] = field(default_factory=dict)
    incoming: dict[tuple[str, Term], list[Term]] = field(default_factory=lambda: defaultdict(list))
    open_relations: frozenset[str] = frozenset()
    resources: int = 0

    def parts(self, source: Quads) -> Iterator[tuple[NamedNode | None, Mapping[Subject, Resource]]]:
        """The resources of each article's graph, with all that others say of them; then those of all others."""
        for graph in self.articles:
            yield graph, self._resources(_by_subject(source.quads(graph)))
        yield None, self._resources(self.background)

    def said_of(self, node: Term, part: Mapping[Subject, Resource]) -> Resource:
        """What a part says of a resource; where it says nothing, what stands in no article's graph."""
        if isinstance(node, Literal):
            return Resource(node, {}, _nothing)
        return part.get(node) or Resource(node, self.background.get(node, {}), _nothing)

    def _resources(self, index: Mapping[Subject, dict[str, Any]]) -> dict[Subject, Resource]:
        leading: dict[tuple[str, Term], list[Term]] = defaultdict(list)
        for node, said in index.items():
            for prop in self.near & said.keys():
                for value in said[prop]:
                    leading[prop, value].append(node)
            if index is not self.background and node in self.background:
                for prop, values in self.background[node].items():
                    said[prop] = dict.fromkeys((*said.get(prop, ()), *values))

        def incoming(node: Term, prop: str) -> Collection[Term]:
            return (self.incoming if prop in self.far else leading).get((prop, node), ())

        return {node: Resource(node, said, partial(incoming, node)) for node, said in index.items()}


def look_over(source: Quads, *, near: Set[str], far: Set[str]) -> Overview:
    """Look over all graphs.

    Args:
        source: A store, or the graphs of a file.
        near: The IRIs of the properties by which a resource belongs to another, and so stands beside it.
        far: Those of other properties that shapes follow backwards.
    """
    seen = Overview(near, far)
    types: dict[Subject, set[str]] = defaultdict(set)
    subjects: set[Subject] = set()
    graphs: list[GraphName] = [DefaultGraph(), *sorted(source.graphs(), key=str)]
    for graph in graphs:
        quads = list(source.quads(graph))
        is_article = any(quad.subject == graph for quad in quads)
        if isinstance(graph, NamedNode) and is_article:
            seen.articles.append(graph)
        for quad in quads:
            subject, prop, value = quad.subject, quad.predicate.value, quad.object
            subjects.add(subject)
            if prop == _TYPE and isinstance(value, NamedNode | Literal):
                types[subject].add(value.value)
            elif prop in far and not isinstance(value, Literal):
                leading = seen.incoming[prop, value]
                if len(leading) < _ENOUGH and subject not in leading:
                    leading.append(subject)
            if not is_article:
                seen.background[subject].setdefault(prop, {})[value] = None
    kinds: dict[frozenset[str], frozenset[str]] = {}  # one of each, for there are few
    for node, names in types.items():
        kept = frozenset(names)
        seen.types[node] = kinds.setdefault(kept, kept)
    seen.open_relations = frozenset(
        node.value for node, names in seen.types.items() if _OPEN in names and isinstance(node, NamedNode)
    )
    seen.resources = len(subjects)
    return seen


def _nothing(_: str) -> Collection[Term]:
    return ()


def _by_subject(quads: Iterable[Quad]) -> dict[Subject, dict[str, list[Term]]]:
    index: dict[Subject, dict[str, list[Term]]] = {}
    for quad in quads:
        said = index.get(quad.subject)
        if said is None:
            said = index[quad.subject] = {}
        said.setdefault(quad.predicate.value, []).append(quad.object)
    return index
