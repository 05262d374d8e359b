"""Measures the rates that docs/ten-million.md reckons with, into bench/rates.json.

    python bench/rates.py [--articles 1000 8000] && python scripts/ten_million_page.py

Reading is measured on the articles of seeds/, linking and storing on made-up claims (bench/generate.py) at two sizes,
of which the larger should be several times the smaller. Seconds are the processor's, for what else a machine does is
none of a rate's business. `oxigraph` (the package) is what the graph is loaded into.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

from generate import World

from kg import __version__
from kg.engine.parts import Parts
from kg.export.parts import export_parts
from kg.extract import Extractor
from kg.graph.store import open_store
from kg.jsonl import write_claims
from kg.ontology import load_ontology
from kg.query import run_query, write_result
from kg.read.articles import read_articles

HERE = Path(__file__).resolve().parent
BUILD = "from kg.cli import main; main()"
ROUNDS = 3
OTHERS = 30
QUERIES = ("who-met-whom", "articles", "alliances")


def main(sizes: list[int]) -> None:
    """Measure and write the file."""
    with tempfile.TemporaryDirectory(prefix="kg-rates-") as name:
        folder = Path(name)
        building = []  # first, for the peak of a new process counts from that of the one that starts it

        for size in sizes:
            building.append(_building(size, folder / str(size)))
            print(json.dumps(building[-1]), flush=True)
        storing = _storing(folder / str(sizes[-1]))
        print(json.dumps(storing), flush=True)
        reading = _reading(folder)
        print(json.dumps(reading), flush=True)
    machine = f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    rates = {
        "measured": time.strftime("%Y-%m-%d"),
        "version": __version__,
        "machine": machine,
        "reading": reading,
        "building": building,
        "storing": storing,
    }
    (HERE / "rates.json").write_text(json.dumps(rates, indent=1) + "\n", encoding="utf-8")


def _reading(folder: Path) -> dict[str, float]:
    """Words and claims a second, and bytes of a part: of text as the model reads it, in one process."""
    ontology = load_ontology()
    articles = list(read_articles([HERE.parent / "seeds"]))
    others = [article for article, _ in World(ontology).articles(OTHERS)]
    took = []
    for _ in range(ROUNDS):
        extractor = Extractor(ontology)  # one that has seen none of these texts, for it would remember them,
        list(extractor.extract(others))  # but has made what is made at the first use
        began = time.process_time()
        done = list(extractor.extract(articles))
        took.append(time.process_time() - began)
    parts = Parts(str(folder / "parts"))
    parts.write("a", "seeds", extractor.model, done, ())
    size = sum(path.stat().st_size for path in (folder / "parts").iterdir())
    return {
        "articles": len(articles),
        "words": sum(len(article.text.split()) for article in articles),
        "claims": sum(len(claims) for _, claims in done),
        "seconds": round(min(took), 2),
        "part_bytes": size,
    }


def _building(count: int, folder: Path) -> dict[str, float]:
    """What it costs to link made-up claims and write their graph into a new store."""
    folder.mkdir()
    with (folder / "claims.jsonl").open("w", encoding="utf-8") as file:
        claims = sum(write_claims(told, file) for _, told in World(load_ontology()).articles(count))
    command = [sys.executable, "-c", BUILD, "build", str(folder / "claims.jsonl"), "--store", str(folder / "store")]
    process = subprocess.Popen([*command, "--quiet"], cwd=HERE.parent)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"kg build ended with {status}")
    with open_store(folder / "store", read_only=True) as store:
        return {
            "articles": count,
            "claims": claims,
            "entities": store.count_entities(),
            "seconds": round(used.ru_utime + used.ru_stime, 1),
            "peak_bytes": used.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
            "kept_bytes": (folder / "store" / "claims.sqlite").stat().st_size,
        }


def _storing(folder: Path) -> dict[str, object]:
    """The graph as parts, loaded by another program, and asked."""
    with open_store(folder / "store", read_only=True) as store:
        began = time.process_time()
        parts = export_parts(store, folder / "quads")
        exported = time.process_time() - began
        quads = sum(1 for _ in store.quads())
        asked = {}
        for name in QUERIES:
            began = time.process_time()
            write_result(run_query(store, name), "csv", io.BytesIO(), store=store)
            asked[name] = round(time.process_time() - began, 2)
    program = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or "oxigraph"
    files = [str(part.path) for part in parts]
    process = subprocess.Popen([program, "load", "--location", str(folder / "loaded"), "--file", *files])
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"oxigraph load ended with {status}")
    return {
        "quads": quads,
        "export_seconds": round(exported, 1),
        "packed_bytes": sum(part.path.stat().st_size for part in parts),
        "load_seconds": round(used.ru_utime + used.ru_stime, 1),
        "disk_bytes": sum(path.stat().st_size for path in (folder / "loaded").rglob("*") if path.is_file()),
        "query_seconds": asked,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs=2, default=[1_000, 8_000])
    main(parser.parse_args().articles)
