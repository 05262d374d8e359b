"""Texts of articles as a page prints them, and the plain words for how a text stands to a claim."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.lines import one_line
from kg.model import Modality, Polarity
from kg.open_names import is_open
from kg.view.graph import Tone, tone_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.graph.whole import LinkedClaim

__all__ = ["STATUSES", "TONES", "Piece", "cut", "highlight", "in_period", "printable", "readable", "status", "tone"]

# Control characters, halves of pairs, and the marks that would turn the writing direction of what follows them.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")
_MARKABLE = range(2, 80)  # characters of a name that is looked for in a sentence

TONES = {
    Tone.VERBAL_COOPERATION: "Talk, agree",
    Tone.MATERIAL_COOPERATION: "Help, cooperate",
    Tone.VERBAL_CONFLICT: "Demand, accuse",
    Tone.MATERIAL_CONFLICT: "Coerce, attack",
    Tone.OPEN: "Open relations",
    Tone.OTHER: "Other",
    Tone.STRUCTURE: "Lasting facts",
}
STATUSES = {
    "stated": "stated as fact",
    "reported": "reported only",
    "planned": "planned",
    "possible": "possible",
    "requested": "asked for",
    "denied": "denied or not so",
}


class Piece(NamedTuple):
    """A piece of a text, and how it is marked; not at all where `style` is empty."""

    text: str
    style: str = ""


def printable(text: object) -> str:
    """A text in one line, without what moves or hides what stands around it."""
    return one_line(str(text))


def readable(text: str) -> str:
    """A text of as many characters, where none hides or moves others; line ends stay."""
    return _UNPRINTABLE.sub(lambda match: re.sub("[^\n]", " ", match[0]), text)


def cut(text: object, longest: int = 80) -> str:
    """A text in one line, cut where it is longer than names are."""
    line = printable(str(text)[: 4 * longest])
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def tone(claim: LinkedClaim) -> Tone:
    """The quad class of what a claim tells, by which it is coloured."""
    return Tone.OPEN if is_open(claim.relation) else tone_of(claim.event_type)


def status(claim: LinkedClaim) -> str:
    """How the text stands to a claim: one of `STATUSES`."""
    if claim.polarity is Polarity.NEGATIVE:
        return "denied"
    if claim.modality is not Modality.ACTUAL:
        return claim.modality.value
    return "stated" if claim.asserted else "reported"


def in_period(time: str) -> str:
    """A time in words: `2015/..` is since 2015."""
    start, _, end = printable(time).partition("/")
    if not end:
        return start
    if end == "..":
        return f"since {start}"
    return f"until {end}" if start == ".." else f"{start} to {end}"


def highlight(sentence: str, names: Mapping[str, Iterable[str]]) -> tuple[Piece, ...]:
    """A sentence in pieces, in which names are marked, a longer one before the shorter ones in it.

    Args:
        sentence: The sentence.
        names: The names to mark by the style that they get; where two styles share a name, the first has it.
    """
    text = printable(sentence)
    styles: dict[str, str] = {}
    for style, told in names.items():
        for name in map(printable, told):
            if len(name) in _MARKABLE:
                styles.setdefault(name, style)
    if not styles:
        return (Piece(text),)
    listed = "|".join(re.escape(name) for name in sorted(styles, key=lambda name: (-len(name), name)))
    pieces = re.split(rf"(?<!\w)({listed})(?!\w)", text)
    return tuple(Piece(piece, styles[piece] if at % 2 else "") for at, piece in enumerate(pieces) if piece)
