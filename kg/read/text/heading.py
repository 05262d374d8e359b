"""What stands at the head of an article: its title, its date, and the dateline of its first paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from kg.model import DateSource
from kg.read.text.dates import DATE, MONTH_DAY, STAMP, First, to_iso_date, to_month_day
from kg.read.text.junk import junk_spans

__all__ = ["Dateline", "dateline", "dateline_words", "datelines", "head_junk", "published_of", "title_of"]

Span = tuple[int, int]

MAX_TITLE = 120
_HEAD = 4000  # characters in which title and date are looked for
_HEAD_LINES = 12  # a date further down is something that the article speaks of
_DATELINE_LINES = 4  # further down, capitals before a dash are a name and an aside

_HEADING = re.compile(r"#{1,2}\s+(?P<title>\S.*?)\s*#*\s*")
_END_STOP = re.compile(r"[.!…;:,][\"'”’)\]]*$")
_ABBREVIATION = re.compile(r"(?:\b[A-Z]\.){2,}$")  # "Iran, Iraq to hold talks in U.S."
_STAMPS = re.compile(STAMP, re.IGNORECASE)
_CHANGED = re.compile(r"updated|modified", re.IGNORECASE)
_PARTS = re.compile(r"\s*[|·•]\s*")  # "By Jane Roe · VIENNA · Dec 9, 2023"


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening "BAGHDAD, June 16 (Agency) - " of a paragraph, up to where its sentence begins.

    `date` is an ISO date, or `--06-16` where no year is given.
    """

    start: int
    end: int
    place: str | None = None
    date: str | None = None


_UPPER = "A-Z\u00c0-\u00de"
_CAPS = rf"[{_UPPER}][{_UPPER}.'’-]+(?:[ /][{_UPPER}][{_UPPER}.'’-]*){{0,3}}"
_NAME = rf"[{_UPPER}][\w.'’-]+(?:[ /][{_UPPER}][\w.'’-]+){{0,3}}"
_PLAIN_DATE, _PLAIN_DAY = (re.sub(r"\?P<\w+>", "?:", pattern) for pattern in (DATE, MONTH_DAY))
_WHEN = rf"(?i:{_PLAIN_DATE}|{_PLAIN_DAY})"
_DATELINE = re.compile(
    rf"\s*(?:(?P<caps>{_CAPS})|(?P<name>{_NAME}))?"
    rf"(?:,\s(?!{_WHEN})[{_UPPER}][\w.'’ -]{{2,30}}?)?"  # a country or state: "DAVAO CITY, Philippines"
    rf"(?:,?\s(?P<date>{_WHEN}))?"
    r"(?P<agency>\s?[(\[][^()\[\]\n]{2,40}[)\]])?"
    rf"(?:\s*(?P<colon>:)|\s?[-–—]{{1,3}}(?=\s)|(?<=\))\s*[-–—])\s+(?=[{_UPPER}\"'“‘«(0-9])"
)
# "By Jane Roe, Vienna, 7 March 2022": with first and last name.
_SIGNED = re.compile(rf"\s*[Bb][Yy]\s+[{_UPPER}][\w.'’-]*\s[{_UPPER}][^\n]{{1,90}}?[\s,(]\s*(?={_WHEN})")
_PLACED = re.compile(rf"{_NAME},\s+(?={_WHEN})")  # "Geneva, 7 March 2022"
# Labels that newsrooms put where the place stands.
_LABELS = frozenset(
    "ANALYSIS BREAKING COMMENT EDITORIAL EXCLUSIVE EXPLAINER FACTBOX INTERVIEW LIVE OPINION UPDATE".split()
)


