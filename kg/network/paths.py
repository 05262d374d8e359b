"""How two are connected: the shortest ways between them, and what is told on each step.

A step is the shorter the more independent articles report something of the two, so that a way that many tell of comes
before one of the same number of steps that hangs on a single sentence; or all steps are alike.
"""

from __future__ import annotations

from itertools import islice

import networkx as nx

__all__ = ["find_ways"]


def find_ways(known: nx.Graph, one: str, other: str, *, count: int = 1, fewest_steps: bool = True) -> list[list[str]]:
    """The shortest ways between two actors, the best first; none where nothing connects them.

    Args:
        known: Ties.
        one: Who it begins with.
        other: Who it ends with.
        count: How many ways at most.
        fewest_steps: Whether the number of steps comes before how well each is reported.
    """
    if one not in known or other not in known or not nx.has_path(known, one, other):
        return []
    weighted = nx.Graph()
    weighted.add_nodes_from(known)
    # All of a way's distances together are less than one step more.
    step = float(len(known)) if fewest_steps else 0.0
    weighted.add_edges_from(
        (start, end, {"length": step + told["distance"]}) for start, end, told in known.edges(data=True)
    )
    return list(islice(nx.shortest_simple_paths(weighted, one, other, weight="length"), count))
