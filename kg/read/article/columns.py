"""What the columns of tables and the fields of JSON are called in the wild, and what is in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg.errors import ArticleError
from kg.model import DateSource
from kg.read.article.compose import Found
from kg.read.html.fragments import as_text
from kg.read.text.date_fields import DateColumn, date_of, first_by_place
from kg.read.text.decode import clean_text

__all__ = ["choose_columns", "found_of", "known_columns", "stated_dates", "word_of"]

# Field of an article -> names that it goes by, the likeliest first; compared without case, spaces and "_-.:". English
# articles are also kept in tables whose heads are German, French or Spanish.
_NAMES = {
    "text": (
        "text", "body", "article_text", "article_body", "content", "full_text", "main_text", "article", "story",
        "content_text", "content_html", "content:encoded", "plain_text", "raw_text", "text_body", "news", "volltext",
        "artikeltext", "texte", "texto", "description",
    ),
    "title": (
        "title", "headline", "head_line", "heading", "article_title", "titel", "titre", "título",
        "titulo", "subject", "name",
    ),
    "published": (
        "published", "date_published", "publish_date", "published_at", "publication_date", "pub_date", "date",
        "date_time", "datetime", "time_published", "published_date", "published_on", "time", "timestamp", "created_at",
        "web_publication_date", "date_publish", "seen_date", "datum", "fecha",
    ),
    "url": ("url", "link", "article_url", "source_url", "canonical_url", "web_url", "href", "uri", "address"),
    "publisher": (
        "publisher", "outlet", "source_name", "site_name", "publication", "newspaper", "source", "source_domain",
        "domain", "media", "agency", "quelle", "zeitung", "fuente", "medio",
    ),
    "author": ("author", "authors", "byline", "by_line", "creator", "writer", "journalist", "autor", "auteur"),
    "language": ("language", "lang", "locale"),
    "date_source": ("date_source",),  # as `kg read` writes it
    "id": ("id", "article_id", "guid", "uuid", "doc_id", "document_id", "uid"),
}  # fmt: skip
_SOURCES = frozenset(DateSource.__members__.values())
_PLAIN = re.compile(r"[\s_.:-]+")
_KNOWN = {_PLAIN.sub("", name): (field, rank) for field, names in _NAMES.items() for rank, name in enumerate(names)}


def choose_columns(names: Iterable[str], text_column: str | None = None) -> dict[str, str]:
    """Which columns hold what: field of an article -> name of the column.

    Args:
        names: The columns, in their order.
        text_column: The one that holds the text, where the user says so.

    Raises:
        ArticleError: None holds the text.
    """
    names = list(names)
    columns = known_columns(names)
    if text_column is not None:
        if text_column not in names:
            raise ArticleError(f"has no field {text_column!r}; it has {_listed(names)}", kind="wrong fields")
        columns = {field: name for field, name in columns.items() if name != text_column}
        columns["text"] = text_column
    if "text" not in columns:
        raise ArticleError(
            f"no field is called text, body or content; name the one with --text-column, of {_listed(names)}",
            kind="wrong fields",
        )
    return columns


def known_columns(names: Iterable[str]) -> dict[str, str]:
    """Which columns go by a usual name: field of an article -> name of the column."""
    chosen: dict[str, tuple[int, str]] = {}
    for name in names:
        field, rank = _KNOWN.get(_PLAIN.sub("", name.lower()), ("", 0))
        if field and (field not in chosen or rank < chosen[field][0]):
            chosen[field] = (rank, name)
    return {field: name for field, (_, name) in chosen.items()}


def found_of(record: Mapping[str, Any], columns: Mapping[str, str], dates: DateColumn | None = None) -> Found:
    """The article that a record holds.

    Args:
        record: Its fields.
        columns: Field of an article -> name of the record's field.
        dates: The dates of all records, which tell how to read one that leaves day and month open.

    Raises:
        ArticleError: Its text is missing or no text.
    """
    text = record.get(columns["text"])
    if not isinstance(text, str) or not text.strip():
        raise ArticleError(f"field {columns['text']!r} is missing or empty", kind="empty")
    told = {field: word_of(record.get(name)) for field, name in columns.items() if field not in ("text", "published")}
    stated = record.get(columns.get("published", ""))
    place = first_by_place(told.get("url"), told.get("language"))
    title, source = told.pop("title", None), told.pop("date_source", None)
    return Found(
        text=as_text(text),
        published=dates.read(stated, place) if dates else date_of(stated, place),
        title=as_text(title) if title else None,
        date_source=DateSource(source) if source and source in _SOURCES else DateSource.METADATA,
        **told,
    )


def stated_dates(records: Iterable[Mapping[str, Any]]) -> Iterator[object]:
    """What the records say of their dates, as it stands there."""
    for record in records:
        yield record.get(known_columns(record).get("published", ""))


def word_of(value: object) -> str | None:
    """The words of a field: of `{"name": ...}` the name, of several authors all."""
    if isinstance(value, Mapping):
        return next((word_of(value[key]) for key in ("name", "title", "domain", "id") if value.get(key)), None)
    if isinstance(value, list):
        return ", ".join(filter(None, map(word_of, value[:20]))) or None
    if value is None or isinstance(value, bool):
        return None
    return clean_text(str(value)).strip() or None


def _listed(names: list[str]) -> str:
    shown = ", ".join(repr(name[:40]) for name in names[:12])
    return f"{shown} and {len(names) - 12} more" if len(names) > 12 else shown or "none"
