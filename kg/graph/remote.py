"""A graph at a SPARQL 1.1 endpoint, which may hold other graphs too.

Of such an endpoint only two things are a store's: the named graphs under its base, and of the default graph the triples
of subjects under its base. Nothing else is exported or ever removed. Whether a server shows the union of all graphs as
its default graph is its own affair; both kinds are served.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import pyoxigraph as ox
from rdflib import Dataset
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore

from kg.errors import QueryError, StoreError
from kg.graph.batches import batches
from kg.graph.endpoint import TooLargeError
from kg.graph.quads import derived_graph
from kg.graph.sparql import data, names_its_graphs, syntax_message
from kg.graph.vocab import DEFAULT_BASE, prefixes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kg.graph.endpoint import Endpoint
    from kg.graph.sparql import GraphName, Graphs, QueryResult

__all__ = ["RemoteGraph"]

_REQUEST = 20_000
"""Quads that one update may hold: many times an article's, and short enough for servers that limit requests."""
_AT_ONCE = 50
"""Graphs that are read with one query."""

_IS_PLAIN = "ASK { { SELECT * { GRAPH ?g { ?s ?p ?o } } LIMIT 100 } FILTER NOT EXISTS { ?s ?p ?o } }"


class RemoteGraph:
    """The quads of a store at an endpoint."""

    at_once = _REQUEST

    def __init__(self, endpoint: Endpoint) -> None:
        """Take the addresses; nothing is sent yet."""
        self._endpoint: Endpoint | None = endpoint
        self.where = endpoint.query

    @property
    def endpoint(self) -> Endpoint:
        """The endpoint itself.

        Raises:
            StoreError: The store is closed.
        """
        if self._endpoint is None:
            raise StoreError("the store is closed")
        return self._endpoint

    def query(self, sparql: str, base: str, graphs: Graphs | None = None) -> QueryResult:
        """Run a query, over the graphs that the endpoint gives it where it does not say `FROM` which, or just these.

        Raises:
            QueryError: It is no query; the message has line and column.
            StoreError: The endpoint does not answer.
        """
        try:
            return self._ask(sparql, base, choosing=not names_its_graphs(sparql), graphs=graphs)
        except QueryError:
            # What every SPARQL parser refuses is told by its place in the query as it was written.
            try:
                ox.Store().query(sparql, prefixes=prefixes(base), base_iri=base)
            except (SyntaxError, ValueError) as error:
                raise QueryError(syntax_message(sparql, str(error))) from error
            raise

    def update(self, sparql: str, base: str) -> None:
        """Run an update.

        Raises:
            StoreError: The endpoint does not carry it out.
        """
        self.endpoint.change(_declared(sparql, base))

    def quads(self, graph: GraphName | None, base: str) -> Iterator[ox.Quad]:
        """The quads of one graph, or all that are the store's."""
        if isinstance(graph, ox.NamedNode):
            for triple in self._triples(f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH {graph} {{ ?s ?p ?o }} }}", base):
                yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)
        if graph is None or isinstance(graph, ox.DefaultGraph):
            for triple in self._default(base):
                yield ox.Quad(triple.subject, triple.predicate, triple.object, ox.DefaultGraph())
        if graph is None:
            for graphs in batches(sorted(self.graphs(base), key=str), _AT_ONCE):
                yield from self.quads_of(graphs, base)

    def quads_of(self, graphs: Sequence[ox.NamedNode], base: str) -> Iterator[ox.Quad]:
        """The quads of some named graphs."""
        names = " ".join(map(str, graphs))
        for row in self._rows(f"SELECT * {{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} }}", base):
            yield ox.Quad(row["s"], row["p"], row["o"], row["g"])

    def graphs(self, base: str) -> set[ox.NamedNode]:
        """The names of the named graphs that are the store's."""
        query = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} {_begins('g', base)} }}"
        return {row["g"] for row in self._rows(query, base)}

    def change(self, added: Collection[ox.Quad], gone: Collection[ox.Quad]) -> None:
        """Take quads out and add others: in one request, which servers treat as a transaction, where they are few.

        Raises:
            StoreError: The endpoint does not carry it out.
        """
        if len(added) + len(gone) <= _REQUEST:
            self._change(list(added), list(gone))
            return
        for some in batches(gone, _REQUEST):
            self._change([], some)
        for some in batches(added, _REQUEST):
            self._change(some, [])

    def add(self, quads: Collection[ox.Quad]) -> None:
        """Add quads: in one request where they are few.

        Raises:
            StoreError: The endpoint does not carry it out.
        """
        self.change(quads, ())

    def drop(self, graph: ox.NamedNode) -> None:
        """Remove a named graph."""
        self.endpoint.change(f"DROP SILENT GRAPH {graph}")

    def load(self, quads: Iterable[ox.Quad]) -> None:
        """Add many quads."""
        for some in batches(quads, _REQUEST):
            self._change(some, [])

    def claim(self, base: str) -> None:
        """Make sure that a new store may be built here.

        Raises:
            StoreError: Something else is here, or the endpoint takes no updates.
        """
        self.endpoint.change("INSERT DATA {}")
        if graph := next(iter(self.graphs(base)), None):
            why = f"holds the graph of a store already ({graph.value}); use that store's folder, or empty it first"
            raise StoreError(f"{self.where}: {why}")
        # On a server that shows the union, the default graph is what no named graph has.
        if self._ask("ASK { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }", base):
            why = "holds triples in its default graph that are not kg's; name a dataset of its own"
            raise StoreError(f"{self.where}: {why}")

    def find_base(self) -> str | None:
        """The base of the store whose graph is here, if there is one."""
        query = (
            "SELECT ?g { GRAPH ?g { ?run a prov:Activity ; prov:used ?part } FILTER(STRENDS(STR(?g), $end)) } LIMIT 1"
        )
        end = "/" + derived_graph(DEFAULT_BASE, "provenance").value.removeprefix(DEFAULT_BASE)
        found = [row["g"].value for row in self._rows(query.replace("$end", str(ox.Literal(end))), DEFAULT_BASE)]
        return found[0].removesuffix(end) + "/" if found else None

    def has(self, graph: ox.NamedNode, base: str) -> bool:
        """Whether anything is in a named graph."""
        return bool(self._ask(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}", base))

    def view(self) -> Dataset:
        """The rdflib view of what the endpoint shows."""
        endpoint = self.endpoint
        parts = urlsplit(endpoint.query)
        options: dict[str, Any] = {
            "params": dict(parse_qsl(parts.query, keep_blank_values=True)),
            "headers": {"Authorization": endpoint.authorization} if endpoint.authorization else {},
            "method": "POST_FORM",
        }
        address = urlunsplit(parts._replace(query=""))
        store = (
            SPARQLStore(address, **options)
            if endpoint.update is None
            else SPARQLUpdateStore(address, endpoint.update, **options)
        )
        return Dataset(store, default_union=True)

    def flush(self) -> None:
        """Nothing is buffered here."""

    def close(self) -> None:
        """Forget the endpoint."""
        self._endpoint = None

    def _change(self, added: list[ox.Quad], gone: list[ox.Quad]) -> None:
        try:
            self.endpoint.change(f"DELETE DATA {{ {data(gone)} }} ;\nINSERT DATA {{ {data(added)} }}")
        except TooLargeError:
            if len(added) + len(gone) < 2:
                raise
            self._change([], gone[: len(gone) // 2])
            self._change([], gone[len(gone) // 2 :])
            self._change(added[: len(added) // 2], [])
            self._change(added[len(added) // 2 :], [])

    def _default(self, base: str) -> Iterable[ox.Triple]:
        # A server that shows the union would give the named graphs, too.
        own = "" if self._ask(_IS_PLAIN, base) else "FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } }"
        return self._triples(f"CONSTRUCT {{ ?s ?p ?o }} {{ ?s ?p ?o {_begins('s', base)} {own} }}", base)

    def _triples(self, query: str, base: str) -> Iterable[ox.Triple]:
        found = self._ask(query, base)
        if not isinstance(found, list):
            raise StoreError(f"{self.where}: answers CONSTRUCT with something else than triples")
        return found

    def _rows(self, query: str, base: str) -> ox.QuerySolutions:
        found = self._ask(query, base)
        if not isinstance(found, ox.QuerySolutions):
            raise StoreError(f"{self.where}: answers SELECT with something else than rows")
        return found

    def _ask(
        self, query: str, base: str, *, choosing: bool = False, graphs: Graphs | None = None
    ) -> ox.QuerySolutions | ox.QueryBoolean | list[ox.Triple]:
        return self.endpoint.ask(_declared(query, base), choosing=choosing, graphs=graphs)


def _declared(sparql: str, base: str) -> str:
    names = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in prefixes(base).items())
    return f"BASE <{base}>\n{names}{sparql}"


def _begins(variable: str, base: str) -> str:
    return f"FILTER(STRSTARTS(STR(?{variable}), {ox.Literal(base)}))"
