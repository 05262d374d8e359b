"""Pieces of HTML in feeds, mails and tables -> text with a blank line between paragraphs."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from kg.errors import ArticleError
from kg.read.html.blocks import blocks_of, join_blocks
from kg.read.html.markup import parse_markup

__all__ = ["as_text"]

_MARKUP = re.compile(
    r"<(?:p|br|div|span|a|b|i|em|strong|h[1-6]|ul|ol|li|table|img|blockquote|article|section|figure|font|u|pre)\b[^<>]*>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
# What stands beside the text in a piece of a page, too.
_BESIDE = frozenset(("figcaption", "form", "nav", "aside"))


def as_text(text: str) -> str:
    """The text of a field that may hold HTML; one that holds none is given back as it is."""
    if not _MARKUP.search(text):
        return unescape(text) if _ENTITY.search(text) else text
    try:
        root = parse_markup(f"<body><div>{text}</div></body>", "").root
    except ArticleError:
        return unescape(_TAG.sub(" ", text))
    return join_blocks([block.text for block in blocks_of(root, _is_beside)])


def _is_beside(element: Any) -> bool:
    return element.tag in _BESIDE
