"""The store beside plain pyoxigraph: loading, the queries of the library, and writing the graph out.

    python bench/run.py --only graph

Both have the same quads on disk. kg's part of a build is linking: from the claims of many articles to entities, events,
conflicts and quads, for which a triple store has nothing; so the loading of the quads alone is shown beside it. Queries
are asked as the same SPARQL, and written as CSV; exports are the same triples in the same format, kg's always in the
same order.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox

from bench.generate import World
from bench.measure import Clock, ask, median, peak, ratio, rounds
from bench.sizes import Size
from bench.tables import Part, Ratio, Table
from kg.export.write import export
from kg.graph.build import update
from kg.graph.store import Store, open_store
from kg.graph.vocab import prefixes
from kg.ontology import load_ontology
from kg.query import named_queries, run_query, write_result
from kg.query.library import ENTITY
from kg.query.run import to_sparql

__all__ = ["asked", "built", "exported", "loaded", "measure"]

QUADS_AN_ARTICLE = 440  # of the made-up ones, about
FORMATS = {"turtle": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS}
SLOWEST = 10
_BUSIEST = """
SELECT ?name (COUNT(*) AS ?claims) { GRAPH ?article { ?claim rdf:subject ?node } ?node a ?kind ; rdfs:label ?name }
GROUP BY ?name ORDER BY DESC(?claims) ?name LIMIT 2"""


def measure(size: Size) -> Part:
    """Loading, queries and exports of one store of made-up articles."""
    folder = size.folder
    articles = max(50, size.quads // QUADS_AN_ARTICLE)
    made = ask("bench.graph", "built", folder=str(folder / "large"), articles=articles)
    quads = folder / "large.nq"
    with open_store(folder / "large", read_only=True) as store, quads.open("wb") as out:
        export(store, "nquads", out)
    works: dict[str, Callable[[], dict[str, float]]] = {
        "plain pyoxigraph, bulk load of the quads": lambda: ask("bench.graph", "loaded", quads=str(quads)),
    }
    for form in FORMATS:
        for plain in (True, False):
            whose = "plain pyoxigraph" if plain else "kg"
            works[f"{whose}, {form} out"] = lambda form=form, plain=plain: ask(  # type: ignore[misc]
                "bench.graph", "exported", folder=str(folder / "large"), form=form, plain=plain
            )
    found = rounds(works, size.rounds)
    found["kg, from claims to a linked graph"] = [made]
    count = round(made["quads"])
    rows = tuple(
        (name, median(each, "wall"), median(each, "cpu"), round(count / median(each, "wall")),
         round(median(each, "megabytes")))
        for name, each in sorted(found.items(), key=lambda item: item[0].partition(", ")[::-1])
    )  # fmt: skip
    table = Table(
        f"The graph of {articles:,} articles on disk ({count:,} quads)",
        ("", "seconds", "of CPU", "quads/s", "peak MB"),
        rows,
    )
    queries, whole = _queries(folder / "large", count, size.rounds)
    ratios = {
        f"kg's {form} out / pyoxigraph's": Ratio(
            ratio(found[f"plain pyoxigraph, {form} out"], found[f"kg, {form} out"]), more_is_better=False
        )
        for form in FORMATS
    }
    ratios["kg's queries / pyoxigraph's"] = Ratio(whole, more_is_better=False)
    return Part("graph", (table, queries), ratios)


def built(folder: str, articles: int) -> dict[str, float]:
    """Claims of made-up articles into a new store."""
    ontology = load_ontology()
    given = list(World(ontology).articles(articles))
    clock = Clock()
    with open_store(folder, create=True) as store:
        update(store, given, ontology, "made-up-1")
        took = clock.read()
        count = sum(1 for _ in store.quads())
    return {**took, "megabytes": peak(), "quads": count}


def loaded(quads: str) -> dict[str, float]:
    """The quads into a new store of Oxigraph's own."""
    place = Path(quads).with_suffix(f".{os.getpid()}")
    clock = Clock()
    store = ox.Store(str(place))
    store.bulk_load(path=quads, format=ox.RdfFormat.N_QUADS)
    store.flush()
    return {**clock.read(), "megabytes": peak()}


def exported(folder: str, form: str, *, plain: bool) -> dict[str, float]:
    """The graph written out, to nowhere; without graphs where the format has none."""
    chosen = FORMATS[form]
    clock = Clock()
    with open_store(folder, read_only=True) as store, Path(os.devnull).open("wb") as out:
        if plain:
            native, known = _native(store), prefixes(store.base)
            if chosen.supports_datasets:
                native.dump(out, chosen, prefixes=known)
            else:  # Oxigraph dumps one graph at a time only
                merged = (quad.triple for quad in native.quads_for_pattern(None, None, None, None))
                ox.serialize(merged, out, chosen, prefixes=known)
        else:
            export(store, form, out)
    return {**clock.read(), "megabytes": peak()}


def asked(folder: str, *, rounds: int) -> dict[str, dict[str, float]]:
    """The queries of the library: rows, and the fewest seconds of the processor's, by kg and by Oxigraph."""
    with open_store(folder, read_only=True) as store:
        names = [row["name"].value for row in store.select(_BUSIEST)]
        return dict(_timed_queries(store, names, rounds))


def _timed_queries(store: Store, names: list[str], count: int) -> Iterator[tuple[str, dict[str, float]]]:
    native = _native(store)
    known = prefixes(store.base)
    for name, query in named_queries().items():
        # A query about one asks for the busiest, one about two for the two busiest.
        given = dict(zip((key for key in query.params if query.kinds[key] == ENTITY), names, strict=False))
        sparql = to_sparql(name, given)
        own, plain, rows = [], [], 0
        for _ in range(count):
            clock = Clock()
            out = io.BytesIO()
            write_result(run_query(store, name, given), "csv", out, store=store)
            own.append(clock.read()["cpu"])
            rows = out.getvalue().count(b"\r\n") - 1
            clock = Clock()
            solutions = native.query(sparql, prefixes=known, base_iri=store.base, use_default_graph_as_union=True)
            if isinstance(solutions, ox.QuerySolutions):
                solutions.serialize(io.BytesIO(), ox.QueryResultsFormat.CSV)
            plain.append(clock.read()["cpu"])
        yield name, {"rows": rows, "kg": min(own), "plain": min(plain)}


def _queries(folder: Path, count: int, times: int) -> tuple[Table, float]:
    found = ask("bench.graph", "asked", folder=str(folder), rounds=times)
    whole = sum(each["kg"] for each in found.values()) / sum(each["plain"] for each in found.values())
    slowest = sorted(found, key=lambda name: -found[name]["kg"])[:SLOWEST]
    totals = [1000 * sum(each[whose] for each in found.values()) for whose in ("kg", "plain")]
    rows = (
        *((name, round(found[name]["rows"]), *(1000 * found[name][whose] for whose in ("kg", "plain")))
          for name in slowest),
        (f"all {len(found)}", round(sum(each["rows"] for each in found.values())), *totals),
    )  # fmt: skip
    note = f"The slowest {SLOWEST} and all together, for which kg takes {whole:.2f} times what pyoxigraph takes."
    title = f"Queries of the library on {count:,} quads"
    return Table(title, ("", "rows", "ms of CPU", "plain pyoxigraph"), rows, (note,)), whole


def _native(store: Store) -> ox.Store:
    graph = store._graph
    native: ox.Store = graph.native  # type: ignore[attr-defined]
    return native
