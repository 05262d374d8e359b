"""A SPARQL 1.1 endpoint over HTTP: queries and updates go out, answers or one clear line come back.

Its address is the whole URL of the query service; what stands behind a question mark goes along with every request
(`?union-default-graph`, `?default-graph-uri=...`). User and password come from the URL, from the environment variable
`KG_ENDPOINT_AUTH` (`user:password`, or a whole `Authorization` header such as `Bearer ...`) or from `~/.netrc`, and are
told to nobody else: messages and store folders have the address without them.
"""

from __future__ import annotations

import base64
import http.client
import netrc
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pyoxigraph as ox

from kg.errors import QueryError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.sparql import Graphs

__all__ = ["AUTH", "BusyError", "Endpoint", "TooLargeError", "is_address", "open_endpoint"]

AUTH = "KG_ENDPOINT_AUTH"

_TIMEOUT = 600.0
"""Seconds without a sign of life after which an endpoint is given up; a large update may think for minutes."""

_ACCEPT = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.9, "
    "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.7"
)
# Parameters of the protocol (and Oxigraph's own) that choose the graphs of a query.
_CHOOSING = frozenset({"default-graph-uri", "named-graph-uri", "union-default-graph"})
_WORDS = {
    401: f"wants a user and password; set {AUTH} to user:password, or put them into ~/.netrc",
    403: f"does not let this user in; set {AUTH} to user:password, or put them into ~/.netrc",
    404: "there is nothing at this address (404); name the URL of the SPARQL service itself",
    415: "does not take N-Quads (415), or is not an address of the Graph Store Protocol; --by-graph sends N-Triples",
    405: "does not take such requests (405); it may be read-only, or its updates have another address",
}


# What a server answers that may do the same a little later.
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})


class TooLargeError(StoreError):
    """A request was larger than the endpoint takes."""


class BusyError(StoreError):
    """There was no answer, or that of a server that is busy: then it `answered`, and may ask for seconds, `after`."""

    def __init__(self, why: str, *, answered: bool = False, after: float | None = None) -> None:
        super().__init__(why)
        self.answered = answered
        self.after = after


