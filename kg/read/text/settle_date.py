"""Of all that tells of an article's date, the first that can be its date."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta

from kg.model import DateSource

__all__ = ["settle_date"]

_OLDEST, _LATEST = "1900-01-02", "2100-01-01"
# What programs write for a date that they do not know: the first day of Unix, of Excel, of .NET and of SQL Server.
_PLACEHOLDERS = frozenset({"1970-01-01", "1969-12-31", "1900-01-01", "1899-12-30", "1753-01-01"})


def settle_date(
    clues: Iterable[tuple[str, DateSource]], made: str | None, tell: Callable[[str], object]
) -> tuple[str | None, DateSource | None]:
    """The date of an article, and where it is from.

    Args:
        clues: ISO dates and where each is from, those that can be trusted most first.
        made: When its file was made or its page fetched: it is not younger.
        tell: Is given a word on each date that was passed over.
    """
    for day, source in clues:
        if why := _why_not(day, made):
            tell(f"not of {day}, as its {source} says: {why}")
            continue
        if day > _after(datetime.now(UTC).date()):  # said, no more: what is read must not hang on the day of reading
            tell(f"of {day}, as its {source} says, and that day is still to come")
        return day, source
    return None, None


def _why_not(day: str, made: str | None) -> str | None:
    """Why nothing was published on a day; clocks and time zones make up a day."""
    if not _OLDEST <= day < _LATEST or day in _PLACEHOLDERS:
        return "no article is from then"
    if made is not None and day > _after(date.fromisoformat(made)):
        return f"its file is from {made}"
    return None


def _after(day: date) -> str:
    return (day + timedelta(days=1)).isoformat()
