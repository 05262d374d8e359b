"""Time expressions resolved against the article's date (a Monday)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.circumstances import resolve_time

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
    ],
)
def test_times_of_plans_look_ahead(text: str, expected: str) -> None:
    assert resolve_time(text, MONDAY, ahead=True) == expected


def test_since_leaves_the_interval_open() -> None:
    assert resolve_time("2015", MONDAY, since=True) == "2015/.."


@pytest.mark.parametrize(("text", "expected"), [("on Saturday", None), ("in 2015", "2015"), ("in March", None)])
def test_without_a_date_only_what_names_a_year_is_resolved(text: str, expected: str | None) -> None:
    assert resolve_time(text, None) == expected


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.sampled_from(["Monday", "Friday", "on Sunday"]))
def test_a_weekday_is_one_of_the_last_seven_days(day: dt.date, text: str) -> None:
    found = dt.date.fromisoformat(resolve_time(text, day.isoformat()) or "")
    assert dt.timedelta(0) <= day - found < dt.timedelta(7)


@given(st.text(max_size=60), st.dates().map(str))
def test_no_text_raises(text: str, day: str) -> None:
    resolve_time(text, day)
