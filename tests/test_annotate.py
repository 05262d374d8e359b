"""Paragraphs, junk and offsets: every token stands where the article has it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.errors import ModelNotFoundError
from kg.extract import Extractor
from kg.extract.annotate import annotate, load_model, paragraphs, plain
from kg.model import Article, Repair, make_article


def test_tokens_keep_their_place_in_the_text(extractor: Extractor) -> None:
    text = "“We met,” Macron said.\n\nPutin’s visit – to Minsk – ended."
    (annotated,) = annotate(extractor.nlp, [make_article(text)])
    for token, start in zip(annotated.doc, annotated.offsets, strict=True):
        assert plain(text[start : start + len(token.text)]) == token.text


def test_no_sentence_runs_over_a_paragraph(extractor: Extractor) -> None:
    (annotated,) = annotate(extractor.nlp, [make_article("Photo by Reuters\n\nBennett met Putin.")])
    assert [sent.text for sent in annotated.sents] == ["Photo by Reuters", "Bennett met Putin."]


def test_lines_are_paragraphs_and_junk_is_left_out_of_them() -> None:
    text = "  One. \n\n\nTwo three four.\nFive six\nseven."
    junk = [(text.index("three"), text.index("four")), (text.index("six"), text.index("ven"))]
    assert [text[start:end] for start, end in paragraphs(text, junk)] == ["One.", "Two", "four.", "Five", "ven."]


def test_the_model_reads_the_repaired_text_and_every_word_has_its_place(extractor: Extractor) -> None:
    text = "Mac\u00adron met Pu-\ntin in Ge\u00adneva."
    repairs = [Repair(match.start(), match.end(), "") for match in re.finditer("\u00ad|-\n", text)]
    article = replace(make_article(text), repairs=tuple(repairs))
    (annotated,) = annotate(extractor.nlp, [article])
    assert [token.text for token in annotated.doc] == ["Macron", "met", "Putin", "in", "Geneva", "."]
    spans = [annotated.span(i, i + 1) for i in range(len(annotated.doc))]
    assert [text[start:end] for start, end in spans] == ["Mac\u00adron", "met", "Pu-\ntin", "in", "Ge\u00adneva", "."]
    assert annotated.text(2, 5) == "Putin in Geneva"


@pytest.mark.parametrize(
    ("text", "junk", "sentences"),
    [
        ("Also read: Other news\n\nIran struck Iraq.", "Also read: Other news", ["Iran struck Iraq."]),
        ("Iran **struck Iraq.", "**", ["Iran   struck Iraq."]),
    ],
)
def test_junk_is_left_out(extractor: Extractor, text: str, junk: str, sentences: list[str]) -> None:
    start = text.index(junk)
    article = replace(make_article(text), junk=((start, start + len(junk)),))
    (annotated,) = annotate(extractor.nlp, [article])
    assert ["".join(t.text_with_ws for t in s).strip().replace("   ", " ") for s in annotated.sents] == [
        s.replace("   ", " ") for s in sentences
    ]
    assert all(
        article.text[o] == t.text[0] for t, o in zip(annotated.doc, annotated.offsets, strict=True) if t.text.strip()
    )


def test_an_empty_article_has_no_sentences(extractor: Extractor) -> None:
    (annotated,) = annotate(extractor.nlp, [Article(make_article("x").meta, "")])
    assert annotated.sents == ()


def test_an_unknown_model_says_what_to_do() -> None:
    with pytest.raises(ModelNotFoundError, match="pip install it, or name none to use the bundled one"):
        load_model("no_such_model")


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_is_read_and_every_piece_of_evidence_is_in_it(extractor: Extractor, text: str) -> None:
    article = make_article(text)
    ((_, claims),) = extractor.extract([article])
    for claim in claims:
        for piece in claim.evidence:
            assert article.text[piece.start : piece.end] == piece.text


def test_an_article_whose_analysis_cannot_be_read_costs_itself_alone() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    # Of another vocabulary: its numbers stand for nothing here.
    Language.component("foreign", func=lambda doc: Doc(Vocab(), words=["Quux"]) if "Putin" in doc.text else doc)
    nlp.add_pipe("foreign")
    articles = [make_article(text) for text in ("Macron left.", "Putin left.", "Xi left.")]
    lost: list[Article] = []
    read = annotate(nlp, articles, on_error=lambda article, _: lost.append(article))
    assert [annotated.article for annotated in read] == [articles[0], articles[2]]
    assert lost == [articles[1]]
