"""A store opens where it should, and says in one line why where it should not."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from rdflib import Dataset

from kg.errors import QueryError, StoreError
from kg.graph.build import update
from kg.graph.folder import FORMAT, MARKER
from kg.graph.store import Store, open_store
from kg.model import Article, Claim
from kg.ontology import Ontology

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
NODE = NamedNode("https://newskg.example/resource/x")


def quad(text: str, graph: NamedNode | DefaultGraph) -> Quad:
    return Quad(NODE, NODE, Literal(text), graph)


def test_what_is_written_is_there_when_the_folder_is_opened_again(
    tmp_path: Path, news: News, small_ontology: Ontology, nquads: Callable[[Store], list[str]]
) -> None:
    with open_store(tmp_path / "new" / "store", create=True) as store:
        update(store, news, small_ontology, "m")
        before = nquads(store)
    with open_store(tmp_path / "new" / "store") as store:
        assert nquads(store) == before
        assert update(store, news, small_ontology, "m").unchanged == 3


def test_an_open_folder_is_locked_for_writers_and_open_for_readers(
    tmp_path: Path, news: News, small_ontology: Ontology
) -> None:
    folder = tmp_path / "store"
    with open_store(folder, create=True) as writer:
        update(writer, news, small_ontology, "m")
        code = f"from kg.graph.store import open_store; open_store({str(folder)!r})"
        other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert other.stderr.strip().endswith(f"{folder}: in use by another process; try again when it is done")
        with open_store(folder, read_only=True) as reader:
            assert reader.count_entities() == writer.count_entities() == 9
            assert reader.kept.text_of("gamma") == news[2][0].text
            with pytest.raises(StoreError, match="opened for reading only"):
                update(reader, news, small_ontology, "m")


def test_what_is_no_store_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "thesis.tex").write_text("x")
    for path, why in [
        (file, "is a file; a store is a folder"),
        (file / "below", "no store there"),
        (foreign, "is a folder with something else in it, not a kg store"),
        (tmp_path / "missing", "no store there; `kg build` makes one"),
    ]:
        with pytest.raises(StoreError) as caught:
            open_store(path)
        assert str(caught.value).startswith(f"{path}: {why}")
    for path in (file, foreign, file / "below"):
        with pytest.raises(StoreError):
            open_store(path, create=True)
    assert [each.name for each in foreign.iterdir()] == ["thesis.tex"]


@pytest.mark.parametrize(
    ("marker", "why"),
    [
        (json.dumps({"format": FORMAT + 1, "base": "https://x.example/"}), "made by a newer kg (format 3"),
        (json.dumps({"format": FORMAT - 1, "base": "https://x.example/"}), "made by an older kg (format 1"),
        ("{}", "damaged"),
        ("no json", "damaged"),
    ],
)
def test_a_marker_that_cannot_be_understood_is_refused(tmp_path: Path, marker: str, why: str) -> None:
    (tmp_path / MARKER).write_text(marker)
    with pytest.raises(StoreError, match=r"^\S+: ") as caught:
        open_store(tmp_path)
    assert why in str(caught.value)


def test_a_damaged_database_is_one_line(tmp_path: Path) -> None:
    open_store(tmp_path, create=True).close()
    (tmp_path / "claims.sqlite").write_bytes(b"no database at all, but long enough to be looked at" * 100)
    with pytest.raises(StoreError) as caught:
        open_store(tmp_path)
    assert str(caught.value) == f"{tmp_path}: cannot be opened: file is not a database"


def test_a_closed_store_says_so_and_its_folder_is_free(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    assert isinstance(store.dataset, Dataset)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.query("ASK {}")
    open_store(tmp_path).close()


def test_a_graph_is_replaced_whole(any_store: Store) -> None:
    for graph in (NamedNode("https://newskg.example/article/x"), DefaultGraph()):
        assert any_store.replace(graph, [quad("1", graph), quad("2", graph)])
        assert not any_store.replace(graph, [quad("2", graph), quad("1", graph)])
        assert any_store.replace(graph, [quad('3 "quoted" \\ \n', graph), quad("2", graph)])
        assert set(any_store.quads(graph)) == {quad("2", graph), quad('3 "quoted" \\ \n', graph)}
        assert any_store.replace(graph, [])
    assert list(any_store.quads()) == []
    assert any_store.graphs() == set()


@pytest.mark.parametrize("at_once", [1, 2, 7, 30])
@pytest.mark.parametrize("before", [range(0), range(4), range(100, 120), range(5, 60), range(90)])
def test_a_large_graph_is_replaced_in_several_steps(
    any_store: Store, monkeypatch: pytest.MonkeyPatch, before: range, at_once: int
) -> None:
    graph, other = (NamedNode(f"https://newskg.example/article/{name}") for name in "xy")
    any_store.replace(other, [quad("1", other)])
    any_store.replace(graph, [quad(str(n), graph) for n in before])
    monkeypatch.setattr(type(any_store._graph), "at_once", at_once)
    wanted = [quad(str(n % 40), graph) for n in range(50)]  # some of them twice
    assert any_store.replace(graph, iter(wanted))
    assert set(any_store.quads(graph)) == set(wanted)
    assert not any_store.replace(graph, iter(wanted))
    assert list(any_store.quads(other)) == [quad("1", other)]


def test_of_a_large_graph_that_broke_off_the_rest_is_added(any_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = NamedNode("https://newskg.example/article/x")
    wanted = [quad(str(n), graph) for n in range(20)]
    monkeypatch.setattr(type(any_store._graph), "at_once", 5)

    def broken() -> Iterator[Quad]:
        yield from wanted[:12]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        any_store.replace(graph, broken())
    assert set(any_store.quads(graph)) < set(wanted)
    added: list[Quad] = []
    add = any_store._graph.add

    def note(quads: Collection[Quad]) -> None:
        added.extend(quads)
        add(quads)

    monkeypatch.setattr(any_store._graph, "add", note)
    assert any_store.replace(graph, wanted)
    assert set(any_store.quads(graph)) == set(wanted)
    assert 0 < len(added) < len(wanted)


@pytest.mark.parametrize("count", [1, 30, 2_500])
def test_graphs_are_added_whole_several_at_once(any_store: Store, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(type(any_store._graph), "at_once", 2 * count)
    names = [NamedNode(f"https://newskg.example/article/{n}") for n in range(5)]
    graphs = [[quad(str(n), name) for n in range(count)] for name in names]
    steps = []
    add = any_store._graph.add

    def counted(quads: Collection[Quad]) -> None:
        add(quads)
        steps.append(len(quads))

    monkeypatch.setattr(any_store._graph, "add", counted)
    any_store.fill(iter(each) for each in graphs)
    assert steps == [2 * count, 2 * count, count]
    assert any_store.graphs() == set(names)
    assert set(any_store.quads()) == {each for graph in graphs for each in graph}
    any_store.fill([])
    assert len(steps) == 3


def test_queries_see_all_graphs_and_know_the_usual_prefixes(any_store: Store) -> None:
    graph = NamedNode("https://newskg.example/article/x")
    any_store.replace(graph, [quad("1", graph)])
    any_store.replace(DefaultGraph(), [quad("2", DefaultGraph())])
    rows = any_store.select("SELECT ?o { kgr:x kgr:x ?o } ORDER BY ?o")
    assert [row["o"].value for row in rows] == ["1", "2"]
    assert any_store.query("ASK { GRAPH <article/x> { <resource/x> kgr:x '1' } }")
    assert len(any_store.dataset) == 2
    assert len(list(any_store.dataset.query("SELECT ?o { kgr:x kgr:x ?o }"))) == 2


@pytest.mark.parametrize(
    ("sparql", "count"),
    [
        ("SELECT * { ?s ?p ?o }", 2),
        ("SELECT * FROM <article/x> { ?s ?p ?o }", 1),
        ("SELECT * from named <article/x> { GRAPH ?g { ?s ?p ?o } }", 1),
        ("PREFIX a: <article/> SELECT * FROM a:x { ?s ?p ?o }", 1),
        ("SELECT ?from { ?s ?p ?from } # FROM <article/x>", 2),
        ('SELECT * { ?s ?p ?o FILTER(?o != \'FROM <x>\' && ?o != """FROM <" x>""") }', 2),
        ("SELECT * { ?s ?p ?o FILTER(?p != <x#FROM> && ?p != <y:FROM>) }", 2),
    ],
)
def test_a_query_may_say_from_which_graphs(any_store: Store, sparql: str, count: int) -> None:
    graph = NamedNode("https://newskg.example/article/x")
    any_store.replace(graph, [quad("1", graph)])
    any_store.replace(DefaultGraph(), [quad("2", DefaultGraph())])
    assert len(list(any_store.select(sparql))) == count


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT ?x\nWHERE { ?x a ?y ", "line 2, column 17: expected one of"),
        ("SELECT ?x { ?x foaf:name ?y }", "line 1, column 25: the prefix foaf: is not declared"),
        ("INSERT DATA { kgr:x kgr:x 1 }", "line 1, column 1"),
        ("", "line 1, column 1"),
    ],
)
def test_a_malformed_query_is_told_by_its_place(any_store: Store, sparql: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        any_store.query(sparql)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
