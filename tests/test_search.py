"""Sentences and articles are found by their words, on every kind of store."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.graph.build import update
from kg.graph.spans import between, parse_span
from kg.graph.store import Store, open_store
from kg.graph.threshold import restricted
from kg.graph.word_index import FILE, Indexed, open_index, to_match
from kg.model import Article, Claim, make_article
from kg.ontology import Ontology
from kg.query.search import SEARCH_COLUMNS, search, search_rows, to_text

News = tuple[tuple[Article, tuple[Claim, ...]], ...]


@pytest.fixture(scope="module", params=["memory", "folder", "endpoint", "address"])
def store(
    request: pytest.FixtureRequest,
    serve: Callable[[], tuple[str, object]],
    tmp_path_factory: pytest.TempPathFactory,
    news: News,
    small_ontology: Ontology,
) -> Iterator[Store]:
    """The graph of the news wherever one may be; at an address there is nothing but the graph."""
    path = None if request.param == "memory" else tmp_path_factory.mktemp("search") / "store"
    url = f"{serve()[0]}/query" if request.param in {"endpoint", "address"} else None
    with open_store(path, create=True, endpoint=url) as opened:
        update(opened, news, small_ontology, "m")
        if request.param == "address":
            with open_store(url, read_only=True) as graph_alone:
                yield graph_alone
        else:
            yield opened


def found(store: Store, words: str) -> list[str]:
    return [hit.found.text for hit in search(store, words)]


MET = "Bennett sat down with Putin in Moscow."
RUNG = "He had rung Zelensky before."
NEVER = "The Israeli premier never met the Russian leader, an aide insisted."
WORKS = "Israel works with Russia over Syria."
FLEW = "Bennett, the premier, flew to Damascus, Putin said."


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ("moscow", [MET]),
        ("MOSCOW putin", [MET]),
        ("working", [WORKS]),
        ("premier", [FLEW, NEVER]),
        ("premier -Damascus", [NEVER]),
        ('"the Russian leader"', [NEVER]),
        ('"leader Russian"', []),
        ("Zel*", [RUNG, "He will call Zelenskyy."]),
        ("Zelénsky", [RUNG]),
        ("Moscow Damascus", []),
        ("Berlin", []),
        ("AND", []),
        ("NEAR(putin moscow)", []),
        ("text:moscow", []),
        ('"unfinished', []),
        ("mos'cow; DROP TABLE passage", []),
    ],
)
def test_sentences_are_found_by_their_words(store: Store, words: str, sentences: list[str]) -> None:
    assert sorted(found(store, words)) == sorted(sentences)


def test_a_sentence_comes_with_what_was_read_in_it_and_where_it_stands(store: Store) -> None:
    (hit,) = search(store, "Moscow")
    (said,) = hit.said
    assert str(said) == "Naftali Bennett metWith Vladimir Putin (Moscow, 2022-03-05)"
    assert (hit.title, hit.outlet, hit.published) == ("A surprise visit", "The Example", "2022-03-07")
    assert hit.article == "https://newskg.example/article/alpha"
    assert [hit.found.text[slice(*mark)] for mark in hit.found.marks] == ["Moscow"]
    (denied,) = search(store, "insisted")[0].said
    assert str(denied) == "Vladimir Putin metWith Naftali Bennett (not so)"
    three = {str(said) for said in search(store, "Damascus")[0].said}
    assert "Naftali Bennett visited Damascus (reported only)" in three
    assert len(three) == 3


def test_rows_and_text_say_the_same(store: Store) -> None:
    hits = search(store, "premier")
    rows = list(search_rows(hits))
    assert len(rows) == 4
    assert all(tuple(row) == SEARCH_COLUMNS for row in rows)
    assert {row["subject"] for row in rows} == {"Naftali Bennett", "Vladimir Putin"}
    text = to_text(hits, width=60)
    assert max(map(len, text.splitlines())) < 100
    assert "    → Vladimir Putin metWith Naftali Bennett (not so)" in text
    assert "\x1b[1mpremier\x1b[22m" in to_text(hits, bold=True)


def test_days_and_number_bound_what_is_found(store: Store) -> None:
    march = between(parse_span("2022-03-08"), None)
    assert [hit.found.text for hit in search(store, "premier", within=march)] == [NEVER]
    assert len(search(store, "premier", limit=1)) == 1


@pytest.mark.parametrize("words", ["", "  ", '""', "-Putin", "...", "*"])
def test_without_a_word_to_look_for_there_is_no_search(store: Store, words: str) -> None:
    with pytest.raises(QueryError, match="has no word to look for"):
        search(store, words)


@pytest.fixture
def folder(tmp_path: Path, news: News, small_ontology: Ontology) -> Path:
    with open_store(tmp_path / "store", create=True) as store:
        update(store, news, small_ontology, "m")
    return tmp_path / "store"


def test_paragraphs_and_articles_without_claims_are_found_too(tmp_path: Path, small_ontology: Ontology) -> None:
    silent = make_article("Rain fell on Geneva.\n\nTalks went on.", id="rain", title="Weather", published="2022-03-01")
    with open_store(tmp_path / "store", create=True) as store:
        update(store, [(silent, ())], small_ontology, "m")
        (paragraph,) = search(store, "geneva")
        assert (paragraph.found.kind, paragraph.found.start, paragraph.said) == ("paragraph", 9, ())
        (article,) = search(store, "Geneva talks")
        assert (article.found.kind, article.found.start) == ("article", -1)
        assert found(store, "weather") == ["Weather"]
        assert next(search_rows([article]))["claim"] is None


def test_the_index_follows_the_store(folder: Path, news: News, small_ontology: Ontology) -> None:
    def texts(words: str) -> list[str]:
        with open_store(folder, read_only=True) as store:
            return found(store, words)

    assert texts("Damascus") == [FLEW]
    with open_store(folder) as store:
        update(store, [], small_ontology, "m", only={"alpha", "beta/2"})
    assert texts("Damascus") == []
    again = replace(news[2][0], text=FLEW.replace("Damascus", "Beirut"))
    with open_store(folder) as store:
        update(store, [(again, ())], small_ontology, "m")
    assert texts("Damascus") == []
    assert texts("Beirut") == [again.text]


@pytest.mark.parametrize("damage", [b"no database", b"", None])
def test_a_lost_or_damaged_index_is_made_anew(folder: Path, damage: bytes | None) -> None:
    with open_store(folder, read_only=True) as store:
        before = found(store, "premier")
        if damage is None:
            (folder / FILE).unlink()
        else:
            (folder / FILE).write_bytes(damage)
        assert found(store, "premier") == before
        assert sqlite3.connect(folder / FILE).execute("SELECT count(*) FROM article").fetchone() == (3,)


def test_where_nothing_can_be_written_the_index_is_made_in_memory(folder: Path) -> None:
    (folder / FILE).mkdir()  # no file can be opened there, whoever one is
    with open_store(folder, read_only=True) as store:
        assert found(store, "moscow") == [MET]


def test_claims_follow_the_threshold(folder: Path) -> None:
    with open_store(folder, read_only=True) as store, restricted(store, 0.95) as graph:
        assert [hit.said for hit in search(store, "Moscow", graph=graph)] == [()]


def test_the_order_of_articles_says_nothing(news: News, small_ontology: Ontology) -> None:
    told = []
    for order in (news, news[::-1]):
        with open_store() as store:
            for each in order:
                update(store, [each], small_ontology, "m")
                search(store, "putin")
            told.append([(hit.article, hit.found) for hit in search(store, "the")])
    assert told[0] == told[1]
    assert told[0]


@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_any_words_are_either_looked_for_or_refused_in_one_line(words: str) -> None:
    article = Indexed("a", words, f"x {words} y", [(0, 1)])
    with open_index(None, {"a": "1"}, lambda _: [article]) as index:
        try:
            match = to_match(words)
        except QueryError:
            return
        assert all(found.article == "a" for found in index.find(match))
