"""What a web server answered, as crawlers store it: its status, its fields, and its body as it was before packing."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["MAX_BODY", "Message", "Unpackable", "body_of", "read_message"]

MAX_BODY = 64 * 2**20
"""Bytes that a body may unpack to."""

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})\b[^\r\n]*\r?\n")
_END = re.compile(rb"\r?\n\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,100}\r?\n")


class Unpackable(Exception):  # noqa: N818 - said of a body
    """A body that cannot be unpacked; the message says why."""


@dataclass(frozen=True, slots=True)
class Message:
    """An answer: its status, its fields with names in lower case, and its body as it came over the wire."""

    status: int
    fields: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """What it says its body is, such as `text/html`."""
        return self.fields.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The encoding that it names for its text."""
        found = _CHARSET.search(self.fields.get("content-type", ""))
        return found[1] if found else None


def read_message(data: bytes) -> Message | None:
    """Read an answer; nothing where the bytes are none."""
    status = _STATUS.match(data)
    if status is None:
        return None
    end = _END.search(data, status.end() - 2)
    head = data[status.end() : end.start() if end else len(data)].decode("latin-1")
    pairs = (line.partition(":") for line in head.splitlines() if not line.startswith((" ", "\t")))
    fields = {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}
    return Message(int(status[1]), fields, data[end.end() :] if end else b"")


def body_of(message: Message) -> bytes:
    """The body, unpacked.

    Crawlers often store it unpacked already and leave the fields as they were, so a body is only unpacked where its
    bytes are packed, too.

    Raises:
        Unpackable: It is broken, unpacks to more than `MAX_BODY`, or in a way that nobody here knows.
    """
    body = message.body
    if "chunked" in message.fields.get("transfer-encoding", "").lower():
        body = _joined(body)
    codings = message.fields.get("content-encoding", "").lower().replace("x-", "").split(",")
    for coding in reversed([each.strip() for each in codings if each.strip()]):
        if coding in ("identity", "utf-8", "none"):  # the last two are mistakes of servers
            continue
        unpack = _UNPACKERS.get(coding)
        if unpack is None:
            raise Unpackable(f"packed as {coding[:20]!r}, which is not known here")
        body = unpack(body)
    return body


def _joined(body: bytes) -> bytes:
    """The chunks of a body as one; a body that is not chunked, as crawlers store it, stays as it is."""
    pieces, at = [], 0
    while chunk := _CHUNK.match(body, at):
        size = int(chunk[1], 16)
        pieces.append(body[chunk.end() : chunk.end() + size])
        at = chunk.end() + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1
        if not size:
            break
    return b"".join(pieces) if pieces else body


def _gzip(body: bytes) -> bytes:
    return _inflate(body, 31) if body.startswith(b"\x1f\x8b") else body


def _deflate(body: bytes) -> bytes:
    """As RFC 9110 says, or bare as some servers send it, or not packed at all."""
    if _looks_like_text(body):
        return body
    try:
        return _inflate(body, 15)
    except Unpackable:
        return _inflate(body, -15)


def _inflate(body: bytes, window: int) -> bytes:
    unpacker = zlib.decompressobj(window)
    try:
        data = unpacker.decompress(body, MAX_BODY + 1)
    except zlib.error as error:
        raise Unpackable(f"its packed body is damaged ({error})") from error
    return _within(data)


def _brotli(body: bytes) -> bytes:
    if _looks_like_text(body):
        return body
    try:
        import brotli
    except ModuleNotFoundError:
        raise Unpackable("packed with Brotli, which needs brotli: pip install 'newskg[warc]'") from None
    unpacker = brotli.Decompressor()
    try:
        data: bytes = unpacker.process(body, output_buffer_limit=MAX_BODY + 1)
    except brotli.error as error:
        raise Unpackable("its packed body is damaged") from error
    return _within(data)


def _zstd(body: bytes) -> bytes:
    import zstandard

    if not body.startswith(b"\x28\xb5\x2f\xfd"):
        return body
    try:
        with zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(body) as reader:
            return _within(reader.read(MAX_BODY + 1))
    except zstandard.ZstdError as error:
        raise Unpackable("its packed body is damaged") from error


def _within(data: bytes) -> bytes:
    if len(data) > MAX_BODY:
        raise Unpackable(f"unpacks to more than {MAX_BODY // 2**20} megabytes")
    return data


def _looks_like_text(body: bytes) -> bool:
    return body.lstrip()[:1] == b"<"


_UNPACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
