"""The picture of an entity among those with whom it deals most; the same claims give the same picture."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.lines import cut_line
from kg.model import EntityType
from kg.open_names import is_open
from kg.view.graph import Tone, tone_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from kg.graph.whole import LinkedClaim, Whole

__all__ = ["Line", "Picture", "Spot", "draw_ego"]

WIDTH, HEIGHT = 620, 400
_MOST = 14  # so many others have room for their names
_LABEL = 22
_SIDES = {
    "cooperation": frozenset({Tone.VERBAL_COOPERATION, Tone.MATERIAL_COOPERATION}),
    "conflict": frozenset({Tone.VERBAL_CONFLICT, Tone.MATERIAL_CONFLICT}),
    "structure": frozenset({Tone.STRUCTURE, Tone.OPEN, Tone.OTHER}),
}
_SIDE = {each: side for side, tones in _SIDES.items() for each in tones}
_APART = 2.6  # between the two lines of one pair

# Corners of the shapes of the graph, by type; people are round.
_CORNERS = {
    EntityType.COUNTRY: (6, 0.0),
    EntityType.ORGANIZATION: (4, 45.0),
    EntityType.OFFICE: (4, 45.0),
    EntityType.GROUP: (3, -90.0),
    EntityType.CITY: (4, 0.0),
    EntityType.REGION: (4, 0.0),
    EntityType.FACILITY: (3, 90.0),
    EntityType.EVENT: (5, -90.0),
    EntityType.WORK: (4, 0.0),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two, as wide as much is told; `side` is cooperation, conflict or structure."""

    x1: float
    y1: float
    x2: float
    y2: float
    side: str
    width: float
    title: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody stands: `corners` of the shape, none for a circle; the name stands at `text_x`, `text_y`."""

    x: float
    y: float
    radius: float
    corners: str
    kind: str
    label: str
    title: str
    node: str
    text_x: float
    text_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Lines and spots; the first spot is the entity itself."""

    lines: tuple[Line, ...]
    spots: tuple[Spot, ...]
    left_out: int
    width: int = WIDTH
    height: int = HEIGHT


def draw_ego(
    whole: Whole, name: str, among: Iterable[LinkedClaim] = (), *, always: Collection[str] = ()
) -> Picture | None:
    """The picture of a node among the others that claims link it with; None where there are none.

    Args:
        whole: The claims about the node.
        name: Its local name.
        among: Further claims, of which those between the others are drawn too.
        always: Others that are drawn however little there is.
    """
    pairs = _pairs(claim for claim in whole.claims if name in (claim.subject, claim.object))
    weights: Counter[str] = Counter()
    for (one, other), sides in pairs.items():
        # Lasting facts count less than what happened: an office has no room here while a war partner waits.
        weights[other if one == name else one] += 10 * (sides["cooperation"] + sides["conflict"]) + sides["structure"]
    del weights[name]
    chosen = sorted(weights, key=lambda each: (each not in always, -weights[each], each))[:_MOST]
    if not chosen:
        return None
    between = _pairs(claim for claim in among if claim.subject in chosen and claim.object in chosen)
    ring = _in_ring(chosen, between)
    places = {name: (WIDTH / 2, HEIGHT / 2)} | {
        each: _on_ellipse(at, len(ring), WIDTH / 2 - 128, HEIGHT / 2 - 44) for at, each in enumerate(ring)
    }
    # Those between the others lie beneath.
    lines = [line for pair, sides in sorted(between.items()) for line in _lines(whole, pair, sides, places)]
    lines += [line for pair, sides in sorted(pairs.items()) if set(pair) <= places.keys()
              for line in _lines(whole, pair, sides, places)]  # fmt: skip
    heaviest = max(weights.values())
    spots = [_spot(whole, name, places[name], 13.0, middle=True)]
    spots += [_spot(whole, each, places[each], 6 + 5 * math.sqrt(weights[each] / heaviest)) for each in sorted(ring)]
    return Picture(tuple(lines), tuple(spots), len(weights) - len(chosen))


