"""Dates as they head articles: "March 7, 2022", "Friday, 21 August 2015", "2022-03-07T10:15:00Z"."""

from __future__ import annotations

import re
from datetime import date

__all__ = ["DATE", "MONTH_DAY", "STAMP", "to_iso_date", "to_month_day"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
# Numeric dates other than ISO ("07/03/2022") are left alone: day and month cannot be told apart.
DATE = (
    rf"{_WEEKDAY}(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
    rf"|(?P<month>{_MONTH})\s+(?P<day>{_DAY}),?\s+(?P<year>\d{{4}})"
    rf"|(?P<day2>{_DAY})\s+(?P<month2>{_MONTH}),?\s+(?P<year2>\d{{4}}))"
)
MONTH_DAY = rf"{_WEEKDAY}(?:(?P<m>{_MONTH})\s+(?P<d>{_DAY})|(?P<d2>{_DAY})\s+(?P<m2>{_MONTH}))"
# What outlets write before it: "Last updated: ", "Published on ".
STAMP = r"(?:(?:first|last) )?(?:published|updated|posted|filed|issued|dated?|modified)\b[\s:]*(?:on\s+)?"

_CLOCK = r"(?:[T,\s|·•–-]+(?:at\s+)?\d{1,2}[:.]\d{2}.{0,30})?"
_WHOLE = re.compile(rf"\s*{DATE}{_CLOCK}\s*", re.IGNORECASE)
_WHOLE_MONTH_DAY = re.compile(rf"\s*{MONTH_DAY}\s*", re.IGNORECASE)


def to_iso_date(text: str) -> str | None:
    """Read a text that is a date, with or without a time of day, and nothing else."""
    found = _WHOLE.fullmatch(text)
    if found is None:
        return None
    if iso := found["iso"]:
        return iso if _is_date(*map(int, iso.split("-"))) else None
    year = int(found["year"] or found["year2"])
    month, day = _month(found["month"] or found["month2"]), _day(found["day"] or found["day2"])
    return f"{year:04}-{month:02}-{day:02}" if _is_date(year, month, day) else None


def to_month_day(text: str) -> str | None:
    """Read a day without a year ("June 16") in the form of `xsd:gMonthDay`: `--06-16`."""
    found = _WHOLE_MONTH_DAY.fullmatch(text)
    if found is None:
        return None
    month, day = _month(found["m"] or found["m2"]), _day(found["d"] or found["d2"])
    leap = 2000  # 29 February is a day of some year
    return f"--{month:02}-{day:02}" if _is_date(leap, month, day) else None


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _day(word: str) -> int:
    return int(word.rstrip("stndrhSTNDRH"))


def _is_date(year: int, month: int, day: int) -> bool:
    if not 1600 <= year <= 2200:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
