"""Large stores on disk: how long they take to load, to be asked every query of the library, and to be written out.

    python bench/stores.py                          # 1,000,000 quads
    python bench/stores.py --quads 10000000         # some gigabytes in the folder for temporary files, and half an hour
    python bench/stores.py --store DIR --quads 0    # what a build made; commands that need its claims are timed, too

The graph is that of made-up articles, written quad by quad as a build would write it (see bench/made.py). Queries are
asked of the names that most claims are about, to the last row written as CSV; commands and exports run in processes of
their own, so that the most memory that each takes (VmHWM) can be told. Next to each export stands Oxigraph's own dump
of the same store. Seconds are the processor's: on a machine with other work those that pass tell little.

`measure` gives the same for a smaller graph as ratios to what plain pyoxigraph takes, for tables that are kept.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.generate import World
from bench.made import MadeGraph
from kg.export import export
from kg.graph.store import Store, open_store
from kg.graph.vocab import prefixes
from kg.ontology import load_ontology
from kg.query import named_queries, run_query, write_result
from kg.query.library import ENTITY
from kg.query.run import to_sparql

ROUNDS = 3
SAMPLE = 200  # articles from which the number of articles for so many quads is reckoned
AT_ONCE = 50_000  # quads, as builds add them

KG = "from kg.cli import main; main()"
DUMP = """
import sys, pyoxigraph as ox
ox.Store.read_only(sys.argv[1]).dump(sys.argv[2], ox.RdfFormat.N_QUADS)"""
COMMANDS = {
    "query --list": ["query", "--list"],
    "query relations": ["query", "relations", "--store", "STORE"],
    "query actor-profile": ["query", "actor-profile", "--actor", "NAME", "--store", "STORE"],
    "export turtle": ["export", "--format", "turtle", "--store", "STORE", "--output", "OUT"],
    "export trig": ["export", "--format", "trig", "--store", "STORE", "--output", "OUT"],
    "export nquads": ["export", "--format", "nquads", "--store", "STORE", "--output", "OUT"],
}
OF_BUILDS = {
    "status": ["status", "--store", "STORE"],
    "entities NAME": ["entities", "NAME", "--store", "STORE"],
    "search, first": ["search", "sanctions", "--store", "STORE"],
    "search, again": ["search", "sanctions", "--store", "STORE"],
    "timeline NAME": ["timeline", "NAME", "--store", "STORE"],
    "view": ["view", "--store", "STORE", "--output", "OUT"],
}

_BUSIEST = """
SELECT ?name (COUNT(*) AS ?claims) { GRAPH ?article { ?claim rdf:subject ?node } ?node a ?kind ; rdfs:label ?name }
GROUP BY ?name ORDER BY DESC(?claims) ?name LIMIT 2"""


class Cost(NamedTuple):
    """What a piece of work took: seconds that passed, seconds of the processor's, megabytes at most (VmHWM)."""

    wall: float
    cpu: float
    megabytes: float

    def __str__(self) -> str:
        return f"{self.wall:9.1f} {self.cpu:9.1f} {self.megabytes:9.0f}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quads", type=int, default=1_000_000, help="how many to make; 0 for none")
    parser.add_argument("--store", type=Path, help="a store that is there")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each query is asked")
    parser.add_argument("--make", type=Path, help="only make the store, in this folder")
    chosen = parser.parse_args()
    if chosen.make:
        make_store(chosen.make, chosen.quads)
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        if chosen.store:
            ask(chosen.store, chosen.rounds)
            run_commands(chosen.store, {**COMMANDS, **OF_BUILDS}, place)
        if chosen.quads:
            path = place / "store"
            made = run([sys.executable, __file__, "--make", str(path), "--quads", str(chosen.quads)])
            size = sum(file.stat().st_size for file in path.rglob("*")) / 1e6
            print("\nwhat                     seconds       CPU        MB    on disk")
            print(f"{'made and loaded':20} {made} {size:7,.0f} MB")
            ask(path, chosen.rounds)
            run_commands(path, COMMANDS, place)


