"""Extraction in several processes; what comes out is the same, in the same order, as from one."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import TYPE_CHECKING

from kg.errors import ArticleError, KGError
from kg.lines import cut_line
from kg.model import Article, Claim

if TYPE_CHECKING:
    from kg.extract import Extractor
    from kg.ontology import Ontology

__all__ = ["extract_in_processes"]

# Enough for the model's batches, few enough that the last worker does not keep the others waiting.
_CHUNK = 32
_HOPELESS = 3  # articles in succession that end their process: then it is not the articles

_worker: list[Extractor] = []  # the extractor of this process, where it is one of the workers

Extracted = tuple[Article, tuple[Claim, ...]]


def extract_in_processes(
    articles: Iterable[Article],
    ontology: Ontology,
    *,
    model: str | None,
    open_relations: bool = False,
    workers: int,
    on_error: Callable[[ArticleError], object],
) -> Iterator[Extracted]:
    """Extract the claims of articles in `workers` processes, each with a model of its own.

    An article that makes its process raise, or end, goes to `on_error`, and the rest goes on.

    Raises:
        KGError: The processes end whatever they are given.
    """
    with _Pool((ontology, model, open_relations), workers) as pool:
        for result in pool.work(iter(articles)):
            if isinstance(result, ArticleError):
                on_error(result)
            else:
                yield result


class _Pool:
    """Processes that are begun anew when one of them is killed or crashes."""

    def __init__(self, given: tuple[Ontology, str | None, bool], workers: int) -> None:
        self._given, self._workers = given, workers
        self._pool: ProcessPoolExecutor | None = None
        self._lost = 0  # articles in succession
        # A window, not all at once: the inputs may be more than the memory holds.
        self._waiting: deque[tuple[list[Article], Future[list[Extracted | ArticleError]]]] = deque()

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown()

    def work(self, articles: Iterator[Article]) -> Iterator[Extracted | ArticleError]:
        while chunk := list(islice(articles, _CHUNK)):
            self._waiting.append((chunk, self._submit(chunk)))
            if len(self._waiting) > 2 * self._workers:
                yield from self._take()
        while self._waiting:
            yield from self._take()

    def _submit(self, chunk: list[Article]) -> Future[list[Extracted | ArticleError]]:
        if self._pool is None:
            # Fresh processes: a fork of one that has threads (numpy's, spaCy's) may hang.
            context = get_context("spawn")
            self._pool = ProcessPoolExecutor(self._workers, context, initializer=_start, initargs=self._given)
        return self._pool.submit(_extract, chunk)

    def _take(self) -> Iterator[Extracted | ArticleError]:
        chunk, future = self._waiting.popleft()
        try:
            results = future.result()
        except BrokenProcessPool:
            self._drop()
            yield from self._one_by_one(chunk)  # which of them it was
            self._waiting = deque((each, self._submit(each)) for each, _ in self._waiting)
        else:
            yield from results

    def _one_by_one(self, chunk: list[Article]) -> Iterator[Extracted | ArticleError]:
        for article in chunk:
            try:
                results = self._submit([article]).result()
            except BrokenProcessPool as error:
                self._drop()
                self._lost += 1
                if self._lost == _HOPELESS:
                    raise KGError("the processes that read end as soon as they begin; try --workers 1") from error
                name = cut_line(article.meta.title or article.id)
                yield ArticleError(f"article {name!r} crashed its process, perhaps for want of memory; left alone")
            else:
                self._lost = 0
                yield from results

    def _drop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None


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


def _extract(articles: list[Article]) -> list[Extracted | ArticleError]:
    found: list[Extracted | ArticleError] = []
    found.extend(_worker[0].extract(articles, on_error=found.append))
    return found
