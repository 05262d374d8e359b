"""Feeds as files: RSS and Atom of any version, by feedparser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from time import strftime
from typing import Any

from kg.errors import ArticleError
from kg.model import Article
from kg.read.article.compose import Found, compose
from kg.read.article.limits import read_whole
from kg.read.article.options import Options
from kg.read.html.fragments import as_text
from kg.read.html.tracking import without_tracking
from kg.read.inputs.sources import Source
from kg.read.text.date_fields import date_of

__all__ = ["day_of", "read_feed"]

_ADDRESSED = re.compile(r"\S+@\S+\s*\((.+)\)")
# "The post Talks in Oslo appeared first on The Meridian.", "Continue reading ...", "Comments (3)"
_FOOT = re.compile(
    r"(?i)(?:the post .{1,400} (?:appeared first on|first appeared on) .{1,100}"
    r"|(?:continue reading|read (?:more|on|the full .{1,20}))"
    r"\b.{0,200}|\(?comments?\b.{0,20}|(?:share|tweet|like) this\b.{0,40})"
)


def read_feed(source: Source, options: Options) -> Iterator[Article]:
    """Read the entries of a feed, each as an article: its full content if it has it, else its summary.

    Raises:
        ArticleError: It has no entries.
    """
    import feedparser

    with source.open() as file:
        data = read_whole(file, source.name)
    try:
        feed = feedparser.parse(BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except ValueError as error:  # of an encoding that is none, or of characters that it cannot have
        raise ArticleError(f"{source.name}: damaged, or in no known encoding", kind="damaged") from error
    if not feed.entries:
        raise ArticleError(f"{source.name}: a feed without entries", kind="empty")
    outlet = feed.feed.get("title")
    language = str(feed.feed.get("language") or "")[:2].lower() or None
    short = 0
    for number, entry in enumerate(feed.entries, start=1):
        contents = [part.get("value") or "" for part in entry.get("content") or ()]
        text = max(contents, key=len, default="")
        short += not text
        name = f"{source.name}, entry {number}"
        try:
            yield compose(_found(entry, text or str(entry.get("summary") or ""), outlet, language), name, options)
        except ArticleError as error:
            options.on_error(error)
    if short:
        entries = "1 entry has" if short == 1 else f"{short} entries have"
        options.on_note(f"{source.name}: {entries} a summary only, not the article")


def _found(entry: Mapping[str, Any], text: str, outlet: str | None, language: str | None) -> Found:
    title = as_text(str(entry.get("title") or ""))
    return Found(
        text=_without_foot(as_text(text)),
        id=entry.get("id") or None,
        title=title or None,
        published=day_of(entry),
        url=without_tracking(entry["link"]) if entry.get("link") else None,
        author=_person(entry),
        publisher=outlet,
        language=language,
    )


def day_of(entry: Mapping[str, Any]) -> str | None:
    """The ISO date of an entry as feedparser has it."""
    # As a plain dictionary: feedparser's own takes what is published for what is updated, and warns of it.
    plain = dict(entry.items())
    # As it is written: the parsed one is of universal time, which may be another day than the outlet's.
    written = date_of(plain.get("published")) or (None if "published" in plain else date_of(plain.get("updated")))
    when = plain.get("published_parsed") or plain.get("updated_parsed")
    return written or (strftime("%Y-%m-%d", when) if when else None)


def _person(entry: Mapping[str, Any]) -> str | None:
    """Who wrote an entry: "jane@wire.example (Jane Roe)" is how RSS wants it written."""
    author = str(entry.get("author") or "")
    named = _ADDRESSED.fullmatch(author)
    name = str((entry.get("author_detail") or {}).get("name") or "")
    return (named[1] if named else author if "@" not in author else name if "@" not in name else "") or None


def _without_foot(text: str) -> str:
    """The text without what publishing software puts under each entry."""
    paragraphs = text.split("\n\n")
    while len(paragraphs) > 1 and _FOOT.fullmatch(paragraphs[-1]):
        paragraphs.pop()
    return "\n\n".join(paragraphs)