def dateline(text: str) -> Dateline | None:
    """Find the dateline at the beginning of a paragraph; its span is no part of the first sentence."""
    found = _DATELINE.match(text[:200])
    if found is None:
        return None
    caps, name, date, agency = found.group("caps", "name", "date", "agency")
    if not (caps or date or agency):
        # "Canberra/Yangon: " can only be a dateline; "Putin: " is somebody speaking.
        if not (name and "/" in name and found["colon"]):
            return None
    elif not (caps or name or agency):
        return None
    place = (caps or name or "").strip() or None
    if place and place.split()[0] in _LABELS:
        place = None
    start = len(text) - len(text.lstrip())
    return Dateline(start, found.end(), place, (to_iso_date(date) or to_month_day(date)) if date else None)


def head_junk(text: str) -> list[Span]:
    """The spans of junk in the part of a text in which title and date are looked for."""
    return junk_spans(text[:_HEAD])


def title_of(text: str, junk: list[Span] | None = None) -> str | None:
    """The title of a text: its heading, or its first line that is no junk, short and without an end stop.

    The only line of a text is the text, not its title.

    Args:
        text: The article's.
        junk: The `head_junk` of the text, where it is known.
    """
    lines = [line.strip() for _, line in islice(_content_lines(text[:_HEAD], _spans(text, junk)), 2)]
    if not lines:
        return None
    first = lines[0]
    if heading := _HEADING.fullmatch(first):
        return heading["title"].replace("*", "")
    if len(lines) == 1 or len(first) > MAX_TITLE or dateline(first):
        return None
    stopped = _END_STOP.search(first) and not _ABBREVIATION.search(first)
    return None if stopped else first


def published_of(
    text: str, first: First | None = None, junk: list[Span] | None = None
) -> tuple[str, DateSource] | None:
    """The ISO date of a dateline with a year, else one that stands near the top apart from any sentence.

    Args:
        text: The article's.
        first: Which of day and month comes first where figures alone do not tell.
        junk: The `head_junk` of the text, where it is known.
    """
    head = text[:_HEAD]
    for found in datelines(head, _spans(text, junk)):
        if found.date and not found.date.startswith("-"):
            return found.date, DateSource.DATELINE
    dates: dict[bool, str] = {}
    lines = [line.strip().strip("*_ ") for line in head.split("\n")]
    for line in [line for line in lines if line][:_HEAD_LINES]:
        if len(line) > MAX_TITLE:
            continue
        for part in _PARTS.split(line):
            stamp = _STAMPS.match(part)
            bare = _PLACED.sub("", part[stamp.end() :] if stamp else part, count=1)
            if signed := _SIGNED.match(bare):
                bare = bare[signed.end() :].rstrip(" )")
            if date := to_iso_date(bare, first):
                dates.setdefault(bool(stamp and _CHANGED.search(stamp[0])), date)
    # When it was changed says less than when it appeared.
    date = dates.get(False) or dates.get(True)
    return (date, DateSource.TEXT) if date else None


def dateline_words(text: str, junk: list[Span] | None = None) -> Iterator[str]:
    """The datelines of the first paragraphs as they stand there: "BAGHDAD, June 16 (Agency) - "."""
    head = text[:_HEAD]
    for found in datelines(head, _spans(text, junk)):
        yield head[found.start : found.end]


def _spans(text: str, junk: list[Span] | None) -> list[Span]:
    return head_junk(text) if junk is None else junk


def datelines(text: str, spans: list[Span]) -> Iterator[Dateline]:
    """The datelines of the first paragraphs, at their place in the text."""
    ends = dict(spans)
    for start, line in islice(_content_lines(text[:_HEAD], spans), _DATELINE_LINES):
        begin = ends.get(start, start)  # behind a caption that is glued to the line
        if found := dateline(text[begin : start + len(line)]):
            yield replace(found, start=begin + found.start, end=begin + found.end)


def _content_lines(text: str, spans: list[Span]) -> Iterator[tuple[int, str]]:
    """The lines, with their offsets, that are neither blank nor junk as a whole."""
    junk = set(spans)
    offset = 0
    for line in text.split("\n"):
        if line.strip() and (offset, offset + len(line)) not in junk:
            yield offset, line
        offset += len(line) + 1
