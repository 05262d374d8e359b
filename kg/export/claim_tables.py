"""The claims of a graph as a table: CSV, and Parquet for data frames and databases."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import OutputError
from kg.graph.batches import batches
from kg.query.claim_rows import CLAIM_COLUMNS, graph_claim_row
from kg.query.claims import graph_claims
from kg.query.rows import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.graph.store import Store
    from kg.query.rows import Row

__all__ = ["export_csv", "export_parquet", "write_csv"]

_AT_ONCE = 10_000  # rows of a row group
_KINDS = {"asserted": "bool", "confidence": "float64", "start": "int64", "end": "int64"}


def export_csv(store: Store, out: BinaryIO) -> None:
    """Write all claims with their sentences, `kg.query.claim_rows.CLAIM_COLUMNS`, nothing as an empty cell.

    Raises:
        StoreError: The store cannot be read.
    """
    write_csv(map(graph_claim_row, graph_claims(store)), CLAIM_COLUMNS, out)


def export_parquet(store: Store, out: BinaryIO) -> None:
    """Write all claims as `export_csv` does, each column with its type.

    Raises:
        OutputError: pyarrow is not installed.
        StoreError: The store cannot be read.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise OutputError("Parquet needs pyarrow: pip install 'newskg[parquet]'") from error
    schema = pa.schema([(name, pa.type_for_alias(_KINDS.get(name, "string"))) for name in CLAIM_COLUMNS])
    rows = map(graph_claim_row, graph_claims(store))
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for group in batches(rows, _AT_ONCE):
            columns = {name: [row[name] for row in group] for name in CLAIM_COLUMNS}
            writer.write_table(pa.table(columns, schema=schema))


def write_csv(rows: Iterable[Row], columns: Sequence[str], out: BinaryIO) -> None:
    """Write rows one by one, under the names of their columns."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([cell(row[name]) for name in columns] for row in rows)
    text.detach()
