"""The work on one shard: its articles read, their claims extracted, and a part written; nothing else is touched.

A process keeps the language model that it has loaded for its next shard.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from functools import partial
from socket import gethostname
from typing import TYPE_CHECKING

from kg.engine.parts import Manifest, Parts, Telling
from kg.engine.reading import Reader
from kg.engine.shards import Shard, open_shard
from kg.errors import ArticleError, EngineError, ModelNotFoundError, StrictError
from kg.graph.runs import current_run
from kg.model import Article, Claim
from kg.read.article.options import LISTENERS, Options
from kg.read.articles import read_sources

if TYPE_CHECKING:
    from kg.extract import Extractor
    from kg.ontology import Ontology

    Extracted = tuple[Article, tuple[Claim, ...]]

__all__ = ["FailedError", "Settings", "work"]

_BATCH = 32  # articles that the model reads together
_one_at_a_time = threading.Lock()  # an engine may run tasks in threads of one process; the model is not made for that
_loaded: dict[tuple[str, str | None, bool], Extractor] = {}


class FailedError(StrictError):
    """An input failed where none may; `error` says which and why."""

    def __init__(self, error: ArticleError) -> None:
        super().__init__(error)
        self.error = error


@dataclass(frozen=True, slots=True)
class Settings:
    """What the parts of a build have in common.

    `place` is where they are kept. `strict` work ends at the first input that fails; its part is not written, so no
    part hangs on that.
    """

    ontology: Ontology
    reader: Reader
    options: Options
    place: str
    strict: bool = False

    @property
    def digest(self) -> str:
        """All that a part hangs on besides its shard."""
        run = current_run(self.ontology.digest, self.reader.model, open_relations=self.reader.open_relations)
        said = {each.name: getattr(self.options, each.name) for each in fields(self.options)}
        told = [f"{name}={_written(value)!r}" for name, value in said.items() if name not in LISTENERS]
        return "\0".join((run.digest, *told))


def _written(value: object) -> object:
    """A value that is written the same way by every process: sets have no order."""
    return sorted(value) if isinstance(value, frozenset) else value


def work(
    shard: Shard,
    settings: Settings,
    *,
    careful: bool = False,
    without: frozenset[int] = frozenset(),
    stopped: Callable[[], bool] = lambda: False,
) -> Manifest:
    """Read a shard and write its part.

    Args:
        shard: What to read.
        settings: How.
        careful: Whether to note which article is being read, so that one that kills its reader is known by it.
        without: Articles to leave out, by their number in the shard.
        stopped: Whether nobody wants the part any more; asked before every article.

    Raises:
        FailedError: An input failed, and the settings are strict.
        EngineError: It was so.
        ModelNotFoundError: This machine has not the same model as the others.
        StoreError: The part cannot be written.
    """
    parts = Parts(settings.place)
    name = shard.digest(settings.digest)
    told: list[Telling] = []

    def fail(error: ArticleError) -> None:
        if settings.strict:
            raise FailedError(error)
        told.append(Telling("error", str(error), kind=error.kind))

    options = replace(
        settings.options,
        on_error=fail,
        on_note=lambda note: told.append(Telling("note", note)),
        on_skip=lambda skipped: told.append(Telling("skip", skipped.why, skipped.name, skipped.kind)),
    )
    items = _until(stopped, read_sources(open_shard(shard, fail), options))
    with _one_at_a_time:
        extractor = _extractor(settings)
        mark = partial(parts.mark, name) if careful else None
        return parts.write(name, str(shard), extractor.model, _read(items, extractor, fail, mark, without), told)


def _until(stopped: Callable[[], bool], items: Iterable[Article | Claim]) -> Iterator[Article | Claim]:
    for item in items:
        if stopped():
            raise EngineError("nobody waits for this part any more")
        yield item


def _read(
    items: Iterable[Article | Claim],
    extractor: Extractor,
    fail: Callable[[ArticleError], object],
    mark: Callable[[int], object] | None,
    without: frozenset[int],
) -> Iterator[Extracted | Claim]:
    """Articles with their claims, and given claims, in the order of the inputs."""
    batch: list[Article] = []
    for number, item in enumerate(items):
        if isinstance(item, Claim):
            yield item
        elif number in without:
            why = f"{item.id}: reading it ended the process that did, twice; left out"
            fail(ArticleError(why, kind="crashed"))
        elif mark is not None:
            mark(number)
            yield from extractor.extract([item], on_error=fail)
        else:
            batch.append(item)
            if len(batch) == _BATCH:
                yield from extractor.extract(batch, on_error=fail)
                batch = []
    yield from extractor.extract(batch, on_error=fail)


def _extractor(settings: Settings) -> Extractor:
    from kg.extract import Extractor  # with it comes spaCy: where texts are read, not where the work is given out

    reader = settings.reader
    key = (settings.ontology.digest, reader.named, reader.open_relations)
    if key not in _loaded:
        _loaded.clear()  # one model is as much as a process should hold
        _loaded[key] = Extractor(settings.ontology, reader.named, open_relations=reader.open_relations)
    found = _loaded[key]
    if found.model != reader.model:
        raise ModelNotFoundError(f"{gethostname()}: has the language model {found.model}, not {reader.model}")
    return found
