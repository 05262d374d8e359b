"""Dates as the fields of tables, feeds and pages have them: any form that leaves no doubt which day is meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from kg.read.text.dates import First, first_of, is_date, to_iso_date

__all__ = ["MOST_DATES", "DateColumn", "date_of", "first_by_place"]

MOST_DATES = 2_000
"""Dates of a file that are looked through for one that tells how the others are written."""
_LONGEST = 100  # characters; a longer field is no date
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
# Seconds since 1970, of 2001 to 2033, or thousandths, millionths and billionths of them.
_EPOCH = re.compile(r"(?:/Date\()?(1\d{9})(?:\d{3}){0,3}(?:\.\d+)?(?:[+-]\d{4})?(?:\)/)?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?\d{4,6}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)
_WEEK = re.compile(r"(\d{4})-?W(\d{2})-?(\d)(?:T.*)?", re.ASCII)
_ORDINAL = re.compile(r"(\d{4})-(\d{3})(?:T.*)?", re.ASCII)
# "7-Mar-2022", "07/Mar/2022:18:05:00 +0000", "7 Mar 22".
_WORDED = re.compile(
    rf"(\d{{1,2}})[-/. ]({_MONTH})[a-z]*[-/., ]+'?(\d{{4}}|\d{{2}})(?:[:T ].*)?", re.IGNORECASE | re.ASCII
)
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/. ]({_MONTH})[a-z]*[-/. ](\d{{1,2}})(?:[:T ].*)?", re.IGNORECASE | re.ASCII)
# "Mon Mar 07 18:05:00 UTC 2022" and "Mon Mar 07 2022 18:05:00 GMT+0100".
_UNIX = re.compile(
    rf"[a-z]{{3}} ({_MONTH}) +(\d{{1,2}}) (?:[\d:]{{5,8}} (?:[A-Z0-9+:-]{{1,9}} )?(\d{{4}})|(\d{{4}})\b.*)",
    re.IGNORECASE | re.ASCII,
)
_MONTHS = _MONTH.split("|")
# Top-level domains of countries whose papers write the day first in figures, and of those that do not; the rest
# (.com, .ca, .ph, .jp) tells nothing.
_DAY_FIRST = frozenset(
    "ae ar at au be bg bh br by ch cl co cy cz de dk dz ee eg es fi fr gh gr hk hr id ie il in iq is it jo ke kw lb lk"
    " lu ly ma mt mx my ng nl no nz om pe pk pl ps pt qa ro rs ru sa sd se sg si sk sy th tn tr ua ug uk uy vn ye za"
    " zm zw".split()
)
_MONTH_FIRST = frozenset({"us", "gov", "mil"})
_PLACES = {**dict.fromkeys(_DAY_FIRST, First.DAY), **dict.fromkeys(_MONTH_FIRST, First.MONTH)}


def date_of(value: object, first: First | None = None) -> str | None:
    """The ISO date of a field: words, figures, RFC 822, ISO 8601, seconds since 1970; as written, in any time zone.

    Args:
        value: What the field holds.
        first: Which of day and month comes first where figures alone do not tell.
    """
    if isinstance(value, Mapping):  # MongoDB's exports
        value = value.get("$date", value.get("$numberLong"))
        return date_of(value, first)
    if isinstance(value, list) and len(value) == 1:
        return date_of(value[0], first)
    if isinstance(value, date):
        return value.isoformat()[:10]
    text = str(value).strip() if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
    if not text or len(text) > _LONGEST:
        return None
    for pattern, read in _FORMS:
        if found := pattern.fullmatch(text):
            return read(found)
    if told := to_iso_date(text, first):
        return told
    try:
        return parsedate_to_datetime(text).date().isoformat() if ":" in text else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def first_by_place(address: str | None, language: str | None = None) -> First | None:
    """Which of day and month a page writes first, by its country: that of its address, or en-GB and en-US."""
    region = (language or "").replace("_", "-").lower().rpartition("-")[2] if language and len(language) > 3 else ""
    region = "uk" if region == "gb" else region
    try:
        host = urlsplit(address).hostname if address else None
    except ValueError:
        host = None
    return _PLACES.get((host or "").rpartition(".")[2]) or _PLACES.get(region)


@dataclass(slots=True)
class DateColumn:
    """The dates of one column: one whose day and month cannot be told apart is read as the others are written.

    `values` gives the whole column, and is called once at most, when there is such a date.
    """

    values: Callable[[], Iterable[object]]
    _unread: list[str] = field(default_factory=list)
    _count: int = 0
    _first: First | None = None
    _looked: bool = False

    def read(self, value: object, place: First | None = None) -> str | None:
        """The ISO date of a cell; `place` is what is known of who writes it."""
        told = date_of(value, place)
        if told is None and _is_open(value):
            told = date_of(value, self._order())
        shown = "" if value is None else str(value).strip()
        if told is None and shown:
            self._count += 1
            self._unread = self._unread or [shown[:40]]
        return told

    def notes(self, name: str, column: str | None = None) -> Iterator[str]:
        """What is worth knowing of how the dates were read; the names are those of the table and of its column."""
        where = f" in column {column!r}" if column else ""
        if self._first is not None:
            order = f"the {self._first.value} is taken to come first in dates of figures{where}"
            yield f"{name}: {order}, as some of them leave no choice"
        for example in self._unread:
            dates, such = ("1 date", example) if self._count == 1 else (f"{self._count} dates", f"such as {example}")
            yield f"{name}: {dates}{where} could not be read ({such}); write them as 2022-03-07"

    def _order(self) -> First | None:
        if not self._looked:
            self._looked = True
            shown = {first_of(str(value).strip()[:_LONGEST]) for value in self.values()} - {None}
            self._first = shown.pop() if len(shown) == 1 else None
        return self._first


def _is_open(value: object) -> bool:
    return isinstance(value, str) and date_of(value) is None and date_of(value, First.DAY) is not None


def _of_week(found: re.Match[str]) -> str | None:
    try:
        return date.fromisocalendar(*map(int, found.groups())).isoformat()
    except ValueError:
        return None


def _of_ordinal(found: re.Match[str]) -> str | None:
    year, number = map(int, found.groups())
    if is_date(year, 1, 1) is None:
        return None
    day = date(year, 1, 1) + timedelta(number - 1)
    return day.isoformat() if day.year == year else None


def _of_words(found: re.Match[str]) -> str | None:
    day, month, year = found.groups()
    whole = int(year) if len(year) == 4 else 2000 + int(year) if int(year) < 69 else 1900 + int(year)  # as POSIX has it
    return is_date(whole, _MONTHS.index(month.lower()) + 1, int(day))


def _of_unix(found: re.Match[str]) -> str | None:
    month, day, year, other = found.groups()
    return is_date(int(year or other), _MONTHS.index(month.lower()) + 1, int(day))


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (_EPOCH, lambda found: datetime.fromtimestamp(int(found[1]), UTC).date().isoformat()),
    (_COMPACT, lambda found: is_date(*map(int, found.groups()))),
    (_WEEK, _of_week),
    (_ORDINAL, _of_ordinal),
    (_WORDED, _of_words),
    (_YEAR_FIRST, lambda found: is_date(int(found[1]), _MONTHS.index(found[2].lower()) + 1, int(found[3]))),
    (_UNIX, _of_unix),
)
