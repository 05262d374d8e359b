"""JSON Lines: one article a line, or one claim a line as `kg extract --format jsonl` writes them."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, BinaryIO

from kg.errors import ArticleError
from kg.jsonl import claim_from_dict
from kg.model import Article, Claim
from kg.read.article.columns import stated_dates
from kg.read.article.limits import MAX_LINE
from kg.read.article.options import Options
from kg.read.inputs.sources import Source
from kg.read.tables.records import read_record
from kg.read.text.date_fields import MOST_DATES, DateColumn

__all__ = ["read_json_lines"]


def read_json_lines(source: Source, options: Options) -> Iterator[Article | Claim]:
    """Read a file line by line; a line that is broken goes to `on_error`, and the next one is read."""
    lines = 0
    # Of the whole file, so that its pieces read their dates alike.
    dates = DateColumn(lambda: islice(stated_dates(_objects(source.whole or source)), MOST_DATES))
    with source.open() as file:
        for number, line in enumerate(_lines(file), start=1):
            if not line.strip():
                continue
            lines += 1
            name = f"{source.name}, line {number}"
            try:
                yield _read_line(line, name, options, dates)
            except ArticleError as error:
                options.on_error(error.at(name))
                if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                    return  # every further line would be as broken
    for note in dates.notes(source.name):
        options.on_note(note)
    if not lines:
        options.on_error(ArticleError(f"{source.name}: empty, there is nothing to read", kind="empty"))


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of one that is too long only as much as shows that."""
    while line := file.readline(MAX_LINE + 1):
        yield line
        while len(line) > MAX_LINE and not line.endswith(b"\n"):
            line = file.readline(MAX_LINE + 1)


def _objects(source: Source) -> Iterator[Mapping[str, Any]]:
    """The lines that are objects, whatever else there is."""
    with source.open() as file:
        for line in _lines(file):
            try:
                record = json.loads(line) if len(line) <= MAX_LINE else None
            except (ValueError, RecursionError):
                continue
            if isinstance(record, dict):
                yield record


def _read_line(line: bytes, name: str, options: Options, dates: DateColumn) -> Article | Claim:
    if len(line) > MAX_LINE:
        raise ArticleError(f"longer than the {MAX_LINE // 2**20} megabytes that a line may have", kind="too long")
    try:
        record: Any = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ArticleError("not UTF-8, as JSON Lines must be", kind="encoding") from error
    except (ValueError, RecursionError) as error:
        place = f" at column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ArticleError(f"no JSON: {getattr(error, 'msg', error)}{place}", kind="damaged") from error
    if not isinstance(record, dict):
        raise ArticleError(f"must be a JSON object, not {type(record).__name__}", kind="wrong fields")
    if "subject" in record and "relation" in record:
        return claim_from_dict(record)
    return read_record(record, name, options, dates)
