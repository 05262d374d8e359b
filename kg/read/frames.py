"""What a process that reads and the one that asks it to say to each other: pickles, each behind its length."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterator
from typing import Any

__all__ = ["Frames", "pack"]

_LENGTH = 8  # bytes
# Where the classes are of what a reader tells. Pickles could call anything, and the process that reads has seen what
# nobody vouches for.
_TOLD = frozenset({"kg.model", "kg.errors", "kg.read.article.options"})


def pack(value: object) -> bytes:
    """A value as it goes through a pipe."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return len(data).to_bytes(_LENGTH) + data


class Frames:
    """Collects what comes out of a pipe, in whatever pieces, and gives each value that is complete.

    Unless whoever writes is `trusted`, values are plain ones, and what readers tell: articles, claims, errors.
    """

    def __init__(self, *, trusted: bool = False) -> None:
        self._data = bytearray()
        self._load = pickle.Unpickler if trusted else _Careful

    def feed(self, data: bytes) -> Iterator[Any]:
        """Take the next piece; give what it completes.

        Raises:
            pickle.UnpicklingError: There is something else in it.
        """
        self._data += data
        while len(self._data) >= _LENGTH:
            end = _LENGTH + int.from_bytes(self._data[:_LENGTH])
            if len(self._data) < end:
                return
            value = self._load(io.BytesIO(self._data[_LENGTH:end])).load()
            del self._data[:end]
            yield value


class _Careful(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if module in _TOLD and "." not in name else None
        if not isinstance(found, type) or found.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name} is nothing that a reader tells")
        return found
