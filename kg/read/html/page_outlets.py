"""The outlet that a page is of: never the software that made it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kg.read.html.body import plain
from kg.read.html.furniture import words_of
from kg.read.html.linked import types_of
from kg.read.html.page_titles import LONG, is_logo
from kg.read.html.page_words import MAKERS, SEPARATOR, all_of, line_of, lone_day, same_name, title_words, words_in

__all__ = ["outlet_of", "title_outlet"]

_OUTLETS = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "apple-mobile-web-app-title",
    "al:android:app_name",
    "source",
)
# What an outlet says of itself behind its name: "The Meridian - News you can use", "OpenWire, the free news source".
_SLOGAN = re.compile(r"\s+[|»–—]\s+|\s+-\s+|:\s|,\s(?=(?:the|a|an|your|all)\s)")
_FEED_NAME = re.compile(r"(?i)\s*[-–—»|:]*\s*(?:comments?|rss|atom|feed|newsfeed|2\.0)\b.*$")


def outlet_of(
    meta: Mapping[str, list[str]], node: Mapping[str, Any], nodes: list[Mapping[str, Any]], root: Any
) -> str | None:
    """The name of the outlet, as OpenGraph, JSON-LD or the page itself give it; never that of the software."""
    told = [*meta.get("og:site_name", ()), *_names(node.get("publisher"))]
    told.extend(name for each in nodes for name in _names(each) if _is_outlet(each))
    told.extend(all_of(meta, _OUTLETS[1:]))
    for element in root.xpath("//*[@itemprop='publisher']")[:3]:
        inner = element.xpath(".//*[@itemprop='name']")
        told.extend((each.get("content") or words_in(each)) for each in inner[:1])
    told.extend(words_in(element) for element in list(root.iter("h1", "h2"))[:5] if is_logo(element))
    told.extend(words_in(element) for element in root.iter("a", "span", "div", "p") if _is_site_name(element))
    names = [name for name in (line_of(each) for each in told) if name and not _is_maker(name)]
    # "meridian.example" is said by templates where nobody filled in the name; "TIME.com" is a name.
    spoken = [name for name in names if not re.fullmatch(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+", name)]
    best = next(iter([*spoken, *names, *_likely_names(root)]), None)
    if best is None:
        return None
    best = _SLOGAN.split(best)[0]
    element = root.find(".//title")
    parts = SEPARATOR.split(line_of(element.text)[:LONG]) if element is not None else []
    # As a name is written where it stands alone: "The Courier", not "the courier" of some template.
    return next((each for each in (*names, *parts) if each and same_name(each, best) and each[0].isupper()), best)


def _is_site_name(element: Any) -> bool:
    """Whether an element is named the site's name: "site-title", "site-name"."""
    words = words_of(element.get("class") or element.get("id") or "")
    return "site" in words and not {"title", "name"}.isdisjoint(words) and len(element) < 3


def _likely_names(root: Any) -> Iterator[str]:
    """Names of feeds and pictures that the window's title has, too."""
    element = root.find(".//title")
    window = plain(element.text or "") if element is not None else ""
    told = [
        _FEED_NAME.sub("", each) for each in root.xpath("//link[@rel='alternate'][contains(@type, '+xml')]/@title")[:2]
    ]
    for each in (*told, *root.xpath("//a[@href='/' or @rel='home']//img/@alt")[:2]):
        if len(plain(each)) > 2 and plain(each) in window and not _is_maker(each.strip()):
            yield line_of(each)


def _names(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [line_of(each.get("name") if isinstance(each, dict) else each) for each in values[:5]]


def _is_outlet(node: Mapping[str, Any]) -> bool:
    return any(kind in ("NewsMediaOrganization", "WebSite", "Organization", "Newspaper") for kind in types_of(node))


def _is_maker(name: str) -> bool:
    return name.lower().split()[0] in MAKERS or name.startswith(("http", "@")) or len(name) > 100


def title_outlet(root: Any, title: str | None) -> str | None:
    """The outlet that stands behind the title in the window's title."""
    element = root.find(".//title")
    window = line_of(element.text)[:LONG] if element is not None else ""
    if not title or not window or title == window:
        return None
    if title in window:
        rest = window.replace(title, "", 1).strip(" |–—-·•:»«~/")
        parts = [part for part in SEPARATOR.split(rest) if part]
    elif set(title_words(title)) & set(title_words(window)):
        # Another title for search engines, and behind it the outlet.
        parts = [part for part in SEPARATOR.split(window)[1:] if part and len(part.split()) < 6]
    else:
        # The same on all pages of the site: its name.
        parts = SEPARATOR.split(window)[:1]
    name = _SLOGAN.split(parts[-1])[0] if parts else ""
    return name if 1 < len(name) < 50 and not _is_maker(name) and not lone_day(name) else None
