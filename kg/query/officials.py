"""Who acts for a country or organization: its leaders, ministries and envoys, whenever they did."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.model import EntityType

if TYPE_CHECKING:
    from kg.graph.whole import Whole

__all__ = ["officials_of", "principals"]

_ACTS_FOR = "represents"


def principals(whole: Whole) -> dict[str, str]:
    """For whom nodes act who lead or represent somebody, as facts or the gazetteer have it, by way of its organs too.

    Whoever acts for one country acts for that, whatever else there is ("the spokesman of the ministry of Israel"); who
    acts for several, or for none but several organizations, is left out.
    """
    acts_for: dict[str, set[str]] = defaultdict(set)
    for claim in whole.claims:
        relation = whole.relations.get(claim.relation)
        if claim.is_fact and relation is not None and _ACTS_FOR in (relation.name, *relation.parents):
            acts_for[claim.subject].add(claim.object)
    for name, node in whole.nodes.items():
        served = node.actor.represents if node.actor is not None else None
        if served is not None and served in whole.nodes:
            acts_for[name].add(served)
    found = {}
    for name in sorted(acts_for):
        reached = _all_above(name, acts_for) - {name}
        countries = {each for each in reached if whole.nodes[each].type is EntityType.COUNTRY}
        last = countries or {each for each in reached if not acts_for.get(each)}
        if len(last) == 1 and whole.nodes[name].type is not EntityType.COUNTRY:
            found[name] = last.pop()
    return found


def officials_of(whole: Whole, node: str) -> frozenset[str]:
    """A node with all who act for it.

    Args:
        whole: All claims.
        node: Local name of a node.
    """
    return frozenset({node} | {name for name, principal in principals(whole).items() if principal == node})


def _all_above(name: str, above: dict[str, set[str]]) -> set[str]:
    found, waiting = {name}, [name]
    while waiting:
        new = above.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found
