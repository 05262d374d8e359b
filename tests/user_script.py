"""What a careful user would write: a type checker follows it (`mypy` reads the tests), and `test_api` runs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import assert_type

from rdflib import Dataset, Graph

import kg


def use_everything(news: Path, folder: Path) -> Iterator[str]:
    """Read, extract, build, ask, save."""
    articles = kg.read(news, published="2014-03-12", languages="en")
    assert_type(articles, kg.Articles)
    assert_type(articles[0], kg.Article)
    claims = kg.extract(articles[:3].where(lambda article: len(article.text) > 10), min_confidence=0.1)
    assert_type(claims, kg.Claims)
    yield from (assert_type(claim, kg.Claim).subject.label for claim in claims)
    for article, found in kg.extract_each(articles):
        assert_type(article, kg.Article)
        yield found.marked(article).html
    with kg.build(claims, folder / "news") as graph:
        assert_type(graph, kg.KnowledgeGraph)
        assert_type(graph.graph, Dataset)
        assert_type(graph.query("who-met-whom"), kg.Table | bool | Graph)
        table = graph.select("who-met-whom")
        assert_type(table[0], Mapping[str, object])
        yield from (str(row["who"]) for row in table)
        graph.view(title="x").save(folder / "news.html", force=True)
        graph.export(folder / "x.ttl", min_confidence=0.1)
    with kg.open(folder / "news") as again:
        yield str(again.query("ASK { ?a kg:metWith ?b }"))
