"""What tests ask of analysed documents: everything that the rules read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from spacy.tokens import Doc

from kg.alignment import Alignment
from kg.extract.annotate import readable
from kg.read import read_articles

__all__ = ["READ", "readings", "seed_paragraphs"]

READ = ["ORTH", "NORM", "SPACY", "TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "SENT_START", "ENT_IOB", "ENT_TYPE"]
"""And what else a document says of its tokens."""


def readings(doc: Doc) -> list[list[int]]:
    """All that a document says of its tokens, one row a token."""
    rows: list[list[int]] = doc.to_array([*READ, "ENT_KB_ID", "ENT_ID"]).tolist()
    return rows


def seed_paragraphs() -> Iterator[str]:
    """The paragraphs of the project's articles, as the model reads them."""
    for article in read_articles([Path(__file__).parent.parent / "seeds"]):
        text, spans = readable(Alignment(article.text, article.repairs), article.junk)
        yield from (text[start:end] for start, end in spans)
