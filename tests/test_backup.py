"""A backup is the whole store, comes back as the same store, and only ever whole."""

from __future__ import annotations

import gzip
import io
import random
import sqlite3
import subprocess
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import StoreError
from kg.graph.backup import restore_backup, write_backup
from kg.graph.build import update
from kg.graph.claims_file import CLAIMS
from kg.graph.folder import FORMAT, MARKER, Marker, write_marker
from kg.graph.lock import hold
from kg.graph.store import Store, open_store
from kg.graph.threshold import restricted
from kg.model import Article, Claim, Entity, EntityType, make_article
from kg.ontology import Ontology

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
NQuads = Callable[[Store], list[str]]


def backup(folder: Path) -> bytes:
    out = io.BytesIO()
    write_backup(folder, out)
    return out.getvalue()


def restore(data: bytes, folder: Path, *, force: bool = False) -> None:
    restore_backup(io.BytesIO(data), "it.nq.gz", folder, force=force)


def quads(folder: Path) -> list[str]:
    with open_store(folder, read_only=True) as store:
        return sorted(map(str, store.quads()))


def tree(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


@pytest.fixture
def store(tmp_path: Path, news: News, hostile_news: News, small_ontology: Ontology) -> Path:
    folder = tmp_path / "store"
    with open_store(folder, create=True) as opened:
        update(opened, (*news, *hostile_news), small_ontology, "m", min_confidence=0.4)
    return folder


@pytest.fixture
def saved(store: Path) -> bytes:
    return backup(store)


def test_what_comes_back_is_the_same_store(
    store: Path, saved: bytes, tmp_path: Path, news: News, small_ontology: Ontology, nquads: NQuads
) -> None:
    done = restore_backup(io.BytesIO(saved), "it.nq.gz", tmp_path / "deep" / "again")
    assert (done.articles, done.claims, done.complete) == (4, 9, True)
    assert backup(tmp_path / "deep" / "again") == saved
    assert tree(tmp_path / "deep")[0].name == "again"
    with open_store(store) as one, open_store(tmp_path / "deep" / "again") as other:
        assert nquads(one) == nquads(other)
        for article, claims in news:
            assert other.kept.claims_of(article.id) == claims
            assert other.kept.text_of(article.id) == article.text
        with restricted(one, 0.93) as here, restricted(other, 0.93) as there:
            assert nquads(here) == nquads(there)
        assert update(other, news, small_ontology, "m").unchanged == 3
        for each in (one, other):
            update(each, (), small_ontology, "m", only={"alpha", "evil"}, min_confidence=0)
        assert nquads(one) == nquads(other)


def test_equal_stores_have_equal_backups(tmp_path: Path, news: News, small_ontology: Ontology) -> None:
    for name, order in (("a", news), ("b", news[::-1])):
        with open_store(tmp_path / name, create=True) as opened:
            for article in order:
                update(opened, [article], small_ontology, "m")
    assert backup(tmp_path / "a") == backup(tmp_path / "b")


def test_any_rdf_store_takes_the_file(store: Path, saved: bytes) -> None:
    found = list(ox.parse(gzip.decompress(saved), format=ox.RdfFormat.N_QUADS))
    graph = ox.NamedNode("https://newskg.example/graph/backup")
    assert sorted(str(quad) for quad in found if quad.graph_name != graph) == quads(store)


def test_tables_and_bytes_of_any_kind_come_back(store: Path, tmp_path: Path) -> None:
    rows = [(1, b"\xff\x00", 0.1, None, "é\x00\n"), (2, "\ud800".encode("utf-8", "surrogatepass"), 2**40, "", "{}")]
    with closing(sqlite3.connect(store / CLAIMS)) as connection, connection:
        connection.execute('CREATE TABLE later (n INTEGER PRIMARY KEY, a BLOB, b, c, "d\'e" TEXT)')
        connection.executemany("INSERT INTO later VALUES (?, ?, ?, ?, ?)", rows)
    restore(backup(store), tmp_path / "again")
    with closing(sqlite3.connect(tmp_path / "again" / CLAIMS)) as connection:
        assert connection.execute("SELECT * FROM later").fetchall() == rows


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "نفتالي بينيت \u202eزار موسكو\u202c",
        "नफ़्ताली บอริส 習近平 ኃይለ Ջեք ᏣᎳᎩ 👩‍👩‍👧 𒀀 e\u0301",
        "two\nlines\r\ttab \\ \" ' <a> {b} |c| ^ ` \x00 \x85 \u2028",
        "half of a pair \ud83d",
    ],
)
def test_texts_of_any_kind_come_back(
    text: str, tmp_path: Path, news: News, small_ontology: Ontology, nquads: NQuads
) -> None:
    (_, (claim, *_)), *_ = news
    article = make_article(f"{text} met somebody.", id=f"a b {text}", title=text, url=f"https://x.example/a b<{text}>")
    one, other = Entity("one", text, EntityType.PERSON, (text,)), Entity(f"{text} 2", f"Mr {text}", EntityType.GROUP)
    made = replace(claim, id=f"{text}-1", article=article.meta, subject=one, object=other, topic=text, evidence=())
    with open_store(tmp_path / "store", create=True) as store:
        update(store, [(article, [made])], small_ontology, "m")
        before = nquads(store)
    restore(backup(tmp_path / "store"), tmp_path / "again")
    with open_store(tmp_path / "again") as store:
        assert nquads(store) == before
        assert store.kept.claims_of(article.id) == (made,)
        assert store.kept.text_of(article.id) == article.text
        update(store, (), small_ontology, "m", only=set())
        assert nquads(store) == nquads(open_store())


