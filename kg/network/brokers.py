"""Who stands between others, and in which role.

Constraint and effective size are of Burt, "Structural Holes" (1992): the less constraint, the less do the contacts of
somebody have to do with each other. The roles are of Gould and Fernandez, "Structures of mediation" (1989): A does
something to B, B to C, and A nothing to C; which role B has in this depends on whose group is whose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan

import networkx as nx

__all__ = ["ROLES", "Broker", "find_brokers", "role_of"]

ROLES = ("coordinator", "gatekeeper", "representative", "consultant", "liaison")


@dataclass(frozen=True, slots=True)
class Broker:
    """Somebody between others.

    `betweenness` is as in `centrality`; `constraint` is None for who has no contacts; `roles` counts how often somebody
    has each of `ROLES`.
    """

    actor: str
    betweenness: float
    constraint: float | None
    effective_size: float | None
    roles: Mapping[str, int]

    @property
    def brokered(self) -> int:
        """How many pairs are connected by way of this one, in whatever role."""
        return sum(self.roles.values())


def find_brokers(known: nx.Graph, directed: nx.DiGraph, group: Mapping[str, object]) -> list[Broker]:
    """Everybody who has ties, those first who connect most.

    Args:
        known: Ties.
        directed: Who does something to whom.
        group: The group of everybody: a community, a country, a kind.
    """
    if not known:  # networkx reckons no sizes of nothing
        return []
    between = nx.betweenness_centrality(known, weight="distance")
    constraint = nx.constraint(known, weight="weight")
    size = nx.effective_size(known)
    found = [
        Broker(name, between[name], _number(constraint[name]), _number(size[name]), _roles(directed, name, group))
        for name in known
    ]
    return sorted(found, key=lambda each: (-each.brokered, -round(each.betweenness, 9), each.actor))


def role_of(first: object, broker: object, last: object) -> str:
    """The role of a broker by the groups of the three.

    Coordinator: all are of one group. Gatekeeper: lets what comes from outside into the own group. Representative:
    the other way out. Consultant: connects two of one group from outside. Liaison: all are of different groups.
    """
    if first == last:
        return "coordinator" if first == broker else "consultant"
    if broker == last:
        return "gatekeeper"
    return "representative" if broker == first else "liaison"


def _roles(directed: nx.DiGraph, broker: str, group: Mapping[str, object]) -> dict[str, int]:
    counts = Counter(
        role_of(group.get(first), group.get(broker), group.get(last))
        for first in directed.predecessors(broker)
        for last in directed.successors(broker)
        if first != last and not directed.has_edge(first, last)
    )
    return {role: counts[role] for role in ROLES}


def _number(value: float) -> float | None:
    return None if isnan(value) else value
