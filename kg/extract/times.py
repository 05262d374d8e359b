"""Time expressions -> ISO 8601: a day, month, year, or an interval `from/to` (`..` for an open end).

What counts from a day ("yesterday", "on Saturday") is resolved against the article's date, what counts from something
told before ("the same day", "two days later") against the day that the story is at. Where the article has no date,
only what says a year by itself is resolved. An expression that is not understood is left open.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

__all__ = ["WEEKDAYS", "is_anaphoric", "is_later", "resolve_time", "shift_time", "span_of"]

WEEKDAYS = {name: n for n, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
WEEKDAYS |= {name[:3]: n for name, n in WEEKDAYS.items()} | {"tues": 1, "wednes": 2, "thurs": 3}
MONTHS = {m.lower(): n for n, m in enumerate(calendar.month_name) if m}
MONTHS |= {m.lower(): n for n, m in enumerate(calendar.month_abbr) if m} | {"sept": 9}
_WORDS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
NUMBERS = {w: n for n, w in enumerate(f"{_WORDS} seventeen eighteen nineteen twenty".split())}
_TENS = {w: n for n, w in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), start=3)}
NUMBERS |= {"a": 1, "an": 1, "one": 1}
FEASTS = {
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "may day": (5, 1),
}

_UNIT = r"(day|week|month|year)s?"
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([A-Za-z]+)\.?(?:,?\s+(\d{4}))?")
_MONTH_FIRST = re.compile(r"\b([A-Za-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?\b(?!\d)(?:\s*,?\s+(\d{4}))?")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_NEAR_YEAR = re.compile(r"\b(last|this|next) year\b|\b(last|next) (?=[a-z]+\b)")
_TODAY = re.compile(r"\b(today|tonight|this (morning|afternoon|evening))\b")
_YESTERDAY = re.compile(r"\b(yesterday|last night)\b")
_SPAN = re.compile(r"\b(last|previous|past|next|coming|this|earlier this|later this)\s+(week|month|year)\b(?!s)")
_AGO = re.compile(r"\b([\w-]+)\s+(day|week|month|year|hour)s?\s+ago\b")
_PAST_SPAN = re.compile(rf"\b(?:last|past)\s+([\w-]+)\s+{_UNIT}\b")
_SHIFT = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}
# What counts from the day that the story is at
_SAME_DAY = re.compile(
    r"\b(the same (day|morning|afternoon|evening|night)|that (same )?(day|morning|afternoon|evening|night)"
    r"|in the (day|morning|afternoon|evening))\b"
)
_SAME_SPAN = re.compile(r"\b(?:the same|that same|that) (week|month|year)\b")
_THEN = re.compile(r"^(since )?then$")
_DAY_BEFORE = re.compile(
    r"\b(the (day|night|evening) (before|earlier)|a day (earlier|before)"
    r"|the (previous|preceding) (day|night|evening))\b"
)
_DAY_AFTER = re.compile(r"\b(the (next|following) (day|morning|evening)|the day after|a day (later|after))\b")
_EARLIER = re.compile(rf"\b([\w-]+)\s+{_UNIT}\s+(earlier|before|later|after)\b")


def resolve_time(
    text: str, published: str | None, *, ahead: bool = False, since: bool = False, anchor: str | None = None
) -> str | None:
    """Resolve a time expression to ISO 8601.

    Args:
        text: the expression, "on Saturday", "two weeks ago", "March 2021".
        published: the article's ISO date, or None.
        ahead: the clause speaks of the future, so that "Monday" is the one to come.
        since: the expression is the begin of an interval that is still open.
        anchor: the ISO day that the story is at, for "the same day", "two days later"; None where it is not known.

    Returns:
        a date, month, year or interval; None where it cannot be told.
    """
    value = _resolve(text, _date(published), ahead, _date(anchor))
    if value is None or not since:
        return value
    return f"{value.split('/')[0]}/.."


def is_anaphoric(text: str) -> bool:
    """Whether an expression counts from what was told before: "the same day", "two days later"."""
    low = text.lower()
    return any(p.search(low) for p in (_SAME_DAY, _SAME_SPAN, _THEN, _DAY_BEFORE, _DAY_AFTER, _EARLIER))


def shift_time(text: str, day: str | None, *, back: bool) -> str | None:
    """The time so long before or after a day: "two days", "a week" -> a day; "three weeks" -> the week; or None."""
    found = re.search(rf"\b(\w+)\s+{_UNIT}\b", text.lower())
    start = _date(day) if day is not None and len(day) == len("2022-03-07") else None
    n = _number(found[1]) if found else None
    if found is None or start is None or n is None:
        return None
    if found[2] == "week" and n == 1:  # "a week after" a certain day is a certain day
        return _add(start, 7, back=back)
    return _move(start, -n if back else n, found[2])


def span_of(start: str | None, end: str | None) -> str | None:
    """The interval from the begin of one time to the end of another, if they are in order."""
    if start is None or end is None:
        return start
    first, last = start.split("/")[0], end.split("/")[-1]
    return f"{first}/{last}" if first < last else start


def is_later(time: str, day: str) -> bool:
    """Whether a time begins after a day, as far as it is told: "2022-04" after 2022-03-07, "2022-03" not."""
    start = time.split("/", maxsplit=1)[0]
    return start != ".." and start > day[: len(start)]


def _date(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _number(word: str) -> int | None:
    """ "12", "twelve", "eighty", "seventy-five"."""
    tens, _, ones = word.partition("-")
    if tens in _TENS or (tens == "twenty" and ones):
        return 10 * _TENS.get(tens, 2) + NUMBERS.get(ones, 0)
    return int(word) if word.isascii() and word.isdigit() and len(word) < 4 else NUMBERS.get(word)


def _resolve(text: str, day: dt.date | None, ahead: bool, anchor: dt.date | None) -> str | None:
    low = text.lower()
    found = _calendar(text, day, ahead)
    if found:
        return found
    if is_anaphoric(text):
        return _anaphoric(low, anchor, day)
    if day is not None:
        relative = _relative(low, day, ahead)
        if relative:
            return relative
    years = _YEAR.findall(text)
    if len(years) == 1 and not re.search(r"\b(year-old|years? old)\b", low):
        return str(years[0])
    decade = re.search(r"\b(1[89]|20)(\d)0s\b", low)
    if decade:
        start = int(decade[1] + decade[2] + "0")
        return f"{start}/{start + 9}"
    return None


def _calendar(text: str, day: dt.date | None, ahead: bool) -> str | None:
    """Days and months by their names."""
    found = _ISO.search(text)
    if found:
        return found[0]
    for name, (month, number) in FEASTS.items():
        if name in text.lower():
            year = _year(text, month, day, ahead)
            return dt.date(year, month, number).isoformat() if year is not None else None
    for pattern, swap in ((_MONTH_FIRST, False), (_DAY_FIRST, True)):
        for hit in pattern.finditer(text):
            digits, name = (hit[1], hit[2]) if swap else (hit[2], hit[1])
            named = MONTHS.get(name.lower())
            if named is None:
                continue
            year = int(hit[3]) if hit[3] else _year(text, named, day, ahead)
            try:
                return dt.date(year, named, int(digits)).isoformat() if year is not None else None
            except ValueError:
                return None
    for word in re.findall(r"[A-Za-z]+", text):
        named = MONTHS.get(word.lower())
        if (
            named
            and (len(word) > 3 or word[0].isupper())
            and (word.lower() not in ("may", "march") or word[0].isupper())
        ):
            year = _year(text, named, day, ahead)
            return f"{year:04d}-{named:02d}" if year is not None else None
    return None


def _year(text: str, month: int, day: dt.date | None, ahead: bool) -> int | None:
    """The year of a month: as it is said, else the nearest in the past, or to come."""
    years = _YEAR.findall(text)
    if years:
        return int(years[0])
    if day is None:
        return None
    near = _NEAR_YEAR.search(text.lower())
    if near and near[1]:
        return day.year + {"last": -1, "this": 0, "next": 1}[near[1]]
    if near and near[2] and month == day.month:  # "last March", said in March
        return day.year + (-1 if near[2] == "last" else 1)
    if ahead or (near is not None and near[2] == "next"):
        return day.year if month >= day.month else day.year + 1
    return day.year if month <= day.month else day.year - 1


def _relative(low: str, day: dt.date, ahead: bool) -> str | None:
    """Expressions that count from the article's day, in lower case."""
    one = dt.timedelta(days=1)
    if _TODAY.search(low):
        return day.isoformat()
    if _YESTERDAY.search(low):
        return (day - one).isoformat()
    if "overnight" in low:
        return f"{day - one}/{day}"
    if "tomorrow" in low:
        return (day + one).isoformat()
    if "weekend" in low:
        return _weekend(day, "last" not in low and (ahead or "next" in low or "coming" in low))
    ago = _AGO.search(low)
    if ago:
        n = _number(ago[1])
        if ago[2] == "hour":
            return day.isoformat() if n is not None and n < 12 else None
        return _move(day, -n, ago[2]) if n is not None else None
    past = _PAST_SPAN.search(low)
    if past:
        return _until_now(day, _number(past[1]), past[2])
    return _weekday(low, day, ahead) or _span(low, day)


