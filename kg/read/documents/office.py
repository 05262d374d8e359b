"""What Word and LibreOffice files have in common: XML in a ZIP, opened within bounds and without external entities."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from kg.errors import ArticleError
from kg.lines import one_line
from kg.read.article.limits import seekable
from kg.read.inputs.sources import Source

__all__ = ["Parts", "open_parts", "paragraphs_of_row"]

_MAX_PART = 64 * 2**20
_RATIO = 400  # XML packs well, a long document to a fiftieth; only what is made to harm unpacks to hundreds
_FREE = 2**20
_LAYOUT = 80  # characters; who writes as much into a cell means a column of text


class Parts:
    """The XML files inside a document."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive, self._name = archive, name

    def tree(self, part: str) -> Any:
        """The root of a part; nothing where it is missing.

        Raises:
            ArticleError: It is broken, locked, or unpacks to too much.
        """
        from lxml import etree

        try:
            info = self._archive.getinfo(part)
        except KeyError:
            return None
        if info.flag_bits & 1:
            raise ArticleError(f"{self._name}: locked with a password; open it and save it without one", kind="locked")
        with self._archive.open(info) as file:
            data = file.read(_MAX_PART + 1)
        if len(data) > min(_MAX_PART, _FREE + _RATIO * info.compress_size):
            raise ArticleError(
                f"{self._name}: unpacks to hundreds of times its size, as no document does; left alone",
                kind="too large",
            )
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            why = f"{self._name}: damaged inside ({part}: {one_line(error.msg)})"
            raise ArticleError(why, kind="damaged") from error


@contextmanager
def open_parts(source: Source) -> Iterator[Parts]:
    """Open a document for its parts."""
    with source.open() as opened, zipfile.ZipFile(seekable(opened, source.name)) as archive:
        yield Parts(archive, source.name)


def paragraphs_of_row(cells: Sequence[Sequence[str]]) -> list[str]:
    """The paragraphs of a table's row: its cells in one line, unless they hold text as columns of a page do."""
    filled = [[paragraph for paragraph in cell if paragraph.strip()] for cell in cells]
    filled = [cell for cell in filled if cell]
    if len(filled) == 1 or any(len(paragraph) > _LAYOUT for cell in filled for paragraph in cell):
        return [paragraph for cell in filled for paragraph in cell]
    return ["\t".join(" ".join(cell) for cell in filled)] if filled else []
