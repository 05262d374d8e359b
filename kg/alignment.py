"""A text as read beside the same text repaired: what stands in one has its place in the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from kg.model import Repair

__all__ = ["Alignment"]


class Alignment:
    """A text as read, what of it is read otherwise, and the repaired `text` that comes of it.

    Args:
        read: The text as read.
        repairs: In order, apart from each other and not empty.
    """

    __slots__ = ("_begins", "_ends", "_starts", "read", "repairs", "text")

    def __init__(self, read: str, repairs: Iterable[Repair] = ()) -> None:
        self.read = read
        self.repairs = tuple(repairs)
        self._starts = [repair.start for repair in self.repairs]
        self._begins: list[int] = []  # where each repair begins and ends in the repaired text
        self._ends: list[int] = []
        pieces: list[str] = []
        place = done = 0
        for repair in self.repairs:
            pieces += (read[done : repair.start], repair.text)
            place += repair.start - done
            self._begins.append(place)
            place += len(repair.text)
            self._ends.append(place)
            done = repair.end
        pieces.append(read[done:])
        self.text = "".join(pieces) if self.repairs else read

    def to_read(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters `start` to `end` (half-open, not empty) of the repaired text stand in the text as read.

        What is left out of the repaired text is left out at both edges, too.
        """
        return self._first(start), self._first(end - 1, after=True)

    def to_repaired(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters `start` to `end` (half-open) of the text as read stand in the repaired text.

        Of a repair that they only touch they get the whole.
        """
        first, last = self._last_before(start), self._last_before(end)
        return self._place(start, first, self._begins), self._place(end, last, self._ends)

    def then(self, repairs: Iterable[Repair]) -> Alignment:
        """The alignment of the same text as read after further repairs, whose places are in the repaired text."""
        further = tuple(repairs)
        if not further or not self.repairs:
            return Alignment(self.read, further) if further else self
        merged: list[Repair] = []
        olds, news = list(zip(self._begins, self._ends, self.repairs, strict=True)), list(further)
        old = new = 0
        while old < len(olds) or new < len(news):
            # A bunch of repairs that touch the same characters becomes one.
            own, other = (
                olds[old][:2] if old < len(olds) else _NOWHERE,
                (news[new].start, news[new].end) if new < len(news) else _NOWHERE,
            )
            low, high = min(own, other)
            begin, start = old, new
            while True:
                if old < len(olds) and (olds[old][0] < high or olds[old][:2] == (low, high)):
                    high = max(high, olds[old][1])
                    old += 1
                elif new < len(news) and (news[new].start < high):
                    high = max(high, news[new].end)
                    new += 1
                else:
                    break
            text = _repaired(self.text, low, high, news[start:new])
            if begin == old:
                merged.append(Repair(*self.to_read(low, high), text))
            else:
                first, last = olds[begin], olds[old - 1]
                merged.append(Repair(first[2].start - (first[0] - low), last[2].end + (high - last[1]), text))
        return Alignment(self.read, (each for each in merged if self.read[each.start : each.end] != each.text))

    def _first(self, place: int, *, after: bool = False) -> int:
        """Where the character at a place of the repaired text begins in the text as read, or what is after it."""
        k = bisect_right(self._begins, place) - 1
        if k < 0:
            return place + after
        repair = self.repairs[k]
        if place < self._ends[k]:
            return repair.end if after else repair.start
        return repair.end + (place - self._ends[k]) + after

    def _last_before(self, place: int) -> int:
        return bisect_left(self._starts, place) - 1

    def _place(self, place: int, k: int, edges: list[int]) -> int:
        if k < 0:
            return place
        repair = self.repairs[k]
        return edges[k] if place < repair.end else self._ends[k] + (place - repair.end)


_NOWHERE = (2**63, 2**63)


def _repaired(text: str, low: int, high: int, repairs: Iterable[Repair]) -> str:
    pieces: list[str] = []
    done = low
    for repair in repairs:
        pieces += (text[done : repair.start], repair.text)
        done = repair.end
    return "".join((*pieces, text[done:high]))
