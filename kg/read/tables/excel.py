"""Excel workbooks (.xlsx, .xlsb, .xls), and LibreOffice's (.ods): one article a row, of every sheet that has texts."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from kg.errors import ArticleError
from kg.lines import one_line
from kg.model import Article
from kg.read.article.columns import choose_columns
from kg.read.article.extras import load
from kg.read.article.limits import seekable
from kg.read.article.options import Options
from kg.read.inputs.sources import Source
from kg.read.tables.tables import articles_of_rows

__all__ = ["read_excel"]

_MAX_UNPACKED = 2**30
_RATIO = 400
_FREE = 16 * 2**20
_ABOVE = 10  # rows above the header: a title, who exported it and when
_FULL = 32_767  # characters; Excel cuts what is longer


def read_excel(source: Source, options: Options) -> Iterator[Article]:
    """Read the sheets that have a column of texts, one article a row.

    Raises:
        ArticleError: It is damaged or locked, or no sheet has texts.
    """
    calamine = load("python_calamine", source.name, "an Excel workbook", "excel")
    with source.open() as opened:
        file = seekable(opened, source.name)
        _check_size(file, source.name)
        try:
            book = calamine.CalamineWorkbook.from_filelike(file)
        except calamine.PasswordError as error:
            raise ArticleError(
                f"{source.name}: locked with a password; open it and save it without one", kind="locked"
            ) from error
        except calamine.CalamineError as error:
            raise ArticleError(
                f"{source.name}: no workbook that can be read ({one_line(str(error))[:200]})", kind="damaged"
            ) from error
        found = False
        why = ArticleError("has no sheet with cells in it", kind="empty")
        for sheet in book.sheet_names:
            try:
                above, header = _header(book.get_sheet_by_name(sheet), options)
            except calamine.CalamineError as error:
                damage = f"damaged ({one_line(str(error))[:200]})"
                options.on_error(ArticleError(f"{source.name}, sheet {sheet!r}: {damage}", kind="damaged"))
                found = True
                continue
            except ArticleError as error:
                why = error
                continue
            found = True
            rows = _rows(book.get_sheet_by_name(sheet), above)
            name = f"{source.name}, sheet {sheet!r}" if len(book.sheet_names) > 1 else source.name
            yield from articles_of_rows(name, header, _watched(rows, name, options), options)
        if not found:
            raise why.at(source.name)


def _header(sheet: Any, options: Options) -> tuple[int, list[str]]:
    """The number of rows above the header, and that; the first row that names a column of texts.

    Raises:
        ArticleError: There is none.
    """
    first: ArticleError | None = None
    for number, row in enumerate(_cells(sheet)):
        if number == _ABOVE:
            break
        names = [str(cell).strip() for cell in row]
        try:
            choose_columns([name for name in names if name], options.text_column)
        except ArticleError as error:
            first = first or error
        else:
            return number + 1, names
    raise first or ArticleError("a sheet without cells", kind="empty")


def _rows(sheet: Any, above: int) -> Iterator[tuple[int, list[Any]]]:
    for number, row in enumerate(_cells(sheet), start=1):
        if number > above:
            yield number, [_plain(cell) for cell in row]


def _cells(sheet: Any) -> Iterator[Sequence[Any]]:
    return iter(sheet.iter_rows()) if sheet.height else iter(())


def _plain(cell: Any) -> Any:
    """A cell; Excel knows no whole numbers."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _watched(rows: Iterator[tuple[int, list[Any]]], name: str, options: Options) -> Iterator[tuple[int, list[Any]]]:
    """The rows, with a note where texts are as long as a cell can be: their ends are lost."""
    full = 0
    for row in rows:
        full += any(isinstance(cell, str) and len(cell) >= _FULL for cell in row[1])
        yield row
    if full:
        texts = "1 text is" if full == 1 else f"{full} texts are"
        options.on_note(
            f"{name}: {texts} as long as a cell of Excel can be, and probably cut; export it as CSV or JSON"
        )


def _check_size(file: Any, name: str) -> None:
    """A workbook unpacks whole, so what that makes is looked at first."""
    if zipfile.is_zipfile(file):
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
        packed, unpacked = (sum(getattr(info, size) for info in infos) for size in ("compress_size", "file_size"))
        if unpacked > min(_MAX_UNPACKED, _FREE + _RATIO * packed):
            raise ArticleError(
                f"{name}: unpacks to hundreds of times its size, or over a gigabyte; left alone", kind="too large"
            )
    file.seek(0)
