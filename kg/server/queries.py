"""Asks the graph, safely: each question has a process of its own for as long as it takes, and only so long.

This is all that protocol and pages know of the store. `ask` answers SPARQL as a client wants it written, `rows` gives
the rows of a SELECT, and `call` what a function of ours makes of the store.
"""

from __future__ import annotations

import asyncio
import pickle
from collections import deque
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.server.follow import Following
from kg.server.messages import Answered, Ask, Call, Change, Ended, Limits, RefusedError, Task
from kg.server.pool import Message, Pool, Worker
from kg.server.refuse import refuse_calls

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable
    from pathlib import Path
    from typing import Concatenate, ParamSpec

    from kg.graph.sparql import Graphs
    from kg.graph.store import Store

    P = ParamSpec("P")

__all__ = ["Answer", "Queries", "Rows"]

T = TypeVar("T")

_WAIT = 30.0
"""Seconds that a question may wait for a worker."""
_HELD = 256 * 1024
"""Bytes of an answer that are held back: most are whole by then, and their head can say how they end."""
_BUFFERED = 256 * 2**20
"""Bytes that may wait for slow clients, of all answers together."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a SELECT; `cut` says why there are no more, if there would have been."""

    variables: tuple[str, ...]
    rows: tuple[tuple[ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple | None, ...], ...]
    cut: str | None = None


class Answer:
    """An answer on its way: `media_type` is known, and so is `ended` if it is whole already."""

    def __init__(self, media_type: str, pieces: _Pieces) -> None:
        """Take over what has come so far."""
        self.media_type = media_type
        self._pieces = pieces

    @property
    def ended(self) -> Ended | None:
        """How the answer ends, once that is known."""
        return self._pieces.ended

    @property
    def size(self) -> int | None:
        """How many bytes it has, once that is known."""
        return self._pieces.bytes if self._pieces.ended else None

    async def pieces(self) -> AsyncIterator[bytes]:
        """The bytes.

        Raises:
            RefusedError: It cannot be ended.
        """
        while (piece := await self._pieces.take()) is not None:
            yield piece


class Queries:
    """Questions to one store; `start` it before asking, and `close` it in the end."""

    def __init__(
        self, store: Path | str, *, limits: Limits, workers: int, memory: int, min_confidence: float = 0.0
    ) -> None:
        """Open nothing yet.

        Args:
            store: Its folder, or the address of an endpoint.
            limits: What one question may take.
            workers: How many processes work on questions, at most.
            memory: How many bytes each may take.
            min_confidence: Claims below this (0..1) are left out.
        """
        self.limits = limits
        self._store = store
        self._pool = Pool(workers, memory)
        self._following = Following(store, self._pool, min_confidence)
        self._buffered = _Buffered(_BUFFERED)
        self._changing = asyncio.Lock()
        # One worker is left for pages when queries that clients write take all others.
        self._own = asyncio.Semaphore(max(1, workers - 1))

    @property
    def base(self) -> str:
        """What all IRIs begin with that the store mints."""
        return self._following.base

    @property
    def state(self) -> str:
        """A word that changes when the store does; always the same one for an endpoint, which tells nobody."""
        return self._following.state

    async def start(self) -> None:
        """Open the store.

        Raises:
            StoreError: It cannot be opened.
        """
        await self._following.start()
        await self._pool.warm()

    async def close(self) -> None:
        """End all workers and let go of the store."""
        await self._pool.close()
        await self._following.close()

    @asynccontextmanager
    async def ask(self, sparql: str, *, accept: str = "*/*", graphs: Graphs | None = None) -> AsyncIterator[Answer]:
        """Answer a query in the format that `accept`, as the HTTP header says it, wants most.

        It is worked on until the answer is whole or the context is left, whichever comes first.

        Raises:
            RefusedError: There is no answer, and why.
        """
        pieces = _Pieces(self._buffered)
        work = asyncio.get_running_loop().create_task(self._work(Ask(sparql, accept, graphs), pieces))
        try:
            head = await pieces.head()
            yield Answer(head.media_type, pieces)
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            pieces.drop()

    async def rows(self, sparql: str) -> Rows:
        """The rows of a SELECT.

        Raises:
            RefusedError: There are none, and why.
        """
        return await self.call(_rows, sparql, self.limits.rows)

    async def call(self, function: Callable[Concatenate[Store, P], T], *arguments: P.args, **_no: P.kwargs) -> T:
        """What a function makes of the store, which is open for reading; it must be of the top level of a module.

        Raises:
            RefusedError: It fails, or takes too long.
        """
        async with self._pool.lend(_WAIT) as worker, aclosing(self._run(worker, Call(function, arguments))) as messages:
            pieces = [message async for message in messages if isinstance(message, bytes)]
        result: T = pickle.loads(b"".join(pieces))  # noqa: S301 - from a process of ours
        return result

    async def work(self, function: Callable[Concatenate[Store, P], T], *arguments: P.args, **_no: P.kwargs) -> T:
        """The same, for what may take as long as a query that a client writes, and waits for its turn like these.

        Raises:
            RefusedError: It fails, or takes too long, or too many wait.
        """
        try:
            async with asyncio.timeout(_WAIT):
                await self._own.acquire()
        except TimeoutError:
            raise _busy() from None
        try:
            result: T = await self.call(function, *arguments, **_no)
            return result
        finally:
            self._own.release()

    async def change(self, sparql: str) -> None:
        """Carry out an update; who asks afterwards sees it.

        Raises:
            RefusedError: It is not carried out, and why.
        """
        async with (
            self._changing,
            self._pool.extra() as worker,
            aclosing(self._run(worker, Change(sparql))) as messages,
        ):
            async for _ in messages:
                pass
        with suppress(StoreError):  # it has been carried out, and will be seen a little later
            await self._following.look()

    def _run(self, worker: Worker, what: Ask | Call | Change) -> AsyncGenerator[Message, None]:
        """Have a worker do something with the newest state of the store now, not when it began to be waited for."""
        return worker.run(Task(what, self._following.where(), self.limits))

    async def _work(self, ask: Ask, pieces: _Pieces) -> None:
        try:
            async with asyncio.timeout(_WAIT):
                await self._buffered.room()
                await self._own.acquire()
        except TimeoutError:
            pieces.fail(_busy())
            return
        try:
            async with self._pool.lend(_WAIT) as worker, aclosing(self._run(worker, ask)) as messages:
                async for message in messages:
                    async with asyncio.timeout(_WAIT):
                        await pieces.put(message)
        except TimeoutError:
            pieces.fail(RefusedError(503, "too much is on its way to slow clients; try again", {"Retry-After": "5"}))
        except RefusedError as refusal:
            pieces.fail(refusal)
        finally:
            self._own.release()


