"""A folder is a store, may become one, or is left alone."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.graph.folder import FORMAT, MARKER, Marker, ensure_folder, read_marker, set_aside, write_marker
from kg.graph.lock import LOCK, hold
from kg.graph.store import open_store


@pytest.mark.parametrize(
    "marker",
    [
        Marker(),
        Marker("https://x.example/news/"),
        Marker(query="https://x.example/query", update="https://x.example/update"),
    ],
)
def test_what_is_written_is_read(tmp_path: Path, marker: Marker) -> None:
    assert read_marker(tmp_path) is None
    write_marker(tmp_path, marker)
    assert read_marker(tmp_path) == marker
    assert [path.name for path in tmp_path.iterdir()] == [MARKER]


def test_a_draft_of_a_marker_makes_no_store(tmp_path: Path) -> None:
    (tmp_path / LOCK).touch()
    (tmp_path / f"{MARKER}.new").write_text('{"form')
    assert read_marker(tmp_path) is None
    open_store(tmp_path, create=True).close()
    assert read_marker(tmp_path) == Marker()


def test_a_folder_of_somebody_else_stays_as_it_is(tmp_path: Path) -> None:
    for name, content in (("graph.ttl", "@prefix x: <y> ."), ("claims.sqlite", ""), (".hidden", "")):
        folder = tmp_path / name.strip(".")
        folder.mkdir()
        (folder / name).write_text(content)
        with pytest.raises(StoreError, match="with something else in it, not a kg store"):
            ensure_folder(folder, create=True)
        assert [path.name for path in folder.iterdir()] == [name]


def test_a_foreign_file_is_no_store(tmp_path: Path) -> None:
    file = tmp_path / "foreign.ttl"
    file.write_text("<a> <b> <c> .")
    for create in (False, True):
        with pytest.raises(StoreError) as caught:
            ensure_folder(file, create=create)
        assert str(caught.value) == f"{file}: is a file; a store is a folder"
    assert file.read_text() == "<a> <b> <c> ."


def test_only_who_builds_makes_folders(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "store"
    with pytest.raises(StoreError, match="no store there; `kg build` makes one"):
        ensure_folder(folder, create=False)
    assert not folder.parent.exists()
    ensure_folder(folder, create=True)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("left", [[], [LOCK], [LOCK, "claims.sqlite"], [LOCK, "claims.sqlite", "graph"]])
def test_the_making_of_a_store_is_resumed_where_it_was_interrupted(tmp_path: Path, left: list[str]) -> None:
    whole, folder = tmp_path / "whole", tmp_path / "store"
    open_store(whole, create=True).close()
    folder.mkdir()
    for name in left:
        (whole / name).rename(folder / name)
    with pytest.raises(StoreError, match="no store there"):
        open_store(folder, read_only=True)
    with open_store(folder, create=True) as store:
        assert store.kept.ids() == set()


def test_a_store_that_was_taken_away_and_never_replaced_comes_back(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    open_store(folder, create=True).close()
    folder.rename(set_aside(folder))
    with open_store(folder, read_only=True) as store:
        assert store.kept.ids() == set()
    assert not set_aside(folder).exists()


def test_an_exchange_that_is_under_way_is_not_disturbed(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    open_store(folder, create=True).close()
    lock = hold(folder)
    folder.rename(set_aside(folder))
    for create in (False, True):
        with pytest.raises(StoreError) as caught:
            open_store(folder, create=create, read_only=not create)
        assert str(caught.value) == f"{folder}: is being replaced; try again"
    lock.release()
    assert not folder.exists()


EXCHANGES = """
import sys
from pathlib import Path
from kg.graph.folder import Marker, exchange, write_marker
from kg.graph.lock import hold
folder = Path(sys.argv[1])
print("ready", flush=True)
while True:
    draft = folder.with_name(".draft")
    draft.mkdir(exist_ok=True)
    for number in range(20):
        (draft / f"{number}.sst").write_text("x")
    write_marker(draft, Marker())
    lock = hold(folder)
    exchange(draft, folder)
    lock.release()
"""


def test_a_store_is_whole_whenever_an_exchange_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number}.sst").write_text("x")
    write_marker(folder, Marker())
    chance = random.Random()
    for _ in range(25):
        with subprocess.Popen([sys.executable, "-c", EXCHANGES, str(folder)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.05))
            process.kill()
        if read_marker(folder) is None:
            ensure_folder(folder, create=False)  # puts back what was taken away
        assert read_marker(folder) == Marker()
        assert len(list(folder.glob("*.sst"))) == 20


def test_a_newer_kg_may_say_more_and_is_refused_by_its_format_alone(tmp_path: Path) -> None:
    (tmp_path / MARKER).write_text(json.dumps({"format": FORMAT, "base": "https://x.example/", "later": [1]}))
    assert read_marker(tmp_path) == Marker("https://x.example/")
    (tmp_path / MARKER).write_text(json.dumps({"format": FORMAT + 1, "base": "https://x.example/"}))
    for create in (False, True):
        with pytest.raises(StoreError, match=f"made by a newer kg .format {FORMAT + 1}, this one knows {FORMAT}."):
            open_store(tmp_path, create=create)
    assert [path.name for path in tmp_path.iterdir()] == [MARKER]
