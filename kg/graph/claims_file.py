"""Opens the SQLite file of the kept claims, so that readers and the writer never wait for each other.

The file has a write-ahead log: a reader sees it as it was when opened, whole transactions only, whatever is written
meanwhile (https://www.sqlite.org/wal.html). `PRAGMA user_version` holds the format of the store.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.graph.folder import FORMAT
from kg.graph.kept import Kept
from kg.graph.labels import CLAIMS

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CLAIMS", "open_claims"]


def open_claims(folder: Path, *, read_only: bool) -> Kept:
    """Open the kept claims of a store.

    Raises:
        StoreError: A newer kg made the file.
        sqlite3.Error: It cannot be opened, or is no database.
    """
    if read_only:
        return Kept(_reading(folder), folder=folder, writable=False)
    connection = sqlite3.connect(_uri(folder, "rwc"), uri=True, check_same_thread=False)
    try:
        _check(folder, connection)
        connection.execute("PRAGMA journal_mode = WAL")
        kept = Kept(connection, folder=folder)
        connection.execute(f"PRAGMA user_version = {FORMAT}")
    except (StoreError, sqlite3.Error):
        connection.close()
        raise
    return kept


def _reading(folder: Path) -> sqlite3.Connection:
    """A connection that sees one state of the file, as of now."""
    log = folder / f"{CLAIMS}-wal"
    # Where the folder is read-only, the log cannot be opened; that does no harm if there is nothing in it.
    modes = ["ro"] if log.exists() and log.stat().st_size else ["ro", "ro&immutable=1"]
    for mode in modes:
        connection = sqlite3.connect(_uri(folder, mode), uri=True, check_same_thread=False)
        try:
            connection.execute("BEGIN")
            _check(folder, connection)
        except sqlite3.OperationalError:
            connection.close()
            if mode == modes[-1]:
                raise
        except (StoreError, sqlite3.Error):
            connection.close()
            raise
        else:
            break
    return connection


def _check(folder: Path, connection: sqlite3.Connection) -> None:
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > FORMAT:
        why = f"made by a newer kg (format {found}, this one knows {FORMAT}); upgrade kg"
        raise StoreError(f"{folder / CLAIMS}: {why}")


def _uri(folder: Path, mode: str) -> str:
    return f"{(folder / CLAIMS).resolve().as_uri()}?mode={mode}"
