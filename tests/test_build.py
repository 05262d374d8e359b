"""The graph is a function of the set of articles: order, batches and interruptions leave no trace."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from pyoxigraph import NamedNode

from kg.errors import StoreError
from kg.graph.build import Update, known, update
from kg.graph.store import Store, open_store
from kg.model import Article, Claim, Entity, EntityType
from kg.ontology import Ontology

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
NQuads = Callable[[Store], list[str]]
MODEL = "test-1.0"


@pytest.fixture
def whole(news: News, small_ontology: Ontology, nquads: NQuads) -> list[str]:
    with open_store() as store:
        update(store, news, small_ontology, MODEL)
        return nquads(store)


def test_an_update_says_what_it_did(any_store: Store, news: News, small_ontology: Ontology) -> None:
    assert update(any_store, news[:2], small_ontology, MODEL) == Update(2, 0, 0, 0, 2, 5, 7)
    assert update(any_store, news, small_ontology, MODEL) == Update(1, 0, 2, 0, 3, 8, 9)
    changed = ((news[2][0], news[2][1][:1]),)
    assert update(any_store, changed, small_ontology, MODEL) == Update(0, 1, 0, 0, 3, 6, 8)
    assert update(any_store, (), small_ontology, MODEL, only={"alpha"}) == Update(0, 0, 0, 2, 1, 3, 7)


def test_order_and_batches_change_nothing(
    any_store: Store, news: News, small_ontology: Ontology, nquads: NQuads, whole: list[str]
) -> None:
    for order in itertools.permutations(news):
        update(any_store, (), small_ontology, MODEL, only=set())
        for article in order:
            update(any_store, [article], small_ontology, MODEL)
        assert nquads(any_store) == whole


def test_a_name_that_a_later_article_explains_is_linked_in_the_earlier_one(
    any_store: Store, news: News, small_ontology: Ontology
) -> None:
    (article, claims), *_ = news
    lone = Entity("bennett", "Bennett", EntityType.PERSON)
    update(any_store, [(article, [replace(claims[0], subject=lone)])], small_ontology, MODEL)
    ask = "SELECT ?who { GRAPH ?article { ?claim rdf:subject ?who ; rdf:predicate kg:metWith ; kg:asserted true } }"
    assert [str(row["who"]) for row in any_store.select(ask)] == ["<https://newskg.example/resource/bennett>"]
    update(any_store, news[2:], small_ontology, MODEL)
    found = [str(row["who"]) for row in any_store.select(ask)]
    assert found == ["<https://newskg.example/resource/naftali-bennett>"]


def test_what_is_put_back_leaves_no_trace(
    any_store: Store, news: News, small_ontology: Ontology, nquads: NQuads, whole: list[str]
) -> None:
    update(any_store, news, small_ontology, MODEL)
    update(any_store, [(news[0][0], ())], small_ontology, MODEL)
    assert nquads(any_store) != whole
    update(any_store, news[:1], small_ontology, MODEL)
    update(any_store, (), small_ontology, MODEL, base="https://other.example/x/")
    assert not any("newskg.example/resource" in line for line in nquads(any_store))
    update(any_store, (), small_ontology, MODEL)
    assert nquads(any_store) == whole


def test_an_interrupted_update_is_resumed(
    any_store: Store, news: News, small_ontology: Ontology, nquads: NQuads, whole: list[str]
) -> None:
    def interrupted() -> Iterator[tuple[Article, tuple[Claim, ...]]]:
        yield from news[1:]
        raise KeyboardInterrupt

    update(any_store, news[:1], small_ontology, MODEL)
    with pytest.raises(KeyboardInterrupt):
        update(any_store, interrupted(), small_ontology, MODEL)
    # Half of a graph written by a process that was killed, and one of an article that is no more.
    any_store.replace(NamedNode("https://newskg.example/article/alpha"), list(any_store.quads())[:3])
    any_store.replace(NamedNode("https://newskg.example/article/gone"), list(any_store.quads())[:3])
    any_store.kept.mark_written({"alpha": ""})
    done = update(any_store, (), small_ontology, MODEL)
    assert (done.articles, nquads(any_store)) == (3, whole)


def test_known_articles_need_not_be_read_again(any_store: Store, news: News, small_ontology: Ontology) -> None:
    article, _ = news[0]
    assert not known(any_store, article, small_ontology, MODEL)
    update(any_store, news[:1], small_ontology, MODEL)
    assert known(any_store, article, small_ontology, MODEL)
    for other in (replace(article, text="Other."), replace(article, meta=replace(article.meta, published="2020"))):
        assert not known(any_store, other, small_ontology, MODEL)
    assert not known(any_store, article, small_ontology, "test-2.0")
    assert not known(any_store, article, replace(small_ontology, digest="new"), MODEL)


def test_the_text_is_kept_for_the_offsets_of_evidence(any_store: Store, news: News, small_ontology: Ontology) -> None:
    update(any_store, news, small_ontology, MODEL)
    for article, claims in news:
        text = any_store.kept.text_of(article.id)
        assert text == article.text
        assert all(text[e.start : e.end] == e.text for claim in claims for e in claim.evidence)
        assert any_store.kept.claims_of(article.id) == claims


def test_claims_of_two_articles_may_bear_one_id(any_store: Store, news: News, small_ontology: Ontology) -> None:
    (first, (claim, *_)), (second, _), _ = news
    other = replace(claim, article=second.meta)
    update(any_store, [(first, [claim]), (second, [other])], small_ontology, MODEL)
    ask = "SELECT ?claim { GRAPH ?article { ?claim a kg:Claim } } ORDER BY ?claim"
    assert [str(row["claim"]) for row in any_store.select(ask)] == [
        "<https://newskg.example/claim/alpha%2Fa1>",
        "<https://newskg.example/claim/beta%2F2%2Fa1>",
    ]


def test_claims_of_one_id_in_an_article_lose_nothing(
    any_store: Store, news: News, small_ontology: Ontology, nquads: NQuads
) -> None:
    (article, (met, rung, *_)), *_ = news
    again = replace(met, evidence=rung.evidence)
    other = replace(rung, id=met.id)
    graphs = []
    for claims in itertools.permutations([met, again, other]):
        update(any_store, [(article, claims)], small_ontology, MODEL)
        kept = any_store.kept.claims_of(article.id)
        assert sorted((claim.relation, len(claim.evidence)) for claim in kept) == [("metWith", 2), ("phoned", 1)]
        graphs.append(nquads(any_store))
    assert graphs == graphs[:1] * 6


def test_a_base_must_be_one(any_store: Store, news: News, small_ontology: Ontology) -> None:
    for base in ("", "x/", "https://no slash", "https://a b/"):
        with pytest.raises(StoreError, match="no base for IRIs"):
            update(any_store, news, small_ontology, MODEL, base=base)


def test_many_articles_in_any_order_are_one_graph(small_ontology: Ontology, news: News, nquads: NQuads) -> None:
    chance = random.Random(7)
    names = ("Ann Lee", "Anne Lee", "A. Lee", "Lee", "Ann Li", "Bo Vega", "Bo Véga", "Vega", "Cy Vega")
    people = [Entity(f"p{at}", name, EntityType.PERSON) for at, name in enumerate(names)]

    def article(number: int) -> tuple[Article, tuple[Claim, ...]]:
        made, (claim, *_) = news[0]
        meta = replace(made.meta, id=f"n{number}")
        pairs = [chance.sample(people, 2) for _ in range(2)]
        return replace(made, meta=meta), tuple(
            replace(claim, id=f"n{number}-{at}", article=meta, subject=a, object=b) for at, (a, b) in enumerate(pairs)
        )

    articles = [article(number) for number in range(12)]
    graphs = []
    for _ in range(4):
        chance.shuffle(articles)
        with open_store() as store:
            cut = chance.randrange(len(articles))
            update(store, articles[:cut], small_ontology, MODEL)
            update(store, articles[cut:], small_ontology, MODEL)
            graphs.append(nquads(store))
    assert graphs == graphs[:1] * 4
