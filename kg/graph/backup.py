"""A store as one compressed N-Quads file, and back.

The file has the quads of the graph, graph by graph, which any RDF store takes. What is kept beside the graph and
needed for building on (claims, texts, what was linked to what) is in it too, each row a JSON literal in a graph of its
own, `graph/backup`, which no store has. The first line says what the file is; the last has a digest of all before it,
so that a file that was cut off, or changed, is told. Nothing in it depends on time or place: equal stores have equal
backups.

A restored store is made beside its place, and takes it when it is whole.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import sqlite3
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from shutil import rmtree
from typing import IO, TYPE_CHECKING, Any

import pyoxigraph as ox

from kg import __version__
from kg.errors import StoreError
from kg.graph.batches import batches
from kg.graph.folder import FORMAT, MARKER, discard_empty, ensure_folder, exchange, read_marker
from kg.graph.lock import hold
from kg.graph.quads import derived_graph
from kg.graph.store import open_store
from kg.graph.vocab import KG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg.graph.sparql import GraphName
    from kg.graph.store import Store

__all__ = ["Restored", "restore_backup", "write_backup"]

_VERSION = 1
_JSON = ox.NamedNode(PREFIXES["rdf"] + "JSON")
_GZIP = b"\x1f\x8b"
_LEVEL = 6  # half the time of 9 for a few hundredths more
_AT_ONCE = 20_000  # lines that are parsed together
_LOADED = 200_000  # quads that are loaded together; a million of them would need a gigabyte of memory
_LONGEST_HEAD = 1_000_000  # bytes of a first line; that of a backup has some thousand


@dataclass(frozen=True, slots=True)
class Restored:
    """What a backup held; `complete` unless it is of a store whose building was interrupted."""

    articles: int
    claims: int
    complete: bool


def write_backup(
    folder: Path, out: IO[bytes], *, wait: float = 0.0, on_wait: Callable[[str], object] | None = None
) -> int:
    """Write a store into a file, and say how many articles it has.

    Args:
        folder: The store's folder. Nobody writes to it meanwhile.
        out: Takes the bytes.
        wait: How many seconds to wait for another process that writes.
        on_wait: Is told in one line that there is something to wait for.

    Raises:
        StoreError: There is no store, it is in use, or cannot be read.
    """
    with _still(folder, wait, on_wait), open_store(folder, read_only=True) as store:
        digest, count = hashlib.sha256(), 0
        # No name and no time in it: equal stores, equal bytes.
        with gzip.GzipFile("", "wb", _LEVEL, out, mtime=0) as file:
            for count, line in enumerate(_lines(store), 1):  # noqa: B007 - how many there were
                digest.update(line)
                file.write(line)
            file.write(_kept_line(store.base, "", {"lines": count, "sha256": digest.hexdigest()}))
        return len(store.kept.ids())


def restore_backup(
    source: IO[bytes],
    name: str,
    folder: Path,
    *,
    force: bool = False,
    wait: float = 0.0,
    on_wait: Callable[[str], object] | None = None,
) -> Restored:
    """Make a store of what `write_backup` wrote: whole, or not at all.

    Args:
        source: The file, compressed or not.
        name: How messages call it.
        folder: Where the store is to be.
        force: Whether to replace a store that is there.
        wait: How many seconds to wait for another process that writes to that.
        on_wait: Is told in one line that there is something to wait for.

    Raises:
        StoreError: The file is no backup, or a damaged one, or of a newer format; there is a store already; it cannot
            be written.
    """
    with _place(folder, force=force, wait=wait, on_wait=on_wait), _draft(folder) as draft:
        with open_store(draft, create=True) as store:
            _fill(store, _checked(source, name), name)
            kept = store.kept
            done = Restored(len(kept.ids()), kept.count_claims(), kept.stamp is not None)
        exchange(draft, folder)
    return done


@contextmanager
def _still(folder: Path, wait: float, on_wait: Callable[[str], object] | None) -> Iterator[None]:
    """Keep writers out of a store, if there is one. A folder that cannot be written needs no lock for that."""
    lock = None
    if read_marker(folder) is not None and os.access(folder, os.W_OK):
        lock = hold(folder, wait=wait, on_wait=on_wait)
    try:
        yield
    finally:
        if lock is not None:
            lock.release()


def _lines(store: Store) -> Iterator[bytes]:
    """All lines of a backup but the last."""
    base, kept = store.base, store.kept
    schema = kept.tables()
    yield _kept_line(
        base, "", {"backup": _VERSION, "format": FORMAT, "program": __version__, "base": base, "tables": schema}
    )
    for table in schema:
        for row in kept.dump(table):
            yield _kept_line(base, table, row)
    graphs: list[GraphName] = [ox.DefaultGraph(), *sorted(store.graphs(), key=str)]
    for graph in graphs:
        lines = io.BytesIO()
        ox.serialize(store.quads(graph), lines, format=ox.RdfFormat.N_QUADS)
        yield from sorted(lines.getvalue().splitlines(keepends=True))


def _kept_line(base: str, table: str, value: object) -> bytes:
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True)
    quad = f"{_kept_node(base, table)} {ox.NamedNode(KG.kept)} {ox.Literal(text, datatype=_JSON)} {_graph(base)} .\n"
    return quad.encode()


def _kept_node(base: str, table: str) -> ox.NamedNode:
    return ox.NamedNode(f"{base}backup/{table}")


def _graph(base: str) -> ox.NamedNode:
    return derived_graph(base, "backup")


def _checked(source: IO[bytes], name: str) -> Iterator[bytes]:
    """The lines of a file, decompressed; whatever can go wrong with reading them in one line."""
    start = b""
    while len(start) < len(_GZIP) and (more := source.read(len(_GZIP) - len(start))):
        start += more
    whole = _Joined(start, source)
    try:
        with gzip.GzipFile(fileobj=whole) if start == _GZIP else io.BufferedReader(whole) as file:
            first = file.readline(_LONGEST_HEAD)
            if first:
                yield first
            yield from file
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _damaged(name) from error
    except OSError as error:
        raise StoreError(f"{name}: cannot be read: {error.strerror or error}") from error


class _Joined(io.RawIOBase):
    """What was read of a stream already, and then the rest of it: standard input cannot be rewound."""

    def __init__(self, start: bytes, rest: IO[bytes]) -> None:
        self._start, self._rest = start, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._start[: len(buffer)] or self._rest.read(len(buffer))
        self._start = self._start[len(data) :]
        buffer[: len(data)] = data
        return len(data)


def _fill(store: Store, lines: Iterator[bytes], name: str) -> None:
    first = next(lines, b"")
    head = _head(first, name)
    store.set_base(head["base"])
    reader = _Reader(store.base, name, first, lines)
    with store.writing():
        try:
            store.kept.fill(head["tables"], reader.rows())
        except (ValueError, TypeError, KeyError, AttributeError, sqlite3.IntegrityError) as error:
            raise _damaged(name) from error
        for some in batches(reader.quads(), _LOADED):
            store.load(some)
        if not reader.ended:
            raise _damaged(name)


def _head(line: bytes, name: str) -> dict[str, Any]:
    """What the first line says."""
    foreign = StoreError(f"{name}: is no backup of a store; `kg backup` writes one")
    try:
        (quad,) = ox.parse(line, format=ox.RdfFormat.N_QUADS)
        if quad.predicate.value != str(KG.kept) or not isinstance(quad.object, ox.Literal):
            raise foreign
        head: dict[str, Any] = json.loads(quad.object.value)
        version, found = int(head["backup"]), int(head["format"])
        base, schema = head["base"], head["tables"]
        if quad.graph_name != _graph(base) or not isinstance(schema, dict):
            raise foreign
    except (SyntaxError, ValueError, TypeError, KeyError) as error:
        raise foreign from error
    if version > _VERSION or found > FORMAT:
        raise StoreError(f"{name}: made by a newer kg ({head.get('program')}, this one is {__version__}); upgrade kg")
    if found < FORMAT:
        why = f"made by an older kg (format {found}, this one writes {FORMAT})"
        raise StoreError(f"{name}: {why}; restore it with that one, or build the store anew")
    return head


class _Reader:
    """Reads on through the lines: first the rows, then the quads, then the digest of all of them."""

    def __init__(self, base: str, name: str, first: bytes, lines: Iterator[bytes]) -> None:
        self.ended = False
        self._name = name
        self._lines = lines
        self._digest = hashlib.sha256(first)
        self._count = 1
        self._next: bytes | None = None  # a line that was read and is not used yet
        self._start = f"<{base}backup/".encode()
        self._end = f"{_kept_node(base, '')} ".encode()

    def rows(self) -> Iterator[tuple[str, str]]:
        """Table and row, as `fill` takes them."""
        for line in self._lines:
            if not line.startswith(self._start) or line.startswith(self._end):
                self._next = line
                return
            self._take(line)
            subject, text = self._kept(line)
            yield subject[len(self._start) - 1 :], text

    def quads(self) -> Iterator[ox.Quad]:
        """The quads of the graph."""
        for some in batches(self._data(), _AT_ONCE):
            yield from self._parsed(some)

    def _data(self) -> Iterator[bytes]:
        for line in chain([self._next] if self._next is not None else [], self._lines):
            if self.ended:
                raise _damaged(self._name)
            if line.startswith(self._end):
                self._check(line)
            else:
                self._take(line)
                yield line

    def _take(self, line: bytes) -> None:
        self._digest.update(line)
        self._count += 1

    def _check(self, line: bytes) -> None:
        try:
            told = json.loads(self._kept(line)[1])
        except ValueError as error:
            raise _damaged(self._name) from error
        if told != {"lines": self._count, "sha256": self._digest.hexdigest()}:
            raise _damaged(self._name)
        self.ended = True

    def _kept(self, line: bytes) -> tuple[str, str]:
        for quad in self._parsed([line]):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                return quad.subject.value, quad.object.value
        raise _damaged(self._name)

    def _parsed(self, lines: list[bytes]) -> list[ox.Quad]:
        try:
            return list(ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS))
        except (SyntaxError, ValueError) as error:
            raise _damaged(self._name) from error


def _damaged(name: str) -> StoreError:
    return StoreError(f"{name}: is cut off or damaged; nothing was restored, use another backup")


@contextmanager
def _place(folder: Path, *, force: bool, wait: float, on_wait: Callable[[str], object] | None) -> Iterator[None]:
    """See to it that a store may come to be here, and keep everybody else out meanwhile."""
    try:
        marker = read_marker(folder)
    except StoreError:
        if not force:
            raise
    else:
        if marker is not None and not force:
            raise StoreError(f"{folder}: is a store already; --force replaces it, --store names another folder")
        if marker is not None and marker.query is not None:
            raise StoreError(f"{folder}: its graph is kept at {marker.query}; name another folder with --store")
    made = not folder.exists()
    if not (folder / MARKER).exists():
        ensure_folder(folder, create=True)
    lock = hold(folder, wait=wait, on_wait=on_wait)
    try:
        yield
    except BaseException:
        if made:
            discard_empty(folder)
        raise
    finally:
        lock.release()


@contextmanager
def _draft(folder: Path) -> Iterator[Path]:
    """A new folder beside another one; it goes unless it has been moved away."""
    draft = folder.with_name(f".{folder.name}.restoring")
    try:
        if draft.exists():  # of a process that was killed; others are kept out by the lock on the folder
            rmtree(draft)
        draft.mkdir()
    except OSError as error:
        raise StoreError(f"{draft}: cannot be made: {error.strerror}") from error
    try:
        yield draft
    finally:
        rmtree(draft, ignore_errors=True)
