"""Writes docs/ten-million.md: what ten million articles cost, reckoned from the rates in bench/rates.json.

    python bench/rates.py && python scripts/ten_million_page.py

tests/test_ten_million_page.py holds that the page is up to date, and the arithmetic.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import ceil, log
from pathlib import Path
from typing import Any

__all__ = ["PAGE", "RATES", "Assumed", "Reckoned", "draw_page", "reckon"]

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "ten-million.md"
RATES = ROOT / "bench" / "rates.json"
_HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Assumed:
    """What is assumed, not measured: the news, and the machines at hand."""

    articles: int = 10_000_000
    words: int = 475  # of an article, between 450 and 500, as agencies and newspapers write them
    nodes: int = 4
    cores: int = 64  # of a node
    memory: int = 256 * 10**9  # bytes of a node
    share: float = 0.8  # of the memory that one process may use


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What follows: times in hours, sizes in bytes; a shard is what one store holds."""

    reading_core_hours: float
    reading_hours: float
    part_bytes: float
    claims: float
    claim_memory: float
    exponent: float
    most_articles: int
    shards: int
    shard_hours: float
    linking_hours: float
    shard_kept_bytes: float
    quads: float
    packed_bytes: float
    loading_hours: float
    disk_bytes: float


def reckon(rates: dict[str, Any], assumed: Assumed) -> Reckoned:
    """From measured rates and assumptions to hours and bytes."""
    reading, (small, large), storing = rates["reading"], rates["building"], rates["storing"]
    words = assumed.articles * assumed.words
    core_hours = words / reading["words"] * reading["seconds"] / _HOUR
    claims = words * reading["claims"] / reading["words"]
    a_claim = (large["peak_bytes"] - small["peak_bytes"]) / (large["claims"] - small["claims"])
    # Time grows as a power of the number of claims: a straight line through two points on logarithmic scales.
    exponent = log(large["seconds"] / small["seconds"]) / log(large["claims"] / small["claims"])
    base = small["peak_bytes"] - a_claim * small["claims"]
    each = claims / assumed.articles
    fits = (assumed.memory * assumed.share - base) / a_claim / each
    most = int(fits // 10_000 * 10_000)
    shards = ceil(assumed.articles / most)
    shard_claims = claims / shards
    shard_hours = large["seconds"] * (shard_claims / large["claims"]) ** max(1.0, exponent) / _HOUR
    quads = claims * storing["quads"] / large["claims"]
    a_quad = quads / storing["quads"]
    return Reckoned(
        reading_core_hours=core_hours,
        reading_hours=core_hours / assumed.nodes / assumed.cores,
        part_bytes=words * reading["part_bytes"] / reading["words"],
        claims=claims,
        claim_memory=a_claim,
        exponent=exponent,
        most_articles=most,
        shards=shards,
        shard_hours=shard_hours,
        linking_hours=shard_hours * ceil(shards / assumed.nodes),
        shard_kept_bytes=shard_claims * large["kept_bytes"] / large["claims"],
        quads=quads,
        packed_bytes=storing["packed_bytes"] * a_quad,
        loading_hours=storing["load_seconds"] * a_quad / _HOUR,
        disk_bytes=storing["disk_bytes"] * a_quad,
    )


def draw_page(rates: dict[str, Any], assumed: Assumed = Assumed()) -> str:
    """The page."""
    found = reckon(rates, assumed)
    reading, (small, large), storing = rates["reading"], rates["building"], rates["storing"]
    rate = reading["words"] / reading["seconds"]
    slowest, took = max(storing["query_seconds"].items(), key=lambda item: item[1])
    rows = (
        ("Reading", f"{rate:,.0f} words a second and core", f"{found.reading_core_hours:,.0f} core-hours"),
        ("", f"{assumed.nodes} nodes of {assumed.cores} cores", f"**{_hours(found.reading_hours)}**"),
        ("Parts", f"{reading['part_bytes'] / reading['words']:.1f} bytes a word", _size(found.part_bytes)),
        ("Claims", f"{1000 * reading['claims'] / reading['words']:.0f} in 1,000 words", _count(found.claims)),
        ("Stores, by memory", f"{found.claim_memory:,.0f} bytes a claim", f"**{found.shards}** of "
         f"{assumed.articles / found.shards:,.0f} articles"),
        ("Linking and writing, a store", f"{large['claims'] / large['seconds']:,.0f} claims a second in one process, "
         f"time growing as claims^{found.exponent:.2f}", _hours(found.shard_hours)),
        ("", f"{assumed.nodes} nodes, a store at a time on each", f"**{_hours(found.linking_hours)}**"),
        ("Kept claims (`claims.sqlite`), a store", f"{large['kept_bytes'] / large['claims']:,.0f} bytes a claim",
         _size(found.shard_kept_bytes)),
        ("Quads", f"{storing['quads'] / large['claims']:.0f} a claim", f"**{_count(found.quads)}**"),
        ("Quads packed (`kg export --parts`)", f"{storing['packed_bytes'] / storing['quads']:.1f} bytes a quad",
         _size(found.packed_bytes)),
        ("Loading (`oxigraph load`)", f"{storing['quads'] / storing['load_seconds']:,.0f} quads a second",
         _hours(found.loading_hours)),
        ("Loaded", f"{storing['disk_bytes'] / storing['quads']:.0f} bytes a quad", f"**{_size(found.disk_bytes)}**"),
    )  # fmt: skip
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return _PAGE.format(
        articles=assumed.articles,
        words=assumed.words,
        nodes=assumed.nodes,
        cores=assumed.cores,
        memory=_size(assumed.memory),
        share=f"{assumed.share:.0%}",
        measured=rates["measured"],
        machine=rates["machine"],
        table=table,
        read=reading["articles"],
        mean=reading["words"] / reading["articles"],
        small=small["articles"],
        large=large["articles"],
        most=found.most_articles,
        shards=found.shards,
        claim_memory=found.claim_memory,
        quads=_count(found.quads),
        some=_count(storing["quads"]),
        slowest=slowest,
        took=took,
    )


_PAGE = """# Ten million articles

What it takes to make a graph of {articles:,} articles, reckoned from rates that were measured: {measured};
{machine}; seconds are the processor's. `python bench/rates.py` measures them anew, and
`python scripts/ten_million_page.py` writes this page.

Assumed: {words} words an article; {nodes} nodes of {cores} cores and {memory}, of which a process may use {share}.
Copies count as articles of their own: that a sentence read before is not analysed again is not reckoned with, so news
with much wire copy takes less.

| | rate | comes to |
|---|---|---|
{table}

Reading was measured on {read} articles of {mean:.0f} words, linking and storing on claims made up for {small:,} and
{large:,} articles. What lies beyond those is extrapolated, and no more than that; real news has more names that occur
once, and so somewhat more entities.

## How far one store goes
Reading goes as wide as there are machines: see [clusters.md](clusters.md). Linking does not. One process decides who is
who, with all claims of a store in memory, some {claim_memory:,.0f} bytes each, and one process writes to the store. So
a store ends where memory does: on such a node at about {most:,} articles, on a laptop by far sooner.

Beyond that, cut the news into stores, {shards} here, by what you ask about: **by year** (a new one closes the old, and
each is done for good), or **by region** (who is named together stays together). Then

```sh
kg build 'parts-2023/*.claims.jsonl.zst' --store news-2023      # or from the articles: --engine dask --parts parts-2023
kg export --store news-2023 --parts quads-2023                  # N-Quads, {some} of them took the times above
kg upload quads-2023 https://db.example/news/data               # or the server's own bulk loader
```

for each, on as many nodes as there are. What this costs, and how to live with it:

- **Names** are decided within a store. Entities of the gazetteer (countries, cities, bodies, office holders) have the
  same IRI in all; others get theirs from their names, so on one server people of one name from two stores are one node,
  and one person whom two stores spell in two ways is two. A table of your own actors (`kg actors import`), given to all
  builds, makes both right for those whom you care about.
- **Derived graphs** (events, copies, conflicts, tenures) are each store's own; on one server they lie beside each other
  under one name. What happened over New Year is an event of both years. Load each store into a dataset of its own
  where that matters, and ask both with `SERVICE`.
- **Day by day**: a build links the whole store again. Keep the store that grows small (this month), the others closed.

## Which server
{quads} quads are no load for a store in a folder: all queries here were measured on {some} (the slowest of three,
`{slowest}`, {took:.1f} s).

| server | up to about | loads |
|---|---|---|
| Oxigraph, in the folder or as a server | a hundred million quads | parts: `oxigraph load --file part-*.nq.gz` |
| GraphDB, Fuseki (TDB2), Blazegraph | a billion | parts: `importrdf preload`, `tdb2.xloader`, `DataLoader` |
| QLever, Virtuoso, Amazon Neptune | tens of billions | parts: `qlever index`, `ld_dir`, Neptune's loader from S3 |

These limits are orders of magnitude from what such installations publish, not measured here: QLever serves all of
Wikidata, well over ten billion triples, from one large machine. For {articles:,} articles take one of the last row, or
leave each store a server of its own.
"""


def _hours(hours: float) -> str:
    return f"{hours:,.1f} hours" if hours >= 1 else f"{60 * hours:,.0f} minutes"


def _size(size: float) -> str:
    for unit, power in (("TB", 12), ("GB", 9), ("MB", 6)):
        if size >= 10**power:
            return f"{size / 10**power:,.1f} {unit}".replace(".0 ", " ")
    return f"{size:,.0f} bytes"


def _count(number: float) -> str:
    for unit, power in (("billion", 9), ("million", 6)):
        if number >= 10**power:
            return f"{number / 10**power:,.1f} {unit}".replace(".0 ", " ")
    return f"{number:,.0f}"


def main() -> None:
    """Write the page."""
    PAGE.write_text(draw_page(json.loads(RATES.read_text(encoding="utf-8"))), encoding="utf-8")


if __name__ == "__main__":
    main()
