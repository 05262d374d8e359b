"""How much of an input is read at most, so that no file can fill the memory or the disk of whoever reads it."""

from __future__ import annotations

import io
from typing import BinaryIO

from kg.errors import ArticleError

__all__ = [
    "AGAIN",
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_LINE",
    "MAX_MEMBERS",
    "MAX_MEMORY",
    "MAX_SECONDS",
    "MAX_STREAM",
    "PATIENCE",
    "bounded",
    "read_whole",
    "seekable",
]

MAX_BYTES = 64 * 2**20
"""Bytes of a document that must be in memory as a whole: a page, a mail, a feed, a JSON document."""
MAX_STREAM = 1024 * 2**20
"""Bytes of standard input, or of what comes through a pipe: it is kept in memory, for it comes only once."""
MAX_LINE = 16 * 2**20
"""Bytes of a line where a file is read line by line; such a file may be of any length."""
MAX_MEMBERS = 100_000
"""Files that one archive may hold."""
MAX_DEPTH = 3
"""Archives inside archives."""
MAX_SECONDS = 60.0
"""Seconds of work that one document may cost; what other programs do meanwhile does not count."""
MAX_MEMORY = 2048
"""Megabytes of memory that one document may cost while it is read."""
PATIENCE = 10
"""How many times `MAX_SECONDS` a document may keep its reader waiting that does nothing, for a disk, say."""
AGAIN = 75
"""How a reading process ends where a document wants more memory than what was read before has left."""

_RATIO = 200  # news packs to a third or a tenth; only what is made to harm unpacks to hundreds of times its size
_FREE = 16 * 2**20  # bytes that anything may unpack to


def read_whole(file: BinaryIO, name: str, limit: int = MAX_BYTES) -> bytes:
    """All bytes of a file.

    Raises:
        ArticleError: There are more than `limit`.
    """
    data = file.read(limit + 1)
    if len(data) > limit:
        raise ArticleError(
            f"{name}: larger than the {limit // 2**20} megabytes that are read as one document; split it",
            kind="too long",
        )
    return data


def seekable(file: BinaryIO, name: str) -> BinaryIO:
    """A file that can be read from its end: itself, or what is in it where it is a stream."""
    return file if file.seekable() else io.BytesIO(read_whole(file, name))


def bounded(file: BinaryIO, name: str, packed: int, under: BinaryIO | None = None) -> BinaryIO:
    """A stream of unpacked bytes that ends with an error where they get out of proportion to the `packed` ones.

    Closing it closes the file, and the one under that.
    """
    return io.BufferedReader(_Bounded((file, under), name, max(_FREE, _RATIO * packed)))


class _Bounded(io.RawIOBase):
    def __init__(self, files: tuple[BinaryIO, BinaryIO | None], name: str, limit: int) -> None:
        self._file, self._under = files
        self._name, self._left = name, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        data = self._file.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise ArticleError(
                f"{self._name}: unpacks to {_RATIO} times its size and more, as no news does; left alone",
                kind="too large",
            )
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        try:
            self._file.close()
        finally:
            if self._under is not None:
                self._under.close()
            super().close()
