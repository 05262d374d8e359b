"""Time and size of stores of made-up articles, and the time of every library query on a large one on disk.

    python bench/store.py                          # 100, 1,000 and 10,000 articles; queries on 1,000,000 quads
    python bench/store.py --articles 100 --quads 0
    python bench/store.py --articles --store DIR   # only the queries, on a store that is there

Articles come as claims (see bench/generate.py), so that what is timed is the graph and not the language model. A build
is run three times: on an empty folder, with nothing new, and with one article more. Queries are asked of the names that
most claims are about, to the last row written as CSV; best of three, for what else a machine does only adds to it. On a
machine with other work, the seconds of the processor's tell more than those that pass.
"""

from __future__ import annotations

import argparse
import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from generate import World

from kg.graph.build import update
from kg.graph.store import Store, open_store
from kg.jsonl import write_claims
from kg.ontology import load_ontology
from kg.pipeline import build
from kg.query import named_queries, run_query, write_result
from kg.query.library import ENTITY

ROUNDS = 3
SAMPLE = 200  # articles from which the number of articles for so many quads is reckoned

_Any = TypeVar("_Any")
_BUSIEST = """
SELECT ?name (COUNT(*) AS ?claims) { GRAPH ?article { ?claim rdf:subject ?node } ?node a ?kind ; rdfs:label ?name }
GROUP BY ?name ORDER BY DESC(?claims) ?name LIMIT 2"""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--articles", type=int, nargs="*", default=[100, 1_000, 10_000], help="sizes of stores to build"
    )
    parser.add_argument("--quads", type=int, default=1_000_000, help="quads to ask the queries of; 0 for no queries")
    parser.add_argument("--store", type=Path, help="ask the queries of this store")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if chosen.articles:
            print("articles   claims  build s    CPU  again s    CPU  +1 art.    CPU  graph MB claims MB")
        for count in chosen.articles:
            print(_built(count, Path(folder) / str(count)), flush=True)
        if chosen.quads:
            ask(chosen.store or _of_size(chosen.quads, Path(folder)))


def ask(path: Path) -> None:
    """Time the queries of the library on a store."""
    with open_store(path, read_only=True) as store:
        names = [row["name"].value for row in store.select(_BUSIEST)]
        print(f"\nlibrary queries on {_quads(store):,} quads about {' and '.join(names)}\n")
        print("query                    rows  seconds    CPU")
        for name, query in named_queries().items():
            # A query about one asks for the busiest, one about two for the two busiest.
            given = dict(zip((key for key in query.params if query.kinds[key] == ENTITY), names, strict=False))
            timed = [_timed(lambda name=name, given=given: _rows(store, name, given)) for _ in range(ROUNDS)]
            wall, cpu = (min(took[at] for took, _ in timed) for at in (0, 1))
            slow = "  <- over a second" if cpu >= 1 else ""
            print(f"{name:20} {timed[0][1]:8,} {wall:8.2f} {cpu:6.2f}{slow}", flush=True)


def _built(count: int, folder: Path) -> str:
    folder.mkdir()
    given, more, store = folder / "claims.jsonl", folder / "more.jsonl", folder / "store"
    _write(given, range(count))
    _write(more, range(count, count + 1))
    first, summary = _timed(lambda: build([given], store))
    megabytes = [sum(file.stat().st_size for file in store.rglob(name)) / 1e6 for name in ("graph/*", "claims.sqlite*")]
    again, _ = _timed(lambda: build([given], store))
    one, _ = _timed(lambda: build([more], store))
    times = "".join(f"{wall:9.1f} {cpu:6.1f}" for wall, cpu in (first, again, one))
    sizes = "".join(f"{size:10.0f}" for size in megabytes)
    return f"{count:8,} {summary.claims:8,}{times}{sizes}"


def _of_size(quads: int, folder: Path) -> Path:
    """A store of at least so many quads."""
    with open_store() as store:
        ontology = load_ontology()
        update(store, World(ontology).articles(SAMPLE), ontology, "made-up-1")
        each = _quads(store) / SAMPLE
    given, path = folder / "queried.jsonl", folder / "queried"
    _write(given, range(round(1.05 * quads / each)))
    build([given], path)
    return path


def _write(path: Path, numbers: range) -> None:
    world = World(load_ontology())
    with path.open("w", encoding="utf-8") as out:
        for number in numbers:
            write_claims(world.article(number)[1], out)


def _rows(store: Store, name: str, given: dict[str, str]) -> int:
    out = io.BytesIO()
    write_result(run_query(store, name, given), "csv", out, store=store)
    return out.getvalue().count(b"\r\n") - 1


def _quads(store: Store) -> int:
    return sum(1 for _ in store.quads())


def _timed(work: Callable[[], _Any]) -> tuple[tuple[float, float], _Any]:
    """Seconds that pass, seconds of the processor's, and what comes out."""
    begin, busy = time.perf_counter(), time.process_time()
    done = work()
    return (time.perf_counter() - begin, time.process_time() - busy), done


if __name__ == "__main__":
    main()
