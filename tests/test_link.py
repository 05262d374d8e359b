"""Entities of many articles become one only where their names, types and the gazetteer say so."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.link import EntityKey, Node, entities_of, link
from kg.graph.names import fold, is_proper, person_tokens, similar, slug
from kg.model import ArticleMeta, Claim, Entity, EntityType
from kg.ontology import Actor, Office, Ontology

PERSON, COUNTRY, CITY = EntityType.PERSON, EntityType.COUNTRY, EntityType.CITY
ORGANIZATION, GROUP, EVENT = EntityType.ORGANIZATION, EntityType.GROUP, EntityType.EVENT

ACTORS = (
    Actor("united-states", "United States", COUNTRY, ("United States", "US", "USA"), iso="US"),
    Actor("georgia", "Georgia", COUNTRY, ("Georgia",), population=3_700_000),
    Actor("georgia-us", "Georgia", EntityType.REGION, ("Georgia",), population=10_700_000),
    Actor("paris", "Paris", CITY, ("Paris",), population=2_100_000),
    Actor("hamas", "Hamas", ORGANIZATION, ("Hamas", "Islamic Resistance Movement")),
)
ONTOLOGY = Ontology({}, {}, (), (), {}, {}, {actor.id: actor for actor in ACTORS}, {}, "test")


def person(label: str) -> Entity:
    return Entity(slug(label), label, PERSON)


def nodes_of(*entities: Entity) -> list[Node]:
    """The node of each entity, each read in an article of its own."""
    keys = [(f"article-{number}", entity.id) for number, entity in enumerate(entities)]
    linked = link(dict(zip(keys, entities, strict=True)), ONTOLOGY)
    return [linked[key] for key in keys]


def count(*labels: str) -> int:
    return len(set(nodes_of(*map(person, labels))))


@pytest.mark.parametrize(
    "labels",
    [
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy", "Volodymyr Zelenskiy", "Zelenskyy", "Zelensky"),
        ("Bashar al-Assad", "Bashar Assad", "Bashar al Assad", "Assad", "al-Assad"),
        ("Abdel Fattah el-Sisi", "Abdul Fattah al-Sisi", "Abdelfattah El-Sisi", "Sisi"),
        ("Recep Tayyip Erdogan", "Recep Tayyip Erdoğan", "Tayyip Erdogan", "Erdogan", "Mr. Erdogan"),
        ("Ursula von der Leyen", "von der Leyen", "Dr Ursula von der Leyen"),
        ("Kim Jong Un", "Kim Jong-un", "Kim"),
        ("Xi Jinping", "Xi"),
        ("Joe Biden", "Joseph Biden", "Joseph R. Biden", "Joseph R. Biden Jr.", "J. Biden", "Biden"),
        ("Antony Blinken", "Anthony Blinken", "Tony Blinken"),
        ("Alexander Lukashenko", "Aleksandr Lukashenka", "Lukashenko"),
        ("Luiz Inácio Lula da Silva", "Lula da Silva", "Lula"),
        ("Nicolás Maduro Moros", "Nicolas Maduro", "Maduro"),
        ("Hosni Mubarak", "Husni Mubarak"),
        ("Yevgeny Prigozhin", "Evgeny Prigozhin"),
        ("Sinéad O’Connor", "Sinead O'Connor"),
    ],
)
def test_spellings_of_one_name_are_one_person(labels: tuple[str, ...]) -> None:
    assert count(*labels) == 1


@pytest.mark.parametrize(
    "labels",
    [
        ("Hillary Clinton", "Bill Clinton"),
        ("Volodymyr Zelensky", "Vladimir Zelensky"),
        ("Volodymyr Zelensky", "Olena Zelenska"),
        ("Alexander Ivanov", "Alexandra Ivanova"),
        ("Roberto Diaz", "Roberta Diaz"),
        ("Peter Hansen", "Peter Hanson"),
        ("Kim Jong Un", "Kim Yo Jong"),
        ("George Walker Bush", "George Herbert Walker Bush"),
        ("Li Keqiang", "Lee Keqiang"),
        ("Al Gore", "Tipper Gore"),
        ("Sergei Ivanov", "Ivanova"),
    ],
)
def test_different_people_stay_apart(labels: tuple[str, ...]) -> None:
    assert count(*labels) == len(labels)


def test_a_lone_surname_that_fits_two_people_stays_in_its_article() -> None:
    hillary, bill, lone, other = nodes_of(*map(person, ("Hillary Clinton", "Bill Clinton", "Clinton", "Clinton")))
    assert len({hillary, bill, lone, other}) == 4
    assert lone.label == other.label == "Clinton"


def test_a_lone_surname_prefers_the_person_of_its_own_article() -> None:
    hillary, bill, lone = map(person, ("Hillary Clinton", "Bill Clinton", "Clinton"))
    linked = link({("a", "h"): hillary, ("b", "b"): bill, ("b", "c"): lone}, ONTOLOGY)
    assert linked["b", "c"] == linked["b", "b"] != linked["a", "h"]


def test_a_short_name_that_fits_two_longer_ones_joins_neither() -> None:
    assert count("George Walker Bush", "George Herbert Walker Bush", "George Bush") == 3


def test_lone_names_that_nobody_explains_are_one() -> None:
    assert count("Zelensky", "Zelenskyy") == 1


def test_the_label_is_the_fullest_and_commonest_and_all_spellings_are_aliases() -> None:
    node = nodes_of(*map(person, ("Zelensky", "Volodymyr Zelenskyy", "Volodymyr Zelensky", "Volodymyr Zelensky")))[0]
    assert (node.name, node.label) == ("volodymyr-zelensky", "Volodymyr Zelensky")
    assert node.aliases == ("Volodymyr Zelenskyy", "Zelensky")


def test_descriptions_and_pronouns_are_no_aliases() -> None:
    forms = ("Bennett", "the PM", "He", "the Israeli leader", "both leaders")
    entity = replace(person("Naftali Bennett"), aliases=forms)
    assert nodes_of(entity)[0].aliases == ("Bennett", "the PM")


def test_mere_titles_are_no_aliases() -> None:
    forms = ("President Biden", "US President", "the president of the United States", "Sleepy Joe")
    offices = {"p": Office("p", "President", ("President", "head of state"), "leads", True)}
    ontology = replace(ONTOLOGY, offices=offices)
    biden = replace(person("Joe Biden"), aliases=forms)
    office = Entity("o", "President of Chad", EntityType.OFFICE, ("President", "the President", "Chad's President"))
    linked = link({("a", "b"): biden, ("a", "o"): office}, ontology)
    assert linked["a", "b"].aliases == ("President Biden", "Sleepy Joe")
    assert linked["a", "o"].aliases == ("Chad's President",)


def test_the_gazetteer_unites_by_id_and_by_name() -> None:
    by_id = Entity("united-states", "America", COUNTRY, ("Washington",))
    by_name = Entity("us", "USA", COUNTRY)
    node, same = nodes_of(by_id, by_name)
    assert node == same
    assert (node.name, node.label, node.actor) == ("united-states", "United States", ACTORS[0])
    assert node.aliases == ("America", "US", "USA", "Washington")


def test_a_name_of_two_places_is_the_one_of_its_own_type() -> None:
    country, region, city = nodes_of(*(Entity("x", "Georgia", kind) for kind in (COUNTRY, EntityType.REGION, CITY)))
    assert (country.name, region.name) == ("georgia", "georgia-us")
    assert city.name == "georgia-us"  # of neither type: the more populous


def test_a_person_and_a_place_of_one_name_are_two() -> None:
    place, human = nodes_of(Entity("paris", "Paris", CITY), Entity("paris", "Paris", PERSON))
    assert (place.name, human.name) == ("paris", "paris-person")
    assert human.actor is None


def test_places_and_bodies_of_one_name_are_one_across_close_types() -> None:
    first, second, third = nodes_of(
        Entity("a", "The Free Front", ORGANIZATION),
        Entity("b", "Free Front", GROUP),
        Entity("c", "Free Front", GROUP),
    )
    assert first == second == third
    assert (first.name, first.label, first.type) == ("the-free-front", "The Free Front", GROUP)


def test_an_abbreviation_joins_the_one_body_that_bears_it() -> None:
    full = Entity("fsa", "Free Syrian Army", ORGANIZATION, ("FSA",))
    short = Entity("fsa", "FSA", ORGANIZATION)
    other = Entity("x", "Financial Services Authority", ORGANIZATION, ("FSA",))
    assert len(set(nodes_of(full, short))) == 1
    assert len(set(nodes_of(full, short, other))) == 3


def test_what_has_no_name_belongs_to_its_article() -> None:
    first, second = nodes_of(Entity("p", "protesters", GROUP), Entity("p", "protesters", GROUP))
    assert first.name != second.name
    assert first.name.startswith("protesters-")
    alone = link({("article-0", "p"): Entity("p", "protesters", GROUP)}, ONTOLOGY)
    assert alone["article-0", "p"] == first  # whatever other articles there are


def test_people_who_are_described_belong_to_their_article() -> None:
    for label, kind in (("12 Turkish drivers", GROUP), ("Kyrgyz journalist", PERSON)):
        first, second = nodes_of(Entity("p", label, kind), Entity("p", label, kind))
        assert first.name != second.name
    for label, kind in (("Muhammad bin Salman", PERSON), ("Muslim Brothers", GROUP)):
        first, second = nodes_of(Entity("p", label, kind), Entity("p", label, kind))
        assert first == second


def test_entities_of_claims_take_the_fullest_form() -> None:
    meta = ArticleMeta("a")
    short, full = (
        Entity("b", "Bennett", PERSON, ("him",)),
        Entity("b", "Naftali Bennett", PERSON, ("the PM",)),
    )
    us = Entity("us", "US", COUNTRY)
    found = entities_of(
        "a", [Claim("1", meta, short, "metWith", us), Claim("2", meta, us, "metWith", us, speaker=full)]
    )
    assert found == {
        ("a", "b"): Entity("b", "Naftali Bennett", PERSON, ("Bennett", "him", "the PM")),
        ("a", "us"): us,
    }


LABELS = (
    "Volodymyr Zelensky; Volodymyr Zelenskyy; Zelenskiy; Vladimir Putin; V. Putin; Putin; Igor Putin; "
    "George Bush; George W. Bush; George H. W. Bush; Bush; Kim Jong Un; Kim; Paris; paris; US; FSA; "
    "Free Syrian Army; protesters; …; Clinton; Bill Clinton; William Clinton; Muhammad Ali; Mohammed Ali"
).split("; ")
some_entities = st.builds(
    Entity,
    st.sampled_from(["a", "b", "paris"]),
    st.sampled_from(LABELS),
    st.sampled_from(EntityType),
    st.lists(st.sampled_from(LABELS), max_size=2).map(tuple),
)
many = st.dictionaries(st.tuples(st.sampled_from("1234567"), st.sampled_from("abcdef")), some_entities, max_size=30)


@given(many, st.randoms(use_true_random=False))
def test_the_order_of_articles_changes_nothing(entities: dict[EntityKey, Entity], chance: random.Random) -> None:
    shuffled = list(entities.items())
    chance.shuffle(shuffled)
    assert link(dict(shuffled), ONTOLOGY) == link(entities, ONTOLOGY)


@given(many)
def test_nodes_are_told_apart_by_their_names(entities: dict[EntityKey, Entity]) -> None:
    nodes = set(link(entities, ONTOLOGY).values())
    assert len({node.name for node in nodes}) == len(nodes)


@pytest.mark.parametrize("text", ["the PM", "US", "G7", "北京", "the Kremlin", "Doctors without borders"])
def test_these_are_names(text: str) -> None:
    assert is_proper(text)


@pytest.mark.parametrize("text", ["us", "He", "I", "The talks", "the Russian president", "the", ""])
def test_these_are_no_names(text: str) -> None:
    assert not is_proper(text)


@given(st.text(st.characters(exclude_categories=())), st.text())
def test_any_text_can_be_a_name(a: str, b: str) -> None:
    assert slug(a)
    assert not set(slug(a)) & set(" /<>#?%\n")
    assert person_tokens(a) or not fold(a)
    assert similar(fold(a), fold(b)) == similar(fold(b), fold(a))
