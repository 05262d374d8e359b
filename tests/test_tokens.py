"""Tokens as plain Python: they answer what spaCy's answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy import tokens as spacy_tokens
from spacy.strings import StringStore

from kg.extract import Extractor
from kg.extract.tokens import Strings, Tokens, read_tokens, root_of, text_of

TEXTS = [
    ["Putin met Macron in Paris on Monday.", "He said: “We agreed”, he didn't say on what."],
    ["Photo by Reuters", "Bennett, Israel's prime minister, and Lapid flew to Moscow; Putin, whom they met, smiled."],
    ["( a ) ... -- \t !", "Boris Johnson , Liz Truss and Rishi Sunak    resigned .", "?"],
    ["What did the talks that Turkey had hosted in the spring end with, if anything, but a promise to talk?"],
    ["Iran agreed " + "to try to refuse " * 90 + "to attack Israel."],
]
FIELDS = "i text lower_ lemma_ pos_ tag_ dep_ ent_type_ whitespace_ text_with_ws is_punct is_sent_start".split()
NEIGHBOURS = "children rights subtree ancestors conjuncts".split()


def _read(extractor: Extractor, texts: list[str]) -> tuple[Tokens, spacy_tokens.Doc]:
    parts = list(extractor.nlp.pipe(texts))
    whole = spacy_tokens.Doc.from_docs(parts)
    assert whole is not None
    return read_tokens(parts, {}, Strings(extractor.nlp.vocab.strings)), whole


def _told(token: Any) -> tuple[object, ...]:
    near = (token.head.i, token.left_edge.i, token.right_edge.i, token.sent.start, token.sent.end)
    return (*(getattr(token, name) for name in FIELDS), *near, *([t.i for t in getattr(token, n)] for n in NEIGHBOURS))


def _spans(spans: Any) -> list[tuple[object, ...]]:
    return [(span.start, span.end, span.label_, span.text, span.root.i, len(span)) for span in spans]


@pytest.mark.parametrize("texts", TEXTS)
def test_tokens_answer_what_those_of_spacy_answer(extractor: Extractor, texts: list[str]) -> None:
    ours, theirs = _read(extractor, texts)
    assert [_told(token) for token in ours.doc] == [_told(token) for token in theirs]
    assert _spans(ours.sents) == _spans(theirs.sents)
    assert _spans(ours.ents) == _spans(theirs.ents)


@given(st.lists(st.text(" .,-'\"(aIt Putin met\t", min_size=1).filter(str.strip), min_size=1, max_size=3), st.data())
@settings(max_examples=25, deadline=None)
def test_so_do_those_of_any_text(extractor: Extractor, texts: list[str], data: st.DataObject) -> None:
    ours, theirs = _read(extractor, [text.strip() for text in texts])
    assert [_told(token) for token in ours.doc] == [_told(token) for token in theirs]
    start = data.draw(st.integers(0, len(theirs) - 1))
    end = data.draw(st.integers(start + 1, len(theirs)))
    assert text_of(ours.doc[start:end]) == theirs[start:end].text
    assert root_of(ours.doc[start:end]).i == theirs[start:end].root.i


def test_an_ancestor_is_what_a_token_hangs_on(extractor: Extractor) -> None:
    ours, theirs = _read(extractor, TEXTS[1])
    pairs = [(a.i, b.i) for a in ours.doc for b in ours.doc if a.is_ancestor(b)]
    assert pairs == [(a.i, b.i) for a in theirs for b in theirs if a.is_ancestor(b)]
    assert pairs


def test_a_lemma_of_ours_takes_the_place_of_the_models(extractor: Extractor) -> None:
    parts = list(extractor.nlp.pipe(["Truth overthrew it."]))
    doc = read_tokens(parts, {"overthrew": "overthrow"}, Strings(extractor.nlp.vocab.strings)).doc
    assert [token.lemma_ for token in doc] == [parts[0][0].lemma_, "overthrow", *(t.lemma_ for t in parts[0][2:])]


def test_nothing_has_no_tokens() -> None:
    assert read_tokens([], {}, Strings(StringStore())) == ((), (), ())


def test_a_text_is_decoded_once(extractor: Extractor) -> None:
    strings = Strings(extractor.nlp.vocab.strings)
    key = extractor.nlp.vocab.strings.add("a text that is long enough to be one of its own")
    assert strings[key] is strings[key] == extractor.nlp.vocab.strings[key]
