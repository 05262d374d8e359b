"""How friendly two actors are with each other, month by month, as a graph: the sum of their deeds on Goldstein's scale.

A pair has a `kg:Tone` for each month in which they did something with or to each other, and a `kg:DirectedTone` for
each direction in which one did something to the other alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from math import fsum
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad
from rdflib.namespace import RDF

from kg.graph import literals
from kg.graph.deeds import Deed, deeds_by_pair
from kg.graph.quads import derived_graph, entity_iri, tone_iri
from kg.graph.vocab import KG

if TYPE_CHECKING:
    from kg.graph.whole import Whole

__all__ = ["QUAD_CLASSES", "Tone", "tone_quads", "tones"]

QUAD_CLASSES = ("verbalCooperation", "materialCooperation", "verbalConflict", "materialConflict")


@dataclass(frozen=True, slots=True)
class Tone:
    """The deeds between two, or of `one` alone to `other` if `directed`, in a period; None is undated."""

    one: str
    other: str
    directed: bool
    period: str | None
    deeds: tuple[Deed, ...]

    @property
    def total(self) -> float:
        """The sum of the Goldstein values."""
        return fsum(deed.goldstein for deed in self.deeds)

    @property
    def mean(self) -> float:
        """The mean of the Goldstein values (-10..10)."""
        return self.total / len(self.deeds)

    @property
    def by_class(self) -> dict[str, int]:
        """How many of the deeds are of each quad class that there is of `QUAD_CLASSES`."""
        counts = Counter(deed.quad_class for deed in self.deeds)
        return {each: counts[each] for each in QUAD_CLASSES if counts[each]}


def tones(
    found: Iterable[Deed], period: Callable[[Deed], str | None] = lambda deed: deed.month, *, directed: bool
) -> list[Tone]:
    """Deeds by pair, or by direction, and period; in the order of pairs and time, what is undated last.

    Args:
        found: The deeds.
        period: What period a deed is of.
        directed: Whether the two directions are kept apart; what both did together is left out then.
    """
    groups: dict[tuple[str, str, str | None], list[Deed]] = defaultdict(list)
    for deed in found:
        if not (directed and deed.mutual):
            one, other = (deed.actor, deed.target) if directed else sorted((deed.actor, deed.target))
            groups[one, other, period(deed)].append(deed)
    order = sorted(groups, key=lambda key: (key[0], key[1], key[2] is None, key[2] or ""))
    return [Tone(key[0], key[1], directed, key[2], tuple(groups[key])) for key in order]


def tone_quads(whole: Whole) -> Iterator[Quad]:
    """The tone of all pairs and months, and of their directions."""
    graph = derived_graph(whole.base, "tone")
    entity = cache(partial(entity_iri, whole.base))
    every = (tone for found in deeds_by_pair(whole) for each in (False, True) for tone in tones(found, directed=each))
    for tone in every:
        node = tone_iri(whole.base, tone.one, tone.other, tone.period, directed=tone.directed)
        ends = (KG.fromActor, KG.toActor) if tone.directed else (KG.between, KG.between)
        yield Quad(node, _node(RDF.type), _node(KG.DirectedTone if tone.directed else KG.Tone), graph)
        yield Quad(node, _node(ends[0]), entity(tone.one), graph)
        yield Quad(node, _node(ends[1]), entity(tone.other), graph)
        yield Quad(node, _node(KG.deeds), _count(len(tone.deeds)), graph)
        yield Quad(node, _node(KG.goldstein), _figure(tone.mean), graph)
        yield Quad(node, _node(KG.goldsteinSum), _figure(tone.total), graph)
        for quad_class, number in tone.by_class.items():
            yield Quad(node, _node(KG[f"{quad_class}Count"]), _count(number), graph)
        if tone.period is not None:
            yield Quad(node, _node(KG.month), _month(tone.period), graph)


# A graph has few different terms of these, and many of each.
@cache
def _node(iri: str) -> NamedNode:
    return NamedNode(str(iri))


_count = cache(literals.integer)
_figure = lru_cache(maxsize=1 << 14)(literals.decimal)
_month = lru_cache(maxsize=1 << 14)(literals.time_literal)
