"""Sorts more lines than memory holds: in runs that lie in temporary files, which are then read side by side."""

from __future__ import annotations

import heapq
import tempfile
from contextlib import ExitStack
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["sort_lines"]

_ROOM = 64_000_000
"""Bytes that lines take in memory at once."""
_LINE = 41
"""Bytes that a line takes besides its own: Python's object, and its place in a list."""
_SIDE_BY_SIDE = 64
"""Runs that are read at once: fewer than the files that systems let a process open."""


def sort_lines(lines: Iterable[bytes], *, room: int = _ROOM) -> Iterator[bytes]:
    """The lines in the order of their bytes, each once.

    Args:
        lines: Without line ends, and with none in them.
        room: How many bytes they may take in memory before a file is written.

    Raises:
        OSError: A temporary file cannot be written.
    """
    with ExitStack() as files:
        runs: list[BinaryIO] = []
        waiting: list[bytes] = []
        taken = 0
        for line in lines:
            waiting.append(line)
            taken += len(line) + _LINE
            if taken > room:
                waiting.sort()
                runs.append(files.enter_context(_write(waiting)))
                waiting, taken = [], 0
                if len(runs) == _SIDE_BY_SIDE:
                    merged = _write(heapq.merge(*map(_read, runs)))
                    files.close()
                    runs = [files.enter_context(merged)]
        waiting.sort()
        last = None
        for line in heapq.merge(*map(_read, runs), waiting) if runs else waiting:
            if line != last:
                yield line
            last = line


def _write(lines: Iterable[bytes]) -> BinaryIO:
    """A file of its own that goes when it is closed, to be read from its beginning."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    file.writelines(line + b"\n" for line in lines)
    file.seek(0)
    return file


def _read(file: BinaryIO) -> Iterator[bytes]:
    return (line[:-1] for line in file)
