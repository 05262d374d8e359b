"""Files far larger, wider or deeper than any news: one clear line each, or their articles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import ArticleError
from kg.model import Article
from kg.read import Options, read_articles

TOLD = "The foreign ministers of Norway and Chile met in Oslo on Monday, officials of both countries said. "
MUCH = 50 * 2**20 // len(TOLD)
MAIL = "From: a@b.example\nTo: c@d.example\nSubject: Talks\nDate: Mon, 4 Mar 2024 06:00:00 +0100\nMIME-Version: 1.0\n"


def read(path: Path) -> tuple[list[Article], list[ArticleError]]:
    errors: list[ArticleError] = []
    return list(read_articles([path], Options(on_error=errors.append))), errors


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.txt", lambda: (TOLD + "\n\n") * 2 * MUCH, "longer than the 67,108,864 characters"),
        ("one-line.txt", lambda: TOLD * 2 * MUCH, "longer than the 67,108,864 characters"),
        ("a.html", lambda: "<body>" + f"<p>{TOLD}</p>" * MUCH, "more markup than any page has"),
        ("line.jsonl", lambda: f'{{"text": "{TOLD * MUCH}"}}', "longer than the 16 megabytes"),
        ("cell.csv", lambda: f'id,text\n1,"{TOLD * MUCH}"\n', "in one cell"),
        ("deep.json", lambda: "[" * 5_000_000, "no JSON"),
        ("deep.html", lambda: "<body>" + "<div>" * 4_000_000 + TOLD, "more markup than any page has"),
        (
            "deep.eml",
            lambda: (
                MAIL
                + "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(20_000))
                + f"Content-Type: text/plain\n\n{TOLD}"
            ),
            "nested too deeply",
        ),
        ("zeros.dat", lambda: "\0" * 50 * 2**20, "a binary file"),
    ],
)
def test_too_much_is_one_line(tmp_path: Path, name: str, content: Callable[[], str], told: str) -> None:
    path = tmp_path / name
    path.write_text(content())
    articles, errors = read(path)
    path.unlink()
    assert not articles
    assert len(errors) == 1
    assert str(errors[0]).startswith(str(path))
    assert told in str(errors[0])


def test_a_table_of_ten_thousand_columns_is_a_table(tmp_path: Path) -> None:
    header = ",".join(f"column {number}" for number in range(10_000))
    row = ",".join("x" for _ in range(10_000))
    path = tmp_path / "wide.csv"
    path.write_text(f"{header},text\n" + "".join(f'{row},"{number} {TOLD}"\n' for number in range(20)))
    articles, errors = read(path)
    assert not errors
    assert [article.text for article in articles] == [f"{number} {TOLD}" for number in range(20)]
