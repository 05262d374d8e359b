"""What is put aside comes back, whatever the order."""

from __future__ import annotations

import sys
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.shelf import Shelf


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers())))
def test_items_come_back_by_key_in_their_order(told: list[tuple[str, int]]) -> None:
    shelf: Shelf[int] = Shelf()
    expected: dict[str, list[int]] = defaultdict(list)
    for key, item in told:
        shelf.put(key, item)
        expected[key].append(item)
    assert list(shelf.items()) == list(expected.items())
    assert list(shelf.keys()) == list(expected)
    assert bool(shelf) is bool(told)


def test_more_may_be_put_there_after_it_was_looked_at() -> None:
    shelf: Shelf[str] = Shelf()
    shelf.put("a", "one")
    assert list(shelf.items()) == [("a", ["one"])]
    shelf.put("a", "two")
    assert list(shelf.items()) == [("a", ["one", "two"])]


def test_more_than_the_memory_is_to_hold_comes_back_from_a_file() -> None:
    shelf: Shelf[bytes] = Shelf()
    for number in range(12):
        shelf.put("ab"[number % 2], bytes([number]) * 2**20)
    assert [(key, [item[0] for item in items]) for key, items in shelf.items()] == [
        ("a", [0, 2, 4, 6, 8, 10]),
        ("b", [1, 3, 5, 7, 9, 11]),
    ]


def fill(shelf: Shelf[bytes]) -> None:
    for number in range(30):
        shelf.put("ab"[number % 2], bytes(2**20))


def test_a_full_disk_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    unheard: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", unheard.append)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    shelf: Shelf[bytes] = Shelf()
    resource.setrlimit(resource.RLIMIT_FSIZE, (9 * 2**20, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            fill(shelf)
        del shelf
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert unheard == []