def test_it_may_be_uncompressed(saved: bytes, store: Path, tmp_path: Path) -> None:
    restore(gzip.decompress(saved), tmp_path / "again")
    assert quads(tmp_path / "again") == quads(store)


@pytest.mark.parametrize("compressed", [True, False])
def test_half_a_file_is_told_and_restores_nothing(saved: bytes, tmp_path: Path, *, compressed: bool) -> None:
    data = saved if compressed else gzip.decompress(saved)
    chance = random.Random(3)
    (tmp_path / "here").mkdir()
    for length in (*(chance.randrange(20, len(data)) for _ in range(12)), len(data) - 2, len(data) - 9):
        with pytest.raises(StoreError, match=r"^it.nq.gz: is (cut off or damaged|no backup)"):
            restore(data[:length], tmp_path / "here" / "again")
        assert tree(tmp_path / "here") == []


def test_a_cut_between_two_lines_is_seen(saved: bytes, tmp_path: Path) -> None:
    lines = gzip.decompress(saved).splitlines(keepends=True)
    for left in (lines[:1], lines[:5], lines[:-1], lines[:-2] + lines[-1:], [*lines, lines[-2]], lines[:1] + lines[2:]):
        with pytest.raises(StoreError, match="cut off or damaged"):
            restore(b"".join(left), tmp_path / "again")


def test_a_changed_word_is_seen(saved: bytes, tmp_path: Path) -> None:
    text = gzip.decompress(saved)
    for old, new in ((b"Naftali", b"Neftali"), (b"0.93", b"0.94"), (b"kg:Person", b"kg:person"), (b"Israel", b'"\n')):
        if old in text:
            with pytest.raises(StoreError, match="cut off or damaged"):
                restore(text.replace(old, new, 1), tmp_path / "again")
            assert not (tmp_path / "again").exists()


