"""Questions in English over the articles of seeds/, and what comes of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.ask import Answer, Reader, ask
from kg.ask.model import Outcome, Stance
from kg.ask.names import Names, read_names
from kg.extract import Extractor
from kg.graph.build import update
from kg.graph.store import Store, open_store
from kg.model import Article, Claim
from kg.ontology import Ontology

TABLES = ("questions",)
News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Row = tuple[str, str, frozenset[str]]


@pytest.fixture(scope="module")
def seeds(seed_claims: News, shipped: Ontology) -> Iterator[Store]:
    """A store of the articles of seeds/."""
    with open_store() as store:
        update(store, seed_claims, shipped, "m")
        yield store


@pytest.fixture(scope="module")
def names(seeds: Store) -> Names:
    return read_names(seeds)


@pytest.fixture(scope="module")
def reader(extractor: Extractor) -> Reader:
    return Reader(extractor)


def in_short(answer: Answer) -> set[str]:
    """What came of a question, as the table has it."""
    if answer.outcome is Outcome.NOTHING:
        return {"nothing found"}
    if answer.outcome is not Outcome.ANSWERED:
        near = f" -> {answer.near[0]}" if answer.near else ""
        return {f"{answer.outcome.value}: {answer.part}{near}"}
    if answer.reading.startswith("whether: "):
        stances = {each.stance for each in answer.findings}
        return {"yes"} if Stance.FACT in stances else {stance.value for stance in stances}
    if answer.reading.startswith("how often: "):
        return {str(sum(each.events for each in answer.findings if each.wanted))}
    found = {
        each.answer if each.stance is Stance.FACT else f"{each.answer} ({each.stance})" for each in answer.findings
    }
    if answer.reading.startswith("how many: "):
        found.add(answer.verdict.rstrip("."))
    return found


def test_questions(row: Row, seeds: Store, names: Names, reader: Reader) -> None:
    _, question, expected = row
    found = in_short(ask(seeds, question, reader, names=names))
    if "..." in expected:
        assert expected - {"..."} <= found
    else:
        assert found == set(expected)
