"""What is known of an article goes with it: through the command, claims, the kept store and the graph."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.cli import run
from kg.errors import ArticleError
from kg.graph.kept import Kept
from kg.graph.quads import article_quads
from kg.graph.runs import Run
from kg.jsonl import article_to_line, claim_from_line, claim_to_line
from kg.model import Article, ArticleMeta, Claim, DateSource, Entity, EntityType, Evidence, make_article
from kg.pipeline import Reading
from kg.read import Options, read_articles

TEXT = "Vladimir Putin met Joe Biden in Geneva, officials of both said."
GERMAN = "Der Bundeskanzler reiste am Montag nach Kiew und sagte der Ukraine weitere Hilfe zu, teilte er mit."


Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(capfdbinary: pytest.CaptureFixture[bytes]) -> Command:
    """Runs a command: its status, its standard output, and what it says on standard error."""

    def command(*arguments: str) -> tuple[int, str, str]:
        status = run(list(arguments))
        out, err = capfdbinary.readouterr()
        return status, out.decode(), err.decode()

    return command


def claim_of(article: Article) -> Claim:
    putin = Entity("vladimir-putin", "Vladimir Putin", EntityType.PERSON)
    biden = Entity("joe-biden", "Joe Biden", EntityType.PERSON)
    evidence = Evidence(article.text, 0, len(article.text))
    return Claim("c", article.meta, putin, "metWith", biden, evidence=(evidence,))


@pytest.mark.parametrize("source", [*DateSource, None])
def test_the_source_of_a_date_survives_json(tmp_path: Path, source: DateSource | None) -> None:
    article = make_article(TEXT, published="2021-06-17", date_source=source)
    claim = claim_of(article)
    assert claim_from_line(claim_to_line(claim)) == claim
    (tmp_path / "a.jsonl").write_text(article_to_line(article))
    (again,) = read_articles([tmp_path])
    assert again.meta.date_source == (source or DateSource.METADATA)


def test_there_is_no_source_without_a_date() -> None:
    assert make_article(TEXT, date_source=DateSource.TEXT).meta.date_source is None


def test_a_source_that_is_none_is_refused() -> None:
    line = claim_to_line(claim_of(make_article(TEXT, published="2021-06-17", date_source=DateSource.FILE_NAME)))
    with pytest.raises(ArticleError, match=r"'article\.date_source' is 'file nam'; did you mean 'file name'\?"):
        claim_from_line(line.replace("file name", "file nam"))


def test_what_an_earlier_version_kept_is_read(tmp_path: Path) -> None:
    run = Run("1", "model", "ontology")
    connection = sqlite3.connect(tmp_path / "claims.sqlite")
    kept = Kept(connection)
    article = make_article(TEXT, published="2021-06-17", date_source=DateSource.DATELINE)
    kept.put(article, [claim_of(article)], run)
    assert [each.meta for each in kept.articles()] == [article.meta]
    ((meta,),) = connection.execute("SELECT meta FROM article")
    older = {name: value for name, value in json.loads(meta).items() if name != "date_source"}
    with connection:
        connection.execute("UPDATE article SET meta = ?", (json.dumps(older),))
    assert [each.meta for each in kept.articles()] == [replace(article.meta, date_source=None)]
    kept.close()


@pytest.mark.parametrize("source", [DateSource.FILE_NAME, None])
def test_the_graph_says_where_a_date_is_from(source: DateSource | None) -> None:
    meta = ArticleMeta("a", published="2021-06-17", date_source=source)
    quads = article_quads(meta, (), {}, {}, run=Run("1", "model", "ontology"), base="https://a.example/")
    told = [str(quad.object) for quad in quads if quad.predicate.value.endswith("dateSource")]
    assert told == (['"file name"'] if source else [])


def test_options_fill_what_is_missing(tmp_path: Path, command: Command) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(f"Talks\n\nJune 17, 2021 | The Meridian\n\n{TEXT}")
    status, out, err = command("read", str(tmp_path), "--published", "2021-06-18", "--publisher", "Courier")
    assert (status, err) == (0, "")
    told = [(each["published"], each["date_source"], each["publisher"]) for each in map(json.loads, out.splitlines())]
    assert told == [("2021-06-18", "command line", "Courier"), ("2021-06-17", "text", "The Meridian")]


def test_other_languages_are_one_line_each_and_no_failure(tmp_path: Path, command: Command) -> None:
    (tmp_path / "a.txt").write_text(GERMAN)
    status, out, err = command("read", str(tmp_path))
    assert (status, out) == (0, "")
    assert "skipped 1 input: 1 in another language, which --language any reads (a.txt)" in err
    assert command("read", str(tmp_path), "--quiet") == (0, "", "")
    for chosen in (["any"], ["de"], ["German"], ["en,de"], ["en", "--language", "de"]):
        status, out, err = command("read", str(tmp_path), "--language", *chosen)
        assert (status, json.loads(out)["language"]) == (0, "de")
        assert "skipped" not in err


def test_what_is_no_language_is_wrong_usage(command: Command) -> None:
    status, _, err = command("read", "x.txt", "--language", "klingon")
    assert status == 2
    assert "'klingon' is no language; write its code, as in en or de, or any" in err


@pytest.mark.parametrize(
    ("reading", "languages"),
    [
        (Reading(), frozenset({"en"})),
        (Reading(model="de_core_news_sm"), frozenset({"de"})),
        (Reading(model="/models/fr_dep_news_trf"), frozenset({"fr"})),
        (Reading(model="my_own_model"), frozenset({"en"})),
        (Reading(model="de_core_news_sm", languages=("en", "fr")), frozenset({"en", "fr"})),
        (Reading(languages=("en", "any")), None),
    ],
)
def test_without_a_word_the_language_is_that_of_the_model(reading: Reading, languages: frozenset[str] | None) -> None:
    assert reading.options.languages == languages


def test_a_note_tells_of_a_date_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "2022-03-07.txt").write_text(TEXT)
    (tmp_path / "2022-03-07.json").write_text('{"date": "1970-01-01"}')
    notes: list[str] = []
    (article,) = read_articles([tmp_path], Options(on_note=notes.append))
    assert (article.meta.published, article.meta.date_source) == ("2022-03-07", "file name")
    assert notes == [f"{tmp_path}/2022-03-07.txt: not of 1970-01-01, as its sidecar says: no article is from then"]
