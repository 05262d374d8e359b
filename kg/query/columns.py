"""Texts in columns for people: what has no room in its line goes on in the next one, and only prose is cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import zip_longest

from kg.lines import one_line

__all__ = ["align"]

_GAP = "  "
_NARROWEST = 8
_LEGIBLE = 16  # of prose, enough to tell what it is about
_LONGEST = 24  # of a word that nothing divides; a longer one is broken anywhere rather than the line
_WORDS = re.compile(r" |(?<=\d/)(?=[\d.])")  # the two dates of an interval are two words
# Where IRIs and the names of columns may be broken; a date and a negative number stay whole.
_PIECES = re.compile(r" |(?<=[/_])(?![/_])|(?<=\w-)(?=[^\W\d])")


def align(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, width: int | None = None, prose: Collection[str] = ()
) -> str:
    """Rows of texts in columns under a header.

    Where a line has no room for all, columns of prose get narrower first, and their cells are cut. What else is too
    long goes on below, so that names and IRIs stay whole, for a reader and for the command that is given them next.

    Args:
        header: Names of the columns.
        rows: As many cells each.
        width: How many characters a line may have. None for as many as it takes.
        prose: Names of the columns whose cells may be cut.
    """
    rows = [[one_line(cell) for cell in row] for row in rows]
    columns = list(zip(header, *rows, strict=True))
    widths = [max(map(_width, column)) for column in columns]
    if width is not None:
        widths = _fit(widths, width - len(_GAP) * (len(widths) - 1), _floors(columns, prose))
    lines = [*_lines(header, widths), *_lines(["-" * each for each in widths], widths)]
    for row in rows:
        cut = (
            _cut(cell, each) if name in prose else cell for name, cell, each in zip(header, row, widths, strict=True)
        )
        lines += _lines(list(cut), widths)
    return "\n".join(lines) + "\n"


def _floors(columns: Sequence[Sequence[str]], prose: Collection[str]) -> Iterator[list[int]]:
    """How narrow columns may get, first at no cost, at last at any; the name of a column is its first text."""
    heads = [_longest(name, _PIECES) for name, *_ in columns]
    bodies = [max(map(_width, cells), default=0) for _, *cells in columns]
    loose = [name in prose for name, *_ in columns]
    yield list(map(max, heads, bodies))
    legible = [min(body, _LEGIBLE) if each else body for body, each in zip(bodies, loose, strict=True)]
    yield list(map(max, heads, legible))
    for floor, parts in ((_LEGIBLE, _WORDS), (_NARROWEST, _WORDS), (_NARROWEST, _PIECES)):
        needs = (
            min(body, floor) if each else max((_longest(cell, parts) for cell in cells), default=0)
            for body, each, (_, *cells) in zip(bodies, loose, columns, strict=True)
        )
        narrow = list(map(max, heads, needs))
        yield narrow
    yield [min(each, _LONGEST) for each in narrow]


def _fit(widths: Sequence[int], room: int, floors: Iterable[Sequence[int]]) -> list[int]:
    """Narrow the widest columns until they fit, none beyond its floor before all are at theirs."""
    fitted = list(widths)
    for floor in floors:
        while sum(fitted) > room:
            loose = [at for at, each in enumerate(fitted) if each > floor[at]]
            if not loose:
                break
            widest = max(fitted[at] for at in loose)
            columns = [at for at in loose if fitted[at] == widest]
            lower = max(fitted[at] for at in loose if fitted[at] < widest) if len(columns) < len(loose) else 0
            cut = -(-(sum(fitted) - room) // len(columns))
            for at in columns:
                fitted[at] = max(lower, floor[at], widest - cut)
    return fitted


def _lines(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """One row, in as many lines as its longest cell takes."""
    wrapped = [_wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for parts in zip_longest(*wrapped, fillvalue=""):
        yield _GAP.join(part + " " * (width - _width(part)) for part, width in zip(parts, widths, strict=True)).rstrip()


def _wrap(cell: str, width: int) -> list[str]:
    """The text in lines: broken between words, in a word only where it would have no room in a line of its own."""
    if _width(cell) <= width:
        return [cell]
    lines = [""]
    for word in cell.split(" "):
        gap = " " if lines[-1] else ""
        if _width(lines[-1] + gap + word) <= width:
            lines[-1] += gap + word
        elif _width(word) <= width:
            lines.append(word)
        else:
            lines += _broken(word, width)
    return [line for line in lines if line] or [""]


def _broken(word: str, width: int) -> Iterator[str]:
    line = ""
    for piece in _PIECES.split(word):
        if _width(line + piece) > width and line:
            yield line
            line = ""
        while _width(piece) > width:
            head = _head(piece, width)
            yield head
            piece = piece[len(head) :]
        line += piece
    yield line


def _cut(cell: str, width: int) -> str:
    return cell if _width(cell) <= width else f"{_head(cell, width - 1).rstrip()}…"


def _head(text: str, width: int) -> str:
    """As much of a text as has room, one character at least."""
    kept = text[:1]
    for char in text[1:]:
        if _width(kept + char) > width:
            break
        kept += char
    return kept


def _longest(text: str, parts: re.Pattern[str]) -> int:
    return max(map(_width, parts.split(text)))


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF") for char in text)
