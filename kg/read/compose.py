"""What a reader has found of an article -> the article."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg.errors import ArticleError
from kg.model import Article, DateSource, make_article
from kg.read.decode import MAX_CHARACTERS, clean_text
from kg.read.heading import mark_junk, published_of, title_of
from kg.read.options import Options

__all__ = ["Found", "compose"]

_BLANK = re.compile(r"[\s\0]*")


@dataclass(frozen=True, slots=True)
class Found:
    """An article as a format has it, with what the format says of it.

    `published` is an ISO date, `date_source` where that is from.
    """

    text: str
    id: str | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None
    author: str | None = None
    publisher: str | None = None
    language: str | None = None
    date_source: DateSource = DateSource.METADATA


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
    title = _line(found.title)
    published, date_source = _dated(found, text, options) or (None, None)
    article = make_article(
        text,
        id=found.id,
        title=title if title != told else None,
        published=published,
        url=_line(found.url),
        author=_line(found.author),
        publisher=_line(found.publisher) or options.publisher,
        language=_line(found.language),
        date_source=date_source,
    )
    # A title found in the text is known only now: one given to `make_article` is put before the text.
    return mark_junk(replace(article, meta=replace(article.meta, title=title or told)))


def _dated(found: Found, text: str, options: Options) -> tuple[str, DateSource] | None:
    """The date of an article, and where it is from: the format, the text, the user, in this order."""
    if found.published:
        return found.published, found.date_source
    if told := published_of(text):
        return told
    return (options.published, DateSource.COMMAND_LINE) if options.published else None


def _line(text: str | None) -> str | None:
    return " ".join(clean_text(text).replace("\0", " ").split()) or None if text else None
