"""The analyst says of every token what spaCy's own pipeline says."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import Extractor
from kg.extract.analysis.analyst import Analyst, _groups
from kg.extract.annotate import load_model
from tests.analyses import readings, seed_paragraphs

# Names that begin everywhere, spaces among words, contractions, and what patterns of two tokens are about.
PIECES = st.sampled_from(
    """Vladimir Putin met the U.S. envoy in Geneva , where 12 people from United Nations and it 's said you 're gon na
    go got ta let 's c'm on y' all ai n't n't there is was are I me my him her " ' ( ) - -- . ? ! ; $ 5 million % Monday
    June 7 2022 World War II that which has been do does did ca sha doin' nothin' nuthin' a an to not IN in TO mark
    whoever ’s “ ” … é 北京 Москва https://x.org/a @name #tag :-) a@b.cd 3rd 1990s""".split()
)
SPACES = st.sampled_from([" ", " ", " ", "", "  ", "\t", "\u2009 "])
TEXTS = st.lists(st.tuples(PIECES, SPACES), min_size=1, max_size=60)


@pytest.fixture(scope="module")
def plain() -> Language:
    """The pipeline as spaCy runs it."""
    return load_model()


@pytest.fixture(scope="module")
def analyst(extractor: Extractor) -> Analyst:
    return Analyst(extractor.nlp)


def pieced(pieces: list[tuple[str, str]]) -> str:
    return "".join(word + space for word, space in pieces).strip() or "."


def test_articles_are_analysed_as_by_spacy(plain: Language, analyst: Analyst) -> None:
    texts = list(seed_paragraphs())
    for doc, wanted in zip(analyst(texts), plain.pipe(texts), strict=True):
        assert readings(doc) == readings(wanted), wanted.text
        assert [(e.start, e.end, e.label_) for e in doc.ents] == [(e.start, e.end, e.label_) for e in wanted.ents]
        assert [sent.start for sent in doc.sents] == [sent.start for sent in wanted.sents]


@settings(deadline=None, max_examples=15)
@given(st.lists(TEXTS, min_size=1, max_size=4))
@example([[("Vladimir", "")]])
@example([[("United", " "), ("Nations", "")], [("Vladimir", " "), ("Putin", " ")]])
@example([[("y'", " "), ("all", " "), ("gon", " "), ("na", " "), ("let", " "), ("'s", "")]])
def test_any_texts_are_analysed_as_by_spacy(
    plain: Language, analyst: Analyst, several: list[list[tuple[str, str]]]
) -> None:
    texts = [pieced(pieces) for pieces in several]
    for doc, wanted in zip(analyst(texts), plain.pipe(texts), strict=True):
        assert readings(doc) == readings(wanted), wanted.text


@settings(deadline=None, max_examples=15)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=200))
def test_any_characters_are_analysed_as_by_spacy(plain: Language, analyst: Analyst, text: str) -> None:
    (doc,) = analyst([text])
    assert readings(doc) == readings(plain(text))


def test_a_paragraph_is_analysed_alike_in_any_company(plain: Language) -> None:
    texts = list(seed_paragraphs())[:40]
    alone = [readings(Analyst(plain)([text])[0]) for text in texts[:4]]
    together = [readings(doc) for doc in Analyst(plain)(reversed(texts))][::-1]
    assert together[:4] == alone


class Counting:
    """A component that counts the documents it is given."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def __call__(self, doc: Doc) -> Doc:
        self.given.append(doc.text)
        return doc


def test_equal_texts_are_analysed_once_and_a_new_component_reads_all_again() -> None:
    nlp = spacy.blank("en")
    counting = Counting()
    nlp.add_pipe("sentencizer")
    analyst = Analyst(nlp)
    analyst(["One.", "Two."])
    Language.component("counting", func=counting)
    nlp.add_pipe("counting")
    docs = analyst(["Two.", "Three.", "Two."])
    assert [doc.text for doc in docs] == ["Two.", "Three.", "Two."]
    analyst(["Three.", "Two.", "One."])
    assert counting.given == ["Two.", "Three.", "One."]


def test_so_many_tokens_at_a_time() -> None:
    vocab = spacy.blank("en").vocab
    docs = [Doc(vocab, words=["x"] * length) for length in (10, 5_980, 20, 9_000, 1, 1)]
    groups = list(_groups(docs))
    assert [doc for group in groups for doc in group] == docs
    assert [len(group) for group in groups] == [2, 1, 1, 2]


def test_no_texts_no_analyses(analyst: Analyst) -> None:
    assert analyst([]) == []
