"""Paragraphs, junk and offsets: every token stands where the article has it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ModelNotFoundError
from kg.extract import Extractor
from kg.extract.annotate import annotate, load_model, paragraphs, plain
from kg.model import Article, make_article


def test_tokens_keep_their_place_in_the_text(extractor: Extractor) -> None:
    text = "“We met,” Macron said.\n\nPutin’s visit – to Minsk – ended."
    (annotated,) = annotate(extractor.nlp, [make_article(text)])
    for token, start in zip(annotated.doc, annotated.offsets, strict=True):
        assert plain(text[start : start + len(token.text)]) == token.text


def test_no_sentence_runs_over_a_paragraph(extractor: Extractor) -> None:
    (annotated,) = annotate(extractor.nlp, [make_article("Photo by Reuters\n\nBennett met Putin.")])
    assert [sent.text for sent in annotated.sents] == ["Photo by Reuters", "Bennett met Putin."]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = "The foreign minister of Norway arrived in Oslo on Monday after\na long visit to Kenya."
    assert len(paragraphs(make_article(text))) == 1


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
    with pytest.raises(ModelNotFoundError, match="leave out --model"):
        load_model("no_such_model")


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_is_read_and_every_piece_of_evidence_is_in_it(extractor: Extractor, text: str) -> None:
    article = make_article(text)
    ((_, claims),) = extractor.extract([article])
    for claim in claims:
        for piece in claim.evidence:
            assert article.text[piece.start : piece.end] == piece.text
