"""Writes a graph in one of the RDF formats, the same graph always as the same bytes.

Formats with graphs (TriG, N-Quads, JSON-LD) keep the graph of every article. The others have no graphs, so
all are merged into one: which article says what is still there, for claims name their evidence and evidence
its claim.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from pyoxigraph import Quad, RdfFormat, Triple, serialize
from rdflib.namespace import RDF

from kg.errors import OutputError
from kg.graph.vocab import prefixes

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.graph.store import Store

__all__ = ["FORMATS", "export"]

_Key: TypeAlias = tuple[bool, str, bool, str, str]

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
    triple_order, quad_order = _orders(store.base)
    if form.supports_datasets:
        serialize(sorted(store.quads(), key=quad_order), out, form, prefixes=known)
        return
    triples = sorted({quad.triple for quad in store.quads()}, key=triple_order)
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


def _orders(base: str) -> tuple[Callable[[Triple | Quad], _Key], Callable[[Quad], tuple[str, _Key]]]:
    """The orders of triples and of quads: entities first, and of each its type first, as people write it."""
    entities, kind = f"<{base}resource/", str(RDF.type)

    def triple_key(triple: Triple | Quad) -> _Key:
        subject, predicate = str(triple.subject), triple.predicate.value
        return not subject.startswith(entities), subject, predicate != kind, predicate, str(triple.object)

    def quad_key(quad: Quad) -> tuple[str, _Key]:
        return str(quad.graph_name), triple_key(quad)

    return triple_key, quad_key
