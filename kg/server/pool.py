"""Worker processes, each of which does one task at a time, and is ended when a task takes too long or nobody wants it.

New ones are forks of a process that has everything loaded and nothing open, so that they start in some hundredths of a
second and share most of their memory (on Windows they start from nothing).
"""

from __future__ import annotations

import asyncio
import multiprocessing
import pickle
import socket
import sys
from collections import deque
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from kg.server.messages import HEADER, Answered, Ended, Kind, Open, RefusedError, Task
from kg.server.worker import GRACE, work

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable
    from multiprocessing.process import BaseProcess

    from kg.server.messages import Where

__all__ = ["Message", "Pool", "Worker"]

_PRELOADED = ["kg.server.worker", "kg.server.pages.answer"]
_START = 30.0
"""Seconds within which a worker has to be there, on a machine that is busy."""

_MOST_TASKS = 1_000
"""Tasks after which a worker gives way to a new one, so that no memory is lost for good."""
_END = 1.0
"""Seconds after which one that is gone is known to be."""
_KILLED = 9

Message = Answered | bytes | Ended


class Worker:
    """The server's end of a worker process; `where` is what it has open."""

    def __init__(
        self,
        process: BaseProcess,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        lifeline: socket.socket,
    ) -> None:
        """Take over a process, the streams from and to it, and what ends it when it is closed."""
        self.where: Where | None = None
        self.idle = True
        self.tasks = 0
        self._process = process
        self._reader = reader
        self._writer = writer
        self._lifeline = lifeline

    @property
    def pid(self) -> int | None:
        """The number of the process."""
        return self._process.pid

    async def run(self, task: Task) -> AsyncGenerator[Message, None]:
        """Have a task done: the head of the answer, its pieces, its end.

        Raises:
            RefusedError: The worker refuses it, takes too long, or dies of it; after the last two it is of no use.
        """
        self.idle = False
        self.tasks += 1
        self.where = task.where
        seconds = task.limits.seconds
        end = asyncio.get_running_loop().time() + seconds + GRACE
        try:
            async with asyncio.timeout_at(end):
                await self._send(task)
            while True:
                async with asyncio.timeout_at(end):
                    kind, payload = await self._receive()
                if kind is Kind.DATA:
                    yield payload
                    continue
                message = pickle.loads(payload)  # noqa: S301 - from a process of ours, by a socket of its own
                if kind is Kind.FAILED:
                    self.idle = True
                    raise message
                if kind is Kind.END:
                    self.idle = True
                    yield message
                    return
                yield message
        except TimeoutError:
            why = f"stopped after {seconds:g} seconds, which is all that one query may take; ask for less"
            raise RefusedError(504, why) from None
        except (asyncio.IncompleteReadError, ConnectionError):
            await asyncio.to_thread(self._process.join, _END)
            if self._process.exitcode == -_KILLED:
                why = "the process that worked on this was ended by somebody; try again"
                raise RefusedError(503, why, {"Retry-After": "1"}) from None
            why = "the query is nested too deeply, or needs more memory than it may have"
            raise RefusedError(507, why) from None

    async def close(self) -> None:
        """End the process, whatever it does."""
        self._writer.close()
        self._lifeline.close()
        self._process.kill()
        await asyncio.to_thread(self._process.join)
        self._process.close()

    async def _send(self, task: Task) -> None:
        data = pickle.dumps(task)
        self._writer.write(HEADER.pack(Kind.TASK.value, len(data)) + data)
        await self._writer.drain()

    async def _receive(self) -> tuple[Kind, bytes]:
        kind, size = HEADER.unpack(await self._reader.readexactly(HEADER.size))
        return Kind(kind), await self._reader.readexactly(size)


class Pool:
    """Up to `most` workers; `memory` is how many bytes one may take beside what it has at its start."""

    def __init__(self, most: int, memory: int) -> None:
        """Start none yet."""
        self._most = most
        self._memory = memory
        self._make: Callable[..., BaseProcess] = multiprocessing.get_context("spawn").Process
        if sys.platform != "win32":
            forking = multiprocessing.get_context("forkserver")
            forking.set_forkserver_preload(_PRELOADED)
            self._make = forking.Process
        self._workers: set[Worker] = set()
        self._starting = 0
        self._idle: list[Worker] = []
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._closing: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def workers(self) -> frozenset[Worker]:
        """All that there are."""
        return frozenset(self._workers)

    @asynccontextmanager
    async def lend(self, wait: float) -> AsyncIterator[Worker]:
        """A worker that has nothing to do; it is ended if it is given back in the middle of a task.

        Raises:
            RefusedError: All are busy for so many seconds.
        """
        try:
            async with asyncio.timeout(wait):
                worker = await self._take()
        except TimeoutError:
            why = "all that work on queries are busy; try again"
            raise RefusedError(503, why, {"Retry-After": "5"}) from None
        try:
            yield worker
        finally:
            self._give_back(worker)

    async def reopen(self, where: Where) -> None:
        """Let those that have nothing to do open a store as it is now, and let go of what it was."""
        for worker in [each for each in self._idle if each.where not in {None, where}]:
            if worker in self._idle:  # it may have been taken meanwhile
                self._idle.remove(worker)
                with suppress(RefusedError):
                    async for _ in worker.run(Task(Open(), where)):
                        pass
                self._give_back(worker)

    @asynccontextmanager
    async def extra(self) -> AsyncIterator[Worker]:
        """A worker beside the others, for one task."""
        worker = await self._start()
        try:
            yield worker
        finally:
            self._end(worker)

    async def warm(self) -> None:
        """Start a first worker, so that the first query need not wait for it."""
        async with self.lend(_START):
            pass

    async def close(self) -> None:
        """End all workers."""
        self._closed = True
        for worker in list(self._workers):
            self._end(worker)
        while self._closing:
            await asyncio.gather(*self._closing, return_exceptions=True)

    async def _take(self) -> Worker:
        while not self._idle:
            if len(self._workers) + self._starting < self._most:
                self._starting += 1
                try:
                    return await self._start()
                finally:
                    self._starting -= 1
            turn = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    self._wake()  # the turn is another's
                raise
        return self._idle.pop()

    async def _start(self) -> Worker:
        (ours, theirs), (held, watched) = socket.socketpair(), socket.socketpair()
        process = self._make(target=work, args=(theirs, watched, self._memory), daemon=True)
        try:
            await asyncio.shield(asyncio.to_thread(process.start))
            reader, writer = await asyncio.open_connection(sock=ours)
        except BaseException:
            ours.close()
            held.close()
            raise
        finally:
            theirs.close()
            watched.close()
        worker = Worker(process, reader, writer, held)
        self._workers.add(worker)
        return worker

    def _give_back(self, worker: Worker) -> None:
        if worker.idle and worker.tasks < _MOST_TASKS and not self._closed:
            self._idle.append(worker)
        else:
            self._end(worker)
        self._wake()

    def _end(self, worker: Worker) -> None:
        self._workers.discard(worker)
        with suppress(ValueError):
            self._idle.remove(worker)
        task = asyncio.get_running_loop().create_task(worker.close())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    def _wake(self) -> None:
        """Let the next one that waits look again."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
