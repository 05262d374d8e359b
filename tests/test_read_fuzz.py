"""Whatever is in a file, reading gives articles or `ArticleError`, and nothing else."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import ArticleError
from kg.model import Article, Claim
from kg.read import Options, read_articles
from kg.read.articles import read_source
from kg.read.inputs.failures import is_damage
from kg.read.inputs.sources import find_sources
from tests.mutations import mutate
from tests.samples import SAMPLES

ROUNDS = int(os.environ.get("KG_FUZZ", "25"))
"""Mutations of each sample; set it to 1,000 to look deeper."""


def check(path: Path, data: bytes) -> None:
    """In this process, and as it is raised: what the guard and the last resort of all readers catch would hide here."""
    path.write_bytes(data)
    errors: list[Exception] = []
    options = Options(on_error=errors.append)
    for source in find_sources([path], on_error=errors.append, on_note=lambda _: None):
        try:
            for article in read_source(source, options):
                assert isinstance(article, (Article, Claim))
                if isinstance(article, Article):
                    assert article.text.strip()
                    assert all(0 <= start <= end <= len(article.text) for start, end in article.junk)
                    article.text.encode()
        except Exception as error:
            if not isinstance(error, (ArticleError, OSError)) and not is_damage(error):
                raise
            errors.append(error)
    assert all("\n" not in str(error) for error in errors if isinstance(error, ArticleError))


@pytest.mark.parametrize("suffix", SAMPLES)
def test_samples_are_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(SAMPLES[suffix])
    articles = list(read_articles([path]))
    assert articles
    assert all("Norway and Chile met in Geneva" in " ".join(article.text.split()) for article in articles[:1])


@pytest.mark.parametrize("suffix", SAMPLES)
def test_broken_files_raise_nothing_else(tmp_path: Path, suffix: str) -> None:
    chance = random.Random(suffix)
    for _ in range(ROUNDS):
        check(tmp_path / f"a{suffix}", mutate(SAMPLES[suffix], chance, SAMPLES))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400), suffix=st.sampled_from([*SAMPLES, ".xml", ".zst", ".xz", ""]))
def test_noise_raises_nothing_else(tmp_path: Path, data: bytes, suffix: str) -> None:
    check(tmp_path / f"a{suffix}", data)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=400),
    suffix=st.sampled_from(
        [".txt", ".md", ".html", ".json", ".jsonl", ".csv", ".eml", ".rss", ".atom", ".xhtml", ".warc"]
    ),
)
def test_any_text_raises_nothing_else(tmp_path: Path, text: str, suffix: str) -> None:
    check(tmp_path / f"a{suffix}", text.encode("utf-8", "surrogatepass"))
