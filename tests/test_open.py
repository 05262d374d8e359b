"""Open relations: what they say, what they leave unsaid, and that they change nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract import Extractor
from kg.graph.build import update
from kg.graph.store import Store, open_store
from kg.graph.threshold import restricted
from kg.jsonl import claim_from_line, claim_to_line
from kg.model import Article, Claim, EntityType, Modality, Polarity, make_article
from kg.ontology import Ontology
from kg.open_names import from_open_name, is_open, to_open_name

TABLES = ("open",)

Row = tuple[str, str, frozenset[str]]
News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Pair = tuple[tuple[Claim, ...], tuple[Claim, ...]]
Compact = Callable[..., str]
ClaimsOfOpen = Callable[[str], tuple[Claim, ...]]
Quads = Callable[[Store], list[str]]


@pytest.fixture(scope="module")
def opened(extractor: Extractor) -> Extractor:
    """The extractor as shipped, with open relations."""
    other = copy(extractor)
    other.open_relations = True
    return other


@pytest.fixture(scope="module")
def news_of_open(opened: Extractor, texts: list[str]) -> News:
    articles = (make_article(text, published="2022-03-07") for text in texts)
    return tuple(opened.extract(articles))


@pytest.fixture(scope="module")
def read_rows(news_of_open: News) -> dict[str, tuple[Claim, ...]]:
    return {article.text: claims for article, claims in news_of_open}


@pytest.fixture(scope="module")
def both_ways(extractor: Extractor, opened: Extractor, texts: list[str]) -> Pair:
    """The claims of all sentences as one article, without and with open relations."""
    article = make_article("\n\n".join(texts), published="2022-03-07")
    ((_, plain),), ((_, more),) = extractor.extract([article]), opened.extract([article])
    return plain, more


@pytest.fixture(scope="module")
def claims_of_open(opened: Extractor) -> ClaimsOfOpen:
    """A text -> its claims, open ones among them."""

    def read(text: str) -> tuple[Claim, ...]:
        ((_, claims),) = opened.extract([make_article(text, published="2022-03-07")])
        return claims

    return read


def only_open(claims: Iterable[Claim]) -> list[Claim]:
    return [claim for claim in claims if is_open(claim.relation)]


def test_a_sentence_makes_exactly_its_open_relations(
    row: Row, read_rows: dict[str, tuple[Claim, ...]], compact: Compact
) -> None:
    _, text, expected = row
    found = {compact(claim, "speaker", "place") for claim in only_open(read_rows[text])}
    assert found == expected


def test_without_open_relations_there_are_none(both_ways: Pair) -> None:
    plain, _ = both_ways
    assert not only_open(plain)


def test_open_relations_are_added_and_change_nothing_else(both_ways: Pair) -> None:
    plain, more = both_ways
    assert tuple(claim for claim in more if not is_open(claim.relation)) == plain
    assert only_open(more)


def test_no_pair_is_told_twice_in_the_same_words(both_ways: Pair) -> None:
    _, more = both_ways
    said = [(c.subject.id, c.relation, c.object.id, c.polarity, c.modality, c.speaker) for c in only_open(more)]
    assert len(said) == len(set(said))
    assert len({claim.id for claim in more}) == len(more)


def test_an_open_claim_is_a_claim_like_others_but_of_no_event_type(read_rows: dict[str, tuple[Claim, ...]]) -> None:
    for text, claims in read_rows.items():
        for claim in only_open(claims):
            assert claim.event_type is None
            assert claim.subject.id != claim.object.id
            assert 0 < claim.confidence < 1
            fact = claim.polarity is Polarity.POSITIVE and claim.modality is Modality.ACTUAL
            assert fact or not claim.asserted
            assert all(text[evidence.start : evidence.end] == evidence.text for evidence in claim.evidence)


def test_a_frame_is_trusted_more_than_mere_words(claims_of_open: ClaimsOfOpen) -> None:
    (met,) = claims_of_open("Emmanuel Macron met Olaf Scholz.")
    (watched,) = claims_of_open("Emmanuel Macron watched Olaf Scholz.")
    assert met.relation == "metWith"
    assert watched.relation == "open:watch"
    assert watched.confidence < met.confidence


def test_works_have_a_type_that_nothing_else_has(claims_of_open: ClaimsOfOpen, extractor: Extractor) -> None:
    (claim,) = claims_of_open("Martin Scorsese adapted Killers of the Flower Moon.")
    assert claim.object.type is EntityType.WORK
    article = make_article("Martin Scorsese adapted Killers of the Flower Moon.")
    assert [claims for _, claims in extractor.extract([article])] == [()]


# --- names


words = st.lists(st.text("abcdefghijklmnopqrstuvwxyzéøß", min_size=1, max_size=12), min_size=1, max_size=5)


@given(words)
def test_the_name_gives_its_words_back(phrase: list[str]) -> None:
    plain = [word for word in phrase if word.capitalize()[0].isupper() and word.capitalize().lower() == word]
    name = to_open_name(plain)
    if name is not None:
        assert is_open(name)
        assert from_open_name(name) == " ".join(plain)


@given(phrase=st.lists(st.text(max_size=12), max_size=5))
def test_whatever_the_words_the_name_is_a_relation_or_nothing(phrase: list[str], claim: Claim) -> None:
    name = to_open_name(phrase)
    assert (name is None) == (not any(char.isalpha() for word in phrase for char in word))
    if name is not None:
        opened = replace(claim, relation=name)
        assert claim_from_line(claim_to_line(opened)) == opened


@pytest.mark.parametrize(
    ("phrase", "name", "label"),
    [
        (["travel", "to"], "open:travelTo", "travel to"),
        (["co-host", "with"], "open:coHostWith", "co host with"),
        (["Be", "MADE", "up", "of"], "open:beMadeUpOf", "be made up of"),
    ],
)
def test_names_are_camel_case(phrase: list[str], name: str, label: str) -> None:
    assert to_open_name(phrase) == name
    assert from_open_name(name) == label


@pytest.fixture(scope="module")
def claim(news: News) -> Claim:
    return news[0][1][0]


# --- in the graph


def names(store: Store, query: str) -> set[tuple[str, ...]]:
    """The rows of a query, each IRI by its last part."""
    return {tuple(str(term).strip("<>").rsplit("/", 1)[-1] for term in row) for row in store.select(query)}


def test_open_relations_are_declared_and_can_be_told_from_others(
    any_store: Store, news_of_open: News, small_ontology: Ontology
) -> None:
    update(any_store, news_of_open, small_ontology, "m", open_relations=True)
    ask = "SELECT ?p { ?a ?p ?b . ?p a kg:OpenRelation ; a owl:ObjectProperty ; rdfs:label 'play for'@en }"
    assert names(any_store, ask) == {("playFor",)}
    assert names(any_store, "SELECT ?a { ?a open:playFor kgr:barcelona }") == {("lionel-messi",)}
    # denied or planned, there is a claim but no plain triple
    assert not names(any_store, "SELECT ?b { ?a open:beResponsibleFor ?b . ?a open:test kgr:lewis-hamilton }")
    claimed = "SELECT ?b { GRAPH ?article { ?c rdf:predicate open:test ; rdf:object ?b ; kg:polarity kg:negative } }"
    assert names(any_store, claimed) == {("lewis-hamilton",)}


def test_every_open_relation_of_a_claim_is_declared_once(
    any_store: Store, news_of_open: News, small_ontology: Ontology
) -> None:
    update(any_store, news_of_open, small_ontology, "m", open_relations=True)
    used = {from_open_name(claim.relation) for _, claims in news_of_open for claim in only_open(claims)}
    labels = [
        row["label"].value for row in any_store.select("SELECT ?label { ?p a kg:OpenRelation ; rdfs:label ?label }")
    ]
    assert sorted(labels) == sorted(used)


def test_claims_in_and_out_of_json_make_the_same_graph(
    news_of_open: News, small_ontology: Ontology, nquads: Quads
) -> None:
    given_back = [
        (article, [claim_from_line(claim_to_line(claim)) for claim in claims]) for article, claims in news_of_open
    ]
    with open_store() as one, open_store() as other:
        update(one, news_of_open, small_ontology, "m")
        update(other, given_back, small_ontology, "m")
        assert nquads(one) == nquads(other)


def test_with_the_last_open_claim_the_declarations_go(
    news_of_open: News, small_ontology: Ontology, nquads: Quads
) -> None:
    plain = [(article, [c for c in claims if not is_open(c.relation)]) for article, claims in news_of_open]
    with open_store() as store, open_store() as fresh:
        update(store, news_of_open, small_ontology, "m", open_relations=True)
        update(store, plain, small_ontology, "m")
        update(fresh, plain, small_ontology, "m")
        assert nquads(store) == nquads(fresh)
        assert not any("open" in graph.value for graph in store.graphs())


def test_a_threshold_takes_the_declarations_of_its_claims_along(
    news_of_open: News, small_ontology: Ontology, nquads: Quads
) -> None:
    sure = sorted(claim.confidence for _, claims in news_of_open for claim in only_open(claims))
    middle = sure[len(sure) // 2]
    assert sure[0] < middle
    with open_store() as store, open_store() as built:
        update(store, news_of_open, small_ontology, "m")
        update(built, news_of_open, small_ontology, "m", min_confidence=middle)
        with restricted(store, middle) as cut:
            assert nquads(cut) == nquads(built)
            used = names(
                cut, "SELECT DISTINCT ?p { GRAPH ?g { ?c rdf:predicate ?p } FILTER(CONTAINS(STR(?p), '/open/')) }"
            )
            assert names(cut, "SELECT ?p { ?p a kg:OpenRelation }") == used
        assert len(used) < len(names(store, "SELECT ?p { ?p a kg:OpenRelation }"))


def test_open_relations_are_named_under_the_base(news_of_open: News, small_ontology: Ontology) -> None:
    base = "https://graph.example/"
    with open_store() as store:
        update(store, news_of_open, small_ontology, "m", base=base)
        found = {row["p"].value for row in store.select("SELECT ?p { ?p a kg:OpenRelation }")}
        assert found
        assert all(iri.startswith(f"{base}open/") for iri in found)
        assert names(store, "SELECT ?b { kgr:lionel-messi open:playFor ?b }") == {("barcelona",)}
