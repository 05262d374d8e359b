"""Runs the server until it is told to end."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from kg.errors import ServerError
from kg.server.app import make_app
from kg.server.connections import Connection
from kg.server.messages import RefusedError
from kg.server.queries import Queries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.server.settings import Settings

    OnReady = Callable[[str, bool], object]

__all__ = ["serve"]

_HEADERS_MOST = 32 * 1024
_BACKLOG = 256
_PATIENCE = 3
"""Seconds that answers on their way have to end when the server does."""


def serve(settings: Settings, *, on_ready: OnReady) -> None:
    """Serve a store until the process is interrupted or told to end.

    Args:
        settings: What to serve, and how.
        on_ready: Is told the address once the server answers there, and whether the store has anything in it.

    Raises:
        StoreError: The store cannot be opened.
        ServerError: The address cannot be had.
    """
    listening = _listen(settings.host, settings.port)
    with listening:
        host, port = listening.getsockname()[:2]
        asyncio.run(_serve(settings, listening, f"http://{f'[{host}]' if ':' in host else host}:{port}/", on_ready))


async def _serve(settings: Settings, listening: socket.socket, address: str, on_ready: OnReady) -> None:
    queries = Queries(
        settings.store,
        limits=settings.limits,
        workers=settings.workers,
        memory=settings.memory,
        min_confidence=settings.min_confidence,
    )
    try:
        await queries.start()
        filled = await _filled(queries)
        config = uvicorn.Config(
            make_app(queries, settings),
            http=Connection,
            ws="none",
            lifespan="off",
            interface="asgi3",
            loop="asyncio",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            backlog=_BACKLOG,
            h11_max_incomplete_event_size=_HEADERS_MOST,
            timeout_graceful_shutdown=_PATIENCE,
        )
        await _Server(config, lambda: on_ready(address, filled)).serve(sockets=[listening])
    finally:
        await queries.close()


async def _filled(queries: Queries) -> bool:
    try:
        return bool((await queries.rows("SELECT * { ?s ?p ?o } LIMIT 1")).rows)
    except RefusedError:  # a first build is under way
        return True


class _Server(uvicorn.Server):
    """A server that says when it is ready, sweeps connections, and ends without a word when it is interrupted."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_ready()

    async def on_tick(self, counter: int) -> bool:
        for connection in list(self.server_state.connections):
            if isinstance(connection, Connection):
                connection.sweep()
        return await super().on_tick(counter)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
        numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
        before = {number: signal.signal(number, self.handle_exit) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return _bound(family, host, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            with _bound(family, host, 0) as other:
                free = other.getsockname()[1]
            why = f"port {port} of {host} is in use; take another one, such as --port {free}, or 0 for any"
        elif error.errno == errno.EACCES:
            why = f"port {port} needs rights that this user does not have; take one above 1023"
        else:
            why = f"{host!r} is no address of this machine ({error.strerror or error})"
        raise ServerError(why) from error


def _bound(family: int, host: str, port: int) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # there it would let two servers have one port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(_BACKLOG)
    except BaseException:
        made.close()
        raise
    return made
