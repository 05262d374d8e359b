"""Who acts for a country or organization: its leaders, ministries and envoys."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph.whole import Whole

__all__ = ["officials_of"]

_ACTS_FOR = "represents"


def officials_of(whole: Whole, node: str) -> frozenset[str]:
    """A node with all who lead or represent it as facts or the gazetteer have it, also by way of its organs.

    Args:
        whole: All claims.
        node: Local name of a node.
    """
    acting = defaultdict(set)
    for claim in whole.claims:
        relation = whole.relations.get(claim.relation)
        if claim.is_fact and relation is not None and _ACTS_FOR in (relation.name, *relation.parents):
            acting[claim.object].add(claim.subject)
    for name, each in whole.nodes.items():
        if each.actor is not None and each.actor.represents is not None:
            acting[each.actor.represents].add(name)
    found, waiting = {node}, [node]
    while waiting:
        new = acting[waiting.pop()] - found
        found |= new
        waiting += new
    return frozenset(found)
