"""Texts from articles and files on one line of a terminal."""

from __future__ import annotations

import re
from unicodedata import category

__all__ = ["cut_line", "one_line", "visible"]

_LONGEST = 80  # characters of a name or a quotation in a line
# A word that was broken where its line ended.
_BROKEN = re.compile(r"(?<=[^\W\d_])(?:\u00ad[ \t]*|-)\n[ \t>]*(?=[a-z])")


def one_line(text: str) -> str:
    """The text without line breaks and control characters, nor marks that hide or turn round what follows them."""
    # Text from articles must neither break the line nor reach the terminal as a command.
    if text.isprintable():
        return " ".join(text.split())
    return " ".join("".join(map(_shown, _BROKEN.sub(_mended, text))).split())


def _shown(char: str) -> str:
    if char.isprintable():
        return char
    # Soft hyphens, joiners and marks of direction stand inside words; whatever else cannot be seen stands between them.
    return "" if category(char) == "Cf" else " "


def _mended(broken: re.Match[str]) -> str:
    # Whether a hyphen belongs to its word, the article tells; here the word only must not fall apart.
    return "-" if broken[0].startswith("-") else ""


def cut_line(text: str, longest: int = _LONGEST) -> str:
    """The text on one line, cut where it is longer than names and quotations are."""
    line = one_line(text[: 4 * longest])  # labels may have any length
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def visible(text: str) -> str:
    """The text with what cannot be seen as an escape: names of files may hold anything, and are still told apart."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)