class _Staying(HTTPRedirectHandler):
    """Follows nobody: a redirect would carry the password along, and turn an update into a query."""

    def redirect_request(self, *_args: object, **_options: object) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The addresses of an endpoint, without secrets; without `update` it can only be read."""

    query: str
    update: str | None = None
    authorization: str | None = None

    def ask(
        self, sparql: str, *, choosing: bool = True, graphs: Graphs | None = None
    ) -> ox.QuerySolutions | ox.QueryBoolean | list[ox.Triple]:
        """Run a query and read the whole answer.

        Args:
            sparql: The query, with all its prefixes.
            choosing: Whether what the address says of the graphs to ask counts.
            graphs: The graphs to ask, whatever address and query say.

        Raises:
            QueryError: The endpoint cannot make sense of it.
            StoreError: There is no answer, or one that is no result of a query.
        """
        given = parse_qsl(urlsplit(self.query).query, keep_blank_values=True)
        form = [(name, value) for name, value in given if (choosing and graphs is None) or name not in _CHOOSING]
        if graphs is not None:
            form += [("default-graph-uri", graph.value) for graph in graphs.default]
            form += [("named-graph-uri", graph.value) for graph in graphs.named]
        body = urlencode([*form, ("query", sparql)], errors="surrogatepass").encode("ascii")
        kind, answer = self._send(self.query, body, "application/x-www-form-urlencoded", _ACCEPT)
        try:
            results = ox.QueryResultsFormat.from_media_type(kind)
            if results is not None:
                return ox.parse_query_results(answer, results)
            triples = ox.RdfFormat.from_media_type(kind)
            if triples is not None:
                return [quad.triple for quad in ox.parse(answer, triples)]
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.query}: answers with what is no {kind}: {_line(str(error))}") from error
        what = kind or "no word of what it is"
        raise StoreError(f"{self.query}: answers with {what}, no result of a query; is it the URL of a SPARQL service?")

    def change(self, sparql: str) -> None:
        """Run an update.

        Raises:
            TooLargeError: The endpoint takes only shorter ones.
            StoreError: It is not carried out.
        """
        if self.update is None:
            raise StoreError(f"{self.query}: an endpoint without an address for updates can only be read")
        try:
            self._send(self.update, sparql.encode(), "application/sparql-update; charset=utf-8", "*/*")
        except QueryError as error:
            raise StoreError(f"{self.update}: does not carry out an update: {error}") from error

    def put(self, data: bytes, kind: str, graph: ox.NamedNode | ox.DefaultGraph | None = None) -> None:
        """Add data to what is there, by the SPARQL 1.1 Graph Store Protocol; the address is that of such a service.

        Args:
            data: RDF.
            kind: Its media type.
            graph: The graph that it belongs to; none where the data name their graphs themselves, which many services
                take, although it is not of the standard.

        Raises:
            TooLargeError: The service takes only less at once.
            BusyError: It may take it later.
            StoreError: It does not take it.
        """
        parts = urlsplit(self.query)
        given = [parts.query] if parts.query else []
        chosen = [urlencode({"graph": graph.value})] if isinstance(graph, ox.NamedNode) else []
        default = ["default"] if isinstance(graph, ox.DefaultGraph) else []
        try:
            self._send(urlunsplit(parts._replace(query="&".join(given + chosen + default))), data, kind, "*/*")
        except QueryError as error:
            raise StoreError(f"{self.query}: does not take the data: {error}") from error

    def _send(self, url: str, body: bytes, kind: str, accept: str) -> tuple[str, bytes]:
        headers = {"Accept": accept, "Content-Type": kind, "User-Agent": "kg"}
        if self.authorization is not None:
            headers["Authorization"] = self.authorization
        address = _bare(url) if kind == "application/x-www-form-urlencoded" else url
        try:
            request = Request(address, body, headers)  # noqa: S310 - open_endpoint lets http and https through only
            with build_opener(_Staying).open(request, timeout=_TIMEOUT) as response:
                return response.headers.get_content_type() if response.headers["Content-Type"] else "", response.read()
        except HTTPError as error:
            with error:
                raise _refusal(url, error) from error
        except (OSError, http.client.HTTPException) as error:
            raise BusyError(f"{url}: {_failure(error)}") from error


def is_address(text: str) -> bool:
    """Whether it is the URL of an endpoint and not the name of a folder."""
    return re.match(r"https?://", text, re.IGNORECASE) is not None


def open_endpoint(query: str, update: str | None = None, *, writable: bool = False) -> Endpoint:
    """The endpoint of these addresses, with what its server wants to hear of user and password.

    Args:
        query: The URL for queries.
        update: The URL for updates.
        writable: Whether to guess the URL for updates where none is given: `update` for a `query` at the end of the
            other, or the same.

    Raises:
        StoreError: An address is none.
    """
    bare, authorization = _parted(query)
    if update is None:
        return Endpoint(bare, _update_address(bare) if writable else None, authorization)
    other, secret = _parted(update)
    if authorization != secret and urlsplit(bare).netloc != urlsplit(other).netloc:
        raise StoreError(f"{other}: is on another server than {bare}, and one of them only has a user and password")
    return Endpoint(bare, other, authorization or secret)


def _update_address(query: str) -> str:
    parts = urlsplit(query)
    return urlunsplit(parts._replace(path=re.sub(r"/query(/?)$", r"/update\1", parts.path), query=""))


def _parted(url: str) -> tuple[str, str | None]:
    """A URL without user and password, and the header that says them."""
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not is_address(url.strip()) or not host or re.search(r"[\s\x00-\x20<>\"]", url.strip()):
        raise StoreError(f"{_hidden(url)!r} is no address of an endpoint; write it as https://host/query")
    bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))
    if parts.username is not None:
        return bare, _basic(unquote(parts.username), unquote(parts.password or ""))
    if given := os.environ.get(AUTH):
        user, colon, password = given.partition(":")
        return bare, _basic(user, password) if colon and " " not in user else given
    return bare, _from_netrc(host)


def _from_netrc(host: str) -> str | None:
    try:
        found = netrc.netrc().authenticators(host)
    except (OSError, netrc.NetrcParseError):
        return None
    return None if found is None else _basic(found[0], found[2])


def _basic(user: str, password: str) -> str:
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode('ascii')}"


def _bare(url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(query=""))


def _hidden(url: str) -> str:
    return re.sub(r"//[^/@]*@", "//...@", url)


def _refusal(url: str, error: HTTPError) -> Exception:
    try:
        said = _line(error.read(2000).decode("utf-8", "replace"))
    except (OSError, http.client.HTTPException):
        said = ""
    if error.code == 400:
        return QueryError(said or "the endpoint finds the request malformed")
    if error.code == 413:
        return TooLargeError(f"{url}: does not take a request of this size (413)")
    if 300 <= error.code < 400:
        return StoreError(f"{url}: has moved to {_hidden(error.headers['Location'] or '?')}; name that address")
    why = _WORDS.get(error.code) or f"fails ({error.code}){f': {said}' if said else ''}"
    if error.code in _BUSY:
        return BusyError(f"{url}: {why}", answered=True, after=_seconds(error.headers["Retry-After"]))
    return StoreError(f"{url}: {why}")


def _seconds(text: str | None) -> float | None:
    """How long a server asks to wait; a date instead of seconds is passed over."""
    return float(text) if text is not None and re.fullmatch(r"\d{1,6}", text.strip()) else None


def _failure(error: Exception) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, ConnectionRefusedError):
        return "nobody answers there (connection refused); is the server running?"
    if isinstance(reason, TimeoutError):
        return f"no answer within {_TIMEOUT:.0f} seconds"
    if isinstance(reason, (ConnectionError, http.client.HTTPException)):
        return "the connection broke off; run the same command again when the server is up"
    return f"cannot be reached: {_line(str(reason))}"


def _line(text: str) -> str:
    """The first words of what a server says, on one line; of a page its title."""
    title = re.search(r"<title>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
    words: Iterable[str] = re.sub(r"<[^>]*>", " ", title[1] if title else text).split()
    line = "".join(char if char.isprintable() else " " for char in " ".join(words))
    return line if len(line) <= 160 else f"{line[:157]}..."
