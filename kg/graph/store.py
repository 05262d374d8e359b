"""Where a graph lives: in memory, in a folder on disk, or at a SPARQL 1.1 endpoint.

A folder holds `kg-store.json` (what it is, and which format), `kg-store.lock`, `claims.sqlite` (the claims of each
article, unlinked) and `graph/` (Oxigraph), in whose place the first may name an endpoint. One process writes at a time;
others may read beside it. An endpoint may also be opened by its address alone, to be read.
"""

from __future__ import annotations

import re
import sqlite3
import weakref
from contextlib import contextmanager, suppress
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.graph.batches import batches
from kg.graph.claims_file import open_claims
from kg.graph.endpoint import is_address, open_endpoint
from kg.graph.folder import Marker, ensure_folder, read_marker, write_marker
from kg.graph.kept import Kept
from kg.graph.local import LocalGraph, open_local
from kg.graph.lock import Lock, hold
from kg.graph.quads import derived_graph
from kg.graph.remote import RemoteGraph
from kg.graph.sparql import QueryResult
from kg.graph.vocab import DEFAULT_BASE, prefixes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    from rdflib import Dataset

    from kg.graph.endpoint import Endpoint
    from kg.graph.sparql import GraphName, Graphs

__all__ = ["QueryResult", "Store", "open_store"]

