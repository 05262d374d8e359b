"""What is put aside for later, by keys, on the disk: more of it than the memory holds."""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Iterator, KeysView
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import Generic, TypeVar, cast

__all__ = ["Shelf"]

_IN_MEMORY = 8 * 2**20  # bytes that are kept there; beyond them all is in a file

Item = TypeVar("Item")


@dataclass(slots=True)
class Shelf(Generic[Item]):
    """Items by keys, in the order in which they were put here; what has one key need not come at once.

    In memory are the keys, the items of the last one, and eight bytes for each time that the key changed; the rest is,
    where it is much, in a file that is gone with the shelf.
    """

    _places: dict[str, array[int]] = field(default_factory=dict)  # where in the file each bunch of a key's items begins
    _file: SpooledTemporaryFile[bytes] = field(default_factory=partial(SpooledTemporaryFile, _IN_MEMORY, prefix="kg-"))
    _key: str | None = None
    _bunch: list[Item] = field(default_factory=list)

    def __del__(self) -> None:
        with suppress(OSError):  # where the disk is full, whoever put something here has been told
            self._file.close()

    def __bool__(self) -> bool:
        return bool(self._places)

    def keys(self) -> KeysView[str]:
        """The keys, in the order of their first items."""
        return self._places.keys()

    def put(self, key: str, item: Item) -> None:
        """Put an item behind those of its key."""
        if key != self._key:
            self._write()
            self._key = key
            self._places.setdefault(key, array("Q"))
        self._bunch.append(item)

    def items(self) -> Iterator[tuple[str, list[Item]]]:
        """Each key with its items."""
        self._write()
        for key, places in self._places.items():
            yield key, [item for place in places for item in self._read(place)]

    def _write(self) -> None:
        if self._key is not None and self._bunch:
            self._places[self._key].append(self._file.seek(0, 2))
            pickle.dump(self._bunch, self._file, pickle.HIGHEST_PROTOCOL)
        self._key, self._bunch = None, []

    def _read(self, place: int) -> list[Item]:
        self._file.seek(place)
        return cast("list[Item]", pickle.load(self._file))  # noqa: S301 - what was written above
