"""Junk of several lines: what an embedded post says, above who posted it, and what stands below a mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

__all__ = ["block_spans"]

_POSTER = re.compile(r"\s*(?:[—–-]{1,2}|&mdash;)\s?[^()\n]{1,60}\(@\w{1,30}\)")
# What posts have and reports have not; without it the line above may be the report, for some pages lose the post.
_POSTED = re.compile(r"pic\.twitter\.com|https?://t\.co|(?:^|\s)[#@]\w|[\U0001f300-\U0001faff\u2600-\u27bf]")
_LONGEST_POST = 400  # characters; a line has two posts at most
_SIGNED = re.compile(r"--[ ]?")  # as RFC 3676 has it, 4.3
_LONGEST_SIGNATURE = 10  # lines
_SENTENCE = re.compile(r".{80}|.*[.!?][”\"’']?\s*$")


def block_spans(text: str) -> Iterator[tuple[int, int]]:
    """The spans of such lines, in no order."""
    lines: list[tuple[int, str]] = []
    place = 0
    for line in text.split("\n"):
        if line.strip():
            lines.append((place, line))
        place += len(line) + 1
    for (start, line), (_, after) in pairwise(lines):
        if len(line) <= _LONGEST_POST and _POSTER.match(after) and _POSTED.search(line):
            yield start, start + len(line)
    yield from _signature(lines)


def _signature(lines: list[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """The lines below two dashes at the end, if none of them is a sentence."""
    tail = lines[-_LONGEST_SIGNATURE:]
    at = next((n for n, (_, line) in enumerate(tail) if _SIGNED.fullmatch(line)), None)
    if at is not None and not any(_SENTENCE.match(line) for _, line in tail[at + 1 :]):
        yield from ((start, start + len(line)) for start, line in tail[at + 1 :])