def _anaphoric(low: str, anchor: dt.date | None, day: dt.date | None) -> str | None:
    """Expressions that count from the story's day; "a day earlier" may count from the article's, nothing else may."""
    before = anchor or day
    if _SAME_DAY.search(low) or _THEN.search(low):
        return anchor.isoformat() if anchor else None
    if _DAY_BEFORE.search(low):
        return _add(before, 1, back=True) if before else None
    if _DAY_AFTER.search(low):
        return _add(anchor, 1, back=False) if anchor else None
    moved = _EARLIER.search(low)
    if moved:
        back = moved[3] in ("earlier", "before")
        n, start = _number(moved[1]), before if back else anchor
        return _move(start, -n if back else n, moved[2]) if start and n is not None else None
    same = _SAME_SPAN.search(low)
    if same is None or anchor is None:
        return None
    return {"week": _week(anchor, 0), "month": anchor.isoformat()[:7], "year": anchor.isoformat()[:4]}[same[1]]


def _weekday(low: str, day: dt.date, ahead: bool) -> str | None:
    found = [w for w in re.findall(r"[a-z]+", low) if w in WEEKDAYS]
    named = [w for w in found if len(w) > 3 or w in ("mon", "tue", "wed", "thu", "fri")]
    if not named:
        return None
    joined = len(named) == 2 and re.search(r"\b(and|to|through)\b|-", low) is not None
    length = (WEEKDAYS[named[1]] - WEEKDAYS[named[0]]) % 7 if joined else 0
    gap = (day.weekday() - WEEKDAYS[named[0]]) % 7
    if "next" in low or "coming" in low or (ahead and "last" not in low):
        shift = (-gap) % 7 or (7 if "next" in low else 0)
    else:  # of two days the second lies behind us too
        shift = -7 - gap if gap < length or ("last" in low and gap == 0) else -gap
    first = _add(day, shift, back=False)
    return span_of(first, _add(day, shift + length, back=False)) if length else first


