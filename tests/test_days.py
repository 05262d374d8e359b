"""Days as users write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.days import ends_before, is_day


@pytest.mark.parametrize("text", ["2022", "2022-03", "2022-03-07", "2024-02-29", "0999"])
def test_days(text: str) -> None:
    assert is_day(text)


@pytest.mark.parametrize(
    "text", ["", "22", "2022-3", "2022-13", "2023-02-29", "2022-03-07T10:00", "soon", "٢٠٢٢", "0000"]
)
def test_no_days(text: str) -> None:
    assert not is_day(text)


@given(one=st.dates(), other=st.dates(), lengths=st.tuples(st.sampled_from([4, 7, 10]), st.sampled_from([4, 7, 10])))
def test_an_end_lies_before_its_start_where_all_of_it_does(
    one: object, other: object, lengths: tuple[int, int]
) -> None:
    start, end = str(one)[: lengths[0]], str(other)[: lengths[1]]
    first, last = start + "0000-01-01"[len(start) :], end + "0000-12-31"[len(end) :]
    assert ends_before(start, end) == (last < first)
    assert not ends_before(None, end)
    assert not ends_before(start, None)
