"""The graph as files: every RDF format, and what other tools open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import OutputError
from kg.export.claim_tables import export_csv, export_parquet
from kg.export.event_data import export_event_data
from kg.export.neo4j import export_neo4j
from kg.export.network_files import export_cytoscape, export_gexf, export_graphml
from kg.export.write import FORMATS as RDF_FORMATS
from kg.export.write import export as export_rdf

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["FORMATS", "RDF_FORMATS", "export"]

_WRITERS: Mapping[str, Callable[[Store, BinaryIO], None]] = {
    **{name: partial(export_rdf, format=name) for name in RDF_FORMATS},
    "csv": export_csv,
    "parquet": export_parquet,
    "events": export_event_data,
    "graphml": export_graphml,
    "gexf": export_gexf,
    "cytoscape": export_cytoscape,
    "neo4j": export_neo4j,
}
FORMATS = tuple(_WRITERS)


def export(store: Store, format: str, out: BinaryIO) -> None:  # noqa: A002 - the option's own name
    """Write a graph as a file.

    Args:
        store: An open store.
        format: One of `FORMATS`.
        out: Takes the bytes.

    Raises:
        OutputError: The format is unknown, cannot hold the graph, or needs a library that is not installed.
        StoreError: The store cannot be read.
    """
    if format not in _WRITERS:
        raise OutputError(f"unknown format {format!r}; one of {', '.join(FORMATS)}")
    _WRITERS[format](store, out)