def _span(low: str, day: dt.date) -> str | None:
    found = _SPAN.search(low)
    if found is None:
        return None
    return _move(day, _SHIFT.get(found[1], 0), found[2])


def _add(day: dt.date, days: int, *, back: bool) -> str | None:
    try:
        return (day + dt.timedelta(days=-days if back else days)).isoformat()
    except OverflowError:
        return None


def _move(day: dt.date, n: int, unit: str) -> str | None:
    """The day, week, month or year that lies n of them away."""
    try:
        if unit == "day":
            return _add(day, n, back=False)
        if unit == "week":
            return _week(day, n)
    except OverflowError:
        return None
    if unit == "month":
        months = day.year * 12 + day.month - 1 + n
        return f"{months // 12:04d}-{months % 12 + 1:02d}" if months > 11 else None
    return f"{day.year + n:04d}" if 0 < day.year + n < 10_000 else None


def _until_now(day: dt.date, n: int | None, unit: str) -> str | None:
    """ "over the past two weeks", as precise as its unit."""
    if n is None:
        return None
    if unit == "week":
        return span_of(_add(day, 7 * n, back=True), day.isoformat())
    length = {"day": 10, "month": 7, "year": 4}[unit]
    return span_of(_move(day, -n, unit), day.isoformat()[:length])


def _week(day: dt.date, shift: int) -> str:
    monday = day - dt.timedelta(days=day.weekday()) + dt.timedelta(weeks=shift)
    return f"{monday}/{monday + dt.timedelta(days=6)}"


def _weekend(day: dt.date, ahead: bool) -> str:
    saturday = day - dt.timedelta(days=(day.weekday() - 5) % 7)
    if ahead and day.weekday() < 5:
        saturday = day + dt.timedelta(days=5 - day.weekday())
    return f"{saturday}/{saturday + dt.timedelta(days=1)}"
