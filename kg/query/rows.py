"""Rows of plain values as a table for people, or as CSV or JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import BinaryIO, TypeAlias

from kg.graph.literals import safe_text
from kg.query.columns import align

__all__ = ["ROW_FORMATS", "Row", "cell", "to_csv", "to_json", "write_rows"]

ROW_FORMATS = ("table", "csv", "json")

Row: TypeAlias = Mapping[str, object]


def write_rows(
    rows: Sequence[Row],
    columns: Sequence[str],
    form: str,
    out: BinaryIO,
    *,
    width: int | None = None,
    prose: Collection[str] = (),
) -> None:
    """Write rows in one of `ROW_FORMATS`.

    A cell may be text, a number, None, or a list of these; lists are joined with semicolons, but not in JSON.

    Args:
        rows: The value of every column by its name; what is no column is left out.
        columns: The columns in their order.
        form: One of `ROW_FORMATS`.
        out: Takes UTF-8.
        width: How wide a table may be.
        prose: The columns that a narrow table may cut.
    """
    if form == "json":
        text = to_json([{name: row[name] for name in columns} for row in rows])
    else:
        cells = [[cell(row[name]) for name in columns] for row in rows]
        text = to_csv(columns, cells) if form == "csv" else align(columns, cells, width=width, prose=prose)
    out.write(safe_text(text).encode())


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> str:
    """Rows under the names of their columns, None as an empty cell."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([columns, *rows])
    return buffer.getvalue()


def to_json(value: object) -> str:
    """Plain values as people can read them, too."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def cell(value: object) -> str:
    """A value as text: nothing of None, words for truth, semicolons between the parts of a list."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(map(cell, value))
    return "" if value is None else str(value)
