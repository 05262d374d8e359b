"""The body of an answer, unpacked while it comes in and never beyond a bound."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from kg.watch.problems import FetchError

__all__ = ["CODINGS", "read_body"]

CODINGS = "gzip, deflate"
"""What servers are told that they may send."""

_GZIP = frozenset({"gzip", "x-gzip"})
_PLAIN = frozenset({"", "identity"})


def read_body(chunks: Iterable[bytes], coding: str, limit: int, *, cut: bool = False) -> bytes:
    """Read a body.

    Args:
        chunks: What comes in.
        coding: The Content-Encoding.
        limit: The bytes that may come in, and the bytes that may come out.
        cut: Whether to take only that much of a longer one, in place of an error.

    Raises:
        FetchError: It is too long, or not what it says it is.
    """
    coding = coding.strip().lower()
    if coding in _PLAIN:
        pieces = iter(chunks)
    elif coding in _GZIP:
        pieces = _gzip(_counted(chunks, limit), limit)
    elif coding == "deflate":
        pieces = _deflate(_counted(chunks, limit), limit)
    else:
        raise FetchError(f"packed as {coding[:40]!r}, which was not asked for", lasting=True)
    body = bytearray()
    try:
        for piece in pieces:
            body += piece
            if len(body) > limit:
                if cut:
                    return bytes(body[:limit])
                raise _too_long(limit)
    except zlib.error as error:
        raise FetchError(f"no {coding}, as it says ({error})") from error
    return bytes(body)


def _counted(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    left = limit
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise _too_long(limit)
        yield chunk


def _gzip(chunks: Iterable[bytes], bound: int) -> Iterator[bytes]:
    """Unpack gzip, which may be several files one after the other (RFC 1952)."""
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    begun = False
    for chunk in chunks:
        while chunk:
            if unpacker.eof:
                if not chunk.startswith(b"\x1f"):
                    return  # padding
                unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
            begun = True
            yield unpacker.decompress(chunk, bound + 1)
            chunk = unpacker.unused_data
    if begun and not unpacker.eof:
        raise FetchError("cut off: its packed body has no end")


def _deflate(chunks: Iterable[bytes], bound: int) -> Iterator[bytes]:
    """Unpack zlib's format or bare deflate, for servers send both under this name (RFC 9110, 8.4.1.2)."""
    unpacker = None
    for chunk in chunks:
        if unpacker is None:
            wrapped = len(chunk) > 1 and chunk[0] & 0x0F == 8 and (chunk[0] << 8 | chunk[1]) % 31 == 0
            unpacker = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        if unpacker.eof:
            return
        yield unpacker.decompress(chunk, bound + 1)
    if unpacker is not None and not unpacker.eof:
        raise FetchError("cut off: its packed body has no end")


def _too_long(limit: int) -> FetchError:
    size = f"{limit / 2**20:.3g} megabytes" if limit >= 2**20 else f"{limit:,} bytes"
    return FetchError(f"larger than the {size} that are taken", lasting=True)
