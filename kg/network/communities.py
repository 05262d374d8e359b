"""Who belongs together: groups that have more to do with each other than with the rest.

Blondel, Guillaume, Lambiotte and Lefebvre, "Fast unfolding of communities in large networks" (2008), with a fixed seed;
or Clauset, Newman and Moore, "Finding community structure in very large networks" (2004), greedily. How well a division
does is its modularity (Newman and Girvan 2004).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import networkx as nx

from kg.network.graph import numbered

__all__ = ["METHODS", "Division", "find_communities"]

_SEED = 7

METHODS: dict[str, Callable[[Any, float], Any]] = {
    "louvain": lambda graph, resolution: nx.community.louvain_communities(graph, resolution=resolution, seed=_SEED),
    "greedy": lambda graph, resolution: nx.community.greedy_modularity_communities(
        graph, weight="weight", resolution=resolution
    ),
}


@dataclass(frozen=True, slots=True)
class Division:
    """Communities, the largest first, the weightiest members of each first, and their modularity (-0.5..1)."""

    communities: tuple[tuple[str, ...], ...]
    modularity: float

    @property
    def home(self) -> dict[str, int]:
        """The number of everybody's community, from 1."""
        return {name: number for number, group in enumerate(self.communities, start=1) for name in group}


def find_communities(known: nx.Graph, *, method: str = "louvain", resolution: float = 1.0) -> Division:
    """Divide the actors of a network.

    Args:
        known: Ties with their weights.
        method: One of `METHODS`.
        resolution: More than 1 makes smaller communities, less larger ones.
    """
    if not known.number_of_edges():
        return Division((), 0.0)
    graph, names = numbered(known)
    groups = [sorted(group) for group in METHODS[method](graph, resolution)]
    weight = dict(graph.degree(weight="weight"))
    ordered = sorted(
        (sorted(group, key=lambda number: (-weight[number], number)) for group in groups),
        key=lambda group: (-len(group), -sum(weight[number] for number in group), group),
    )
    modularity = nx.community.modularity(graph, groups, weight="weight", resolution=resolution)
    return Division(tuple(tuple(names[number] for number in group) for group in ordered), modularity)
