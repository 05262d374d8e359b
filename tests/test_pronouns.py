"""How often pronouns and descriptions are resolved, and how often rightly, on texts in the manner of news agencies.

The rows of one half may be looked at and learnt from; of the other only the figures count.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kg.extract import Extractor
from kg.extract.annotate import annotate
from kg.extract.attribution import attribute
from kg.extract.referents import Referent, fold
from kg.extract.tokens import root_of
from kg.model import make_article
from kg.read.text.mark import mark

Row = tuple[str, str, frozenset[str]]
NOBODY = frozenset({"nobody"})
# (half, share of the decided that is right, share of those with an answer that is found)
FLOORS = [("pronouns_dev", 0.9, 0.85), ("pronouns_test", 0.85, 0.8)]


def _plain(name: str) -> str:
    return fold(name).replace("-", " ")


def _names(referent: Referent, extractor: Extractor) -> set[str]:
    """What a referent may be called: nothing if it has no name."""
    actor = extractor.ontology.actors.get(referent.actor or "")
    known = {_plain(name) for name in actor.names} if actor is not None else set()
    return known | {" ".join(words).replace("-", " ") for words in referent.words}


def _decide(rows: list[Row], extractor: Extractor) -> list[tuple[str, frozenset[str], list[set[str]]]]:
    """For each row its text, whom it should mean, and the names of each referent that the rules give."""
    marked = [(text.replace(" ¶ ", "\n\n"), expected) for _, text, expected in rows]
    articles = (mark(make_article(re.sub(r"[][]", "", text))) for text, _ in marked)
    decided = []
    for (text, expected), annotated in zip(marked, annotate(extractor.nlp, articles), strict=True):
        first, last = text.index("["), text.index("]") - 1
        inside = [i for i, at in enumerate(annotated.offsets) if first <= at < last]
        resolution = extractor.resolve(annotated)
        attribute(resolution, extractor.ontology)  # "I" and "we" are whoever speaks
        link = resolution.link(root_of(annotated.doc[inside[0] : inside[-1] + 1]))
        named = [_names(resolution.referents[key], extractor) for key in (link.keys if link is not None else ())]
        decided.append((text, expected, [names for names in named if names]))
    return decided


def _right(expected: frozenset[str], found: list[set[str]]) -> bool:
    """Does each referent found bear one of the names expected, in full or by the surname that the text gives?"""
    wanted = {name for line in expected for name in _plain(line).split(" or ")}
    short = {name.split()[-1] for name in wanted}
    return len(found) == len(expected) and all(names & wanted or names <= short for names in found)


@pytest.mark.parametrize(("half", "precision", "recall"), FLOORS)
def test_decides_rightly(
    half: str, precision: float, recall: float, extractor: Extractor, rows_of: Callable[[str], list[Row]]
) -> None:
    rows = _decide(rows_of(half), extractor)
    decided = [(text, expected, found) for text, expected, found in rows if found]
    right = sum(_right(expected, found) for _, expected, found in decided)
    answerable = sum(expected != NOBODY for _, expected, _ in rows)
    figures = f"{half}: {right} right of {len(decided)} decided, {answerable} of {len(rows)} with an answer"
    assert right / len(decided) >= precision, figures
    assert right / answerable >= recall, figures


def test_the_halves_are_large_and_differ(rows_of: Callable[[str], list[Row]]) -> None:
    dev, test = ({text for _, text, _ in rows_of(half)} for half, _, _ in FLOORS)
    assert len(dev) >= 100
    assert len(test) >= 100
    assert not dev & test
