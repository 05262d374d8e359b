"""Time and size of stores of made-up articles.

    python bench/store.py                          # 100, 1,000 and 10,000 articles
    python bench/store.py --articles 100

Articles come as claims (see bench/generate.py), so that what is timed is the graph and not the language model. A build
is run three times: on an empty folder, with nothing new, and with one article more. What large stores answer and write,
bench/stores.py times. On a machine with other work, the seconds of the processor's tell more than those that pass.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from generate import World

from kg.jsonl import write_claims
from kg.ontology import load_ontology
from kg.pipeline import build

_Any = TypeVar("_Any")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--articles", type=int, nargs="*", default=[100, 1_000, 10_000], help="sizes of stores to build"
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if chosen.articles:
            print("articles   claims  build s    CPU  again s    CPU  +1 art.    CPU  graph MB claims MB")
        for count in chosen.articles:
            print(_built(count, Path(folder) / str(count)), flush=True)


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


def _write(path: Path, numbers: range) -> None:
    world = World(load_ontology())
    with path.open("w", encoding="utf-8") as out:
        for number in numbers:
            write_claims(world.article(number)[1], out)


def _timed(work: Callable[[], _Any]) -> tuple[tuple[float, float], _Any]:
    """Seconds that pass, seconds of the processor's, and what comes out."""
    begin, busy = time.perf_counter(), time.process_time()
    done = work()
    return (time.perf_counter() - begin, time.process_time() - busy), done


if __name__ == "__main__":
    main()
