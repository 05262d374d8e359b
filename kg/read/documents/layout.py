"""Lines with their places on pages -> paragraphs in the order in which a person reads them.

Blocks of lines are put in order as Breuel (2003, "High performance document layout analysis") does: what is above comes
first, and what is left, unless something stands between that reaches over both. So columns are read one after the
other, and a headline over all of them before them. Paragraphs end where a line is short, the next one indented, or the
gap wide; they go on over the ends of columns and pages.

All lengths are in points; `top` and `bottom` are measured downwards from the top of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

__all__ = ["Line", "Page", "Paragraph", "to_paragraphs"]

_MARGIN = 0.12  # of the page's height, in which running heads and feet stand
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|seite)?\s*[-–—|]?\s*(?:\d{1,4}|[A-Z]\d{1,3}|[ivxl]{1,6})\s*(?:(?:of|/|von|\|)\s*\d{1,4})?\s*[-–—|]?",
    re.IGNORECASE,
)
# What browsers print around a page: its address, and the time and its title.
_PRINTED = re.compile(r"(?:https?|file)://\S+(?:\s+\d+/\d+)?|\d{1,2}/\d{1,2}/\d{2,4}, \d{1,2}:\d{2}(?:\s?[AP]M)?\b.*")
_ITEM = re.compile(r"[•●▪■◦‣–-]|\(?(?:\d{1,3}|[a-z])[.)]\s")  # whose further lines are indented
_NOTE = re.compile(r"(?:\d{1,3}|[*†‡§])[.)]?\s?\S")
_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_HYPHENS = "-\u00ad\u2010\ufffe"
_WORD_HYPHEN = re.compile(rf"([^\W\d_]+)[{_HYPHENS}]$")
_WORD = re.compile(r"[^\W\d_]+")
_DASH = re.compile(rf"(?<!\s)[{_HYPHENS}—–/]$")
_HYPHENATED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
# What keeps its hyphen where the text does not tell otherwise: "pro-", "six-", "-led", "-year".
_FIRST = frozenset(
    "all anti co cross ex far half high long low mid multi non post pre pro quasi self semi short so ultra vice well"
    " one two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety".split()
)
_LAST = frozenset(
    "aged aligned appointed armed backed based born bound brokered called century controlled day elect era family fire"
    " foot funded general hour in led like linked long made making mile minute month old out party point range ranking"
    " related run scale sponsored strong style supported term time up week wide year".split()
)
_DIVIDING = 0.025  # share of lines that end in a hyphen; where there are fewer, words are not divided
_MAX_BLOCKS = 100  # of a page; a page of more is a table or a drawing, and is read from top to bottom

_MAX_LINES = 1200  # of a page; those of a newspaper have some 700
_LONG = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one column: its text, its place, and the size of its letters."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page, in any order."""

    height: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its text, the size of its letters, and the number of the page where it begins, from 0."""

    text: str
    size: float
    page: int


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of one column, one under the other; those that are of one size and stand close."""

    lines: tuple[Line, ...]
    left: float
    right: float
    top: float
    bottom: float
    page: int


def to_paragraphs(pages: Sequence[Page]) -> list[Paragraph]:
    """The paragraphs of a document, without running heads, feet, page numbers and footnotes."""
    running = _running_lines(pages)
    body = _body_size(pages)
    blocks: list[_Block] = []
    for number, page in enumerate(pages):
        lines = [line for line in _worth_reading(page.lines) if not _is_outside(line, page, running)]
        ordered = _in_order(_to_blocks(_with_drop_caps(_joined_rows(lines)), number))
        blocks.extend(block for block in ordered if not _is_note(block, ordered, body))
    leading = _leading(blocks)
    pieces = [piece for block in blocks for piece in _split(block, leading)]
    known = _words(pieces)
    ends = [line.text.rstrip()[-1:] in _HYPHENS for lines, _ in pieces for line in lines if len(lines) > 1]
    divides = sum(ends) > _DIVIDING * len(ends)
    return [_to_paragraph(lines, page, known, divides=divides) for lines, page in _rejoined(pieces)]


