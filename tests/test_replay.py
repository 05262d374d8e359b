"""Corrections of who is who: tables of what they do, and laws that hold for all of them."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import CorrectionError
from kg.graph.corrections_file import read_corrections
from kg.graph.link import EntityKey, link
from kg.graph.named import Articles
from kg.graph.replay import Replayed, replay
from kg.model import ArticleMeta, Entity, EntityType
from kg.ontology import Ontology

P, C, B, G, R = (
    EntityType.PERSON, EntityType.COUNTRY, EntityType.ORGANIZATION, EntityType.GROUP, EntityType.REGION,
)  # fmt: skip

# Article -> what it names.
NAMED: dict[str, list[Entity]] = {
    "one": [
        Entity("ann-lee", "Ann Lee", P, ("Lee",)),
        Entity("hussein-ali", "Hussein Ali", P, ("Ali",)),
        Entity("russia", "Russia", C, ("Moscow",)),
        Entity("avon", "Avon", B),
        Entity("hams", "Hams", B),
    ],
    "two": [
        Entity("husain-ali", "Husain Ali", P),
        Entity("anna", "Anna Lee-Vega", P),
        Entity("avon", "Avon", R),
        Entity("lee", "John Lee", P),
        Entity("smith", "John Smith", P),
    ],
    "three": [
        Entity("ali", "Ali", P),
        Entity("smith", "John Smith", P),
        Entity("hams", "Hams Movement", G, ("Hams",)),
        Entity("the-bear", "the Bear", C),
        Entity("police", "police", G),
    ],
}
ENTITIES: dict[EntityKey, Entity] = {(art, each.id): each for art, all_ in NAMED.items() for each in all_}
ARTICLES = Articles(
    [ArticleMeta("one", "First"), ArticleMeta("two", "Second"), ArticleMeta("three", url="http://x.example/3")]
)


def merge(*names: str) -> str:
    return f"[[merge]]\nnames = [{', '.join(name if name[0] == '{' else repr(name) for name in names)}]\n"


def apart(*names: str) -> str:
    return merge(*names).replace("merge", "apart")


def about(kind: str, name: str, **more: str) -> str:
    return "\n".join([f"[[{kind}]]", f"name = '{name}'", *(f"{key} = '{text}'" for key, text in more.items()), ""])


def corrected(ontology: Ontology, *blocks: str) -> Replayed:
    return replay(ENTITIES, ontology, read_corrections("\n".join(blocks), "c.toml"), ARTICLES)


def who(replayed: Replayed) -> set[str]:
    """The nodes that corrections change or leave out, as "label (Type): article/label +alias"."""
    members = defaultdict(list)
    for key, node in replayed.nodes.items():
        members[node].append(f"{key[0]}/{ENTITIES[key].label}{' -' if key in replayed.dropped else ''}")
    return {f"{node.label} ({node.type}): {', '.join(sorted(keys))}" for node, keys in members.items()}


@pytest.fixture(scope="module")
def plain(small_ontology: Ontology) -> set[str]:
    return who(Replayed(link(ENTITIES, small_ontology)))


def test_the_articles_without_corrections(plain: set[str]) -> None:
    """So that the tables below say what they seem to."""
    assert {
        "Hussein Ali (Person): one/Hussein Ali, three/Ali, two/Husain Ali",
        "John Smith (Person): three/John Smith, two/John Smith",
        "Hams (Organization): one/Hams",
        "Hams Movement (Group): three/Hams Movement",
        "Avon (Organization): one/Avon",
        "Avon (Region): two/Avon",
    } <= plain


ALI = {"Hussein Ali (Person): one/Hussein Ali, three/Ali, two/Husain Ali"}
SMITHS = {"John Smith (Person): three/John Smith, two/John Smith"}


@pytest.mark.parametrize(
    ("blocks", "gone", "new"),
    [
        pytest.param(
            [merge("Hams", "Hams Movement")],
            {"Hams (Organization): one/Hams", "Hams Movement (Group): three/Hams Movement"},
            {"Hams Movement (Organization): one/Hams, three/Hams Movement"},
            id="two become one",
        ),
        pytest.param(
            [merge("russia", "THE BEAR")],
            {"Russia (Country): one/Russia", "the Bear (Country): three/the Bear"},
            {"Russia (Country): one/Russia, three/the Bear"},
            id="an actor stays what it is, and capitals say nothing",
        ),
        pytest.param(
            [merge("Ann Lee", "Avon"), merge("{name='Avon', type='Organization'}", "{name='Hams', article='First'}")],
            {"Avon (Organization): one/Avon", "Hams (Organization): one/Hams"},
            {"Avon (Organization): one/Avon, one/Hams"},
            id="a name of two types needs one, in its article",
        ),
        pytest.param(
            [merge("Hams", "Avon")],
            {"Avon (Organization): one/Avon", "Hams (Organization): one/Hams"},
            {"Avon (Organization): one/Avon, one/Hams"},
            id="unless the other name has it alone",
        ),
        pytest.param(
            [apart("Hussein Ali", "Husain Ali")],
            ALI,
            {
                "Hussein Ali (Person): one/Hussein Ali",
                "Husain Ali (Person): two/Husain Ali",
                "Ali (Person): three/Ali",
            },
            id="apart, and who may be either is alone",
        ),
        pytest.param(
            [apart("John Smith", "{name='John Smith', article='Second'}")],
            SMITHS,
            {"John Smith (Person): three/John Smith", "John Smith (Person): two/John Smith"},
            id="two of one name",
        ),
        pytest.param(
            [
                apart("Hussein Ali", "Husain Ali"),
                merge("{name='Ali', article='http://x.example/3'}", "Husain Ali"),
            ],
            ALI,
            {"Hussein Ali (Person): one/Hussein Ali", "Husain Ali (Person): three/Ali, two/Husain Ali"},
            id="apart, and one of the parts with somebody else",
        ),
        pytest.param(
            [about("rename", "Ann Lee", to="Anne  Lee")],
            {"Ann Lee (Person): one/Ann Lee"},
            {"Anne Lee (Person): one/Ann Lee"},
            id="a label",
        ),
        pytest.param(
            [about("rename", "Ann Lee", to="Anne Lee"), about("retype", "Anne Lee", to="Group")],
            {"Ann Lee (Person): one/Ann Lee"},
            {"Anne Lee (Group): one/Ann Lee"},
            id="a name that only the user gives",
        ),
        pytest.param(
            [about("retype", "Hams", type="Organization", to="Group")],
            {"Hams (Organization): one/Hams"},
            {"Hams (Group): one/Hams"},
            id="a type",
        ),
        pytest.param(
            [about("retype", "Avon", to="Region")],
            {"Avon (Organization): one/Avon", "Avon (Region): two/Avon"},
            {"Avon (Region): one/Avon, two/Avon"},
            id="of one type it is one",
        ),
        pytest.param(
            [about("alias", "Russia", alias="the Bear")],
            {"Russia (Country): one/Russia", "the Bear (Country): three/the Bear"},
            {"Russia (Country): one/Russia, three/the Bear"},
            id="an alias takes what goes by it",
        ),
        pytest.param([about("alias", "Russia", alias="Ann Lee")], set(), set(), id="but nothing of another kind"),
        pytest.param(
            [about("drop-entity", "police")], {"police (Group): three/police"}, {"police (Group): three/police -"},
            id="what is none",
        ),
        pytest.param(
            [about("drop-entity", "John Smith", article="second")],
            SMITHS,
            {"John Smith (Person): three/John Smith, two/John Smith -"},
            id="what is none in one article",
        ),
        pytest.param(
            [about("drop-entity", "Avon", type="Region")],
            {"Avon (Region): two/Avon"},
            {"Avon (Region): two/Avon -"},
            id="what is none of a type",
        ),
    ],
)  # fmt: skip
def test_what_corrections_do(
    small_ontology: Ontology, plain: set[str], blocks: list[str], gone: set[str], new: set[str]
) -> None:
    found = who(corrected(small_ontology, *blocks))
    assert (plain - found, found - plain) == (gone, new)


@pytest.mark.parametrize(
    ("block", "told"),
    [
        (merge("Ann Lea", "John Lee"), 'nobody and nothing is called "Ann Lea"; did you mean "Ann Lee"'),
        (merge("Ann Lee", "qqq"), 'nobody and nothing is called "qqq"'),
        (about("drop-entity", "Ann Lee", article="Frst"), 'there is no article "Frst"; did you mean "First"?'),
        (about("drop-entity", "Ann Lee", article="Second"), 'there is no "Ann Lee" in article "Second"'),
        (about("retype", "Ann Lee", type="City", to="Group"), 'there is no "Ann Lee" of type City, but of Person'),
        (
            about("rename", "Avon", to="B"),
            '"Avon" may be things of several types; say type = "Organization" or type = "Region"',
        ),
        (merge("Ann Lee", "Avon"), '"Avon" may be things of several types; say type = "Organization"'),
        (apart("Russia", "Moscow"), "one article takes both names for one, so they cannot be told apart"),
    ],
)  # fmt: skip
def test_what_matches_nothing_is_told(small_ontology: Ontology, plain: set[str], block: str, told: str) -> None:
    found = corrected(small_ontology, block)
    (missed,) = found.missed
    assert told in missed[1]
    assert missed[0] not in found.matched
    assert who(found) == plain


def test_a_merge_of_three_does_not_wait_for_one(small_ontology: Ontology) -> None:
    found = corrected(small_ontology, merge("Hams", "Nobody Here", "Hams Movement"))
    assert "Hams Movement (Organization): one/Hams, three/Hams Movement" in who(found)
    assert len(found.missed) == len(found.matched) == 1


@pytest.mark.parametrize(
    "blocks",
    [
        [apart("Hams", "Hams Movement"), about("alias", "Hams Movement", alias="Hams")],
        [apart("Hams", "Hams Movement"), merge("Avon", "Hams"), merge("Hams Movement", "Avon")],
        [about("rename", "Russia", to="A"), about("rename", "Russian Federation", to="B")],
        [about("retype", "John Smith", to="Group"), about("retype", "John Smith", article="Second", to="City")],
    ],
)
def test_contradictions_are_seen_when_names_have_found_their_entities(
    small_ontology: Ontology, blocks: list[str]
) -> None:
    for order in (blocks, blocks[::-1]):
        with pytest.raises(CorrectionError) as caught:
            corrected(small_ontology, *order)
        text = "\n".join(order)
        lines = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith("[[")]
        assert all(f"line {number}" in str(caught.value) for number in lines), caught.value


def test_iris_stay_and_old_names_too(small_ontology: Ontology) -> None:
    before = link(ENTITIES, small_ontology)["one", "ann-lee"]
    found = corrected(
        small_ontology, about("rename", "Ann Lee", to="A. Lee"), about("alias", "Lee", alias="Annie", type="Person")
    )
    after = found.nodes["one", "ann-lee"]
    assert after.name == before.name == "ann-lee"
    assert {"Ann Lee", "Lee", "Annie"} <= set(after.aliases)
    assert {each.kind for each in found.changed["ann-lee"]} == {"rename", "alias"}


NAMES = sorted({name for each in ENTITIES.values() for name in (each.label, *each.aliases)})
one_name = st.sampled_from(NAMES).map(lambda name: f"{{name='{name}'}}")
scoped = st.builds(
    lambda name, article: f"{{name='{name}', article='{article}'}}", st.sampled_from(NAMES),
    st.sampled_from(["First", "Second", "three"]),
)  # fmt: skip
two_names = st.lists(one_name | scoped, min_size=2, max_size=3, unique_by=str.casefold)
blocks = st.one_of(
    two_names.map(lambda names: merge(*names)),
    two_names.map(lambda names: apart(*names)),
    st.builds(lambda n, t: about("rename", n, to=t), st.sampled_from(NAMES), st.sampled_from(["X", *NAMES])),
    st.builds(lambda n, t: about("retype", n, to=t), st.sampled_from(NAMES), st.sampled_from(sorted(EntityType))),
    st.builds(lambda n, t: about("alias", n, alias=t), st.sampled_from(NAMES), st.sampled_from(["X", *NAMES])),
    st.builds(lambda n: about("drop-entity", n), st.sampled_from(NAMES)),
)


@settings(deadline=None, max_examples=150)
@given(some=st.lists(blocks, min_size=1, max_size=6), data=st.data())
def test_their_order_says_nothing(small_ontology: Ontology, some: list[str], data: st.DataObject) -> None:
    def outcome(order: list[str]) -> object:
        try:
            found = corrected(small_ontology, *order)
        except CorrectionError:
            return "contradiction"
        applied = {name: {each.id for each in by} for name, by in found.changed.items()}
        dropped = {key: {each.id for each in by} for key, by in found.dropped.items()}
        return found.nodes, applied, dropped, {each.id for each in found.matched}

    assert outcome(some) == outcome(data.draw(st.permutations(some)))


@settings(deadline=None, max_examples=100)
@given(some=st.lists(blocks, min_size=1, max_size=5))
def test_every_entity_has_a_node_and_every_node_a_name_of_its_own(small_ontology: Ontology, some: list[str]) -> None:
    try:
        found = corrected(small_ontology, *some)
    except CorrectionError:
        return
    assert found.nodes.keys() == ENTITIES.keys()
    assert len({node.name for node in found.nodes.values()}) == len(set(found.nodes.values()))
    told = {each.id for each in found.matched} | {each.id for each, _ in found.missed}
    assert told == {each.id for each in read_corrections("\n".join(some), "c.toml").all}
