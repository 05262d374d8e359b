"""Which nodes belong together: groups that deal more with each other than with the rest.

Blondel, Guillaume, Lambiotte and Lefebvre, "Fast unfolding of communities in large networks" (2008), by networkx.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import networkx as nx

from kg.view.layout import Link

__all__ = ["find_communities"]

# A community of more is divided again where it can be: one that is opened has to be read.
_LARGEST = 250
# What hangs together in smaller groups is put with what it has most to do with, or else with all such groups.
_SMALLEST = 5
_SEED = 7


def find_communities(
    weights: Mapping[str, float], links: Iterable[Link], satellites: Mapping[str, str]
) -> list[tuple[str, ...]]:
    """Divide the nodes of a graph into communities, the weightiest members of each first.

    The largest community comes first. The last may hold all the small groups that nothing ties to any other.

    Args:
        weights: All nodes with their importance.
        links: Pairs with a weight.
        satellites: Nodes that only accompany another, and are where it is; a holder that is itself a satellite comes
            before its own.
    """
    names = sorted(weights.keys() - satellites.keys())
    numbers = {name: number for number, name in enumerate(names)}
    # Numbers for names: the order of a set of them is the same whatever the seed of the hashes is.
    graph = nx.Graph()
    graph.add_nodes_from(range(len(names)))
    for source, target, weight in sorted(links):
        if source in numbers and target in numbers and source != target:
            one, other = numbers[source], numbers[target]
            before = graph.get_edge_data(one, other, {"weight": 0.0})["weight"]
            graph.add_edge(one, other, weight=before + weight)
    groups = _gathered(graph, [group for part in _parts(graph) for group in _divided(graph, part)])
    home = {names[number]: place for place, group in enumerate(groups) for number in group}
    for satellite, holder in satellites.items():
        home[satellite] = home[holder]
    members: dict[int, list[str]] = defaultdict(list)
    for name, place in home.items():
        members[place].append(name)
    found = [tuple(sorted(group, key=lambda name: (-weights[name], name))) for group in members.values()]
    return sorted(found, key=lambda group: (-len(group), group))


def _parts(graph: nx.Graph) -> list[list[int]]:
    return sorted(sorted(part) for part in nx.connected_components(graph))


def _divided(graph: nx.Graph, nodes: Sequence[int]) -> list[list[int]]:
    """The communities of some nodes, divided again until each is small or holds together as one."""
    if len(nodes) < _SMALLEST:
        return [list(nodes)]
    part = graph.subgraph(nodes)
    ordered = nx.Graph()  # a view gives its nodes in the order of a set
    ordered.add_nodes_from(nodes)
    ordered.add_weighted_edges_from(sorted((*sorted((a, b)), w) for a, b, w in part.edges(data="weight")))
    groups = sorted(map(sorted, nx.community.louvain_communities(ordered, weight="weight", seed=_SEED)))
    if len(groups) == 1:
        return groups
    return [each for group in groups for each in (_divided(graph, group) if len(group) > _LARGEST else [group])]


def _gathered(graph: nx.Graph, groups: Sequence[Sequence[int]]) -> list[list[int]]:
    """The groups, those that are too small put to others."""
    home = {number: place for place, group in enumerate(groups) for number in group}
    together = [list(group) for group in groups]
    alone: list[int] = []
    for place, group in enumerate(groups):
        if len(together[place]) >= _SMALLEST or len(group) >= _SMALLEST:
            continue
        ties: Counter[int] = Counter()
        for number in together[place]:
            for other, data in graph[number].items():
                if home[other] != place:
                    ties[home[other]] += data["weight"]
        nearest = min(ties, key=lambda each: (-ties[each], each), default=None)
        moved, together[place] = together[place], []
        if nearest is None:
            alone += moved
        else:
            together[nearest] += moved
            home.update(dict.fromkeys(moved, nearest))
    return [group for group in [*together, alone] if group]
