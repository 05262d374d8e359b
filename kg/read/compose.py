"""What a reader has found of an article -> the article."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg.errors import ArticleError
from kg.model import Article, make_article
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
    """An article as a format has it, with what the format says of it; `published` is an ISO date."""

    text: str
    id: str | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None
    author: str | None = None
    publisher: str | None = None
    language: str | None = None


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
    title = _line(found.title)
    article = make_article(
        text,
        id=found.id,
        title=title if title != told else None,
        published=found.published or published_of(head) or options.published,
        url=_line(found.url),
        author=_line(found.author),
        publisher=_line(found.publisher) or options.publisher,
        language=_line(found.language),
    )
    # A title found in the text is known only now: one given to `make_article` is put before the text.
    return mark(replace(article, meta=replace(article.meta, title=title or told)))


def _line(text: str | None) -> str | None:
    return " ".join(mended(clean_text(text)).split()) or None if text else None
