"""All rows of an SQLite file as JSON and back, whatever its tables are: what is kept beside a graph, for backups."""

from __future__ import annotations

import base64
import json
import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kg.graph.batches import batches

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["dump", "fill", "tables"]

_CREATE = re.compile(r"\s*CREATE\s+TABLE\s", re.IGNORECASE)
_AT_ONCE = 1000


def tables(connection: sqlite3.Connection) -> dict[str, str]:
    """The tables by name, with the SQL that makes each."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    return dict(sorted(connection.execute(query)))


def dump(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    """The rows of a table, each as a JSON array, by the primary key."""
    names, keys = _columns(connection, table), _columns(connection, table, keys=True)
    query = f"SELECT {_list(names)} FROM {_quoted(table)} ORDER BY {_list(keys) or 'rowid'}"  # noqa: S608 - own names
    for row in connection.execute(query):
        yield json.dumps([_plain(value) for value in row], separators=(",", ":"))


def fill(connection: sqlite3.Connection, schema: Mapping[str, str], rows: Iterable[tuple[str, str]]) -> None:
    """Put rows into tables, making those that are not there, in one transaction.

    Args:
        connection: An open file, whose tables are empty.
        schema: What `tables` told.
        rows: Name of the table and what `dump` gave, table by table.

    Raises:
        ValueError: That is not what `tables` and `dump` give.
        sqlite3.Error: The file cannot be written, or a row does not fit its table.
    """
    there = tables(connection)
    with connection:
        connection.execute("BEGIN")
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for name, sql in schema.items():
            if not _CREATE.match(sql):
                raise ValueError(f"the table {name!r} is made by something else than CREATE TABLE")
            if name not in there:
                connection.execute(sql)
        known = tables(connection)
        for table, lines in groupby(rows, key=lambda row: row[0]):
            if table not in known:
                raise ValueError(f"there is no table {table!r}")
            marks = ", ".join("?" * len(_columns(connection, table)))
            for some in batches(lines, _AT_ONCE):
                values = [[_value(value) for value in json.loads(line)] for _, line in some]
                connection.executemany(f"INSERT INTO {_quoted(table)} VALUES ({marks})", values)  # noqa: S608


def _columns(connection: sqlite3.Connection, table: str, *, keys: bool = False) -> list[str]:
    found = connection.execute(f"PRAGMA table_info({_quoted(table)})").fetchall()
    if keys:
        found = sorted((row for row in found if row[5]), key=lambda row: row[5])
    return [row[1] for row in found]


def _list(names: Iterable[str]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _plain(value: object) -> object:
    """Bytes as text where they are text, halves of surrogate pairs and all, else in base 64."""
    if not isinstance(value, bytes):
        return value
    try:
        return {"text": value.decode("utf-8", "surrogatepass")}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(value).decode("ascii")}


def _value(plain: Any) -> object:
    if not isinstance(plain, dict):
        return plain
    if "text" in plain:
        return str(plain["text"]).encode("utf-8", "surrogatepass")
    return base64.b64decode(plain["base64"], validate=True)
