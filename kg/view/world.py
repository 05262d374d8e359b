"""The map of the view: where the places of events lie on it, and the outlines of the land."""

from __future__ import annotations

import json
from collections import defaultdict
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from kg.view.graph import Status
from kg.view.projection import project

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.view.graph import ViewGraph

__all__ = ["Spot", "spots", "world"]

_LIES_IN = "locatedIn"
_SO = frozenset({Status.STATED, Status.BACKGROUND})


class Spot(NamedTuple):
    """Where a node lies on the plane of the map; `within` is the node around it, where no more is known."""

    node: int
    x: float
    y: float
    within: int | None = None


def spots(graph: ViewGraph) -> Iterator[Spot]:
    """Where the places of events lie; what has no coordinates of its own lies where that does which it lies in."""
    numbers = {node.iri: number for number, node in enumerate(graph.nodes)}
    around: dict[str, set[str]] = defaultdict(set)
    for edge in graph.edges:
        if edge.relation == _LIES_IN and edge.status in _SO:
            around[edge.source].add(edge.target)
    for iri in sorted({event.place for event in graph.events if event.place in numbers} - {None}):
        for each in _outwards(iri, around):
            node = graph.nodes[numbers[each]]
            if node.latitude is not None and node.longitude is not None:
                x, y = project(node.latitude, node.longitude)
                yield Spot(numbers[iri], round(x, 1), round(y, 1), None if each == iri else numbers[each])
                break


def _outwards(iri: str, around: Mapping[str, set[str]]) -> Iterator[str]:
    """A place and all that it lies in, the nearest first."""
    level, seen = [iri], {iri}
    while level:
        yield from level
        level = sorted({outer for inner in level for outer in around.get(inner, ())} - seen)
        seen.update(level)


def world(graph: ViewGraph) -> dict[str, object]:
    """What the page needs to draw the map; no outlines where there is nothing to show on it."""
    placed = list(spots(graph))
    return {"spots": placed, "outlines": _outlines() if placed else None}


def _outlines() -> object:
    text = files("kg.view").joinpath("assets", "outlines.json").read_text(encoding="utf-8")
    return json.loads(text)
