"""Characters without a meaning, or in place of others: invisible ones, odd spaces, ligatures, accents apart."""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import normalize

from kg.model import Repair

__all__ = ["INVISIBLE", "mend_characters"]

INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e01ef"
)
"""Soft hyphens, joiners, marks of the direction of writing, variants, tags: the inside of a class of characters."""

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_CONTROL = "\x00-\x08\x0e-\x1f\x7f"
_VARIANTS = "\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff"
_AS_WINDOWS = {chr(code): bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}


def _composed(match: re.Match[str]) -> str:
    return normalize("NFC", match[0])


def _compatible(match: re.Match[str]) -> str:
    return normalize("NFKC", match[0])


# Characters -> what stands in a text and has one of them -> what is to be read; the first that fits.
_MARKED: tuple[tuple[str, str, str | Callable[[re.Match[str]], str]], ...] = (
    # A word broken at its soft hyphen, or at the sign that scanners read instead; a hyphen that came out as a soft one.
    ("\u00ad¬", r"(?<=\w)[\u00ad¬][ \t]*\n[ \t]*(?=\w)", ""),
    ("\u00ad", r"(?<=[a-z])\u00ad(?=[A-Z])", "-"),
    # A break without width where a space should be.
    ("\u200b\u200c", r"(?<=[.!?;:])[\u200b\u200c](?=\w)", " "),
    (INVISIBLE, f"[{INVISIBLE}]+", ""),
    # One or many, whatever their width: between words a space is a space.
    (_SPACES, f"[ \\t]*[{_SPACES}][ \\t{_SPACES}]*", " "),
    ("\u2028\u2029", r"[\u2028\u2029]", "\n"),
    # Hyphens that look like one.
    ("\u2010\u2011\ufe63", r"[\u2010\u2011\ufe63]", "-"),
    # Windows' quotes and dashes, decoded as Latin-1.
    ("\x80-\x9f", r"[\x80-\x9f]", lambda match: _AS_WINDOWS[match[0]]),
    # Ligatures, full-width letters, letters of formulas that are used for bold.
    (_VARIANTS, f"[{_VARIANTS}]+", _compatible),
    # A letter with its accents apart; more than four are no writing.
    ("\u0300-\u036f", r"[^\W\d_][\u0300-\u036f]{1,4}", _composed),
)
_PLAIN: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (f"[{_CONTROL}]+", ""),
    (r"\v", "\n"),
    # Quotes as telex and TeX write them: ``We will,'' he said.
    (r"(?<![\w`'])(?:``|'')(?=\w)", "“"),
    (r"(?<=[\w.,!?…])''(?![\w'])", "”"),
    # Justified lines and two spaces behind a stop.
    (r"(?<=\S)[ \t]{2,}(?=\S)", " "),
)


_CONTROLS = re.compile(f"[{_CONTROL}\\v\\t]")
_PAIRS = ("``", "''", "  ")  # without one of these or those nothing of `_PLAIN` fits

_ALL = (*((pattern, meant) for _, pattern, meant in _MARKED), *_PLAIN)
_ANY, _ANY_PLAIN = (re.compile("|".join(f"({pattern})" for pattern, _ in rules)) for rules in (_ALL, _PLAIN))
_MARK = re.compile(f"[{''.join(marks for marks, _, _ in _MARKED)}]")


def mend_characters(text: str) -> list[Repair]:
    """What of a text is to be read as other characters, or as none."""
    found: list[Repair] = []
    if not text.isascii() and _MARK.search(text):
        pattern, rules = _ANY, _ALL
    elif any(pair in text for pair in _PAIRS) or _CONTROLS.search(text):
        pattern, rules = _ANY_PLAIN, _PLAIN
    else:
        return found
    for match in pattern.finditer(text):
        meant = rules[(match.lastindex or 1) - 1][1]
        told = meant if isinstance(meant, str) else meant(match)
        if told != match[0]:
            found.append(Repair(*match.span(), told))
    return found
