"""The engine: shards are given to the workers of a Dask cluster, one of its own or one that runs already.

Dask gives a lost worker's shards to another. What ends every worker that tries it is tried once more with a note of
which article is being read; an article that ended two is left out, and the rest of its shard is read.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dask import config
from dask.distributed import Client, Future, KilledWorker, LocalCluster, WorkerPlugin, as_completed, get_worker

from kg.engine.parts import Manifest, Parts
from kg.engine.work import Settings, work
from kg.errors import EngineError

if TYPE_CHECKING:
    from kg.engine.shards import Shard

__all__ = ["cluster", "run"]

_AHEAD = 8  # shards given out a worker, so that none waits; more would only burden the scheduler
_PATIENCE = 20  # seconds in which a scheduler should answer


@contextmanager
def cluster(scheduler: str | None, workers: int) -> Iterator[Client]:
    """The cluster at an address, or one of `workers` processes on this machine for as long as the work lasts.

    Raises:
        EngineError: Nobody answers at the address.
    """
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # it tells of every lost worker, on many lines
    if scheduler is not None:
        try:
            with Client(scheduler, timeout=_PATIENCE) as client:
                yield client
        except (OSError, ValueError) as error:
            raise EngineError(f"{scheduler}: no Dask scheduler answers there") from error
        return
    with (
        config.set({"distributed.scheduler.allowed-failures": 1}),  # what ended two workers is looked into
        LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", memory_limit=0
        ) as own,
        Client(own) as client,
    ):
        yield client


def run(
    shards: Iterable[Shard], settings: Settings, client: Client, on_part: Callable[[Manifest], object]
) -> list[Manifest]:
    """Make the parts of shards that are not there yet; the manifests of all, in the order of the shards.

    Args:
        shards: What is to be read.
        settings: How.
        client: The cluster.
        on_part: Is told of each part when it is there, in any order.

    Raises:
        EngineError: The cluster is lost, or no worker survives a shard.
        KGError: What a worker says is wrong with all of the work: the model, the place of the parts.
    """
    parts = Parts(settings.place)
    plugin = _Settings(settings)
    client.register_plugin(plugin, name=plugin.name)  # new workers get it, too
    found: dict[int, Manifest] = {}
    running: dict[Future[Manifest], _Task] = {}
    done = as_completed()
    todo = enumerate(shards)
    room = _AHEAD * max(1, sum(client.nthreads().values()))

    def submit(task: _Task) -> None:
        future = client.submit(_work, task, plugin.name, pure=False)
        running[future] = task
        done.add(future)

    def fill() -> None:
        while len(running) < room and (following := next(todo, None)) is not None:
            number, shard = following
            there = parts.find(shard.digest(settings.digest))
            if there is None:
                submit(_Task(number, shard))
            else:
                found[number] = there
                on_part(there)

    fill()
    while running:
        future = next(done)
        task = running.pop(future)
        if future.status == "finished":
            found[task.number] = future.result()
            on_part(found[task.number])
        else:
            submit(_again(task, future, parts.marked(task.shard.digest(settings.digest))))
        fill()
    return [found[number] for number in sorted(found)]


class _Settings(WorkerPlugin):
    """What all tasks share, kept at each worker: sent with each task, the ontology would be most of the traffic."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.name = f"kg-{hashlib.sha256(settings.digest.encode()).hexdigest()[:20]}"


@dataclass(frozen=True, slots=True)
class _Task:
    """A shard that is being read, and what is known of earlier tries."""

    number: int
    shard: Shard
    careful: bool = False
    without: frozenset[int] = frozenset()


def _again(task: _Task, future: Future[Manifest], marked: int | None) -> _Task:
    """What to try after a failure.

    Raises:
        EngineError: Nothing is left to try.
        KGError: The failure is one of all of the work.
    """
    if future.status == "cancelled":
        raise EngineError("the Dask cluster is gone; build again to go on at the first part that is missing")
    error = future.exception()
    if not isinstance(error, KilledWorker):
        raise error
    if not task.careful:
        return replace(task, careful=True)
    if marked is None or marked in task.without:
        raise EngineError(f"{task.shard}: ends every worker that reads it; leave it out")
    return replace(task, without=task.without | {marked})


def _work(task: _Task, plugin: str) -> Manifest:
    settings: Settings = get_worker().plugins[plugin].settings  # type: ignore[attr-defined]  # of ours
    return work(task.shard, settings, careful=task.careful, without=task.without)
