"""The network that the page draws: pyvis holds it, with the place, size and looks of every node and edge."""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyvis.network import Network

from kg.model import EntityType
from kg.view.communities import find_communities
from kg.view.graph import Status, Tone, ViewEdge, ViewGraph
from kg.view.layout import Link, has_rooms, lay_out

__all__ = ["UNPRINTABLE", "Community", "Drawing", "draw", "quiet"]

_SHAPES = {
    EntityType.PERSON: "dot",
    EntityType.COUNTRY: "hexagon",
    EntityType.ORGANIZATION: "square",
    EntityType.GROUP: "triangle",
    EntityType.CITY: "diamond",
    EntityType.REGION: "diamond",
    EntityType.FACILITY: "triangleDown",
    EntityType.OFFICE: "square",
    EntityType.EVENT: "star",
    EntityType.WORK: "diamond",
}
_DASHES: dict[Status, bool | list[int]] = {
    Status.STATED: False,
    Status.REPORTED: [14, 4],
    Status.PLANNED: [7, 6],
    Status.POSSIBLE: [7, 6],
    Status.REQUESTED: [7, 6],
    Status.DENIED: [2, 5],
    Status.BACKGROUND: False,
}
_OPTIONS = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "hoverConnectedEdges": False, "selectConnectedEdges": False, "tooltipDelay": 0},
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3},
    "edges": {
        "arrows": {"to": {"scaleFactor": 0.5}},
        "selectionWidth": 1.5,
        "hoverWidth": 1,
        "selfReference": {"size": 18},
    },
}
# Beyond so many edges the lasting facts are left out at first.
_MANY_EDGES = 150
# Offices repeat what the edges "leads" and "represents" say of their holders.
_QUIET_TYPES = frozenset({EntityType.OFFICE})
# From so many nodes on, communities are closed at first.
_MANY_NODES = 1_500
# So many members give a community its name.
_NAMING = 2
# Longer names are cut on the canvas only; the panel shows them whole.
_LABEL_LENGTH = 32
# Control characters, and the marks that would turn the writing direction of what follows them.
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Community:
    """Nodes that deal more with each other than with the rest, drawn as one where they are closed."""

    label: str
    members: int
    x: int
    y: int
    size: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn: pyvis holds the nodes and edges.

    `rooms` is whether each community has a room of its own, and `closed` whether they are closed at first.
    """

    network: Network
    communities: tuple[Community, ...]
    rooms: bool
    closed: bool


class _Numbers(list[int]):
    """The numbers 0, 1, 2 ...: pyvis asks of each end of each edge whether it is among the nodes."""

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and 0 <= number < len(self)


def draw(graph: ViewGraph) -> Drawing:
    """Draw a graph: everything that vis-network needs, and beside it what the panel does."""
    numbers = {node.iri: number for number, node in enumerate(graph.nodes)}
    weights = _weights(graph)
    heaviest = max(weights.values(), default=1.0)
    sizes = {iri: round(6.5 + 25 * (weight / heaviest) ** 0.6, 1) for iri, weight in weights.items()}
    links, satellites = _links(graph)
    communities = find_communities(weights, links, satellites)
    home = {iri: number for number, members in enumerate(communities) for iri in members}
    places = lay_out(sizes, links, satellites, communities)
    network = Network(directed=True)
    network.node_ids = _Numbers()
    network.set_options(json.dumps(_OPTIONS))
    for number, node in enumerate(graph.nodes):
        x, y = places[node.iri]
        network.add_node(
            number,
            label=_short(node.label),
            shape=_SHAPES[node.type],
            group=node.type.value,
            size=sizes[node.iri],
            x=x,
            y=y,
            kg={
                "iri": node.iri,
                "name": node.label,
                "aliases": node.aliases,
                "sameAs": node.same_as,
                "spellings": node.spellings,
                "articles": node.articles,
                "latitude": node.latitude,
                "longitude": node.longitude,
                "community": home[node.iri],
            },
        )
    words = {relation.name: relation.label for relation in graph.relations}
    symmetric = {relation.name for relation in graph.relations if relation.symmetric}
    bends = _bends(graph.edges)
    for position, edge in enumerate(graph.edges):
        network.add_edge(
            numbers[edge.source],
            numbers[edge.target],
            id=position,
            label=_edge_label(edge, words.get(edge.relation, edge.relation)),
            arrows="" if edge.relation in symmetric else "to",
            dashes=_DASHES[edge.status],
            smooth=_smooth(edge, bends[position]),
            width=round(1.3 + 0.7 * math.log2(max(1, len(edge.claims))), 2),
            kg={
                "relation": edge.relation,
                "status": edge.status.value,
                "tone": edge.tone.value,
                "places": edge.places,
                "claims": edge.claims,
            },
        )
    labels = {node.iri: node.label for node in graph.nodes}
    return Drawing(
        network,
        tuple(_community(members, labels, places) for members in communities),
        has_rooms(sizes, satellites, communities),
        len(graph.nodes) >= _MANY_NODES,
    )


def _community(members: Sequence[str], labels: Mapping[str, str], places: Mapping[str, tuple[int, int]]) -> Community:
    """A community, named by its weightiest members, with a disc in the middle of the room that these take."""
    named = ", ".join(_short(labels[iri]) for iri in members[:_NAMING])
    left, right = (end(places[iri][0] for iri in members) for end in (min, max))
    top, bottom = (end(places[iri][1] for iri in members) for end in (min, max))
    size = min(max(0.4 * math.sqrt((right - left) * (bottom - top)), 9 * math.sqrt(len(members))), 60 * len(members))
    others = f" +{len(members) - _NAMING}" if len(members) > _NAMING else ""
    return Community(named + others, len(members), (left + right) // 2, (top + bottom) // 2, round(size))


def _weights(graph: ViewGraph) -> dict[str, float]:
    """Importance of a node: what is told of it, where lasting facts count a quarter and repeats less each time."""
    weights: dict[str, float] = defaultdict(float, {node.iri: 0.1 for node in graph.nodes})
    for edge in graph.edges:
        share = math.log2(1 + len(edge.claims)) * (0.25 if edge.tone is Tone.STRUCTURE else 1.0)
        weights[edge.source] += share
        weights[edge.target] += share
    return weights


def quiet(graph: ViewGraph) -> dict[str, list[str]]:
    """What a first look leaves out, by kind: names of types of entities and of events."""
    return {"type": sorted(_QUIET_TYPES), "event": [Tone.STRUCTURE.name] if _is_crowded(graph) else []}


def _is_crowded(graph: ViewGraph) -> bool:
    """Whether a first look leaves lasting facts out: in a large graph they would hide what happened."""
    return len(graph.edges) > _MANY_EDGES


def _links(graph: ViewGraph) -> tuple[list[Link], dict[str, str]]:
    """What ties the nodes together, and the nodes that are not shown at first and find a place beside another."""
    types = {node.iri: node.type for node in graph.nodes}
    crowded = _is_crowded(graph)
    first: list[ViewEdge] = []
    later: list[ViewEdge] = []
    for edge in graph.edges:
        is_quiet = crowded and edge.tone is Tone.STRUCTURE
        is_quiet = is_quiet or not _QUIET_TYPES.isdisjoint((types[edge.source], types[edge.target]))
        (later if is_quiet else first).append(edge)
    satellites = _satellites(later, {iri for edge in first for iri in (edge.source, edge.target)})
    # Lasting facts that are not shown still hold together what belongs together.
    return [(edge.source, edge.target, 0.5 if edge.tone is Tone.STRUCTURE else 1.0) for edge in graph.edges], satellites


def _satellites(edges: list[ViewEdge], placed: set[str]) -> dict[str, str]:
    """What only these edges tie to the nodes that are placed, each with the node it is tied to, the nearest first."""
    holders: dict[str, str] = {}
    reached = set(placed)
    while found := {
        node: holder
        for edge in edges
        for node, holder in ((edge.source, edge.target), (edge.target, edge.source))
        if node not in reached and holder in reached
    }:
        holders.update(sorted(found.items()))
        reached |= found.keys()
    return holders


def _bends(edges: tuple[ViewEdge, ...]) -> list[float]:
    """How far each edge leaves the straight line, so that edges between the same two lie side by side.

    Positive bends lie on one side of the pair and negative ones on the other, whichever way an edge points.
    """
    pairs: dict[frozenset[str], list[int]] = defaultdict(list)
    for position, edge in enumerate(edges):
        pairs[frozenset((edge.source, edge.target))].append(position)
    bends = [0.0] * len(edges)
    for positions in pairs.values():
        step = min(0.22, 1.3 / len(positions))
        for rank, position in enumerate(positions):
            side = 1 if edges[position].source < edges[position].target else -1
            bends[position] = side * step * (rank - (len(positions) - 1) / 2)
    return bends


def _smooth(edge: ViewEdge, bend: float) -> bool | dict[str, object]:
    if edge.source == edge.target or abs(bend) < 0.01:
        return False
    return {"enabled": True, "type": "curvedCW" if bend > 0 else "curvedCCW", "roundness": round(abs(bend), 3)}


def _edge_label(edge: ViewEdge, words: str) -> str:
    """The relation with its place and count: `met with (Moscow) ×2`."""
    more = f" +{len(edge.places) - 1}" if len(edge.places) > 1 else ""
    place = f" ({_short(edge.places[0])}{more})" if edge.places else ""
    count = f" ×{len(edge.claims)}" if len(edge.claims) > 1 else ""
    return f"{_short(words)}{place}{count}"


def _short(text: str) -> str:
    clean = " ".join(UNPRINTABLE.sub(" ", text).split()) or "?"
    return clean if len(clean) <= _LABEL_LENGTH else clean[: _LABEL_LENGTH - 1].rstrip() + "…"
