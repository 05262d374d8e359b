"""Articles in JSON documents and tables, under the names that fields have in the wild."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ArticleError
from kg.model import Article
from kg.read import Options, read_articles
from kg.read.article.options import Skipped

BODY = "The minister flew to Vienna on Tuesday. She met her Austrian counterpart there."


def read(path: Path, text_column: str | None = None) -> tuple[list[Article], list[str], list[str]]:
    errors: list[ArticleError] = []
    notes: list[str] = []
    options = Options(text_column=text_column, on_error=errors.append, on_note=notes.append)
    return list(read_articles([path], options)), [str(error) for error in errors], notes


def table(rows: list[list[str]], separator: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize(
    ("record", "meta"),
    [
        (
            {
                "headline": "Talks",
                "body": BODY,
                "pubDate": "Mon, 07 Mar 2022 10:15:00 GMT",
                "link": "https://a.example/1",
            },
            {"title": "Talks", "published": "2022-03-07", "url": "https://a.example/1"},
        ),
        (
            {
                "title": "Talks",
                "content": BODY,
                "publishedAt": "2022-03-07T23:59:00Z",
                "source": {"id": None, "name": "Wire"},
            },
            {"title": "Talks", "published": "2022-03-07", "publisher": "Wire"},
        ),
        (
            {
                "Article Text": BODY,
                "date": "07 March 2022",
                "authors": ["Jane Roe", {"name": "John Doe"}],
                "lang": "en",
            },
            {"published": "2022-03-07", "author": "Jane Roe, John Doe", "language": "en"},
        ),
        ({"maintext": BODY, "date_publish": "2022-03-07 10:15:00"}, {"published": "2022-03-07"}),
        ({"text": BODY, "timestamp": 1646647200}, {"published": "2022-03-07"}),
        ({"text": BODY, "timestamp": "1646647200000"}, {"published": "2022-03-07"}),
        ({"text": BODY, "seendate": "20220307T101500Z"}, {"published": "2022-03-07"}),
        ({"text": BODY, "date": "2022/3/7"}, {"published": "2022-03-07"}),
        ({"id": 7, "text": BODY, "description": "A teaser.", "name": "Talks"}, {"id": "7", "title": "Talks"}),
    ],
)
def test_fields_by_any_usual_name(tmp_path: Path, record: dict[str, Any], meta: dict[str, str]) -> None:
    (tmp_path / "a.json").write_text(json.dumps(record))
    (tmp_path / "b.jsonl").write_text(json.dumps(record) + "\n")
    for file in ("a.json", "b.jsonl"):
        (article,), errors, _ = read(tmp_path / file)
        assert not errors
        assert BODY in article.text
        assert {name: getattr(article.meta, name) for name in meta} == meta


@pytest.mark.parametrize(
    "document",
    [
        [{"text": BODY}, {"text": BODY + " More."}],
        {"status": "ok", "articles": [{"content": BODY}, {"content": BODY + " More."}]},
        {"response": {"results": [{"body": BODY}, {"body": BODY + " More."}]}},
        {"version": "1.1", "items": [{"content_html": f"<p>{BODY}</p>"}, {"content_text": BODY + " More."}]},
    ],
)  # fmt: skip
def test_lists_of_articles_wherever_they_are(tmp_path: Path, document: Any) -> None:
    (tmp_path / "a.json").write_text(json.dumps(document, indent=1))
    articles, errors, _ = read(tmp_path / "a.json")
    assert not errors
    assert [article.text for article in articles] == [BODY, BODY + " More."]


def test_markup_in_a_field_becomes_paragraphs(tmp_path: Path) -> None:
    html = "<p>Envoys met in <b>Oslo</b>.</p><script>x()</script><p>They spoke &amp; left.<br>Nobody stayed.</p>"
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": html, "title": "A &quot;deal&quot;"}))
    (article,), _, _ = read(tmp_path / "a.jsonl")
    assert article.text == 'A "deal"\n\nEnvoys met in Oslo.\n\nThey spoke & left.\n\nNobody stayed.'


@pytest.mark.parametrize(
    ("separator", "suffix"), [(",", ".csv"), (";", ".csv"), ("\t", ".tsv"), ("\t", ".csv"), ("|", ".csv")]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_tables(tmp_path: Path, separator: str, suffix: str, encoding: str) -> None:
    text = BODY + '\n\nHe said: "Señor, I agree; truly, I do".'
    rows = [["ID", "Headline", "Publish Date", "Content"], ["1", "Talks", "2022-03-07", text], [], ["2", "", "", BODY]]
    path = tmp_path / f"a{suffix}"
    path.write_bytes(table(rows, separator).encode(encoding))
    articles, errors, notes = read(path)
    assert not errors
    assert not notes
    assert [article.id for article in articles] == ["1", "2"]
    assert articles[0].text == f"Talks\n\n{text}"
    assert articles[0].meta.published == "2022-03-07"


def test_the_user_names_the_column(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(table([["text", "words"], ["short", BODY]]))
    assert read(tmp_path / "a.csv", "words")[0][0].text == BODY
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "short", "words": BODY}))
    assert read(tmp_path / "a.jsonl", "words")[0][0].text == BODY


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.csv", "when,what\n1,2\n", "name the one with --text-column, of 'when', 'what'"),
        ("a.csv", "", "of none"),
        ("a.csv", ",".join(f"c{n}" for n in range(10_000)) + "\n", "and 9988 more"),
        ("a.csv", 'text\n"' + "x" * 900_000 + '"\n', "line 2"),
        ("a.csv", "id,text\n1,\n", "no row has anything in column 'text'"),
        ("a.json", "{", "no JSON"),
        ("a.json", '[{"text": "a"},', "line 1, column 16"),
        ("a.json", "[" * 100_000, "no JSON"),
        ("a.json", "[[]]", "no list of articles"),
        ("a.json", '{"meta": 1}', "name the one with --text-column, of 'meta'"),
    ],
)
def test_what_is_no_article_is_one_clear_line(tmp_path: Path, name: str, data: str, told: str) -> None:
    path = tmp_path / name
    path.write_text(data)
    articles, errors, _ = read(path)
    assert not articles
    assert len(errors) == 1
    assert errors[0].startswith(str(path))
    assert told in errors[0]
    assert "\n" not in errors[0]


def test_the_report_of_a_run_is_no_article_and_no_failure(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(json.dumps({"kg_report": 1, "command": "build"}))
    skipped: list[Skipped] = []
    assert not list(read_articles([path], Options(on_skip=skipped.append)))
    assert [(each.name, each.kind) for each in skipped] == [(str(path), "no article")]


def test_an_empty_row_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(table([["id", "text"], ["1", BODY], ["2", " "], ["3"], ["4", BODY + " More."]]))
    skipped: list[Skipped] = []
    articles = list(read_articles([tmp_path / "a.csv"], Options(on_skip=skipped.append)))
    assert [article.id for article in articles] == ["1", "4"]
    assert [(each.name[-6:], each.kind) for each in skipped] == [("line 3", "empty"), ("line 4", "empty")]


def test_dates_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    rows = [["text", "date"], [BODY, "03/07/2022"], [BODY + " More.", "2022-03-07"], [BODY + " Most.", "soon"]]
    (tmp_path / "a.csv").write_text(table(rows))
    articles, errors, notes = read(tmp_path / "a.csv")
    assert len(articles) == 3
    assert not errors
    assert "2 dates in column 'date'" in notes[0]
