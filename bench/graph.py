"""The store: a build from claims, the queries of the library, and kg beside plain pyoxigraph.

    python bench/run.py --only graph

What kg takes as a multiple of what pyoxigraph takes for the same quads and the same SPARQL is measured by `measure` of
bench/stores.py, which also times much larger stores. A build does what a triple store does not (who is who, events,
conflicts), so its seconds stand alone.
"""

from __future__ import annotations

from pathlib import Path
from statistics import median as middle

from bench.generate import World
from bench.measure import Clock, ask, median, peak
from bench.sizes import Size
from bench.stores import busiest, parameters, rows_of
from bench.tables import Part, Ratio, Table
from kg.graph.build import update
from kg.graph.store import open_store
from kg.ontology import load_ontology
from kg.query import named_queries

__all__ = ["asked", "built", "measure"]

QUADS_AN_ARTICLE = 440  # of the made-up ones, about
SLOWEST = 10
RATIOS = {
    "load": "loading a graph",
    "queries": "the queries of the library",
    "turtle": "writing Turtle, against a dump of N-Quads",
    "nquads": "writing N-Quads in order, against a dump in any",
    "library": "the queries of the library, against a dump of N-Quads",
}


def measure(size: Size) -> Part:
    """A build, its queries, and the ratios to plain pyoxigraph."""
    articles = max(50, size.quads // QUADS_AN_ARTICLE // 4)
    folder = str(size.folder / "built")
    made = ask("bench.graph", "built", folder=folder, articles=articles)
    found = [ask("bench.stores", "measure", quads=size.quads) for _ in range(size.rounds)]
    times = {name: middle(each[name] for each in found) for name in RATIOS}
    queries = ask("bench.graph", "asked", folder=folder, rounds=size.rounds)
    more = made["more"]
    built_rows = (
        ("all of them", made["wall"], made["cpu"], round(made["quads"] / made["wall"]), round(made["megabytes"])),
        ("one article more", more["wall"], more["cpu"], None, None),
    )
    slowest = sorted(queries, key=lambda name: -queries[name]["cpu"])[:SLOWEST]
    sums = [sum(each[kind] for each in queries.values()) for kind in ("rows", "cpu")]
    query_rows = (
        *((name, round(queries[name]["rows"]), queries[name]["cpu"] * 1000) for name in slowest),
        (f"all {len(queries)}", round(sums[0]), sums[1] * 1000),
    )
    tables = (
        Table(
            f"kg beside plain pyoxigraph, on disk ({size.quads:,} quads)",
            ("", "times as long"),
            tuple((text, times[name]) for name, text in RATIOS.items()),
            (
                "kg writes the same graph always as the same bytes, each triple once and by subject; a dump has the "
                "order of the index. CPU time.",
            ),
        ),
        Table(
            f"Building from claims ({articles:,} articles, {round(made['quads']):,} quads)",
            ("", "seconds", "of CPU", "quads/s", "peak MB"),
            built_rows,
        ),
        Table(f"The slowest of {len(queries)} queries on that store", ("", "rows", "ms of CPU"), query_rows),
    )
    ratios = {f"{text}, kg / pyoxigraph": Ratio(times[name], more_is_better=False) for name, text in RATIOS.items()}
    ratios["a build of one article more / of all"] = Ratio(more["cpu"] / made["cpu"], more_is_better=False)
    return Part("graph", tables, ratios)


def built(folder: str, articles: int) -> dict[str, object]:
    """Claims of made-up articles into a new store, and then one article `more`."""
    ontology = load_ontology()
    world = World(ontology)
    given = [world.article(number) for number in range(articles + 1)]
    clock = Clock()
    with open_store(folder, create=True) as store:
        update(store, given[:-1], ontology, "made-up-1")
        store.flush()
        took = clock.read()
        clock = Clock()
        update(store, given[-1:], ontology, "made-up-1")
        store.flush()
        more = clock.read()
        count = sum(1 for _ in store.quads())
    return {**took, "megabytes": peak(), "quads": count, "more": more}


def asked(folder: str, *, rounds: int) -> dict[str, dict[str, float]]:
    """The queries of the library: rows, and the median of the processor's seconds."""
    found = {}
    with open_store(Path(folder), read_only=True) as store:
        names = busiest(store)
        for name in named_queries():
            rows, took = 0, []
            for _ in range(rounds):
                clock = Clock()
                rows = rows_of(store, name, parameters(name, names))
                took.append(clock.read())
            found[name] = {"rows": float(rows), "cpu": median(took, "cpu")}
    return found
