"""Addresses of feeds and pages, read once and strictly: what was checked is what is asked for.

Only http and https. Names of hosts are kept in ASCII (IDNA 2008 with the mapping of UTS #46), paths and queries
percent-encoded (RFC 3986). User and password are kept apart, so that no message, file or other host gets them.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from urllib.parse import quote, unquote, urljoin, urlsplit

import idna

from kg.read.html.tracking import TRACKING
from kg.watch.problems import FetchError

__all__ = ["Address", "identity", "join", "key_of", "read_address", "untracked"]

_PORTS = {"http": 80, "https": 443}
_MAX = 4096  # characters; servers refuse longer ones
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_DROPPED = re.compile(r"[\t\r\n]")  # as browsers do (https://url.spec.whatwg.org/#concept-basic-url-parser)
_SAFE = "!$%&'()*+,-./:;=?@_~[]"
_SECRET = re.compile(
    r"(?:^|[_-])(?:key|apikey|token|auth|pass(?:word|wd)?|secret|sig(?:nature)?|session)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https address: `host` in ASCII, `target` from the path on, `login` as `user:password`."""

    scheme: str
    host: str
    port: int
    target: str
    login: str | None = field(default=None, repr=False)

    @property
    def origin(self) -> str:
        """Scheme, host and port, the last where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + (f":{self.port}" if self.port != _PORTS[self.scheme] else "")

    def __str__(self) -> str:
        """The whole address without user and password."""
        return self.origin + self.target

    @property
    def shown(self) -> str:
        """The address for messages: what looks like a secret in the query is left out."""
        path, mark, query = self.target.partition("?")
        return self.origin + path + mark + "&".join(map(_mask, query.split("&")))


def _mask(parameter: str) -> str:
    name, equals, value = parameter.partition("=")
    return f"{name}=..." if equals and value and _SECRET.search(name) else parameter


def read_address(text: str) -> Address:
    """Read an address.

    Raises:
        FetchError: It is none, or none of http or https.
    """
    cleaned = _DROPPED.sub("", text.strip())
    shown = cleaned.rpartition("@")[2][:100]
    if len(cleaned) > _MAX or _CONTROL.search(cleaned):
        raise FetchError("an address that is too long, or has control characters in it", lasting=True)
    try:
        parts = urlsplit(cleaned)
        port = parts.port
    except ValueError as error:
        raise FetchError(f"{shown}: is no address", lasting=True) from error
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise FetchError(f"{shown}: only http and https addresses are fetched", lasting=True)
    host = _host(parts.hostname or "", shown)
    if ("[" in parts.netloc) is not (":" in host):
        _no_host(shown)
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    login = None
    if parts.username is not None:
        login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return Address(scheme, host, port or _PORTS[scheme], target if target.startswith("/") else f"/{target}", login)


def join(base: Address, text: str) -> Address:
    """Read an address that may be relative to another one; what a server names never brings a user or password.

    Raises:
        FetchError: As `read_address`.
    """
    try:
        whole = urljoin(str(base), text.strip())
    except ValueError as error:
        raise FetchError(f"{text[:100]}: is no address", lasting=True) from error
    return replace(read_address(whole), login=None)


def identity(address: Address) -> str:
    """What makes two addresses those of one page: all but the scheme and what only tells whence a reader came."""
    return str(untracked(address)).partition(":")[2]


def untracked(address: Address) -> Address:
    """The address without what only tells whence a reader came.

    >>> str(untracked(read_address("https://news.example/a?id=1&utm_source=rss")))
    'https://news.example/a?id=1'
    """
    path, _, query = address.target.partition("?")
    kept = [each for each in query.split("&") if each and not TRACKING.fullmatch(each.partition("=")[0])]
    return replace(address, target=path + ("?" + "&".join(kept) if kept else ""))


def key_of(text: str) -> str:
    """A short name for any text, the same each time: 16 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _host(host: str, shown: str) -> str:
    host = host.rstrip(".")
    if ":" in host:
        try:
            return str(ip_address(host)) if "%" not in host else _no_host(shown)
        except ValueError:
            return _no_host(shown)
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError:
            return _no_host(shown)
    host = host.lower()
    if len(host) > 253 or not all(map(_LABEL.fullmatch, host.split("."))):
        return _no_host(shown)
    return host


def _no_host(shown: str) -> str:
    raise FetchError(f"{shown}: is no address, for it names no host", lasting=True)
