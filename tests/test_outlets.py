"""What outlets are called."""

from __future__ import annotations

import pytest

from kg.api.knowledge import KnowledgeGraph
from kg.graph.build import update
from kg.graph.store import open_store
from kg.model import ArticleMeta, make_article
from kg.ontology import Ontology
from kg.outlets import outlet_of
from kg.query.timeline import outlets

OUTLETS = [
    ("Reuters", "https://www.example.org/a", "Reuters"),
    (None, "https://www.Example.org:8080/a?b", "example.org"),
    ("", "http://news.example.org", "news.example.org"),
    (None, "https://wwwx.example.org/", "wwwx.example.org"),
    (None, "file:///home/me/a.txt", None),
    (None, "urn:isbn:1", None),
    (None, "https://[::1/a", None),
    (None, "https://", None),
    (None, None, None),
    ("", "", None),
    (None, "HTTPS://WWW.Example.org", "example.org"),
    (None, "https://me:secret@example.org/a@b", "example.org"),
    (None, "https://example.org#a", "example.org"),
]


@pytest.mark.parametrize(("publisher", "url", "outlet"), OUTLETS)
def test_an_outlet_is_the_publisher_or_else_the_host(
    publisher: str | None, url: str | None, outlet: str | None
) -> None:
    assert outlet_of(publisher, url) == outlet


def test_a_title_is_no_outlet() -> None:
    known = ArticleMeta("1", title="A title", url="https://www.example.org/a")
    assert outlets([ArticleMeta("2", title="A title"), known, known]) == ["example.org"]


@pytest.mark.parametrize("query", ["articles", "outlets"])
def test_queries_call_an_outlet_the_same(query: str, small_ontology: Ontology) -> None:
    articles = [
        make_article("A text.", id=str(number), publisher=publisher, url=url)
        for number, (publisher, url, _) in enumerate(OUTLETS)
        if url is None or "[" not in url
    ]
    expected = {outlet_of(each.meta.publisher, each.meta.url) for each in articles}
    with open_store() as store:
        update(store, [(article, ()) for article in articles], small_ontology, "m")
        graph = KnowledgeGraph(store, ontology=small_ontology)
        found, told = ({row["outlet"] for row in rows} for rows in (graph.select(query), graph.articles()))
    assert {None if each == "(none named)" else each for each in found} == expected == told
