"""What every request has to get past, and what every answer says to browsers.

A page from elsewhere must neither read the graph through somebody's browser (by a name that was made to point at this
machine: DNS rebinding) nor load the server with questions. What the browser says of where a request comes from
(https://www.w3.org/TR/fetch-metadata/) tells such pages from people.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders

from kg.server.errors import refused

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from kg.server.settings import Settings

__all__ = ["CONTENT_SECURITY_POLICY", "Guard", "is_loopback"]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load, unless it says so itself: what this server has, and nothing else."""

_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:@/?#\[\]]+)(?::\d{1,5})?")


class Guard:
    """Lets through what is meant for this server, and adds the headers of safety to all answers."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Work out by which names the server may be called."""
        self._app = app
        self._origins = frozenset(settings.origins)
        self._names = frozenset(name.lower() for name in settings.names) | _LOCAL
        self._reached_by_address = not is_loopback(settings.host)
        if self._reached_by_address:
            self._names |= {settings.host.lower(), socket.gethostname().lower(), socket.getfqdn().lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if not self._origins:
                    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
            await send(message)

        headers = Headers(scope=scope)
        if not self._is_ours(headers.getlist("host")):
            response = refused(421, "this server is not called so; see --allow-host")
        elif self._is_foreign(headers, scope["method"]):
            response = refused(403, "scripts of other pages may not ask this server; see --cors")
        else:
            await self._app(scope, receive, send_safely)
            return
        await response(scope, receive, send_safely)

    def _is_ours(self, hosts: list[str]) -> bool:
        found = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
        if found is None:
            return False
        name = found[1].strip("[]").lower().rstrip(".")
        return name in self._names or (self._reached_by_address and _is_address(name))

    def _is_foreign(self, headers: Headers, method: str) -> bool:
        """Whether a page from elsewhere asks; a person who follows a link from there is welcome."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if "*" in self._origins or origin in self._origins or site in {"same-origin", "none"}:
            return False
        if site is None:  # no browser, or an old one
            return origin is not None and urlsplit(origin).netloc != headers.get("host")
        return not (method == "GET" and headers.get("sec-fetch-mode") == "navigate")


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
