"""Made-up articles are the same whenever they are asked for, say what their claims say, and repeat and contradict."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.generate import World
from kg.jsonl import claim_from_line, claim_to_line
from kg.model import Article, Claim, Polarity
from kg.ontology import Ontology, load_ontology

COUNT = 300


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="module")
def articles(ontology: Ontology) -> list[tuple[Article, tuple[Claim, ...]]]:
    return list(World(ontology).articles(COUNT))


def test_an_article_hangs_on_seed_and_number_alone(
    ontology: Ontology, articles: list[tuple[Article, tuple[Claim, ...]]]
) -> None:
    world, other = World(ontology), World(ontology, seed=2)
    for number in (COUNT - 1, 7, 0):
        assert world.article(number) == articles[number]
        assert other.article(number)[0].text != articles[number][0].text


def test_claims_are_whole_and_stand_in_the_text(articles: list[tuple[Article, tuple[Claim, ...]]]) -> None:
    for article, claims in articles:
        assert len({claim.id for claim in claims}) == len(claims) > 10
        for claim in claims:
            assert claim_from_line(claim_to_line(claim)) == claim
            assert claim.article == article.meta
            assert all(article.text[each.start : each.end] == each.text for each in claim.evidence)


def test_articles_repeat_copy_and_contradict_one_another(
    articles: list[tuple[Article, tuple[Claim, ...]]],
) -> None:
    bodies = Counter(article.text.split("\n\n", 1)[1] for article, _ in articles)
    assert 0 < COUNT - len(bodies) < COUNT / 4
    said = {
        polarity: {
            (claim.subject.id, claim.relation, claim.object.id)
            for _, claims in articles
            for claim in claims
            if claim.polarity is polarity
        }
        for polarity in Polarity
    }
    assert said[Polarity.POSITIVE] & said[Polarity.NEGATIVE]
    met = Counter((c.subject.id, c.object.id, c.time) for _, cs in articles for c in cs if c.relation == "metWith")
    assert max(met.values()) > 2
    assert len({article.meta.published for article, _ in articles}) > 10
