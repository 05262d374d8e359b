"""All claims -> a network of actors: every claim an edge, and the ties that are reckoned with.

A tie holds between two actors of whom articles give something as fact. Its weight is the number of articles that do,
those that only repeat another not counted; its `distance` is one by that. Nodes and edges are in the order of their
names, for many algorithms break ties by it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import networkx as nx

from kg.graph.dating import place_claim
from kg.graph.spans import ALWAYS, Span, overlap
from kg.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from kg.graph.whole import LinkedClaim, Whole

__all__ = ["ACTORS", "arcs", "claims_between", "make_network", "numbered", "ties"]

ACTORS = frozenset({EntityType.PERSON, EntityType.COUNTRY, EntityType.ORGANIZATION, EntityType.GROUP})


def make_network(
    whole: Whole,
    *,
    within: Span = ALWAYS,
    acting_for: Mapping[str, str] | None = None,
    types: Collection[EntityType] | None = ACTORS,
) -> nx.MultiDiGraph:
    """The claims between nodes, each an edge from its subject to its object, under the name of the claim.

    Args:
        whole: All claims.
        within: Only what has to do with this span; what has no date is left out if it has a begin or end.
        acting_for: Whose deeds count for whom, by local names of nodes.
        types: Only nodes of these types; None for all.

    Returns:
        A graph whose nodes are local names with `label` and `type`. Edges have `claim` (a `LinkedClaim`), and of it
        `relation`, `event_type`, `fact`, `confidence`, `time` and `article`; `source` is the article that this one
        repeats, or itself.
    """
    stands_for = acting_for or {}
    edges: list[tuple[str, str, LinkedClaim]] = []
    for claim in whole.claims:
        subject, target = (stands_for.get(end, end) for end in (claim.subject, claim.object))
        wanted = types is None or all(whole.nodes[end].type in types for end in (subject, target))
        if subject != target and wanted and _lies_within(claim, whole, within):
            edges.append((subject, target, claim))
    network = nx.MultiDiGraph()
    for name in sorted({end for subject, target, _ in edges for end in (subject, target)}):
        network.add_node(name, label=whole.label(name), type=whole.nodes[name].type.value)
    for subject, target, claim in sorted(edges, key=lambda edge: (*edge[:2], edge[2].name)):
        network.add_edge(
            subject,
            target,
            key=claim.name,
            claim=claim,
            relation=claim.relation,
            event_type=claim.event_type,
            fact=claim.is_fact,
            confidence=claim.confidence,
            time=claim.time,
            article=claim.article,
            source=whole.repeats.get(claim.article, claim.article),
        )
    return network


def ties(network: nx.MultiDiGraph) -> nx.Graph:
    """Who has to do with whom, in either direction; those of whom nothing is given as fact are left out."""
    sources: dict[tuple[str, str], set[str]] = defaultdict(set)
    for subject, target, told in network.edges(data=True):
        if told["fact"]:
            sources[min(subject, target), max(subject, target)].add(told["source"])
    return _weighted(nx.Graph(), network, sources)


def arcs(network: nx.MultiDiGraph) -> nx.DiGraph:
    """Who does something to whom; what both do together goes both ways."""
    sources: dict[tuple[str, str], set[str]] = defaultdict(set)
    for subject, target, told in network.edges(data=True):
        if told["fact"]:
            sources[subject, target].add(told["source"])
            if told["claim"].symmetric:
                sources[target, subject].add(told["source"])
    return _weighted(nx.DiGraph(), network, sources)


def claims_between(network: nx.MultiDiGraph, one: str, other: str) -> list[LinkedClaim]:
    """What is given as fact between two, in either direction; the surest first."""
    found = [
        told["claim"]
        for start, end in ((one, other), (other, one))
        for told in (network.get_edge_data(start, end) or {}).values()
        if told["fact"]
    ]
    return sorted(found, key=lambda claim: (-claim.confidence, claim.name))


def numbered(graph: nx.Graph) -> tuple[nx.Graph, list[str]]:
    """The same with numbers for names, and the names by them: the order of a set of numbers is always the same."""
    names = list(graph)
    numbers = {name: number for number, name in enumerate(names)}
    same = graph.__class__()
    same.add_nodes_from(range(len(names)))
    same.add_edges_from((numbers[one], numbers[other], told) for one, other, told in graph.edges(data=True))
    return same, names


def _weighted(graph: nx.Graph, network: nx.MultiDiGraph, sources: Mapping[tuple[str, str], Iterable[str]]) -> nx.Graph:
    for name in sorted({end for ends in sources for end in ends}):
        graph.add_node(name, **network.nodes[name])
    for (one, other), found in sorted(sources.items()):
        weight = len(set(found))
        graph.add_edge(one, other, weight=weight, distance=1 / weight)
    return graph


def _lies_within(claim: LinkedClaim, whole: Whole, within: Span) -> bool:
    if within == ALWAYS:
        return True
    placed = place_claim(claim, whole)
    return placed is not None and overlap(placed.span, within)
