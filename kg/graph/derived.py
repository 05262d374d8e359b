"""The graphs that are made from the whole set of articles, and replaced whole.

Each is a pure function of the whole: what order articles came in changes nothing, and the graph above a threshold
of confidence has just what its own claims give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from kg.give_back import give_back
from kg.graph.candidates import candidate_quads
from kg.graph.conflicts import conflict_quads
from kg.graph.event_quads import EVENTS, event_quads
from kg.graph.quads import derived_graph
from kg.graph.repetition import REPETITION, repetition_quads
from kg.graph.tenures import tenure_quads
from kg.graph.tone import tone_quads

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kg.graph.store import Store
    from kg.graph.whole import Whole

__all__ = ["DERIVED", "derive"]

DERIVED: dict[str, Callable[[Whole], Iterable[Quad]]] = {
    "candidates": candidate_quads,
    EVENTS: event_quads,
    REPETITION: repetition_quads,
    "conflicts": conflict_quads,
    "tenures": tenure_quads,
    "tone": tone_quads,
}
"""Name of the graph -> what makes it; its quads name the graph themselves."""


def derive(store: Store, whole: Whole) -> None:
    """Make the derived graphs of a store anew."""
    for name, make in DERIVED.items():
        store.replace(derived_graph(store.base, name), make(whole))
        give_back()