def _worth_reading(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, or of a page with more than any article has, a map or a table, the long ones."""
    return lines if len(lines) <= _MAX_LINES else [line for line in lines if len(line.text) > _LONG][:_MAX_LINES]


def _body_size(pages: Iterable[Page]) -> float:
    """The size of most letters."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=10.0)


def _running_lines(pages: Sequence[Page]) -> set[tuple[str, int]]:
    """What stands at the top or foot of several pages at one height, numbers aside: the text and its height."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({_place(line) for line in page.lines if _is_marginal(line, page)})
    needed = 2 if len(pages) < 6 else max(3, len(pages) // 4)  # left and right pages may have different ones
    return {place for place, count in seen.items() if count >= needed}


def _place(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text.strip()), round(line.top / 6)


def _is_marginal(line: Line, page: Page) -> bool:
    return line.bottom < _MARGIN * page.height or line.top > (1 - _MARGIN) * page.height


def _is_outside(line: Line, page: Page, running: set[tuple[str, int]]) -> bool:
    if not _is_marginal(line, page):
        return False
    text, height = _place(line)
    repeated = any((text, height + step) in running for step in (-1, 0, 1))
    return repeated or bool(_PAGE_NUMBER.fullmatch(line.text.strip()) or _PRINTED.fullmatch(line.text.strip()))


def _joined_rows(lines: Iterable[Line]) -> list[Line]:
    """Lines that stand close beside each other in a row are one, and so are those that only wide spaces part."""
    pieces = _joined(lines, lambda last, line: line.left - last.right < 0.8 * line.size)
    return _joined(pieces, lambda last, line: _is_wide_space(last, line, pieces))


def _joined(lines: Iterable[Line], belong: Callable[[Line, Line], bool]) -> list[Line]:
    joined: list[Line] = []
    for row in _rows(lines):
        last = row[0]
        for line in row[1:]:
            gap = line.left - last.right
            if abs(last.size - line.size) < 0.3 * line.size and gap > -0.3 * line.size and belong(last, line):
                space = " " if gap > 0.15 * line.size and not last.text.endswith(" ") else ""
                top, bottom = min(last.top, line.top), max(last.bottom, line.bottom)
                last = replace(last, text=last.text + space + line.text, right=line.right, top=top, bottom=bottom)
            else:
                joined.append(last)
                last = line
        joined.append(last)
    return joined


def _rows(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines that stand on one height, from left to right."""
    row: list[Line] = []
    for line in sorted(lines, key=lambda each: (each.bottom, each.left)):
        if row and line.bottom - row[0].bottom >= 0.3 * line.size:
            yield sorted(row, key=lambda each: each.left)
            row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda each: each.left)


def _is_wide_space(last: Line, line: Line, lines: Sequence[Line]) -> bool:
    """Is the gap between two pieces a space of a line drawn out to the edge, not that between columns?

    That goes on in the lines above and below; through a space some line runs.
    """
    size = line.size
    if line.left - last.right > 6 * size:
        return False
    near = [each for each in lines if 0.3 * size < abs(each.bottom - line.bottom) < 2.2 * size]
    crossing = [each for each in near if each.left < last.right - size and each.right > line.left + size]
    ends = [each for each in near if abs(each.right - last.right) < 2 * size and each.left < last.right - size]
    begins = [each for each in near if abs(each.left - line.left) < size and each.right > line.left + size]
    return any(abs(each.size - size) < 0.15 * size for each in crossing) and not (ends and begins)


