"""Entities of one name that are several things: two people called Mohammed Ali, the supreme courts of two countries."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.ties import EntityKey, Profiles

__all__ = ["ALL", "tell_apart"]

ALL = ""
"""The sense of a name that only one thing bears."""


def tell_apart(keys: Iterable[EntityKey], profiles: Profiles, *, forgiving: bool) -> dict[EntityKey, str | None]:
    """Tell which of the bearers of one name each entity is, by the countries that articles give them.

    Args:
        keys: The entities of that name.
        profiles: What is told of them.
        forgiving: Whether two countries are one bearer's where an article about the one names the other, too.

    Returns:
        The first of a bearer's countries for each; `ALL` where there is but one bearer; none for an entity that may
        be any of several.
    """
    keys = sorted(keys)
    nations = {key: profiles.nations(key) for key in keys}
    bearers = _Bearers(nations.values())
    if forgiving and len(bearers.all()) > 1:
        for key in keys:
            for other in bearers.nations & profiles.company(key[0]) if nations[key] else ():
                bearers.unite((other, *nations[key]))
    if len(bearers.all()) < 2:
        return dict.fromkeys(keys, ALL)
    senses: dict[EntityKey, str | None] = {}
    for key in keys:
        own = nations[key] or bearers.nations & profiles.company(key[0])
        found = {bearers.find(nation) for nation in own}
        senses[key] = found.pop() if len(found) == 1 else None
    return senses


class _Bearers:
    """Countries united into bearers of a name; each is known by its first country."""

    def __init__(self, groups: Iterable[Iterable[str]]) -> None:
        self._bearer: dict[str, str] = {}
        self._members: dict[str, set[str]] = defaultdict(set)
        for group in groups:
            self.unite(group)

    @property
    def nations(self) -> set[str]:
        return set(self._bearer)

    def all(self) -> set[str]:
        return set(self._members)

    def find(self, nation: str) -> str:
        return self._bearer[nation]

    def unite(self, group: Iterable[str]) -> None:
        members = {other for nation in group for other in self._members.get(self._bearer.get(nation, nation), {nation})}
        if members:
            first = min(members)
            for old in {self._bearer[nation] for nation in members if nation in self._bearer}:
                del self._members[old]
            self._members[first] = members
            self._bearer.update(dict.fromkeys(members, first))
