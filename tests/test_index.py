"""An index of claims finds the places of each key, in the order in which they came, and gives keys in theirs."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.index import Index

NAMES = st.sampled_from(["", "a", "b", "ab", "Ü", "\U0001f600", "\uffff"])


@given(st.lists(st.tuples(st.tuples(NAMES, NAMES), st.integers(0, 1 << 31)), max_size=40), st.tuples(NAMES, NAMES))
def test_an_index_is_a_sorted_dictionary_of_lists(
    entries: list[tuple[tuple[str, str], int]], any_key: tuple[str, str]
) -> None:
    expected = defaultdict(list)
    for key, place in entries:
        expected[key].append(place)
    index = Index(entries, width=2)
    assert [(key, list(places)) for key, places in index.items()] == sorted(expected.items())
    assert list(index) == sorted(expected)
    assert len(index) == len(expected)
    assert (any_key in index) is (any_key in expected)
    assert list(index[any_key]) == expected[any_key]


def test_keys_are_of_one_width() -> None:
    with pytest.raises(ValueError, match="shorter"):
        Index([(("a",), 0)], width=2)
    assert ("unknown",) not in Index([], width=1)
