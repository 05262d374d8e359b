"""Sends the answer of a query as it comes, and stops the work on it when nobody listens any more."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.responses import Response

from kg.server.messages import RefusedError

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from starlette.types import Message, Receive, Scope, Send

    from kg.graph.sparql import Graphs
    from kg.server.queries import Answer, Queries

__all__ = ["AnswerResponse", "while_listening"]

_STALLED = 10.0
"""Seconds in which a client has to take something of what it is sent."""


class AnswerResponse(Response):
    """The answer of a query; what fails in the middle breaks the connection off, so that no part passes for a whole."""

    def __init__(self, queries: Queries, sparql: str, accept: str, graphs: Graphs | None = None) -> None:
        """Ask nothing yet."""
        super().__init__()
        self._queries = queries
        self._asked = (sparql, accept, graphs)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask, and send."""

        async def answer() -> None:
            sparql, accept, graphs = self._asked
            async with self._queries.ask(sparql, accept=accept, graphs=graphs) as answer:
                await self._send(answer, scope, send)

        await while_listening(receive, answer())

    async def _send(self, answer: Answer, scope: Scope, send: Send) -> None:
        headers = {
            "Content-Type": answer.media_type,
            "Kg-Limits": str(self._queries.limits),
            "Vary": "Accept",
        }
        if answer.size is not None:
            headers["Content-Length"] = str(answer.size)
        if answer.ended is not None and answer.ended.cut:
            headers["Kg-Cut"] = answer.ended.cut
        raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": raw})
        with suppress(RefusedError, TimeoutError):  # no end is sent then
            if scope["method"] != "HEAD":
                async for piece in answer.pieces():
                    await _in_time(send, {"type": "http.response.body", "body": piece, "more_body": True})
            await _in_time(send, {"type": "http.response.body", "body": b"", "more_body": False})


async def while_listening(receive: Receive, work: Coroutine[object, object, None]) -> None:
    """Do something for as long as the client is there; the request's body has been read."""
    loop = asyncio.get_running_loop()
    doing, listening = loop.create_task(work), loop.create_task(_gone(receive))
    try:
        await asyncio.wait({doing, listening}, return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            await doing
    finally:
        for task in (doing, listening):
            task.cancel()
        await asyncio.gather(doing, listening, return_exceptions=True)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _in_time(send: Send, message: Message) -> None:
    async with asyncio.timeout(_STALLED):
        await send(message)
