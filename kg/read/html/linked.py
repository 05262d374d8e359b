"""What scripts of a page hold as JSON: schema.org's description of the article, and the state of its application."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

from kg.read.html.fragments import as_text

__all__ = ["article_nodes", "linked_data", "state_texts", "types_of"]

_LINKED = re.compile(r"type\s*=\s*[\"']?application/ld\+json", re.IGNORECASE)
_STATE_TYPE = re.compile(r"type\s*=\s*[\"']?application/(?:json|[\w.+-]*json)\b", re.IGNORECASE)
# "window.__PRELOADED_STATE__ = {", "Fusion.globalContent={", "__INITIAL_DATA__ = "{\"...": a page's state.
_ASSIGNED = re.compile(r"[\w$\])\"']\s{0,3}=\s{0,3}(?:JSON\.parse\(\s{0,3})?(?=[{\[\"])")
# What hid a script from the browsers of the nineties, and from XML.
_OPENED = ("<!--", "//<![CDATA[", "// <![CDATA[", "/*<![CDATA[*/", "/* <![CDATA[ */", "<![CDATA[")
_CLOSED = ("-->", "//]]>", "// ]]>", "/*]]>*/", "/* ]]> */", "]]>", ";", "//")
_DANGLING = re.compile(r",(?=\s*[}\]])")
_MAX_SCRIPT = 6_000_000  # characters
_MAX_NODES = 200_000
_MAX_TRIES = 40  # assignments in one script
# Types that are an article (https://schema.org/Article and the like); a word at the end of the name tells.
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Critique|CreativeWork)$")
_NESTED = ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed", "subjectOf")
# Keys under which applications keep what is shown; a list of such pieces is a text.
_TEXT_KEYS = frozenset(
    "body articlebody bodytext bodyhtml storybody content html text value paragraph copy fulltext contenthtml"
    " articletext storyhtml maincontent children blocks elements contentelements paragraphs model components items data"
    " bodymodel nodes".split()
)
_TITLES = ("headline", "title", "headlines", "name", "seoTitle")


def linked_data(scripts: Iterable[tuple[str, str]]) -> list[Mapping[str, Any]]:
    """The objects of a page's JSON-LD, those in graphs too, with references to each other filled in."""
    documents = [_parsed(content) for attributes, content in scripts if _LINKED.search(attributes)]
    nodes = list(_nodes([document for document in documents if document is not None]))
    named = {str(node["@id"]): node for node in nodes if "@id" in node and len(node) > 1}
    return [{key: _filled(value, named) for key, value in node.items()} for node in nodes]


