"""Lines are sorted, each once, whatever fits in memory."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export import sort
from kg.export.sort import sort_lines

make_file = tempfile.TemporaryFile
LINES = st.lists(st.binary(max_size=6).filter(lambda line: b"\n" not in line), max_size=60)


def is_open(file: BinaryIO) -> bool:
    return not file.closed


def watch_files(monkeypatch: pytest.MonkeyPatch) -> list[BinaryIO]:
    """All temporary files that are made from now on; never may more be open than are read side by side, and one."""
    made: list[BinaryIO] = []

    def make() -> BinaryIO:
        made.append(make_file())
        assert sum(map(is_open, made)) <= sort._SIDE_BY_SIDE + 1
        return made[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", make)
    return made


@settings(max_examples=60, deadline=None)
@given(LINES, st.sampled_from([0, 50, 200, 10_000]))
def test_lines_come_in_the_order_of_their_bytes_each_once(lines: list[bytes], room: int) -> None:
    assert list(sort_lines(iter(lines), room=room)) == sorted(set(lines))


def test_more_runs_than_files_may_be_open_are_merged_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = watch_files(monkeypatch)
    lines = [b"%06d" % (number * 7919 % 3000) for number in range(3000)]
    assert list(sort_lines(lines, room=500)) == sorted(lines)
    assert len(opened) > 2 * sort._SIDE_BY_SIDE
    assert not any(map(is_open, opened))


def test_what_fits_in_memory_needs_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(Path("no such folder")))
    assert list(sort_lines([b"b", b"a"])) == [b"a", b"b"]


def test_a_reader_that_goes_leaves_no_file_open(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    opened = watch_files(monkeypatch)
    found = sort_lines((b"%d" % number for number in range(100)), room=400)
    next(found)
    assert any(map(is_open, opened))
    del found
    assert not any(map(is_open, opened))
    assert not list(tmp_path.iterdir())
