"""Spans of time: what ISO 8601 texts of claims and articles mean in days, and how such spans lie to each other.

A date, month or year is the span of its days, "2022-03" as much as "2022-03-01/2022-03-31"; what is known of an event
"in March" is that it happened within. Days are counted in the proleptic Gregorian calendar with a year 0, before and
beyond what `datetime` can hold, after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

__all__ = ["ALWAYS", "Span", "between", "common", "month_of", "overlap", "parse_span", "year_of"]

_FAR = 10**9
_POINT = re.compile(r"(-?\d{4,6})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?", re.ASCII)
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Span(NamedTuple):
    """The days from `first` to `last`, both of them within; counted from 1970-01-01, which is 0."""

    first: int
    last: int

    @property
    def begins(self) -> bool:
        """Whether it has a begin: "../2019" has none."""
        return self.first > -_FAR

    @property
    def ends(self) -> bool:
        """Whether it has an end: "2015/.." has none."""
        return self.last < _FAR

    @property
    def precision(self) -> str:
        """How much is known: day, month or year, or that it is an interval."""
        text = str(self)
        return "interval" if "/" in text else ("year", "month", "day")[text.lstrip("-").count("-")]

    def __str__(self) -> str:
        """The shortest ISO 8601 text that means it."""
        return _shortest(self)


ALWAYS = Span(-_FAR, _FAR)


@lru_cache(maxsize=1 << 14)
def parse_span(text: str | None) -> Span | None:
    """The span that a text means; None for what is no time: no date of the calendar, an end before its begin.

    Args:
        text: A date, month, year, moment (which counts as its day) or interval; `..` or nothing is an open end.

    >>> parse_span("2020-02"), str(parse_span("2015-01-01/..")), parse_span("2021-02-29")
    (Span(first=18293, last=18321), '2015/..', None)
    """
    start, slash, end = (text or "").strip().partition("/")
    ends = (start, end) if slash else (start, start)
    if all(point in {"", ".."} for point in ends):
        return ALWAYS if slash else None
    first, last = (ALWAYS if point in {"", ".."} else _parse_point(point) for point in ends)
    if first is None or last is None or first.first > last.last:
        return None
    return Span(first.first, last.last)


def between(begin: Span | None, end: Span | None) -> Span:
    """From the first day of one span to the last of another; None is an open end. It may be empty."""
    return Span(ALWAYS.first if begin is None else begin.first, ALWAYS.last if end is None else end.last)


def overlap(one: Span, other: Span) -> bool:
    """Whether they have a day in common."""
    return one.first <= other.last and other.first <= one.last


def common(one: Span, other: Span) -> Span | None:
    """The days that they have in common."""
    return Span(max(one.first, other.first), min(one.last, other.last)) if overlap(one, other) else None


@lru_cache(maxsize=1 << 14)
def month_of(day: int) -> str:
    """The month that a day lies in: "2022-03"."""
    year, month, _ = _civil(day)
    return _write(year, month)


def year_of(day: int) -> str:
    """The year that a day lies in: "2022"."""
    return _write(_civil(day)[0])


@lru_cache(maxsize=1 << 14)
def _shortest(span: Span) -> str:
    if span.begins and span.ends:
        date = _civil(span.first)
        for length in (1, 2, 3):
            if _parse_point(point := _write(*date[:length])) == span:
                return point
    return f"{_end(span.first, at_start=True)}/{_end(span.last, at_start=False)}"


def _parse_point(text: str) -> Span | None:
    found = _POINT.fullmatch(text)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[2] is None:
        return Span(_number(year, 1, 1), _number(year, 12, 31))
    if not 1 <= month <= 12:
        return None
    if found[3] is None:
        return Span(_number(year, month, 1), _number(year, month, _length(year, month)))
    if not 1 <= day <= _length(year, month):
        return None
    return Span(_number(year, month, day), _number(year, month, day))


def _end(day: int, *, at_start: bool) -> str:
    """An end of an interval as a year or month where that says the same as its day."""
    if abs(day) >= _FAR:
        return ".."
    date = _civil(day)
    points = [_write(*date[:length]) for length in (1, 2)]
    return next((point for point in points if _bound(point, at_start=at_start) == day), _write(*date))


def _bound(point: str, *, at_start: bool) -> int | None:
    span = _parse_point(point)
    return None if span is None else span.first if at_start else span.last


def _write(year: int, month: int = 0, day: int = 0) -> str:
    sign = "-" if year < 0 else ""
    return f"{sign}{abs(year):04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")


def _length(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _LENGTHS[month - 1] + (leap and month == 2)


def _number(year: int, month: int, day: int) -> int:
    # Years that begin in March put the leap day last; an era is 400 years.
    year -= month <= 2
    era, in_era = divmod(year, 400)
    in_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * 146097 + in_era * 365 + in_era // 4 - in_era // 100 + in_year - 719468


def _civil(number: int) -> tuple[int, int, int]:
    era, in_era = divmod(number + 719468, 146097)
    year = (in_era - in_era // 1460 + in_era // 36524 - in_era // 146096) // 365
    in_year = in_era - (365 * year + year // 4 - year // 100)
    shifted = (5 * in_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return year + era * 400 + (month <= 2), month, in_year - (153 * shifted + 2) // 5 + 1
