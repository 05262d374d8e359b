"""What is damaged in a text, and what was meant: a pure function of the text, which itself stays as it was read.

Each stage reads what the one before it made of the text; the alignment leads through all of them back.
"""

from __future__ import annotations

from kg.alignment import Alignment
from kg.read.text.characters import mend_characters
from kg.read.text.escapes import mend_escapes
from kg.read.text.misdecoded import mend_decoding

__all__ = ["mend", "mended"]

# What is escaped may have been decoded wrongly before, and what was decoded wrongly may be a space that does not break.
_STAGES = (mend_escapes, mend_decoding, mend_characters)


def mend(text: str) -> Alignment:
    """The text with its characters mended; its lines stay as they are."""
    reading = Alignment(text)
    for stage in _STAGES:
        reading = reading.then(stage(reading.text))
    return reading


def mended(text: str) -> str:
    """The text itself with its characters mended, for what nothing points into: titles, names."""
    return mend(text).text
