"""`kg.build` and `kg.open`: a graph of knowledge in a store, to ask, to look at and to hand on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

import pyoxigraph as ox

from kg import pipeline
from kg.api.collections import Articles, Claims, Page, Table
from kg.api.reading import Inputs, parted, settings
from kg.api.wording import in_python
from kg.errors import QueryError
from kg.graph.spans import Span, between, parse_span
from kg.graph.store import open_store
from kg.graph.threshold import restricted
from kg.graph.whole import read_whole
from kg.ontology import load_ontology
from kg.outlets import outlet_of
from kg.output import open_output
from kg.query import run_query
from kg.query.claim_rows import CLAIM_COLUMNS, CLAIMS_SHOWN, graph_claim_row
from kg.query.claims import graph_claims
from kg.query.events import event_rows
from kg.query.find import find_node, find_type
from kg.query.terms import text

if TYPE_CHECKING:
    from types import TracebackType

    import networkx as nx
    from rdflib import Dataset, Graph

    from kg.graph.store import QueryResult, Store
    from kg.ontology import Ontology
    from kg.summary import Summary

__all__ = ["KnowledgeGraph", "build", "open_graph"]

_NUMBERS: Mapping[str, Callable[[str], object]] = {
    "integer": int,
    "decimal": float,
    "double": float,
    "float": float,
    "boolean": lambda text: text == "true",
}
_XSD = "http://www.w3.org/2001/XMLSchema#"
_EVENTS = (
    *("time", "type", "kind", "status", "attested", "participants", "agents", "targets", "occasion", "place"),
    *("articles", "independent", "first_reported", "last_reported", "outlet", "event"),
)
_EVENTS_SHOWN = ("date", "type", "kind", "how", "who", "place", "articles", "independent", "outlet")
_ARTICLES = """
SELECT ?article ?published ?title ?outlet ?url (COUNT(?claim) AS ?claims) {
  GRAPH ?article {
    ?article a schema:NewsArticle
    OPTIONAL { ?article schema:datePublished ?published }
    OPTIONAL { ?article schema:headline ?title }
    OPTIONAL { ?article schema:publisher ?outlet }
    OPTIONAL { ?article schema:url ?url }
    OPTIONAL { ?claim a kg:Claim }
  }
} GROUP BY ?article ?published ?title ?outlet ?url ORDER BY ?published ?article"""


class KnowledgeGraph:
    """A graph built from news, open for reading; `kg.open` and `kg.build` make one.

    In a notebook it shows itself as the interactive view. Close it, or use it with `with`, where many are opened.
    Threads may share one to ask; it cannot be pickled, so a process of its own opens the store again.

    >>> claims = kg.extract(text="Angela Merkel met Vladimir Putin in Moscow. Israel bombed Damascus.")
    >>> with kg.build(claims) as graph:
    ...     [(row["subject"], row["relation"], row["object"]) for row in graph.claims()]
    ...     graph.select("SELECT ?who { ?who kg:metWith kgr:vladimir-putin }")[0]
    ...     graph.query("ASK { kgr:israel kg:bombed kgr:damascus }")
    ...     sorted(graph.network()), graph.table().shape[0], len(graph.events("Israel"))
    [('Angela Merkel', 'metWith', 'Vladimir Putin'), ('Israel', 'bombed', 'Damascus')]
    {'who': 'https://newskg.example/resource/angela-merkel'}
    True
    (['angela-merkel', 'vladimir-putin'], 2, 1)
    """

    def __init__(
        self,
        store: Store,
        *,
        ontology: Ontology,
        summary: Summary | None = None,
        folder: TemporaryDirectory[str] | None = None,
    ) -> None:
        """Take over an open store, and the temporary folder that it is in, if it is in one."""
        self.store = store
        self.ontology = ontology
        self.summary = summary
        self._folder = folder

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<graph in {self.store.where}: {self.store.count_claims():,} claims>"

    def close(self) -> None:
        """Let go of the store; a graph that was built without one is gone."""
        self.store.close()
        if self._folder is not None:
            self._folder.cleanup()

    @property
    def graph(self) -> Dataset:
        """The graph for rdflib: a `Dataset` whose default graph is the union of all, with the usual prefixes.

        Its own `query` is as quick as `KnowledgeGraph.query` only without further arguments.
        """
        return self.store.dataset

    @in_python()
    def query(self, query: str, **params: str) -> Table | bool | Graph:
        """Ask SPARQL, or a query of the library by its name (`kg query --list` has them).

        Args:
            query: SPARQL, in which the usual prefixes (`kg:`, `kgr:`, `rdfs:` ...) are known, or a name.
            params: The parameters of a named query, such as `actor="Vladimir Putin"`.

        Returns:
            A table of SELECT: IRIs and texts as text, numbers and truth as such, dates as ISO 8601 texts; what ASK
            says; an rdflib graph of CONSTRUCT and DESCRIBE.

        Raises:
            QueryError: It is no query (with line and column), or none of that name or with these parameters.
            StoreError: The store cannot be read.
        """
        return _plain(run_query(self.store, query, params))

    @in_python()
    def select(self, query: str, **params: str) -> Table:
        """The rows of a SELECT query, or of a query of the library; the values are those of `query`.

        Args:
            query: SPARQL, in which the usual prefixes are known, or a name.
            params: The parameters of a named query.

        Raises:
            QueryError: It is no SELECT query, or none of that name or with these parameters.
            StoreError: The store cannot be read.
        """
        answers = _plain(run_query(self.store, query, params))
        if not isinstance(answers, Table):
            raise QueryError("a SELECT query is needed for a table")
        return answers

    @in_python()
    def table(self, query: str | None = None, *, library: str | None = None, **params: str) -> Any:
        """A data frame of all claims, one row a claim, or of the answers to a query.

        Args:
            query: SPARQL, or the name of a query of the library; none for all claims.
            library: "pandas" or "polars"; by default the first that is installed.
            params: The parameters of a named query.

        Raises:
            KGError: The library is not installed.
            QueryError: It is no SELECT query, or none of that name or with these parameters.
        """
        return (self.claims() if query is None else self.select(query, **params)).table(library)

    @in_python()
    def claims(self) -> Table:
        """All claims with their sentences, in `kg.query.claim_rows.CLAIM_COLUMNS`, by date of their articles.

        `confidence` is 0..1, `start` and `end` are half-open characters of the article's text; ids are IRIs.
        """
        rows = sorted(map(graph_claim_row, graph_claims(self.store)), key=lambda row: str(row["published"] or "9"))
        return Table(rows, CLAIM_COLUMNS, shown=CLAIMS_SHOWN)

    @in_python()
    def articles(self) -> Table:
        """All articles: IRI, date, title, outlet, address and the number of their claims."""
        found = self.select(_ARTICLES)
        named = ({**row, "outlet": outlet_of(_told(row["outlet"]), _told(row["url"]))} for row in found)
        return Table(named, found.columns)

    @in_python()
    def events(
        self,
        *actors: str,
        type: str | None = None,  # noqa: A002 - the option's own name
        since: str | None = None,
        until: str | None = None,
    ) -> Table:
        """The events in which all of these take part, each once however many articles report it.

        Args:
            actors: Names as people write them.
            type: A PLOVER type (CONSULT) or a relation (metWith).
            since: A day, month or year, ISO 8601; events from then on.
            until: The last day, month or year.

        Raises:
            QueryError: Nobody has that name, or several have; there is no such type; a date is none.
        """
        kept = self.store.kept
        nodes = kept.nodes() if actors else {}
        wanted = None if type is None else find_type([*kept.event_types(), *kept.relations()], type)
        rows = event_rows(
            self.store,
            actors=[find_node(nodes, name).name for name in actors],
            event_type=wanted,
            within=between(_span(since), _span(until)),
        )
        return Table(rows, _EVENTS, shown=_EVENTS_SHOWN)

    @in_python()
    def network(self, *, since: str | None = None, until: str | None = None) -> nx.MultiDiGraph:
        """The actors and the claims between them for networkx: a `MultiDiGraph` of the usual kind.

        Nodes are local names with `label` and `type`; every claim is an edge, from its subject to its object, with
        `relation`, `event_type`, `fact`, `confidence` (0..1), `time`, `article` and `claim`, and its name as key.

        Args:
            since: A day, month or year, ISO 8601; only what has to do with the time from then on.
            until: The last day, month or year.

        Raises:
            QueryError: A date is none.
            StoreError: The store is an endpoint alone.
        """
        from kg.network.graph import make_network

        return make_network(read_whole(self.store), within=between(_span(since), _span(until)))

    @in_python()
    def view(self, *, title: str = "News graph", min_confidence: float = 0.0, height: int = 600) -> Page:
        """The interactive page of the graph; in a notebook it shows itself.

        Args:
            title: Title of the page.
            min_confidence: Draw only the claims at or above that, 0..1, and what they support.
            height: Of its frame in a notebook, in pixels.
        """
        from kg.view import render_html

        with restricted(self.store, min_confidence) as drawn:
            return Page(render_html(drawn, self.ontology, title=title, whole=self.store), height=height)

    @in_python()
    def export(
        self,
        path: str | Path,
        format: str | None = None,  # noqa: A002 - the option's own name
        *,
        context: str | None = None,
        min_confidence: float = 0.0,
        force: bool = False,
    ) -> None:
        """Write the graph as a file.

        Args:
            path: The file, which appears whole or not at all.
            format: One of `kg.export.FORMATS`; by default what the end of the file's name stands for.
            context: The address that `jsonld` names for its context, instead of having it in the file.
            min_confidence: Write only the claims at or above that, 0..1, and what they support.
            force: Whether to replace a file that is there.

        Raises:
            OutputError: The format is unknown, and the name does not tell it; the file exists, or cannot be written.
        """
        from kg.export import export, format_of

        form = format or format_of(Path(path))
        with restricted(self.store, min_confidence) as whole, open_output(Path(path), force=force) as out:
            export(whole, form, out, context=context)

    def _repr_html_(self) -> str:
        return self.view()._repr_html_()


@in_python()
def open_graph(store: str | Path = "kg-store", *, ontology: str | Path | None = None) -> KnowledgeGraph:
    """Open a graph for reading.

    A store is read as it is now: open it again to see what a build has added since.

    Args:
        store: The folder that `kg build` made, or the URL of a SPARQL endpoint.
        ontology: A folder of Turtle files that extends the shipped ontology: the view names relations by it.

    Raises:
        KGError: There is no store, or it cannot be read; the ontology is no good.
    """
    loaded = load_ontology(Path(ontology) if ontology is not None else None)
    return KnowledgeGraph(open_store(store, read_only=True), ontology=loaded)


@in_python()
def build(  # noqa: PLR0913 - all but the first are options
    inputs: Inputs | Claims,
    store: str | Path | None = None,
    *,
    published: str | None = None,
    publisher: str | None = None,
    text_column: str | None = None,
    languages: str | Iterable[str] = (),
    ontology: str | Path | None = None,
    model: str | None = None,
    open_relations: bool = False,
    min_confidence: float | None = None,
    sync: bool = False,
    infer: bool | None = None,
    workers: int = 1,
    strict: bool = False,
) -> KnowledgeGraph:
    """Build a graph of articles, or add them to one; what the store knows already is not read again.

    Args:
        inputs: Files, folders, patterns, addresses, articles as `kg.read` gives them, or claims as `kg.extract` does.
        store: The folder of the graph, which is made if there is none; without one the graph lives in a temporary
            folder and goes with what is returned.
        published: The ISO date of articles that give none.
        publisher: The outlet of articles that name none.
        text_column: The column or field that holds the text, in tables and JSON.
        languages: Codes or names of the languages to read, "any" for all; English by default.
        ontology: A folder of Turtle files that extends the shipped ontology.
        model: A spaCy pipeline by name or path; the bundled one by default.
        open_relations: Whether to tell what no relation of the ontology covers, too.
        min_confidence: Claims below that (0..1) stay out of the graph; the store remembers it.
        sync: Whether articles that are not among the inputs go.
        infer: Whether what follows by the ontology is in a graph of its own; the store remembers it.
        workers: How many processes share the work; with more than one, a script needs the usual
            `if __name__ == "__main__":` around what it does.
        strict: Whether to raise at the first input that cannot be read.

    Returns:
        The graph, open for reading; its `summary` tells what was done.

    >>> with kg.build([kg.make_article("Israel bombed Damascus.")]) as graph:
    ...     graph.summary.new, len(graph.claims())
    (1, 1)

    Raises:
        KGError: The store, the ontology or the model is no good; with `strict`, an input cannot be read.
    """
    folder = Path(ontology) if ontology is not None else None
    reading = replace(
        settings(published, publisher, text_column, languages, strict=strict),
        ontology=folder,
        model=model,
        open_relations=open_relations,
        workers=workers,
    )
    with ExitStack() as undone:
        own = TemporaryDirectory(prefix="kg-") if store is None else None
        if own is not None:
            undone.callback(own.cleanup)
        target = Path(own.name) / "store" if own is not None else Path(store or "")
        with TemporaryDirectory(prefix="kg-") as beside:
            paths = _paths(inputs, Path(beside))
            summary = pipeline.build(paths, target, reading, sync=sync, min_confidence=min_confidence, infer=infer)
        graph = open_graph(target, ontology=folder)
        undone.pop_all()
        return KnowledgeGraph(graph.store, ontology=graph.ontology, summary=summary, folder=own)


def _paths(inputs: Inputs | Claims, folder: Path) -> list[str | Path]:
    """The inputs as the pipeline takes them: what is at hand goes into a file."""
    at_hand = folder / "inputs.jsonl"
    if isinstance(inputs, Claims):
        inputs.save(at_hand)
        return [at_hand] if inputs else []
    paths, articles = parted(inputs)
    if articles:
        Articles(articles).save(at_hand)
        paths.append(at_hand)
    return paths


def _span(text: str | None) -> Span | None:
    span = None if text is None or "/" in text else parse_span(text)
    if text is not None and span is None:
        raise QueryError(f"{text!r} is no date; write it as 2022-03-07, 2022-03 or 2022")
    return span


def _told(value: object) -> str | None:
    return None if value is None else str(value)


def _plain(result: QueryResult) -> Table | bool | Graph:
    if isinstance(result, ox.QuerySolutions):
        columns = [variable.value for variable in result.variables]
        return Table([{name: _value(row[name]) for name in columns} for row in result], columns)
    if isinstance(result, ox.QueryBoolean):
        return bool(result)
    from rdflib import Graph

    graph = Graph()
    graph.parse(data=ox.serialize(result, format=ox.RdfFormat.N_TRIPLES), format="nt")
    return graph


def _value(term: object) -> object:
    if isinstance(term, ox.Literal):
        return _NUMBERS.get(term.datatype.value.removeprefix(_XSD), str)(term.value)
    return text(term) or None
