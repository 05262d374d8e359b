"""What a reader has found of an article -> the article."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.errors import ArticleError
from kg.model import Article, make_article
from kg.read.decode import MAX_CHARACTERS, clean_text
from kg.read.heading import mark_junk, published_of, title_of
from kg.read.options import Options

__all__ = ["Found", "compose"]

_BLANK = re.compile(r"[\s\0]*")


@dataclass(frozen=True, slots=True)
class Found:
    """An article as a format has it, with what the format says of it; `published` is an ISO date.

    `made` is the ISO date on which the file was made or the page fetched: the article is not younger, and of that day
    where nothing else says more. `fallback_title` is for a text without a heading of its own.
    """

    text: str
    id: str | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None
    author: str | None = None
    publisher: str | None = None
    language: str | None = None
    fallback_title: str | None = None
    made: str | None = None


def compose(found: Found, name: str, options: Options) -> Article:
    """Make an article of what was found; what the format does not say, the text and then the user may.

    Raises:
        ArticleError: There is no text, or too much of it.
    """
    text = clean_text(found.text)
    if _BLANK.fullmatch(text):
        raise ArticleError(f"{name}: empty, there is nothing to read")
    if len(text) > MAX_CHARACTERS:
        raise ArticleError(
            f"{name}: longer than the {MAX_CHARACTERS:,} characters that one article may have; "
            "split it into its articles"
        )
    told = title_of(text)
    title = _line(found.title) or (None if told else _line(found.fallback_title))
    article = make_article(
        text,
        id=found.id,
        title=title if title != told else None,
        published=_not_after(found.published, found.made) or published_of(text) or options.published or found.made,
        url=_line(found.url),
        author=_line(found.author),
        publisher=_line(found.publisher) or options.publisher,
        language=_line(found.language),
    )
    # A title found in the text is known only now: one given to `make_article` is put before the text.
    return mark_junk(replace(article, meta=replace(article.meta, title=title or told)))


def _not_after(published: str | None, made: str | None) -> str | None:
    """A date, unless it is more than a day after that of the file: clocks and time zones make up a day."""
    if published is None or made is None:
        return published
    return published if published <= (date.fromisoformat(made) + timedelta(days=1)).isoformat() else None


def _line(text: str | None) -> str | None:
    return " ".join(clean_text(text).replace("\0", " ").split()) or None if text else None
