"""Connections that come to nothing: a request that never gets whole, an answer that nobody takes.

uvicorn waits for such clients as long as they like. Here each has its time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

__all__ = ["Connection"]

_MOST = 512
"""Connections at a time."""
_REQUEST = 10.0
"""Seconds within which a request has to be there, up to the end of its headers."""
_FLUSH = 5.0
"""Seconds that a connection which is to be closed may take to send what is left."""


class Connection(H11Protocol):
    """A connection that `sweep` ends when it has had its time."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._since = self.loop.time()
        self._closing = False
        if len(self.connections) > _MOST:
            transport.abort()

    def on_response_complete(self) -> None:
        """Begin to wait for the next one."""
        super().on_response_complete()
        self._since = self.loop.time()

    def sweep(self) -> None:
        """End the connection if it has had its time."""
        now = self.loop.time()
        if self.transport.is_closing():
            if not self._closing:
                self._closing, self._since = True, now
            elif now - self._since > _FLUSH:
                self.transport.abort()
        elif getattr(self.cycle, "response_complete", True) and now - self._since > _REQUEST:
            self.transport.close()
