"""Who stands for whom, and what lies in what: what must be known to see that two claims speak of the same ones.

"Israel" may have phoned where "Naftali Bennett" did, whom an article calls its prime minister; and what was bombed in
"Kharkiv" was bombed in "Ukraine". Only single answers count: whoever leads two countries stands for none.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.graph.claim_columns import told_as
from kg.graph.names import fold, is_described, is_proper
from kg.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set

    from kg.graph.link import Node
    from kg.graph.whole import LinkedClaim, Whole

__all__ = ["Standing", "all_above"]

_PLACES = (EntityType.FACILITY, EntityType.CITY, EntityType.REGION, EntityType.COUNTRY)  # the smaller ones first
# Whom the subject of such a fact stands for, by the type that the subject must have.
_STANDS_BY = {
    "leads": EntityType.PERSON,
    "represents": EntityType.ORGANIZATION,
    "partOf": EntityType.ORGANIZATION,
}


class Standing:
    """What the claims of a whole, and the gazetteer, say of that."""

    def __init__(self, whole: Whole) -> None:
        """Read the facts of the claims, and of the gazetteer."""
        self._nodes = whole.nodes
        self._for = _stand_for(whole.claims, whole.nodes)
        self._in = _lie_in(whole.claims, whole.nodes)
        self._principal: dict[str, str] = {}

    def principal(self, name: str) -> str:
        """The country that somebody or something stands for, or lies in; itself where there is none.

        People who are described and not named are one where the same words describe them, article by article anew.
        """
        found = self._principal.get(name)
        if found is None:
            node = self._nodes[name]
            unnamed = node.actor is None and _is_unnamed(node)
            found = f"~{fold(node.label)}" if unnamed else self._for.get(name) or self._country(name) or name
            self._principal[name] = found
        return found

    def is_general(self, name: str) -> bool:
        """Whether others may stand for it."""
        return self._nodes[name].type is EntityType.COUNTRY

    def is_event(self, name: str) -> bool:
        """Whether it is a summit, conference or ceremony with a name of its own."""
        return self._nodes[name].type is EntityType.EVENT

    def says_more(self, one: str, other: str) -> bool:
        """Whether who takes part is told by one more exactly than by the other, or as exactly in the same words."""
        if one == other:
            return False
        same = self.principal(one).startswith("~") and self.principal(one) == self.principal(other)
        return self._for.get(one) == other or self.lies_in(one, other) or (same and one < other)

    def lies_in(self, name: str, other: str) -> bool:
        """Whether one is a place within the other."""
        return other in self._in.get(name, ())

    def fits(self, one: str, other: str) -> bool:
        """Whether both may be one participant: the same, or one stands for the other or lies in it."""
        return (
            one == other
            or self._for.get(one) == other
            or self._for.get(other) == one
            or self.lies_in(one, other)
            or self.lies_in(other, one)
            or (self.principal(one) == self.principal(other) and self.principal(one).startswith("~"))
        )

    def apart(self, one: str, other: str) -> bool:
        """Whether two places are known to lie elsewhere; of buildings that is known by their towns only."""
        if one == other or self.lies_in(one, other) or self.lies_in(other, one):
            return False
        small, large = sorted((one, other), key=self.rank)
        if self.rank(large) == 0:
            return not (self._above(one) & self._above(other)) and bool(self._above(one) and self._above(other))
        above = {name for name in self._above(small) if self.rank(name) == self.rank(large)}
        return self.rank(small) == self.rank(large) or bool(above)

    def rank(self, place: str) -> int:
        """How large a place is: 0 for buildings, 3 for countries and whatever is no place."""
        kind = self._nodes[place].type
        return _PLACES.index(kind) if kind in _PLACES else len(_PLACES) - 1

    def _above(self, place: str) -> frozenset[str]:
        return self._in.get(place, frozenset())

    def _country(self, place: str) -> str | None:
        countries = [name for name in self._above(place) if self.is_general(name)]
        return countries[0] if len(countries) == 1 else None


def _stand_for(claims: Sequence[LinkedClaim], nodes: Mapping[str, Node]) -> dict[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    for _, claim in told_as(claims, _STANDS_BY):
        if claim.is_fact and nodes[claim.subject].type is _STANDS_BY.get(claim.relation):
            found[claim.subject].add(claim.object)
    for name, node in nodes.items():
        if node.actor is not None and node.type is EntityType.ORGANIZATION:
            found[name].update(filter(None, (node.actor.represents, node.actor.part_of)))
    return {name: country for name, others in found.items() if (country := _only_country(others, nodes)) is not None}


def _only_country(names: Iterable[str], nodes: Mapping[str, Node]) -> str | None:
    countries = [name for name in names if name in nodes and nodes[name].type is EntityType.COUNTRY]
    return countries[0] if len(countries) == 1 else None


def _lie_in(claims: Sequence[LinkedClaim], nodes: Mapping[str, Node]) -> dict[str, frozenset[str]]:
    """All that each place lies in, by way of others too."""
    above: dict[str, set[str]] = defaultdict(set)
    for _, claim in told_as(claims, {"locatedIn"}):
        if claim.is_fact:
            above[claim.subject].add(claim.object)
    for name, node in nodes.items():
        if node.actor is not None and node.actor.located_in is not None:
            above[name].add(node.actor.located_in)
    closed = {}
    for name in sorted(above):
        closed[name] = frozenset(all_above(name, above) & nodes.keys())
    return closed


def all_above(name: str, above: Mapping[str, Set[str]]) -> set[str]:
    """All that is above a name, by way of others too; never itself."""
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        new = above.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    return reached - {name}


def _is_unnamed(node: Node) -> bool:
    people = node.type in (EntityType.PERSON, EntityType.GROUP)
    return people and not (is_proper(node.label) and not is_described(node.label))
