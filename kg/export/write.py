"""Writes a graph in one of the RDF formats, the same graph always as the same bytes.

Formats with graphs (TriG, N-Quads, JSON-LD) keep the graph of every article. The others have no graphs, so
all are merged into one: which article says what is still there, for claims name their evidence and evidence
its claim. In those of RDF 1.2 claims are reifiers of the triples that they support, too (see `kg.export.reified`).

Nothing is ever in memory as a whole. Quads pass as lines that begin with what sorts them, graph after graph where
graphs are kept, and what is too much to be sorted in memory is sorted in temporary files (see `kg.export.sort`).
"""

from __future__ import annotations

import io
import tempfile
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from pyoxigraph import DefaultGraph, RdfFormat, parse, serialize
from rdflib.namespace import RDF

from kg.errors import OutputError
from kg.export.jsonld import write_jsonld
from kg.export.reified import reified
from kg.export.sort import sort_lines
from kg.graph.literals import NOT_XML
from kg.graph.vocab import prefixes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyoxigraph import Quad

    from kg.graph.store import Store

__all__ = ["FORMATS", "export"]

_FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "xml": RdfFormat.RDF_XML,
    "turtle12": RdfFormat.TURTLE,
    "trig12": RdfFormat.TRIG,
}
_REIFIED = frozenset({"turtle12", "trig12"})
FORMATS = tuple(_FORMATS)
_PIECE = 1 << 16
_DEFAULT = str(DefaultGraph()).encode()


def export(store: Store, out: BinaryIO, *, format: str, context: str | None = None) -> None:  # noqa: A002 - the option's
    """Write the graph of a store.

    Args:
        store: An open store.
        out: Takes the bytes.
        format: One of `FORMATS`.
        context: The address that JSON-LD names instead of having its context in itself.

    Raises:
        OutputError: The format cannot hold the graph.
        OSError: There is no room for temporary files.
    """
    form = _FORMATS[format]
    lines = _quad_lines(store) if form.supports_datasets else _triple_lines(store)
    if form in {RdfFormat.N_QUADS, RdfFormat.N_TRIPLES}:
        out.writelines(lines)
    elif form is RdfFormat.RDF_XML:
        _write_xml(lines, out, store.base)
    elif form is RdfFormat.JSON_LD:
        write_jsonld(_read(lines), out, store.base, context)
    else:
        quads = _read(lines)
        _write(reified(quads, store) if format in _REIFIED else quads, out, form, store.base)


def _read(lines: Iterable[bytes]) -> Iterator[Quad]:
    """Quads again of their lines."""
    return parse(io.BufferedReader(_Lines(lines), _PIECE), RdfFormat.N_QUADS, lenient=True)


def _write(quads: Iterable[Quad], out: BinaryIO, form: RdfFormat, base: str) -> None:
    """Let Oxigraph write quads as they come."""
    serialize(quads if form.supports_datasets else (quad.triple for quad in quads), out, form, prefixes=prefixes(base))


def _write_xml(lines: Iterable[bytes], out: BinaryIO, base: str) -> None:
    with tempfile.TemporaryFile() as whole:  # what cannot be written is not begun
        try:
            _write(_read(lines), whole, RdfFormat.RDF_XML, base)
        except ValueError as error:
            raise OutputError(f"RDF/XML cannot hold this graph: {error}") from error
        whole.seek(0)
        if any(map(NOT_XML.search, whole)):
            raise OutputError("RDF/XML cannot hold this graph: it has characters that XML does not know")
        whole.seek(0)
        while piece := whole.read(_PIECE):
            # XML readers take a bare carriage return for a line end; escaped it stays what it is.
            out.write(piece.replace(b"\r", b"&#xD;"))


def _quad_lines(store: Store) -> Iterator[bytes]:
    """All quads as lines of N-Quads, by the names of their graphs, the default graph last."""
    key = _ordered(store.base)
    for quads in store.by_graph():
        for line in sort_lines(f"{quad.graph_name} {key(quad)}".encode() for quad in quads):
            graph, _, rest = line.partition(b" ")
            yield _to_triple(rest) + (b" .\n" if graph == _DEFAULT else b" " + graph + b" .\n")


def _triple_lines(store: Store) -> Iterator[bytes]:
    """All triples as lines of N-Triples."""
    key = _ordered(store.base)
    for line in sort_lines(key(quad).encode() for quad in store.quads()):
        yield _to_triple(line) + b" .\n"


def _ordered(base: str) -> Callable[[Quad], str]:
    """Triples as text in whose order entities come first, and of each its type first, as people write it.

    The marks of what comes first, and the brackets of predicates, would be in the way of that; `_to_triple` undoes it.
    """
    entities, kind = f"<{base}resource/", str(RDF.type)

    def key(quad: Quad) -> str:
        subject, predicate = str(quad.subject), quad.predicate.value
        first, second = not subject.startswith(entities), predicate != kind
        return f"{first:d}{subject} {second:d}{predicate} {quad.object}"

    return key


def _to_triple(line: bytes) -> bytes:
    subject, predicate, object_ = line.split(b" ", 2)
    return b"%b <%b> %b" % (subject[1:], predicate[1:], object_)


class _Lines(io.RawIOBase):
    """Lines as a file to read from."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        while not self._left and (some := list(islice(self._lines, 500))):
            self._left = b"".join(some)
        piece, self._left = self._left[: len(view)], self._left[len(view) :]
        view[: len(piece)] = piece
        return len(piece)
