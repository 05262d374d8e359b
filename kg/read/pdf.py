"""PDF files, by pdfium: one file, one article, in the order in which a person reads its columns.

The day of its making is the file's: the article's only where nothing else says more. What runs over every page is left
out, and so are pictures.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from statistics import median
from typing import Any

from kg.errors import ArticleError
from kg.model import Article
from kg.read.compose import Found, compose
from kg.read.date_fields import date_of
from kg.read.decode import MAX_CHARACTERS
from kg.read.extras import load
from kg.read.layout import Line, Page, Paragraph, to_paragraphs
from kg.read.limits import seekable
from kg.read.options import Options
from kg.read.properties import plausible_author, plausible_title, title_first
from kg.read.sources import Source

__all__ = ["read_pdf"]

_MAX_PAGES = 300
_MAX_ON_PAGE = 60_000  # characters; a page of a newspaper has a tenth of it
_SCANNED = 20  # characters a page; a scan without text may have a stamp
_HEADLINE = 1.25  # times the size of the text
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_MADE = re.compile(r"D:(\d{8})")
_ADDRESS = re.compile(r"(https?://\S+?)(?:\s+\d+/\d+)?")
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")  # letters of fonts that do not say what they are


def read_pdf(source: Source, options: Options) -> Iterator[Article]:
    """Read a PDF as one article.

    Raises:
        ArticleError: It is damaged, locked, scanned without its text, or too long.
    """
    pdfium = load("pypdfium2", source.name, "a PDF", "pdf")
    with source.open() as opened:
        try:
            document = pdfium.PdfDocument(seekable(opened, source.name))
        except pdfium.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD:
                raise ArticleError(f"{source.name}: locked with a password; save it without one") from error
            raise ArticleError(f"{source.name}: damaged, or no PDF; open it and print it into a new one") from error
        try:
            pages = _pages(document, source.name)
            told = document.get_metadata_dict(skip_empty=True)
        finally:
            document.close()
    yield compose(_found(pages, told, source.name), source.name, options)


def _pages(document: Any, name: str) -> list[Page]:
    if len(document) > _MAX_PAGES:
        raise ArticleError(f"{name}: has {len(document):,} pages, and {_MAX_PAGES} are read as one article; split it")
    pages: list[Page] = []
    letters = 0
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        try:
            letters += text.count_chars()
            if letters > 2 * MAX_CHARACTERS or text.count_chars() > _MAX_ON_PAGE:
                raise ArticleError(
                    f"{name}: longer than the {MAX_CHARACTERS:,} characters that one article may have; "
                    "split it into its articles"
                )
            pages.append(_page(page, text))
        finally:
            text.close()
            page.close()
    if letters < _SCANNED * len(pages):
        raise ArticleError(
            f"{name}: pictures of pages without their text; have it recognized first (ocrmypdf scan.pdf read.pdf)"
        )
    return pages


def _found(pages: list[Page], told: dict[str, str], name: str) -> Found:
    paragraphs = to_paragraphs(pages)
    texts = [paragraph.text for paragraph in paragraphs]
    whole = "\n\n".join(texts)
    if len(_UNKNOWN.findall(whole)) > 0.2 * len(whole):
        raise ArticleError(f"{name}: its fonts do not say which letters they draw; print it, scan it and recognize it")
    title = _headline(paragraphs)
    made = _MADE.match(told.get("CreationDate", ""))
    return Found(
        text="\n\n".join(title_first(texts, title)),
        title=title,
        fallback_title=plausible_title(told.get("Title")),
        author=plausible_author(told.get("Author")),
        url=_address(pages),
        made=date_of(made[1]) if made else None,
    )


def _headline(paragraphs: list[Paragraph]) -> str | None:
    """What is written largest on the first page, if it is more than a word or two and larger than the text."""
    if not paragraphs:
        return None
    letters = sorted(paragraph.size for paragraph in paragraphs for _ in range(0, len(paragraph.text), 20))
    usual = median(letters) if letters else 0.0
    large = [
        paragraph
        for paragraph in paragraphs
        if paragraph.page == 0 and paragraph.size > _HEADLINE * usual and 12 <= len(paragraph.text) <= 250
    ]
    largest = max((paragraph.size for paragraph in large), default=0.0)
    return next((paragraph.text for paragraph in large if paragraph.size > 0.95 * largest), None)


def _address(pages: list[Page]) -> str | None:
    """The address that a browser printed at the foot of every page."""
    for line in pages[0].lines if pages else ():
        if line.top > 0.9 * pages[0].height and (found := _ADDRESS.fullmatch(line.text.strip())):
            return found[1]
    return None


def _page(page: Any, text: Any) -> Page:
    """The lines of a page, as upright as it is shown."""
    left, bottom, right, top = page.get_bbox()
    turned = page.get_rotation() % 360
    height = right - left if turned in (90, 270) else top - bottom

    def upright(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """Left, bottom, right, top upwards -> left, top, right, bottom downwards."""
        x0, y0, x1, y1 = box
        if turned == 90:
            return y0 - bottom, x0 - left, y1 - bottom, x1 - left
        if turned == 180:
            return right - x1, y0 - bottom, right - x0, y1 - bottom
        if turned == 270:
            return top - y1, right - x1, top - y0, right - x0
        return x0 - left, top - y1, x1 - left, top - y0

    return Page(height, tuple(_lines(text, upright)))


def _lines(text: Any, upright: Any) -> Iterator[Line]:
    """The pieces of lines as pdfium finds them, cut where they reach over the space between columns."""
    raw = load("pypdfium2.raw", "", "a PDF", "pdf")
    handle = text.raw
    box = raw.FS_RECTF()
    letters: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    sizes: list[float] = []

    def line() -> Iterator[Line]:
        whole = "".join(letters)
        if boxes and whole.strip():
            size = median(sizes)
            yield Line(
                whole.strip(),
                min(each[0] for each in boxes),
                max(each[2] for each in boxes),
                median(each[1] for each in boxes),
                median(each[3] for each in boxes),
                size,
            )
        letters.clear()
        boxes.clear()
        sizes.clear()

    for at in range(raw.FPDFText_CountChars(handle)):
        code = raw.FPDFText_GetUnicode(handle, at)
        char = chr(code) if code < 0x110000 and not 0xD800 <= code <= 0xDFFF else "\ufffd"
        if char in "\r\n":
            yield from line()
            continue
        if code == 2:  # how pdfium marks a hyphen that divides a word
            char = "\ufffe"
        if char.isspace():
            letters.append(" ")
            continue
        raw.FPDFText_GetLooseCharBox(handle, at, ctypes.byref(box))
        place = upright((box.left, box.bottom, box.right, box.top))
        size = place[3] - place[1]
        if boxes:
            last = boxes[-1]
            usual = sizes[-1]
            if char.isdigit() and size < 0.75 * sizes[0] and place[3] < boxes[0][3]:
                continue  # the number of a footnote
            if place[0] - last[2] > 1.8 * usual or place[0] < last[0] - usual or abs(place[3] - last[3]) > 0.6 * usual:
                yield from line()
        letters.append(char)
        boxes.append(place)
        sizes.append(size)
    yield from line()
