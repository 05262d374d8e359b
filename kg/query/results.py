"""Results of queries in the formats that programs and people read."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, serialize

from kg.errors import QueryError
from kg.graph.vocab import prefixes
from kg.query.table import format_table, shortener

if TYPE_CHECKING:
    from kg.graph.store import QueryResult, Store

__all__ = ["FORMATS", "write_result"]

FORMATS = ("table", "csv", "json", "xml")

_SOLUTIONS = {
    "csv": QueryResultsFormat.CSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}


def write_result(result: QueryResult, form: str, out: BinaryIO, *, store: Store, width: int | None = None) -> None:
    """Write what a query gave.

    Triples, of CONSTRUCT and DESCRIBE, are written as Turtle in every format; a boolean as a word where the
    format has no form for it.

    Args:
        result: What `run_query` gave.
        form: One of `FORMATS`.
        out: Takes UTF-8.
        store: The store that was asked, for labels.
        width: How wide a table may be.

    Raises:
        QueryError: The format is unknown.
    """
    if form not in FORMATS:
        raise QueryError(f"unknown format {form!r}; one of {', '.join(FORMATS)}")
    if isinstance(result, QuerySolutions):
        if form == "table":
            out.write(format_table(result, shortener(store), width=width).encode())
        else:
            result.serialize(out, _SOLUTIONS[form])
    elif isinstance(result, QueryBoolean):
        if form in {"table", "csv"}:
            out.write(b"true\n" if result else b"false\n")
        else:
            result.serialize(out, _SOLUTIONS[form])
    else:
        triples = sorted(set(result), key=str)
        serialize(triples, out, RdfFormat.TURTLE, prefixes=prefixes(store.base))
