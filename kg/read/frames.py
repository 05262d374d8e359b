"""What a process that reads and the one that asks it to say to each other: pickles, each behind its length."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

__all__ = ["Frames", "pack"]

_LENGTH = 8  # bytes


def pack(value: object) -> bytes:
    """A value as it goes through a pipe."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return len(data).to_bytes(_LENGTH) + data


class Frames:
    """Collects what comes out of a pipe, in whatever pieces, and gives each value that is complete."""

    def __init__(self) -> None:
        self._data = bytearray()

    def feed(self, data: bytes) -> Iterator[Any]:
        """Take the next piece; give what it completes."""
        self._data += data
        while len(self._data) >= _LENGTH:
            end = _LENGTH + int.from_bytes(self._data[:_LENGTH])
            if len(self._data) < end:
                return
            value = pickle.loads(memoryview(self._data)[_LENGTH:end])  # noqa: S301 - our own process wrote it
            del self._data[:end]
            yield value
