"""What is passed over in a folder or archive is counted and told by its kinds."""

from __future__ import annotations

import pytest

from kg.read.inputs.others import nothing_there, tell_others


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([], []),
        (["a.JPG"], ["x: skipped 1 other file (1 .jpg)"]),
        (["in/a.jpg", "b.jpg", "c", "d.exe"], ["x: skipped 4 other files (2 .jpg, 1 .exe, 1 without a suffix)"]),
        # What may be an article comes first, however many pictures there are.
        (["a.jpg", "b.jpg", "old.doc"], ["x: skipped 3 other files (1 .doc, 2 .jpg)"]),
        ([f"a.{end}" for end in "abcdefg"], ["x: skipped 7 other files (1 .a, 1 .b, 1 .c, 1 .d, 1 .e, 1 .f, ...)"]),
        (["a.\x1b[31m"], ["x: skipped 1 other file (1 . [31m)"]),
    ],
)
def test_kinds(names: list[str], told: list[str]) -> None:
    notes: list[str] = []
    tell_others("x", names, notes.append)
    assert notes == told


def test_a_place_without_an_article() -> None:
    assert nothing_there("x", []) == "x: nothing to read there"
    assert nothing_there("x", ["a.doc"]) == "x: nothing to read there, only 1 other file (1 .doc)"
