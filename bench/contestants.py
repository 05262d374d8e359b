"""Those whose speed is compared on a file of articles, each called in a process of its own (see `measure.ask`).

All give `wall` and `cpu`, the seconds of the work itself without loading, and the peak of memory in `megabytes`.
"""

from __future__ import annotations

import gc
import importlib
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any
from unittest.mock import patch

from thinc.api import NumpyOps, set_current_ops

from bench.measure import Clock, peak
from bench.texts import paragraphs_of
from kg.cli import run
from kg.language_model import BUNDLED

__all__ = ["bare", "command", "fastest"]

BATCHES = (16, 32, 64, 128, 256, 1000)


def bare(path: str, *, blis: bool, batch_size: int | None = None, by_length: bool = False) -> dict[str, float]:
    """The language model alone, over the paragraphs of the articles, which cost nothing here.

    Args:
        path: The articles.
        blis: Whether it multiplies with thinc's BLIS, as it does of itself, or with numpy's BLAS.
        batch_size: Paragraphs that it has in its hands at a time, by default as many as it takes of itself.
        by_length: Whether they come sorted by length.
    """
    nlp = _pipeline(blis=blis)
    texts = paragraphs_of(Path(path))
    if by_length:
        texts.sort(key=len)
    nlp("A first sentence.")
    if not blis:
        gc.freeze()
    clock = Clock()
    tokens = sum(len(doc) for doc in nlp.pipe(texts, batch_size=batch_size))
    return {**clock.read(), "megabytes": peak(), "tokens": tokens}


def fastest(path: str, *, rounds: int) -> dict[str, Any]:
    """The setting in which the language model is fastest with numpy's BLAS, and seconds of the processor by setting."""
    nlp = _pipeline(blis=False)
    texts = paragraphs_of(Path(path))
    gc.freeze()
    for _ in nlp.pipe(texts):
        pass  # all words have been seen once
    tried: dict[tuple[int, bool], float] = {}
    for _ in range(rounds):
        for batch_size in BATCHES:
            for by_length in (False, True):
                clock = Clock()
                for _ in nlp.pipe(sorted(texts, key=len) if by_length else texts, batch_size=batch_size):
                    pass
                took = clock.read()["cpu"]
                tried[batch_size, by_length] = min(took, tried.get((batch_size, by_length), took))
    batch_size, by_length = min(tried, key=lambda each: tried[each])
    slowest, quickest = max(tried.values()), min(tried.values())
    return {"batch_size": batch_size, "by_length": by_length, "range": slowest / quickest, "tried": len(tried)}


def command(path: str, first: str, *, workers: int) -> dict[str, float]:
    """`kg extract` as a user calls it, but for loading: reading the file, all of the extraction, writing the claims.

    `rate_wall` are the seconds from the first article that is done to the end, and `rate_share` what share of the
    articles came after it; of several workers each loads before that.

    Args:
        path: The articles.
        first: A file to try it on before.
        workers: How many processes read.
    """
    pipeline = importlib.import_module("kg.pipeline")
    extractor = importlib.import_module("kg.extract").Extractor
    extract = pipeline.extract_lines
    loading = Counter[str]()
    given: list[float] = []
    claims = 0

    def timed(work: Callable[..., Any]) -> Callable[..., Any]:
        def do(*args: Any, **options: Any) -> Any:
            clock = Clock()
            done = work(*args, **options)
            loading.update(clock.read())
            return done

        return do

    def watched(*args: Any, **options: Any) -> Iterator[Any]:
        nonlocal claims
        for lines in extract(*args, **options):
            given.append(time.perf_counter())
            claims += lines.count("\n")
            yield lines

    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        redirect_stdout(nowhere),
        patch.object(extractor, "__init__", timed(extractor.__init__)),
        patch.object(pipeline, "load_ontology", timed(pipeline.load_ontology)),
        patch.object(pipeline, "extract_lines", watched),
    ):
        run(["extract", first, "--workers", "1"])  # loads what is loaded once
        loading.clear()
        given.clear()
        claims = 0
        clock = Clock()
        status = run(["extract", path, "--workers", str(workers)])
        took = clock.read()
    if status:
        raise RuntimeError(f"kg extract ended with {status}")
    after = time.perf_counter() - given[0]
    return {
        "wall": took["wall"] - loading["wall"],
        "cpu": took["cpu"] - loading["cpu"],
        "loading": loading["wall"],
        "megabytes": peak(),
        "claims": claims,
        "rate_wall": after,
        "rate_share": sum(at > given[0] for at in given) / len(given),
    }


def _pipeline(*, blis: bool) -> Any:
    set_current_ops(NumpyOps(use_blis=blis))
    return importlib.import_module(BUNDLED).load()
