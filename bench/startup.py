"""How long commands take that read no text: start-up is most of it.

python bench/run.py --only startup
"""

from __future__ import annotations

import sys

from bench.generate import World
from bench.measure import KG, median, ratio, rounds, run
from bench.sizes import Size
from bench.tables import Part, Ratio, Table
from bench.texts import made_up, written
from kg.graph.build import update
from kg.graph.store import open_store
from kg.ontology import load_ontology

__all__ = ["measure"]

NOTHING = "python, doing nothing"
AIMS = {"kg --help": 0.3, "kg query who-met-whom": 1.0}
ARTICLES = 20


def measure(size: Size) -> Part:
    """Seconds by command, on a small store."""
    ontology = load_ontology()
    store = size.folder / "small"
    with open_store(store, create=True) as opened:
        update(opened, World(ontology).articles(ARTICLES), ontology, "made-up-1")
    one = written("one", made_up(ontology, 1), size.folder / "one.jsonl").path
    commands = {
        NOTHING: [sys.executable, "-c", "pass"],
        "kg --help": [*KG, "--help"],
        "kg query --list": [*KG, "query", "--list"],
        "kg query who-met-whom": [*KG, "query", "who-met-whom", "--store", str(store)],
        "kg status": [*KG, "status", "--store", str(store)],
        "kg read, one article": [*KG, "read", str(one)],
        "kg extract, one article": [*KG, "extract", str(one)],
    }
    found = rounds({name: lambda each=each: run(each) for name, each in commands.items()}, size.starts)  # type: ignore[misc]
    seconds = {name: median(each, "wall") for name, each in found.items()}
    rows = tuple(
        (name, seconds[name], median(each, "cpu"), ratio(found[NOTHING], each), _told(name, seconds[name]))
        for name, each in found.items()
    )
    ratios = {
        f"{name} / python": Ratio(ratio(found[NOTHING], found[name]), more_is_better=False)
        for name in ("kg --help", "kg query who-met-whom", "kg extract, one article")
    }
    columns = ("", "seconds", "of CPU", "times python's", "aim")
    return Part("startup", (Table("Starting", columns, rows),), ratios)


def _told(name: str, seconds: float) -> str | None:
    if name not in AIMS:
        return None
    return f"{AIMS[name]} s{'' if seconds < AIMS[name] else ': missed'}"
