"""Attributes by looked-up patterns: what spaCy's matcher gives, whatever the patterns."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

from kg.extract.analysis.attributes import compile_attributes
from tests.analyses import readings

VOCAB = spacy.blank("en").vocab
WORDS = ["that", "That", "gon", "na", "y'", "all", " ", "7", "!"]
TAGS = ["IN", "DT", "VBZ", "_SP", ""]
DEPS = ["mark", "det", "ROOT", ""]


def asked(values: list[str]) -> st.SearchStrategy[object]:
    """What a pattern says of an attribute."""
    several = st.lists(st.sampled_from(values), max_size=3)
    return st.sampled_from(values) | several.map(lambda some: {"IN": some}) | several.map(lambda some: {"NOT_IN": some})


LOWER = asked([word.lower() for word in WORDS]) | st.sampled_from([{"REGEX": "^[gy]"}, {"REGEX": "a"}])
TOKENS = st.fixed_dictionaries(
    {},
    optional={
        "TAG": asked(TAGS),
        "DEP": asked(DEPS),
        "LOWER": LOWER,
        "TEXT": asked(WORDS),
        "IS_SPACE": st.booleans(),
        "IS_PUNCT": st.booleans(),
    },
)
GIVEN = st.fixed_dictionaries(
    {},
    optional={
        "POS": st.sampled_from(["VERB", "NOUN", "SPACE"]),
        "MORPH": st.sampled_from(["Number=Sing", "Case=Nom|Number=Sing", "_"]),
        "LEMMA": st.sampled_from(["be", "go"]),
        "TAG": st.sampled_from(TAGS[:3]),
        "DEP": st.sampled_from(DEPS[:3]),
    },
)


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    patterns = draw(st.lists(st.lists(TOKENS, min_size=1, max_size=3), min_size=1, max_size=2))
    shortest = min(map(len, patterns))
    index = draw(st.integers(-shortest, shortest - 1))
    return {"patterns": patterns, "attrs": draw(GIVEN), "index": index}


@st.composite
def sentences(draw: st.DrawFn) -> list[tuple[str, str, str]]:
    token = st.tuples(st.sampled_from(WORDS), st.sampled_from(TAGS), st.sampled_from(DEPS))
    return draw(st.lists(token, min_size=1, max_size=8))


def document(tokens: list[tuple[str, str, str]]) -> Doc:
    words, tags, deps = zip(*tokens, strict=True)
    return Doc(VOCAB, words=list(words), tags=list(tags), deps=list(deps), heads=[0] * len(tokens))


def ruler(several: list[dict[str, Any]]) -> AttributeRuler:
    made = AttributeRuler(VOCAB)
    made.add_patterns(several)
    return made


@settings(deadline=None, max_examples=60)
@given(st.lists(rules(), min_size=1, max_size=6), st.lists(sentences(), min_size=1, max_size=4))
def test_any_patterns_give_what_they_give_by_spacy(
    several: list[dict[str, Any]], texts: list[list[tuple[str, str, str]]]
) -> None:
    component = ruler(several)
    attributes = compile_attributes(component)
    if attributes is None:  # all patterns match any token, and ask it nothing
        assert not any(token for rule in several for pattern in rule["patterns"] for token in pattern)
        return
    for _ in range(2):  # as they are learnt, and as they are known
        docs = list(map(document, texts))
        attributes(docs)
        assert list(map(readings, docs)) == [readings(component(document(text))) for text in texts]


@pytest.mark.parametrize(
    "rule",
    [
        {"patterns": [[{"LOWER": "a", "OP": "+"}]], "attrs": {"POS": "X"}},
        {"patterns": [[{"LOWER": {"FUZZY": "gonna"}}]], "attrs": {"POS": "X"}},
        {"patterns": [[{"LOWER": {"IN": ["a"], "NOT_IN": ["b"]}}]], "attrs": {"POS": "X"}},
        {"patterns": [[{"LENGTH": {">=": 3}}]], "attrs": {"POS": "X"}},
        {"patterns": [[{"MORPH": {"IS_SUPERSET": ["Number=Sing"]}}]], "attrs": {"POS": "X"}},
        {"patterns": [[{"LOWER": "a"}]], "attrs": {"NORM": "b"}},
        {"patterns": [[{"LOWER": "a"}]], "attrs": {"POS": "X"}, "index": 1},
    ],
)
def test_patterns_that_say_more_are_left_to_spacy(rule: dict[str, Any]) -> None:
    assert compile_attributes(ruler([{"patterns": [[{"LOWER": "a"}]], "attrs": {"POS": "X"}}])) is not None
    assert compile_attributes(ruler([rule])) is None


def test_a_later_rule_of_one_token_overrules_an_earlier_one_of_two() -> None:
    two = {"patterns": [[{"LOWER": "gon"}, {"LOWER": "na"}]], "attrs": {"LEMMA": "go", "POS": "VERB"}}
    one = {"patterns": [[{"LOWER": "gon"}]], "attrs": {"LEMMA": "be"}}
    for several, lemma in (([two, one], "be"), ([one, two], "go")):
        doc = document([("gon", "", ""), ("na", "", "")])
        attributes = compile_attributes(ruler(several))
        assert attributes is not None
        attributes([doc])
        assert (doc[0].lemma_, doc[0].pos_, doc[1].lemma_) == (lemma, "VERB", "")
