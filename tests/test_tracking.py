"""Addresses without what only tells whence a reader came."""

from __future__ import annotations

import pytest

from kg.read.html.tracking import without_tracking


@pytest.mark.parametrize(
    ("address", "bare"),
    [
        ("https://m.example/a", "https://m.example/a"),
        ("https://m.example/a?id=1", "https://m.example/a?id=1"),
        ("https://m.example/a?utm_source=x&id=1&fbclid=y", "https://m.example/a?id=1"),
        ("https://m.example/a?utm_source=x", "https://m.example/a"),
        ("https://m.example/a?UTM_Source=x#top", "https://m.example/a#top"),
        ("https://m.example/a?", "https://m.example/a"),
        ("https://m.example/a?utmost=1", "https://m.example/a?utmost=1"),
    ],
)
def test_without_tracking(address: str, bare: str) -> None:
    assert without_tracking(address) == bare
