"""What a reader has found of an article -> the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.errors import ArticleError
from kg.model import Article, DateSource, make_article
from kg.read.article.options import Options, Told
from kg.read.text.credits import Credits, agency_of, credits_of
from kg.read.text.date_fields import date_of, first_by_place
from kg.read.text.decode import MAX_CHARACTERS, clean_text
from kg.read.text.heading import dateline_words, head_junk, published_of, title_of
from kg.read.text.junk import merged
from kg.read.text.language import language_of
from kg.read.text.mark import beginning, mark
from kg.read.text.name_dates import date_in_address, date_in_name
from kg.read.text.repairs import mended
from kg.read.text.settle_date import settle_date

__all__ = ["Found", "compose"]

_HEAD = 8000  # characters in which title, date and credits are looked for
_BLANK = re.compile(r"[\s\0]*")
_ADDRESS = re.compile(r"(?:https?://|(?=www\.))(?P<host>[\w.-]+)\S*", re.IGNORECASE)
Span = tuple[int, int]

_TOLD = ("id", "title", "url", "author", "publisher", "language")


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

    What lies beside a file goes before all that is in it.

    Raises:
        ArticleError: There is no text, or too much of it.
    """
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
    credit = credits_of(head)
    found = _filled(_with_told(found, options.told), credit)
    junk = head_junk(head)
    told = credit.title or title_of(head, junk)
    title = _line(found.title) or (None if told else _line(found.fallback_title))
    if title and told and _bare(title) == _bare(told):
        title = told
    published, date_source = settle_date(
        _dates(found, head, junk, credit, options), found.made, lambda why: options.on_note(f"{name}: {why}")
    )
    article = make_article(
        text,
        id=found.id,
        title=title if title != told else None,
        published=published,
        url=_line(found.url),
        author=_line(found.author),
        publisher=_line(found.publisher) or options.publisher or credit.agency or _agency(head, junk),
        date_source=date_source,
    )
    # A title found in the text is known only now: one given to `make_article` is put before the text.
    marked = mark(replace(article, meta=replace(article.meta, title=title or told)))
    if credit.labelled:  # where they stand in the text as read, below a title that was put before it
        shift = len(article.text) - len(text)
        labelled = [(start + shift, end + shift) for start, end in credits_of(text).labelled]
        marked = replace(marked, junk=tuple(merged([*marked.junk, *labelled])))
    return replace(marked, meta=replace(marked.meta, language=language_of(marked.text, found.language, marked.junk)))


def _with_told(found: Found, told: Told | None) -> Found:
    """What was found, with what the user says of it in its place; the date comes in its turn."""
    if told is None:
        return found
    said = {name: value for name in _TOLD if (value := getattr(told, name)) is not None}
    return replace(found, **said)


def _filled(found: Found, credit: Credits) -> Found:
    """What was found, with what the text's head says where nothing else does.

    A publisher that is an address, as tables have it, is known by its host.
    """
    address = _ADDRESS.match(found.publisher or "")
    host = address["host"].lower().removeprefix("www.") if address else None
    return replace(
        found,
        url=found.url or (address[0] if address else None) or credit.url,
        author=found.author or credit.author,
        publisher=host or found.publisher or credit.publisher,
        language=found.language or credit.language,
    )


def _dates(
    found: Found, head: str, junk: list[Span], credit: Credits, options: Options
) -> Iterator[tuple[str, DateSource]]:
    """What tells of the date, in the order of how far it can be trusted."""
    first = first_by_place(found.url, found.language)
    if options.told and options.told.published:
        yield options.told.published, DateSource.SIDECAR
    if found.published:
        yield found.published, found.date_source
    if told := published_of(head, first, junk):
        yield told
    if credit.published and (date := date_of(credit.published, first)):
        yield date, DateSource.TEXT
    if found.url and (date := date_in_address(found.url)):
        yield date, DateSource.ADDRESS
    if options.file and (date := date_in_name(options.file)):
        yield date, DateSource.FILE_NAME
    if options.published:
        yield options.published, DateSource.COMMAND_LINE
    if found.made:
        yield found.made, DateSource.FILE


def _agency(head: str, junk: list[Span]) -> str | None:
    """The agency whose report a text is, by its dateline."""
    return next((agency for line in dateline_words(head, junk) if (agency := agency_of(line))), None)


def _bare(title: str) -> str:
    """A title without what one copy of it has otherwise than another: quotation marks, dashes, capitals."""
    return "".join(char for char in title.casefold() if char.isalnum())


def _line(text: str | None) -> str | None:
    return " ".join(mended(clean_text(text)).split()) or None if text else None
