"""What a reader has found of an article -> the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from kg.errors import ArticleError
from kg.model import Article, DateSource, make_article
from kg.read.date_fields import first_by_place
from kg.read.decode import MAX_CHARACTERS, clean_text
from kg.read.heading import published_of, title_of
from kg.read.language import language_of
from kg.read.mark import beginning, mark
from kg.read.name_dates import date_in_address, date_in_name
from kg.read.options import Options, Told
from kg.read.repairs import mended

__all__ = ["Found", "compose"]

_HEAD = 8000  # characters in which title and date are looked for
_BLANK = re.compile(r"[\s\0]*")
_TOLD = ("id", "title", "url", "author", "publisher", "language")
_OLDEST = "1900-01-02"
# What programs write for a date that they do not know: the first day of Unix, of Excel, of .NET and of SQL Server.
_PLACEHOLDERS = frozenset({"1970-01-01", "1969-12-31", "1900-01-01", "1899-12-30", "1753-01-01"})


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
    found = _with_told(found, options.told)
    text = clean_text(found.text)
    if _BLANK.fullmatch(text):
        raise ArticleError(f"{name}: empty, there is nothing to read", kind="empty")
    if len(text) > MAX_CHARACTERS:
        raise ArticleError(
            f"{name}: longer than the {MAX_CHARACTERS:,} characters that one article may have; "
            "split it into its articles",
            kind="too long",
        )
    head = beginning(text, _HEAD)
    told = title_of(head)
    title = _line(found.title) or (None if told else _line(found.fallback_title))
    published, date_source = _dated(found, head, name, options)
    article = make_article(
        text,
        id=found.id,
        title=title if title != told else None,
        published=published,
        url=_line(found.url),
        author=_line(found.author),
        publisher=_line(found.publisher) or options.publisher,
        date_source=date_source,
    )
    # A title found in the text is known only now: one given to `make_article` is put before the text.
    marked = mark(article)
    language = language_of(marked.text, found.language, marked.junk)
    return replace(marked, meta=replace(article.meta, title=title or told, language=language))


def _with_told(found: Found, told: Told | None) -> Found:
    """What was found, with what the user says of it in its place; the date comes in its turn."""
    if told is None:
        return found
    said = {name: value for name in _TOLD if (value := getattr(told, name)) is not None}
    return replace(found, **said)


def _dated(found: Found, text: str, name: str, options: Options) -> tuple[str | None, DateSource | None]:
    """The date of an article, and where it is from: the first that can be one."""
    for day, source in _dates(found, text, options):
        if why := _impossible(day):
            options.on_note(f"{name}: not of {day}, as its {source} says: {why}")
        else:
            return day, source
    return None, None


def _dates(found: Found, text: str, options: Options) -> Iterator[tuple[str, DateSource]]:
    """What tells of the date, in the order of how far it can be trusted."""
    if options.told and options.told.published:
        yield options.told.published, DateSource.SIDECAR
    if found.published and not _is_after(found.published, found.made):
        yield found.published, found.date_source
    if told := published_of(text, first_by_place(found.url, found.language)):
        yield told
    if found.url and (day := date_in_address(found.url)):
        yield day, DateSource.ADDRESS
    if options.file and (day := date_in_name(options.file)):
        yield day, DateSource.FILE_NAME
    if options.published:
        yield options.published, DateSource.COMMAND_LINE
    if found.made:
        yield found.made, DateSource.FILE


def _is_after(published: str, made: str | None) -> bool:
    """Is a date more than a day after that of the file? Clocks and time zones make up a day."""
    return made is not None and published > (date.fromisoformat(made) + timedelta(days=1)).isoformat()


def _impossible(day: str) -> str | None:
    """Why nothing was published on a day; days are counted in all time zones at once."""
    if day < _OLDEST or day in _PLACEHOLDERS:
        return "no article is from then"
    if day > (datetime.now(UTC) + timedelta(days=1)).date().isoformat():
        return "that day is still to come"
    return None


def _line(text: str | None) -> str | None:
    return " ".join(mended(clean_text(text)).split()) or None if text else None
