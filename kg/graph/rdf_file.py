"""A file of RDF as graphs in memory, of whatever making; gzip is undone on the way."""

from __future__ import annotations

import gzip
import re
import zlib
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from kg.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["SUFFIXES", "RdfFile"]

_Graph: TypeAlias = NamedNode | DefaultGraph

SUFFIXES = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
}
_PREFIX = re.compile(r"\s*(?:@prefix|PREFIX)\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)
_SUBJECT = re.compile(r"\s*(?:<([^<>\s]+)>|([\w.-]*):([\w.~%-]+))\s")
_GZIP = b"\x1f\x8b"


class RdfFile:
    """The graphs of a file; what form it has is told by the end of its name."""

    def __init__(self, path: Path) -> None:
        """Read the file.

        Raises:
            StoreError: It cannot be read, its form is unknown, or it breaks that form.
        """
        name = path.name.removesuffix(".gz")
        form = next((form for suffix, form in SUFFIXES.items() if name.endswith(suffix)), None)
        if form is None:
            raise StoreError(
                f"{path}: not a store, and no RDF by its name; one of {', '.join(SUFFIXES)} (or .gz of it)"
            )
        self._data = data = _read(path)
        if not data.strip():
            raise StoreError(f"{path}: empty, there is nothing to check")
        self._store = Store()
        try:
            self._store.bulk_extend(parse(data, form, base_iri=path.resolve().as_uri()))
        except SyntaxError as error:
            line = f":{error.lineno}" if error.lineno else ""
            why = one_complaint(error.msg)
            raise StoreError(f"{path}{line}: no valid {form.name}: {why}{_hint(why)}") from error
        except ValueError as error:
            raise StoreError(f"{path}: no valid {form.name}: {one_complaint(str(error))}") from error

    def line_of(self, node: str) -> int | None:
        """The first line that begins with a resource, as an IRI or with one of the file's prefixes."""
        return self._lines.get(node)

    @cached_property
    def _lines(self) -> dict[str, int]:
        lines: dict[str, int] = {}
        prefixes: dict[str, str] = {}
        for number, line in enumerate(self._data.decode("utf-8", "replace").splitlines(), 1):
            if declared := _PREFIX.match(line):
                prefixes[declared[1]] = declared[2]
            elif begun := _SUBJECT.match(line):
                iri = begun[1] or prefixes.get(begun[2], f"{begun[2]}:") + begun[3]
                lines.setdefault(iri, number)
        return lines

    def quads(self, graph: _Graph | None = None) -> Iterator[Quad]:
        """The quads of one graph, or of all."""
        return self._store.quads_for_pattern(None, None, None, graph)

    def graphs(self) -> set[NamedNode]:
        """The names of all named graphs."""
        return {graph for graph in self._store.named_graphs() if isinstance(graph, NamedNode)}


def one_complaint(message: str) -> str:
    """What the parser says, without the place, which is told apart, on one line."""
    return " ".join(re.sub(r"^Parser error[^:]*: ", "", message).split()).rstrip(".")[:200]


def _hint(why: str) -> str:
    return "; the file looks cut off" if "end of file" in why.lower() else ""


def _read(path: Path) -> bytes:
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if data.startswith(_GZIP) else data
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise StoreError(f"{path}: damaged: what it packs cannot be unpacked ({error})") from error
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror}") from error
