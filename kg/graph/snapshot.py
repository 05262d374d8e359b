"""A copy of a store's graph that no later build changes, made in an instant while nobody is halfway through writing.

Oxigraph keeps its data in files that never change once they are there (RocksDB's `*.sst`); those are linked, and the
few that grow are copied. Who reads such a copy sees one state of the graph, as a build left it, whatever is written.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph.claims_file import open_claims
from kg.graph.folder import MARKER, read_marker
from kg.graph.local import LocalGraph
from kg.graph.lock import Lock, hold
from kg.graph.store import Store

__all__ = ["GRAPH", "Sign", "SnapshotPlace", "copy_graph", "open_snapshot", "sign_of"]

GRAPH = "graph"
_PLACE = "serving"

Sign: TypeAlias = tuple[tuple[str, int, int, int], ...]
"""What tells one state of a graph's files from another: name, inode, size in bytes, time of change in ns."""


def sign_of(folder: Path) -> Sign | None:
    """The sign of a store's graph as it is now; none where there is no store.

    It costs a look at each file's entry, a tenth of a millisecond for a hundred files.
    """
    found = []
    try:
        with os.scandir(folder / GRAPH) as entries:
            for entry in entries:
                if _counts(entry.name):
                    with suppress(FileNotFoundError):
                        told = entry.stat()
                        found.append((entry.name, told.st_ino, told.st_size, told.st_mtime_ns))
        told = (folder / MARKER).stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return (*sorted(found), (MARKER, told.st_ino, told.st_size, told.st_mtime_ns))


def copy_graph(folder: Path, target: Path) -> Sign | None:
    """Copy the graph of a store into an empty folder, and give the sign of what was copied.

    Returns:
        None where a build is halfway through writing the graph, or began meanwhile: then the copy is worth nothing.

    Raises:
        StoreError: There is no store, or it cannot be read.
        OSError: The copy cannot be written.
    """
    before = sign_of(folder)
    if before is None:
        raise StoreError(f"{folder}: no store there; `kg build` makes one")
    if not _settled(folder):
        return None
    try:
        for name, *_ in before[:-1]:
            _copy(folder / GRAPH / name, target / name)
    except FileNotFoundError:  # a writer took it away
        return None
    return before if _settled(folder) and sign_of(folder) == before else None


def open_snapshot(folder: Path, graph: Path) -> Store:
    """Open a store for reading, with a copy of its graph in the graph's place.

    Raises:
        StoreError: It cannot be opened.
    """
    marker = read_marker(folder)
    if marker is None:
        raise StoreError(f"{folder}: no store there; `kg build` makes one")
    try:
        native = ox.Store.read_only(str(graph))
        kept = open_claims(folder, read_only=True)
    except (OSError, RuntimeError, sqlite3.Error) as error:
        raise StoreError(f"{folder}: cannot be opened: {error}") from error
    return Store(LocalGraph(native, path=folder, read_only=True), kept, marker=marker, path=folder, read_only=True)


class SnapshotPlace:
    """Where a process keeps its copies: in the store's folder, or elsewhere if that cannot be written.

    The folder is locked, so that what a killed process left can be told from what is in use, and is swept away.
    """

    def __init__(self, folder: Path) -> None:
        """Sweep away what others left, and make a folder of its own."""
        self._folder = folder
        self._number = 0
        self._own, self._lock = _make_own(folder)

    def take(self) -> tuple[Path, Sign] | None:
        """A new copy and its sign; none while a build is halfway through writing the graph.

        Raises:
            StoreError: There is no store, or no room for the copy.
        """
        if not self._own.exists():  # another store was put in the place of the whole folder
            self._lock.release()
            self._own, self._lock = _make_own(self._folder)
        self._number += 1
        target = self._own / str(self._number)
        try:
            target.mkdir()
            sign = copy_graph(self._folder, target)
        except OSError as error:
            shutil.rmtree(target, ignore_errors=True)
            raise StoreError(f"{target}: cannot be written: {error.strerror}") from error
        if sign is None:
            shutil.rmtree(target, ignore_errors=True)
            return None
        return target, sign

    def close(self) -> None:
        """Remove all copies."""
        shutil.rmtree(self._own, ignore_errors=True)
        self._lock.release()
        with suppress(OSError):  # another process has copies there, too, or there is no such folder
            (self._folder / _PLACE).rmdir()


def _make_own(folder: Path) -> tuple[Path, Lock]:
    """A new folder for copies, with its lock, when those are gone that nobody uses."""
    shared = folder / _PLACE
    try:
        shared.mkdir(exist_ok=True)
        for left in shared.iterdir():
            _sweep(left)
        own = Path(tempfile.mkdtemp(dir=shared))
    except OSError:
        own = Path(tempfile.mkdtemp(prefix="kg-serve-"))
    return own, hold(own)


def _settled(folder: Path) -> bool:
    try:
        kept = open_claims(folder, read_only=True)
        try:
            return kept.settled
        finally:
            kept.close()
    except sqlite3.Error as error:
        raise StoreError(f"{folder}: cannot be read: {error}") from error


def _counts(name: str) -> bool:
    return not name.startswith("LOG") and name not in {"LOCK", "IDENTITY"}


def _copy(source: Path, target: Path) -> None:
    if source.suffix == ".sst":
        try:
            os.link(source, target)
        except FileNotFoundError:
            raise
        except OSError:  # another file system, or one without links
            shutil.copyfile(source, target)
    else:
        shutil.copyfile(source, target)


def _sweep(left: Path) -> None:
    """Remove the copies of a process that is gone."""
    try:
        lock = hold(left)
    except StoreError:
        return
    shutil.rmtree(left, ignore_errors=True)
    lock.release()
