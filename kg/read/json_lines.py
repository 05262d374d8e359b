"""JSON Lines: one article a line, or one claim a line as `kg extract --format jsonl` writes them."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator

from kg.errors import ArticleError, KGError
from kg.jsonl import claim_from_dict
from kg.model import Article, Claim, make_article
from kg.read.dates import to_iso_date
from kg.read.decode import MAX_CHARACTERS, clean_text
from kg.read.heading import mark_junk
from kg.read.sources import Source

__all__ = ["read_json_lines"]

_FIELDS = ("title", "url", "author", "publisher", "language")


def read_json_lines(
    source: Source,
    *,
    published: str | None = None,
    publisher: str | None = None,
    on_error: Callable[[ArticleError], object],
) -> Iterator[Article | Claim]:
    """Read a file line by line; a line that is broken goes to `on_error`, and the next one is read."""
    lines = 0
    with source.open() as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            lines += 1
            try:
                yield _read_line(line, published, publisher)
            except KGError as error:
                on_error(ArticleError(f"{source.name}, line {number}: {error}"))
                if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                    return  # every further line would be as broken
    if not lines:
        on_error(ArticleError(f"{source.name}: empty, there is nothing to read"))


def _read_line(line: bytes, published: str | None, publisher: str | None) -> Article | Claim:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ArticleError("not UTF-8, as JSON Lines must be") from error
    except (ValueError, RecursionError) as error:
        place = f" at column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ArticleError(f"no JSON: {getattr(error, 'msg', error)}{place}") from error
    if not isinstance(record, dict):
        raise ArticleError(f"must be a JSON object, not {type(record).__name__}")
    if "subject" in record and "relation" in record:
        return claim_from_dict(record)
    return _article(record, published, publisher)


def _article(record: dict[str, object], published: str | None, publisher: str | None) -> Article:
    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        raise ArticleError("field 'text' is missing or empty")
    if len(text) > MAX_CHARACTERS:
        raise ArticleError(f"field 'text' is longer than the {MAX_CHARACTERS:,} characters that one may have")
    fields = {name: _string(record, name) for name in _FIELDS}
    fields["publisher"] = fields["publisher"] or publisher
    stated = _string(record, "published")
    if stated and not to_iso_date(stated):
        raise ArticleError(f"field 'published': {stated!r} is no date; write it as 2022-03-07")
    own_id = record.get("id")
    article = make_article(
        clean_text(text),
        id=str(own_id) if isinstance(own_id, int) else _string(record, "id"),
        published=to_iso_date(stated) if stated else published,
        **fields,
    )
    return mark_junk(article)


def _string(record: dict[str, object], name: str) -> str | None:
    value = record.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ArticleError(f"field {name!r} must be a string, not {type(value).__name__}")
    return clean_text(value).strip() or None