def _pairs(claims: Iterable[LinkedClaim]) -> dict[tuple[str, str], Counter[str]]:
    """How many claims of which side link two, by the two in the order of their names."""
    pairs: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for claim in claims:
        if claim.subject != claim.object:
            one, other = sorted((claim.subject, claim.object))
            tone = Tone.OPEN if is_open(claim.relation) else tone_of(claim.event_type)
            pairs[one, other][_SIDE[tone]] += 1
    return pairs


def _in_ring(chosen: Sequence[str], between: Mapping[tuple[str, str], Counter[str]]) -> list[str]:
    """An order in which those stand next to each other who have most to do with each other."""
    ring, waiting = [chosen[0]], list(chosen[1:])
    while waiting:
        last = ring[-1]

        def ties(each: str, last: str = last) -> int:
            one, other = sorted((last, each))
            return sum(between.get((one, other), Counter()).values())

        ring.append(max(waiting, key=lambda each: (ties(each), -chosen.index(each))))
        waiting.remove(ring[-1])
    return ring


def _on_ellipse(at: int, count: int, across: float, down: float) -> tuple[float, float]:
    angle = math.pi * at if count < 3 else 2 * math.pi * (at + 0.5) / count - math.pi / 2
    return WIDTH / 2 + across * math.cos(angle), HEIGHT / 2 + down * math.sin(angle)


def _lines(
    whole: Whole, pair: tuple[str, str], sides: Counter[str], places: Mapping[str, tuple[float, float]]
) -> list[Line]:
    """One line for each side of what is between two, beside each other; lasting facts where there is nothing else."""
    shown = [side for side in ("cooperation", "conflict") if sides[side]] or ["structure"]
    (x1, y1), (x2, y2) = (places[name] for name in pair)
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    found = []
    for at, side in enumerate(shown):
        shift = _APART * (2 * at - len(shown) + 1)
        dx, dy = shift * (y1 - y2) / length, shift * (x2 - x1) / length
        width = round(1 + 0.8 * math.log2(max(1, sides[side])), 2)
        names = " and ".join(cut_line(_label(whole, name), 40) for name in pair)
        title = f"{names}: {sides[side]} of {side}" if side != "structure" else names
        ends = [round(each, 1) for each in (x1 + dx, y1 + dy, x2 + dx, y2 + dy)]
        found.append(Line(ends[0], ends[1], ends[2], ends[3], side, width, title))
    return found


def _spot(whole: Whole, name: str, place: tuple[float, float], radius: float, *, middle: bool = False) -> Spot:
    x, y = place
    node, label = whole.nodes.get(name), _label(whole, name)
    corners = ""
    if node is not None and (shape := _CORNERS.get(node.type)) is not None:
        count, turn = shape
        turns = [math.radians(turn + 360 * at / count) for at in range(count)]
        size = radius * 1.15
        corners = " ".join(f"{x + size * math.cos(each):.1f},{y + size * math.sin(each):.1f}" for each in turns)
    aside = (x - WIDTH / 2) / (WIDTH / 2 - 128)
    anchor = "middle" if middle or abs(aside) < 0.05 else "start" if aside > 0 else "end"
    below = middle or y > HEIGHT / 2
    text_y = y + 4
    if anchor == "middle":
        text_y = y + radius + 14 if below else y - radius - 6
    text_x = x if anchor == "middle" else x + radius + 5 if anchor == "start" else x - radius - 5
    return Spot(
        round(x, 1), round(y, 1), round(radius, 1), corners, node.type.value if node else "",
        cut_line(label, _LABEL) or "?", cut_line(label) or "?", name,
        round(text_x, 1), round(text_y, 1), anchor,
    )  # fmt: skip


def _label(whole: Whole, name: str) -> str:
    return whole.label(name) if name in whole.nodes else name
