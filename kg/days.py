"""Days on which something begins, ends or was said, as users write them: a date, month or year in ISO 8601."""

from __future__ import annotations

import re
from datetime import date

__all__ = ["ends_before", "is_day"]

_FORM = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)


def is_day(text: str) -> bool:
    """Whether a text is a day, month or year of the calendar: 2022-03-07, 2022-03, 2022.

    >>> is_day("2022-03"), is_day("2022-13"), is_day("7 March")
    (True, False, False)
    """
    if not _FORM.fullmatch(text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def ends_before(start: str | None, end: str | None) -> bool:
    """Whether an end lies before its start, as far as both are known: 2022 does not end before 2022-05."""
    return bool(start and end and end[: len(start)] < start[: len(end)])
