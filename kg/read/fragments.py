"""Pieces of HTML in feeds, mails and tables -> text with a blank line between paragraphs."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

__all__ = ["as_text"]

_MARKUP = re.compile(
    r"<(?:p|br|div|span|a|b|i|em|strong|h[1-6]|ul|ol|li|table|img|blockquote|article)\b[^<>]*>", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)
_BLOCKS = frozenset(
    "address article aside blockquote center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li"
    " main nav ol p pre section table td th tr ul".split()
)
_SILENT = frozenset("script style noscript template iframe object svg figcaption button form select nav".split())
_BREAKS = re.compile(r"[ \t\r\f\v]*\n\s*")


def as_text(text: str) -> str:
    """The text of a field that may hold HTML; one that holds none is given back as it is."""
    if not _MARKUP.search(text):
        return unescape(text) if _ENTITY.search(text) else text
    from lxml import html
    from lxml.etree import ParserError

    try:
        tree = html.fragment_fromstring(text.replace("\0", ""), create_parent="div")
    except (ParserError, ValueError):
        return unescape(re.sub(r"<[^<>]*>", " ", text))
    pieces: list[str] = []
    # Iterative: markup may be nested deeper than Python's stack.
    stack: list[tuple[Any, bool]] = [(tree, False)]
    while stack:
        node, left = stack.pop()
        tag = node.tag if isinstance(node.tag, str) else ""
        if left:
            pieces.append("\n" if tag in _BLOCKS else "")
            pieces.append(re.sub(r"\s+", " ", node.tail or ""))
            continue
        stack.append((node, True))
        if tag == "br":
            pieces.append("\n")
        if tag in _SILENT or not tag:
            continue
        pieces.append("\n" if tag in _BLOCKS else "")
        pieces.append(re.sub(r"\s+", " ", node.text or ""))
        stack.extend((child, False) for child in reversed(node))
    return _BREAKS.sub("\n\n", "".join(pieces)).strip()
