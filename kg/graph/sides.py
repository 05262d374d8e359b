"""Two sides of statements held against each other: who contradicts whom, by time, matter and voice.

The times of the other side that touch are one spell; what it denies or opposes contradicts the statements of the one
side that lie within a spell, or touch it. Spells are looked up, so that the work grows with the number of statements
and not of their pairs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kg.graph.spans import ALWAYS, Span, overlap
from kg.model import Polarity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.graph.whole import LinkedClaim

__all__ = ["Dated", "Found", "Statement", "meet"]

# What a refusal denies is what was asked for.
_REFUSED = "refused"


class Statement(NamedTuple):
    """A claim with the words of its matter."""

    claim: LinkedClaim
    matter: frozenset[str]

    @property
    def voice(self) -> tuple[str, str | None]:
        return self.claim.article, self.claim.speaker

    @property
    def is_sweeping(self) -> bool:
        """Whether it contradicts its relation on whatever matter."""
        denied = self.claim.polarity is Polarity.NEGATIVE and self.claim.operator != _REFUSED
        return denied and not self.matter


Dated: TypeAlias = "tuple[Span, Statement]"
"""When it may have been, `ALWAYS` where nobody knows, and what was stated."""

Found: TypeAlias = "tuple[int | None, list[Statement], list[Statement]]"
"""The day of the first statement of the other side, if it has a date, and the two sides."""


def meet(
    one: Iterable[Dated], other: Iterable[Dated], *, within: bool, untold: bool, of_two_voices: bool
) -> list[Found]:
    """The statements of two sides that contradict each other, those of one time together.

    Args:
        one: What is said to be so.
        other: What is said against it.
        within: Whether the one side has to lie within the times of the other; else it is enough that they touch.
        untold: Whether those that tell no matter are on one matter.
        of_two_voices: Whether only different voices contradict each other.
    """
    found = []
    for day, said, against in _spells(one, other, within=within):
        sides = _on_one_matter(said, against, untold=untold)
        if of_two_voices:
            sides = _of_two_voices(*sides)
        if all(sides):
            found.append((day, *sides))
    return _joined(found)


def _spells(one: Iterable[Dated], other: Iterable[Dated], *, within: bool) -> Iterator[Found]:
    """The spells of the other side, each with the statements of the one side that lie within it, or touch it.

    A statement without a date is in every spell that speaks of its matter.
    """
    spells: list[tuple[Span, int, list[Statement]]] = []
    undated: list[Statement] = []
    for span, statement in sorted(other, key=lambda each: each[0]):
        if span == ALWAYS:
            undated.append(statement)
        elif spells and overlap(spells[-1][0], span):
            before, day, members = spells[-1]
            members.append(statement)
            spells[-1] = Span(before.first, max(before.last, span.last)), day, members
        else:
            spells.append((span, span.last if span.ends else span.first, [statement]))
    firsts, lasts = [span.first for span, *_ in spells], [span.last for span, *_ in spells]
    words, undated_words = [_matter_of(members) for *_, members in spells], _matter_of(undated)
    met: dict[int, list[Statement]] = defaultdict(list)
    always = []
    for span, statement in one:
        if span == ALWAYS or statement.matter & undated_words:
            always.append(statement)
        for at in range(bisect_left(lasts, span.first), bisect_right(firsts, span.last)):
            spell = spells[at][0]
            inside = not within or (spell.first <= span.first and span.last <= spell.last)
            if statement.matter & words[at] if span == ALWAYS else inside:
                met[at].append(statement)
    for at, statements in sorted(met.items()):
        yield spells[at][1], statements, spells[at][2]
    if undated and always:
        yield None, always, undated


def _joined(found: Sequence[Found]) -> list[Found]:
    """The same with those made one that share a claim, as one without a date may be of several times."""
    parents = list(range(len(found)))

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = number = parents[parents[number]]
        return number

    first: dict[str, int] = {}
    for number, (_, *sides) in enumerate(found):
        for name in (each.claim.name for side in sides for each in side):
            parents[root(number)] = root(first.setdefault(name, number))
    groups: dict[int, list[Found]] = defaultdict(list)
    for number, each in enumerate(found):
        groups[root(number)].append(each)
    return [
        (
            min((day for day, *_ in group if day is not None), default=None),
            list({each.claim.name: each for _, one, _ in group for each in one}.values()),
            list({each.claim.name: each for _, _, other in group for each in other}.values()),
        )
        for group in groups.values()
    ]


def _on_one_matter(
    one: Sequence[Statement], other: Sequence[Statement], *, untold: bool
) -> tuple[list[Statement], list[Statement]]:
    """Those that speak of a matter of the other side; `untold` if those that tell no matter meet each other."""

    def meeting(statements: Iterable[Statement], others: Sequence[Statement]) -> list[Statement]:
        words = _matter_of(others)
        swept = any(each.is_sweeping for each in others)
        silent = untold and not all(each.matter for each in others)
        return [
            each
            for each in statements
            if swept or each.is_sweeping or each.matter & words or (silent and not each.matter)
        ]

    kept = meeting(one, other)
    return kept, meeting(other, kept)


def _matter_of(statements: Iterable[Statement]) -> frozenset[str]:
    return frozenset().union(*(each.matter for each in statements))


def _of_two_voices(one: Sequence[Statement], other: Sequence[Statement]) -> tuple[list[Statement], list[Statement]]:
    """Those that somebody else contradicts."""
    sides = []
    for side, others in ((one, other), (other, one)):
        voices = {each.voice for each in others}
        sides.append([each for each in side if voices - {each.voice}])
    return sides[0], sides[1]
