"""Counts what our own code does: the same on a busy machine as on a quiet one, to the last digit.

    python bench/count.py                  # all jobs, about half a minute
    python bench/count.py link export      # some

Two things are counted while a job runs: `steps`, the instructions of Python's virtual machine in the files of `kg`,
and `calls`, those of functions written in Python or C by whatever Python code runs. Both are told for each unit of the
input (a word, a claim), so that a seed article more changes little. They see neither what numpy, Oxigraph or regular
expressions do inside nor how much is read from memory, so they stand beside the ratios of seconds, not in their place.
They differ between versions of Python, and a little between versions of the libraries.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

__all__ = ["JOBS", "Count", "count", "count_here", "count_jobs"]

_OWN = f"{ROOT / 'kg'}{os.sep}"
MADE_UP = 15  # articles, beside those in `seeds`
LINKED = 40
PARAGRAPHS = 12  # of the short article; the long one has eight times as many


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted for each unit of the input; `modules` are the steps by file of `kg`."""

    unit: str
    steps: float
    calls: float
    modules: dict[str, float]


def count(work: Callable[[], object], unit: str, units: float) -> Count:
    """Do something, and count."""
    steps: Counter[str] = Counter()
    calls = 0

    def step(frame: FrameType, event: str, _: Any) -> Any:
        if event == "opcode":
            steps[frame.f_code.co_filename] += 1
        return step

    def enter(frame: FrameType, _event: str, _: Any) -> Any:
        if not frame.f_code.co_filename.startswith(_OWN):
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return step

    def call(_frame: FrameType, event: str, _: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.gettrace(), sys.getprofile(), gc.isenabled()
    gc.collect()
    gc.disable()  # what it ends, and when, is not ours
    sys.setprofile(call)
    sys.settrace(enter)
    try:
        work()
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
        if before[2]:
            gc.enable()
    modules = {Path(file).relative_to(ROOT).as_posix(): made / units for file, made in steps.items()}
    return Count(unit, steps.total() / units, calls / units, modules)


def count_reading(_: float) -> Count:
    """Reading articles: their formats, dates, junk and language."""
    from kg.read import read_articles

    list(read_articles([ROOT / "seeds"]))
    return count(lambda: list(read_articles([ROOT / "seeds"])), "word", _words(read_articles([ROOT / "seeds"])))


def count_extraction(share: float) -> Count:
    """Extraction, without the inside of the language model."""
    from bench.texts import made_up
    from kg.ontology import load_ontology
    from kg.read import read_articles

    extractor = _extractor()
    seeds = list(read_articles([ROOT / "seeds"]))
    articles = [*seeds[: _part(len(seeds), share)], *made_up(load_ontology(), _part(MADE_UP, share))]
    list(extractor.extract(made_up(load_ontology(), 1, begin=MADE_UP)))
    return count(lambda: list(extractor.extract(articles)), "word", _words(articles))


def count_growth(share: float) -> Count:
    """An article that is eight times as long: how many times the steps for each of its words?"""
    from bench.texts import own
    from kg.model import make_article

    extractor = _extractor()
    paragraphs = [line for article in own() for line in article.text.splitlines() if line]
    several = paragraphs[: 8 * _part(PARAGRAPHS, share)]
    # Each eighth of the long one is as long an article of its own.
    short = [make_article("\n\n".join(several[n::8]), id=f"short-{n}") for n in range(8)]
    long = [make_article("\n\n".join(line for n in range(8) for line in several[n::8]), id="long")]
    list(extractor.extract(short[:1]))
    one = count(lambda: list(extractor.extract(short)), "", 1)
    other = count(lambda: list(extractor.extract(long)), "", 1)
    modules = {name: made / one.modules[name] for name, made in other.modules.items() if name in one.modules}
    return Count("word of a short one", other.steps / one.steps, other.calls / one.calls, modules)


def count_linking(share: float) -> Count:
    """Claims of many articles to one graph in memory, first all and then with one article more."""
    from bench.generate import World
    from kg.graph.build import update
    from kg.graph.store import open_store
    from kg.ontology import load_ontology

    ontology = load_ontology()
    world = World(ontology)
    number = _part(LINKED, share)
    many, more = [world.article(n) for n in range(number)], [world.article(number)]

    def work() -> None:
        with open_store() as store:
            update(store, many, ontology, "made-up-1")
            update(store, more, ontology, "made-up-1")

    with open_store() as store:
        update(store, more, ontology, "made-up-1")
    return count(work, "claim", sum(len(claims) for _, claims in (*many, *more)))


def count_writing(share: float) -> Count:
    """The graph as Turtle and as N-Quads, and claims as JSON Lines."""
    from bench.generate import World
    from kg.export import export
    from kg.graph.build import update
    from kg.graph.store import open_store
    from kg.jsonl import write_claims
    from kg.ontology import load_ontology

    ontology = load_ontology()
    given = list(World(ontology).articles(_part(LINKED, share)))
    with open_store() as store:
        update(store, given, ontology, "made-up-1")

        def work() -> None:
            for form in ("turtle", "nquads"):
                export(store, form, io.BytesIO())
            for _, claims in given:
                write_claims(claims, io.StringIO())

        work()
        return count(work, "claim", sum(len(claims) for _, claims in given))


def count_asking(share: float) -> Count:
    """All queries of the library, written as CSV."""
    from bench.generate import World
    from kg.graph.build import update
    from kg.graph.store import open_store
    from kg.ontology import load_ontology
    from kg.query import named_queries, run_query, write_result

    ontology = load_ontology()
    with open_store() as store:
        update(store, World(ontology).articles(_part(LINKED, share)), ontology, "made-up-1")
        names = list(named_queries())

        def work() -> None:
            for name in names:
                write_result(run_query(store, name), "csv", io.BytesIO(), store=store)

        work()
        return count(work, "query", len(names))


def count_drawing(share: float) -> Count:
    """The page of `kg view`."""
    from bench.generate import World
    from kg.graph.build import update
    from kg.graph.store import open_store
    from kg.ontology import load_ontology
    from kg.view.page import render_page
    from kg.view.read import read_view

    ontology = load_ontology()
    given = list(World(ontology).articles(_part(LINKED, share)))
    with open_store() as store:
        update(store, given, ontology, "made-up-1")

        def work() -> None:
            render_page(read_view(store, ontology), title="Made-up news")

        work()
        return count(work, "claim", sum(len(claims) for _, claims in given))


JOBS: dict[str, Callable[[float], Count]] = {
    "read": count_reading,
    "extract": count_extraction,
    "longer article": count_growth,
    "link": count_linking,
    "write": count_writing,
    "query": count_asking,
    "view": count_drawing,
}


def count_here(name: str, share: str) -> None:
    """Print what a job counts in this process, which should have been started with `PYTHONHASHSEED=0`."""
    print("\n" + json.dumps(asdict(JOBS[name](float(share)))))


def count_jobs(names: Iterable[str] = (), share: float = 1.0) -> dict[str, Count]:
    """What jobs count, each in a process of its own, so that none finds ready what another has made.

    Args:
        names: Of jobs; all, if none is named.
        share: How much of their input they get.

    Raises:
        subprocess.CalledProcessError: A job failed.
    """
    found = {}
    for name in tuple(names) or JOBS:
        program = "import sys; from bench.count import count_here; count_here(*sys.argv[1:])"
        command = [sys.executable, "-W", "ignore", "-c", program, name, str(share)]
        environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=ROOT, env=environment)
        found[name] = Count(**json.loads(done.stdout.splitlines()[-1]))
    return found


def _part(whole: int, share: float) -> int:
    return max(1, round(whole * share))


def _words(articles: Any) -> int:
    return sum(len(article.text.split()) for article in articles)


def _extractor() -> Any:
    from kg.extract import Extractor
    from kg.ontology import load_ontology

    return Extractor(load_ontology())


def main() -> None:
    """Print what is counted, and where most of it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("jobs", nargs="*", choices=[*JOBS, []], metavar="JOB", help=f"some of: {', '.join(JOBS)}")
    for name, found in count_jobs(parser.parse_args().jobs).items():
        print(f"{name:16} {found.steps:10,.1f} steps {found.calls:10,.1f} calls  a {found.unit}")
        for module in sorted(found.modules, key=lambda each: -found.modules[each])[:5]:
            print(f"{'':16} {found.modules[module]:10,.1f} {module}")


if __name__ == "__main__":
    main()