_BASE = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|^`\\#]*/")
# The entities that articles name; on a server that shows the union, the gazetteer's are told apart by their graph.
_ENTITIES = """
SELECT (COUNT(DISTINCT ?entity) AS ?n) {{
  ?entity rdfs:label ?label FILTER(STRSTARTS(STR(?entity), "{base}resource/"))
  FILTER NOT EXISTS {{ GRAPH ?derived {{ ?entity rdfs:label ?label }} }}
}}"""
_CLAIMS = "SELECT (COUNT(*) AS ?n) { GRAPH ?article { ?claim a kg:Claim } }"
_NAMED_AT_ONCE = 500
_READ_AT_ONCE = 50
_STEPS = 10  # in which quads are gathered until they are enough to be added together


class Graph(Protocol):
    """What holds the quads of a store; `base` is what its IRIs begin with."""

    where: str
    at_once: int  # quads that are best added together

    def query(self, sparql: str, base: str, graphs: Graphs | None = None) -> QueryResult: ...
    def quads(self, graph: GraphName | None, base: str) -> Iterator[ox.Quad]: ...
    def quads_of(self, graphs: Sequence[ox.NamedNode], base: str) -> Iterator[ox.Quad]: ...
    def graphs(self, base: str) -> set[ox.NamedNode]: ...
    def update(self, sparql: str, base: str) -> None: ...
    def change(self, added: Collection[ox.Quad], gone: Collection[ox.Quad]) -> None: ...
    def add(self, quads: Collection[ox.Quad]) -> None: ...
    def drop(self, graph: ox.NamedNode) -> None: ...
    def load(self, quads: Iterable[ox.Quad]) -> None: ...
    def view(self) -> Dataset: ...
    def flush(self) -> None: ...
    def close(self) -> None: ...


class Store:
    """An open store; `open_store` makes one. Use it with `with`, or close it.

    `dataset` is the rdflib view, whose default graph is the union of all; `query` is the fast way.
    """

    def __init__(
        self,
        graph: Graph,
        kept: Kept | None,
        *,
        marker: Marker,
        path: Path | None = None,
        read_only: bool = False,
        lock: Lock | None = None,
    ) -> None:
        """Take over an open graph, the claims kept beside it, if they are at hand, and the lock of both."""
        self.path = path
        self.read_only = read_only
        self._marker = marker
        self._graph = graph
        self._kept = kept
        self._let_go = weakref.finalize(self, _let_go, kept, lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
        else:
            with suppress(StoreError):  # what went wrong first is what is to be told
                self.close()

    def close(self) -> None:
        """Write out what is buffered and let go of the folder.

        Raises:
            StoreError: It cannot be written; what was written before is there.
        """
        try:
            if not self.read_only:
                self.flush()
        finally:
            if "dataset" in self.__dict__:
                self.dataset.close()
                del self.dataset
            self._graph.close()
            self._let_go()

    @property
    def base(self) -> str:
        """What all IRIs begin with that the store mints."""
        return self._marker.base

    @property
    def endpoint(self) -> str | None:
        """The URL for queries of the endpoint that holds the graph; none where the store holds it itself."""
        return self._marker.query

    @property
    def kept(self) -> Kept:
        """The claims that the graph is made from.

        Raises:
            StoreError: The store was opened by the address of its endpoint, where there are none.
        """
        if self._kept is None:
            raise StoreError(f"{self.where}: has the graph alone, and this asks for more; name the store's folder")
        return self._kept

    @property
    def alone(self) -> bool:
        """Whether it is an endpoint opened by its address: the graph alone, without what it was made from."""
        return self._kept is None

    @property
    def where(self) -> str:
        """The folder or the address, for messages."""
        return str(self.path or self._graph.where)

    @cached_property
    def dataset(self) -> Dataset:
        """The rdflib view of the same graphs."""
        dataset = self._graph.view()
        for prefix, namespace in prefixes(self.base).items():
            dataset.bind(prefix, namespace, replace=True)
        return dataset

    def query(self, sparql: str, graphs: Graphs | None = None) -> QueryResult:
        """Run SPARQL, over the union of all graphs where it does not say `FROM` which, or over just these graphs.

        The usual prefixes need no declaration. What an endpoint takes for the default graph is its own affair.

        Raises:
            QueryError: It is no query; the message has line and column.
            StoreError: The store cannot be read.
        """
        return self._graph.query(sparql, self.base, graphs)

    def update(self, sparql: str) -> None:
        """Run SPARQL Update in one transaction; its default graph is the default graph alone.

        What builds make they make again: see `kg.graph.own` for what an update had better leave alone.

        Raises:
            QueryError: It is no update; the message has line and column.
            StoreError: The store is read-only, or cannot be written.
        """
        with self.writing():
            self._graph.update(sparql, self.base)

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

    def quads(self, graph: GraphName | None = None) -> Iterator[ox.Quad]:
        """The quads of one graph, or of all."""
        return self._graph.quads(graph, self.base)

    def by_graph(self) -> Iterator[Iterator[ox.Quad]]:
        """All quads, of a few graphs at a time, in the order of the graphs' names; the default graph is the last."""
        for names in batches(sorted(self.graphs(), key=str), _READ_AT_ONCE):
            yield self.quads_of(names)
        yield self.quads(ox.DefaultGraph())

    def quads_of(self, graphs: Sequence[ox.NamedNode]) -> Iterator[ox.Quad]:
        """The quads of some named graphs, of which an endpoint is asked at once."""
        return self._graph.quads_of(graphs, self.base)

    def graphs(self) -> set[ox.NamedNode]:
        """The names of all named graphs."""
        return self._graph.graphs(self.base)

    def labels(self, terms: Iterable[object]) -> Mapping[ox.NamedNode, str]:
        """The labels of those terms that have one."""
        nodes = sorted({term for term in terms if isinstance(term, ox.NamedNode)}, key=str)
        found: dict[ox.NamedNode, str] = {}
        for some in batches(nodes, _NAMED_AT_ONCE):
            values = " ".join(map(str, some))
            query = f"SELECT ?node ?label {{ VALUES ?node {{ {values} }} ?node rdfs:label ?label }}"
            for row in self.select(query):
                label = row["label"].value
                found[row["node"]] = min(label, found.get(row["node"], label))
        return found

    def count_entities(self) -> int:
        """How many entities the graph has."""
        return self._count(_ENTITIES.format(base=self.base))

    def count_claims(self) -> int:
        """How many claims the graph has: fewer than are kept, where some are below the threshold."""
        return self._count(_CLAIMS)

    def replace(self, graph: GraphName, quads: Iterable[ox.Quad]) -> bool:
        """Make a graph hold just these quads; say whether that changed anything.

        This is one transaction, but for graphs of more quads than are best added together: these are taken as they
        are made, and written in several. Builds mark the store as being rewritten, and do again what broke off.

        Raises:
            StoreError: The store is read-only, or cannot be written.
        """
        coming = iter(quads)
        first = list(islice(coming, self._graph.at_once))
        if len(first) == self._graph.at_once:
            return self._replace_large(graph, first, coming)
        added, gone = set(first), list[ox.Quad]()
        nothing = not added
        for quad in self.quads(graph):
            try:
                added.remove(quad)
            except KeyError:
                gone.append(quad)
        with self.writing():
            if nothing and isinstance(graph, ox.NamedNode):
                self._graph.drop(graph)
            elif added or gone:
                self._graph.change(added, gone)
        return bool(added or gone)

    def _replace_large(self, graph: GraphName, first: list[ox.Quad], coming: Iterable[ox.Quad]) -> bool:
        """The same in as many transactions as it takes; what is there is known by digests alone.

        The first quads are used up, so that nobody holds them while the others come.
        """
        from kg.graph.digests import Digests  # numpy, which small graphs do without

        most = self._graph.at_once
        there = Digests(self.quads(graph))
        changed, added, gone = False, there.meet(first), list[ox.Quad]()
        first.clear()
        step = max(1, most // _STEPS)
        with self.writing():
            for some in map(there.meet, batches(coming, step)):
                if len(added) + len(some) > most:
                    self._graph.add(added)
                    changed, added = True, []
                added += some
            for some in there.unmet(batches(self.quads(graph), step)) if not there.all_met() else ():
                if len(gone) + len(some) > most:
                    self._graph.change([], gone)
                    changed, gone = True, []
                gone += some
            if added or gone:
                self._graph.change(added, gone)
                changed = True
        return changed

    def fill(self, graphs: Iterable[Iterable[ox.Quad]]) -> None:
        """Add graphs that are not there yet, each whole, several in one transaction.

        Raises:
            StoreError: The store is read-only, or cannot be written.
        """
        waiting: list[ox.Quad] = []
        with self.writing():
            for quads in graphs:
                more = list(quads)
                if waiting and len(waiting) + len(more) > self._graph.at_once:
                    self._graph.add(waiting)
                    waiting = []
                waiting += more
            if waiting:
                self._graph.add(waiting)

    def load(self, quads: Iterable[ox.Quad]) -> None:
        """Add many quads to their graphs, quickly.

        Raises:
            StoreError: The store is read-only, or cannot be written.
        """
        with self.writing():
            self._graph.load(quads)

    def set_base(self, base: str) -> None:
        """Change the base under which IRIs are minted; what the graph has under another one goes.

        Raises:
            StoreError: It is no base for IRIs, or the store is read-only or cannot be written.
        """
        if not _BASE.fullmatch(base):
            raise StoreError(f"{base!r} is no base for IRIs; it must be absolute and end in a slash")
        with self.writing():
            if base != self.base:
                self.kept.forget_written()
                names: list[GraphName] = [*self.graphs(), ox.DefaultGraph()]
                for graph in names:
                    self.replace(graph, ())
                self._marker = Marker(base, self._marker.query, self._marker.update)
                if self.path is not None:
                    write_marker(self.path, self._marker)

    def flush(self) -> None:
        """Write out what is buffered, so that the folder opens quickly even after a crash."""
        with self.writing():
            self._graph.flush()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Turn what can go wrong while writing into a StoreError.

        Raises:
            StoreError: The store is read-only, or cannot be written.
        """
        if self.read_only:
            raise StoreError(f"{self.where}: the store was opened for reading only")
        try:
            yield
        except (OSError, RuntimeError, sqlite3.Error) as error:  # RuntimeError: Oxigraph's for a damaged folder
            raise StoreError(f"{self.where}: cannot be written: {' '.join(str(error).split())}") from error

    def _count(self, query: str) -> int:
        return sum(int(row["n"].value) for row in self.select(query))


def open_store(
    path: Path | str | None = None,
    *,
    create: bool = False,
    read_only: bool = False,
    endpoint: str | None = None,
    update_endpoint: str | None = None,
    wait: float = 0.0,
    on_wait: Callable[[str], object] | None = None,
) -> Store:
    """Open a store.

    Args:
        path: Its folder, or the URL of an endpoint to be read; none for a store in memory.
        create: Whether to make the folder if there is none.
        read_only: Whether it is opened for reading only, which works beside a process that writes, and
            shows the graph as it is now.
        endpoint: The URL for queries of the endpoint that holds the graph; the folder remembers it.
        update_endpoint: The URL for updates; by default the same, with `update` for a `query` at its end.
        wait: How many seconds to wait for another process that writes.
        on_wait: Is told in one line that there is something to wait for.

    Raises:
        StoreError: There is no store, it is another program's folder, of a newer format, or in use; the endpoint
            does not answer, or holds something else.
    """
    if path is None:
        kept = Kept(sqlite3.connect(":memory:", check_same_thread=False))
        return Store(LocalGraph(ox.Store()), kept, marker=Marker())
    if is_address(str(path)):
        return _open_address(str(path), read_only=read_only)
    folder = Path(path)
    at = None if endpoint is None else open_endpoint(endpoint, update_endpoint, writable=True)
    if read_marker(folder) is None:
        ensure_folder(folder, create=create and not read_only)
    lock = None if read_only else hold(folder, wait=wait, on_wait=on_wait)
    try:
        return _open_folder(folder, at, lock, read_only=read_only)
    except BaseException as error:
        if lock is not None:
            lock.release()
        if isinstance(error, (OSError, RuntimeError, sqlite3.Error)):
            raise StoreError(_open_message(folder, error)) from error
        raise


def _open_folder(folder: Path, at: Endpoint | None, lock: Lock | None, *, read_only: bool) -> Store:
    found = read_marker(folder)  # only now nobody changes it
    marker = found or (Marker() if at is None else Marker(query=at.query, update=at.update))
    if at is not None and (at.query, at.update) != (marker.query, marker.update):
        held = f"at {marker.query}" if marker.query else "in the folder itself"
        raise StoreError(f"{folder}: its graph is kept {held}, not at {at.query}; name another folder for a new store")
    kept = open_claims(folder, read_only=read_only)
    try:
        if marker.query is None:
            graph: Graph = open_local(folder, read_only=read_only)
        else:
            graph = _open_remote(at or open_endpoint(marker.query, marker.update), marker.base, kept, new=found is None)
    except BaseException:
        kept.close()
        raise
    if found is None:
        write_marker(folder, marker)
    return Store(graph, kept, marker=marker, path=folder, read_only=read_only, lock=lock)


def _open_remote(endpoint: Endpoint, base: str, kept: Kept, *, new: bool) -> RemoteGraph:
    """An endpoint that is away is told before any work is done, and one that came back empty is filled again."""
    graph = RemoteGraph(endpoint)
    if new:
        graph.claim(base)
    elif kept.writable and not graph.has(derived_graph(base, "provenance"), base):
        kept.forget_written()
    return graph


def _open_address(address: str, *, read_only: bool) -> Store:
    if not read_only:
        raise StoreError(
            f"{open_endpoint(address).query}: can only be read; to build there, name a folder as the store and this as "
            "its endpoint"
        )
    graph = RemoteGraph(open_endpoint(address))
    return Store(graph, None, marker=Marker(graph.find_base() or DEFAULT_BASE), read_only=True)


def _let_go(kept: Kept | None, lock: Lock | None) -> None:
    if kept is not None:
        kept.close()
    if lock is not None:
        lock.release()


def _open_message(folder: Path, error: Exception) -> str:
    if "lock" in str(error).lower():
        return f"{folder}: in use by another process; try again when it is done"
    return f"{folder}: cannot be opened: {' '.join(str(error).split())}"
