"""Feeds as files: RSS and Atom of any version, by feedparser."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from time import strftime
from typing import Any

from kg.errors import ArticleError
from kg.model import Article
from kg.read.compose import Found, compose
from kg.read.fragments import as_text
from kg.read.limits import read_whole
from kg.read.options import Options
from kg.read.sources import Source

__all__ = ["read_feed"]


def read_feed(source: Source, options: Options) -> Iterator[Article]:
    """Read the entries of a feed, each as an article: its full content if it has it, else its summary.

    Raises:
        ArticleError: It has no entries.
    """
    import feedparser

    with source.open() as file:
        data = read_whole(file, source.name)
    feed = feedparser.parse(BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        raise ArticleError(f"{source.name}: a feed without entries")
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


def _found(entry: dict[str, Any], text: str, outlet: str | None, language: str | None) -> Found:
    when = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    return Found(
        text=as_text(text),
        id=entry.get("id") or None,
        title=as_text(str(entry.get("title") or "")) or None,
        published=strftime("%Y-%m-%d", when) if when else None,
        url=entry.get("link") or None,
        author=entry.get("author") or None,
        publisher=outlet,
        language=language,
    )
