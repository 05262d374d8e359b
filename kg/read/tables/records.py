"""Articles that are records: the objects of a JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from kg.errors import ArticleError
from kg.model import Article
from kg.read.article.columns import choose_columns, found_of, stated_dates
from kg.read.article.compose import compose
from kg.read.article.limits import read_whole
from kg.read.article.options import Options, Skipped
from kg.read.inputs.sources import Source
from kg.read.text.date_fields import DateColumn

__all__ = ["read_json", "read_record"]

_REPORT = "kg_report"  # a report of `kg build --report` has this; it may lie among what was read
# Where a document of many articles has them; what search services answer is two levels deep.
_LISTS = ("articles", "items", "data", "results", "documents", "docs", "hits", "response", "news", "value", "entries")


def read_record(record: Mapping[str, Any], name: str, options: Options, dates: DateColumn) -> Article:
    """The article of one record, among others whose dates it may need.

    Raises:
        ArticleError: It has no text.
    """
    return compose(found_of(record, choose_columns(record, options.text_column), dates), name, options)


def read_json(source: Source, options: Options) -> Iterator[Article]:
    """Read a JSON document: one article, a list of them, or an object that has such a list.

    Raises:
        ArticleError: It is no JSON, or holds no articles.
    """
    with source.open() as file:
        data = read_whole(file, source.name)
    try:
        document = json.loads(data.decode("utf-8-sig") if not data.startswith((b"\xff\xfe", b"\xfe\xff")) else data)
    except (ValueError, RecursionError) as error:
        place = f" at line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ArticleError(f"{source.name}: no JSON: {getattr(error, 'msg', error)}{place}", kind="damaged") from error
    if isinstance(document, dict) and _REPORT in document:
        options.on_skip(Skipped(source.name, "no article", "it is the report of a run"))
        return
    records = _records(document)
    if not records:
        raise ArticleError(
            f"{source.name}: no list of articles in this JSON; write one article a line as JSON Lines",
            kind="wrong fields",
        )
    dates = DateColumn(lambda: stated_dates(records))
    for number, record in enumerate(records, start=1):
        name = source.name if len(records) == 1 else f"{source.name}, article {number}"
        yield from _one(record, name, options, dates)
    for note in dates.notes(source.name):
        options.on_note(note)


def _records(document: object, depth: int = 0) -> list[Mapping[str, Any]]:
    if isinstance(document, list):
        return [each for each in document if isinstance(each, dict)]
    if not isinstance(document, dict):
        return []
    for name in _LISTS:
        inner = document.get(name)
        if isinstance(inner, list) and any(isinstance(each, dict) for each in inner):
            return _records(inner)
        if isinstance(inner, dict) and depth < 2 and (found := _records(inner, depth + 1)):
            return found
    return [document] if depth == 0 else []


def _one(record: Mapping[str, Any], name: str, options: Options, dates: DateColumn) -> Iterator[Article]:
    try:
        yield read_record(record, name, options, dates)
    except ArticleError as error:
        options.on_error(error.at(name))
