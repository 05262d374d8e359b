"""Extraction in processes: the same claims in the same order for any number of them, and no article costs another."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ArticleError, ModelNotFoundError
from kg.extract import Extractor
from kg.model import Article, make_article
from kg.ontology import Ontology
from kg.read import read_articles
from kg.workers import SMALL, Extracted, extract_articles, in_batches

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    """The seeds, and again with another end, so that there is enough for several processes."""
    found = list(read_articles([SEEDS]))
    more = [make_article(f"{article.text}\n\nThat is all.\n", published="2022-03-07") for article in found]
    assert sum(len(article.text) for article in (*found, *more)) > SMALL
    return [*found, *more]


@pytest.fixture(scope="module")
def expected(extractor: Extractor, articles: list[Article]) -> list[Extracted]:
    return list(extractor.extract(articles))


def extracted(articles: Iterable[Article], ontology: Ontology, workers: int) -> list[Extracted]:
    def fail(error: ArticleError) -> None:
        raise error

    return list(extract_articles(articles, ontology, workers=workers, on_error=fail))


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_any_number_of_processes_gives_the_same(
    articles: list[Article], expected: list[Extracted], shipped: Ontology, workers: int
) -> None:
    assert extracted(articles, shipped, workers) == expected


@pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")
def test_a_worker_that_is_killed_at_work_costs_nothing(
    articles: list[Article], expected: list[Extracted], shipped: Ontology
) -> None:
    killed: list[int] = []

    def killing() -> Iterator[Article]:
        """More articles are asked for when the workers have begun with the first ones."""
        for article in articles:
            yield article
            if len(killed) < 3 and (workers := [pid for child in children(os.getpid()) for pid in children(child)]):
                os.kill(workers[-1], signal.SIGKILL)
                killed.append(workers[-1])

    assert extracted(killing(), shipped, 2) == expected
    assert len(killed) == 3


def children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            found += [int(child) for child in (task / "children").read_text().split()]
        except (FileNotFoundError, ProcessLookupError):  # it has just left
            continue
    return found


def test_few_articles_need_no_processes(
    shipped: Ontology, monkeypatch: pytest.MonkeyPatch, extractor: Extractor
) -> None:
    monkeypatch.setattr(
        import_module("kg.extract"), "load_model", lambda _: extractor.nlp
    )  # one of another process has its own
    few = [make_article("Vladimir Putin met Joe Biden in Geneva."), make_article("It rained.")]
    assert [len(claims) for _, claims in extracted(few, shipped, 8)] == [1, 0]


def test_a_missing_model_is_told_of_before_anything_is_read(articles: list[Article], shipped: Ontology) -> None:
    for workers in (1, 2):
        with pytest.raises(ModelNotFoundError, match="no_such_model"):
            list(extract_articles(articles, shipped, model="no_such_model", workers=workers, on_error=print))


def test_an_article_that_extraction_fails_on_costs_only_itself(
    shipped: Ontology, monkeypatch: pytest.MonkeyPatch, extractor: Extractor
) -> None:
    monkeypatch.setattr(import_module("kg.extract"), "load_model", lambda _: extractor.nlp)
    good, bad = make_article("Vladimir Putin met Joe Biden."), make_article("Bad news.", title="Bad\u202e news")
    settle = Extractor.claims

    def claims(self: Extractor, annotated: object) -> object:
        if annotated.article == bad:  # type: ignore[attr-defined]
            raise RecursionError("too\ndeep")
        return settle(self, annotated)  # type: ignore[arg-type]

    monkeypatch.setattr(Extractor, "claims", claims)
    errors: list[ArticleError] = []
    found = extract_articles([good, bad, good], shipped, on_error=errors.append)
    assert [(article, len(claims)) for article, claims in found] == [(good, 1), (good, 1)]
    assert [str(error) for error in errors] == ["article 'Bad news' could not be understood (RecursionError: too deep)"]


@given(st.lists(st.integers(0, 50), max_size=30), st.integers(1, 60))
def test_batches_are_of_a_size_and_keep_the_order(lengths: list[int], size: int) -> None:
    articles = [make_article("x" * length, id=str(n)) for n, length in enumerate(lengths)]
    batches = list(in_batches(articles, size))
    assert [article for batch in batches for article in batch] == articles
    for batch in batches:
        assert batch
        assert len(batch) == 1 or sum(len(article.text) for article in batch) <= size
    for one, other in pairwise(batches):
        assert sum(len(article.text) for article in (*one, other[0])) > size
