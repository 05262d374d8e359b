"""How friendly two actors are with each other, month by month, as a graph: the sum of their deeds on Goldstein's scale.

A pair has a `kg:Tone` for each month in which they did something with or to each other, and a `kg:DirectedTone` for
each direction, in which deeds of both together count too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad
from rdflib.namespace import RDF

from kg.graph import literals
from kg.graph.deeds import Deed, deeds
from kg.graph.quads import derived_graph, entity_iri, tone_iri
from kg.graph.vocab import KG

if TYPE_CHECKING:
    from kg.graph.whole import Whole

__all__ = ["QUAD_CLASSES", "Tone", "tone_quads", "tones"]

QUAD_CLASSES = ("verbalCooperation", "materialCooperation", "verbalConflict", "materialConflict")


@dataclass(frozen=True, slots=True)
class Tone:
    """The deeds between `one` and `other`, or of `one` to `other` if `directed`, in a period; None is undated."""

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

    def count(self, quad_class: str) -> int:
        """How many of the deeds are of a quad class."""
        return sum(deed.quad_class == quad_class for deed in self.deeds)


def tones(
    found: Iterable[Deed], period: Callable[[Deed], str | None] = lambda deed: deed.month, *, directed: bool
) -> list[Tone]:
    """Deeds by pair, or by direction, and period; in the order of pairs and time, what is undated last.

    Args:
        found: The deeds.
        period: What period a deed is of.
        directed: Whether the two directions are kept apart; deeds of both together count in both then.
    """
    groups: dict[tuple[str, str, str | None], list[Deed]] = defaultdict(list)
    for deed in found:
        ends = (deed.actor, deed.target)
        for pair in {ends, ends[::-1]} if directed and deed.mutual else {ends if directed else tuple(sorted(ends))}:
            groups[pair[0], pair[1], period(deed)].append(deed)
    order = sorted(groups, key=lambda key: (key[0], key[1], key[2] is None, key[2] or ""))
    return [Tone(key[0], key[1], directed, key[2], tuple(groups[key])) for key in order]


def tone_quads(whole: Whole) -> Iterator[Quad]:
    """The tone of all pairs and months, and of their directions."""
    graph = derived_graph(whole.base, "tone")
    found = deeds(whole)
    for tone in (*tones(found, directed=False), *tones(found, directed=True)):
        node = tone_iri(whole.base, tone.one, tone.other, tone.period, directed=tone.directed)
        ends = (KG.fromActor, KG.toActor) if tone.directed else (KG.between, KG.between)
        facts: list[tuple[str, NamedNode | Literal]] = [
            (RDF.type, NamedNode(str(KG.DirectedTone if tone.directed else KG.Tone))),
            (ends[0], entity_iri(whole.base, tone.one)),
            (ends[1], entity_iri(whole.base, tone.other)),
            (KG.deeds, literals.integer(len(tone.deeds))),
            (KG.goldstein, literals.decimal(tone.mean)),
            (KG.goldsteinSum, literals.decimal(tone.total)),
            *((KG[f"{each}Count"], literals.integer(tone.count(each))) for each in QUAD_CLASSES),
        ]
        if tone.period is not None:
            facts.append((KG.month, literals.time_literal(tone.period)))
        for prop, value in facts:
            yield Quad(node, NamedNode(str(prop)), value, graph)
