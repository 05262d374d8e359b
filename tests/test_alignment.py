"""A text as read and the text that is made of it: every piece of one has its place in the other."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kg.alignment import Alignment
from kg.model import Repair


def applied(text: str, repairs: list[Repair]) -> str:
    for repair in reversed(repairs):
        text = text[: repair.start] + repair.text + text[repair.end :]
    return text


@st.composite
def repairs_of(draw: st.DrawFn, text: str) -> list[Repair]:
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    texts = st.text("xyz", max_size=3)
    return [Repair(start, end, draw(texts)) for start, end in pairwise(cuts) if draw(st.booleans())]


TEXTS = st.text("abc\n", max_size=20)


@given(st.data())
def test_every_piece_of_the_repaired_text_has_its_place_in_the_text_as_read(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    repairs = data.draw(repairs_of(text))
    reading = Alignment(text, repairs)
    assert reading.text == applied(text, repairs)
    for begin in range(len(reading.text)):
        for stop in range(begin + 1, len(reading.text) + 1):
            start, end = reading.to_read(begin, stop)
            assert 0 <= start < end <= len(text)
            low, high = reading.to_repaired(start, end)
            assert low <= begin < stop <= high
            if not any(repair.start < end and start < repair.end for repair in repairs):
                assert text[start:end] == reading.text[begin:stop]
                assert (low, high) == (begin, stop)


@given(st.data())
def test_any_span_of_the_text_as_read_has_its_place_in_the_repaired_text(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    reading = Alignment(text, data.draw(repairs_of(text)))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    low, high = reading.to_repaired(start, end)
    assert 0 <= low <= high <= len(reading.text)


@given(st.data())
def test_repairs_of_what_is_repaired_are_repairs_of_the_text_as_read(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    first = Alignment(text, data.draw(repairs_of(text)))
    further = data.draw(repairs_of(first.text))
    both = first.then(further)
    assert both.text == applied(first.text, further)
    edges = [edge for repair in both.repairs for edge in (repair.start, repair.end)]
    assert edges == sorted(edges)
    assert all(repair.start < repair.end and text[repair.start : repair.end] != repair.text for repair in both.repairs)


def test_what_is_left_out_is_left_out_at_the_edges() -> None:
    reading = Alignment("(Pu-\ntin)", [Repair(0, 1, ""), Repair(3, 5, ""), Repair(8, 9, "")])
    assert reading.text == "Putin"
    assert reading.to_read(0, 5) == (1, 8)
    assert reading.to_read(0, 2) == (1, 3)
    assert reading.to_read(2, 3) == (5, 6)
