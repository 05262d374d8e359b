"""Spans of time keep to the calendar, and to the laws of intervals."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.spans import ALWAYS, Span, common, month_of, overlap, parse_span, year_of

EPOCH = dt.date(1970, 1, 1).toordinal()
days = st.integers(-1_500_000, 3_500_000)  # from about -2137 to 11552
ends = st.one_of(days, st.sampled_from(ALWAYS))
spans = st.tuples(ends, ends).map(sorted).map(lambda pair: Span(*pair)).filter(lambda span: span.begins or span.ends)


@given(st.dates())
def test_days_are_those_of_the_calendar(day: dt.date) -> None:
    number = day.toordinal() - EPOCH
    assert parse_span(day.isoformat()) == Span(number, number)
    assert str(Span(number, number)) == day.isoformat()
    assert (month_of(number), year_of(number)) == (day.isoformat()[:7], day.isoformat()[:4])


@given(spans.filter(lambda span: span != Span(ALWAYS.first, ALWAYS.first)))
def test_a_span_is_read_as_it_is_written(span: Span) -> None:
    if span.first == ALWAYS.last or span.last == ALWAYS.first:
        return  # no day at all
    assert parse_span(str(span)) == span


@given(spans, spans)
def test_two_spans_overlap_just_where_they_have_days_in_common(one: Span, other: Span) -> None:
    both = common(one, other)
    assert overlap(one, other) == overlap(other, one) == (both is not None)
    assert common(other, one) == both
    assert common(one, ALWAYS) == common(one, one) == one
    if both is not None:
        assert both.first <= both.last
        assert common(both, one) == common(both, other) == both


@pytest.mark.parametrize(
    ("text", "written", "precision"),
    [
        ("2022-03-07", "2022-03-07", "day"),
        ("2022-03", "2022-03", "month"),
        ("2022", "2022", "year"),
        ("2022-03-07T23:59:00+02:00", "2022-03-07", "day"),
        ("2020-02-29", "2020-02-29", "day"),
        ("2022-03-01/2022-03-31", "2022-03", "month"),
        ("2021-01/2021-12", "2021", "year"),
        ("2022-03-05/2022-03-06", "2022-03-05/2022-03-06", "interval"),
        ("2015/..", "2015/..", "interval"),
        ("../2019-05", "../2019-05", "interval"),
        ("2010/2019", "2010/2019", "interval"),
        ("2015/2015-06-30", "2015/2015-06", "interval"),
        ("0000", "0000", "year"),
        ("-0044-03-15", "-0044-03-15", "day"),
        ("9999-12-31", "9999-12-31", "day"),
        ("10001/..", "10001/..", "interval"),
        ("2022-03/", "2022-03/..", "interval"),
        ("../..", "../..", "interval"),
    ],
)
def test_what_texts_mean(text: str, written: str, precision: str) -> None:
    span = parse_span(text)
    assert span is not None
    assert (str(span), span.precision) == (written, precision)


@pytest.mark.parametrize(
    "text",
    [None, "", "..", "soon", "2021-02-29", "1900-02-29", "2022-13", "2022-00", "2022-04-31", "2022/2021",
     "2022-03-06/2022-03-05", "22-03-07", "2022-3-7", "2022-03-07/soon", "2022/2023/2024", "١٩٩٩"],
)  # fmt: skip
def test_what_is_no_time(text: str | None) -> None:
    assert parse_span(text) is None
