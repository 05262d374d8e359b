"""Who holds which office in an article, by what another mention of it may say of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from heapq import merge
from typing import NamedTuple

__all__ = ["Incumbents", "Office", "first_two"]

_ANY, _NOBODY = -2, -1  # owners that are no referents: whoever it is, and none that the text tells


class Office(NamedTuple):
    """An office that the article gives to somebody, said once or a hundred times."""

    id: str
    head: bool
    last: str
    owners: frozenset[int]
    holders: tuple[int, ...]
    former: bool


class Incumbents:
    """The offices of an article, by their holders, their owners and their names."""

    def __init__(self, offices: Iterable[Office] = ()) -> None:
        self.by_holder: dict[int, list[Office]] = defaultdict(list)
        self.by_owner: dict[int, list[Office]] = defaultdict(list)
        held: dict[tuple[str, str, bool, int], set[int]] = defaultdict(set)
        for office in dict.fromkeys(offices):
            for holder in dict.fromkeys(office.holders):
                self.by_holder[holder].append(office)
            for owner in sorted(office.owners):
                self.by_owner[owner].append(office)
            for kind, name in _called(office.id, office.last, head=office.head):
                for owner in (_ANY, *(office.owners or (_NOBODY,))):
                    held[kind, name, office.former, owner].update(office.holders)
        self._held = {key: dict.fromkeys(sorted(holders)) for key, holders in held.items()}

    def holding(
        self, office: str, last: str | None, owners: Iterable[int], *, head: bool, former: bool
    ) -> tuple[dict[int, None], ...]:
        """Who holds such an office of these owners, else one whose owners are not told; the persons in order.

        Args:
            office: Its id.
            last: The last word of its title, where that may stand for the whole.
            owners: What it is of; anything, if empty.
            head: Whether whoever leads anything is meant.
            former: Whether it is about those who held it once.
        """
        kinds = tuple(_called(office, last, head=head))
        owned = self._of(kinds, owners, former=former)
        if owners and owned:
            return owned
        return self._of(kinds, (_NOBODY,) if owners else (_ANY,), former=former)

    def alike(self, office: str, *, head: bool) -> frozenset[int]:
        """Who holds or held this office, or leads anything where heads are meant."""
        kinds = tuple(_called(office, None, head=head))
        return frozenset().union(*self._of(kinds, (_ANY,), former=False), *self._of(kinds, (_ANY,), former=True))

    def _of(
        self, kinds: Iterable[tuple[str, str]], owners: Iterable[int], *, former: bool
    ) -> tuple[dict[int, None], ...]:
        keys = ((*kind, former, owner) for kind in kinds for owner in owners)
        return tuple(held for key in keys if (held := self._held.get(key)))


def _called(office: str, last: str | None, *, head: bool) -> Iterator[tuple[str, str]]:
    """By what an office is looked for."""
    yield "office", office
    if last is not None:
        yield "last", last
    if head:
        yield "head", ""


def first_two(groups: tuple[dict[int, None], ...], nearest: Iterable[int]) -> list[int]:
    """The first two of groups of persons: those who were mentioned last, then in the order of the article."""
    near = (key for key in nearest if any(key in group for group in groups))
    found: list[int] = []
    for keys in (near, merge(*groups)):
        for key in keys:
            if key not in found:
                found.append(key)
            if len(found) == 2:
                return found
    return found
