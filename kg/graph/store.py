"""Where a graph lives: in memory, or in a folder on disk.

A folder holds `kg-store.json` (what it is, and which format), `graph/` (Oxigraph) and `claims.sqlite` (the
claims of each article, unlinked). One process writes at a time; others may read beside it.
"""

from __future__ import annotations

import re
import sqlite3
import weakref
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeAlias

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset
from rdflib.namespace import RDF, RDFS

from kg.errors import QueryError, StoreError
from kg.graph.folder import lay_out, read_marker, write_marker
from kg.graph.kept import Kept
from kg.graph.sparql import names_its_graphs, syntax_message
from kg.graph.vocab import DEFAULT_BASE, KG, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

__all__ = ["QueryResult", "Store", "open_store"]

QueryResult: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
_Graph: TypeAlias = ox.NamedNode | ox.DefaultGraph

_BASE = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|^`\\#]*/")


class Store:
    """An open store; `open_store` makes one. Use it with `with`, or close it.

    `dataset` is the rdflib view, whose default graph is the union of all; `query` is the fast way.
    """

    def __init__(
        self, native: ox.Store, kept: Kept, *, base: str, path: Path | None = None, read_only: bool = False
    ) -> None:
        """Take over an open graph and the claims kept beside it."""
        self.path = path
        self.read_only = read_only
        self.base = base
        self.kept = kept
        self._native: ox.Store | None = native
        self._close_kept = weakref.finalize(self, kept.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write out what is buffered and let go of the folder."""
        if self._native is not None and not self.read_only and self.path is not None:
            self._native.flush()
        if "dataset" in self.__dict__:
            self.dataset.close()
            del self.dataset
        self._native = None
        self._close_kept()

    @property
    def native(self) -> ox.Store:
        """The Oxigraph store itself.

        Raises:
            StoreError: The store is closed.
        """
        if self._native is None:
            raise StoreError("the store is closed")
        return self._native

    @cached_property
    def dataset(self) -> Dataset:
        """The rdflib view of the same graphs."""
        dataset = Dataset(OxigraphStore(store=self.native), default_union=True)
        for prefix, namespace in prefixes(self.base).items():
            dataset.bind(prefix, namespace, replace=True)
        return dataset

    def query(self, sparql: str) -> QueryResult:
        """Run SPARQL natively, over the union of all graphs where it does not say `FROM` which.

        The usual prefixes need no declaration.

        Raises:
            QueryError: It is no query; the message has line and column.
            StoreError: The store cannot be read.
        """
        try:
            return self.native.query(
                sparql,
                prefixes=prefixes(self.base),
                base_iri=self.base,
                # Oxigraph passes over FROM when the union is asked for.
                use_default_graph_as_union=not names_its_graphs(sparql),
            )
        except (SyntaxError, ValueError) as error:
            raise QueryError(syntax_message(sparql, str(error))) from error
        except OSError as error:
            raise StoreError(f"{self._where}: cannot be read: {error}") from error

    def select(self, sparql: str) -> ox.QuerySolutions:
        """Run a SELECT query.

        Raises:
            QueryError: It is no SELECT query.
            StoreError: The store cannot be read.
        """
        result = self.query(sparql)
        if not isinstance(result, ox.QuerySolutions):
            raise QueryError("a SELECT query is needed here")
        return result

    def quads(self, graph: _Graph | None = None) -> Iterator[ox.Quad]:
        """The quads of one graph, or of all."""
        return self.native.quads_for_pattern(None, None, None, graph)

    def graphs(self) -> set[ox.NamedNode]:
        """The names of all named graphs."""
        return {graph for graph in self.native.named_graphs() if isinstance(graph, ox.NamedNode)}

    def count_entities(self) -> int:
        """How many entities the graph has."""
        label = ox.NamedNode(str(RDFS.label))
        return sum(1 for _ in self.native.quads_for_pattern(None, label, None, ox.DefaultGraph()))

    def count_claims(self) -> int:
        """How many claims the graph has: fewer than are kept, where some are below the threshold."""
        kind, claim = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(KG.Claim))
        return sum(1 for _ in self.native.quads_for_pattern(None, kind, claim, None))

    def replace(self, graph: _Graph, quads: Iterable[ox.Quad]) -> bool:
        """Make a graph hold just these quads, in one transaction; say whether that changed anything.

        Raises:
            StoreError: The store is read-only, or cannot be written.
        """
        wanted, present = set(quads), set(self.quads(graph))
        added, gone = wanted - present, present - wanted
        with self.writing():
            if not wanted and isinstance(graph, ox.NamedNode):
                self.native.remove_graph(graph)
            elif gone:
                # extend() and remove() are transactions of their own; an update of both is one.
                self.native.update(f"DELETE DATA {{ {_data(gone)} }} ; INSERT DATA {{ {_data(added)} }}")
            elif added:
                self.native.extend(added)
        return bool(added or gone)

    def set_base(self, base: str) -> None:
        """Change the base under which IRIs are minted.

        Raises:
            StoreError: It is no base for IRIs, or the store is read-only or cannot be written.
        """
        if not _BASE.fullmatch(base):
            raise StoreError(f"{base!r} is no base for IRIs; it must be absolute and end in a slash")
        with self.writing():
            if self.path is not None and base != self.base:
                write_marker(self.path, base)
        self.base = base

    def flush(self) -> None:
        """Write out what is buffered, so that the folder opens quickly even after a crash."""
        if self.path is not None and not self.read_only:
            self.native.flush()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Turn what can go wrong while writing into a StoreError.

        Raises:
            StoreError: The store is read-only, or cannot be written.
        """
        if self.read_only:
            raise StoreError(f"{self._where}: the store was opened for reading only")
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{self._where}: cannot be written: {error}") from error

    @property
    def _where(self) -> str:
        return str(self.path or "store in memory")


def open_store(path: Path | str | None = None, *, create: bool = False, read_only: bool = False) -> Store:
    """Open a store.

    Args:
        path: Its folder; none for a store in memory.
        create: Whether to make the folder if there is none.
        read_only: Whether it is opened for reading only, which works beside a process that writes, and
            shows the graph as it is now.

    Raises:
        StoreError: There is no store, it is another program's folder, of a newer format, or in use.
    """
    if path is None:
        kept = Kept(sqlite3.connect(":memory:", check_same_thread=False))
        return Store(ox.Store(), kept, base=DEFAULT_BASE)
    folder = Path(path)
    base = read_marker(folder)
    if base is None:
        base = lay_out(folder, create=create and not read_only)
    graph, claims = folder / "graph", folder / "claims.sqlite"
    try:
        native = ox.Store.read_only(str(graph)) if read_only else ox.Store(graph)
        uri = f"{claims.resolve().as_uri()}?mode={'ro' if read_only else 'rwc'}"
        kept = Kept(sqlite3.connect(uri, uri=True, check_same_thread=False), writable=not read_only)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(_open_message(folder, error)) from error
    return Store(native, kept, base=base, path=folder, read_only=read_only)


def _open_message(folder: Path, error: Exception) -> str:
    if "lock" in str(error).lower():
        return f"{folder}: in use by another process; try again when it is done"
    return f"{folder}: cannot be opened: {' '.join(str(error).split())}"


def _data(quads: Iterable[ox.Quad]) -> str:
    return " ".join(
        f"{triple} ." if isinstance(quad.graph_name, ox.DefaultGraph) else f"GRAPH {quad.graph_name} {{ {triple} }}"
        for quad in quads
        for triple in [f"{quad.subject} {quad.predicate} {quad.object}"]
    )
