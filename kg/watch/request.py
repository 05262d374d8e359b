"""One request and its answer: no redirect is followed, no cookie kept, nothing retried."""

from __future__ import annotations

import base64
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

import httpcore

from kg.watch.addresses import Address
from kg.watch.network import Guard, Network
from kg.watch.problems import FetchError
from kg.watch.reach import Permit
from kg.watch.unpack import CODINGS, read_body

__all__ = ["Answer", "Asked", "Limits", "request", "retry_after"]

_TRIED_LATER = frozenset({408, 421, 425, 429})
_LONGEST_REST = 86_400.0  # seconds; no server may silence a feed for longer
_WITH_BODY = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one request may take, in seconds: to connect, between two pieces, as a whole. How many redirects."""

    connect: float = 10.0
    read: float = 20.0
    whole: float = 60.0
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted: media types, the bytes that are taken at most, and what is known of an earlier answer."""

    accept: str
    limit: int
    refused: frozenset[str] = frozenset()
    etag: str | None = None
    last_modified: str | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said.

    `address` is the one that answered; `moved` the one to ask from now on, where all redirects on the way were
    permanent; `private` whether the host that was asked first is one of a private network. The names of `headers`
    are in lower case.
    """

    address: Address
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    moved: Address | None = None
    private: bool = False

    @property
    def type(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def request(
    network: Network,
    address: Address,
    asked: Asked,
    agent: Mapping[str, str],
    permit: Permit,
    limits: Limits,
    now: float,
) -> Answer:
    """Ask for an address once.

    Args:
        network: How hosts are reached.
        address: What to ask for.
        asked: What is wanted of it.
        agent: The headers that say who asks.
        permit: What may be reached besides the open internet.
        limits: How long it may take.
        now: The time, which dates in the answer refer to.

    Returns:
        An answer with its body for the status 200; without one for 304 and redirects.

    Raises:
        FetchError: There is no answer, or one that is of no use.
    """
    if not permit.allows_port(address.host, address.port):
        raise FetchError(f"port {address.port} is not one for web pages", lasting=True, barred=True)
    guard = Guard(network, permit, limits.whole)
    url = httpcore.URL(
        scheme=address.scheme.encode(),
        host=(f"[{address.host}]" if ":" in address.host else address.host).encode(),
        port=address.port,
        target=address.target.encode("ascii"),
    )
    timeout = {"connect": limits.connect, "read": limits.read, "write": limits.read}
    context = network.trusted() if address.scheme == "https" else None
    try:
        with (
            httpcore.HTTPConnection(url.origin, ssl_context=context, network_backend=guard) as connection,
            connection.stream(
                "GET", url, headers=_headers(address, asked, agent), extensions={"timeout": timeout}
            ) as response,
        ):
            headers = _readable(response.headers)
            answer = Answer(address, response.status, headers, private=guard.private)
            if response.status != _WITH_BODY:
                _check_status(answer, asked, now)
                return answer
            if answer.type in asked.refused or answer.type.partition("/")[0] in asked.refused:
                raise FetchError(f"is {answer.type}, and no text", lasting=True)
            coding = headers.get("content-encoding", "")
            body = read_body(response.iter_stream(), coding, asked.limit, cut=asked.cut)
            return Answer(address, response.status, headers, body, private=guard.private)
    except httpcore.TimeoutException as error:
        kind = "no connection" if isinstance(error, httpcore.ConnectTimeout) else "too slow: no whole answer"
        raise FetchError(f"{kind} within {limits.whole:g} seconds") from error
    except httpcore.NetworkError as error:
        raise FetchError(_why(error)) from error
    except httpcore.ProtocolError as error:
        raise FetchError(f"no proper answer ({_line(error)})") from error
    except (OSError, UnicodeError) as error:
        raise FetchError(f"cannot be reached ({_line(error)})") from error


def retry_after(text: str, now: float) -> float:
    """The seconds that a Retry-After asks for, given as such or as a date (RFC 9110, 10.2.3); a day at most."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        seconds = float(text[:12])
    else:
        try:
            seconds = parsedate_to_datetime(text).timestamp() - now
        except (ValueError, TypeError, IndexError, OverflowError):
            return 0.0
    return min(max(seconds, 0.0), _LONGEST_REST)


def _headers(address: Address, asked: Asked, agent: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    headers = {
        "Host": address.origin.partition("//")[2],
        **agent,
        "Accept": asked.accept,
        "Accept-Encoding": CODINGS,
        "Connection": "close",
    }
    if asked.etag:
        headers["If-None-Match"] = asked.etag
    if asked.last_modified:
        headers["If-Modified-Since"] = asked.last_modified
    if address.login is not None:
        headers["Authorization"] = "Basic " + base64.b64encode(address.login.encode()).decode("ascii")
    return [(name.encode("ascii"), value.encode("latin-1", "replace")) for name, value in headers.items()]


def _readable(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """The headers by their names; of one that is given several times the first."""
    found: dict[str, str] = {}
    for name, value in headers:
        found.setdefault(name.decode("latin-1").lower(), value.decode("latin-1").strip()[:4096])
    return found


def _check_status(answer: Answer, asked: Asked, now: float) -> None:
    """Raise what an answer without a body of use means."""
    status = answer.status
    if status == 304 and not (asked.etag or asked.last_modified):
        raise FetchError("the server says 304, not changed, of what it was not asked")
    if status == 304 or 301 <= status <= 303 or status in (307, 308):
        return
    wait = retry_after(answer.headers.get("retry-after", ""), now)
    if status == 410:
        raise FetchError("gone for good, says the server (410)", lasting=True, gone=True, status=status)
    lasting = 400 <= status < 500 and status not in _TRIED_LATER
    raise FetchError(f"the server says {status}{_PHRASES.get(status, '')}", lasting=lasting, wait=wait, status=status)


_PHRASES = {
    401: ", user and password wanted",
    402: ", payment wanted",
    403: ", forbidden",
    404: ", not found",
    429: ", too many requests",
    451: ", withheld for legal reasons",
    503: ", not available now",
}


def _why(error: Exception) -> str:
    """What went wrong with a connection, in words."""
    cause = error.__cause__ or error.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is no good ({cause.verify_message or 'cannot be verified'})"
    if isinstance(cause, ssl.SSLError):
        return f"no secure connection ({(cause.reason or 'unknown').replace('_', ' ').lower()})"
    return f"cannot be reached ({_line(cause or error)})"


def _line(error: BaseException) -> str:
    told = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(told).split())[:120]
