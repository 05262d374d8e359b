"""Saved web pages, and the archives that browsers save: the article without the page around it.

Body, title, author, date, outlet and address are found by trafilatura (Barbaresi 2021), in metadata (JSON-LD,
OpenGraph) first. Nothing is fetched.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from kg.errors import ArticleError
from kg.model import Article
from kg.read.compose import Found, compose
from kg.read.date_fields import date_of
from kg.read.decode import decode
from kg.read.limits import read_whole
from kg.read.options import Options
from kg.read.sources import Source

__all__ = ["page_found", "read_mhtml", "read_page"]

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
# What browsers take these names for (https://encoding.spec.whatwg.org/#names-and-labels).
_MEANT = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->")
_LANGUAGE = re.compile(r"<html\b[^>]{0,300}?\slang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
_HEAD = 2000  # characters in which a page says where it comes from
_PARAGRAPH = 60  # characters; a page whose longest line is shorter is a menu


def read_page(source: Source, options: Options) -> Iterator[Article]:
    """Read a saved page as one article.

    Raises:
        ArticleError: There is no article in it.
    """
    with source.open() as file:
        html = _decode(read_whole(file, source.name), source.name)
    yield compose(page_found(html, source.name), source.name, options)


def read_mhtml(source: Source, options: Options) -> Iterator[Article]:
    """Read the page in a web archive as one article.

    Raises:
        ArticleError: There is no page in it, or no article in that.
    """
    with source.open() as file:
        archive = message_from_bytes(read_whole(file, source.name), policy=policy.default)
    for part in archive.walk():
        if part.get_content_type() == "text/html":
            address = archive["Snapshot-Content-Location"] or part["Content-Location"] or archive["Content-Location"]
            html = _part_text(part, source.name)
            yield compose(page_found(html, source.name, str(address) if address else None), source.name, options)
            return  # what follows are frames and advertisements
    raise ArticleError(f"{source.name}: a web archive without a page")


def page_found(html: str, name: str, address: str | None = None) -> Found:
    """The article of a page.

    Raises:
        ArticleError: There is none.
    """
    from trafilatura import bare_extraction

    page = bare_extraction(
        html.replace("\0", ""), fast=True, include_comments=False, include_tables=False, with_metadata=True
    )
    text = "" if page is None or isinstance(page, dict) else page.text or ""
    lines = [line for line in text.split("\n") if line.strip()]
    if page is None or isinstance(page, dict) or max(map(len, lines), default=0) < _PARAGRAPH:
        raise ArticleError(f"{name}: no article in this page; save the text alone as .txt")
    saved = _SAVED_FROM.search(html, 0, _HEAD)
    language = _LANGUAGE.search(html, 0, _HEAD)
    return Found(
        text="\n\n".join(lines),
        title=page.title,
        published=date_of(page.date),
        url=address or page.url or (saved[1] if saved else None),
        author=page.author,
        publisher=page.sitename,
        language=language[1].lower() if language else None,
    )


def _part_text(part: EmailMessage, name: str) -> str:
    data = part.get_payload(decode=True)
    return _decode(data if isinstance(data, bytes) else b"", name, part.get_content_charset())


def _decode(data: bytes, name: str, declared: str | None = None) -> str:
    """A page's text: what its bytes begin with decides, then UTF-8 if it fits, then what the page says."""
    data = data if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else data.replace(b"\0", b"")
    said = _CHARSET.search(data, 0, 4096)
    encoding = (declared or (said[1].decode("ascii") if said else "")).lower()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode(_MEANT.get(encoding, encoding)) if encoding else decode(data, name)
    except (LookupError, UnicodeDecodeError):
        return decode(data, name)
