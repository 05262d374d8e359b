"""The page about the library of queries tells each of them, and what it gives now."""

from __future__ import annotations

from kg.graph.build import update
from kg.graph.store import open_store
from kg.model import Article, Claim
from kg.ontology import Ontology
from kg.query import named_queries
from scripts.queries_page import PAGE, draw_page

News = tuple[tuple[Article, tuple[Claim, ...]], ...]


def test_the_page_is_up_to_date(seed_claims: News, shipped: Ontology) -> None:
    with open_store() as store:
        update(store, seed_claims, shipped, "m")
        page = draw_page(store)
    assert page == PAGE.read_text(encoding="utf-8"), "run python scripts/queries_page.py"
    for name in named_queries():
        assert f"## {name}\n" in page
    assert page.count("Nothing in `seeds/`.") <= 4
