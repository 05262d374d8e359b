"""WARC files cut into records (ISO 28500), going on behind a record that is broken or cut off.

A crawl runs for days and its files are copied around; a reader that stops at the first bad byte would lose all that
comes after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

__all__ = ["MAX_BLOCK", "Broken", "Record", "cut_records"]

MAX_BLOCK = 16 * 2**20
"""Bytes of a record that are kept; pages are far smaller, and what is longer is a film."""

_MAX_HEAD = 256 * 1024
_STEP = 64 * 1024
_START = re.compile(rb"WARC/[01]\.\d+\r?\n")
_NEXT = re.compile(rb"\r?\n\r?\n(?=WARC/[01]\.\d+\r?\n)")
_END = re.compile(rb"\r?\n\r?\n")
_LONGEST_START = 16


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its place in the file, its fields (names in lower case), and its block of bytes.

    There is no block where it is longer than `MAX_BLOCK`.
    """

    number: int
    fields: dict[str, str]
    block: bytes | None


@dataclass(frozen=True, slots=True)
class Broken:
    """A place where there should be a record, and what is wrong there."""

    number: int
    why: str


def cut_records(file: BinaryIO) -> Iterator[Record | Broken]:
    """The records of an unpacked WARC file, in order; memory stays within a few times `MAX_BLOCK`."""
    stream = _Stream(file)
    number = 0
    while stream.skip_blank():
        number += 1
        if not _START.match(stream.peek(_LONGEST_START)):
            yield Broken(number, "no record begins where one should")
            stream.skip_to_start()
            continue
        head = stream.take_head()
        if head is None:
            yield Broken(number, "cut off, or its fields never end")
            stream.skip_to_start()
            continue
        yield _record(number, head, stream)


def _record(number: int, head: bytes, stream: _Stream) -> Record | Broken:
    fields = _fields(head)
    length = fields.get("content-length", "")
    if not re.fullmatch(r"\d{1,15}", length):
        stream.skip_to_start()
        return Broken(number, f"says no length, or one that is none ({length[:20]!r})")
    size = int(length)
    block = stream.take(min(size, MAX_BLOCK))
    if size <= MAX_BLOCK and stream.at_border() and len(block) == size:
        return Record(number, fields, block)
    # Whatever it says of its length, the next record may have begun meanwhile.
    if following := _NEXT.search(block):
        stream.put_back(block[following.end() :])
        return Broken(number, f"shorter than the {size:,} bytes that it says")
    if size > MAX_BLOCK:
        stream.skip(size - MAX_BLOCK)
        return Record(number, fields, None)
    if len(block) < size:
        return Broken(number, f"cut off: {len(block):,} of {size:,} bytes are there")
    stream.skip_to_start()
    return Broken(number, f"longer than the {size:,} bytes that it says")


def _fields(head: bytes) -> dict[str, str]:
    lines = head.decode("utf-8", "replace").splitlines()[1:]
    pairs = (line.partition(":") for line in lines if not line.startswith((" ", "\t")))
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}


class _Stream:
    """A file that can be looked ahead in."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._ahead = b""
        self._at = 0  # what is before it is taken: to cut it off each time would cost the square of the length

    def peek(self, size: int) -> bytes:
        left = len(self._ahead) - self._at
        if left < size:
            pieces = [self._ahead[self._at :]]
            while left < size and (more := self._file.read(max(_STEP, size - left))):
                pieces.append(more)
                left += len(more)
            self._ahead, self._at = b"".join(pieces), 0
        return self._ahead[self._at : self._at + size]

    def take(self, size: int) -> bytes:
        data = self.peek(size)
        self._at += len(data)
        return data

    def put_back(self, data: bytes) -> None:
        if self._ahead.endswith(data, 0, self._at):
            self._at -= len(data)
        else:
            self._ahead, self._at = data + self._ahead[self._at :], 0

    def skip(self, size: int) -> None:
        while size > 0 and (data := self.take(min(size, _STEP))):
            size -= len(data)

    def skip_blank(self) -> bool:
        """Pass over blank lines; is there anything behind them?"""
        while head := self.peek(_STEP):
            bare = head.lstrip(b"\r\n")
            self.take(len(head) - len(bare))
            if bare:
                return True
        return False

    def take_head(self) -> bytes | None:
        """The fields of a record, up to the blank line behind them."""
        for size in (_STEP, _MAX_HEAD):
            if end := _END.search(self.peek(size)):
                return self.take(end.end())
        return None

    def skip_to_start(self) -> None:
        """Go to where the next record begins, at least a byte further on."""
        self.take(1)
        while head := self.peek(_STEP):
            found = re.search(rb"\n(?=WARC/[01]\.\d+\r?\n)", head)
            if found:
                self.take(found.end())
                return
            self.take(max(len(head) - _LONGEST_START, 1))

    def at_border(self) -> bool:
        """Does a record end here: before blank lines, the next one, or the end of the file?"""
        ahead = self.peek(_LONGEST_START + 8)
        bare = ahead.lstrip(b"\r\n")
        return not bare or ahead.startswith(b"\r\n\r\n") or bool(_START.match(bare))
