"""A page as text -> its tree, without what is no text, and its scripts; in bounded time for whatever is in it.

Scripts, styles and drawings are cut out before parsing: they are most of a page's bytes, and none of its words. What
the parser takes long for is bounded here: an element's attributes (it looks through them for each new one), the
number of elements, and their depth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from kg.errors import ArticleError

__all__ = ["Markup", "parse_markup"]

MAX_CHARACTERS = 24_000_000
"""Characters of markup, scripts not counted; the longest live blogs have a tenth."""
MAX_ELEMENTS = 300_000
"""Elements; the longest pages have a tenth."""
_MAX_DEPTH = 2000  # libxml2 stops at 2,048, browsers put what is deeper than 512 beside each other

# What holds no words of the article: element -> does it go on to the end of the page where its end is missing?
_SILENT = {"script": True, "style": True, "svg": False, "noscript": False, "iframe": False, "object": False}
_CUT = re.compile(r"<!--|<(script|style|svg|noscript|iframe|object)(?=[\s/>])", re.IGNORECASE)
_ENDS = {tag: re.compile(rf"</{tag}\s*>", re.IGNORECASE) for tag in _SILENT}
_COMMENT_END = re.compile(r"--!?>")
# A tag of ordinary length: every piece ends before the next angle bracket, so the search takes linear time.
_UNUSUAL = re.compile(r"<[a-zA-Z](?!(?:[^<>\"']{0,300}+(?:\"[^\"<>]{0,3000}+\"|'[^'<>]{0,3000}+')?){0,40}+>)")
# Quotation marks quote behind "=" only; elsewhere they are part of a name, as in `<a href="x"">`.
_UNQUOTED = re.compile(r"(?:[^>=]|=(?!\s{0,9}[\"']))*+(?:=\s{0,9})?")
_NAME = re.compile(r"<[a-zA-Z][^\s<>/\"'=]*")
_ATTRIBUTE = re.compile(r"\s[^\s=<>\"'/]{1,100}(?:\s?=\s?(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'<>]*+))?")
_LONG_TAG = 8000  # characters
_KEPT_ATTRIBUTES = 60
_LONG_VALUE = 3000  # characters; addresses and classes are shorter, pictures and states are not
# Neither in HTML nor in XML; the parser would end the text there.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Markup:
    """A parsed page: the root of its lxml tree, and its scripts as (attributes, content)."""

    root: Any
    scripts: tuple[tuple[str, str], ...] = ()


def parse_markup(html: str, name: str) -> Markup:
    """Parse a page or a piece of one.

    Raises:
        ArticleError: There is nothing in it, or too much.
    """
    from lxml import html as lxml_html
    from lxml.etree import ParserError, XMLSyntaxError

    text, scripts = _without_silent(_CONTROL.sub("", html))
    if len(text) > MAX_CHARACTERS or text.count("<") > 2 * MAX_ELEMENTS:
        raise ArticleError(f"{name}: more markup than any page has; save the text alone as .txt", kind="too large")
    text = _without_long_tags(text)
    parser = lxml_html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False,
        default_doctype=False,
    )  # fmt: skip
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (ParserError, XMLSyntaxError, ValueError) as error:
        raise ArticleError(f"{name}: no article in this page: there is nothing in it", kind="no article") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ArticleError(
            f"{name}: elements nested deeper than {_MAX_DEPTH:,}; save the text alone as .txt", kind="damaged"
        )
    return Markup(root, scripts)


def _without_silent(html: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The markup without comments and what holds no words, and the scripts among that."""
    kept: list[str] = []
    scripts: list[tuple[str, str]] = []
    at, search_from = 0, 0
    endless: set[str] = set()
    while found := _CUT.search(html, search_from):
        tag = (found[1] or "").lower()
        head_end = html.find(">", found.end()) if tag else found.end() - 1
        if head_end < 0:
            break
        if tag in endless or (tag == "svg" and html[head_end - 1] == "/"):
            search_from = head_end + 1
            continue
        # "<!-->" is a comment, too.
        end = _ENDS[tag].search(html, head_end + 1) if tag else _COMMENT_END.search(html, found.start() + 2)
        if end is None and tag and not _SILENT[tag]:
            endless.add(tag)
            search_from = head_end + 1
            continue
        kept.append(html[at : found.start()])
        if tag == "script":
            scripts.append((html[found.end() : head_end], html[head_end + 1 : end.start() if end else None]))
        elif not tag and end is None:
            # A comment without end is one to the end; but what was cut off there is better read than lost.
            kept.append(html[found.end() :])
        at = search_from = end.end() if end else len(html)
    kept.append(html[at:])
    return "".join(kept), tuple(scripts)


def _without_long_tags(html: str) -> str:
    """The markup with the tags shortened that have more attributes, or longer ones, than people write."""
    kept: list[str] = []
    at = 0
    missing: set[str] = set()
    while found := _UNUSUAL.search(html, at):
        end = _tag_end(html, found.start(), missing)
        if end < 0:  # cut off inside a tag
            kept.append(html[at : found.start()])
            return "".join(kept)
        kept.append(html[at : found.start()])
        tag = html[found.start() : end]
        kept.append(tag if len(tag) <= _LONG_TAG else _shortened(tag))
        at = end
    kept.append(html[at:])
    return "".join(kept)


def _tag_end(html: str, start: int, missing: set[str]) -> int:
    """Where the tag that begins at `start` is over, or -1; `missing` are the quotation marks that do not come again."""
    at = start
    while True:
        found = _UNQUOTED.match(html, at)
        at = found.end() if found else at
        if at >= len(html):
            return -1
        if html[at] not in "\"'":
            return at + 1
        close = -1 if html[at] in missing else html.find(html[at], at + 1)
        if close < 0:
            missing.add(html[at])
            close = at
        at = close + 1


def _shortened(tag: str) -> str:
    name = _NAME.match(tag)
    kept: list[str] = []
    at = name.end() if name else 2
    while len(kept) < _KEPT_ATTRIBUTES and (found := _ATTRIBUTE.search(tag, at)):
        at = found.end()
        if len(found[0]) <= _LONG_VALUE:
            kept.append(found[0])
    return f"{name[0] if name else tag[:2]}{''.join(kept)}>"
