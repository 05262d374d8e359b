"""Entities and candidates: in the store, in the graph, above a threshold, and as rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from pyoxigraph import Quad

from kg.errors import QueryError
from kg.graph.build import update
from kg.graph.store import Store, open_store
from kg.graph.threshold import restricted
from kg.graph.whole import read_whole
from kg.model import Article, Claim, Entity, EntityType, make_article
from kg.ontology import Actor, Ontology
from kg.query.entities import CANDIDATE_COLUMNS, ENTITY_COLUMNS, candidate_rows, choose, entity_rows

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
NQuads = Callable[[Store], list[str]]
PERSON = EntityType.PERSON
PAIRS = """SELECT ?a ?b ?score ?why { ?pair a kg:Candidate ; kg:candidate ?one, ?other ; kg:score ?score ;
    rdfs:comment ?why . ?one rdfs:label ?a . ?other rdfs:label ?b FILTER(STR(?one) < STR(?other)) }"""


@pytest.fixture(scope="module")
def ontology(small_ontology: Ontology) -> Ontology:
    mark = Actor("mark-smith", "Mark Smith", PERSON, ("Mark Smith",), represents="russia")
    words = {"common-family-name": frozenset({"smith"})}
    return replace(small_ontology, actors=small_ontology.actors | {mark.id: mark}, word_classes=words)


@pytest.fixture(scope="module")
def smiths() -> News:
    """Adam Smith speaks for Israel and meets Putin; a Smith of another article meets him, too; and so does Eve."""
    israel = Entity("israel", "Israel", EntityType.COUNTRY)
    adam, lone = Entity("adam", "Adam Smith", PERSON, ("Mr Smith",)), Entity("smith", "Smith", PERSON)
    putin, eve = Entity("putin", "Vladimir Putin", PERSON), Entity("eve", "-Eve\nLund", PERSON)
    first, second = (make_article(text, id=text[0], published="2022-03-07") for text in ("one", "two"))
    a, b = first.meta, second.meta
    return (
        (first, (Claim("1", a, adam, "represents", israel), Claim("2", a, adam, "metWith", putin, True))),
        (second, (Claim("3", b, lone, "metWith", putin, True, confidence=0.4), Claim("4", b, eve, "metWith", putin))),
    )


def rows(store: Store) -> list[tuple[str, ...]]:
    return [tuple(row[name].value for name in ("a", "b", "score", "why")) for row in store.select(PAIRS)]


def test_what_may_be_one_is_asked_in_a_graph_of_its_own(any_store: Store, smiths: News, ontology: Ontology) -> None:
    update(any_store, smiths, ontology, "m")
    ((one, other, score, why),) = rows(any_store)
    assert {one, other} == {"Adam Smith", "Smith"}
    assert 0.45 <= float(score) < 0.7
    assert "beside Vladimir Putin" in why
    update(any_store, (), ontology, "m", only={"o"})
    assert rows(any_store) == []


def test_a_threshold_asks_only_about_what_is_left(smiths: News, ontology: Ontology) -> None:
    def quads(*, built: float, cut: float) -> set[Quad]:
        with open_store() as store:
            update(store, smiths, ontology, "m", min_confidence=built)
            with restricted(store, cut) as left:
                return set(left.quads())

    assert quads(built=0, cut=0.5) == quads(built=0.5, cut=0)
    assert not any("candidate" in str(quad.subject) for quad in quads(built=0, cut=0.5))
    assert any("candidate" in str(quad.subject) for quad in quads(built=0, cut=0.3))


def test_order_and_batches_leave_no_trace(any_store: Store, smiths: News, ontology: Ontology, nquads: NQuads) -> None:
    with open_store() as other:
        update(other, smiths, ontology, "m")
        for article in reversed(smiths):
            update(any_store, [article], ontology, "m")
        assert nquads(any_store) == nquads(other)
        assert any_store.kept.candidates() == other.kept.candidates() != ()


def test_entities_come_with_names_counts_and_the_gazetteers_identifiers(smiths: News, ontology: Ontology) -> None:
    with open_store() as store:
        update(store, smiths, ontology, "m")
        whole = read_whole(store)
    told = {row["label"]: row for row in entity_rows(whole, choose(whole))}
    assert all(tuple(row) == ENTITY_COLUMNS for row in told.values())
    assert told["Israel"]["same_as"] == ["https://sws.geonames.org/294640/"]
    assert (told["Israel"]["iso"], told["Adam Smith"]["iso"], told["Adam Smith"]["same_as"]) == ("IL", None, [])
    assert (told["Adam Smith"]["aliases"], told["Adam Smith"]["entity"]) == (["Mr Smith"], "kgr:adam-smith")
    assert (told["Vladimir Putin"]["articles"], told["Vladimir Putin"]["claims"]) == (2, 3)
    assert "Mark Smith" not in told  # whom no claim names


@pytest.mark.parametrize(
    ("name", "kind", "labels"),
    [
        ("smith", None, ["Adam Smith", "Smith"]),
        ("ADAM smith", None, ["Adam Smith"]),
        ("mr smith", PERSON, ["Adam Smith"]),
        ("kgr:israel", None, ["Israel"]),
        (None, EntityType.COUNTRY, ["Israel"]),
        (None, EntityType.CITY, []),
    ],
)
def test_entities_are_chosen(
    smiths: News, ontology: Ontology, name: str | None, kind: EntityType | None, labels: list[str]
) -> None:
    with open_store() as store:
        update(store, smiths, ontology, "m")
        assert [node.label for node in choose(read_whole(store), name, kind)] == labels


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("Adm Smith", None, "did you mean Adam Smith"),
        ("Smith", EntityType.CITY, "but there is Person"),
        ("", None, "nobody"),
        ("—", None, "nobody"),
    ],
)
def test_who_is_not_there_is_told(
    smiths: News, ontology: Ontology, name: str, kind: EntityType | None, told: str
) -> None:
    with open_store() as store:
        update(store, smiths, ontology, "m")
        with pytest.raises(QueryError, match=told):
            choose(read_whole(store), name, kind)


def test_a_candidate_comes_with_the_command_that_merges_it(smiths: News, ontology: Ontology) -> None:
    with open_store() as store:
        update(store, smiths, ontology, "m")
        whole = read_whole(store)
    (row,) = candidate_rows(whole)
    assert tuple(row) == CANDIDATE_COLUMNS
    assert row["merge"] == "kg merge 'Adam Smith' Smith"
    (row,) = candidate_rows(whole, choose(whole, "Adam"), store="my store")
    assert row["merge"] == "kg merge 'Adam Smith' Smith --store 'my store'"
    assert list(candidate_rows(whole, choose(whole, "Lund"))) == []


def test_a_label_that_a_command_line_would_misread_is_named_by_its_iri(smiths: News, ontology: Ontology) -> None:
    eves = [
        replace(claim, subject=replace(claim.subject, label="-Smith")) for _, claims in smiths[1:] for claim in claims
    ]
    with open_store() as store:
        update(store, [smiths[0], (smiths[1][0], eves[:1])], ontology, "m")
        (row,) = candidate_rows(read_whole(store))
    assert str(row["merge"]).startswith("kg merge 'Adam Smith' kgr:smith-")
