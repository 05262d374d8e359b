"""Lines that were broken to fit a width -> whole paragraphs: hard-wrapped mail, pages of PDF, quoted forwards.

Whether a text is wrapped, all of its lines tell together: a break inside a sentence is one behind a long line that does
not end, before a word in small letters. Where such breaks are many, all full lines are joined; a stray one is joined by
itself. Verse, lists, headlines, tables and datelines stay as they are. Page numbers and the running heads of pages
between the halves of a sentence are left out with the break.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from kg.model import Repair
from kg.read.text.hyphens import Words

__all__ = ["Mended", "mend_lines"]

Span = tuple[int, int]

_BREAK = re.compile(r"[\n\f]")
_FEED = re.compile("\f")
_QUOTE = re.compile(r"[> \t]*")
_ENDS = re.compile(r"(?:[.!?:;…]|\.\.\.)[\"'”’)\]»*_]*$")
_HYPHEN = re.compile(r"\w-$")
_GOES_ON = re.compile(r"(?:[–—-]{1,2} )?[\"'“‘(\[]?[a-zà-öø-ÿ]")
_GOES_ON_IN_CAPITALS = re.compile(r"[\"'“‘(\[]?[A-Z0-9]")
_LIST = re.compile(r"[*•▪‣●◦·#|]+[ \t]|[-–—][ \t]+[A-Z\"“]|```|~~~|\(?[a-z][.)][ \t]|\([ivx]+\)[ \t]")
_NUMBERED = re.compile(r"\(?(\d{1,3})[.)][ \t]")
_TABLE = re.compile(r"\t| {3,}|\|.*\|")
_PAGE = re.compile(
    r"(?i:(?:page |pg\.? |p\. ?)?[-–—\[(]? ?\d{1,4} ?[-–—\])]?(?: ?(?:of|/) ?\d{1,4})?|\d{1,4} ?\| ?p ?a ?g ?e)"
)
_ADDRESS = re.compile(r"https?:|www\.|pic\.twitter|\S+@|<")
_FIRST_WORD = re.compile(r"\S{1,40}")
_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]")

_NARROWEST = 18  # characters of a column
_LONG = 40  # a line this long that breaks off is no heading
_WIDEST = 180  # a longer line was broken by nobody
_TAIL = 12  # characters at a line's end that tell whether a sentence ends there
_HEAD = 100  # what runs along the top of pages is shorter
_MANY = 3  # breaks inside sentences that show a text to be wrapped, if it is not very short
_MANY_NARROW = 5  # in lines as short as those of verse
_SHARE = 0.35  # of the breaks behind lines nearly as long as these
_BETWEEN = 8  # lines, blank ones too, that may stand between two halves of a sentence


class _Line(NamedTuple):
    """A line with something in it: where its margin and its words begin and end, and how often it is quoted."""

    margin: int
    start: int
    end: int
    quoted: int
    indent: int
    number: int  # among all lines, blank ones too
    page: int


@dataclass(frozen=True, slots=True)
class Mended:
    """The breaks that are none, and the lines of page furniture that stand between sentences."""

    repairs: tuple[Repair, ...]
    furniture: tuple[Span, ...]


def mend_lines(text: str, is_apart: Callable[[str], bool]) -> Mended:
    """Find the breaks of a text that its sentences run over.

    Args:
        text: The text, its characters mended; a form feed is the end of a page.
        is_apart: Whether a line is surely a paragraph of its own, such as junk, or the beginning of one.
    """
    lines = list(_lines(text))
    furniture = _Furniture(text, lines).found()
    body = [n for n in range(len(lines)) if n not in furniture]
    turned = frozenset(k for k, (n, after) in enumerate(pairwise(body)) if after > n + 1)
    repairs = list(_Breaks(text, [lines[n] for n in body], turned, is_apart).joined()) if len(body) > 1 else []
    left = [(lines[n].start, lines[n].end) for n in sorted(furniture)]
    starts = [repair.start for repair in repairs]
    told = tuple((start, end) for start, end in left if not _covered(start, repairs, starts))
    others = [Repair(match.start(), match.end(), "\n") for match in _FEED.finditer(text)]
    others += [Repair(line.margin, line.start, "") for line in lines if line.quoted]
    repairs += [other for other in others if not _covered(other.start, repairs, starts)]
    return Mended(tuple(sorted(repairs, key=lambda repair: repair.start)), told)


def _covered(place: int, repairs: Sequence[Repair], starts: Sequence[int]) -> bool:
    k = bisect_left(starts, place + 1) - 1
    return k >= 0 and place < repairs[k].end


def _lines(text: str) -> Iterator[_Line]:
    begin = page = 0
    for number, stop in enumerate([*(match.start() for match in _BREAK.finditer(text)), len(text)]):
        margin = _QUOTE.match(text, begin, stop)
        start = margin.end() if margin else begin
        end = begin + len(text[begin:stop].rstrip())
        if start < end:
            quoted = text.count(">", begin, start)
            indent = start - 1 - text.rfind(">", begin, start) if quoted else start - begin
            yield _Line(begin, start, end, quoted, indent, number, page)
        page += text[stop : stop + 1] == "\f"
        begin = stop + 1


class _Furniture:
    """Lines that come with every page: numbers in a row, and heads and feet beside them."""

    def __init__(self, text: str, lines: Sequence[_Line]) -> None:
        self.text, self.lines = text, lines
        self.short = {
            n: words
            for n, line in enumerate(lines)
            if line.end - line.start <= _HEAD and not _ENDS.search(words := text[line.start : line.end])
        }

    def found(self) -> set[int]:
        """The numbers of these lines."""
        pages = self._numbers()
        turns = {n for n in range(1, len(self.lines)) if self.lines[n].page != self.lines[n - 1].page}
        edges = pages | turns | {n - 1 for n in turns}
        near = {n + step for n in edges for step in (-2, -1, 0, 1, 2)} - pages
        if not edges:
            return set()
        keys = {n: _DIGITS.sub("#", words.lower()) for n, words in self.short.items() if n not in pages}
        counts = Counter(keys.values())
        heads = {keys[n] for n in near if n in keys and counts[keys[n]] > 1}
        # The title may run along the top of all pages: where it stands first, it is the title.
        first = {key: n for n, key in reversed(keys.items()) if "#" not in key and not self.short[n].isupper()}
        return pages | {n for n, key in keys.items() if key in heads and first.get(key) != n}

    def _numbers(self) -> set[int]:
        """Numbers of pages: alone or in a running head that goes on counting, or between the halves of a sentence."""
        rows: dict[str, list[tuple[int, int]]] = {}
        for n, words in self.short.items():
            if digits := _DIGITS.search(words):
                rows.setdefault(_DIGITS.sub("#", words), []).append((n, int(digits[0][:9])))
        found = set()
        for row in rows.values():
            counted = {n for (one, low), (other, high) in pairwise(row) if high == low + 1 for n in (one, other)}
            alone = _PAGE.fullmatch(self.short[row[0][0]]) is not None
            split = {n for n, _ in row if (alone or n in counted) and self._splits(n)}
            found |= counted | split if alone or split else set()
        return found

    def _splits(self, n: int) -> bool:
        """Whether a line stands between the halves of a sentence, perhaps with another short one beside it."""
        before = next(
            (k for k in range(n - 1, max(n - 4, -1), -1) if k not in self.short or self._length(k) > _LONG), None
        )
        after = next((k for k in range(n + 1, min(n + 4, len(self.lines))) if self._goes_on(k)), None)
        if before is None or after is None or self._length(before) < _LONG:
            return False
        line = self.lines[before]
        return not _ENDS.search(self.text, max(line.start, line.end - _TAIL), line.end)

    def _goes_on(self, n: int) -> bool:
        return _GOES_ON.match(self.text, self.lines[n].start, self.lines[n].end) is not None

    def _length(self, n: int) -> int:
        return self.lines[n].end - self.lines[n].start


class _Breaks:
    """The breaks between lines, and what all of them say of each; at those `turned` a page's furniture was left out."""

    def __init__(
        self, text: str, lines: Sequence[_Line], turned: frozenset[int], is_apart: Callable[[str], bool]
    ) -> None:
        self.text, self.lines, self.turned, self.is_apart = text, lines, turned, is_apart
        self.apart: dict[int, bool] = {}
        self.words = Words(text)
        self.capitals = _in_capitals(text)
        self.goes_on = _GOES_ON_IN_CAPITALS if self.capitals else _GOES_ON
        self.inside = [self._is_inside(n) for n in range(len(lines) - 1)]

    def joined(self) -> Iterator[Repair]:
        """The breaks that are none."""
        widths = {kind: self._width(kind) for kind in (1, 2)}
        for n in range(len(self.lines) - 1):
            if self._runs_on(n, widths) and self._fits(n):
                yield self._join(n)

    def _words(self, n: int) -> str:
        return self.text[self.lines[n].start : self.lines[n].end]

    def _length(self, n: int) -> int:
        return self.lines[n].end - self.lines[n].start

    def _kind(self, n: int) -> int:
        """How far a line is from the next: 1 for a break, 2 for a blank line, more where a page ends."""
        return self.lines[n + 1].number - self.lines[n].number

    def _is_inside(self, n: int) -> bool:
        """Whether the break behind a line is inside a sentence, by its looks."""
        line, after = self.lines[n], self.lines[n + 1]
        return (
            line.quoted == after.quoted
            and self._length(n) >= _NARROWEST
            and (self._length(n) <= _WIDEST or n in self.turned)
            and not self._is_ended(n)
            and (self._is_broken(n) or self.goes_on.match(self.text, after.start, after.end) is not None)
        )

    def _is_broken(self, n: int) -> bool:
        """Whether a line ends with the hyphen of a word that goes on: "Nagorno-", "F-"."""
        line, after = self.lines[n], self.lines[n + 1]
        return (
            _HYPHEN.search(self.text, max(line.start, line.end - 2), line.end) is not None
            and self.text[after.start].isalnum()
        )

    def _is_ended(self, n: int) -> bool:
        line = self.lines[n]
        return _ENDS.search(self.text, max(line.start, line.end - _TAIL), line.end) is not None

    def _width(self, kind: int) -> int:
        """How wide the text is that is wrapped by breaks of a kind; 0 if none is."""
        alike = [n for n in range(len(self.inside)) if self._kind(n) == kind and n not in self.turned]
        inside = [n for n in alike if self.inside[n]]
        long = sum(self._length(n) >= _LONG for n in alike)
        if len(inside) < max(1, min(_MANY, 1 + long // 4) if kind == 1 else _MANY):
            return 0
        lengths = sorted(self._length(n) for n in inside)
        width = lengths[(len(lengths) - 1) * 8 // 10]
        if width < _LONG and len(inside) < _MANY_NARROW:
            return 0
        near = [n for n in alike if 0.7 * width <= self._length(n)]
        # Lines of verse differ in length; the lines of a text that is only here and there broken are longer.
        even = sum(length >= 0.7 * width for length in lengths) >= 0.75 * len(lengths)
        longer = sum(self._length(n) for n in range(len(self.lines)) if self._length(n) > 1.3 * width)
        whole = sum(self._length(n) for n in range(len(self.lines)))
        return width if even and longer <= whole / 2 and len(inside) >= _SHARE * len(near) else 0

    def _runs_on(self, n: int, widths: dict[int, int]) -> bool:
        kind, length = self._kind(n), self._length(n)
        width = widths.get(kind, 0)
        line, after = self.lines[n], self.lines[n + 1]
        if self.inside[n] and not (n == 0 and self.capitals):
            if width:
                return length >= 0.5 * width
            if kind == 1:
                return length >= _LONG and not self.capitals
            if n in self.turned:
                return kind <= _BETWEEN
            wrapped = max(widths.values())  # a page may end with nothing but a blank line
            return kind <= _BETWEEN and wrapped > 0 and length >= 0.75 * wrapped
        ended = self._is_ended(n)
        if n in self.turned and kind <= _BETWEEN:
            width = max(widths.values())
        if not width or line.quoted != after.quoted or after.indent > line.indent:
            return False
        first = _FIRST_WORD.match(self.text, after.start, after.end)
        filled = length + 1 + (len(first[0]) if first else 0)
        # The first line is the title, unless the next word had no room in it.
        return filled > (1.0 if n == 0 or ended else 0.85) * width

    def _fits(self, n: int) -> bool:
        """Whether neither line is one that stands for itself."""
        return not (self._is_apart(n + 1) or self._is_table(n) or self._is_table(n + 1) or self._heads(n))

    def _is_apart(self, n: int) -> bool:
        if n not in self.apart:
            words = self._words(n)
            number = _NUMBERED.match(words)
            listed = number is not None and bool({int(number[1]) - 1, int(number[1]) + 1} & self.numbers)
            # A line that goes on looks like junk now and then: "by the United Nations".
            inside = n > 0 and self.inside[n - 1] and not self.capitals and not _ADDRESS.match(words)
            self.apart[n] = listed or _LIST.match(words) is not None or (not inside and self.is_apart(words))
        return self.apart[n]

    def _is_table(self, n: int) -> bool:
        return _TABLE.search(self.text, self.lines[n].start, self.lines[n].end) is not None

    def _heads(self, n: int) -> bool:
        """Whether a line is Markdown's heading, or the next one its rule."""
        return self.text[self.lines[n].start] == "#" or not _LETTERS.search(self._words(n + 1))

    @cached_property
    def numbers(self) -> frozenset[int]:
        found = (_NUMBERED.match(self.text, line.start, line.end) for line in self.lines)
        return frozenset(int(match[1]) for match in found if match)

    def _join(self, n: int) -> Repair:
        line, after = self.lines[n], self.lines[n + 1]
        before, behind = self.text[max(line.start, line.end - 60) : line.end], self.text[after.start : after.start + 60]
        if before.endswith(("—", "–")) and before[-2:-1].strip():
            return Repair(line.end, after.start, "")
        if before.endswith("-") and before[-2:-1].isalnum() and behind[:1].isalnum():
            kept = self.words.keeps_hyphen(before, behind)
            return Repair(line.end - (not kept), after.start, "")
        return Repair(line.end, after.start, " ")


def _in_capitals(text: str) -> bool:
    """Whether a text has no small letters to speak of, as wire printers wrote."""
    head = text[:4000]
    if 10 * sum(map(str.islower, head[:800])) >= len(head):  # enough, whatever the rest is
        return False
    return 10 * sum(map(str.islower, head)) < sum(map(str.isupper, head))
