"""Pronouns, short names and descriptions, whom they mean, and where the rule abstains."""

from __future__ import annotations

import re

import pytest

from kg.extract import Extractor
from kg.extract.annotate import annotate
from kg.extract.referents import Referent, fold
from kg.extract.tokens import root_of
from kg.model import make_article

TABLES = ("coreference",)
NOBODY = "nobody"

Row = tuple[str, str, frozenset[str]]


def _plain(name: str) -> str:
    return fold(name).replace("-", " ")


def _name(referent: Referent, extractor: Extractor) -> str:
    """The gazetteer's label, else the longest name in the text, in plain letters."""
    if referent.actor:
        return _plain(extractor.ontology.actors[referent.actor].label)
    return max((" ".join(words) for words in referent.words), key=len, default=NOBODY)


@pytest.fixture(scope="module")
def meant(extractor: Extractor, texts: list[str]) -> dict[str, set[str]]:
    """For each text, the names of whom its mention in square brackets means."""
    found: dict[str, set[str]] = {}
    articles = (make_article(re.sub(r"[][]", "", marked)) for marked in texts)
    for marked, annotated in zip(texts, annotate(extractor.nlp, articles), strict=True):
        first, last = marked.index("["), marked.index("]") - 1
        inside = [i for i, at in enumerate(annotated.offsets) if first <= at < last]
        resolution = extractor.resolve(annotated)
        link = resolution.link(root_of(annotated.doc[inside[0] : inside[-1] + 1]))
        keys = link.keys if link is not None else ()
        found[marked] = {_name(resolution.referents[key], extractor) for key in keys} or {NOBODY}
    return found


def test_who_is_meant(row: Row, meant: dict[str, set[str]]) -> None:
    _, marked, expected = row
    assert meant[marked] == {_plain(name) for name in expected}
