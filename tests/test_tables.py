"""Rows of any table survive the way through JSON."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.graph.tables import dump, fill, tables

SCHEMA = "CREATE TABLE parent (id BLOB PRIMARY KEY, x)"
CHILD = "CREATE TABLE child (parent BLOB NOT NULL REFERENCES parent (id), n INTEGER, PRIMARY KEY (parent, n))"

values = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(),
    st.binary(),
    st.text(st.characters()).map(lambda text: text.encode("utf-8", "surrogatepass")),
)


def opened(*statements: str) -> Any:
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA foreign_keys = ON")
    for statement in statements:
        connection.execute(statement)
    return closing(connection)


def rows(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    return ((table, row) for table in tables(connection) for row in dump(connection, table))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.binary(), values, max_size=8))
def test_what_goes_out_comes_in(content: dict[bytes, object]) -> None:
    with opened(SCHEMA, CHILD) as one, opened() as other:
        one.executemany("INSERT INTO parent VALUES (?, ?)", content.items())
        one.executemany("INSERT INTO child VALUES (?, 1)", [(key,) for key in content])
        fill(other, tables(one), rows(one))
        assert list(rows(other)) == list(rows(one))
        assert tables(other) == tables(one) == {"child": CHILD, "parent": SCHEMA}
        assert dict(other.execute("SELECT id, x FROM parent").fetchall()) == content


def test_rows_come_by_their_keys() -> None:
    with opened("CREATE TABLE t (a, b, c, PRIMARY KEY (c, a))", "CREATE TABLE no_key (a)") as connection:
        connection.executemany("INSERT INTO t VALUES (?, ?, ?)", [(2, 0, 1), (1, 0, 2), (1, 9, 1)])
        connection.executemany("INSERT INTO no_key VALUES (?)", [(2,), (1,)])
        assert list(dump(connection, "t")) == ["[1,9,1]", "[2,0,1]", "[1,0,2]"]
        assert list(dump(connection, "no_key")) == ["[2]", "[1]"]


@pytest.mark.parametrize(
    ("schema", "bad"),
    [
        ({"t": "CREATE TABLE t (a)"}, ("u", "[1]")),
        ({"t": "DROP TABLE parent"}, ("t", "[1]")),
        ({"t": "CREATE TABLE t (a); DROP TABLE parent"}, ("t", "[1]")),
        ({}, ("parent", "[1]")),
        ({}, ("parent", "no json")),
        ({}, ("parent", '[{"base64": "?"}, 1]')),
        ({}, ("child", '[{"text": "of nobody"}, 1]')),
        ({}, ('parent"; DROP TABLE parent; --', "[1, 2]")),
    ],
)
def test_what_does_not_fit_leaves_all_as_it_was(schema: dict[str, str], bad: tuple[str, str]) -> None:
    with opened(SCHEMA, CHILD) as connection:
        before = tables(connection)
        with pytest.raises((ValueError, sqlite3.Error)):
            fill(connection, schema, [("parent", '[{"text": "a"}, 1]'), bad])
        assert tables(connection) == before
        assert list(rows(connection)) == []
