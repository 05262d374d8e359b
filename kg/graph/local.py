"""A graph in this process: Oxigraph in memory, or in a folder on disk."""

from __future__ import annotations

import time
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset

from kg.errors import QueryError, StoreError
from kg.graph.sparql import data, names_its_graphs, syntax_message
from kg.graph.vocab import prefixes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.graph.sparql import GraphName, Graphs, QueryResult

__all__ = ["GRAPH", "LocalGraph", "open_local"]

GRAPH = "graph"  # in the folder of a store
_FEW = 2_000
"""Quads up to which a plain transaction is quicker than a bulk load, which makes files of its own."""


class LocalGraph:
    """The quads of a store, in this process."""

    at_once = 50_000  # some 30 MB of quads

    def __init__(self, native: ox.Store, *, path: Path | None = None, read_only: bool = False) -> None:
        """Take over an open Oxigraph store; `path` is its folder, if it has one."""
        self._native: ox.Store | None = native
        self._kept_on_disk = path is not None and not read_only
        self.where = str(path or "store in memory")

    @property
    def native(self) -> ox.Store:
        """The Oxigraph store itself.

        Raises:
            StoreError: The store is closed.
        """
        if self._native is None:
            raise StoreError("the store is closed")
        return self._native

    def query(self, sparql: str, base: str, graphs: Graphs | None = None) -> QueryResult:
        """Run a query, over the union of all graphs where it does not say `FROM` which, or over just these graphs.

        Raises:
            QueryError: It is no query; the message has line and column.
            StoreError: The store cannot be read.
        """
        try:
            return self.native.query(
                sparql,
                prefixes=prefixes(base),
                base_iri=base,
                # Oxigraph passes over FROM when the union is asked for.
                use_default_graph_as_union=graphs is None and not names_its_graphs(sparql),
                default_graph=None if graphs is None else list(graphs.default),
                named_graphs=None if graphs is None else list(graphs.named),
            )
        except (SyntaxError, ValueError) as error:
            raise QueryError(syntax_message(sparql, str(error))) from error
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self.where}: cannot be read: {error}") from error

    def update(self, sparql: str, base: str) -> None:
        """Run an update in one transaction.

        Raises:
            QueryError: It is no update; the message has line and column.
        """
        try:
            self.native.update(sparql, prefixes=prefixes(base), base_iri=base)
        except (SyntaxError, ValueError) as error:
            raise QueryError(syntax_message(sparql, str(error))) from error

    def quads(self, graph: GraphName | None, _base: str) -> Iterator[ox.Quad]:
        """The quads of one graph, or of all."""
        return self.native.quads_for_pattern(None, None, None, graph)

    def quads_of(self, graphs: Sequence[ox.NamedNode], base: str) -> Iterator[ox.Quad]:
        """The quads of some named graphs."""
        return chain.from_iterable(self.quads(graph, base) for graph in graphs)

    def graphs(self, _base: str) -> set[ox.NamedNode]:
        """The names of all named graphs."""
        return {graph for graph in self.native.named_graphs() if isinstance(graph, ox.NamedNode)}

    def change(self, added: Collection[ox.Quad], gone: Collection[ox.Quad]) -> None:
        """Add quads and take others out, in one transaction."""
        if gone:
            # extend() and remove() are transactions of their own; an update of both is one.
            self.native.update(f"DELETE DATA {{ {data(gone)} }} ; INSERT DATA {{ {data(added)} }}")
        elif added:
            self.add(added)

    def add(self, quads: Collection[ox.Quad]) -> None:
        """Add quads, all or none: a bulk load of less than a million quads is one step, too."""
        if len(quads) <= _FEW:
            self.native.extend(quads)
        else:
            self.native.bulk_extend(quads)

    def drop(self, graph: ox.NamedNode) -> None:
        """Remove a named graph, in one transaction."""
        self.native.remove_graph(graph)

    def load(self, quads: Iterable[ox.Quad]) -> None:
        """Add many quads at once, the quickest way there is."""
        self.native.bulk_extend(quads)

    def view(self) -> Dataset:
        """The rdflib view of all graphs, whose default graph is their union."""
        return Dataset(OxigraphStore(store=self.native), default_union=True)

    def flush(self) -> None:
        """Write out what is buffered, so that the folder opens quickly even after a crash."""
        if self._kept_on_disk and self._native is not None:
            self._native.flush()

    def close(self) -> None:
        """Let go of the folder."""
        self._native = None


def open_local(folder: Path, *, read_only: bool) -> LocalGraph:
    """Open the graph in a store's folder.

    Raises:
        OSError: It cannot be opened.
        RuntimeError: It is damaged.
    """
    graph = folder / GRAPH
    if not read_only:
        native = ox.Store(graph)
        for log in graph.glob("LOG.old.*"):  # RocksDB leaves one more of these at every opening
            log.unlink(missing_ok=True)
        return LocalGraph(native, path=folder)
    for pause in (0.0, 0.05, 0.1, 0.2, 0.4):  # a writer may take files away between listing and opening them
        time.sleep(pause)
        try:
            return LocalGraph(ox.Store.read_only(str(graph)), path=folder, read_only=True)
        except (OSError, RuntimeError) as error:
            failed = error
    raise failed
