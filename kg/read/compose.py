"""What a reader has found of an article -> the article."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.errors import ArticleError
from kg.model import Article, DateSource, make_article
from kg.read.decode import MAX_CHARACTERS, clean_text
from kg.read.heading import published_of, title_of
from kg.read.mark import mark
from kg.read.options import Options
from kg.read.repairs import mended

__all__ = ["Found", "compose"]

_HEAD = 8000  # characters in which title and date are looked for
_BLANK = re.compile(r"[\s\0]*")


@dataclass(frozen=True, slots=True)
class Found:
    """An article as a format has it, with what the format says of it.

    `published` is an ISO date, `date_source` where that is from. `made` is the ISO date on which the file was made or
    the page fetched: the article is not younger, and of that day where nobody says more. `fallback_title` is for a text
    without a heading of its own.
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
    head = mended(text[:_HEAD])
    told = title_of(head)
    title = _line(found.title) or (None if told else _line(found.fallback_title))
    published, date_source = _dated(found, head, options) or (None, None)
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
    return mark(replace(article, meta=replace(article.meta, title=title or told)))


def _dated(found: Found, text: str, options: Options) -> tuple[str, DateSource] | None:
    """The date of an article, and where it is from: the format, the text, the user, the file, in this order."""
    if found.published and not _is_after(found.published, found.made):
        return found.published, found.date_source
    if told := published_of(text):
        return told
    if options.published:
        return options.published, DateSource.COMMAND_LINE
    return (found.made, DateSource.FILE) if found.made else None


def _is_after(published: str, made: str | None) -> bool:
    """Is a date more than a day after that of the file? Clocks and time zones make up a day."""
    return made is not None and published > (date.fromisoformat(made) + timedelta(days=1)).isoformat()


def _line(text: str | None) -> str | None:
    return " ".join(mended(clean_text(text)).split()) or None if text else None