@pytest.mark.parametrize(
    "foreign",
    [
        b"",
        b"\n",
        b"<http://a> <http://b> <http://c> .\n",
        b'<http://a> <https://newskg.example/ontology#kept> "{}" .\n',
        b'<http://a> <https://newskg.example/ontology#kept> "[1]" <http://g> .\n',
        b"\x1f\x8b no gzip at all",
        gzip.compress(b"@prefix x: <http://x/> . x:a x:b x:c .", mtime=0),
        b"PK\x03\x04\xff\xfe",
        b"x" * 3_000_000,
    ],
)
def test_a_foreign_file_is_refused(foreign: bytes, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"^it.nq.gz: is (no backup of a store|cut off)") as caught:
        restore(foreign, tmp_path / "again")
    assert "\n" not in str(caught.value)
    assert tree(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (f'\\"format\\": {FORMAT}', f'\\"format\\": {FORMAT + 1}', "made by a newer kg"),
        (f'\\"format\\": {FORMAT}', f'\\"format\\": {FORMAT - 1}', "made by an older kg"),
        ('\\"backup\\": 1', '\\"backup\\": 2', "made by a newer kg"),
        ("CREATE TABLE article", "DROP TABLE article; CREATE TABLE x", "damaged"),
        ("CREATE TABLE claim", "CREATE VIEW claim", "damaged"),
        ("newskg.example/\\", "newskg.example \\", "is no backup"),
    ],
)
def test_other_formats_and_tricks(saved: bytes, tmp_path: Path, old: str, new: str, told: str) -> None:
    text = gzip.decompress(saved).decode()
    assert old in text
    with pytest.raises(StoreError, match=told):
        restore(text.replace(old, new, 1).encode(), tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_a_store_that_is_there_is_replaced_on_demand_only(
    saved: bytes, store: Path, tmp_path: Path, news: News, small_ontology: Ontology
) -> None:
    other = tmp_path / "other"
    with open_store(other, create=True) as opened:
        update(opened, news[:1], small_ontology, "m")
    before = quads(other)
    with pytest.raises(StoreError, match="is a store already; --force replaces it"):
        restore(saved, other)
    for data in (saved[: len(saved) // 2], b"foreign"):
        with pytest.raises(StoreError):
            restore(data, other, force=True)
        assert quads(other) == before
    restore(saved, other, force=True)
    assert quads(other) == quads(store)
    (other / MARKER).write_text("damaged")
    restore(saved, other, force=True)
    assert quads(other) == quads(store)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "store"]


def test_what_is_no_store_or_in_use_is_left_alone(saved: bytes, store: Path, tmp_path: Path) -> None:
    foreign, file = tmp_path / "foreign", tmp_path / "file"
    foreign.mkdir()
    (foreign / "thesis.tex").write_text("x")
    file.write_text("x")
    remote = tmp_path / "remote"
    remote.mkdir()
    write_marker(remote, Marker(query="http://x.example/q", update="http://x.example/u"))
    for folder, told in (
        (foreign, "with something else in it"),
        (file, "is a file"),
        (file / "below", "cannot be made|no store"),
        (remote, "its graph is kept at http://x.example/q"),
    ):
        with pytest.raises(StoreError, match=told):
            restore(saved, folder, force=True)
    assert [path.name for path in foreign.iterdir()] == ["thesis.tex"]
    lock = hold(store)
    try:
        with pytest.raises(StoreError, match="in use by another process"):
            restore(saved, store, force=True)
        with pytest.raises(StoreError, match="in use by another process"):
            backup(store)
    finally:
        lock.release()
    assert backup(store) == saved


def test_leftovers_of_killed_restores_do_no_harm(saved: bytes, store: Path, tmp_path: Path) -> None:
    before = quads(store)
    for name in ("restoring", "discarded", "replaced"):
        (tmp_path / f".store.{name}" / "graph").mkdir(parents=True)
    restore(saved, store, force=True)
    assert quads(store) == before
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_backup_of_an_interrupted_build_is_completed_by_the_next(
    store: Path, tmp_path: Path, news: News, small_ontology: Ontology, nquads: NQuads
) -> None:
    with open_store(store) as opened:
        whole = nquads(opened)
        opened.kept.forget_written()
        opened.replace(ox.NamedNode("https://newskg.example/article/alpha"), ())
    done = restore_backup(io.BytesIO(backup(store)), "it", tmp_path / "again")
    assert not done.complete
    with open_store(tmp_path / "again") as opened:
        update(opened, (), small_ontology, "m")
        assert nquads(opened) == whole
    assert news


def test_a_pipe_will_do(saved: bytes, store: Path, tmp_path: Path) -> None:
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as cat:
        assert cat.stdin is not None
        assert cat.stdout is not None
        threading.Thread(target=lambda out: (out.write(saved), out.close()), args=[cat.stdin]).start()
        restore_backup(cat.stdout, "standard input", tmp_path / "again")
    assert quads(tmp_path / "again") == quads(store)


def test_there_has_to_be_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store there"):
        backup(tmp_path / "none")
    assert tree(tmp_path) == []
