"""Inputs on other machines, by their addresses: https://, s3://, gs:// and what else fsspec knows.

An address is only asked because the user named it. What it gives is copied to a temporary file, within bounds of size
and time, and read from there, so that readers may go back and forth in it, and nobody has to be asked twice. Messages
never show what an address has of passwords or signatures.
"""

from __future__ import annotations

import io
import os
import re
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from kg.errors import ArticleError
from kg.read.article.extras import load
from kg.read.inputs.others import nothing_there, tell_others
from kg.read.inputs.sources import Source, is_wanted

__all__ = ["Bounds", "find_remote", "shown"]

_PATTERN = frozenset("*?[")
_PIECE = 256 * 1024
_MAX_FOUND = 100_000  # files behind one address
_SECRET = re.compile(r"(?i).*(?:sig|token|key|secret|pass|credential|auth|expires|policy|session).*")


@dataclass(frozen=True, slots=True)
class _Scheme:
    """How the addresses of one kind are opened: the library that does it, and the extra that brings it."""

    library: str | None
    extra: str
    single: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)


_SCHEMES = {
    "http": _Scheme("aiohttp", "remote", single=True),
    "https": _Scheme("aiohttp", "remote", single=True),
    "s3": _Scheme("s3fs", "s3"),
    "s3a": _Scheme("s3fs", "s3"),
    "gs": _Scheme("gcsfs", "gs"),
    "gcs": _Scheme("gcsfs", "gs"),
    "file": _Scheme(None, "remote"),
    "memory": _Scheme(None, "remote"),
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of a file is fetched at most, and how long.

    In bytes, in seconds for all of it, in seconds without a byte, and in bytes that have to come a second.
    """

    size: int = 2 * 2**30
    seconds: float = 1800.0
    silence: float = 30.0
    rate: float = 2000.0

    def are_over(self, got: int, seconds: float) -> bool:
        """Does it take too long?"""
        return seconds > self.seconds or (seconds > self.silence and got < self.rate * seconds)


def shown(address: str) -> str:
    """An address as messages may have it: without a password, and without what is signed or secret in it."""
    try:
        parts = urlsplit(address)
        query = "&".join(
            f"{name}=..." if _SECRET.fullmatch(name) or _is_long(value) else f"{name}={value}"
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
        )
    except ValueError:
        return f"{address.partition('://')[0]}://..."
    host = parts.netloc.rpartition("@")[2]
    whole = f"{parts.scheme}://{host}{parts.path}" + (f"?{query}" if query else "")
    return "".join(char if char.isprintable() else "?" for char in whole)[:500]


def _is_long(value: str) -> bool:
    return len(value) > 60


def find_remote(
    address: str,
    *,
    on_error: Callable[[ArticleError], object],
    on_note: Callable[[str], object],
    bounds: Bounds | None = None,
) -> Iterator[Source]:
    """The inputs behind an address: a file, the files of a folder, or those that a pattern names, sorted.

    Whatever goes wrong is one line to `on_error`.
    """
    try:
        yield from _find(address, bounds or Bounds(), on_note)
    except ArticleError as error:
        on_error(error)
    except Exception as error:  # noqa: BLE001 - each of the libraries behind fsspec has errors of its own
        on_error(_told(shown(address), error))


def _find(address: str, bounds: Bounds, on_note: Callable[[str], object]) -> Iterator[Source]:
    name = shown(address)
    scheme = address.partition("://")[0].lower()
    known = _SCHEMES.get(scheme)
    if known is None or "::" in address:
        raise ArticleError(
            f"{name}: addresses may begin with {', '.join(f'{each}://' for each in _SCHEMES)}", kind="unknown format"
        )
    fsspec = load("fsspec", name, f"an address of {scheme}://", known.extra)
    if known.library is not None:
        load(known.library, name, f"an address of {scheme}://", known.extra)
    if known.single:
        filesystem = fsspec.filesystem(scheme, client_kwargs=_client(bounds), skip_instance_cache=True)
        # Streamed, and without asking for its size before: a server may say anything of that.
        yield _source(filesystem, address, name, bounds, address=name, block_size=0, size=1)
        return
    filesystem, path = fsspec.core.url_to_fs(address)
    folder = not _PATTERN.intersection(path) and filesystem.isdir(path)
    if not folder and not _PATTERN.intersection(path):
        yield _source(filesystem, path, name, bounds)
        return
    found = sorted(filesystem.find(path) if folder else filesystem.glob(path))
    if len(found) > _MAX_FOUND:
        raise ArticleError(f"{name}: more than {_MAX_FOUND:,} files; name a part of them", kind="too long")
    prefix = str(path).rstrip("/") + "/" if folder else ""
    wanted = [
        each
        for each in found
        if is_wanted(PurePosixPath(each.removeprefix(prefix) if folder else PurePosixPath(each).name))
    ]
    if not wanted:
        raise ArticleError(nothing_there(name, found), kind="not found")
    tell_others(name, set(found).difference(wanted), on_note)
    for each in wanted:
        yield _source(filesystem, each, filesystem.unstrip_protocol(each), bounds)


def _client(bounds: Bounds) -> dict[str, Any]:
    from aiohttp import ClientTimeout

    return {
        "timeout": ClientTimeout(total=bounds.seconds, sock_connect=bounds.silence, sock_read=bounds.silence),
        # What comes packed all the same is seen to be, and unpacked within the bounds of all that is packed.
        "headers": {"User-Agent": "newskg", "Accept-Encoding": "identity"},
        "auto_decompress": False,
        "trust_env": True,
    }


def _source(filesystem: Any, path: str, name: str, bounds: Bounds, *, address: str | None = None, **how: Any) -> Source:
    suffix = PurePosixPath(unquote(urlsplit(path).path)).suffix.lower()
    fetched = _Fetched(name, partial(filesystem.open, path, "rb", **how), bounds)
    return Source(name, suffix, fetched.open, address=address)


class _Fetched:
    """A file that is fetched when it is first opened, and then read from a copy."""

    def __init__(self, name: str, opener: Callable[[], Any], bounds: Bounds) -> None:
        self._name, self._opener, self._bounds = name, opener, bounds
        self._copy: BinaryIO | None = None

    def open(self) -> BinaryIO:
        if self._copy is None:
            try:
                self._copy = self._fetch()
                weakref.finalize(self, self._copy.close)
            except ArticleError:
                raise
            except Exception as error:
                raise _told(self._name, error) from error
        return io.BufferedReader(_View(self, self._copy))

    def _fetch(self) -> BinaryIO:
        began = time.monotonic()
        got = 0
        copy = cast("BinaryIO", TemporaryFile())  # noqa: SIM115 - it is read as long as its source is
        try:
            with self._opener() as remote:
                while piece := remote.read(_PIECE):
                    got += len(piece)
                    if got > self._bounds.size:
                        raise ArticleError(
                            f"{self._name}: larger than the {self._bounds.size // 2**20:,} megabytes that are fetched; "
                            "download it yourself and name the file",
                            kind="too long",
                        )
                    if self._bounds.are_over(got, time.monotonic() - began):
                        raise ArticleError(
                            f"{self._name}: comes too slowly; download it yourself and name the file", kind="timed out"
                        )
                    copy.write(piece)
            copy.flush()
        except BaseException:
            copy.close()
            raise
        return copy


class _View(io.RawIOBase):
    """A copy from its beginning, with a place of its own: several may be open at a time.

    It keeps the owner of the copy, so that this is there as long as anybody reads it.
    """

    def __init__(self, owner: _Fetched, copy: BinaryIO) -> None:
        self._owner, self._copy, self._at = owner, copy, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at}.get(whence)
        self._at = max((self._copy.seek(0, os.SEEK_END) if start is None else start) + offset, 0)
        return self._at

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        self._copy.seek(self._at)
        data = self._copy.read(len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


# Of `_MEANINGS` -> the kind of what is wrong; of all others it is the usual one.
_KINDS = {
    "FileNotFoundError": "not found",
    "NoSuchBucket": "not found",
    "ClientPayloadError": "damaged",
    "FSTimeoutError": "timed out",
    "TimeoutError": "timed out",
}
# Class of an error, by its name, for none of the libraries needs to be there -> what it means.
_MEANINGS = {
    "FileNotFoundError": "no such file there",
    "NoSuchBucket": "no such bucket",
    "TooManyRedirects": "leads from one address to the next without end",
    "NonHttpUrlClientError": "leads to an address that is none of the web",
    "NonHttpUrlRedirectClientError": "leads to an address that is none of the web",
    "ClientPayloadError": "cut off: the server sent less than it said",
    "ClientConnectorDNSError": "no server of this name is known",
    "ClientConnectorCertificateError": "the server's certificate is not in order",
    "ClientConnectorError": "no connection to the server",
    "ServerDisconnectedError": "the server hung up",
    "InvalidURL": "no address",
    "NoCredentialsError": "needs credentials in the environment, or FSSPEC_S3_ANON=true for what is public",
    "PermissionError": "access is denied; credentials come from the environment, as for the cloud's own tools",
    "FSTimeoutError": "no answer in time",
    "TimeoutError": "no answer in time",
}


def _told(name: str, error: Exception) -> ArticleError:
    """What went wrong, in words of ours: those of the libraries have addresses with their secrets in them."""
    known = next((each.__name__ for each in type(error).__mro__ if each.__name__ in _MEANINGS), None)
    if known is not None:
        return ArticleError(f"{name}: {_MEANINGS[known]}", kind=_KINDS.get(known, "unreadable"))
    status = getattr(error, "status", None)
    answer = f"the server answers {status}" if isinstance(status, int) else None
    return ArticleError(f"{name}: {answer or f'cannot be fetched ({type(error).__name__})'}")
