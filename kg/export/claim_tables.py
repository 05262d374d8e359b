"""The claims of a graph as a table: CSV, and Parquet for data frames and databases."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import OutputError
from kg.graph.batches import batches
from kg.graph.spans import parse_span
from kg.query.claim_rows import CLAIM_COLUMNS, graph_claim_row
from kg.query.claims import graph_claims
from kg.query.rows import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.graph.store import Store
    from kg.query.rows import Row

__all__ = ["DATES", "days_of", "export_csv", "export_parquet", "write_csv"]

DATES = ("published_on", "time_begin", "time_end")
"""Columns of Parquet besides `CLAIM_COLUMNS`: the article's date, and the first and last day of the claim's time, as
dates that databases reckon with; nothing where an interval is open or only a month is known of the article."""

_AT_ONCE = 10_000  # rows of a row group
_KINDS = {"asserted": "bool", "confidence": "float64", "start": "int64", "end": "int64"}
# What spreadsheets run (https://owasp.org/www-community/attacks/CSV_Injection); behind apostrophes, too, so that nobody
# takes one of the text's own for the one put before it.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def export_csv(store: Store, out: BinaryIO) -> None:
    """Write all claims with their sentences, `kg.query.claim_rows.CLAIM_COLUMNS`, nothing as an empty cell.

    A text that a spreadsheet would take for a formula has an apostrophe before it, and so has one that is such behind
    apostrophes of its own: without the first of them it is the text again.

    Raises:
        StoreError: The store cannot be read.
    """
    write_csv(map(graph_claim_row, graph_claims(store)), CLAIM_COLUMNS, out)


def export_parquet(store: Store, out: BinaryIO) -> None:
    """Write all claims as `export_csv` does, texts as they are, each column with its type, and `DATES`.

    Raises:
        OutputError: pyarrow is not installed.
        StoreError: The store cannot be read.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise OutputError("Parquet needs pyarrow: pip install 'newskg[parquet]'") from error
    fields = [(name, pa.type_for_alias(_KINDS.get(name, "string"))) for name in CLAIM_COLUMNS]
    schema = pa.schema([*fields, *((name, pa.date32()) for name in DATES)])
    rows = map(graph_claim_row, graph_claims(store))
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for group in batches(rows, _AT_ONCE):
            columns: dict[str, object] = {name: [row[name] for row in group] for name in CLAIM_COLUMNS}
            for name, days in zip(DATES, zip(*map(_dates, group), strict=True), strict=True):
                columns[name] = pa.array(days, pa.int32()).cast(pa.date32())
            writer.write_table(pa.table(columns, schema=schema))


def write_csv(rows: Iterable[Row], columns: Sequence[str], out: BinaryIO) -> None:
    """Write rows one by one, under the names of their columns, and nothing that a spreadsheet would run."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow(columns)
        writer.writerows([_harmless(row[name]) for name in columns] for row in rows)
    finally:
        text.detach()  # else it would close what is the caller's


def days_of(time: str | None) -> tuple[int | None, int | None]:
    """The first and last day of a date, month, year or interval, counted from 1970-01-01; none at an open end."""
    span = parse_span(time)
    if span is None:
        return None, None
    return (span.first if span.begins else None), (span.last if span.ends else None)


def _dates(row: Row) -> tuple[int | None, int | None, int | None]:
    published, until = days_of(_text(row["published"]))
    return (published if published == until else None), *days_of(_text(row["time"]))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _harmless(value: object) -> str:
    """A cell that no spreadsheet runs."""
    text = cell(value)
    return f"'{text}" if isinstance(value, str) and _FORMULA.match(text) else text
