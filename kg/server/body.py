"""Reads the body of a request: no more than a server has room for, and not for ever."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect

from kg.server.messages import RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

__all__ = ["MOST_BYTES", "read_body"]

MOST_BYTES = 2**20
"""Bytes of a request's body, which is many times the longest query that a person writes."""
_SWALLOWED = 16 * MOST_BYTES
"""Bytes that are read only so that a client which sends too much has ears for the answer."""
_SECONDS = 15.0


async def read_body(request: Request, kinds: Sequence[str]) -> tuple[str, str]:
    """The media type of a body, which is to be one of `kinds`, and its text.

    Raises:
        RefusedError: It is of another type, too large, too slow, or no UTF-8 text.
    """
    kind, _, params = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    charset = next((v for k, v in _params(params) if k == "charset"), "utf-8")
    if kind not in kinds or charset.lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise RefusedError(415, f"a body is to be of one of these types, in UTF-8: {', '.join(kinds)}")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise RefusedError(415, "a body is to come as it is, without Content-Encoding", {"Accept-Encoding": "identity"})
    told = request.headers.get("content-length", "0")
    if told.isdigit() and int(told) > _SWALLOWED:
        raise _too_large()
    body, size = bytearray(), 0
    try:
        async with asyncio.timeout(_SECONDS):
            async for piece in request.stream():
                size += len(piece)
                if size <= MOST_BYTES:
                    body += piece
                elif size > _SWALLOWED:
                    raise _too_large()
    except ClientDisconnect:
        raise RefusedError(400, "the body did not come whole") from None
    except TimeoutError:
        raise RefusedError(408, f"the body did not come within {_SECONDS:g} seconds", {"Connection": "close"}) from None
    if size > MOST_BYTES:
        raise _too_large()
    try:
        return kind, body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError(400, "the body is not UTF-8") from None


def _params(text: str) -> list[tuple[str, str]]:
    pairs = (part.partition("=") for part in text.split(";"))
    return [(key.strip().lower(), value.strip().strip('"')) for key, _, value in pairs]


def _too_large() -> RefusedError:
    return RefusedError(413, f"a request may have {MOST_BYTES} bytes", {"Connection": "close"})