class _Buffered:
    """How many bytes wait for clients, of all answers."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._now = 0
        self._less = asyncio.Event()

    async def room(self) -> None:
        """Wait until there is room for more."""
        while self._now > self._most:
            self._less.clear()
            await self._less.wait()

    def add(self, size: int) -> None:
        """Count bytes that come, or go."""
        self._now += size
        if size < 0:
            self._less.set()


class _Pieces:
    """The pieces of one answer between the worker that makes them and the client that takes them."""

    def __init__(self, buffered: _Buffered) -> None:
        self.ended: Ended | None = None
        self.bytes = 0
        self._buffered = buffered
        self._head: Answered | None = None
        self._failed: RefusedError | None = None
        self._pieces: deque[bytes] = deque()
        self._changed = asyncio.Event()

    async def put(self, message: Answered | bytes | Ended) -> None:
        """Take in what comes from the worker."""
        if isinstance(message, bytes):
            self._pieces.append(message)
            self.bytes += len(message)
            self._buffered.add(len(message))
        elif isinstance(message, Answered):
            self._head = message
        elif message.cut and self._head is not None and not self._head.tells_cuts:
            why = f"{message.cut}, and this format cannot say so: set a LIMIT, or ask for JSON"
            self.fail(RefusedError(422, why))
            return
        else:
            self.ended = message
        self._changed.set()
        if (
            self.bytes > _HELD and self._head is not None and self._head.tells_cuts
        ):  # else nobody takes it before its end
            await self._buffered.room()

    def fail(self, refusal: RefusedError) -> None:
        """Say that nothing more will come."""
        self._failed = refusal
        self._changed.set()

    async def head(self) -> Answered:
        """The head of the answer, when the answer is whole or so long that it is not to be held back any more."""
        while not self._ready():
            await self._change()
        if self._failed:
            raise self._failed
        assert self._head is not None  # noqa: S101 - or it would not be ready
        return self._head

    async def take(self) -> bytes | None:
        """The next piece; none after the last."""
        while not self._pieces:
            if self._failed:
                raise self._failed
            if self.ended:
                return None
            await self._change()
        piece = self._pieces.popleft()
        self._buffered.add(-len(piece))
        return piece

    def drop(self) -> None:
        """Forget what nobody took."""
        self._buffered.add(-sum(map(len, self._pieces)))
        self._pieces.clear()

    def _ready(self) -> bool:
        long = self._head is not None and self._head.tells_cuts and self.bytes > _HELD
        return long or self._failed is not None or self.ended is not None

    async def _change(self) -> None:
        self._changed.clear()
        await self._changed.wait()


def _busy() -> RefusedError:
    return RefusedError(503, "all that work on queries are busy; try again", {"Retry-After": "5"})


def _rows(store: Store, sparql: str, most: int) -> Rows:
    refuse_calls(sparql)
    solutions = store.query(sparql)
    if not isinstance(solutions, ox.QuerySolutions):
        raise QueryError("a SELECT query is needed here")
    variables = tuple(variable.value for variable in solutions.variables)
    rows = tuple(tuple(solution) for solution in islice(solutions, most))
    cut = f"these are the first {most}" if next(solutions, None) is not None else None
    return Rows(variables, rows, cut)
