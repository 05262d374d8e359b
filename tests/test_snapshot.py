"""Copies of a store's graph: always a whole state, not touched by what is written later, and swept away."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from kg.errors import StoreError
from kg.graph.build import update
from kg.graph.kept import Change, Kept
from kg.graph.snapshot import SnapshotPlace, copy_graph, open_snapshot, sign_of
from kg.graph.store import Store, open_store
from kg.model import Article, Claim
from kg.ontology import Ontology

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
NQuads = Callable[[Store], list[str]]


@pytest.fixture
def store(tmp_path: Path, news: News, small_ontology: Ontology) -> Path:
    folder = tmp_path / "store"
    with open_store(folder, create=True) as opened:
        update(opened, news[:2], small_ontology, "m")
    return folder


def quads_of(folder: Path, nquads: NQuads, graph: Path | None = None) -> list[str]:
    with open_store(folder, read_only=True) if graph is None else open_snapshot(folder, graph) as opened:
        return nquads(opened)


def test_a_copy_stays_what_it_was(
    store: Path, tmp_path: Path, news: News, small_ontology: Ontology, nquads: NQuads
) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    assert copy_graph(store, copy) == sign_of(store)
    before = quads_of(store, nquads)
    assert quads_of(store, nquads, copy) == before
    with open_store(store) as opened:
        update(opened, news[2:], small_ontology, "m", only={"gamma"})
        opened._graph.native.optimize()  # type: ignore[attr-defined]  # which takes the files away that were
    assert quads_of(store, nquads) != before
    assert quads_of(store, nquads, copy) == before
    with open_snapshot(store, copy) as opened, pytest.raises(StoreError, match="reading only"):
        opened.replace(NamedNode("urn:a"), ())


def test_the_sign_changes_with_the_graph_and_with_nothing_else(
    store: Path, news: News, small_ontology: Ontology
) -> None:
    before = sign_of(store)
    with open_store(store, read_only=True) as opened:
        assert opened.count_claims() > 0
        assert sign_of(store) == before
    assert sign_of(store) == before
    with open_store(store) as opened:
        update(opened, news[2:], small_ontology, "m")
    assert sign_of(store) != before
    assert sign_of(store / "nowhere") is None


def test_without_links_files_are_copied(
    store: Path, tmp_path: Path, nquads: NQuads, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_paths: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    copy = tmp_path / "copy"
    copy.mkdir()
    assert copy_graph(store, copy) is not None
    assert quads_of(store, nquads, copy) == quads_of(store, nquads)


def test_there_is_no_copy_of_what_is_half_written(
    store: Path, tmp_path: Path, news: News, small_ontology: Ontology, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each step of a build there is a copy only while the graph is still, or again, what a build leaves."""
    states: list[bool] = []
    copies = iter(range(1_000))

    def look() -> None:
        # Oxigraph tidies its files up whenever it likes, and what changed meanwhile is no copy: then one tries again.
        for _ in range(10):
            target = tmp_path / f"copy-{next(copies)}"
            target.mkdir()
            if done := copy_graph(store, target) is not None:
                break
            time.sleep(0.02)
        states.append(done)

    replace_, put, fill = Store.replace, Kept.put, Store.fill

    def replacing(self: Store, *given: object) -> bool:
        look()
        return replace_(self, *given)  # type: ignore[arg-type]

    def filling(self: Store, graphs: object) -> None:
        fill(self, graphs)  # type: ignore[arg-type]
        look()

    def putting(self: Kept, *given: object) -> Change:
        change = put(self, *given)  # type: ignore[arg-type]
        look()
        return change

    monkeypatch.setattr(Store, "replace", replacing)
    monkeypatch.setattr(Store, "fill", filling)
    with open_store(store) as opened:
        monkeypatch.setattr(Kept, "put", putting)
        update(opened, news[2:], small_ontology, "m")
    look()
    assert states[0] is True  # articles are read in, the graph is what it was
    assert states[-1] is True
    assert len(states) > 8
    assert not any(states[1:-1])


def test_an_interrupted_build_has_no_copy_until_it_is_completed(
    store: Path, tmp_path: Path, small_ontology: Ontology
) -> None:
    with open_store(store) as opened:
        opened.kept.mark_unwritten(["alpha"])
        opened.fill([[Quad(NamedNode("urn:a"), NamedNode("urn:a"), NamedNode("urn:a"), NamedNode("urn:half"))]])
    copy = tmp_path / "copy"
    copy.mkdir()
    assert copy_graph(store, copy) is None
    with open_store(store) as opened:
        update(opened, (), small_ontology, "m")
    shutil.rmtree(copy)
    copy.mkdir()
    assert copy_graph(store, copy) is not None


class TestPlace:
    def test_copies_are_numbered_and_go_with_the_place(self, store: Path) -> None:
        place = SnapshotPlace(store)
        first, second = place.take(), place.take()
        assert first is not None
        assert second is not None
        assert first[0] != second[0]
        assert first[1] == second[1]
        place.close()
        assert sorted(path.name for path in store.iterdir() if path.is_dir()) == ["graph"]

    def test_what_a_killed_process_left_is_swept_away_and_what_is_in_use_is_not(self, store: Path) -> None:
        code = (
            "import os, sys; from pathlib import Path; from kg.graph.snapshot import SnapshotPlace;"
            "print(SnapshotPlace(Path(sys.argv[1])).take()[0]); sys.stdout.flush(); os._exit(1)"
        )
        done = subprocess.run([sys.executable, "-c", code, str(store)], capture_output=True, text=True, check=False)
        left = Path(done.stdout.strip())
        assert left.is_dir()
        living = SnapshotPlace(store)
        taken = living.take()
        assert taken is not None
        assert not left.exists()
        other = SnapshotPlace(store)
        assert taken[0].is_dir()
        other.close()
        assert taken[0].is_dir()
        living.close()
        assert not (store / "serving").exists()

    def test_no_store_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "none").mkdir()
        with pytest.raises(StoreError, match="no store there; `kg build` makes one"):
            SnapshotPlace(tmp_path / "none").take()
