"""Characters that were decoded wrongly before they came here: "â€œ" for a quote, "Ã©" for é, lost quotes.

What is wrong and what was meant, ftfy knows (R. Speer, 2019, doi:10.5281/zenodo.2591652). It is asked about each run of
characters beyond ASCII by itself, so that the place of what it mends is known, and nothing else is touched.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.model import Repair

__all__ = ["mend_decoding"]

_RUN = re.compile(r"[^\x00-\x7f\ufffd]{2,200}")
_ENCODINGS = ("sloppy-windows-1252", "latin-1", "sloppy-windows-1250", "sloppy-windows-1251", "macroman", "cp437")
# A quote or dash that some program could not write; how many marks there are is how many bytes it had.
_MARKS = "\ufffd{1,3}"
_APOSTROPHE = re.compile(rf"(?<=\w)(?:{_MARKS}|(?<=[a-z])\?)(?=(?:s|t)\s)|(?<=\w){_MARKS}(?=(?:re|ve|ll|d|m|s|t)\b)")
_DASH = re.compile(rf"(?<=\s){_MARKS}(?=\s)")
# What stands in a text where a pattern fits; the pattern, and what was meant.
_LOST = (
    # Bytes that stand for no character were dropped or replaced on the way: what is left of a closing quote.
    (re.compile("â€"), re.compile(r"â€(?:\ufffd|\?|(?=[\s.,;:!?)]|$))"), "”"),
    (re.compile("\u00c2"), re.compile(r"\u00c2(?=[ \u00a0](?=\S))"), ""),  # of a space that does not break
    (re.compile(r"\?[st]\s"), _APOSTROPHE, "’"),
    (re.compile("\ufffd"), _APOSTROPHE, "’"),
    (re.compile("\ufffd"), _DASH, "–"),
)
_QUOTE = re.compile(rf"(?P<open>(?<![\w\ufffd.,!?]){_MARKS}(?=\w))|(?<=[\w.,!?]){_MARKS}(?![\w\ufffd])")


def mend_decoding(text: str) -> list[Repair]:
    """What was decoded wrongly, with what was meant."""
    if text.isascii() and "?" not in text:
        return []
    found = _mojibake(text)
    for sign, pattern, meant in _LOST:
        if sign.search(text):
            found += [Repair(*match.span(), meant) for match in pattern.finditer(text)]
    opened = False
    for match in _QUOTE.finditer(text) if "\ufffd" in text else ():
        quote = "“" if match["open"] else "”" if opened else "’"
        opened = bool(match["open"])
        found.append(Repair(*match.span(), quote))
    found.sort(key=lambda repair: (repair.start, -repair.end))
    apart: list[Repair] = []
    for repair in found:
        if repair.start < repair.end and (not apart or apart[-1].end <= repair.start):
            apart.append(repair)
    return apart


def _mojibake(text: str) -> list[Repair]:
    if text.isascii() or not _RUN.search(text):
        return []
    from ftfy.badness import is_bad

    if not is_bad(text):
        return []
    encoding = _whole(text)
    told = ((match, _meant(match[0], encoding)) for match in _RUN.finditer(text))
    return [Repair(*match.span(), meant) for match, meant in told if meant != match[0]]


def _whole(text: str) -> str | None:
    """The encoding that all of a text was decoded by, where each of its characters fits in."""
    for encoding in _ENCODINGS if "\ufffd" not in text else ():
        try:
            text.encode(encoding).decode()
        except UnicodeError:
            continue
        return encoding
    return None


@lru_cache(4096)
def _meant(run: str, encoding: str | None) -> str:
    from ftfy import fix_encoding

    meant = run if encoding is None else run.encode(encoding).decode()
    return fix_encoding(meant)
