"""A word that is broken at the end of a line: does its hyphen belong to it?"""

from __future__ import annotations

import re
from functools import cached_property

__all__ = ["Words"]

_WORD = re.compile(r"[^\W\d_]+(?:[-\u2019'][^\W\d_]+)*")
_LAST = re.compile(r"([^\W_]+(?:-[^\W_]+)*)-$")
_FIRST = re.compile(r"[^\W_]+")

_BROKEN = re.compile(r"[^\W\d_]+-[ \t]*[\n\f][\s>]*[^\W\d_]+")

# What a hyphen stands behind in any text, and before: "ex-minister", "Saudi-led", "twelve-year".
_BEHIND = frozenset(
    "all anti centre center cross eight eighteen eleven ex far fifteen fifty five forty four fourteen full half hard"
    " high left long low mid nine nineteen non north off one part post pre pro quasi right second self semi seven"
    " seventeen short six sixteen sixty so south state ten third thirteen thirty three top twelve twenty two vice war"
    " well".split()
)
_BEFORE = frozenset(
    "affected aligned armed backed based bound brokered built controlled day driven elect era facing fire funded"
    " general governmental held hour imposed in kilometer kilometre language led level like linked long made man member"
    " mile minded month off old on owned page party profile proof range ranking related run scale seeking sponsored"
    " stage standing style supported term time torn trained up wide wing year".split()
)


class Words:
    """The words of a text, which tell how a broken one is written elsewhere in it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def known(self) -> frozenset[str]:
        """All unbroken words in small letters, with the hyphens inside them."""
        return frozenset(word.lower() for word in _WORD.findall(_BROKEN.sub(" ", self.text)))

    def keeps_hyphen(self, before: str, behind: str) -> bool:
        """Whether the hyphen that `before` ends with is one of the word that goes on in `behind`."""
        one, other = _LAST.search(before), _FIRST.match(behind)
        if one is None or other is None:
            return True
        first, second = one[1], other[0]
        if not (first.isalpha() and second.isalpha()) or (second[0].isupper() and not first.isupper()):
            return True  # "F-16", "Nagorno-Karabakh"
        first, second = first.lower(), second.lower()
        if f"{first}{second}" in self.known:
            return False
        if f"{first}-{second}" in self.known or "-" in first:
            return True
        if first in _BEHIND or second in _BEFORE:
            return True
        return min(len(first), len(second)) > 3 and first in self.known and second in self.known
