"""An article that cannot be understood costs one line, and what no reader can hold in memory is read in pieces."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from spacy.tokens import Doc

from kg.errors import ArticleError
from kg.extract import Extractor
from kg.extract.annotate import _batches
from kg.model import Article, make_article
from kg.read import Options, read_articles
from tests.mutations import mutate
from tests.samples import SAMPLES

NEWS = "Iran attacked Israel on Monday."
SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))


class Stumbling:
    """A step of the language model that fails on a word."""

    def __call__(self, doc: Doc) -> Doc:
        if "stumble" in doc.text:
            raise ValueError("it\nstumbled")
        return doc


@pytest.fixture
def stumbling(extractor: Extractor) -> Iterable[Extractor]:
    extractor.nlp.add_pipe("stumbling")
    yield extractor
    extractor.nlp.remove_pipe("stumbling")


@pytest.fixture(autouse=True, scope="module")
def _component() -> None:
    from spacy.language import Language

    if not Language.has_factory("stumbling"):
        Language.component("stumbling", func=Stumbling())


def articles(*texts: str) -> list[Article]:
    return [make_article(text, id=str(n)) for n, text in enumerate(texts)]


def test_an_article_that_the_model_fails_on_is_one_line(stumbling: Extractor) -> None:
    errors: list[ArticleError] = []
    texts = [NEWS] * 3 + ["They stumble."] + [NEWS] * 3 + ["We stumble.", NEWS]
    found = list(stumbling.extract(articles(*texts), on_error=errors.append))
    assert [article.id for article, claims in found if claims] == ["0", "1", "2", "4", "5", "6", "8"]
    assert len(errors) == 2
    assert "\n" not in str(errors[0])
    assert "could not be understood" in str(errors[0])


def test_without_a_listener_it_is_raised(stumbling: Extractor) -> None:
    with pytest.raises(ValueError, match="stumbled"):
        list(stumbling.extract(articles(NEWS, "They stumble.")))


def test_long_articles_are_analysed_apart() -> None:
    lengths = [100, 150_000, 60_000, *([10] * 40), 500_000, 5]
    batches = list(_batches([make_article("x" * length, id=str(n)) for n, length in enumerate(lengths)], 32))
    assert [len(article.text) for batch in batches for article in batch] == lengths
    assert all(len(batch) <= 32 for batch in batches)
    assert all(sum(len(article.text) for article in batch[:-1]) < 200_000 for batch in batches)


@pytest.mark.parametrize("text", ["(" * 40_000, '"' * 40_000, "Iran's" * 8_000, "“" * 600 + "” " * 600, "…" * 9_000])
def test_what_has_no_spaces_takes_no_time(extractor: Extractor, text: str) -> None:
    start = time.process_time()
    list(extractor.extract([make_article(f"{NEWS}\n\n{text}\n\n{NEWS}")]))
    assert time.process_time() - start < 10  # the tokenizer alone took minutes


def test_broken_articles_are_understood_or_lost(extractor: Extractor, tmp_path: Path) -> None:
    for number in range(int(os.environ.get("KG_FUZZ", "12"))):
        chance = random.Random(number)
        data = mutate(chance.choice(SEEDS).read_bytes()[:3000], chance, SAMPLES)
        (tmp_path / f"{number}.txt").write_bytes(data)
    for article, claims in extractor.extract(read_articles([tmp_path], Options(on_error=lambda _: None))):
        for claim in claims:
            assert all(each.text == article.text[each.start : each.end] for each in claim.evidence)
