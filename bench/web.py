"""A web server on this machine that says what it is told to say: for tests and measurements of `kg watch`."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

import httpcore

from kg.watch.network import Network
from kg.watch.problems import Stopped

__all__ = ["Page", "QuickClock", "Seen", "Trick", "Web", "feed", "item", "network_to"]


@dataclass(frozen=True)
class Page:
    """What is at an address; with an `etag` also 304 for who has it."""

    body: bytes | str = b""
    type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None


Trick = Callable[[BaseHTTPRequestHandler], object]


@dataclass(frozen=True)
class Seen:
    """A request that came; the names of headers are in lower case."""

    path: str
    headers: Mapping[str, str]


class Web:
    """The server: `pages` by path, each a page or a function that writes to the connection what it likes."""

    def __init__(self, pages: Mapping[str, Page | Trick] | None = None, secure: ssl.SSLContext | None = None) -> None:
        """Take what is where, which may be changed while the server runs, and what makes it a server of https."""
        self.pages: dict[str, Page | Trick] = dict(pages or {})
        self.seen: list[Seen] = []
        self.busy = 0
        self.busiest = 0
        self._guard = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        if secure is not None:
            self._server.socket = secure.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def url(self, path: str = "/") -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def asked(self) -> list[str]:
        """The paths that were asked for, robots.txt left out."""
        return [each.path for each in self.seen if each.path != "/robots.txt"]

    def enter(self, seen: Seen) -> None:
        """Note that a request has come."""
        with self._guard:
            self.seen.append(seen)
            self.busy += 1
            self.busiest = max(self.busiest, self.busy)

    def leave(self) -> None:
        """Note that it has been answered."""
        with self._guard:
            self.busy -= 1


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Pass over clients that hang up: some tricks are there to make them."""


def _handler(web: Web) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            web.enter(Seen(self.path, {name.lower(): value for name, value in self.headers.items()}))
            self.close_connection = True
            try:
                page = web.pages.get(self.path, Page(b"nothing here", status=404))
                if isinstance(page, Page):
                    _answer(self, page)
                else:
                    page(self)
            finally:
                web.leave()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    return Handler


def _answer(handler: BaseHTTPRequestHandler, page: Page) -> None:
    body = page.body.encode() if isinstance(page.body, str) else page.body
    status = page.status
    if page.etag and handler.headers.get("If-None-Match") == page.etag:
        status, body = 304, b""
    handler.send_response(status)
    if page.etag:
        handler.send_header("ETag", page.etag)
    for name, value in page.headers.items():
        handler.send_header(name, value)
    if status != 304:
        handler.send_header("Content-Type", page.type)
        handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def item(title: str, link: str | None = None, more: str = "", date: str = "Mon, 07 Mar 2022 10:15:00 GMT") -> str:
    """An item of an RSS feed."""
    pointed = f"<link>{link}</link>" if link else ""
    dated = f"<pubDate>{date}</pubDate>" if date else ""
    return f"<item><title>{title}</title>{pointed}{dated}{more}</item>"


def feed(*items: str, title: str = "The Meridian", etag: str | None = None, more: str = "", **headers: str) -> Page:
    """An RSS feed of such items."""
    body = '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    body += ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
    body += f"<title>{title}</title><language>en-gb</language>{more}{''.join(items)}</channel></rss>"
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Page(body, "application/rss+xml", headers=named, etag=etag)


class QuickClock:
    """A clock that does not wait: whoever sleeps moves it on."""

    def __init__(self, now: float = 1_646_650_000.0) -> None:
        """Take the time, in seconds since 1970; 7 March 2022 by default."""
        self._now = now
        self._guard = threading.Lock()
        self._stopped = threading.Event()
        self.slept: list[float] = []

    def now(self) -> float:
        return self._now

    def sleep(self, seconds: float) -> None:
        """Move on.

        Raises:
            Stopped: The watch is to end.
        """
        if self.stopped:
            raise Stopped
        with self._guard:
            self.slept.append(seconds)
            self._now += max(seconds, 0.0)

    def stop(self) -> None:
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()


def network_to(web: Web, names: Mapping[str, tuple[str, ...]]) -> tuple[Network, list[str]]:
    """A network in which names have these addresses, and every address is the server's; and those that were dialled.

    So that a test can do as if the server were out in the internet: what is checked is the address that is dialled.
    """
    dialled: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        if host not in names:
            raise OSError("no such host")
        return list(names[host])

    def dial(ip: str, _port: int, timeout: float) -> httpcore.NetworkStream:
        dialled.append(ip)
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", web.port, timeout=timeout)

    return Network(resolve, dial), dialled
