"""PDF files, by pdfium: one file, one article, in the order in which a person reads its columns.

The day of its making is the file's: the article's only where nothing else says more. What runs over every page is left
out, and so are pictures.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from math import degrees
from statistics import median
from typing import Any

from kg.errors import ArticleError
from kg.model import Article
from kg.read.article.compose import Found, compose
from kg.read.article.extras import load
from kg.read.article.limits import seekable
from kg.read.article.options import Options
from kg.read.documents.layout import Line, Page, Paragraph, to_paragraphs
from kg.read.documents.properties import plausible_author, plausible_title, title_first
from kg.read.inputs.sources import Source
from kg.read.text.date_fields import date_of

__all__ = ["read_pdf"]

_MAX_PAGES = 300
_MAX_ON_PAGE = 60_000  # characters; a page of a newspaper has a tenth of it
_SCANNED = 20  # characters a page; a scan without text may have a stamp
_HEADLINE = 1.25  # times the size of the text
_ABOVE = 400  # letters; a headline further down is another article's, or divides this one
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_DIVIDED = 2  # how pdfium marks a hyphen that divides a word
_MADE = re.compile(r"D:(\d{8})")
_ADDRESS = re.compile(r"(https?://\S+?)(?:\s+\d+/\d+)?")
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")  # letters of fonts that do not say what they are

_Box = tuple[float, float, float, float]


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
                raise ArticleError(
                    f"{source.name}: locked with a password; save it without one", kind="locked"
                ) from error
            raise ArticleError(
                f"{source.name}: damaged, or no PDF; open it and print it into a new one", kind="damaged"
            ) from error
        try:
            pages = _pages(document, source.name)
            told = document.get_metadata_dict(skip_empty=True)
        finally:
            document.close()
    yield compose(_found(pages, told, source.name), source.name, options)


def _pages(document: Any, name: str) -> list[Page]:
    if len(document) > _MAX_PAGES:
        raise ArticleError(
            f"{name}: has {len(document):,} pages, and {_MAX_PAGES} are read as one article; split it", kind="too long"
        )
    pages: list[Page] = []
    letters = 0
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        try:
            on_page = text.count_chars()
            if on_page > _MAX_ON_PAGE:
                raise ArticleError(
                    f"{name}: page {number + 1} has {on_page:,} characters, more than a page of news; save it as text",
                    kind="too long",
                )
            letters += on_page
            pages.append(_page(page, text))
        finally:
            text.close()
            page.close()
    if letters < _SCANNED * len(pages):
        raise ArticleError(
            f"{name}: pictures of pages without their text; have it recognized first (ocrmypdf scan.pdf read.pdf)",
            kind="empty",
        )
    return pages


def _found(pages: list[Page], told: dict[str, str], name: str) -> Found:
    paragraphs = to_paragraphs(pages)
    texts = [paragraph.text for paragraph in paragraphs]
    whole = "\n\n".join(texts)
    if len(_UNKNOWN.findall(whole)) > 0.2 * len(whole):
        raise ArticleError(
            f"{name}: its fonts do not say which letters they draw; print it, scan it and recognize it", kind="encoding"
        )
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
    """What is written largest at the top, if it is more than a word or two, and larger than the text."""
    if not paragraphs:
        return None
    letters = sorted(paragraph.size for paragraph in paragraphs for _ in range(0, len(paragraph.text), 20))
    usual = median(letters) if letters else 0.0
    above = accumulate((len(paragraph.text) for paragraph in paragraphs), initial=0)
    large = [
        paragraph
        for paragraph, before in zip(paragraphs, above, strict=False)
        if before < _ABOVE and paragraph.size > _HEADLINE * usual and 12 <= len(paragraph.text) <= 250
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
    """The lines of a page, turned so that most of its text is upright."""
    raw = load("pypdfium2.raw", "", "a PDF", "pdf")
    left, bottom, right, top = page.get_bbox()
    angle = _angle(raw, text.raw)

    def upright(box: _Box) -> _Box:
        """Left, bottom, right, top upwards -> left, top, right, bottom downwards."""
        x0, y0, x1, y1 = box
        if angle == 90:
            return y0 - bottom, x0 - left, y1 - bottom, x1 - left
        if angle == 180:
            return right - x1, y0 - bottom, right - x0, y1 - bottom
        if angle == 270:
            return top - y1, right - x1, top - y0, right - x0
        return x0 - left, top - y1, x1 - left, top - y0

    height = right - left if angle in (90, 270) else top - bottom
    return Page(height, tuple(_lines(raw, text.raw, upright, angle)))


def _angle(raw: Any, text: Any) -> int:
    """How far most of the text is turned counterclockwise, in quarters of a circle as degrees."""
    count = raw.FPDFText_CountChars(text)
    angles = Counter(_turn(raw, text, at) for at in range(0, count, max(1, count // 200)))
    return max(angles, key=lambda angle: (angles[angle], -angle), default=0)


def _turn(raw: Any, text: Any, at: int) -> int:
    clockwise = max(raw.FPDFText_GetCharAngle(text, at), 0.0)  # -1 where there is none
    return round(-degrees(clockwise) / 90) % 4 * 90


def _lines(raw: Any, text: Any, upright: Callable[[_Box], _Box], angle: int) -> Iterator[Line]:
    """The pieces of lines as pdfium finds them, cut where they reach over the space between columns."""
    box = raw.FS_RECTF()
    letters: list[str] = []
    boxes: list[_Box] = []
    for at in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, at)
        char = chr(code) if code < 0x110000 and not 0xD800 <= code <= 0xDFFF else "\ufffd"
        if char in "\r\n":
            yield from _line(letters, boxes)
            letters, boxes = [], []
            continue
        if char.isspace():
            letters.append(" ")
            continue
        raw.FPDFText_GetLooseCharBox(text, at, ctypes.byref(box))
        place = upright((box.left, box.bottom, box.right, box.top))
        if boxes and _is_note_mark(char, place, boxes[0]):
            continue
        if not boxes or _begins_another(place, boxes[-1]):
            yield from _line(letters, boxes)
            letters, boxes = [], []
            if _turn(raw, text, at) != angle:
                continue
        letters.append("\ufffe" if code == _DIVIDED else char)
        boxes.append(place)
    yield from _line(letters, boxes)


def _line(letters: Sequence[str], boxes: Sequence[_Box]) -> Iterator[Line]:
    text = "".join(letters).strip()
    if boxes and text:
        yield Line(
            text,
            min(box[0] for box in boxes),
            max(box[2] for box in boxes),
            median(box[1] for box in boxes),
            median(box[3] for box in boxes),
            median(_height(box) for box in boxes),
        )


def _begins_another(place: _Box, last: _Box) -> bool:
    size = _height(last)
    return place[0] - last[2] > 1.8 * size or place[0] < last[0] - size or abs(place[3] - last[3]) > 0.6 * size


def _is_note_mark(char: str, place: _Box, first: _Box) -> bool:
    """The number of a footnote: small, and raised."""
    return char.isdigit() and _height(place) < 0.75 * _height(first) and place[3] < first[3]


def _height(box: _Box) -> float:
    return box[3] - box[1]