def _with_drop_caps(lines: list[Line]) -> list[Line]:
    """A letter as high as several lines goes to the first of them."""
    caps = [line for line in lines if len(line.text.strip()) == 1 and line.text.strip().isupper()]
    for cap in caps:
        beside = [
            line
            for line in lines
            if line.size < 0.6 * cap.size and -2 < line.left - cap.right < cap.size
            and line.top < cap.bottom and line.bottom > cap.top
        ]  # fmt: skip
        if beside:
            first = min(beside, key=lambda line: line.top)
            lines = [line for line in lines if line is not cap and line is not first]
            # As if it stood where the column begins, so that the lines beside it are no indented ones.
            lines.append(replace(first, text=cap.text.strip() + first.text.lstrip(), left=cap.left))
            for line in beside:
                if line is not first:
                    lines = [replace(each, left=cap.left) if each is line else each for each in lines]
    return lines


def _to_blocks(lines: Sequence[Line], page: int) -> list[_Block]:
    """Lines that stand under each other, close and of one size, are a block."""
    open_blocks: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: (each.top, each.left)):
        fitting = [block for block in open_blocks if _follows(line, block[-1])]
        if fitting:
            max(fitting, key=lambda block: block[-1].bottom).append(line)
        else:
            open_blocks.append([line])
    return [
        _Block(
            tuple(block),
            min(line.left for line in block),
            max(line.right for line in block),
            block[0].top,
            max(line.bottom for line in block),
            page,
        )
        for block in open_blocks
    ]


def _follows(line: Line, above: Line) -> bool:
    size = max(line.size, above.size)
    overlap = min(line.right, above.right) - max(line.left, above.left)
    narrower = min(line.right - line.left, above.right - above.left)
    return (
        abs(line.size - above.size) < 0.15 * size
        and -0.5 * size < line.top - above.bottom < 0.9 * size
        and overlap > 0.4 * narrower
    )


def _in_order(blocks: list[_Block]) -> list[_Block]:
    """The blocks of a page as they are read."""
    blocks = sorted(blocks, key=lambda block: (block.top, block.left))
    if len(blocks) > _MAX_BLOCKS:
        return blocks
    before = {
        at: {other for other, one in enumerate(blocks) if other != at and _comes_before(one, block, blocks)}
        for at, block in enumerate(blocks)
    }
    order: list[_Block] = []
    left = dict(before)
    while left:
        # Where two come before each other, the upper one is taken.
        ready = next((at for at, needed in left.items() if not needed & left.keys()), next(iter(left)))
        order.append(blocks[ready])
        del left[ready]
    return order


def _comes_before(one: _Block, other: _Block, blocks: Sequence[_Block]) -> bool:
    if _beside(one, other):
        return one.top < other.top
    if one.right > other.left + 1:
        return False
    upper, lower = (one, other) if one.top < other.top else (other, one)
    return not any(
        _beside(each, one) and _beside(each, other) and upper.bottom <= each.top + 1 and each.bottom <= lower.top + 1
        for each in blocks
    )


def _beside(one: _Block, other: _Block) -> bool:
    """Do they share a part of the page's width?"""
    return min(one.right, other.right) - max(one.left, other.left) > 2


def _is_note(block: _Block, blocks: Sequence[_Block], body: float) -> bool:
    """A footnote: small letters with a mark before them, and under everything of its column."""
    if block.lines[0].size > 0.9 * body or not _NOTE.match(block.lines[0].text):
        return False
    return all(
        each.lines[0].size <= 0.9 * body for each in blocks if _beside(each, block) and each.top >= block.bottom
    ) and any(_beside(each, block) and each.lines[0].size > 0.9 * body for each in blocks)


def _leading(blocks: Iterable[_Block]) -> float:
    """How far lines of one paragraph usually are from each other, in heights of a line."""
    steps: Counter[float] = Counter()
    for block in blocks:
        for line, after in pairwise(block.lines):
            steps[round((after.top - line.top) / line.size, 1)] += min(len(line.text), len(after.text))
    return max(steps, key=lambda step: (steps[step], -step), default=1.2)


