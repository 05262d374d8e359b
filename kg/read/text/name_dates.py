"""Dates in the names of files and folders, and in web addresses: "2022-03-07-bennett.txt", "/2022/03/07/talks.html"."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from kg.read.text.dates import MONTH, is_date, to_iso_date

__all__ = ["date_in_address", "date_in_name"]

_YEAR = r"(?:19|20)\d{2}"
_SEPARATED = rf"(?P<year>{_YEAR})(?P<mark>[-_. ])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})"
# Eight digits are a date; fourteen, as web archives have them, or a time behind them tell the same. Any other number of
# digits is an id, and so are eight that no mark sets off.
_COMPACT = rf"(?P<year>{_YEAR})(?P<month>\d{{2}})(?P<day>\d{{2}})(?:\d{{6}}|\d{{4}}|[T_-]?\d{{4}}(?:\d{{2}})?Z?)?"
_WORDED = rf"(?P<day>\d{{1,2}})[-_. ]?(?P<month>{MONTH})[-_. ]?(?P<year>{_YEAR})"
_WORDED_FIRST = rf"(?P<month>{MONTH})[-_. ]?(?P<day>\d{{1,2}})[-_. ,]{{1,2}}(?P<year>{_YEAR})"
_YEAR_WORDED = rf"(?P<year>{_YEAR})[-_. ]?(?P<month>{MONTH})[-_. ]?(?P<day>\d{{1,2}})"
_DOTTED = rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>{_YEAR})"
_FORMS = tuple(
    re.compile(rf"(?<![0-9A-Za-z]){form}(?![0-9])(?:(?![A-Za-z])|(?=T\d))", re.IGNORECASE | re.ASCII)
    for form in (_SEPARATED, _COMPACT, _WORDED, _WORDED_FIRST, _YEAR_WORDED, _DOTTED)
)
# Folders of a year, a month and a day; also of a year with its month, and of whole days.
_FOLDERS = re.compile(
    rf"(?:^|/)(?P<year>{_YEAR})[/-](?P<month>\d{{1,2}}|{MONTH})/(?P<day>\d{{1,2}})(?=/)", re.IGNORECASE | re.ASCII
)


def date_in_name(name: str) -> str | None:
    """The ISO date in the name of a file, else in that of one of its folders, the nearest first.

    A month alone is no date, nor are digits that may be an id; a name with two dates tells none.
    """
    parts = name.replace("\\", "/").split("/")
    for part in reversed(parts):
        dates = {date for date in map(_read, _finds(part)) if date}
        if dates:
            return dates.pop() if len(dates) == 1 else None
        if part is parts[-1] and (date := _in_folders(name.replace("\\", "/"))):
            return date
    return None


def date_in_address(address: str) -> str | None:
    """The ISO date in the path of a web address, as many outlets have it: "/2022/03/07/", "/20220307/"."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return None
    if date := _in_folders(path):
        return date
    dates = {date for part in path.split("/") for date in map(_read, _finds(part)) if date}
    return dates.pop() if len(dates) == 1 else None


def _in_folders(path: str) -> str | None:
    dates = {date for date in map(_read, _FOLDERS.finditer(path)) if date}
    return dates.pop() if len(dates) == 1 else None


def _finds(part: str) -> list[re.Match[str]]:
    return [found for form in _FORMS for found in form.finditer(part)]


def _read(found: re.Match[str]) -> str | None:
    year, month, day = found.group("year", "month", "day")
    if month.isdigit():
        return is_date(int(year), int(month), int(day))
    return to_iso_date(f"{day} {month} {year}")
