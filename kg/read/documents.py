"""One file, one article: plain text and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.errors import ArticleError
from kg.model import Article
from kg.read.compose import Found, compose
from kg.read.date_fields import date_of, first_by_place
from kg.read.decode import MAX_CHARACTERS, clean_text, decode
from kg.read.options import Options
from kg.read.sources import Source

__all__ = ["MOST_BYTES", "read_markdown", "read_text"]

MOST_BYTES = 4 * MAX_CHARACTERS + 1
"""One character has four bytes at most, so more than this need not be looked at."""
_FRONT_MATTER = re.compile(r"---\n(?P<fields>(?:[A-Za-z_]+:[^\n]*\n)+)---\n+")


def read_text(source: Source, options: Options) -> Iterator[Article]:
    """Read a text file as one article.

    Raises:
        ArticleError: the file is empty, binary, too long, or in no known encoding.
    """
    yield compose(Found(_text(source)), source.name, options)


def read_markdown(source: Source, options: Options) -> Iterator[Article]:
    """Read a Markdown file, which may begin with `key: value` lines between two `---`; its text begins after them.

    Raises:
        ArticleError: As for a text file.
    """
    text = _text(source)
    fields: dict[str, str] = {}
    if front := _FRONT_MATTER.match(text):
        lines = (line.partition(":") for line in front["fields"].splitlines())
        fields = {key.strip().lower(): value.strip().strip("\"'") for key, _, value in lines}
        text = text[front.end() :]
    stated = fields.get("published") or fields.get("date")
    found = Found(text, published=date_of(stated, first_by_place(fields.get("url"), fields.get("language"))))
    named = replace(
        found,
        title=fields.get("title"),
        url=fields.get("url"),
        author=fields.get("author"),
        publisher=fields.get("publisher"),
        language=fields.get("language"),
    )
    yield compose(named, source.name, options)


def _text(source: Source) -> str:
    with source.open() as file:
        data = file.read(MOST_BYTES)
    text = clean_text(decode(data, source.name))
    if len(data) == MOST_BYTES:
        raise ArticleError(
            f"{source.name}: longer than the {MAX_CHARACTERS:,} characters that one article may have; "
            "split it into its articles"
        )
    return text
