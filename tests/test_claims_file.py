"""Readers and the writer of the kept claims never wait for each other, and readers see one state."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.graph.claims_file import CLAIMS, open_claims
from kg.graph.folder import FORMAT
from kg.graph.kept import Kept
from kg.graph.runs import current_run
from kg.model import Article, Claim

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
RUN = current_run("ontology", "model-1")


@contextmanager
def claims(folder: Path, *, read_only: bool = False) -> Iterator[Kept]:
    with closing(open_claims(folder, read_only=read_only)) as kept:
        yield kept


def test_a_reader_sees_the_state_when_it_came(tmp_path: Path, news: News) -> None:
    with claims(tmp_path) as writer:
        writer.put(*news[0], RUN)
        with claims(tmp_path, read_only=True) as early:
            writer.put(*news[1], RUN)
            writer.remove(["alpha"])
            with claims(tmp_path, read_only=True) as late:
                assert (early.ids(), late.ids()) == ({"alpha"}, {"beta/2"})
                assert early.claims_of("alpha") == news[0][1]
                assert early.count_claims() == 3
    with claims(tmp_path, read_only=True) as last:
        assert last.ids() == {"beta/2"}


def test_a_reader_changes_nothing(tmp_path: Path, news: News) -> None:
    with claims(tmp_path) as writer:
        writer.put(*news[0], RUN)
    before = (tmp_path / CLAIMS).read_bytes()
    with claims(tmp_path, read_only=True) as reader, pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.put(*news[1], RUN)
    assert (tmp_path / CLAIMS).read_bytes() == before


def test_an_article_goes_in_whole_or_not_at_all(tmp_path: Path, news: News) -> None:
    (article, given), *_ = news
    with claims(tmp_path) as writer:
        writer.put(article, given[:1], RUN)
        full = "BEFORE INSERT ON claim WHEN NEW.position = 2 BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        writer._db.execute(f"CREATE TRIGGER full {full}")
        with pytest.raises(sqlite3.Error, match="full"):
            writer.put(article, given, RUN)
        assert writer.claims_of(article.id) == given[:1]
        assert writer.text_of(article.id) == article.text


def test_there_is_nothing_to_read_before_it_is_made(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        open_claims(tmp_path, read_only=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_of_a_newer_kg_is_told_and_left_alone(tmp_path: Path, *, read_only: bool) -> None:
    with claims(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / CLAIMS)) as connection:
        connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    before = (tmp_path / CLAIMS).read_bytes()
    with pytest.raises(StoreError) as caught:
        open_claims(tmp_path, read_only=read_only)
    why = f"made by a newer kg (format {FORMAT + 1}, this one knows {FORMAT}); upgrade kg"
    assert str(caught.value) == f"{tmp_path / CLAIMS}: {why}"
    assert (tmp_path / CLAIMS).read_bytes() == before


def test_a_log_that_a_killed_writer_left_is_read(tmp_path: Path, news: News) -> None:
    with claims(tmp_path) as writer:
        writer.put(*news[0], RUN)
        copy = tmp_path / "copy"
        copy.mkdir()
        for name in (CLAIMS, f"{CLAIMS}-wal"):  # as they lie on the disk while the writer is at work
            (copy / name).write_bytes((tmp_path / name).read_bytes())
    assert (copy / f"{CLAIMS}-wal").stat().st_size
    with claims(copy, read_only=True) as reader:
        assert reader.claims_of("alpha") == news[0][1]


def test_names_of_folders_are_no_addresses(tmp_path: Path, news: News) -> None:
    folder = tmp_path / "a?mode=memory#b %20 é"
    folder.mkdir()
    with claims(folder) as writer:
        writer.put(*news[0], RUN)
    with claims(folder, read_only=True) as reader:
        assert reader.ids() == {"alpha"}
