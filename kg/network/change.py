"""What changed in a network between two periods: ties that are new, gone, closer, looser, or turned."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import networkx as nx

__all__ = ["Change", "TieChange", "compare_ties"]


class Change(StrEnum):
    """What became of a tie; in the order in which it is told."""

    TURNED = "turned"
    NEW = "new"
    GONE = "gone"
    CLOSER = "more reports"
    LOOSER = "fewer reports"
    SAME = "same"


_ORDER = {change: at for at, change in enumerate(Change)}


@dataclass(frozen=True, slots=True)
class TieChange:
    """A tie in two periods: the independent reports of each, and its tone (Goldstein, -10..10; None for none)."""

    one: str
    other: str
    change: Change
    before: int
    after: int
    tone_before: float | None
    tone_after: float | None


def compare_ties(before: nx.Graph, after: nx.Graph, signed_before: nx.Graph, signed_after: nx.Graph) -> list[TieChange]:
    """Compare the ties of two periods; those that turned first, then the largest changes.

    Args:
        before: The ties of the first period.
        after: Those of the second.
        signed_before: Who was friendly or hostile in the first, as `signed_ties` tells it.
        signed_after: And in the second.
    """
    pairs = {(min(ends), max(ends)) for graph in (before, after) for ends in graph.edges()}
    found = []
    for one, other in pairs:
        reports = [graph[one][other]["weight"] if graph.has_edge(one, other) else 0 for graph in (before, after)]
        tones = [
            graph[one][other]["mean"] if graph.has_edge(one, other) else None for graph in (signed_before, signed_after)
        ]
        found.append(TieChange(one, other, _change(*reports, *tones), *reports, *tones))
    return sorted(found, key=lambda tie: (_ORDER[tie.change], -abs(tie.after - tie.before), tie.one, tie.other))


def _change(before: int, after: int, tone_before: float | None, tone_after: float | None) -> Change:
    if tone_before is not None and tone_after is not None and tone_before * tone_after < 0:
        return Change.TURNED
    if not before or not after:
        return Change.NEW if after else Change.GONE
    if before == after:
        return Change.SAME
    return Change.CLOSER if after > before else Change.LOOSER
