"""How many articles there are to read, where that is known without reading them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.read.inputs.formats import SUFFIXES, Format
from kg.read.inputs.sources import Source, find_sources, is_address

__all__ = ["count_articles"]

# One article a file.
_SINGLE = frozenset(
    {Format.TEXT, Format.MARKDOWN, Format.HTML, Format.MHTML, Format.MAIL, Format.PDF, Format.DOCX, Format.ODT}
)
_MOST = 256 * 2**20  # bytes of JSON Lines that are looked through, in a fraction of a second
_PIECE = 2**20


def count_articles(paths: Iterable[str | Path]) -> int | None:
    """The number of articles behind paths, by the names of files and the lines of JSON Lines; none if that is unknown.

    Nothing is taken from standard input, a pipe or the network. What is wrong with a path is told by whoever reads it.
    """
    names = list(map(str, paths))
    if any(name == "-" or is_address(name) or _is_pipe(name) for name in names):
        return None
    count, room = 0, _MOST
    for source in find_sources(names, on_error=_ignore, on_note=_ignore):
        kind = SUFFIXES.get(source.suffix)
        if kind in _SINGLE:
            count += 1
        elif kind is Format.JSON_LINES and source.again and (room := room - source.size) >= 0:
            count += _lines(source)
        else:
            return None
    return count


def _is_pipe(name: str) -> bool:
    try:
        return Path(name).is_fifo()
    except (OSError, ValueError):  # no name that this system can have
        return False


def _lines(source: Source) -> int:
    try:
        with source.open() as file:
            count, last = 0, b"\n"
            while piece := file.read(_PIECE):
                count += piece.count(b"\n")
                last = piece[-1:]
            return count + (last != b"\n")
    except OSError:
        return 0


def _ignore(_told: object) -> None:
    pass
