"""What a page says of its article: title, date, author, outlet, address, language, and whether it is all there.

Several places of a page say the same, and some of them wrongly: each field is a table of places in the order in which
they are believed, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from kg.model import DateSource
from kg.read.html.linked import article_nodes, linked_data, types_of
from kg.read.html.markup import Markup
from kg.read.html.page_address import address_of, site_of
from kg.read.html.page_authors import author_of
from kg.read.html.page_dates import PUBLISHED, modified_on, published_on
from kg.read.html.page_outlets import outlet_of, title_outlet
from kg.read.html.page_titles import TITLES, TOLD, alike, headings_of, led_title, title_of_page, without_author
from kg.read.html.page_words import all_of, line_of, lone_day, read_meta

__all__ = ["PageFacts", "page_facts"]

_NODES = 200  # articles that a page may describe
_NO_ARTICLE = frozenset(("CollectionPage", "WebSite", "ProfilePage", "SearchResultsPage", "CreativeWork"))


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of itself. `free` is false where it says that the article is not all there for everybody."""

    title: str | None = None
    published: str | None = None
    date_source: DateSource = DateSource.METADATA
    modified: str | None = None
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    free: bool = True
    words: int | None = None
    body: str | None = None
    """The article's text as JSON-LD has it."""
    kinds: frozenset[str] = frozenset()
    """Types of schema.org and OpenGraph that the page gives itself, in lower case."""
    is_article: bool = False
    """Whether the page says that it is an article."""


def page_facts(
    markup: Markup, furniture: Callable[[Any], bool], told: str | None = None, lead: Sequence[str] = ()
) -> PageFacts:
    """Read what a page says of itself.

    Args:
        markup: The page.
        furniture: Tells which elements are no part of the article, and so say nothing of it.
        told: The address that the page was saved from, where that is known.
        lead: Short texts before the article's first paragraph.
    """
    root = markup.root
    meta = read_meta(root)
    nodes = linked_data(markup.scripts)
    headlines = headings_of(root, furniture)
    url = address_of(root, meta, told)
    node = _main_node(article_nodes(nodes), url, [*headlines, *all_of(meta, TITLES[:2])])
    outlet = outlet_of(meta, node, nodes, root)
    site = site_of(url)
    title = title_of_page(root, meta, node, headlines, outlet or site) or led_title(root, lead, outlet or site)
    author = author_of(root, meta, node, furniture, [name for name in (outlet, site) if name])
    published, source = published_on(root, meta, node, url, furniture)
    if published is None:
        published = next(filter(None, map(lone_day, lead)), None)
    body = node.get("articleBody")
    kinds = {kind.lower() for each in (*nodes[:20], node) for kind in types_of(each)} | {
        kind.lower() for kind in meta.get("og:type", ())
    }
    return PageFacts(
        title=without_author(title, author),
        published=published,
        date_source=source,
        modified=modified_on(root, meta, node, furniture),
        author=author,
        publisher=outlet or title_outlet(root, title),
        url=url,
        language=_language(root, meta, node),
        free=_is_free(node, meta),
        words=_number(node.get("wordCount")),
        body=body if isinstance(body, str) else None,
        kinds=frozenset(kinds),
        is_article=_is_article(node, meta, root),
    )


def _is_article(node: Mapping[str, Any], meta: Mapping[str, list[str]], root: Any) -> bool:
    if node.get("articleBody") or (node.get("datePublished") and not _NO_ARTICLE.intersection(types_of(node))):
        return True
    if {kind.lower() for kind in meta.get("og:type", ())} & {"article", "news", "video.other", "news.article"}:
        return True
    return bool(all_of(meta, PUBLISHED[:12])) or bool(root.xpath("//*[@itemprop='articleBody']"))


def _main_node(nodes: list[Mapping[str, Any]], url: str | None, titles: list[str]) -> Mapping[str, Any]:
    """The description that is of this page: of its address, else of its headline, else the first."""
    nodes, titles = nodes[:_NODES], titles[:TOLD]
    if not nodes:
        return {}
    path = urlsplit(url).path.rstrip("/") if url else None

    def fits(node: Mapping[str, Any]) -> float:
        own = max((alike(line_of(node.get("headline")), title) for title in titles), default=0.0)
        addresses = [node.get("url"), node.get("@id"), node.get("mainEntityOfPage")]
        named = [each.get("@id") if isinstance(each, dict) else each for each in addresses]
        here = any(path and isinstance(each, str) and urlsplit(each).path.rstrip("/") == path for each in named)
        return own + here + 0.1 * bool(node.get("datePublished")) + 0.1 * bool(node.get("headline"))

    return max(nodes, key=fits)


def _language(root: Any, meta: Mapping[str, list[str]], node: Mapping[str, Any]) -> str | None:
    said = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang")]
    body = root.find("body")
    said.extend(
        [
            body.get("lang") if body is not None else None,
            *all_of(meta, ("og:locale", "content-language", "language", "dc.language")),
        ]
    )
    said.append(node.get("inLanguage") if isinstance(node.get("inLanguage"), str) else None)
    for each in said:
        if each and (found := re.match(r"\s*([A-Za-z]{2,3})(?![A-Za-z])", each)):
            return found[1].lower()
    return None


def _is_free(node: Mapping[str, Any], meta: Mapping[str, list[str]]) -> bool:
    said = str(node.get("isAccessibleForFree", "true")).rsplit("/", 1)[-1].lower()
    tiers = {
        each.lower() for each in all_of(meta, ("article:content_tier", "article:opinion_tier", "cxenseparse:premium"))
    }
    return said not in ("false", "no", "0") and tiers.isdisjoint({"locked", "metered", "paid", "premium", "true"})


def _number(value: object) -> int | None:
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None
