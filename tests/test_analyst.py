"""The analyst says of every token what spaCy's own pipeline says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import Extractor
from kg.extract.analysis.analyst import Analyst, _groups
from kg.extract.analysis.kept import Kept
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
    nlp = load_model()
    analyst = Analyst(nlp)
    one, two, again = analyst(["One.", "Two.", "One."])
    assert one is again
    assert analyst(["Two."]) == [two]
    counting = Counting()
    Language.component("counting", func=counting)
    nlp.add_pipe("counting")
    analyst(["Two.", "Three.", "Two."])
    assert counting.given == ["Two.", "Three."]


def test_what_is_not_known_says_anew_what_it_is_asked() -> None:
    nlp = spacy.blank("en")
    ruler: Any = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "GPE", "pattern": "Berlin"}])
    analyst = Analyst(nlp)
    (before,) = analyst(["The oil ministry in Berlin."])
    ruler.add_patterns([{"label": "ORG", "pattern": "oil ministry"}])
    (after,) = analyst(["The oil ministry in Berlin."])
    assert [ent.text for ent in before.ents] == ["Berlin"]
    assert [ent.text for ent in after.ents] == ["oil ministry", "Berlin"]


def test_patterns_that_come_later_count() -> None:
    nlp = spacy.blank("en")
    ruler: Any = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "he"}]], {"LEMMA": "HE"})
    analyst = Analyst(nlp)
    assert [token.lemma_ for token in analyst(["He met her"])[0]] == ["HE", "", ""]
    ruler.add([[{"LOWER": "met"}]], {"LEMMA": "meet"})
    assert [token.lemma_ for token in analyst(["He met her"])[0]] == ["HE", "meet", ""]


def test_a_pipeline_that_was_used_can_be_saved() -> None:
    nlp = load_model()
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    before = lemmatizer.to_bytes(exclude=["vocab"])
    Analyst(nlp)(["They met in Berlin."])
    assert lemmatizer.to_bytes(exclude=["vocab"]) == before


def test_rows_that_could_not_be_kept_shift_no_others() -> None:
    kept = Kept(10)
    kept.of([b"a"], lambda _: np.array([[1, 2]]))
    with pytest.raises(ValueError, match="dimensions"):
        kept.of([b"b"], lambda _: np.array([[3, 4, 5]]))
    assert kept.of([b"c", b"b", b"a"], lambda _: np.array([[5, 6], [3, 4]])).tolist() == [[5, 6], [3, 4], [1, 2]]


def test_so_many_tokens_at_a_time() -> None:
    vocab = spacy.blank("en").vocab
    docs = [Doc(vocab, words=["x"] * length) for length in (10, 5_980, 20, 9_000, 1, 1)]
    groups = list(_groups(docs))
    assert [doc for group in groups for doc in group] == docs
    assert [len(group) for group in groups] == [2, 1, 1, 2]


def test_no_texts_no_analyses(analyst: Analyst) -> None:
    assert analyst([]) == []
