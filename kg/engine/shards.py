"""Inputs -> shards: pieces of about one size that can be read apart from each other."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from kg.errors import ArticleError
from kg.read.inputs.formats import HEAD, Format, sniff
from kg.read.inputs.sources import Source, find_sources

__all__ = ["SHARD_BYTES", "Shard", "open_shard", "plan"]

SHARD_BYTES = 2**18
"""Bytes of a shard, roughly: ten seconds' reading of plain text, so that a lost worker loses no more than that."""
_FILES = 500  # that a shard has at most: of small files, opening them is the work


@dataclass(frozen=True, slots=True)
class Shard:
    """Inputs that are read together: whole files, or the lines of one that begin in `start` to `end` (half-open).

    `mark` tells one state of the files from another. A shard says where its articles are, not what they say, so it can
    be sent anywhere that sees the same files.
    """

    names: tuple[str, ...]
    mark: str
    start: int = 0
    end: int | None = None

    def digest(self, settings: str) -> str:
        """What a part of this shard is called that was made with these settings."""
        text = json.dumps([asdict(self), settings], sort_keys=True)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]

    def __str__(self) -> str:
        if self.end is not None:
            return f"{self.names[0]}, bytes {self.start:,} to {self.end:,}"
        return self.names[0] if len(self.names) == 1 else f"{self.names[0]} and {len(self.names) - 1} more"


def plan(
    paths: Iterable[str | Path],
    *,
    on_error: Callable[[ArticleError], object],
    on_note: Callable[[str], object],
    size: int = SHARD_BYTES,
) -> Iterator[Shard]:
    """Cut inputs into shards of about `size` bytes, in the order of the inputs.

    Files of JSON Lines are cut at their lines; small files are put together; any other file is a shard of its own.

    Args:
        paths: Files, folders, patterns and addresses; not standard input, which no other machine can read.
        on_error: Is told of what cannot be read.
        on_note: Is told of what is passed over.
        size: Bytes.
    """
    paths = list(paths)
    if "-" in map(str, paths):
        on_error(ArticleError("standard input: no other machine can read it; save it as a file", kind="unknown format"))
    together: list[Source] = []
    named = (path for path in paths if str(path) != "-")
    for source in find_sources(named, on_error=on_error, on_note=on_note):
        if source.size >= size:
            if together:
                yield _whole(together)
                together = []
            yield from _cut(source, size, on_error)
            continue
        together.append(source)
        if sum(each.size for each in together) >= size or len(together) == _FILES:
            yield _whole(together)
            together = []
    if together:
        yield _whole(together)


def open_shard(shard: Shard, on_error: Callable[[ArticleError], object]) -> Iterator[Source]:
    """The inputs of a shard, or the lines of its one input that belong to it."""
    for source in find_sources(shard.names, on_error=on_error, on_note=lambda _: None):
        if shard.end is None:
            yield source
            continue
        begin, stop = _lines_between(source, shard.start, shard.end)
        with _open_piece(source, begin, stop) as piece:
            blank = not piece.read(HEAD).strip()
        if not blank:
            name = f"{source.name} from byte {begin:,}"
            # What lies beside a file of many articles is an input of its own, and read with the first piece.
            beside = None if begin else source.beside
            piece_opener = partial(_open_piece, source, begin, stop)
            yield Source(name, ".jsonl", piece_opener, stop - begin, beside=beside, whole=source)


def _whole(sources: list[Source]) -> Shard:
    marks = "\n".join(map(_mark_of, sources))
    return Shard(tuple(source.name for source in sources), hashlib.sha256(marks.encode()).hexdigest()[:20])


def _cut(source: Source, size: int, on_error: Callable[[ArticleError], object]) -> Iterator[Shard]:
    try:
        with source.open() as file:
            lines = sniff(file.read(HEAD), source.suffix) is Format.JSON_LINES
    except OSError as error:
        on_error(ArticleError(f"{source.name}: cannot be read ({error.strerror or error})"))
        return
    if not lines:
        yield _whole([source])
        return
    pieces = max(1, round(source.size / size))
    cuts = [source.size * piece // pieces for piece in range(pieces + 1)]
    mark = _mark_of(source)
    for start, end in pairwise(cuts):
        yield Shard((source.name,), mark, start, end)


def _mark_of(source: Source) -> str:
    """What changes when the file does, or what lies beside it: size and time, or what its file system has for that."""
    if "://" in source.name:
        import fsspec

        files, path = fsspec.core.url_to_fs(source.name)
        return str(files.checksum(path))
    found = Path(source.name).stat()
    beside = "" if source.beside is None else f" {_mark_of(source.beside)}"
    return f"{found.st_size} {found.st_mtime_ns}{beside}"


def _lines_between(source: Source, start: int, end: int) -> tuple[int, int]:
    """Where the first line begins, and where the last one ends, of those that begin in `start` to `end`."""
    with source.open() as file:
        return _next_line(file, start), _next_line(file, end)


def _next_line(file: BinaryIO, at: int) -> int:
    """Where the first line begins that does not begin before `at`."""
    if at == 0:
        return 0
    file.seek(at - 1)
    while (piece := file.readline(HEAD)) and not piece.endswith(b"\n"):
        pass
    return file.tell()


def _open_piece(source: Source, begin: int, stop: int) -> BinaryIO:
    file = source.open()
    file.seek(begin)
    return io.BufferedReader(_Piece(file, stop - begin))


class _Piece(io.RawIOBase):
    """The next bytes of a file, so many and no more."""

    def __init__(self, file: BinaryIO, left: int) -> None:
        self._file, self._left = file, left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        data = self._file.read(min(len(buffer), self._left))
        self._left -= len(data)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()
