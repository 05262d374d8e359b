"""Time expressions resolved against the article's date (a Monday)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.times import resolve_time, shift_time, span_of

MONDAY = "2022-03-07"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Saturday", "2022-03-05"),
        ("Monday", "2022-03-07"),
        ("last Monday", "2022-02-28"),
        ("yesterday", "2022-03-06"),
        ("today", "2022-03-07"),
        ("the weekend", "2022-03-05/2022-03-06"),
        ("two weeks ago", "2022-02-21/2022-02-27"),
        ("three days ago", "2022-03-04"),
        ("a month ago", "2022-02"),
        ("last year", "2021"),
        ("in 2015", "2015"),
        ("August 10", "2021-08-10"),
        ("10 August 2020", "2020-08-10"),
        ("Aug. 10, 2020", "2020-08-10"),
        ("in March", "2022-03"),
        ("December", "2021-12"),
        ("March 2014", "2014-03"),
        ("the 1990s", "1990/1999"),
        ("2019-04-02", "2019-04-02"),
        ("in March last year", "2021-03"),
        ("last March", "2021-03"),
        ("last October", "2021-10"),
        ("Monday and Tuesday", "2022-02-28/2022-03-01"),
        ("Thursday and Friday", "2022-03-03/2022-03-04"),
        ("Saturday or Sunday", "2022-03-05"),
        ("the past two weeks", "2022-02-21/2022-03-07"),
        ("the last three years", "2019/2022"),
        ("the past six months", "2021-09/2022-03"),
        ("twenty years ago", "2002"),
        ("Eighty years ago this week", "1942"),
        ("seventy-five years ago", "1947"),
        ("the past thirty years", "1992/2022"),
        ("several weeks ago", None),
        ("recent months", None),
        ("Christmas Day", "2021-12-25"),
        ("New Year's Eve 2015", "2015-12-31"),
        ("overnight", "2022-03-06/2022-03-07"),
        ("a day earlier", "2022-03-06"),
        ("a day later", None),
        ("the same day", None),
        ("five years", None),
        ("a 40-year-old", None),
        ("February 31", None),
    ],
)
def test_times_look_back_from_the_article(text: str, expected: str | None) -> None:
    assert resolve_time(text, MONDAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Wednesday", "2022-03-09"),
        ("Monday", "2022-03-07"),
        ("next Monday", "2022-03-14"),
        ("in January", "2023-01"),
        ("next March", "2023-03"),
    ],
)
def test_times_of_plans_look_ahead(text: str, expected: str) -> None:
    assert resolve_time(text, MONDAY, ahead=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the same day", "2022-03-02"),
        ("that evening", "2022-03-02"),
        ("later that day", "2022-03-02"),
        ("in the morning", "2022-03-02"),
        ("late the night before", "2022-03-01"),
        ("a day earlier", "2022-03-01"),
        ("two days earlier", "2022-02-28"),
        ("the following day", "2022-03-03"),
        ("three days later", "2022-03-05"),
        ("a month later", "2022-04"),
        ("the same week", "2022-02-28/2022-03-06"),
        ("that year", "2022"),
        ("on Saturday", "2022-03-05"),
        ("two days ago", "2022-03-05"),
    ],
)
def test_what_counts_from_the_story_counts_from_its_day(text: str, expected: str) -> None:
    assert resolve_time(text, MONDAY, anchor="2022-03-02") == expected


@pytest.mark.parametrize(
    ("length", "back", "expected"),
    [
        ("a day", True, "2022-03-01"),
        ("two days", False, "2022-03-04"),
        ("a week", True, "2022-02-23"),
        ("three weeks", False, "2022-03-21/2022-03-27"),
        ("a month", True, "2022-02"),
        ("hours", True, None),
        ("some days", True, None),
    ],
)
def test_a_length_before_or_after_a_day(length: str, back: bool, expected: str | None) -> None:
    assert shift_time(length, "2022-03-02", back=back) == expected


def test_nothing_lies_a_day_after_a_year() -> None:
    assert shift_time("a day", "2022", back=False) is None


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2022-03-04", "2022-03-06", "2022-03-04/2022-03-06"),
        ("2022-03", "2022-05", "2022-03/2022-05"),
        ("2022-03-06", "2022-03-04", "2022-03-06"),
        ("2022-03-04", None, "2022-03-04"),
        (None, "2022-03-04", None),
    ],
)
def test_a_span_runs_forward(start: str | None, end: str | None, expected: str | None) -> None:
    assert span_of(start, end) == expected


def test_since_leaves_the_interval_open() -> None:
    assert resolve_time("2015", MONDAY, since=True) == "2015/.."


@pytest.mark.parametrize(("text", "expected"), [("on Saturday", None), ("in 2015", "2015"), ("in March", None)])
def test_without_a_date_only_what_names_a_year_is_resolved(text: str, expected: str | None) -> None:
    assert resolve_time(text, None) == expected


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.sampled_from(["Monday", "Friday", "on Sunday"]))
def test_a_weekday_is_one_of_the_last_seven_days(day: dt.date, text: str) -> None:
    found = dt.date.fromisoformat(resolve_time(text, day.isoformat()) or "")
    assert dt.timedelta(0) <= day - found < dt.timedelta(7)


WORDS = st.lists(
    st.sampled_from(
        "a two 99 day week month year weeks years ago earlier later last next past the same that Monday March 31 2020"
        " weekend and overnight Christmas Eve 1990s of".split()
    ),
    max_size=6,
).map(" ".join)


@given(st.text(max_size=60) | WORDS, st.dates().map(str), st.none() | st.dates().map(str), st.booleans())
def test_no_text_raises(text: str, day: str, anchor: str | None, ahead: bool) -> None:
    resolve_time(text, day, ahead=ahead, anchor=anchor)
    shift_time(text, day, back=ahead)
