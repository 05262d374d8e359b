"""What a reader has found of an article -> the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from kg.errors import ArticleError
from kg.model import Article, DateSource, make_article
from kg.read.credits import Credits, agency_of, credits_of
from kg.read.date_fields import date_of, first_by_place
from kg.read.decode import MAX_CHARACTERS, clean_text
from kg.read.heading import dateline_words, mark_junk, published_of, title_of
from kg.read.language import language_of
from kg.read.name_dates import date_in_address, date_in_name
from kg.read.options import Options, Told

__all__ = ["Found", "compose"]

_BLANK = re.compile(r"[\s\0]*")
_ADDRESS = re.compile(r"(?:https?://|(?=www\.))(?P<host>[\w.-]+)\S*", re.IGNORECASE)
_TOLD = ("id", "title", "url", "author", "publisher", "language")
_OLDEST = "1900-01-02"
# What programs write for a date that they do not know: the first day of Unix, of Excel, of .NET and of SQL Server.
_PLACEHOLDERS = frozenset({"1970-01-01", "1969-12-31", "1900-01-01", "1899-12-30", "1753-01-01"})


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
    found = _with_told(found, options.told)
    text = clean_text(found.text)
    if _BLANK.fullmatch(text):
        raise ArticleError(f"{name}: empty, there is nothing to read")
    if len(text) > MAX_CHARACTERS:
        raise ArticleError(
            f"{name}: longer than the {MAX_CHARACTERS:,} characters that one article may have; "
            "split it into its articles"
        )
    found = _with_host(found)
    credit = credits_of(text)
    told = credit.title or title_of(text)
    title = _line(found.title)
    if title and told and _bare(title) == _bare(told):
        title = told
    found = replace(found, url=found.url or credit.url, language=found.language or credit.language)
    published, date_source = _dated(found, text, credit, name, options)
    article = make_article(
        text,
        id=found.id,
        title=title if title != told else None,
        published=published,
        url=_line(found.url),
        author=_line(found.author or credit.author),
        publisher=_line(found.publisher or credit.publisher) or options.publisher or credit.agency or _agency(text),
        date_source=date_source,
    )
    # A title found in the text is known only now: one given to `make_article` is put before the text.
    marked = _without_labels(mark_junk(article), credit, len(article.text) - len(text))
    language = language_of(marked.text, found.language, marked.junk)
    return replace(marked, meta=replace(article.meta, title=title or told, language=language))


def _with_host(found: Found) -> Found:
    """What was found, with the host for a publisher that is an address, as tables have it."""
    address = _ADDRESS.match(found.publisher or "")
    if address is None:
        return found
    return replace(found, url=found.url or address[0], publisher=address["host"].lower().removeprefix("www."))


def _with_told(found: Found, told: Told | None) -> Found:
    """What was found, with what the user says of it in its place; the date comes in its turn."""
    if told is None:
        return found
    said = {name: value for name in _TOLD if (value := getattr(told, name)) is not None}
    return replace(found, **said)


def _agency(text: str) -> str | None:
    """The agency whose report a text is, by its dateline."""
    return next((agency for line in dateline_words(text) if (agency := agency_of(line))), None)


def _without_labels(article: Article, credit: Credits, shift: int) -> Article:
    """The article with its labelled lines marked as junk, `shift` characters behind where they were found."""
    labelled = [(start + shift, end + shift) for start, end in credit.labelled]
    others = [
        (start, end) for start, end in article.junk if not any(begin < end and start < stop for begin, stop in labelled)
    ]
    return replace(article, junk=tuple(sorted(others + labelled)))


def _bare(title: str) -> str:
    """A title without what one copy of it has otherwise than another: quotation marks, dashes, capitals."""
    return "".join(char for char in title.casefold() if char.isalnum())


def _dated(
    found: Found, text: str, credit: Credits, name: str, options: Options
) -> tuple[str | None, DateSource | None]:
    """The date of an article, and where it is from: the first that can be one."""
    for date, source in _dates(found, text, credit, options):
        if why := _impossible(date):
            options.on_note(f"{name}: not of {date}, as its {source} says: {why}")
        else:
            return date, source
    return None, None


def _dates(found: Found, text: str, credit: Credits, options: Options) -> Iterator[tuple[str, DateSource]]:
    """What tells of the date, in the order of how far it can be trusted."""
    if options.told and options.told.published:
        yield options.told.published, DateSource.SIDECAR
    if found.published:
        yield found.published, found.date_source
    if told := published_of(text, first_by_place(found.url, found.language)):
        yield told
    if credit.published and (date := date_of(credit.published, first_by_place(found.url, found.language))):
        yield date, DateSource.TEXT
    if found.url and (date := date_in_address(found.url)):
        yield date, DateSource.ADDRESS
    if options.file and (date := date_in_name(options.file)):
        yield date, DateSource.FILE_NAME
    if options.published:
        yield options.published, DateSource.COMMAND_LINE


def _impossible(date: str) -> str | None:
    """Why nothing was published on a day; days are counted in all time zones at once."""
    if date < _OLDEST or date in _PLACEHOLDERS:
        return "no article is from then"
    if date > (datetime.now(UTC) + timedelta(days=1)).date().isoformat():
        return "that day is still to come"
    return None


def _line(text: str | None) -> str | None:
    return " ".join(clean_text(text).replace("\0", " ").split()) or None if text else None
