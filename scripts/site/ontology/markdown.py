"""Markdown from plain values, good on a code host as in a site: what is in a value never becomes markup."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Sequence

__all__ = ["anchor_of", "bullets", "code", "details", "folded", "heading", "join", "link", "plain", "relative", "table"]

_SPECIAL = re.compile(r"[\\`*_\[\]{}|~^$#!=+]")
_SPACES = re.compile(r"\s+")
_SHORT = 30
_NO_ANCHOR = re.compile(r"[^A-Za-z0-9_-]+")


def plain(text: str) -> str:
    """Text that is shown as it is, on one line; what could be markup becomes a character reference."""
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", html.escape(_SPACES.sub(" ", text), quote=False))


def code(text: str) -> str:
    """The same in the type of code; HTML, for no Markdown takes a bar or a backtick everywhere."""
    return f"<code>{plain(text)}</code>"


def link(text: str, target: str) -> str:
    """A link whose text is Markdown already."""
    return f"[{text}]({target})"


def heading(level: int, text: str, anchor: str) -> str:
    """A heading with an anchor of its own, which stays when its words change."""
    return f"{'#' * level} {plain(text)} {{#{anchor}}}"


def anchor_of(name: str) -> str:
    """What a term is called behind the `#` of an address: its name, where that can stand there."""
    return _NO_ANCHOR.sub("-", name).strip("-")


def relative(page: str, source: str) -> str:
    """The way to a page from another, both named from the root of the documentation."""
    return posixpath.relpath(page, posixpath.dirname(source) or ".")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of cells that are Markdown already."""
    columns = list(head)
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def bullets(lines: Iterable[str]) -> str:
    """A list."""
    return "\n".join(f"- {line}" for line in lines)


def join(parts: Iterable[str]) -> str:
    """Parts of a row of names, with commas between."""
    return ", ".join(parts)


def folded(items: Sequence[str], many: str, *, shown: int = 3) -> str:
    """Words as code: all of them where there are few, else the first `shown` and the whole list behind a click."""
    words = [code(item) for item in items]
    if len(words) <= 2 * shown:
        return _list(words)
    return details(f"{len(words)} {many}, such as {join(map(code, _brief(items, shown)))}", words)


def _brief(items: Sequence[str], count: int) -> list[str]:
    """The first items that are short, or the shortest."""
    short = [item for item in items if len(item) <= _SHORT]
    return short[:count] if len(short) >= count else sorted(items, key=len)[:count]


def details(summary: str, items: Iterable[str]) -> str:
    """A list that opens on a click; HTML, and so in every Markdown alike."""
    return f"<details>\n<summary>{summary}</summary>\n{_list(items)}\n</details>"


def _list(items: Iterable[str]) -> str:
    lines = "\n".join(f"<li>{item}</li>" for item in items)
    return f'<ul class="words">\n{lines}\n</ul>'
