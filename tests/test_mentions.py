"""Who and what is named in a sentence, as what, and what a name stands for in its role."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract import Extractor
from kg.extract.annotate import annotate
from kg.extract.name_spans import each_name
from kg.model import Claim, make_article

TABLES = ("mentions",)

Row = tuple[str, str, frozenset[str]]


@pytest.fixture(scope="module")
def names(extractor: Extractor, texts: list[str]) -> dict[str, set[str]]:
    """The names of each sentence as the table writes them: "US = United States (Country)", "Ban Ki-moon (Person)"."""
    found: dict[str, set[str]] = {}
    for annotated in annotate(extractor.nlp, map(make_article, texts)):
        found[annotated.article.text] = mine = set()
        for name in each_name(extractor.resolve(annotated).names):
            form = annotated.text(name.start, name.end)
            label = extractor.ontology.actors[name.actor].label if name.actor else form
            mine.add(f"{form} ({name.type})" if label == form else f"{form} = {label} ({name.type})")
    return found


def test_names_and_what_they_stand_for(
    row: Row,
    names: dict[str, set[str]],
    read_rows: dict[str, tuple[Claim, ...]],
    compact: Callable[[Claim], str],
) -> None:
    section, text, expected = row
    if section.startswith("roles"):
        assert {compact(claim) for claim in read_rows[text] if claim.event_type != "STRUCTURE"} == expected
    else:
        assert names[text] == expected
