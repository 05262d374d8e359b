"""Writes a graph in one of the RDF formats, the same graph always as the same bytes.

Formats with graphs (TriG, N-Quads, JSON-LD) keep the graph of every article. The others have no graphs, so
all are merged into one: which article says what is still there, for claims name their evidence and evidence
its claim.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from pyoxigraph import Quad, RdfFormat, Triple, serialize
from rdflib.namespace import RDF

from kg.errors import OutputError
from kg.graph.vocab import prefixes

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["FORMATS", "export"]

_FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "xml": RdfFormat.RDF_XML,
}
FORMATS = tuple(_FORMATS)


def export(store: Store, format: str, out: BinaryIO) -> None:  # noqa: A002 - the option's own name
    """Write the graph of a store.

    Args:
        store: An open store.
        format: One of `FORMATS`.
        out: Takes the bytes.

    Raises:
        OutputError: The format is unknown, or cannot hold the graph.
    """
    if format not in _FORMATS:
        raise OutputError(f"unknown format {format!r}; one of {', '.join(FORMATS)}")
    form = _FORMATS[format]
    known = prefixes(store.base)
    if form.supports_datasets:
        serialize(sorted(store.quads(), key=_quad_order), out, form, prefixes=known)
        return
    triples = sorted({quad.triple for quad in store.quads()}, key=_order)
    if form is not RdfFormat.RDF_XML:
        serialize(triples, out, form, prefixes=known)
        return
    buffer = BytesIO()
    try:
        serialize(triples, buffer, form, prefixes=known)
    except ValueError as error:
        raise OutputError(f"RDF/XML cannot hold this graph: {error}") from error
    # XML readers take a bare carriage return for a line end; escaped it stays what it is.
    out.write(buffer.getvalue().replace(b"\r", b"&#xD;"))


def _order(triple: Triple | Quad) -> tuple[str, bool, str, str]:
    # The type first, as people write it.
    return (
        str(triple.subject),
        triple.predicate.value != str(RDF.type),
        triple.predicate.value,
        str(triple.object),
    )


def _quad_order(quad: Quad) -> tuple[str, tuple[str, bool, str, str]]:
    return str(quad.graph_name), _order(quad)
