"""Tables as text (CSV, TSV and their kin), and what tables of every format have in common: one article a row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from kg.errors import ArticleError
from kg.model import Article
from kg.read.article.columns import choose_columns, found_of
from kg.read.article.compose import compose
from kg.read.article.options import Options, Skipped
from kg.read.inputs.formats import HEAD
from kg.read.inputs.sources import Source
from kg.read.text.date_fields import MOST_DATES, DateColumn, date_of
from kg.read.text.decode import MIXED, encoding_of

__all__ = ["articles_of_rows", "read_table"]

_SEPARATORS = ",;\t|"
_SAMPLE = 20  # rows that tell what separates cells, and what is in a table without a header
_PROSE = 200  # characters; no name of a column is as long
_MAX_CELL = 800_000  # characters: a quotation mark without its other half would take in the rest of the file
_EXCEL = re.compile(r'"?sep=(?P<separator>[^\r\n"])"?[^\S\n]*', re.IGNORECASE)  # how Excel is told of the separator


def read_table(source: Source, options: Options) -> Iterator[Article]:
    """Read a table, one article a row; a row that is broken goes to `on_error`.

    A table without a header, whose first row is an article, is told by its cells; its columns are called 1, 2, ...

    Raises:
        ArticleError: No column holds the text.
    """
    with source.open() as file:
        head = file.read(HEAD)
    encoding = encoding_of(head, source.name)
    start = head.decode(encoding, "replace").removeprefix("\ufeff")
    told = _EXCEL.match(start)
    separator = told["separator"] if told else _separator(start, source.suffix, len(head) == HEAD)
    csv.field_size_limit(_MAX_CELL)
    with source.open() as file, io.TextIOWrapper(file, encoding, errors=MIXED, newline="") as text:
        if told:
            text.readline()
        rows = _rows(csv.reader(text, delimiter=separator), source.name, options)
        first = next(rows, (1, []))
        header = [name.strip().removeprefix("\ufeff") for name in first[1]]
        if not any(len(name) > _PROSE for name in header):
            yield from articles_of_rows(source.name, header, rows, options)
            return
        sample = [first, *islice(rows, _SAMPLE)]
        names = [str(number) for number in range(1, max(len(row) for _, row in sample) + 1)]
        guessed = _guess_columns([row for _, row in sample], names)
        options.on_note(
            f"{source.name}: has no header; column {guessed['text']} is taken for the text, and --text-column NUMBER "
            "takes another"
        )
        yield from articles_of_rows(source.name, names, chain(sample, rows), options, guessed)


def articles_of_rows(
    name: str,
    header: Sequence[str],
    rows: Iterable[tuple[int, Sequence[Any]]],
    options: Options,
    guessed: Mapping[str, str] | None = None,
) -> Iterator[Article]:
    """The articles of a table's rows, which come with their numbers.

    A row without a text is passed over, and dates that cannot be read are counted.

    Args:
        name: The table's, for messages.
        header: The names of the columns.
        rows: Number and cells of each row.
        options: What the user says of the table.
        guessed: Field of an article -> name of the column, where the header does not say.

    Raises:
        ArticleError: No column holds the text, or no row has one.
    """
    try:
        if guessed is None or (options.text_column or guessed["text"]) != guessed["text"]:
            guessed = choose_columns(header, options.text_column)
    except ArticleError as error:
        raise error.at(name) from error
    places = [(column, header.index(column)) for column in guessed.values()]
    dated = guessed.get("published")
    rows, dates = _with_dates(rows, header.index(dated) if dated else None)
    count = filled = 0
    for number, row in rows:
        place = f"{name}, line {number}"
        count += 1
        record = {column: row[at] for column, at in places if at < len(row)}
        if not str(record.get(guessed["text"]) or "").strip():
            if any(str(cell).strip() for cell in row if cell is not None):
                options.on_skip(Skipped(place, "empty", f"nothing in column {guessed['text']!r}"))
            continue
        filled += 1
        try:
            yield compose(found_of(record, guessed, dates), place, options)
        except ArticleError as error:
            options.on_error(error.at(place))
    if count and not filled:
        raise ArticleError(f"{name}: no row has anything in column {guessed['text']!r}", kind="empty")
    for note in dates.notes(name, dated):
        options.on_note(note)


def _with_dates(
    rows: Iterable[tuple[int, Sequence[Any]]], place: int | None
) -> tuple[Iterable[tuple[int, Sequence[Any]]], DateColumn]:
    """The rows, and the dates of the first of them, which tell how to read one that leaves day and month open."""
    if place is None:
        return rows, DateColumn(lambda: ())
    rows, sample, size = iter(rows), [], 0
    for row in islice(rows, MOST_DATES):
        sample.append(row)
        size += sum(len(cell) for cell in row[1] if isinstance(cell, str))
        if size > _MAX_CELL:
            break
    return chain(sample, rows), DateColumn(lambda: (row[place] for _, row in sample if place < len(row)))


def _rows(reader: Any, name: str, options: Options) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the number of its last line."""
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            why = f"more than {_MAX_CELL:,} characters in one cell; is a quotation mark not closed?"
            told = why if "field limit" in str(error) else str(error)
            options.on_error(ArticleError(f"{name}, line {reader.line_num}: {told}", kind="damaged"))
            continue
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield reader.line_num, row


def _separator(start: str, suffix: str, cut: bool) -> str:
    """What stands between cells: what makes a header whose names are known, else rows of one length."""
    if suffix in (".tsv", ".tab"):
        return "\t"
    lines = start.splitlines(keepends=True)
    if cut and len(lines) > 1:
        del lines[-1]

    def fit(separator: str) -> tuple[int, int, int]:
        try:
            rows = list(islice((row for row in csv.reader(lines, delimiter=separator) if row), _SAMPLE))
        except csv.Error:
            rows = []
        if not rows:
            return 0, 0, 0
        try:
            known = len(choose_columns(rows[0]))
        except ArticleError:
            known = 0
        alike = sum(len(row) == len(rows[0]) for row in rows) if len(rows[0]) > 1 else 0
        return known, alike, len(rows[0])

    return max(_SEPARATORS, key=fit)


def _guess_columns(rows: Sequence[Sequence[str]], names: Sequence[str]) -> dict[str, str]:
    """What the columns of a table without a header hold, by their cells: field of an article -> name of the column."""
    cells = {name: [row[at] for row in rows if at < len(row) and row[at].strip()] for at, name in enumerate(names)}
    text = max(names, key=lambda name: sum(map(len, cells[name])))
    guessed = {"text": text}
    for field, fits in (("published", date_of), ("url", _is_address)):
        fitting = [name for name in names if cells[name] and name != text and all(map(fits, cells[name]))]
        if fitting:
            guessed[field] = fitting[0]
    return guessed


def _is_address(cell: str) -> bool:
    return cell.startswith(("http://", "https://"))
