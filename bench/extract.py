"""Words a second of the extraction against the bare spaCy pipeline, in one run, as ratios.

    python bench/extract.py [TEXTS]      TEXTS: files or folders; the project's seeds by default

The bare pipeline is the same model as it comes (thinc's BLIS) over the same paragraphs; `fast` is the same with numpy's
BLAS, which is what the extraction runs on. Rounds alternate, so that a noisy machine disturbs all alike; medians count.
"""

from __future__ import annotations

import importlib
import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy

from thinc.api import NumpyOps, set_current_ops

from kg.extract import Extractor
from kg.extract.annotate import BUNDLED, paragraphs, plain
from kg.model import Article
from kg.ontology import load_ontology
from kg.read import read_articles

ROUNDS = 5
REPEATS = 4


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _bare(blis: bool) -> Callable[[list[str]], object]:
    set_current_ops(NumpyOps(use_blis=blis))
    nlp = importlib.import_module(BUNDLED).load()
    return lambda texts: [None for _ in nlp.pipe(texts, batch_size=32)]


def main(paths: list[str]) -> None:
    """Print the table."""
    warnings.filterwarnings("ignore", message=r".*\[W095\].*")
    articles: list[Article] = list(read_articles(paths)) * REPEATS
    texts = [plain(a.text[s:e]) for a in articles for s, e in paragraphs(a.text, a.junk)]
    words = sum(len(text.split()) for text in texts)
    bare = _bare(blis=True)
    fast = _bare(blis=False)
    extractor = Extractor(load_ontology())
    runs: dict[str, Callable[[], object]] = {
        "bare spaCy": lambda: bare(texts),
        "bare spaCy, numpy BLAS": lambda: fast(texts),
        "kg extract": lambda: list(extractor.extract(articles)),
    }
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, work in runs.items():
            seconds[name].append(_timed(work))
    base = statistics.median(seconds["bare spaCy"])
    print(f"{len(articles)} articles, {words} words, median of {ROUNDS} rounds")
    for name, found in seconds.items():
        took = statistics.median(found)
        print(f"{name:24} {words / took:8.0f} words/s   {base / took:.2f} of the bare pipeline")


if __name__ == "__main__":
    main(sys.argv[1:] or [str(Path(__file__).resolve().parent.parent / "seeds")])
