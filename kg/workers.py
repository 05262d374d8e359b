"""Extraction in several processes; what comes out is the same, in the same order, as from one."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import TYPE_CHECKING

from kg.model import Article, Claim

if TYPE_CHECKING:
    from kg.extract import Extractor
    from kg.ontology import Ontology

__all__ = ["extract_in_processes"]

# Enough for the model's batches, few enough that the last worker does not keep the others waiting.
_CHUNK = 32

_worker: list[Extractor] = []  # the extractor of this process, where it is one of the workers

Extracted = list[tuple[Article, tuple[Claim, ...]]]


def extract_in_processes(
    articles: Iterable[Article], ontology: Ontology, *, model: str | None, open_relations: bool = False, workers: int
) -> Iterator[tuple[Article, tuple[Claim, ...]]]:
    """Extract the claims of articles in `workers` processes, each with a model of its own."""
    articles = iter(articles)
    # Fresh processes: a fork of one that has threads (numpy's, spaCy's) may hang.
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_start, initargs=(ontology, model, open_relations)) as pool:
        waiting: deque[Future[Extracted]] = deque()
        # A window, not all at once: the inputs may be more than the memory holds.
        while chunk := list(islice(articles, _CHUNK)):
            waiting.append(pool.submit(_extract, chunk))
            if len(waiting) > 2 * workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _start(ontology: Ontology, model: str | None, open_relations: bool) -> None:
    Thread(target=_leave_with_parent, daemon=True).start()
    from kg.extract import Extractor

    _worker.append(Extractor(ontology, model, open_relations=open_relations))


def _leave_with_parent() -> None:
    """A killed parent cannot say that there is no more work: without this its workers would wait for ever."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _extract(articles: list[Article]) -> Extracted:
    return list(_worker[0].extract(articles))
