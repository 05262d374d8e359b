"""The engine: shards are given to the workers of a Dask cluster, one of its own or one that runs already.

Dask gives a lost worker's shards to another. What ends every worker that tries it is tried once more with a note of
which article is being read; an article that ended two is left out, and the rest of its shard is read.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, TypeAlias

from dask import config
from dask.distributed import Client, Future, KilledWorker, LocalCluster, Worker, WorkerPlugin, get_worker

from kg.engine.parts import Manifest, Parts
from kg.engine.work import Settings, work
from kg.errors import EngineError, KGError

if TYPE_CHECKING:
    from kg.engine.shards import Shard

__all__ = ["cluster", "run"]

_AHEAD = 8  # shards given out a worker, so that none waits; more would only burden the scheduler
_PATIENCE = 20  # seconds in which a scheduler should answer
_LOOK = 30  # seconds without a part after which to look whether anybody is at work
_DESERTED = 600  # seconds in which a cluster should get a worker: those that grow on demand take minutes
# Dask would close for good what has no worker 15 seconds after one was lost: also when the next is lost by then, too,
# and that one's follower is still starting.
_OWN = {"distributed.scheduler.allowed-failures": 1, "distributed.deploy.lost-worker-timeout": "1 day"}


_Made: TypeAlias = "Future[Manifest | KGError]"


@contextmanager
def cluster(scheduler: str | None, workers: int) -> Iterator[Client]:
    """The cluster at an address, or one of `workers` processes on this machine for as long as the work lasts.

    Raises:
        EngineError: Nobody answers at the address.
    """
    _be_quiet()
    if scheduler is not None:
        try:
            with Client(scheduler, timeout=_PATIENCE) as client:
                yield client
        except (OSError, ValueError) as error:
            raise EngineError(f"{scheduler}: no Dask scheduler answers there") from error
        return
    with (
        config.set(_OWN),  # what ended two workers is looked into
        LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", memory_limit=0
        ) as own,
        Client(own) as client,
    ):
        client.register_plugin(_Quiet())
        yield client


def _be_quiet() -> None:
    """Dask tells of every lost worker, on many lines, and so do workers that have lost each other."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)


class _Quiet(WorkerPlugin):
    """Keeps workers of a cluster of our own as quiet as this process."""

    def setup(self, worker: Worker) -> None:  # noqa: ARG002 - Dask's signature
        _be_quiet()


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
        EngineError: The cluster or all of its workers are lost, or no worker survives a shard.
        FailedError: An input failed, and the settings are strict.
        KGError: What a worker says is wrong with all of the work: the model, the place of the parts.
    """
    with _shared(settings, client) as name:
        return _run(shards, settings, client, on_part, name)


def _run(
    shards: Iterable[Shard], settings: Settings, client: Client, on_part: Callable[[Manifest], object], plugin: str
) -> list[Manifest]:
    parts = Parts(settings.place)
    found: dict[int, Manifest] = {}
    running: dict[_Made, _Task] = {}
    done: SimpleQueue[_Made] = SimpleQueue()
    todo = enumerate(shards)
    room = _AHEAD * max(1, sum(client.nthreads().values()))

    def submit(task: _Task) -> None:
        future = client.submit(_work, task, plugin, pure=False)
        running[future] = task
        future.add_done_callback(done.put)

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
        future = _next(done, client)
        task = running.pop(future)
        if future.status == "finished":
            made = future.result()
            if isinstance(made, KGError):
                raise made
            found[task.number] = made
            on_part(made)
        else:
            submit(_again(task, future, parts.marked(task.shard.digest(settings.digest))))
        fill()
    return [found[number] for number in sorted(found)]


def _next(done: SimpleQueue[_Made], client: Client) -> _Made:
    """Wait for the next one that is done, however it ended.

    Raises:
        EngineError: Nobody has been there to do one for too long.
    """
    seen = time.monotonic()
    while True:
        with suppress(Empty):
            return done.get(timeout=_LOOK)
        with suppress(OSError):  # a scheduler that is lost has no workers
            if client.nthreads():
                seen = time.monotonic()
        if time.monotonic() - seen >= _DESERTED:
            raise EngineError(
                f"the Dask cluster has had no worker for {_DESERTED // 60} minutes; start some, and build again to go"
                " on at the first part that is missing"
            )


class _Settings(WorkerPlugin):
    """What all tasks share, kept at each worker: sent with each task, the ontology would be most of the traffic."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.name = f"kg-{uuid.uuid4().hex}"  # of this run alone: others on the cluster go on when it ends
        self.stopped = False

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002 - Dask's signature
        self.stopped = True


@contextmanager
def _shared(settings: Settings, client: Client) -> Iterator[str]:
    """Keep the settings at all workers, by a name; afterwards what still runs there stops at its next article."""
    plugin = _Settings(settings)
    client.register_plugin(plugin, name=plugin.name)  # new workers get it, too
    try:
        yield plugin.name
    finally:
        if client.status == "running":
            with suppress(OSError, TimeoutError):  # a cluster that is lost has nothing to stop
                client.unregister_worker_plugin(plugin.name)


@dataclass(frozen=True, slots=True)
class _Task:
    """A shard that is being read, and what is known of earlier tries."""

    number: int
    shard: Shard
    careful: bool = False
    without: frozenset[int] = frozenset()


def _again(task: _Task, future: _Made, marked: int | None) -> _Task:
    """What to try after a worker was lost.

    Raises:
        EngineError: Nothing is left to try.
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


def _work(task: _Task, plugin: str) -> Manifest | KGError:
    """Make a part; what users can understand comes back as a value, for workers log what is raised, on many lines."""
    shared = get_worker().plugins.get(plugin)
    if not isinstance(shared, _Settings):
        return EngineError("nobody waits for this part any more")
    try:
        return work(
            task.shard,
            shared.settings,
            careful=task.careful,
            without=task.without,
            stopped=lambda: shared.stopped,
        )
    except KGError as error:
        return error