def measure(quads: int = 100_000) -> dict[str, float]:
    """What kg takes for a graph of about so many quads on disk as multiples of what plain pyoxigraph takes.

    `load` is for adding the graphs as a build does, `queries` for all of the library with their names looked up,
    `nquads` and `turtle` for writing the graph out in order, against Oxigraph's dump in its own order. `library` is
    what all queries take as a multiple of that dump. Seconds are the processor's.
    """
    given = list(_made(quads).quads())
    with tempfile.TemporaryDirectory() as folder:
        plain_path, path = str(Path(folder) / "plain"), Path(folder) / "store"
        load_plain = _seconds(lambda: _load_plainly(plain_path, given))
        with open_store(path, create=True) as store:
            load = _seconds(lambda: _load(store, given))
        native = ox.Store.read_only(plain_path)
        with open_store(path, read_only=True) as store:
            names = busiest(store)
            asked = {name: parameters(name, names) for name in named_queries()}
            sparql = {name: to_sparql(name, given) for name, given in asked.items()}
            known, base = prefixes(store.base), store.base

            def ask_plain() -> None:
                for text in sparql.values():
                    found = native.query(text, prefixes=known, base_iri=base, use_default_graph_as_union=True)
                    assert isinstance(found, ox.QuerySolutions)
                    found.serialize(io.BytesIO(), ox.QueryResultsFormat.CSV)

            def ask_all() -> None:
                for name, params in asked.items():
                    rows_of(store, name, params)

            dump = _best(lambda: native.dump(io.BytesIO(), ox.RdfFormat.N_QUADS))
            queries = _best(ask_all)
            return {
                "load": load / load_plain,
                "queries": queries / _best(ask_plain),
                "library": queries / dump,
                "nquads": _best(lambda: export(store, "nquads", io.BytesIO())) / dump,
                "turtle": _best(lambda: export(store, "turtle", io.BytesIO())) / dump,
            }


def make_store(path: Path, quads: int) -> None:
    """Load a made-up graph of at least so many quads, article by article."""
    with open_store(path, create=True) as store:
        store.load(_made(quads).quads())


def ask(path: Path, rounds: int = ROUNDS) -> None:
    """Time the queries of the library on a store."""
    with open_store(path, read_only=True) as store:
        names = busiest(store)
        print(f"\nlibrary queries on {_count(store):,} quads about {' and '.join(names)}\n")
        print("query                    rows   seconds       CPU")
        for name in named_queries():
            given, best, rows = parameters(name, names), (float("inf"), float("inf")), 0
            for _ in range(rounds):
                begin, busy = time.perf_counter(), time.process_time()
                rows = rows_of(store, name, given)
                best = min(best, (time.process_time() - busy, time.perf_counter() - begin))
            slow = "  <- over a second" if best[0] >= 1 else ""
            print(f"{name:20} {rows:8,} {best[1]:9.2f} {best[0]:9.2f}{slow}", flush=True)


def busiest(store: Store) -> list[str]:
    """The two names that most claims are about."""
    return [row["name"].value for row in store.select(_BUSIEST)]


def parameters(query: str, names: list[str]) -> dict[str, str]:
    """The busiest for a query about one, the two busiest for one about two."""
    named = named_queries()[query]
    return dict(zip((key for key in named.params if named.kinds[key] == ENTITY), names, strict=False))


def rows_of(store: Store, query: str, given: dict[str, str]) -> int:
    """Ask a query to the last row, and count the rows."""
    out = io.BytesIO()
    write_result(run_query(store, query, given), "csv", out, store=store)
    return out.getvalue().count(b"\r\n") - 1


def run_commands(path: Path, commands: dict[str, list[str]], place: Path) -> None:
    """Time commands on a store, each in a process of its own, and Oxigraph's dump of it."""
    out = place / "out"
    with open_store(path, read_only=True) as store:
        (name, *_) = busiest(store)
    print("\ncommand                  seconds       CPU        MB    written", flush=True)
    graph, dump = str(path / "graph"), [sys.executable, "-c", DUMP]
    print(f"{'pyoxigraph dump':20} {run([*dump, graph, str(out)])} {_written(out)}", flush=True)
    for title, words in commands.items():
        given = [{"STORE": str(path), "NAME": name, "OUT": str(out)}.get(word, word) for word in words]
        print(f"{title:20} {run([sys.executable, '-c', KG, *given])} {_written(out)}", flush=True)


def run(command: list[str]) -> Cost:
    """Run a command to its end, and say what it took."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=Path(__file__).parent.parent)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(time.perf_counter() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _made(quads: int) -> MadeGraph:
    world = World(load_ontology())
    each = sum(1 for _ in MadeGraph(world, SAMPLE).quads()) / SAMPLE
    return MadeGraph(world, round(1.02 * quads / each))


def _load_plainly(path: str, quads: list[ox.Quad]) -> None:
    store = ox.Store(path)
    store.bulk_extend(quads)
    store.flush()


def _load(store: Store, quads: list[ox.Quad]) -> None:
    store.fill(_batches(quads))
    store.flush()


def _batches(quads: list[ox.Quad]) -> Iterator[list[ox.Quad]]:
    return (quads[start : start + AT_ONCE] for start in range(0, len(quads), AT_ONCE))


def _written(path: Path) -> str:
    if not path.exists():
        return ""
    size = path.stat().st_size / 1e6
    path.unlink()
    return f"{size:7,.0f} MB"


def _count(store: Store) -> int:
    return sum(int(row["n"].value) for row in store.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))


def _seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _best(work: Callable[[], object]) -> float:
    return min(_seconds(work) for _ in range(ROUNDS))


if __name__ == "__main__":
    main()