def _split(block: _Block, leading: float) -> Iterator[tuple[list[Line], _Block]]:
    """The paragraphs of a block, as lines."""
    lines = block.lines
    lefts = Counter(round(line.left) for line in lines)
    edge = min(left for left, count in lefts.items() if count == max(lefts.values()))
    indented = [0.6 * line.size < line.left - edge < 4 * line.size for line in lines]
    piece = [lines[0]]
    for at, (line, after) in enumerate(pairwise(lines)):
        far = after.top - line.top > (leading + 0.3) * line.size
        # Where all lines of a passage are set in, only its first one begins something.
        first = indented[at + 1] and not (indented[at] and indented[at + 2 : at + 3] == [True])
        if far or (first and not _ITEM.match(line.text)) or _is_short(line, after, block):
            yield piece, block
            piece = []
        piece.append(after)
    yield piece, block


def _is_short(line: Line, after: Line, block: _Block) -> bool:
    """Does a line end before the edge of its block, although a word more would have fitted?"""
    if line.text.rstrip()[-1:] in _HYPHENS:
        return False
    letters = max(len(line.text), 1)
    first = after.text.split(maxsplit=1)[0] if after.text.strip() else ""
    room = block.right - line.right
    fits = room > (len(first) + 1) * (line.right - line.left) / letters + 0.5 * line.size
    return fits and (
        bool(_END.search(line.text.rstrip())) or (room > 0.25 * (block.right - block.left) and not first[:1].islower())
    )


def _rejoined(pieces: Iterable[tuple[list[Line], _Block]]) -> Iterator[tuple[list[Line], int]]:
    """Paragraphs that go on at the top of the next column or page are one."""
    last: list[Line] = []
    begun = 0
    above: _Block | None = None
    for lines, block in pieces:
        if last and above is not None and above is not block and _goes_on(last[-1], above, lines[0]):
            last.extend(lines)
        else:
            if last:
                yield last, begun
            last, begun = list(lines), block.page
        above = block
    if last:
        yield last, begun


def _goes_on(last: Line, block: _Block, first: Line) -> bool:
    """Is the first line of another block the next one of the sentence that the last line of this one breaks off in?"""
    text = last.text.rstrip()
    if abs(last.size - first.size) > 0.1 * last.size or _END.search(text):
        return False
    full = len(block.lines) > 1 and block.right - last.right < 0.12 * (block.right - block.left)
    return full or first.text.lstrip()[:1].islower() or text[-1:] in (",", *_HYPHENS)


def _words(pieces: Iterable[tuple[list[Line], _Block]]) -> tuple[set[str], set[str]]:
    """The words of the text, and those with hyphens, that stand inside lines."""
    plain: set[str] = set()
    hyphenated: set[str] = set()
    for lines, _ in pieces:
        for line in lines:
            inner = line.text.rstrip()
            cut = _WORD_HYPHEN.search(inner)
            inner = inner[: cut.start()] if cut else inner
            plain.update(word.lower() for word in _WORD.findall(inner))
            hyphenated.update(word.lower() for word in _HYPHENATED.findall(inner))
    return plain, hyphenated


def _to_paragraph(lines: Sequence[Line], page: int, known: tuple[set[str], set[str]], *, divides: bool) -> Paragraph:
    text = ""
    for line in lines:
        text = _glued(text, line.text.strip(), known, divides=divides) if text else line.text.strip()
    return Paragraph(text.replace("\ufffe", "-"), lines[0].size, page)


def _glued(text: str, line: str, known: tuple[set[str], set[str]], *, divides: bool) -> str:
    """Two lines as one: a word that was divided is whole again, one that has a hyphen keeps it."""
    divided = _WORD_HYPHEN.search(text)
    following = _WORD.match(line)
    if divided is None or following is None:  # "2015-" and "16", "talks —" and "he said"
        return text + ("" if _DASH.search(text) else " ") + line
    plain, hyphenated = known
    first, second = divided[1].lower(), following[0].lower()
    if text[-1] == "\u00ad" or first + second in plain:
        return text[:-1] + line
    whole = f"{first}-{second}"
    if whole in hyphenated or not following[0].islower() or first in _FIRST or second in _LAST or not divides:
        return text[:-1] + "-" + line
    return text[:-1] + line
