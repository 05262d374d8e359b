"""Dates as they head articles: "March 7, 2022", "Mon 7 Mar 2022 18.05 GMT", "2022-03-07T10:15:00Z", "07.03.2022"."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum

__all__ = ["DATE", "MONTH", "MONTH_DAY", "STAMP", "First", "first_of", "is_date", "to_iso_date", "to_month_day"]


class First(Enum):
    """What comes first in dates of figures alone."""

    DAY = "day"
    MONTH = "month"


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_MONTH = rf"(?:{MONTH})\.?"
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
DATE = (
    rf"{_WEEKDAY}(?:(?P<iso>\d{{4}}(?:-\d{{1,2}}-\d{{1,2}}|/\d{{1,2}}/\d{{1,2}}|\.\d{{1,2}}\.\d{{1,2}})(?!\d))"
    rf"|(?P<month>{_MONTH})\s+(?P<day>{_DAY}),?\s+(?P<year>\d{{4}})"
    rf"|(?P<day2>{_DAY})(?:\s+of)?[\s-]+(?P<month2>{_MONTH}),?[\s-]+(?P<year2>\d{{4}})"
    r"|(?P<figures>\d{1,2}(?:/\d{1,2}/|\.\s?\d{1,2}\.\s?|-\d{1,2}-)\d{4}(?!\d)))"
)
MONTH_DAY = rf"{_WEEKDAY}(?:(?P<m>{_MONTH})\s+(?P<d>{_DAY})|(?P<d2>{_DAY})\s+(?P<m2>{_MONTH}))"
# What outlets write before it: "Last updated: ", "Published on ".
STAMP = r"(?:(?:first|last|originally) )?(?:published|updated|posted|filed|issued|dated?|modified)\b[\s:]*(?:on\s+)?"

_ZONE = r"(?:\(?(?:[a-z]{1,5}|(?:gmt|utc)?\s?[+−-]\d{1,2}(?::?\d{2})?|(?:local|\w+ (?:standard |daylight )?) ?time)\)?)"
_HALF = r"\s?[ap]\.?m\b\.?"
_HOUR = rf"\d{{1,2}}(?:[:.h]\d{{2}}(?:[:.]\d{{2}}(?:[.,]\d{{1,9}})?)?(?:{_HALF})?|{_HALF})"
_TIME = rf"{_HOUR}(?:\s?{_ZONE}){{0,3}}"
# Behind a date; where pages lose their markup the year and the hour stand together: "March 7, 20225:03 AM ET".
_CLOCK = rf"(?:(?:[T,;\s|·•–—-]|at\b|@)*{_TIME})?"
_AFTER = r"(?:\s*[-–—,;/|]?\s*\(?(?:(?:last|first)\s)?(?:updated|modified|published|posted)\b.*)?"
_WHOLE = re.compile(rf"\s*(?:{_TIME}[\s,·|–—-]+(?:on\s+)?)?{DATE}{_CLOCK}{_AFTER}\s*", re.IGNORECASE | re.ASCII)
_WHOLE_MONTH_DAY = re.compile(rf"\s*{MONTH_DAY}\s*", re.IGNORECASE | re.ASCII)
_FIGURES = re.compile(r"\d+", re.ASCII)


def to_iso_date(text: str, first: First | None = None) -> str | None:
    """Read a text that is a date, with or without a time of day, and nothing else.

    In figures ("07/03/2022") day and month are told apart by what is no month, by dots (which only those write who
    put the day first), or by `first`; where nothing tells them apart there is no date.
    """
    found = _WHOLE.fullmatch(text)
    if found is None:
        return None
    if found["iso"]:
        return is_date(*map(int, _FIGURES.findall(found["iso"])))
    if figures := found["figures"]:
        return _of_figures(figures, first)
    year = int(found["year"] or found["year2"])
    return is_date(year, _month(found["month"] or found["month2"]), _day(found["day"] or found["day2"]))


def first_of(text: str) -> First | None:
    """Which of day and month comes first in a date of figures, where it shows by itself, as in "25/12/2021"."""
    found = _WHOLE.fullmatch(text)
    if found is None or not found["figures"]:
        return None
    one, other, _ = map(int, _FIGURES.findall(found["figures"]))
    if max(one, other) > 31 or (one > 12) == (other > 12):
        return None
    return First.DAY if one > 12 else First.MONTH


def to_month_day(text: str) -> str | None:
    """Read a day without a year ("June 16") in the form of `xsd:gMonthDay`: `--06-16`."""
    found = _WHOLE_MONTH_DAY.fullmatch(text)
    if found is None:
        return None
    month, day = _month(found["m"] or found["m2"]), _day(found["d"] or found["d2"])
    leap = 2000  # 29 February is a day of some year
    return f"--{month:02}-{day:02}" if is_date(leap, month, day) else None


def is_date(year: int, month: int, day: int) -> str | None:
    """The ISO date, if there is such a day."""
    if not 1600 <= year <= 2200:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _of_figures(figures: str, first: First | None) -> str | None:
    one, other, year = map(int, _FIGURES.findall(figures))
    if one == other:
        return is_date(year, one, other)
    # CLDR's short dates with dots have the day first in every language.
    order = first_of(figures) or (First.DAY if "." in figures else first)
    if order is None:
        return None
    return is_date(year, other, one) if order is First.DAY else is_date(year, one, other)


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _day(word: str) -> int:
    return int(word.rstrip("stndrhSTNDRH"))
