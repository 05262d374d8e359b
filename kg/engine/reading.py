"""Inputs -> articles with their claims, read by an engine; it goes on where an earlier run over the same stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.engine.shards import plan
from kg.errors import ArticleError, EngineError
from kg.read.article.options import Options, Skipped, ignore_note, ignore_skip, raise_error

if TYPE_CHECKING:
    from kg.engine.parts import Manifest, Telling
    from kg.model import Article, Claim
    from kg.ontology import Ontology

__all__ = ["Engine", "Reader", "read_with"]


@dataclass(frozen=True, slots=True)
class Engine:
    """Who reads, and where the parts are kept.

    `scheduler` is the address of a Dask cluster that runs; without it `workers` processes of this machine are one.
    """

    place: str
    scheduler: str | None = None
    workers: int = 2


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads: the model as the user names it, and its name and version, which must be the same on every machine."""

    named: str | None
    model: str
    open_relations: bool = False


def read_with(
    engine: Engine,
    paths: Iterable[str | Path],
    options: Options,
    ontology: Ontology,
    reader: Reader,
    *,
    on_progress: Callable[[int, int], object] | None = None,
    strict: bool = False,
) -> Iterator[tuple[Article, tuple[Claim, ...]] | Claim]:
    """Read inputs shard by shard, then give what the parts hold, in the order of the inputs.

    Whoever listens by `options` is told what happened to each input, in the same order; `on_progress` of the articles
    and claims so far. Where it is `strict`, the first input that fails anywhere is told at once and ends the work, and
    what is read meanwhile stops; parts that are whole by then are kept.

    Raises:
        StrictError: An input failed, and it is strict.
        EngineError: The engine is not installed, or its cluster is lost.
        KGError: The model or the place of the parts is no good.
    """
    try:
        from kg.engine import on_dask
        from kg.engine.parts import Parts
        from kg.engine.work import FailedError, Settings
    except ImportError as error:
        raise EngineError("the engine dask is not installed: pip install 'newskg[dask]'") from error
    silent = replace(options, on_error=raise_error, on_note=ignore_note, on_skip=ignore_skip)
    settings = Settings(ontology, reader, silent, engine.place, strict)
    articles = claims = 0

    def told(manifest: Manifest) -> None:
        nonlocal articles, claims
        articles += manifest.articles
        claims += manifest.claims
        if on_progress:
            on_progress(articles, claims)
        if strict:  # an earlier run, which was not, may have made the part
            for each in manifest.told:
                if each.how == "error":
                    raise FailedError(ArticleError(each.text, kind=each.kind))

    shards = plan(paths, on_error=options.on_error, on_note=options.on_note)
    try:
        with on_dask.cluster(engine.scheduler, engine.workers) as client:
            manifests = on_dask.run(shards, settings, client, told)
    except FailedError as failed:
        options.on_error(failed.error)
        raise
    parts = Parts(engine.place)
    for manifest in manifests:
        for each in manifest.told:
            _tell(each, options)
        yield from parts.read(manifest)


def _tell(telling: Telling, options: Options) -> None:
    if telling.how == "error":
        options.on_error(ArticleError(telling.text, kind=telling.kind))
    elif telling.how == "skip":
        options.on_skip(Skipped(telling.name, telling.kind, telling.text))
    else:
        options.on_note(telling.text)
