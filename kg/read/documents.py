"""One file, one article: plain text and Markdown."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.errors import ArticleError
from kg.model import Article, make_article
from kg.read.dates import to_iso_date
from kg.read.decode import MAX_CHARACTERS, clean_text, decode
from kg.read.heading import mark_junk, published_of, title_of
from kg.read.sources import MARKDOWN, Source

__all__ = ["read_document"]

_FRONT_MATTER = re.compile(r"---\n(?P<fields>(?:[A-Za-z_]+:[^\n]*\n)+)---\n+")


def read_document(source: Source, *, published: str | None = None, publisher: str | None = None) -> Article:
    """Read a text file as one article.

    Markdown may begin with `key: value` lines between two `---`; its text begins after them.

    Raises:
        ArticleError: the file is empty, binary, too long, or in no known encoding.
    """
    with source.open() as file:
        # One character has four bytes at most, so more than this need not be looked at.
        data = file.read(4 * MAX_CHARACTERS + 1)
    text = clean_text(decode(data, source.name))
    fields: dict[str, str] = {}
    if source.suffix in MARKDOWN and (front := _FRONT_MATTER.match(text)):
        lines = (line.partition(":") for line in front["fields"].splitlines())
        fields = {key.strip().lower(): value.strip().strip("\"'") for key, _, value in lines}
        text = text[front.end() :]
    if not text.strip():
        raise ArticleError(f"{source.name}: empty, there is nothing to read")
    if len(text) > MAX_CHARACTERS or len(data) > 4 * MAX_CHARACTERS:
        raise ArticleError(
            f"{source.name}: longer than the {MAX_CHARACTERS:,} characters that one article may have; "
            "split it into its articles"
        )
    stated = fields.get("published") or fields.get("date")
    found = title_of(text)
    title = fields.get("title")
    article = make_article(
        text,
        title=title if title != found else None,
        published=published or (stated and to_iso_date(stated)) or published_of(text),
        url=fields.get("url"),
        author=fields.get("author"),
        publisher=fields.get("publisher") or publisher,
        language=fields.get("language"),
    )
    # A title found in the text is known only now: one given to `make_article` is put before the text.
    meta = replace(article.meta, title=title or found)
    return mark_junk(replace(article, meta=meta))
