"""What is called how in a store, straight from its file: quick enough to be asked at every press of a key.

No library of graphs is loaded, no lock taken, and nothing written; a store that is large gives what is found in time.
"""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.graph.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CLAIMS", "event_types_of", "labels_like", "relations_of"]

CLAIMS = "claims.sqlite"
"""The file of a store with the kept claims, and with the nodes of its graph by their local names."""

_SECONDS = 0.25
_STEPS = 2_000  # of SQLite's machine between two looks at the clock


def labels_like(folder: Path, beginning: str, most: int = 100) -> list[tuple[str, str]]:
    """Labels that begin as typed, else those with a word that does, each with its type; capitals do not matter.

    Args:
        folder: The store's folder; one that is no store, or not readable, has no labels.
        beginning: What has been typed.
        most: How many at most; more than fit on a screen help nobody.
    """
    start = fold(beginning).replace(" ", "-").encode()
    # The local names are the labels folded, and the key of the table; a hyphen stands before each further word. Only
    # what a correction calls otherwise has another one: where nothing is found, all labels are looked at.
    first = ("SELECT body FROM node WHERE name >= ? AND name < ? ORDER BY name LIMIT ?", (start, start + b"\xff", most))
    second = ("SELECT body FROM node WHERE instr(name, ?) ORDER BY name LIMIT ?", (b"-" + start, most))
    third = ("SELECT body FROM node WHERE called(body, ?) ORDER BY name LIMIT ?", (fold(beginning), most))
    for query, values in (first, second, third):
        found = [json.loads(body) for (body,) in _rows(folder, query, values)]
        if found or not start:
            return sorted({(str(node["label"]), str(node["type"])) for node in found})
    return []


def relations_of(folder: Path) -> list[str]:
    """The relations that the store was last linked with, by their local names."""
    return sorted(_setting(folder, "relations") or {})


def event_types_of(folder: Path) -> list[str]:
    """The names of the event types that the store was last linked with."""
    return sorted(str(each["name"]) for each in _setting(folder, "event types") or ())


def _setting(folder: Path, name: str) -> Any:
    rows = _rows(folder, "SELECT value FROM setting WHERE name = ?", (name,))
    return next((json.loads(value) for (value,) in rows), None)


def _rows(folder: Path, query: str, values: tuple[object, ...]) -> Iterator[tuple[str]]:
    file = folder.absolute() / CLAIMS
    log = file.with_name(f"{CLAIMS}-wal")
    end = time.monotonic() + _SECONDS
    with suppress(sqlite3.Error, OSError):
        # What is in no log is in the file: then none is made, which a folder that cannot be written would not allow.
        mode = "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"
        with closing(sqlite3.connect(f"{file.as_uri()}?{mode}", uri=True)) as connection:
            connection.create_function("called", 2, _is_called)
            connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
            yield from connection.execute(query, values)


def _is_called(body: str, beginning: str) -> bool:
    """Whether a node has a label in which a word begins so."""
    return f" {beginning}" in f" {fold(str(json.loads(body)['label']))}"
