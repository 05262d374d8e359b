"""The articles of a store are given back as they were read, and make the same graph again."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from kg.cli import run
from kg.export import export
from kg.export.articles import export_articles
from kg.graph.build import update
from kg.graph.runs import GIVEN
from kg.graph.store import open_store
from kg.model import Article, Claim
from kg.ontology import Ontology
from kg.pipeline import Reading, build
from kg.read import read_articles

News = tuple[tuple[Article, tuple[Claim, ...]], ...]

PASTED = """Putin meets Macron

MOSCOW, March 7, 2022 (Wire) - President Vla\u00addimir Putin met French President
Emmanuel Macron in Mos\u00adcow on Monday and promised to withdraw from
Ukraine, Macronâ€™s office said.

Share this article
Germany praised France.
"""


def quads(store: Path) -> list[bytes]:
    out = io.BytesIO()
    with open_store(store, read_only=True) as opened:
        export(opened, "nquads", out)
    return sorted(out.getvalue().splitlines())


def test_what_is_exported_builds_the_same_graph(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "pasted.txt").write_text(PASTED)
    told = {"text": "Iran attacked Iraq.\x0b", "headline": "A\u00a0raid", "url": "https://n.example/a", "author": "A"}
    (articles / "told.jsonl").write_text(json.dumps(told))
    build([articles], tmp_path / "one")
    out = tmp_path / "articles.jsonl"
    assert run(["export", "--articles", "--store", str(tmp_path / "one"), "--output", str(out)]) == 0
    assert capfd.readouterr().err == ""
    exported = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {PASTED, "A raid\n\nIran attacked Iraq.\x0b"} == {each["text"] for each in exported}
    build([out], tmp_path / "two", Reading())
    assert quads(tmp_path / "two") == quads(tmp_path / "one")
    assert any(b"metWith" in quad for quad in quads(tmp_path / "one"))


def test_articles_are_read_again_as_they_were(news: News, small_ontology: Ontology, tmp_path: Path) -> None:
    out = io.BytesIO()
    with open_store() as store:
        update(store, news, small_ontology, "m")
        assert export_articles(store, out) == 0
    path = tmp_path / "articles.jsonl"
    path.write_bytes(out.getvalue())
    again = {article.id: article.text for article in read_articles([path])}
    assert again == {article.id: article.text for article, _ in news}


def test_articles_of_which_only_claims_were_given_are_told(
    news: News, small_ontology: Ontology, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "store"
    with open_store(folder, create=True) as store:
        update(store, [(Article(article.meta, ""), claims) for article, claims in news], small_ontology, GIVEN)
    assert run(["export", "--articles", "--store", str(folder)]) == 0
    shown = capfd.readouterr()
    assert shown.out == ""
    assert shown.err == f"kg: {len(news)} articles have no text here, for only claims were given; left out\n"


@pytest.mark.parametrize("option", [("--format", "trig"), ("--min-confidence", "0.5")])
def test_articles_have_one_form(tmp_path: Path, option: tuple[str, str], capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "--articles", "--store", str(tmp_path), *option]) == 2
    assert "leave out --format" in capfd.readouterr().err
