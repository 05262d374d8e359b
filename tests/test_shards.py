"""Shards together are the inputs, each article once, whatever their size."""

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.engine.shards import Shard, open_shard, plan
from kg.errors import ArticleError
from kg.model import Article
from kg.read import raise_error
from kg.read.articles import read_sources


def shards(*paths: Path, size: int = 1000) -> list[Shard]:
    return list(plan(paths, on_error=raise_error, on_note=lambda _: None, size=size))


def texts(shard: Shard) -> list[str]:
    items = read_sources(open_shard(shard, raise_error))
    return [item.text for item in items if isinstance(item, Article)]


def lines(path: Path, articles: list[str], end: str = "\n") -> Path:
    path.write_text("".join(json.dumps({"text": text}) + end for text in articles), encoding="utf-8")
    return path


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    articles=st.lists(st.text("ab\n\u20ac", min_size=1, max_size=60).filter(str.strip), min_size=1, max_size=12),
    size=st.integers(8, 400),
    end=st.sampled_from(("\n", "\r\n", "\n\n")),
)
def test_the_lines_of_a_file_are_each_in_one_shard(tmp_path: Path, articles: list[str], size: int, end: str) -> None:
    path = lines(tmp_path / "a.jsonl", articles, end)
    assert [text for shard in shards(path, size=size) for text in texts(shard)] == articles


def test_a_large_file_is_cut_into_pieces_of_about_one_size(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", [f"Article {number}." for number in range(400)])
    cut = shards(path, size=1000)
    assert len(cut) == round(path.stat().st_size / 1000)
    counts = [len(texts(shard)) for shard in cut]
    assert sum(counts) == 400
    assert max(counts) - min(counts) <= 4  # the numbers of the articles grow longer


def test_small_files_go_together_and_others_stay_whole(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"{number}.txt").write_text("x" * 300)
    (tmp_path / "large.csv").write_text("text\n" + "word\n" * 600)
    found = shards(tmp_path)
    assert [len(shard.names) for shard in found] == [4, 4, 1, 1]
    assert all(shard.end is None for shard in found)


def test_a_shard_that_no_line_begins_in_is_empty(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", ["x" * 5000, "y"])
    assert [texts(shard) for shard in shards(path)] == [["x" * 5000], [], [], [], ["y"]]


def test_standard_input_is_for_one_machine(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", ["a"])
    errors: list[ArticleError] = []
    found = list(plan(["-", path], on_error=errors.append, on_note=lambda _: None))
    assert len(found) == 1
    assert "save it as a file" in str(errors[0])


def test_another_state_of_a_file_is_another_part(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", ["a", "b"])
    (before,) = shards(path)
    assert before.digest("x") == shards(path)[0].digest("x")
    assert before.digest("x") != before.digest("y")
    os.utime(path, ns=(1, 1))
    assert shards(path)[0].digest("x") != before.digest("x")


def test_shards_can_be_sent(tmp_path: Path) -> None:
    (shard,) = shards(lines(tmp_path / "a.jsonl", ["a"]))
    assert pickle.loads(pickle.dumps(shard)) == shard


def test_pieces_read_their_dates_as_the_whole_file_does(tmp_path: Path) -> None:
    """Only the last date tells that the day comes first."""
    days = ["03/04/2024"] * 40 + ["25/04/2024"]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"text": f"Article {n}.", "date": day}) + "\n" for n, day in enumerate(days)))
    cut = shards(path, size=300)
    assert len(cut) > 3
    read = [item for shard in cut for item in read_sources(open_shard(shard, raise_error))]
    assert [item.meta.published for item in read if isinstance(item, Article)] == ["2024-04-03"] * 40 + ["2024-04-25"]
