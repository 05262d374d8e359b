"""Entities of many articles become one only where their names, types and the gazetteer say so."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.link import Candidate, EntityKey, Node, candidates, entities_of, link, make_nodes, who_is_who
from kg.graph.names import fold, is_proper, near, person_tokens, similar, slug
from kg.graph.ties import HOME_RELATIONS, OFFICE_RELATION, Tie, Told
from kg.model import ArticleMeta, Claim, Entity, EntityType
from kg.ontology import Actor, Office, Ontology

T = TypeVar("T")

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


# What articles tell of a person besides the name: (label, country that the person represents, year, others named).
NATIONS = (
    Actor("chad", "Chad", COUNTRY, ("Chad",), adjectives=("Chadian",)),
    Actor("peru", "Peru", COUNTRY, ("Peru",), adjectives=("Peruvian",), same_as=("https://example.org/peru",)),
    Actor("lima", "Lima", CITY, ("Lima",), located_in="peru", same_as=("https://example.org/lima",)),
    Actor("alan-garcia", "Alan Garcia", PERSON, ("Alan Garcia",), represents="peru"),
    Actor("king-idris", "Idris bin Musa", PERSON, ("Idris bin Musa",), represents="chad"),
    Actor("reds", "Red Front", ORGANIZATION, ("Red Front",), located_in="peru"),
)
WORDS = {
    "common-family-name": frozenset({"smith"}),
    "royal-title": frozenset({"king"}),
    "institution": frozenset({"ministry", "court", "party"}),
    "institution-kind": frozenset({"foreign", "supreme", "labor", "labour"}),
    "female-name": frozenset({"maria", "marina"}),
    "male-name": frozenset({"mario"}),
}
TITLES = {"p": Office("p", "President", ("President",), "leads", True)}
WORLD = replace(ONTOLOGY, actors={each.id: each for each in NATIONS}, word_classes=WORDS, offices=TITLES)


@dataclass
class News:
    """Articles about one entity each, and what they tell of it."""

    entities: dict[EntityKey, Entity] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    years: dict[str, int] = field(default_factory=dict)

    def add(
        self,
        label: str,
        of: str | None = None,
        *,
        kind: EntityType = PERSON,
        by: str = "represents",
        year: int | None = None,
        beside: tuple[str, ...] = (),
        aliases: tuple[str, ...] = (),
    ) -> EntityKey:
        """One more article: its entity is of the country `of`, by a relation, and others are named beside it."""
        article = f"article-{len(self.years)}"
        own = Entity("own", label, kind, aliases)
        self.years[article] = year or 2020
        self.entities[article, "own"] = own
        for other in filter(None, (of, *beside)):
            known = {name: actor.type for actor in NATIONS for name in actor.names}
            self.entities[article, slug(other)] = Entity(slug(other), other, known.get(other, ORGANIZATION))
        if of:
            self.ties.append(Tie(article, "own", by, slug(of)))
        return article, "own"

    def link(self) -> tuple[dict[EntityKey, Node], tuple[Candidate, ...]]:
        grouping = who_is_who(self.entities, WORLD, Told(tuple(self.ties), self.years))
        nodes = make_nodes(grouping.groups, self.entities, WORLD)
        return nodes, candidates(grouping.doubts, nodes)

    def count(self) -> int:
        """How many nodes the entities are that the articles are about."""
        nodes, _ = self.link()
        return len({nodes[key] for key in self.entities if key[1] == "own"})


@pytest.mark.parametrize(
    ("count", "told"),
    [
        pytest.param(1, [("Omar Haftar", "Chad"), ("Omar Hifter", "Chad")], id="near names of one country"),
        pytest.param(2, [("Omar Haftar",), ("Omar Hifter",)], id="near names and nothing else"),
        pytest.param(2, [("Maria Haftar", "Chad"), ("Marina Haftar", "Chad")], id="two given names that are known"),
        pytest.param(2, [("Omar Haftar", "Chad"), ("Omar Hifter", "Peru")], id="near names of two countries"),
        pytest.param(2, [("Adam Smith", "Chad"), ("Adam Smith", "Peru")], id="namesakes of two countries"),
        pytest.param(1, [("Omar Haftar", "Chad"), ("Omar Haftar", "Peru")], id="a rare name, moved"),
        pytest.param(
            1, [("Adam Smith", "Chad", {"beside": ("Peru",)}), ("Adam Smith", "Peru")], id="a slip of reading"
        ),
        pytest.param(1, [("Omar Haftar", "Chad"), ("Haftar",)], id="a rare family name"),
        pytest.param(2, [("Adam Smith", "Chad"), ("Smith",)], id="a common family name"),
        pytest.param(
            1,
            [("Adam Smith", "Chad", {"by": "leads"}), ("Smith", "Chad", {"by": "leads"})],
            id="a common family name and the same post",
        ),
        pytest.param(2, [("Adam Smith", "Chad"), ("Smith", "Peru")], id="a common family name elsewhere"),
        pytest.param(
            2,
            [("Adam Haftar", "Chad", {"year": 1975}), ("Haftar", "Chad", {"year": 2020})],
            id="a family name a lifetime later",
        ),
        pytest.param(
            2,
            [("Ian Haftar", "Chad"), ("Omar Haftar", "Peru"), ("Haftar", "Peru")],
            id="of two bearers the one of the country",
        ),
        pytest.param(2, [("Omar Haftar",), ("Omar Haftar Jr.",)], id="father and son"),
        pytest.param(2, [("Mario Haftar", "Chad"), ("Maria Haftar", "Chad")], id="a man and a woman"),
        pytest.param(1, [("Alan Garcia",), ("Garcia", "Peru")], id="one whom the gazetteer knows"),
        pytest.param(1, [("Idris", "Chad", {"aliases": ("King Idris",)}), ("Idris bin Musa",)], id="a king"),
        pytest.param(2, [("Musa", "Chad", {"aliases": ("King Musa",)}), ("Idris bin Musa",)], id="his father"),
    ],
)
def test_what_articles_tell_decides_between_persons(count: int, told: list[tuple[Any, ...]]) -> None:
    assert count_of(told, PERSON) == count


def count_of(told: list[tuple[Any, ...]], kind: EntityType) -> int:
    news = News()
    for each in told:
        options = each[-1] if isinstance(each[-1], dict) else {}
        news.add(*(part for part in each if not isinstance(part, dict)), **{"kind": kind, **options})
    return news.count()


@pytest.mark.parametrize(
    ("count", "told"),
    [
        pytest.param(2, [("Foreign Ministry", "Chad"), ("Foreign Ministry", "Peru")], id="of two countries"),
        pytest.param(2, [("Foreign Ministry",), ("Foreign Ministry",)], id="of nobody knows whom"),
        pytest.param(1, [("Foreign Ministry", "Chad"), ("Chadian Foreign Ministry",)], id="whose it is by its name"),
        pytest.param(
            1, [("Chad’s Foreign Ministry",), ("Ministry of Foreign Affairs of Chad",)], id="two ways to say so"
        ),
        pytest.param(2, [("Chadian Foreign Ministry",), ("Chadian Supreme Court",)], id="two of one country"),
        pytest.param(2, [("Labour Party", "Chad"), ("Labor Party", "Peru")], id="parties"),
        pytest.param(1, [("Labour Party", "Chad"), ("Labor Party", "Chad")], id="spellings of one party"),
        pytest.param(1, [("Acme",), ("Acme Inc.",), ("The Acme Company",)], id="a company and its legal form"),
        pytest.param(2, [("Air Chad",), ("Chad", None, {"kind": COUNTRY})], id="a company and its country"),
        pytest.param(1, [("Red Front",), ("Peru’s Red Front",)], id="known, under its country's name"),
        pytest.param(2, [("Red Front",), ("Red Front", "Chad")], id="a namesake of one that is known"),
        pytest.param(
            1, [("Free Movement", None, {"aliases": ("FM",)}), ("F.M.",), ("FM",)], id="an abbreviation explained"
        ),
        pytest.param(
            3,
            [("Free Movement", None, {"aliases": ("FM",)}), ("First Men", None, {"aliases": ("FM",)}), ("FM",)],
            id="an abbreviation of two",
        ),
        pytest.param(
            2,
            [("Free Movement", "Chad", {"aliases": ("FM",)}), ("FM", None, {"aliases": ("First Men",)})],
            id="an abbreviation explained otherwise",
        ),
        pytest.param(
            2,
            [
                ("Free Movement", "Chad", {"aliases": ("FM",)}),
                ("First Men", "Peru", {"aliases": ("FM",)}),
                ("FM", "Peru"),
            ],
            id="of two the one of the country",
        ),
    ],
)
def test_what_articles_tell_decides_between_bodies(count: int, told: list[tuple[Any, ...]]) -> None:
    assert count_of(told, ORGANIZATION) == count


@pytest.mark.parametrize(
    ("count", "told"),
    [
        pytest.param(1, [("President of Chad",), ("Chadian President",), ("Chad’s President",)], id="one office"),
        pytest.param(2, [("President of Chad",), ("President of Peru",)], id="two countries"),
        pytest.param(2, [("President of Chad",), ("Vice President of Chad",)], id="two offices"),
        pytest.param(2, [("President",), ("President",)], id="a bare title is nobody's"),
        pytest.param(1, [("Mayor of Springfield",), ("Mayor of Springfield",)], id="of what the gazetteer lacks"),
    ],
)
def test_an_office_is_somebodys(count: int, told: list[tuple[Any, ...]]) -> None:
    assert count_of(told, EntityType.OFFICE) == count


def test_a_bare_title_is_of_the_country_of_its_holder() -> None:
    news = News()
    article, holder = news.add("Omar Haftar", "Chad")
    news.entities[article, "office"] = Entity("office", "President", EntityType.OFFICE)
    news.ties.append(Tie(article, holder, OFFICE_RELATION, "office"))
    full = news.add("President of Chad", kind=EntityType.OFFICE)
    nodes, _ = news.link()
    assert nodes[article, "office"] == nodes[full]


def test_an_identifier_is_only_of_the_place_that_is_meant() -> None:
    news = News()
    known, other = news.add("Lima", kind=CITY), news.add("Lima", "Chad", kind=CITY, by="locatedIn")
    nodes, _ = news.link()
    assert nodes[known].actor == WORLD.actors["lima"]
    assert nodes[other].actor is None


def test_what_is_left_open_is_a_candidate_with_its_reasons() -> None:
    news = News()
    smith = news.add("Adam Smith", "Chad", beside=("Acme",))
    lone = news.add("Smith", beside=("Acme",))
    nodes, pairs = news.link()
    (pair,) = pairs
    assert {pair.one, pair.other} == {nodes[smith].name, nodes[lone].name}
    assert 0.45 < pair.score < 0.7
    assert pair.why == "one name; beside Acme"


def test_what_was_united_is_no_candidate_and_far_names_are_none() -> None:
    news = News()
    for label, of in (("Omar Haftar", "Chad"), ("Omar Hifter", "Chad"), ("Ian Mann", "Peru"), ("Eve Lund", "Chad")):
        news.add(label, of)
    assert news.link()[1] == ()


def test_few_candidates_are_told_of_one_name() -> None:
    news = News()
    for name in "Adam Bert Carl Dora Emil Fred Gene Hans".split():
        news.add(f"{name} Smith")
    lone = news.add("Smith")
    nodes, pairs = news.link()
    assert len(pairs) == 3
    assert all(nodes[lone].name in (pair.one, pair.other) for pair in pairs)


@pytest.mark.parametrize(
    ("a", "b"),
    [("haftar", "hifter"), ("qaddafi", "gaddafi"), ("tikhanovskaya", "tsikhanouskaya"), ("sarraj", "serraj")],
)
def test_these_may_be_one_name(a: str, b: str) -> None:
    assert near(a, b)
    assert near(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [("hussein", "hassan"), ("ivanov", "ivanova"), ("khamenei", "khomeini"), ("lee", "li"), ("omar", "amir")],
)
def test_these_are_two_names(a: str, b: str) -> None:
    assert not near(a, b)


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


some_ties = st.lists(
    st.builds(
        Tie,
        st.sampled_from("1234567"),
        st.sampled_from("abcdef"),
        st.sampled_from([OFFICE_RELATION, *sorted(HOME_RELATIONS)]),
        st.sampled_from("abcdef"),
    ),
    max_size=20,
)
some_years = st.dictionaries(st.sampled_from("1234567"), st.integers(1950, 2025))


@given(many, some_ties, some_years, st.randoms(use_true_random=False))
def test_the_order_of_articles_changes_nothing(
    entities: dict[EntityKey, Entity], ties: list[Tie], years: dict[str, int], chance: random.Random
) -> None:
    def shuffled(items: Iterable[T]) -> list[T]:
        mixed = list(items)
        chance.shuffle(mixed)
        return mixed

    def outcome(entities: dict[EntityKey, Entity], told: Told) -> tuple[dict[EntityKey, Node], tuple[Candidate, ...]]:
        grouping = who_is_who(entities, WORLD, told)
        nodes = make_nodes(grouping.groups, entities, WORLD)
        return nodes, candidates(grouping.doubts, nodes)

    told = Told(tuple(ties), years)
    mixed = Told(tuple(shuffled(ties)), dict(shuffled(years.items())))
    assert outcome(dict(shuffled(entities.items())), mixed) == outcome(entities, told)


@given(many, some_ties)
def test_nodes_are_told_apart_by_their_names(entities: dict[EntityKey, Entity], ties: list[Tie]) -> None:
    nodes = link(entities, WORLD, Told(tuple(ties)))
    assert nodes.keys() == entities.keys()
    assert len({node.name for node in nodes.values()}) == len(set(nodes.values()))


def test_linking_takes_time_in_proportion() -> None:
    def seconds(articles: int) -> float:
        entities, told = many_articles(articles)
        begin = time.process_time()
        grouping = who_is_who(entities, WORLD, told)
        candidates(grouping.doubts, make_nodes(grouping.groups, entities, WORLD))
        return time.process_time() - begin

    few, many = seconds(500), seconds(2_000)
    assert many < 4 * 2.5 * few


def many_articles(count: int) -> tuple[dict[EntityKey, Entity], Told]:
    """Articles of seven persons and three bodies each; some names are everywhere, most are rare, many are cut short."""
    chance = random.Random(count)
    parts = [a + b for a in "bdfghklmnprstvz" for b in "aeiou"]
    family = ["".join(chance.choices(parts, k=3)).title() for _ in range(count // 3)]
    people = [f"{''.join(chance.choices(parts, k=2)).title()} {chance.choice(family)}" for _ in range(count)]
    bodies = [f"{chance.choice(family)} Party" for _ in range(count // 4)] + ["Foreign Ministry"] * (count // 20)
    entities: dict[EntityKey, Entity] = {}
    ties = []
    for article in map(str, range(count)):
        country = chance.choice(["Chad", "Peru"])
        entities[article, "country"] = Entity("country", country, COUNTRY)
        for at in range(7):
            person = people[min(int(chance.paretovariate(0.7)), count) - 1]
            label = person if chance.random() < 0.6 else person.split()[1]
            entities[article, f"p{at}"] = Entity(f"p{at}", label, PERSON)
            if chance.random() < 0.3:
                ties.append(Tie(article, f"p{at}", "represents", "country"))
        for at in range(3):
            entities[article, f"b{at}"] = Entity(f"b{at}", chance.choice(bodies), ORGANIZATION)
    return entities, Told(tuple(ties), {article: 2020 for article, _ in entities})


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
