"""The example of the page about the model is a part of the graph, and its queries give answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse

from kg.graph.build import update
from kg.graph.store import Store, open_store
from kg.model import Article, Claim
from kg.ontology import Ontology
from scripts.model_example import PAGE, draw_example, with_example

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
TEXT = PAGE.read_text("utf-8")
QUERIES = re.findall(r"^```sparql\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def store(seed_claims: News, shipped: Ontology) -> Iterator[Store]:
    with open_store() as store:
        update(store, seed_claims, shipped, "m")
        yield store


@pytest.fixture(scope="module")
def example() -> list[Quad]:
    (block,) = re.findall(r"^```trig\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    return list(parse(block, RdfFormat.TRIG))


def test_the_example_is_up_to_date(store: Store) -> None:
    assert with_example(TEXT, draw_example(store)) == TEXT, "run python scripts/model_example.py"


def test_the_example_is_in_the_graph_and_whole(store: Store, example: list[Quad]) -> None:
    graph = set(store.quads())
    assert len(example) > 40
    assert set(example) - graph == set()
    own = {quad.subject for quad in example if quad.graph_name != DefaultGraph()}
    left_out = {quad.predicate.value for quad in graph - set(example) if quad.subject in own}
    assert left_out == {"http://www.w3.org/ns/prov#wasGeneratedBy"}


def test_a_fact_of_the_example_is_a_plain_triple_and_a_denial_none(example: list[Quad]) -> None:
    plain = {quad.predicate.value.rpartition("#")[2] for quad in example if quad.graph_name == DefaultGraph()}
    assert {"coordinatesWith", "cooperatesWith"} <= plain
    assert "condemned" not in plain


def test_the_page_has_queries() -> None:
    assert len(QUERIES) > 5


@pytest.mark.parametrize("query", QUERIES)
def test_each_query_of_the_page_finds_something(query: str, store: Store) -> None:
    rows = list(store.select(query))
    assert rows
    assert all(value is not None for row in rows for value in row)
