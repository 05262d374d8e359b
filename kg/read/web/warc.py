"""Web archives as crawlers write them (WARC, ISO 28500): news crawls, and their texts (WET).

Of a crawl the pages that were there (status 200, HTML) are articles; so are plain texts, and the text that somebody has
made of a page (`conversion`). Redirects, pictures, robots.txt, repeated pages and pages without an article are no
failures: they are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from hashlib import blake2b

from kg.errors import ArticleError
from kg.model import Article
from kg.read.article.compose import Found, compose
from kg.read.article.options import Options, Skipped
from kg.read.inputs.failures import told
from kg.read.inputs.sources import Source
from kg.read.text.charsets import decode_page
from kg.read.text.date_fields import date_of
from kg.read.text.decode import decode
from kg.read.web.http_message import Message, Unpackable, body_of, read_message
from kg.read.web.pages import page_found
from kg.read.web.warc_records import MAX_BLOCK, Broken, Record, cut_records

__all__ = ["read_warc"]

_PAGE = frozenset({"text/html", "application/xhtml+xml"})
_TEXT = "text/plain"
_BARE = frozenset({"resource", "conversion"})  # records of a page or text without what a server said of it
_SHOWN = 200  # characters of an address in messages
_OK = 200


def read_warc(source: Source, options: Options) -> Iterator[Article]:
    """Read the pages and texts of a web archive, one record in memory at a time.

    The day of the crawl is no publication date, but no article is younger than it.
    """
    seen: set[bytes] = set()
    empty = True
    with source.open() as file:
        for record in cut_records(file):
            empty = False
            if record.number <= source.after:
                _pass_over(record, seen)
                continue
            options.on_record(record.number)
            if isinstance(record, Broken):
                options.on_error(ArticleError(f"{source.name}, record {record.number}: {record.why}", kind="damaged"))
                continue
            address = _address(record)
            name = f"{source.name}, record {record.number}" + (f" ({_shown(address)})" if address else "")
            try:
                yield from _articles(record, name, address, seen, options)
            except Unpackable as error:
                options.on_error(ArticleError(f"{name}: {error}", kind="damaged"))
            except MemoryError:
                raise
            except Exception as error:  # noqa: BLE001 - of a page that is broken in a way of its own; the others go on
                options.on_error(told(error, name, options))
    if empty:
        raise ArticleError(f"{source.name}: empty, there is nothing to read", kind="empty")


def _pass_over(record: Record | Broken, seen: set[bytes]) -> None:
    """Keep in mind what was read before, so that it is not read once more."""
    if isinstance(record, Record) and record.block is not None:
        with suppress(Unpackable):
            message = _message(record.fields, record.block)
            if message is not None:
                seen.add(_digest(body_of(message)))


def _digest(body: bytes) -> bytes:
    return blake2b(body, digest_size=12).digest()


def _articles(record: Record, name: str, address: str | None, seen: set[bytes], options: Options) -> Iterator[Article]:
    if record.block is None:
        options.on_skip(Skipped(name, "too large", f"larger than {MAX_BLOCK // 2**20} megabytes, as no article is"))
        return
    message = _message(record.fields, record.block)
    if message is None:
        return
    body = body_of(message)
    kind = message.media_type or _guessed(body)
    if message.status != _OK or kind not in (*_PAGE, _TEXT) or (address or "").endswith("/robots.txt"):
        return
    digest = _digest(body)
    if digest in seen:
        options.on_skip(Skipped(name, "duplicate", "the same page as one before it"))
        return
    seen.add(digest)
    crawled = date_of(record.fields.get("warc-date"))
    if kind == _TEXT:
        yield compose(Found(decode(body, name), url=address, made=crawled), name, options)
    elif found := _found(decode_page(body, name, message.charset), name, address, crawled, options):
        yield compose(found, name, options)


def _message(fields: dict[str, str], block: bytes) -> Message | None:
    """What a record has of a page: what a server answered, or the page alone."""
    kind = fields.get("warc-type", "").lower()
    if kind == "response":
        return read_message(block)
    return Message(_OK, {"content-type": fields.get("content-type", "")}, block) if kind in _BARE else None


def _found(html: str, name: str, address: str | None, crawled: str | None, options: Options) -> Found | None:
    try:
        found = page_found(html, name, address)
    except ArticleError as error:
        options.on_skip(Skipped(name, "no article", str(error).removeprefix(f"{name}: ").partition(";")[0]))
        return None
    return replace(found, made=crawled)


def _guessed(body: bytes) -> str:
    return "text/html" if b"<html" in body[:2048].lower() else ""


def _address(record: Record) -> str | None:
    """The address of the page; some writers put it between angle brackets."""
    return record.fields.get("warc-target-uri", "").strip("<> ") or None


def _shown(address: str) -> str:
    plain = "".join(char if char.isprintable() else "?" for char in address)
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}..."
