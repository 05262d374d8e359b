"""The entries of a feed that was fetched: what each says of its article, and whether it holds all of it."""

from __future__ import annotations

import re
from calendar import timegm
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from io import BytesIO
from time import struct_time
from typing import Any

from kg.read.html.fragments import as_text
from kg.read.inputs.formats import HEAD, Format, sniff
from kg.read.web.feeds import day_of
from kg.watch.addresses import Address, join, key_of
from kg.watch.problems import FetchError

__all__ = ["MAX_BYTES", "MAX_ENTRIES", "Entry", "Feed", "read_feed"]

MAX_BYTES = 8 * 2**20
"""Bytes of one feed that are looked at; the longest of news sites have one or two megabytes."""
MAX_ENTRIES = 2_000
"""Entries of one feed that are looked at: the first ones, which are the newest by custom."""

_WHOLE = 1_200  # characters: a teaser is a paragraph, a report has several
_MAX_CONTENT = 1_000_000  # characters of an entry that are kept
_MAX_FIELD = 1_000
_TRUNCATED = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.)\]|\b(?:READ|Read|CONTINUE|Continue|KEEP|Keep|SEE|See) "
    r"(?:(?i:more|reading|the (?:full|whole|rest)))\b[^\n]{0,80})[\s\])»>→]*\Z"
)
_ENTRY = re.compile(rb"<(?:[A-Za-z][\w.-]{0,20}:)?(?:item|entry)[\s>]")
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml"})
_JSON_FEED = re.compile(rb"\s*\{[^}]{0,500}jsonfeed\.org/version")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed.

    `link` is absolute, as the feed has it; `content` the longest that it says, as it says it; `whole` whether that
    is the article; `stamp` its time in seconds since 1970; `fingerprint` changes when what it says does.
    """

    guid: str | None = None
    link: str | None = None
    title: str | None = None
    published: str | None = None
    author: str | None = None
    publisher: str | None = None
    content: str = ""
    whole: bool = False
    stamp: float | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title, its entries in its order, how many seconds it asks to be left alone, and if it was cut."""

    title: str | None
    entries: tuple[Entry, ...]
    patience: float = 0.0
    cut: bool = False


def read_feed(body: bytes, content_type: str, address: Address) -> Feed:
    """Read the answer for a feed's address.

    Args:
        body: What came.
        content_type: What the server says that it is, with its charset.
        address: Where it came from, for links that are relative.

    Raises:
        FetchError: It is no feed.
    """
    kind = sniff(body[:HEAD], ".xml")
    if kind is Format.HTML:
        raise FetchError(_page_instead(body, address))
    if _JSON_FEED.match(body):
        raise FetchError("a JSON feed, which is not read; most sites that have one also have RSS or Atom")
    if kind not in (Format.FEED, Format.XML, Format.TEXT):
        raise FetchError(f"{kind.value}, and no feed")
    try:
        return _parse(body, content_type, address)
    except FetchError:
        raise
    except Exception as error:  # the parser may raise anything for a broken feed
        why = " ".join(f"{type(error).__name__} {error}".split())[:200]
        raise FetchError(f"a feed that cannot be read ({why})") from error


def _parse(body: bytes, content_type: str, address: Address) -> Feed:
    import feedparser

    body, cut = _first_entries(body)
    headers = {"content-type": content_type or "application/xml", "content-location": str(address)}
    parsed = feedparser.parse(BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.entries and not parsed.get("version"):
        raise FetchError("no feed, for it has no entries")
    title = _field(parsed.feed.get("title"))
    entries = tuple(_entry(entry, title, address) for entry in parsed.entries[:MAX_ENTRIES])
    return Feed(title, entries, _patience(parsed.feed), cut)


def _first_entries(body: bytes) -> tuple[bytes, bool]:
    """The feed up to its last entry that is looked at, and whether there was more: the last may be there by half."""
    start = 0
    for count, found in enumerate(_ENTRY.finditer(body)):
        start = found.start()
        if count == MAX_ENTRIES:
            return body[:start], True
    return (body[:start], True) if len(body) >= MAX_BYTES and start else (body, False)


def _entry(entry: dict[str, Any], title: str | None, address: Address) -> Entry:
    told = [str(part.get("value") or "") for part in entry.get("content") or () if isinstance(part, Mapping)]
    content = max([*told, str(entry.get("summary") or "")], key=len)[:_MAX_CONTENT]
    text = as_text(content).strip()
    # As a plain dictionary: feedparser's own takes what is published for what is updated, and warns of it.
    updated, updated_at = (dict.get(entry, name) for name in ("updated", "updated_parsed"))
    when = entry.get("published_parsed") or updated_at
    source = entry.get("source")
    from_whom = _field(source.get("title")) if isinstance(source, Mapping) else None
    own = _field(entry.get("title"))
    return Entry(
        guid=str(entry.get("id") or "")[:_MAX_FIELD] or None,
        link=_link(entry, address),
        title=own,
        published=day_of(entry),
        author=_author(entry),
        publisher=from_whom or title,
        content=content,
        whole=len(text) >= _WHOLE and not _TRUNCATED.search(text[-200:]),
        stamp=_seconds(when),
        fingerprint=key_of("\0".join((own or "", str(updated or ""), text))),
    )


def _author(entry: Mapping[str, Any]) -> str | None:
    """Who wrote it; an address of e-mail is no name."""
    whole = _field(entry.get("author"))
    if whole and "@" in whole:
        return parseaddr(whole)[0] or None
    told = (_field(author.get("name")) for author in entry.get("authors") or () if isinstance(author, Mapping))
    return ", ".join(dict.fromkeys(name for name in told if name)) or None


def _link(entry: Mapping[str, Any], address: Address) -> str | None:
    text = entry.get("feedburner_origlink") or entry.get("link")
    if not text:
        return None
    try:
        return str(join(address, str(text)))
    except FetchError:
        return None


def _field(value: object) -> str | None:
    """A field of one line."""
    return " ".join(as_text(str(value)).replace("\0", " ").split())[:_MAX_FIELD] or None if value else None


def _seconds(when: object) -> float | None:
    try:
        return float(timegm(when)) if isinstance(when, struct_time) else None
    except (ValueError, OverflowError):
        return None


def _patience(feed: Mapping[str, Any]) -> float:
    """The seconds for which the feed says that it stays as it is (`ttl`, in minutes)."""
    try:
        return 60.0 * min(max(int(feed.get("ttl") or 0), 0), 10_000)
    except (ValueError, TypeError):
        return 0.0


def _page_instead(body: bytes, address: Address) -> str:
    """Say that there is a page, and which feeds it names."""
    from lxml import html
    from lxml.etree import LxmlError

    named: list[str] = []
    try:
        page = html.fromstring(body[: 4 * HEAD], parser=html.HTMLParser(no_network=True))
        for link in page.iter("link"):
            kind = str(link.get("type") or "").partition(";")[0].strip().lower()
            if "alternate" in str(link.get("rel") or "").lower().split() and kind in _FEED_TYPES and link.get("href"):
                named.append(join(address, str(link.get("href"))).shown)
    except (LxmlError, ValueError, FetchError):
        named = named[:]
    if not named:
        return "a page, and no feed; it names none, either"
    more = f" and {len(named) - 3} more" if len(named) > 3 else ""
    return f"a page, and no feed; the page names {', '.join(named[:3])}{more}"
