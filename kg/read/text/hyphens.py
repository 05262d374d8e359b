"""A word that is broken at the end of a line: does its hyphen belong to it?"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

__all__ = ["Words"]

_WORD = re.compile(r"[^\W\d_]+(?:[-\u2019'][^\W\d_]+)*")
_LAST = re.compile(r"([^\W_]+(?:-[^\W_]+)*)-$")
_FIRST = re.compile(r"[^\W_]+")


# What a hyphen stands behind in any text: "anti-tank", "twenty-year"; and what it stands before: "Saudi-backed".
_BEHIND = frozenset(
    "anti centre center eight eighteen eighty fifty forty ninety quasi second self semi seven seventy sixty six thirty"
    " three twelve twenty vice".split()
)
_BEFORE = frozenset(
    "administered affected aligned armed backed based born bound brokered building built controlled designate dominated"
    " driven educated elect exporting facing friendly funded governmental imposed keeping kilometer kilometre language"
    " leaning level linked majority making mediated member minded month occupied owned party powered producing profile"
    " range ranking ravaged related scale seeking speaking sponsored stage standing stricken style supported trained"
    " wide wing year".split()
)
# What follows the name of a country: "Saudi-led".
_AFTER_NAME = _BEFORE | frozenset("born free held led rich ruled run".split())
_CLEAR = 4  # letters; "led" may be the end of "failed"


class Words:
    """The words of a text, which tell how a broken one is written elsewhere in it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def known(self) -> Counter[str]:
        """How often each word stands in the text, in small letters and with the hyphens inside it."""
        return Counter(word.lower() for word in _WORD.findall(self.text))

    def keeps_hyphen(self, before: str, behind: str) -> bool:
        """Whether the hyphen that `before` ends with is one of the word that goes on in `behind`."""
        one, other = _LAST.search(before), _FIRST.match(behind)
        if one is None or other is None:
            return True
        first, second = one[1], other[0]
        if not (first.isalpha() and second.isalpha()) or (second[0].isupper() and not first.isupper()):
            return True  # "F-16", "Nagorno-Karabakh"
        after_name = first[0].isupper() and second in _AFTER_NAME
        first, second = first.lower(), second.lower()
        if f"{first}{second}" in self.known:
            return False
        if f"{first}-{second}" in self.known or "-" in first:
            return True
        if after_name or first in _BEHIND or (second in _BEFORE and len(second) > _CLEAR):
            return True
        # Pieces of a word are seldom words; where both are, the text has them elsewhere, too.
        return (second in _BEFORE or len(second) >= _CLEAR) and min(self.known[first], self.known[second]) > 1
