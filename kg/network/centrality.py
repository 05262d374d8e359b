"""Who is central: by how many others, by reports, by standing between others, by having to do with those who are.

Freeman, "Centrality in social networks" (1979), for degree and betweenness, the latter on the ways of most reports
(Brandes 2001; length of a tie: one by its weight); Bonacich (1972) for eigenvector centrality; Page, Brin, Motwani and
Winograd (1999) for PageRank, on who does something to whom.
"""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from kg.network.graph import arcs, ties

__all__ = ["MEASURES", "Centrality", "centralities"]

MEASURES = ("degree", "reports", "incoming", "outgoing", "betweenness", "pagerank", "eigenvector")
_ROUNDS = 1000
_EXACT = 2_000
"""Actors up to which betweenness is exact; beyond, it is estimated from as many of them, drawn with a fixed seed."""
_SEED = 7


@dataclass(frozen=True, slots=True)
class Centrality:
    """How central an actor is.

    `degree` is the number of others, `reports` the sum of the weights of its ties, `incoming` and `outgoing` of what
    was done to and by it. `betweenness` is the share of all shortest ways between others that lead through it (0..1);
    `pagerank` sums up to 1 over all; `eigenvector`, as a vector, has length 1 over the largest part of the network that
    hangs together, and is 0 elsewhere.
    """

    actor: str
    degree: int
    reports: int
    incoming: int
    outgoing: int
    betweenness: float
    pagerank: float
    eigenvector: float


def centralities(network: nx.MultiDiGraph, *, by: str = "reports") -> list[Centrality]:
    """The centralities of all who have ties, the most central first.

    Args:
        network: As `make_network` gives it.
        by: One of `MEASURES`.
    """
    known, directed = ties(network), arcs(network)
    if not known:
        return []
    sample = _EXACT if len(known) > _EXACT else None
    between = nx.betweenness_centrality(known, k=sample, weight="distance", seed=_SEED)
    rank = nx.pagerank(directed, weight="weight", max_iter=_ROUNDS)
    vector = _eigenvector(known)
    found = [
        Centrality(
            name,
            known.degree(name),
            known.degree(name, weight="weight"),
            directed.in_degree(name, weight="weight"),
            directed.out_degree(name, weight="weight"),
            between[name],
            rank[name],
            vector.get(name, 0.0),
        )
        for name in known
    ]
    # What differs in the last digits alone is equal.
    return sorted(found, key=lambda each: (-round(getattr(each, by), 9), each.actor))


def _eigenvector(known: nx.Graph) -> dict[str, float]:
    parts = sorted(map(sorted, nx.connected_components(known)), key=lambda part: (-len(part), part))
    largest = nx.Graph()
    largest.add_nodes_from(parts[0])
    largest.add_edges_from((one, other, told) for one, other, told in known.edges(parts[0], data=True))
    try:
        found: dict[str, float] = nx.eigenvector_centrality(largest, max_iter=_ROUNDS, weight="weight")
    except nx.PowerIterationFailedConvergence:  # two ends of a long chain pull alike
        found = nx.eigenvector_centrality_numpy(largest, weight="weight")
    return found
