"""Which claims have a key in common, for claims that are too many to be put into lists of objects.

A key is a few names: who did what to whom. In memory are each name once, and some sixteen bytes for each claim.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["Index", "Key"]

Key: TypeAlias = tuple[str, ...]


class Index:
    """The places of claims by their keys, those of one key in the order in which they came; keys are sorted."""

    def __init__(self, entries: Iterable[tuple[Key, int]], width: int) -> None:
        """Take over keys of `width` names and the places of the claims that have them, in any order.

        Raises:
            ValueError: A key has another number of names.
        """
        known: list[dict[str, int]] = [{} for _ in range(width)]
        numbers = [array("I") for _ in range(width)]
        places = array("I")
        for key, place in entries:
            for names, column, name in zip(known, numbers, key, strict=True):
                column.append(names.setdefault(name, len(names)))
            places.append(place)
        self._names = [sorted(names) for names in known]
        self._ranks = [{name: rank for rank, name in enumerate(names)} for names in self._names]
        packed = np.zeros(len(places), dtype=np.int64)
        for names, ranks in zip(known, self._ranks, strict=True):
            rank_of = np.fromiter((ranks[name] for name in names), dtype=np.int64, count=len(names))
            packed *= len(names)
            packed += rank_of[_numbers(numbers.pop(0))] if names else 0
        order = np.argsort(packed, kind="stable")
        packed = packed[order]
        begins = np.flatnonzero(np.diff(packed, prepend=-1))
        self._keys = array("q", packed[begins].tobytes())
        self._begins = array("Q", np.append(begins, len(places)).astype(np.uint64).tobytes())
        self._places = array("I", _numbers(places)[order].tobytes())

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[Key]:
        return map(self._key, self._keys)

    def __contains__(self, key: Key) -> bool:
        return self._at(key) is not None

    def __getitem__(self, key: Key) -> Sequence[int]:
        """The places of a key; none where no claim has it."""
        at = self._at(key)
        return () if at is None else self._of(at)

    def items(self) -> Iterator[tuple[Key, Sequence[int]]]:
        """Each key with its places."""
        return zip(self, self.values(), strict=True)

    def values(self) -> Iterator[Sequence[int]]:
        """The places of each key."""
        return map(self._of, range(len(self)))

    def _of(self, at: int) -> Sequence[int]:
        return self._places[self._begins[at] : self._begins[at + 1]]

    def _at(self, key: Key) -> int | None:
        packed = 0
        for name, ranks in zip(key, self._ranks, strict=True):
            rank = ranks.get(name)
            if rank is None:
                return None
            packed = packed * len(ranks) + rank
        at = bisect_left(self._keys, packed)
        return at if at < len(self._keys) and self._keys[at] == packed else None

    def _key(self, packed: int) -> Key:
        names = []
        for each in reversed(self._names):
            packed, rank = divmod(packed, len(each))
            names.append(each[rank])
        return tuple(reversed(names))


def _numbers(column: array[int]) -> npt.NDArray[np.uint32]:
    return np.frombuffer(column, dtype=np.uint32)
