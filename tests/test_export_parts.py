"""The graph as files of N-Quads for bulk loaders: whole, in order, checked, the same bytes each time."""

from __future__ import annotations

import gzip
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import OutputError
from kg.export.parts import RECORD, SUMS, export_parts, find_parts, sum_of
from kg.graph.build import update
from kg.graph.store import Store, open_store
from kg.model import Article, Claim
from kg.ontology import Ontology

News = tuple[tuple[Article, tuple[Claim, ...]], ...]


@pytest.fixture(scope="module")
def store(news: News, small_ontology: Ontology) -> Store:
    opened = open_store()
    update(opened, news, small_ontology, "m")
    return opened


def lines(folder: Path) -> list[list[bytes]]:
    return [gzip.decompress(part.path.read_bytes()).splitlines(keepends=True) for part in find_parts(folder)]


@pytest.mark.parametrize("size", [1, 7, 40, 100, 10**6])
def test_the_parts_are_the_graph_whatever_their_size(store: Store, tmp_path: Path, size: int) -> None:
    written = export_parts(store, tmp_path / "q", quads=size)
    parts = lines(tmp_path / "q")
    assert find_parts(tmp_path / "q") == written
    assert all(0 < len(part) <= size for part in parts)
    found = [quad for part in parts for quad in ox.parse(b"".join(part), ox.RdfFormat.N_QUADS)]
    assert len(found) == len(set(found))
    assert set(found) == set(store.quads())


def test_a_graph_is_cut_only_where_it_has_more_than_a_part(store: Store, tmp_path: Path) -> None:
    graphs: list[ox.NamedNode | ox.DefaultGraph] = [*store.graphs(), ox.DefaultGraph()]
    size = max(len(list(store.quads(graph))) for graph in graphs)
    export_parts(store, tmp_path / "q", quads=size)
    found = [
        {quad.graph_name for quad in ox.parse(b"".join(part), ox.RdfFormat.N_QUADS)} for part in lines(tmp_path / "q")
    ]
    assert len(found) > 2
    assert sum(map(len, found)) == len(set[object]().union(*found))


def test_the_same_graph_is_the_same_bytes(store: Store, news: News, small_ontology: Ontology, tmp_path: Path) -> None:
    with open_store(tmp_path / "store", create=True) as other:
        for each in reversed(news):
            update(other, [each], small_ontology, "m")
        export_parts(other, tmp_path / "b", quads=50)
    export_parts(store, tmp_path / "a", quads=50)
    a, b = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in "ab")
    assert a == b


def test_other_programs_check_the_sums(store: Store, tmp_path: Path) -> None:
    export_parts(store, tmp_path / "q", quads=50)
    command = ["sha256sum", "--check", "--strict", SUMS]
    assert subprocess.run(command, cwd=tmp_path / "q", capture_output=True, check=False).returncode == 0
    part = find_parts(tmp_path / "q")[0]
    part.path.write_bytes(b"")
    assert sum_of(part.path) != part.sha256
    assert subprocess.run(command, cwd=tmp_path / "q", capture_output=True, check=False).returncode == 1


def test_only_parts_are_replaced_and_only_if_asked(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "q"
    export_parts(store, folder, quads=10)
    (folder / f"{RECORD}0").write_text("")
    with pytest.raises(OutputError, match="exists already; --force replaces it"):
        export_parts(store, folder)
    assert len(export_parts(store, folder, force=True)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["q"]
    assert sorted(path.name for path in folder.iterdir()) == [SUMS, "part-00001.nq.gz"]
    (folder / "thesis.odt").write_text("mine")
    with pytest.raises(OutputError, match=r"holds other things than parts \(thesis\.odt\)"):
        export_parts(store, folder, force=True)
    assert (folder / "thesis.odt").read_text() == "mine"


@pytest.mark.parametrize(
    ("sums", "told"),
    [
        (None, "has no SHA256SUMS"),
        ("abc  part-00001.nq.gz\n", "line 1: is no checksum of a part"),
        (f"{'0' * 64}  ../../etc/passwd\n", "line 1: is no checksum of a part"),
        (f"{'0' * 64}  part-00007.nq.gz\n", r"part-00007\.nq\.gz: is missing"),
    ],
)
def test_what_is_no_folder_of_parts_is_told(tmp_path: Path, sums: str | None, told: str) -> None:
    if sums is not None:
        (tmp_path / SUMS).write_text(sums)
    with pytest.raises(OutputError, match=told):
        find_parts(tmp_path)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="quads: there is no such folder; `kg export --parts "):
        find_parts(tmp_path / "quads")


def test_a_folder_that_cannot_be_made_is_told_and_leaves_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="there is no folder"):
        export_parts(store, tmp_path / "a" / "b")
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="is a file"):
        export_parts(store, tmp_path / "file", force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_folder_stays_where_its_replacing_is_interrupted(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "quads"
    before = export_parts(store, folder)
    rename = Path.rename

    def interrupted(self: Path, target: Path) -> Path:
        if target == folder and not (self / SUMS).samefile(moved[0] / SUMS):
            raise KeyboardInterrupt
        moved.append(Path(target))
        return rename(self, target)

    moved: list[Path] = []
    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        export_parts(store, folder, force=True)
    assert find_parts(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["quads"]
