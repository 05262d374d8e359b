"""How many articles there are, without reading them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.read.inputs.count import count_articles


@pytest.mark.parametrize(
    ("files", "count"),
    [
        ({}, 0),
        ({"a.txt": "x", "b.md": "", "c.html": "", "in/d.eml": "", "notes.xyz": ""}, 4),
        ({"a.jsonl": "{}\n{}\n{}"}, 3),
        ({"a.jsonl": "{}\n{}\n", "b.txt": "x"}, 3),
        ({"a.jsonl": ""}, 0),
        ({"a.txt": "x", "b.csv": "text\nx\n"}, None),
        ({"a.json": "[]"}, None),
        ({"a.zip": ""}, None),
        ({"a.jsonl.gz": ""}, None),
    ],
)
def test_files_and_lines_are_counted_and_nothing_else(tmp_path: Path, files: dict[str, str], count: int | None) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert count_articles([tmp_path]) == count


def test_what_comes_once_is_left_for_who_reads_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert count_articles(["-"]) is None
    assert count_articles([tmp_path / "pipe"]) is None
    assert count_articles(["s3://bucket/news"]) is None


def test_a_path_that_is_not_there_is_told_by_who_reads_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    assert count_articles([tmp_path / "none.txt", str(tmp_path / "a.*"), tmp_path / "none*"]) == 1


@pytest.mark.parametrize("name", ["a" * 5000, "a\0b"])
def test_what_is_no_name_is_told_by_who_reads_it(name: str) -> None:
    assert count_articles([name]) == 0
