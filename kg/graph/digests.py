"""The quads of a graph by 16 bytes each, for telling what of a large graph changes without holding two of it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import Quad

__all__ = ["Digests"]

_SIZE = 16  # bytes; of 10 billion quads two have the same once in some ten billion billion times
_RECORD = np.dtype((np.void, _SIZE))


class Digests:
    """The digests of some quads, and which of them have been met again."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        """Take the digests; the quads are let go one by one."""
        packed = bytearray()
        for quad in quads:
            packed += _digest(quad)
        self._sorted = np.sort(np.frombuffer(packed, dtype=_RECORD))
        self._met = np.zeros(len(self._sorted), dtype=np.bool_)

    def meet(self, quads: Sequence[Quad]) -> list[Quad]:
        """Note that these are met again, and give those that are none of the first ones."""
        if not len(self._sorted):
            return list(quads)
        places, known = self._find(quads)
        self._met[places[known]] = True
        return [quad for quad, is_known in zip(quads, known.tolist(), strict=True) if not is_known]

    def all_met(self) -> bool:
        """Whether every quad was met again."""
        return bool(self._met.all())

    def unmet(self, batches: Iterable[Sequence[Quad]]) -> Iterator[list[Quad]]:
        """Of each batch, which may have others too, the quads that were not met again."""
        for quads in batches:
            places, known = self._find(quads)
            left = known & ~self._met[places]
            yield [quad for quad, is_left in zip(quads, left.tolist(), strict=True) if is_left]

    def _find(self, quads: Sequence[Quad]) -> tuple[np.ndarray, np.ndarray]:
        """The place of each among the sorted, and whether it is there."""
        wanted = np.frombuffer(b"".join(map(_digest, quads)), dtype=_RECORD)
        places = np.minimum(np.searchsorted(self._sorted, wanted), len(self._sorted) - 1)
        return places, self._sorted[places] == wanted


def _digest(quad: Quad) -> bytes:
    return hashlib.blake2b(str(quad).encode(), digest_size=_SIZE).digest()
