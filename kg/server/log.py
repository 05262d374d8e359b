"""One line a request on standard error, for who wants to see what is asked."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from kg.lines import cut_line

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Log"]

_LONGEST = 300


class Log:
    """Tells of each request who asked what, how it was answered, with how many bytes and in what time."""

    def __init__(self, app: ASGIApp) -> None:
        """Take over the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and tell of it when it is answered."""
        begin, status, size = time.monotonic(), 0, 0

        async def count(message: Message) -> None:
            nonlocal status, size
            status = message.get("status", status)
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, count)
        finally:
            client = (scope.get("client") or ("?",))[0]
            asked = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
            line = f"{client} {scope['method']} {asked.decode('latin-1')}"
            taken = time.monotonic() - begin
            told = status or "gone"
            print(f"kg: {cut_line(line, _LONGEST)} {told} {size} bytes {taken:.3f} s", file=sys.stderr)  # noqa: T201
