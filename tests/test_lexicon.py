"""The frame notation: what a string stands for, and what is no frame."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kg
from kg.errors import OntologyError
from kg.extract import Extractor
from kg.extract.lexicon import DIRECT_OBJECT, Slot, Words, compile_lexicon, parse_frame
from kg.ontology import load_ontology

CLASSES = {"request": frozenset({"request", "demand"}), "attack": frozenset({"strike", "raid"})}


def test_optional_preposition_gives_two_positions() -> None:
    (frame,) = parse_frame("meet (with) OBJ", "metWith")
    assert frame.kind == "verb"
    assert frame.elements[0].prepositions == ("with", DIRECT_OBJECT)


def test_words_after_the_verb_are_its_object_and_prepositions_follow() -> None:
    (frame,) = parse_frame("hold talk|meeting with OBJ", "spokeWith")
    literal, slot = frame.elements
    assert literal.filler == Words(frozenset({"talk", "meeting"}))
    assert slot.prepositions == ("with",)
    assert slot.filler == Slot("OBJ")


def test_particle_is_no_preposition() -> None:
    (frame,) = parse_frame("pull out of OBJ", "withdrewFrom")
    assert frame.particle == {"out"}
    assert frame.elements[0].prepositions == ("of",)


def test_classes_owners_extras_and_event_types() -> None:
    (frame,) = parse_frame("rebuff OBJ's <request> + OBJ urged SUBJ @REJECT", "rejected", CLASSES)
    assert frame.event_type == "REJECT"
    assert frame.extras[0].relation == "urged"
    filler = frame.elements[0].filler
    assert isinstance(filler, Slot)
    assert filler.owner_of == CLASSES["request"]


def test_a_frame_may_stand_under_an_operator() -> None:
    (frame,) = parse_frame("threaten OBJ with <attack> + SUBJ threatened OBJ ~threatened @COERCE", "attacked", CLASSES)
    assert (frame.operator, frame.event_type) == ("threatened", "COERCE")
    assert [extra.relation for extra in frame.extras] == ["threatened"]


def test_roles_may_stand_anywhere() -> None:
    (frame,) = parse_frame("OBJ:Country|Person draw criticism from SUBJ", "criticized")
    assert frame.subject == Slot("OBJ", frozenset({"Country", "Person"}))


def test_noun_and_be_frames() -> None:
    (noun,) = parse_frame("the ceasefire between BOTH", "ceasedFireWith")
    (be,) = parse_frame("be ally of OBJ", "alliedWith")
    (prepositional,) = parse_frame("be at war with OBJ", "foughtWith")
    assert (noun.kind, be.kind, prepositional.kind) == ("noun", "be", "verb")
    assert be.head == {"ally"}
    assert prepositional.head == {"be"}


def test_specific_frames_weigh_more() -> None:
    (plain,) = parse_frame("reject OBJ", "rejected")
    (owned,) = parse_frame("reject OBJ's <request>", "rejected", CLASSES)
    assert owned.weight > plain.weight


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "empty"),
        ("OBJ", "head"),
        ("meet with", "follows"),
        ("meet", "OBJ"),
        ("send <weapons> to OBJ", "weapons"),
        ("meet OBJ + OBJ urged", "SLOT"),
        ("meet OBJ @consult", "event type"),
        ("reject OBJ's", "owns"),
        ("m33t %% OBJ", "no word"),
    ],
)
def test_what_is_no_frame_is_said_in_one_line(text: str, word: str) -> None:
    with pytest.raises(OntologyError) as error:
        parse_frame(text, "metWith", CLASSES)
    assert word in str(error.value)
    assert "\n" not in str(error.value)


def test_the_shipped_lexicon_compiles_and_is_rich() -> None:
    lexicon = compile_lexicon(load_ontology())
    frames = {
        f.text for table in (lexicon.verbs, lexicon.nouns, lexicon.bes) for found in table.values() for f in found
    }
    assert len(frames) > 500
    assert {"light", "say", "organ", "belonging"} <= set(lexicon.classes)
    assert "refuse" in lexicon.operators


def test_every_word_class_that_a_rule_names_is_in_the_ontology(extractor: Extractor) -> None:
    sources = (file.read_text(encoding="utf-8") for file in (Path(kg.__file__).parent / "extract").glob("*.py"))
    named = {name for source in sources for name in re.findall(r'words\("([a-z-]+)"\)', source)}
    assert named - extractor.lexicon.classes.keys() == set()
