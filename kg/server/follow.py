"""Keeps up with a store: what is asked is always one whole state of it, the newest that a build has left.

Each state is a copy that no build changes (see `kg.graph.snapshot`). A new one is made when the graph's files have
changed and nobody is halfway through writing them; an old one goes when no worker has it open any more.
"""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import sys
from contextlib import aclosing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ServerError, StoreError
from kg.graph.folder import read_marker
from kg.graph.lock import hold
from kg.graph.snapshot import Sign, SnapshotPlace, sign_of
from kg.graph.store import open_store
from kg.graph.vocab import DEFAULT_BASE
from kg.server.messages import Call, Limits, RefusedError, Task, Where
from kg.server.restrict import write_restricted

if TYPE_CHECKING:
    from kg.server.pool import Pool

__all__ = ["Following"]

_RESTRICTING = 3600.0
"""Seconds that leaving claims out of a graph may take."""

_PAUSE = 0.25
"""Seconds between two looks at a store, each of which takes some tenths of a millisecond."""


class Following:
    """The state of a store that is asked now; `start` makes the first one."""

    def __init__(self, store: Path | str, pool: Pool, min_confidence: float = 0.0) -> None:
        """Make no copy yet."""
        self.base = DEFAULT_BASE
        self._store = store
        self._pool = pool
        self._min_confidence = min_confidence
        self._place: SnapshotPlace | None = None
        self._where: Where | None = None
        self._sign: Sign | None = None
        self._old: set[Path] = set()
        self._looking = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._told: str | None = None

    def where(self) -> Where:
        """What workers are to open.

        Raises:
            RefusedError: The first build is halfway through writing the graph.
        """
        if self._where is None:
            raise RefusedError(
                503, "a build is writing the graph, and there was none before; try again", {"Retry-After": "5"}
            )
        return self._where

    @property
    def state(self) -> str:
        """A word for the state that is asked now; the same for the same state, whoever serves it."""
        return hashlib.sha256(repr(self._sign).encode()).hexdigest()[:16]

    async def start(self) -> None:
        """Copy the first state, and keep up from now on.

        Raises:
            StoreError: There is no store, or it cannot be read or copied.
        """
        if isinstance(self._store, Path):
            marker = read_marker(self._store)
            if marker is None:
                raise StoreError(f"{self._store}: no store there; `kg build` makes one")
            if marker.query is None:
                self._place = SnapshotPlace(self._store)
                self.base = marker.base
                await self.look()
                if self._where is None:
                    await asyncio.to_thread(_refuse_interrupted, self._store)
                self._task = asyncio.get_running_loop().create_task(self._follow())
                return
        if self._min_confidence > 0:
            raise StoreError(f"{self._store}: to leave claims out, kg serve needs a store that holds its graph itself")
        self.base = await asyncio.to_thread(_base_of, self._store)
        self._where = Where(self._store)

    async def look(self) -> None:
        """See whether there is a newer state, and turn to it.

        Raises:
            StoreError: It cannot be copied.
        """
        if self._place is None or not isinstance(self._store, Path):
            return
        async with self._looking:
            sign = await asyncio.to_thread(sign_of, self._store)
            if sign is not None and sign != self._sign:
                taken = await asyncio.to_thread(self._place.take)
                if taken is not None:
                    if self._where is not None and self._where.graph is not None:
                        self._old.add(self._where.graph)
                    graph, self._sign = taken
                    self._where = Where(self._store, await self._restrict(graph))
                    marker = read_marker(self._store)
                    self.base = marker.base if marker is not None else self.base
            if self._where is not None and self._old:
                await self._pool.reopen(self._where)
                for graph in self._old - {worker.where.graph for worker in self._pool.workers if worker.where}:
                    await asyncio.to_thread(shutil.rmtree, graph, ignore_errors=True)
                    self._old.discard(graph)

    async def close(self) -> None:
        """Keep up no longer, and remove all copies."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        if self._place is not None:
            await asyncio.to_thread(self._place.close)

    async def _restrict(self, graph: Path) -> Path:
        """The graph of the claims that are sure enough, made of a copy of the whole."""
        if self._min_confidence <= 0 or not isinstance(self._store, Path):
            return graph
        target = graph.with_name(f"{graph.name}-cut")
        call = Call(write_restricted, (self._min_confidence, target))
        task = Task(call, Where(self._store, graph), Limits(seconds=_RESTRICTING))
        try:
            async with self._pool.extra() as worker, aclosing(worker.run(task)) as messages:
                async for _ in messages:
                    pass
        except RefusedError as error:
            raise StoreError(f"{self._store}: claims cannot be left out: {error}") from error
        finally:
            await asyncio.to_thread(shutil.rmtree, graph, ignore_errors=True)
        return target

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(_PAUSE)
            try:
                await self.look()
            except (OSError, StoreError) as error:  # the last state still stands
                if str(error) != self._told:
                    print(f"kg: {error}", file=sys.stderr)  # noqa: T201 - for who runs the server
                self._told = str(error)


def _refuse_interrupted(folder: Path) -> None:
    """Let nobody wait for a build to end that has ended."""
    with suppress(StoreError):
        hold(folder).release()
        why = "its last build was interrupted halfway; run it again, which completes it"
        raise ServerError(f"{folder}: {why}")


def _base_of(store: Path | str) -> str:
    with open_store(store, read_only=True) as opened:
        return opened.base
