"""A text as long as a book is cut into sections, which are read one after the other and stay one article."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.model import Article, Repair

__all__ = ["SECTION", "Section", "sections_of"]

SECTION = 100_000
"""Characters that are read as one; a longer text is read in sections of at most so many."""

# Where a section may end, the best first: at an empty line, a line, a sentence, a word.
_ENDS = (re.compile(r"\n[^\S\n]*\n"), re.compile(r"\n"), re.compile(r"[.!?][\"”’)]?\s"), re.compile(r"\s"))
_WINDOW = 20_000  # characters before the longest end, in which a good one is looked for


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of an article as an article of its own, and where its text begins in the whole."""

    article: Article
    start: int


def sections_of(article: Article, size: int) -> Iterator[Section]:
    """The sections of an article, without a gap, each with its part of the junk and the repairs.

    A section ends where a paragraph does, so that no sentence is cut; only in a paragraph without end where a sentence
    or a word ends, and in a word without end anywhere.

    Args:
        article: The article.
        size: How many characters a section has at most.
    """
    start = 0
    while start < len(article.text):
        end = _end(article, start, size)
        yield Section(_part(article, start, end), start)
        start = end


def _end(article: Article, start: int, size: int) -> int:
    longest = start + size
    if longest >= len(article.text):
        return len(article.text)
    begin = max(start, longest - _WINDOW)
    window = article.text[begin:longest]
    for pattern in _ENDS:
        for end in reversed([begin + found.end() for found in pattern.finditer(window)]):
            if end < longest and not _is_mended(article, end):
                return end
    return longest


def _is_mended(article: Article, place: int) -> bool:
    """Whether a repair touches a place, or the character before it: the line break there may be none."""
    at = bisect_right(article.repairs, place, key=_begin) - 1
    return at >= 0 and article.repairs[at].end >= place


def _begin(repair: Repair) -> int:
    return repair.start


def _part(article: Article, start: int, end: int) -> Article:
    """The characters `start` to `end` (half-open) of an article."""
    junk = article.junk[
        bisect_right(article.junk, start, key=lambda span: span[1]) : bisect_left(
            article.junk, end, key=lambda span: span[0]
        )
    ]
    first = bisect_left(article.repairs, start, key=_begin)
    if first and article.repairs[first - 1].end > start:  # the section before ends within this one, with its text
        first -= 1
    mended = article.repairs[first : bisect_left(article.repairs, end, key=_begin)]
    return replace(
        article,
        text=article.text[start:end],
        junk=tuple((max(first, start) - start, min(last, end) - start) for first, last in junk),
        repairs=tuple(
            Repair(max(each.start, start) - start, min(each.end, end) - start, each.text if each.start >= start else "")
            for each in mended
        ),
    )
