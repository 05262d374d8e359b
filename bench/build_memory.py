"""Memory of a build from claims, with few articles and with many.

    python bench/run.py --only build_memory
    python bench/build_memory.py 1000 4000   # articles; printed only

`kg build` runs as a command, on claims of made-up articles. Its own process reads, links and writes; all that it ever
held at once is the system's figure for it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.generate import World
from bench.measure import ask, peak
from bench.sizes import Size
from bench.tables import Part, Ratio, Table
from kg.commands.build import build
from kg.jsonl import write_claims
from kg.ontology import load_ontology

__all__ = ["held", "measure"]


def measure(size: Size) -> Part:
    """The peaks of builds of few articles and of many, each in a process of its own."""
    few, many = size.crowd
    peaks = {count: ask("bench.build_memory", "held", articles=count)["megabytes"] for count in (few, many)}
    each = (peaks[many] - peaks[few]) * 1000 / (many - few)
    table = Table(
        "Memory of `kg build` from claims",
        ("articles", "MB at most"),
        tuple((f"{count:,}", round(megabytes)) for count, megabytes in peaks.items()),
        (f"Each article more takes {each:.1f} KB more.",),
    )
    growth = Ratio(peaks[many] / peaks[few], more_is_better=False)
    return Part("build_memory", (table,), {"a build's memory, many articles / few": growth})


def held(articles: int) -> dict[str, float]:
    """The most that a build of so many articles has held, in MB; to be called in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        claims, store = Path(folder) / "claims.jsonl", Path(folder) / "store"
        with claims.open("w", encoding="utf-8") as file:
            for _, found in World(load_ontology()).articles(articles):
                write_claims(found, file)
        build.main([str(claims), "--store", str(store), "--quiet"], standalone_mode=False)
    return {"megabytes": peak()}


if __name__ == "__main__":
    for count in map(int, sys.argv[1:]):
        print(f"{count:,} articles: {ask('bench.build_memory', 'held', articles=count)['megabytes']:.0f} MB at most")
