"""Texts from articles and files on one line of a terminal."""

from __future__ import annotations

__all__ = ["cut_line", "one_line", "visible"]

_LONGEST = 80  # characters of a name or a quotation in a line


def one_line(text: str) -> str:
    """The text without line breaks and control characters."""
    # Text from articles must neither break the line nor reach the terminal as a command.
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def cut_line(text: str, longest: int = _LONGEST) -> str:
    """The text on one line, cut where it is longer than names and quotations are."""
    line = one_line(text[: 4 * longest])  # labels may have any length
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def visible(text: str) -> str:
    """The text with what cannot be seen as an escape: names of files may hold anything, and are still told apart."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)