def article_nodes(nodes: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those that describe an article."""
    return [node for node in nodes if any(_ARTICLE.search(kind) for kind in types_of(node))]


def types_of(node: Mapping[str, Any]) -> list[str]:
    """The types of an object, without the vocabulary's address."""
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [re.split(r"[/#:]", kind)[-1] for kind in kinds if isinstance(kind, str)]


def state_texts(scripts: Iterable[tuple[str, str]], title: str | None) -> list[str]:
    """Texts that the application's state holds, the likeliest to be the article first: the longest of the title's."""
    found: list[tuple[bool, int, str]] = []
    for attributes, content in scripts:
        if _LINKED.search(attributes) or len(content) < 200:
            continue
        for document in _documents(attributes, content):
            found.extend(_texts(document, title))
    found.sort(key=lambda each: (each[0], each[1]), reverse=True)
    return [text for _, _, text in found[:3]]


def _parsed(content: str) -> Any:
    """The JSON of a script, also where it is slightly broken, as by hand-written templates; None where it is none."""
    if len(content) > _MAX_SCRIPT:
        return None
    bare = content.strip()
    for mark in _OPENED:
        bare = bare.removeprefix(mark).lstrip()
    for mark in _CLOSED:
        bare = bare.removesuffix(mark).rstrip()
    for attempt in (bare, _DANGLING.sub("", bare), unescape(bare)):
        try:
            # Templates leave raw line breaks in strings.
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(documents: list[Any]) -> Iterator[dict[str, Any]]:
    left = list(reversed(documents))
    seen = 0
    while left and seen < _MAX_NODES:
        each = left.pop()
        seen += 1
        if isinstance(each, list):
            left.extend(reversed(each))
        elif isinstance(each, dict):
            yield each
            left.extend(each[key] for key in reversed(_NESTED) if isinstance(each.get(key), (dict, list)))


def _filled(value: Any, named: Mapping[str, Mapping[str, Any]]) -> Any:
    if isinstance(value, dict) and set(value) <= {"@id", "@type"} and "@id" in value:
        return named.get(str(value["@id"]), value)
    if isinstance(value, list):
        return [_filled(each, named) if isinstance(each, dict) else each for each in value]
    return value


def _documents(attributes: str, content: str) -> Iterator[Any]:
    """The JSON documents in a script: the whole of it, or what is assigned to something."""
    if len(content) > _MAX_SCRIPT:
        return
    if _STATE_TYPE.search(attributes) or content.lstrip()[:1] in ("{", "["):
        document = _parsed(content)
        if document is not None:
            yield document
            return
    decoder = json.JSONDecoder(strict=False)
    at = 0
    for _ in range(_MAX_TRIES):
        assigned = _ASSIGNED.search(content, at)
        if assigned is None:
            return
        at = assigned.end()
        try:
            document, end = decoder.raw_decode(content, at)
        except (ValueError, RecursionError):
            continue
        at = end
        if isinstance(document, str) and len(document) > 200:
            document = _parsed(document)
        if isinstance(document, (dict, list)):
            yield document


def _texts(document: Any, title: str | None) -> Iterator[tuple[bool, int, str]]:
    """Every text of a state: whether its owner has the page's title, its length, and the text."""
    left: list[tuple[Any, bool]] = [(document, False)]
    seen = 0
    while left and seen < _MAX_NODES:
        each, titled = left.pop()
        seen += 1
        if isinstance(each, list):
            left.extend((inner, titled) for inner in each if isinstance(inner, (dict, list)))
        elif isinstance(each, dict):
            titled = titled or (title is not None and any(_is_title(each.get(key), title) for key in _TITLES))
            for key, value in each.items():
                if key.replace("_", "").replace("-", "").lower() in _TEXT_KEYS and isinstance(value, (str, list, dict)):
                    text = _gathered(value)
                    if len(text) > 300:
                        yield titled, len(text), text
                if isinstance(value, (dict, list)):
                    left.append((value, titled))


def _is_title(value: Any, title: str) -> bool:
    if isinstance(value, dict):
        value = value.get("basic") or value.get("main") or value.get("default")
    return isinstance(value, str) and " ".join(value.split()).casefold() == title.casefold()


def _gathered(value: Any) -> str:
    """The paragraphs in a value, in their order."""
    parts: list[str] = []
    left: list[Any] = [value]
    seen = 0
    while left and seen < 20_000:
        each = left.pop()
        seen += 1
        if isinstance(each, str):
            text = as_text(each).strip()
            if len(text) > 25 and " " in text and not text.startswith(("http", "{", "/")):
                parts.append(text)
        elif isinstance(each, list):
            left.extend(reversed(each))
        elif isinstance(each, dict) and not _is_other(each):
            left.extend(
                value
                for key, value in reversed(each.items())
                if key.replace("_", "").replace("-", "").lower() in _TEXT_KEYS
            )
    return "\n\n".join(parts)


def _is_other(piece: Mapping[str, Any]) -> bool:
    """Whether a piece of a text is a picture, a link list, an advertisement."""
    kind = str(piece.get("type") or piece.get("_type") or piece.get("__typename") or piece.get("name") or "").lower()
    return any(
        word in kind
        for word in ("image", "video", "related", "promo", "advert", "gallery", "embed", "newsletter", "caption")
    )
