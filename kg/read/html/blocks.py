"""A tree of markup -> its paragraphs, as a reader sees them: one block a paragraph, heading, list item or cell.

What stands inside a paragraph is neither torn apart nor glued together; a line break ends a paragraph where a sentence
ends, or where there are two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["BLOCK_TAGS", "HEADINGS", "Block", "blocks_of", "join_blocks"]

BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary table tbody td"
    " tfoot th thead title tr ul".split()
)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
# What shows no words, or none that are the page's: controls, pictures, what stands in for them.
_WORDLESS = frozenset(
    "script style noscript template iframe object embed svg math canvas audio video picture map select option optgroup"
    " datalist button input textarea progress meter head title".split()
)
_SHOWN_AS_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)", re.IGNORECASE)
_LINES = frozenset("b strong font big u small em i span".split())
# Marks inside the collected text: a line break, the begin and the end of a link. No text has them (see `markup`).
_BREAK, _LINK, _UNLINK = "\x0b", "\x02", "\x03"
_MARKS = re.compile("[\x02\x03]")
_LINKED = re.compile("\x02[^\x02\x03]*\x03?")
_SPACE = re.compile(r"[^\S\x0b]+")
_SPACE_IN_PRE = re.compile(r"[^\S\x0b\n]+")
_APART = re.compile(r"\s*(?:\x0b\s*){2,}")
_AFTER_SENTENCE = re.compile(r"(?<=[.!?…:;])([\"'”’)\]\x03]{0,3}) ?\x0b ?|(?<=[。！？।])\x0b")
_BLANK_LINE = re.compile(r"\n[^\S\n]*(?=\n)")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: its text, the element it is directly in and that element's tag, and what of it is in no link."""

    text: str
    tag: str
    element: Any
    own: str = ""

    @property
    def is_heading(self) -> bool:
        return self.tag in HEADINGS

    @property
    def link_share(self) -> float:
        return 1 - len(self.own) / len(self.text)


def blocks_of(root: Any, passed_over: Callable[[Any], bool] = lambda _: False) -> Iterator[Block]:
    """The blocks below an element, in the order of the text.

    Args:
        root: An lxml element.
        passed_over: Which elements are left out, with all that is in them.
    """
    pieces: list[str] = []
    holders: list[Any] = [root]
    # Iterative: markup may be nested deeper than Python's stack. An element comes up twice: entered, and left.
    stack: list[tuple[Any, bool]] = [(root, False)]
    pre = links = 0  # how many of them are open
    while stack:
        element, entered = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if entered:
            if tag == "a":
                links -= 1
            if _is_block(element, tag):
                yield from _flush(pieces, holders.pop(), pre, links)
                pre -= tag == "pre"
            elif tag == "a":
                pieces.append(_UNLINK)
            if element is not root:
                pieces.append(element.tail or "")
            continue
        if element is not root and (
            not tag or (tag in _WORDLESS and not _is_shown(element, tag)) or passed_over(element)
        ):
            pieces.append(element.tail or "")
            continue
        if tag == "br":
            pieces.append(_breaks(element) + (element.tail or ""))
            continue
        if _is_block(element, tag):
            yield from _flush(pieces, holders[-1], pre, links)
            holders.append(element)
            pre += tag == "pre"
        if tag == "a":
            links += 1
            pieces.append(_LINK)
        pieces.append(element.text or "")
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    yield from _flush(pieces, root, pre, links)


def join_blocks(texts: list[str]) -> str:
    """The text of an article: a blank line between paragraphs."""
    return "\n\n".join(texts)


def _is_shown(element: Any, tag: str) -> bool:
    """Web components put what they show into a template with a mode."""
    return tag == "template" and (element.get("shadowrootmode") or element.get("shadowroot")) is not None


def _is_block(element: Any, tag: str) -> bool:
    if tag in BLOCK_TAGS:
        return True
    style = element.get("style") if tag in ("span", "a", "font", "b", "strong") else None
    return style is not None and _SHOWN_AS_BLOCK.search(style) is not None


def _breaks(element: Any) -> str:
    """The marks of a line break: two where the line before or behind it is one element, as headings of old are."""
    return _BREAK * (1 + (_is_line(element, -1) or _is_line(element, 1)))


def _is_line(element: Any, way: int) -> bool:
    """Whether the line before (-1) or behind (1) a line break is one element: `<br><b>Heading</b><br>`."""
    line = element.getprevious() if way < 0 else element.getnext()
    if line is None or line.tag not in _LINES or ((line if way < 0 else element).tail or "").strip():
        return False
    other = line.getprevious() if way < 0 else line.getnext()
    between = (element.getparent().text if other is None else other.tail) if way < 0 else line.tail
    return not (between or "").strip() and (other is None or other.tag == "br" or other.tag in BLOCK_TAGS)


def _flush(pieces: list[str], element: Any, pre: int, links: int) -> Iterator[Block]:
    """The blocks of what has been collected; several where line breaks part them. A link may go on behind them."""
    text = "".join(pieces)
    pieces[:] = [_LINK] if links else []
    if not text or text.isspace():
        return
    if pre:
        text = _SPACE_IN_PRE.sub(" ", _BLANK_LINE.sub(_BREAK + _BREAK, text.replace("\r\n", "\n")))
    else:
        text = _SPACE.sub(" ", text)
    linking = False
    for part in _parts(text):
        opened = (_LINK if linking else "") + part
        linking = opened.rfind(_LINK) > opened.rfind(_UNLINK)
        bare = _MARKS.sub("", part).replace(_BREAK, " ").strip()
        if not pre:
            bare = " ".join(bare.split())
        if bare:
            own = " ".join(_MARKS.sub("", _LINKED.sub(" ", opened)).split())
            yield Block(bare, element.tag, element, own if len(own) < len(bare) else bare)


def _parts(text: str) -> list[str]:
    if _BREAK not in text:
        return [text]
    halves = _APART.split(text)
    return (
        [part for half in halves for part in _AFTER_SENTENCE.sub(r"\1\n\v\n", half).split("\n\v\n")] if halves else []
    )
