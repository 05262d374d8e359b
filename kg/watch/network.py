"""Connections whose address is checked, and whose every step ends when the time for the whole is up."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from weakref import WeakSet

import certifi
import httpcore

from kg.watch.problems import FetchError
from kg.watch.reach import Permit, is_public

__all__ = ["Guard", "Network"]

Resolve = Callable[[str, int], list[str]]
Dial = Callable[[str, int, float], httpcore.NetworkStream]


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def _dial(ip: str, port: int, timeout: float) -> httpcore.NetworkStream:
    return httpcore.SyncBackend().connect_tcp(ip, port, timeout=timeout)


@cache
def _trusted() -> ssl.SSLContext:
    """The certificate authorities of the system, SSL_CERT_FILE included, and those of Mozilla."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


@dataclass(slots=True)
class Network:
    """How names are looked up and connections made, and those that are open."""

    resolve: Resolve = _resolve
    dial: Dial = _dial
    trusted: Callable[[], ssl.SSLContext] = _trusted
    _open: WeakSet[_Timed] = field(default_factory=WeakSet)
    _ended: bool = False

    def end(self) -> None:
        """Cut all connections: whoever waits for one fails at once."""
        self._ended = True
        for stream in list(self._open):
            stream.cut()

    def keep(self, stream: _Timed) -> _Timed:
        """Remember an open connection."""
        self._open.add(stream)
        if self._ended:
            stream.cut()
        return stream


class Guard(httpcore.NetworkBackend):
    """Makes the connections of one request."""

    def __init__(self, network: Network, permit: Permit, seconds: float) -> None:
        """Take a network, what may be reached besides the open internet, and the seconds that the whole may take."""
        self._network = network
        self._permit = permit
        self._end = time.monotonic() + seconds
        self.private = False
        """Whether the host that was reached is one of a private network."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002 - of the protocol
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers; all of them have to be allowed.

        Raises:
            FetchError: The host has no address, or one that may not be reached.
        """
        addresses = self._addresses(host, port, _left(self._end, timeout))
        self.private = not all(map(is_public, addresses))
        if self.private and not self._permit.allows_private(host, port):
            told = f"{host} is a host of the private network, which no feed may lead to"
            raise FetchError(told, lasting=True, barred=True)
        last: Exception = httpcore.ConnectError(f"{host} has no address")
        for number, ip in enumerate(addresses):
            try:
                # Each a share of the time, so that one that is silent leaves some to the others.
                patience = _left(self._end, timeout) / (len(addresses) - number)
                stream = self._network.dial(ip, port, patience)
                return self._network.keep(_Timed(stream, self._end, self._network))
            except (httpcore.ConnectError, httpcore.ConnectTimeout, OSError) as error:
                last = error
        raise last

    def _addresses(self, host: str, port: int, patience: float) -> list[str]:
        """Look a name up, in a thread of its own, for the system's way to do it knows no time-out."""
        found: list[list[str] | Exception] = []

        def look() -> None:
            try:
                found.append(self._network.resolve(host, port))
            except (OSError, UnicodeError) as error:
                found.append(error)

        thread = threading.Thread(target=look, daemon=True)
        thread.start()
        thread.join(patience)
        if not found:
            raise httpcore.ConnectTimeout(f"no answer on where {host} is")
        if isinstance(found[0], Exception):
            raise FetchError(f"there is no host {host}, or its name cannot be looked up") from found[0]
        return found[0]


class _Timed(httpcore.NetworkStream):
    """A connection that nothing can keep open beyond a moment, however slowly it drips."""

    def __init__(self, stream: httpcore.NetworkStream, end: float, network: Network) -> None:
        self._stream, self._end, self._network = stream, end, network
        self._cut = False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, _left(self._end, timeout))
        if self._cut:
            raise httpcore.ReadError("ended by the user")
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._end, timeout))

    def close(self) -> None:
        self._stream.close()

    def cut(self) -> None:
        self._cut = True
        plain = self._stream.get_extra_info("socket")
        with suppress(OSError, AttributeError):
            socket.socket.shutdown(plain, socket.SHUT_RDWR)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secure = self._stream.start_tls(ssl_context, server_hostname, _left(self._end, timeout))
        return self._network.keep(_Timed(secure, self._end, self._network))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(end: float, timeout: float | None) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for the whole is up")
    return left if timeout is None else min(left, timeout)
