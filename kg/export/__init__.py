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
    from pathlib import Path

    from kg.graph.store import Store

__all__ = ["BINARY", "FORMATS", "RDF_FORMATS", "SUFFIXES", "export", "format_of"]

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
BINARY = frozenset({"parquet", "neo4j"})
"""Those that no terminal can show."""
SUFFIXES: Mapping[str, str] = {
    ".ttl": "turtle",
    ".trig": "trig",
    ".nq": "nquads",
    ".nt": "ntriples",
    ".jsonld": "jsonld",
    ".rdf": "xml",
    ".xml": "xml",
    ".csv": "csv",
    ".parquet": "parquet",
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".cyjs": "cytoscape",
    ".zip": "neo4j",
}
"""The format that the end of a file's name stands for, where no other is named."""


def format_of(path: Path) -> str:
    """The format of a file by its name.

    Raises:
        OutputError: Its name does not tell.
    """
    found = SUFFIXES.get(path.suffix.lower())
    if found is None:
        raise OutputError(f"{path}: the name does not tell the format; name it with --format: {', '.join(FORMATS)}")
    return found


def export(
    store: Store,
    format: str,  # noqa: A002 - the option's own name
    out: BinaryIO,
    *,
    context: str | None = None,
) -> None:
    """Write a graph as a file.

    Args:
        store: An open store.
        format: One of `FORMATS`.
        out: Takes the bytes.
        context: The address that `jsonld` names for its context, instead of having it in the file.

    Raises:
        OutputError: The format is unknown, cannot hold the graph, or needs a library that is not installed.
        StoreError: The store cannot be read.
    """
    if format not in _WRITERS:
        raise OutputError(f"unknown format {format!r}; one of {', '.join(FORMATS)}")
    if context is not None:
        if format != "jsonld":
            raise OutputError(f"only jsonld has a context, and this is {format}")
        export_rdf(store, out, format=format, context=context)
        return
    _WRITERS[format](store, out)
