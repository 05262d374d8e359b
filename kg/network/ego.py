"""The network around one actor: with whom, how closely, and who of these has to do with whom."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

__all__ = ["Alter", "Ego", "look_around"]


@dataclass(frozen=True, slots=True)
class Alter:
    """Somebody near an actor, at so many steps.

    `reports` is the weight of the tie (0 where there is none), `shared` how many of the others near have to do with
    both, or at more than one step with this one.
    """

    actor: str
    steps: int
    reports: int
    shared: int


@dataclass(frozen=True, slots=True)
class Ego:
    """Whom an actor is among; `density` is the share of pairs of them who have to do with each other (0..1)."""

    actor: str
    alters: tuple[Alter, ...]
    density: float


def look_around(known: nx.Graph, actor: str, *, radius: int = 1) -> Ego:
    """Those within some steps of an actor: the nearest first, of these the most reported.

    Args:
        known: Ties.
        actor: Who is in the middle.
        radius: How many steps at most.
    """
    if actor not in known:
        return Ego(actor, (), 0.0)
    steps = nx.single_source_shortest_path_length(known, actor, cutoff=radius)
    others = sorted(steps.keys() - {actor})
    near = set(others)
    found = []
    pairs = 0
    for name in others:
        shared = len(near.intersection(known[name]))
        pairs += shared
        reports = known[actor][name]["weight"] if name in known[actor] else 0
        found.append(Alter(name, steps[name], reports, shared))
    possible = len(others) * (len(others) - 1)
    order = sorted(found, key=lambda each: (each.steps, -each.reports, each.actor))
    return Ego(actor, tuple(order), pairs / possible if possible else 0.0)
