"""Friends and foes: whether the friendly and hostile ties of a network are in balance.

Heider, "Attitudes and cognitive organization" (1946), as Cartwright and Harary, "Structural balance" (1956), have it in
graphs: three are in balance where the product of their three signs is positive (the friend of a friend, the foe of a
foe). A whole network is so where it falls into two camps, friendly within and hostile between; where it does not, the
fewest ties that would have to change are its frustration (Harary's line index of balance, 1959).
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import comb, fsum
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from kg.graph.deeds import Deed

__all__ = ["KINDS", "Balance", "Triad", "chance_of_balance", "measure_balance", "signed_ties", "triads"]

KINDS: Mapping[int, tuple[str, bool]] = {
    3: ("all friends", True),
    2: ("two foes with a friend in common", False),
    1: ("two friends with a foe in common", True),
    0: ("all foes", False),
}
"""By the number of friendly ties among three: what it is called, and whether it is in balance."""
_EXACT = 14  # actors of a part of the network up to which all divisions are tried


@dataclass(frozen=True, slots=True)
class Triad:
    """Three who have ties with each other; `friendly` counts the friendly ones, `products` is 1 in balance, else -1."""

    actors: tuple[str, str, str]
    friendly: int

    @property
    def kind(self) -> str:
        """What it is called, of `KINDS`."""
        return KINDS[self.friendly][0]

    @property
    def balanced(self) -> bool:
        """Whether the product of its signs is positive."""
        return KINDS[self.friendly][1]


@dataclass(frozen=True, slots=True)
class Balance:
    """How far a network is in balance.

    `degree` is the share of triads that are (0..1, None without triads). `camps` is a division into two that leaves few
    ties frustrated: hostile within a camp, or friendly between the two. Whether there is none with fewer is `exact`.
    """

    friendly: int
    hostile: int
    counts: Mapping[str, int]
    degree: float | None
    camps: Mapping[str, int]
    frustrated: tuple[tuple[str, str], ...]
    exact: bool


def signed_ties(found: Iterable[Deed]) -> nx.Graph:
    """Who is friendly or hostile with whom: by the mean of the Goldstein values of their deeds, each told once.

    Edges have `sign` (1 or -1), `mean` (-10..10) and `deeds`, their number; where the mean is zero there is none.
    """
    values: dict[tuple[str, str], list[float]] = defaultdict(list)
    for deed in found:
        values[min(deed.actor, deed.target), max(deed.actor, deed.target)].append(deed.goldstein)
    graph = nx.Graph()
    graph.add_nodes_from(sorted({end for ends in values for end in ends}))
    for (one, other), each in sorted(values.items()):
        if total := fsum(each):
            graph.add_edge(one, other, sign=1 if total > 0 else -1, mean=total / len(each), deeds=len(each))
    return graph


def triads(signed: nx.Graph) -> Iterator[Triad]:
    """All threes whose three ties are signed, in the order of their names."""
    for one in sorted(signed):
        later = sorted(other for other in signed[one] if other > one)
        for other, third in combinations(later, 2):
            if signed.has_edge(other, third):
                signs = (signed[one][other]["sign"], signed[one][third]["sign"], signed[other][third]["sign"])
                yield Triad((one, other, third), signs.count(1))


def chance_of_balance(friendly: int, hostile: int) -> float | None:
    """The share of threes in balance (0..1) to be expected if the signs were dealt out to the ties by chance.

    A degree of balance tells something where it is higher: many friendly ties alone make many threes of friends.
    """
    number = comb(friendly + hostile, 3)
    return (comb(friendly, 3) + friendly * comb(hostile, 2)) / number if number else None


def measure_balance(signed: nx.Graph) -> Balance:
    """The balance of a network of signed ties."""
    counts = Counter(triad.friendly for triad in triads(signed))
    number = sum(counts.values())
    balanced = sum(count for friendly, count in counts.items() if KINDS[friendly][1])
    camps: dict[str, int] = {}
    exact = True
    for part in sorted(map(sorted, nx.connected_components(signed))):
        divided, sure = _divide(signed, part)
        camps.update(divided)
        exact &= sure
    frustrated = tuple(sorted(_frustrated(signed, camps)))
    signs = Counter(sign for _, _, sign in signed.edges(data="sign"))
    return Balance(
        signs[1],
        signs[-1],
        {KINDS[friendly][0]: counts[friendly] for friendly in KINDS},
        balanced / number if number else None,
        camps,
        frustrated,
        exact,
    )


def _divide(signed: nx.Graph, part: list[str]) -> tuple[dict[str, int], bool]:
    """Two camps of what hangs together, 1 for the first's side; and whether nothing better is possible."""
    walked = _along_a_tree(signed, part)
    if not any(_frustrated(signed.subgraph(part), walked)):
        return walked, True
    if len(part) <= _EXACT:
        return _best(signed, part), True
    starts = [walked, dict.fromkeys(part, 1)]
    ends = [_improved(signed, part, start) for start in starts]
    return min(ends, key=lambda camps: len(list(_frustrated(signed.subgraph(part), camps)))), False


def _along_a_tree(signed: nx.Graph, part: list[str]) -> dict[str, int]:
    """Camps by the signs on the way from the first: right for all ties, if any division is."""
    camps = {part[0]: 1}
    waiting = deque(part[:1])
    while waiting:
        one = waiting.popleft()
        for other in sorted(signed[one]):
            if other not in camps:
                camps[other] = camps[one] * signed[one][other]["sign"]
                waiting.append(other)
    return camps


def _best(signed: nx.Graph, part: list[str]) -> dict[str, int]:
    """The camps that leave fewest ties frustrated, of all; the first stays where it is, for sides have no names."""
    numbers = {name: number for number, name in enumerate(part)}
    edges = [(numbers[one], numbers[other], sign < 0) for one, other, sign in signed.edges(part, data="sign")]
    best = min(
        range(2 ** (len(part) - 1)),
        key=lambda bits: sum(((bits >> one ^ bits >> other) & 1) != hostile for one, other, hostile in edges),
    )
    sides = {name: -1 if best >> number & 1 else 1 for name, number in numbers.items()}
    return {name: side * sides[part[0]] for name, side in sides.items()}


def _improved(signed: nx.Graph, part: list[str], start: Mapping[str, int]) -> dict[str, int]:
    """Camps after everybody has changed sides for whom that lessens frustration, until nobody would."""
    camps = dict(start)
    changed = True
    while changed:
        changed = False
        for name in part:
            if sum(told["sign"] * camps[name] * camps[other] for other, told in signed[name].items()) < 0:
                camps[name] = -camps[name]
                changed = True
    return {name: side * camps[part[0]] for name, side in camps.items()}


def _frustrated(signed: nx.Graph, camps: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for one, other, sign in signed.edges(data="sign"):
        if camps[one] * camps[other] != sign:
            yield min(one, other), max(one, other)
