"""Markdown, of CommonMark and what is usual beside it: its text is read as it is, and its marks are junk.

Nothing is cut out, so that every offset is one of the file's text. Code, tables, notes and comments are passed over as
whole lines; marks, addresses and tags inside a line as if they were not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.model import Article
from kg.read.article.columns import choose_columns, found_of
from kg.read.article.compose import Found, compose
from kg.read.article.options import Options
from kg.read.documents.documents import text_of
from kg.read.documents.front_matter import split_front_matter
from kg.read.inputs.sources import Source

__all__ = ["markdown_junk", "read_markdown"]

_BODY = "\0body"  # no field is called so
_MAX_LINE = 20_000  # characters; marks in longer lines are left alone
_ADDRESS = re.compile(r"https?://\S+")

_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)")
# What goes on over lines, from a line that begins it to one that has its end.
_LONG = (
    (re.compile(r"\s*<!--"), re.compile(r"-->\s*$")),
    (re.compile(r"\s*<(?:script|style|iframe|svg|figure)\b", re.IGNORECASE),
     re.compile(r"</(?:script|style|iframe|svg|figure)\s*>\s*$", re.IGNORECASE)),
    (re.compile(r"\s*\$\$"), re.compile(r"\$\$\s*$")),
)  # fmt: skip
_MAX_LONG = 200  # lines; what is never closed ends here
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_NOTE = re.compile(r" {0,3}\[\^[^\]\s]{1,60}\]:")
_CONTINUED = re.compile(r"(?: {2,}|\t)\S")
_WHOLE = tuple(
    re.compile(pattern)
    for pattern in (
        r" {0,3}\[[^\]^][^\]]{0,100}\]:\s*\S+.*",  # [1]: https://...
        r"\s*(?:>\s*)*\[![\w-]{1,30}\][+-]?.*",  # > [!note] Title
        r"\s*\{[%{:].*[%}]?\}\s*",  # {% include x %}, {{< figure >}}, {: .lead}
        r"\s*(?:!\[\[[^\]]{1,300}\]\]|!\[[^\]]{0,300}\]\[[^\]]{0,100}\])\s*",  # ![[map.png]], ![A map][1]
        r"\s*\[?(?i:toc)\]?\s*|\s*\[\[_?(?i:toc)_?\]\]\s*",
        r"\s*(?:=+|-{2,}|\*(?:\s*\*){2,}|_(?:\s*_){2,})\s*",
        r"\s*</?\w+[^<>]*/?>\s*",  # <div class="lead">
    )
)
_TARGET = r"(?:\([^()\n]{0,600}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)|\[[^\[\]\n]{0,100}\])"  # of a link
_PIECES = tuple(
    re.compile(pattern)
    for pattern in (
        r"^\s{0,12}(?:>\s?)+",
        r"^[\s>]{0,16}(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(?=\S)",  # of lists
        r"^#{1,6}\s+|\s+#{1,6}\s*$",
        r"!\[\[[^\[\]\n]{1,300}\]\]",
        rf"!\[[^\[\]\n]{{0,300}}\]{_TARGET}",
        r"\[\[(?:[^\[\]|\n]{1,200}\|)?(?=[^\[\]|\n]{1,200}\]\])|(?<=[^\s\[])\]\]",
        rf"\[(?=[^\[\]\n]{{1,300}}\]{_TARGET})",
        rf"(?<=[^\s\[])\]{_TARGET}",
        r"\[\^[^\[\]\s]{1,60}\]|\s?\[-?@[^\[\]\n]{1,200}\]",  # of notes and sources
        r"<(?:https?://|mailto:)[^<>\s]{1,600}>|</?[A-Za-z][^<>\n]{0,300}>|<!--[^\n]{0,600}?-->",
        r"\{\{[<%]?[^{}\n]{0,300}[>%]?\}\}|\{%[^{}\n]{0,300}%\}|\{[:#.][^{}\n]{0,200}\}",
        r"~~[^~\n]{1,500}~~",  # what the author has struck out
        r"`+|==(?=\S)|(?<=\S)==|\\(?=[!-/:-@\[-`{-~])",
        r"(?<!\\)\*{1,3}(?=\S)|(?<=[^\s\\])\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)",
    )
)


def read_markdown(source: Source, options: Options) -> Iterator[Article]:
    """Read a Markdown file, which may begin with fields; its text begins after them.

    Raises:
        ArticleError: As for a text file.
    """
    text = text_of(source)
    fields, begin = split_front_matter(text)
    article = compose(_found(fields, text[begin:]), source.name, options)
    yield replace(article, junk=_joined([*article.junk, *markdown_junk(article.text)]))


def _found(fields: dict[str, object], text: str) -> Found:
    record = {**fields, _BODY: _BODY}
    found = found_of(record, choose_columns(record, _BODY))
    # An `id` is one of its site; a `source` may be an address, as Obsidian's clipper has it.
    publisher, url = found.publisher, found.url
    if publisher and _ADDRESS.fullmatch(publisher):
        publisher, url = None, url or publisher
    return replace(found, text=text, id=None, publisher=publisher, url=url)


def markdown_junk(text: str) -> list[tuple[int, int]]:
    """The half-open spans of a Markdown text that are marks or no prose, in order and apart from each other."""
    lines = text.split("\n")
    whole = _no_prose(lines)
    spans: list[tuple[int, int]] = []
    offset = 0
    for number, line in enumerate(lines):
        if number in whole:
            if line:
                spans.append((offset, offset + len(line)))
        elif len(line) <= _MAX_LINE:
            found = (piece for pattern in _PIECES for piece in pattern.finditer(line))
            spans.extend((offset + piece.start(), offset + piece.end()) for piece in found)
        offset += len(line) + 1
    return list(_joined(spans))


def _no_prose(lines: list[str]) -> set[int]:
    """The numbers of the lines that are code, tables, notes, comments, or nothing but marks."""
    found: set[int] = set()
    at = 0
    while at < len(lines):
        end = _end_of_block(lines, at)
        if end > at:
            found.update(range(at, end))
            at = end
        else:
            if any(pattern.fullmatch(lines[at]) for pattern in _WHOLE):
                found.add(at)
            at += 1
    return found


def _end_of_block(lines: list[str], at: int) -> int:
    """Where a block that is no prose ends; `at` where none begins there."""
    line = lines[at]
    if fence := _FENCE.match(line):
        closing = re.compile(rf" {{0,3}}{re.escape(fence['fence'][0])}{{{len(fence['fence'])},}}\s*")
        ends = (number for number in range(at + 1, len(lines)) if closing.fullmatch(lines[number]))
        return next(ends, len(lines) - 1) + 1
    for opening, closing in _LONG:
        if opening.match(line):
            within = range(at, min(at + _MAX_LONG, len(lines)))
            return next((number + 1 for number in within if closing.search(lines[number])), at)
    if _NOTE.match(line):
        end = at + 1
        while end < len(lines) and _CONTINUED.match(lines[end]):
            end += 1
        return end
    if "|" in line and at + 1 < len(lines) and "|" in lines[at + 1] and _TABLE_RULE.fullmatch(lines[at + 1]):
        end = at + 2
        while end < len(lines) and "|" in lines[end]:
            end += 1
        return end
    return at


def _joined(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans in order, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif end > start:
            joined.append((start, end))
    return tuple(joined)
