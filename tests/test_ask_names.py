"""Names in questions: whom they mean, and how the question is spelt then."""

from __future__ import annotations

import pytest

from kg.ask.names import Bearer, Names, Spelling, index_names, known_spellings, spell, to_actors
from kg.model import EntityType
from kg.ontology import Ontology

PERSON, COUNTRY, CITY = EntityType.PERSON, EntityType.COUNTRY, EntityType.CITY


@pytest.fixture(scope="module")
def known(shipped: Ontology) -> dict[str, Spelling]:
    return known_spellings(shipped)


@pytest.fixture(scope="module")
def names() -> Names:
    return index_names(
        (
            Bearer("vladimir-putin", "Vladimir Putin", PERSON, ("Putin", "the Russian president"), 9),
            Bearer("abdel-fattah-el-sisi", "Abdel Fattah el-Sisi", PERSON, ("el-Sisi",), 3),
            Bearer("kim-jong-un", "Kim Jong Un", PERSON, ("Kim",), 5),
            Bearer("kim-yo-jong", "Kim Yo Jong", PERSON, ("Kim",), 2),
            Bearer("united-states", "United States", COUNTRY, ("US", "Washington"), 7),
            Bearer("washington", "Washington", CITY, (), 1),
            Bearer("ukraine", "Ukraine", COUNTRY, ("Kyiv",), 4),
            Bearer("officials", "officials", EntityType.GROUP, (), 4),
            Bearer("ali-said", "Ali Said", PERSON, ("Said",), 1),
        )
    )


@pytest.mark.parametrize(
    ("question", "spelt"),
    [
        ("who met putin", "who met Vladimir Putin"),
        ("Who met PUTIN?", "Who met Vladimir Putin?"),
        ("who met putin's envoy", "who met Vladimir Putin's envoy"),
        ("who met sisi", "who met Abdel Fattah el-Sisi"),
        ("who met El-Sisi", "who met Abdel Fattah el-Sisi"),
        ("did the us bomb iran", "did the US bomb Iran"),
        ("Did Putin call us?", "Did Vladimir Putin call us?"),  # with capitals elsewhere, "us" is no country
        ("did israeli officials meet him", "did Israeli officials meet him"),
        ("who met in washington", "who met in Washington"),
        ("what was said in march", "what was said in march"),
        ("Who is who?", "Who is who?"),
        ("", ""),
    ],
)
def test_names_are_spelt_as_the_store_has_them(
    question: str, spelt: str, names: Names, known: dict[str, Spelling]
) -> None:
    assert spell(question, names, known).text == spelt


@pytest.mark.parametrize(
    ("question", "bearers"),
    [
        ("Who met Kim?", ["kim-jong-un", "kim-yo-jong"]),  # of whom more is said stands first
        ("Who met Kim Yo Jong?", ["kim-yo-jong"]),
        ("Who bombed Kyiv?", []),  # another's name in the gazetteer, though an article calls the state so
        ("Who met in Washington?", ["washington"]),
        ("Who bombed the US?", ["united-states"]),
    ],
)
def test_who_bears_a_name(question: str, bearers: list[str], names: Names, known: dict[str, Spelling]) -> None:
    (found,) = spell(question, names, known).found
    assert [each.node for each in found.bearers] == bearers


def test_near_names_are_those_with_the_word_or_one_like_it(names: Names) -> None:
    assert names.near("Putln") == ("Vladimir Putin",)
    assert set(names.near("kim")) == {"Kim Jong Un", "Kim Yo Jong"}
    assert names.near("secretly") == ()
    assert names.near("") == ()


def test_bearers_become_actors_that_the_extractor_knows(
    names: Names, known: dict[str, Spelling], shipped: Ontology
) -> None:
    found = spell("did sisi meet us officials in washington", names, known).found
    actors = to_actors(found, shipped)
    assert actors["abdel-fattah-el-sisi"].type is PERSON
    assert actors["united-states"].label == shipped.actors["united-states"].label
    assert "Abdel Fattah el-Sisi" in actors["abdel-fattah-el-sisi"].names
