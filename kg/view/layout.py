"""Where the nodes stand, worked out before the page is opened: the same graph gives the same picture.

Each connected part is laid out by itself; the largest comes first and the small ones line up beneath it.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray

__all__ = ["Link", "lay_out"]

Link = tuple[str, str, float]
Points = NDArray[np.float64]

# In canvas units: a node with its label takes about this much room; wider than high, as labels are.
_HALF_ROOM = np.array([60.0, 32.0])
_GAP = 170.0
# Where a satellite may stand, the nearest first, and how far around it others could be in the way.
_RINGS = np.array(
    [
        (radius * math.cos(2 * math.pi * turn / spots), 0.75 * radius * math.sin(2 * math.pi * turn / spots))
        for radius, spots in ((110.0, 10), (180.0, 14), (260.0, 18), (350.0, 22), (450.0, 28), (560.0, 34), (700.0, 42))
        for turn in range(spots)
    ]
)
_REACH = 850.0
# The distance that keeps its length.
_NEAR = 350.0
# Screens are wider than high, and so are names.
_STRETCH = np.array([1.2, 0.95])
# Room for the canvas beside the filters, width to height.
_ASPECT = 1.35
# So many nodes of a connected part are laid out against each other, which takes time as their square; of a larger
# part the others stand beside these.
_CORE = 400


def lay_out(
    sizes: Mapping[str, float], links: Iterable[Link], satellites: Mapping[str, str]
) -> dict[str, tuple[int, int]]:
    """Give every node whole coordinates.

    Args:
        sizes: All nodes with their sizes.
        links: Pairs with a weight; those with many lines between them stand farther apart.
        satellites: Nodes that only accompany another (an office and its holder): they find a free place beside it
            and do not bend the layout. A holder that is itself a satellite comes before its own.
    """
    graph = nx.Graph()
    graph.add_nodes_from(sorted(sizes.keys() - satellites.keys()))
    for source, target, weight in sorted(links):
        if source in graph and target in graph and source != target:
            before = graph.get_edge_data(source, target, {"weight": 0.0})["weight"]
            graph.add_edge(source, target, weight=before + weight)
    parts = [sorted(part) for part in nx.connected_components(graph)]
    parts.sort(key=lambda part: (-len(part), part))
    placed = _pack([_arrange(graph.subgraph(part), part, sizes) for part in parts])
    placed.update(_accompany(satellites, placed))
    return {node: (round(x), round(y)) for node, (x, y) in placed.items()}


def _halves(order: Sequence[str], sizes: Mapping[str, float]) -> Points:
    """Half of the width and height that each node takes."""
    return _HALF_ROOM + 2.0 * np.array([[sizes[node]] for node in order], dtype=np.float64)


def _arrange(graph: nx.Graph, part: Sequence[str], sizes: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """Lay one connected part out, its longer side across."""
    core, beside = _core(graph, part)
    if len(core) == 1:
        return {core[0]: (0.0, 0.0)}
    points = _level(_relax(_distances(graph, core))) * _STRETCH * math.sqrt(len(part) / len(core))
    width, height = np.ptp(points, axis=0)
    # A flat drawing may become higher, within reason, to fill the screen.
    higher = min(1.6, max(1.0, float(width) / _ASPECT / max(float(height), 1.0)))
    points = _spread(points * np.array([1.0, higher]), _halves(core, sizes))
    placed = {node: (float(x), float(y)) for node, (x, y) in zip(core, points, strict=True)}
    return placed | _accompany(beside, placed)


def _core(graph: nx.Graph, part: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """The weightiest nodes of a part that hold together, and the others, each with the node it stands beside."""
    if len(part) <= _CORE:
        return list(part), {}
    weight = dict(graph.degree(weight="weight"))
    first = min(part, key=lambda node: (-weight[node], node))
    order: list[str] = []
    holders: dict[str, str] = {}
    waiting = [(-weight[first], first, first)]
    while waiting:
        _, node, holder = heapq.heappop(waiting)
        if node not in holders:
            holders[node] = holder
            order.append(node)
            for other in graph[node]:
                heapq.heappush(waiting, (-weight[other], other, node))
    return sorted(order[:_CORE]), {node: holders[node] for node in order[_CORE:]}


def _length(graph: nx.Graph, source: str, target: str, weight: float) -> float:
    """How long a line should be: the many lines of one pair, and the many neighbours of a hub, need room."""
    return 130.0 + 45.0 * min(weight, 8.0) + 12.0 * math.sqrt(graph.degree[source] + graph.degree[target])


def _distances(graph: nx.Graph, core: Sequence[str]) -> NDArray[np.float64]:
    ordered = nx.Graph()
    ordered.add_nodes_from(core)
    for source, target, data in sorted((*sorted((a, b)), data) for a, b, data in graph.subgraph(core).edges(data=True)):
        ordered.add_edge(source, target, length=_length(graph, source, target, data["weight"]))
    reached = dict(nx.all_pairs_dijkstra_path_length(ordered, weight="length"))
    distances = np.array([[reached[source][target] for target in core] for source in core], dtype=np.float64)
    # Long ways are shortened, so that what hangs on a chain does not push the centre together.
    return np.asarray(_NEAR * (distances / _NEAR) ** 0.7, dtype=np.float64)


def _relax(distances: NDArray[np.float64], rounds: int = 150) -> Points:
    """Stress majorisation: bring the distances on the plane close to those along the lines.

    Gansner, Koren and North, "Graph drawing by stress majorization" (2004), in its local form: each round moves
    every node to where its pulls balance. Begins on a spiral, so that nothing is left to chance.
    """
    count = len(distances)
    turn = np.arange(count) * math.pi * (3 - math.sqrt(5))
    # The nodes nearest to all others begin in the middle.
    rank = np.argsort(np.argsort(distances.sum(axis=1), kind="stable"), kind="stable")
    radius = np.sqrt(rank + 0.5) / math.sqrt(count) * distances.max() / 2
    points: Points = np.stack([radius * np.cos(turn), radius * np.sin(turn)], axis=1)
    np.fill_diagonal(distances, 1.0)
    pull = distances**-2
    np.fill_diagonal(pull, 0.0)
    share = pull / pull.sum(axis=1, keepdims=True)
    for _ in range(rounds):
        apart = points[:, None, :] - points[None, :, :]
        length = np.maximum(np.sqrt((apart**2).sum(axis=2)), 1e-6)
        wanted = points[None, :, :] + apart * (distances / length)[:, :, None]
        # Half the way each time: all nodes move at once, and would overshoot.
        points = points + 0.5 * ((share[:, :, None] * wanted).sum(axis=1) - points)
    return points


def _level(points: Points) -> Points:
    """Turn the longest extent to the horizontal, always the same way round."""
    points = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(points.T @ points)
    along = axes[:, 1] * (1.0 if axes[np.argmax(np.abs(axes[:, 1])), 1] >= 0 else -1.0)
    across = np.array([-along[1], along[0]])
    return np.stack([points @ along, points @ across], axis=1)


def _spread(points: Points, halves: Points) -> Points:
    """Push apart what would overlap, each pair along the axis that needs less."""
    points = points.copy()
    room = halves[:, None, :] + halves[None, :, :]
    order = np.arange(len(points))
    before = np.sign(order[:, None] - order[None, :])[:, :, None]
    apart_from_itself = ~np.eye(len(points), dtype=np.bool_)
    for _ in range(120):
        apart = points[:, None, :] - points[None, :, :]
        overlap = room - np.abs(apart)
        clash = np.all(overlap > 0, axis=2) & apart_from_itself
        if not clash.any():
            break
        # Ties (two nodes on one spot) part by their order, so that the result is always the same.
        sign = np.where(apart != 0, np.sign(apart), before)
        sideways = overlap[:, :, 0] / room[:, :, 0] <= overlap[:, :, 1] / room[:, :, 1]
        axis = np.stack([sideways, ~sideways], axis=2)
        points += (sign * overlap * axis * clash[:, :, None] * 0.3).sum(axis=1)
    return points


def _pack(parts: Sequence[Mapping[str, tuple[float, float]]]) -> dict[str, tuple[float, float]]:
    """Put the largest part on top and the others in rows beneath it."""
    placed: dict[str, tuple[float, float]] = {}
    boxes = [(np.array(list(part.values())), list(part)) for part in parts]
    room = max((float(np.ptp(points[:, 0])) for points, _ in boxes), default=0.0)
    room = max(room, 6 * _GAP)
    left, top, height = 0.0, 0.0, 0.0
    for points, order in boxes:
        width, tall = np.ptp(points, axis=0)
        if left and left + width > room:
            left, top, height = 0.0, top + height + _GAP, 0.0
        for node, (x, y) in zip(order, points - points.min(axis=0), strict=True):
            placed[node] = (left + float(x), top + float(y))
        left += float(width) + _GAP
        height = max(height, float(tall))
    return placed


def _accompany(
    satellites: Mapping[str, str], placed: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Stand each satellite on the free spot nearest to its holder, on rings around it."""
    everywhere = dict(placed)
    taken = np.array([*placed.values(), *([(math.inf, math.inf)] * len(satellites))], dtype=np.float64)
    for number, (node, holder) in enumerate(satellites.items(), len(placed)):
        centre = np.array(everywhere[holder])
        near = taken[np.all(np.abs(taken - centre) < _REACH, axis=1)]
        spots = centre + _RINGS
        clash = np.all(np.abs(spots[:, None, :] - near[None, :, :]) < 1.6 * _HALF_ROOM, axis=2).sum(axis=1)
        taken[number] = spots[np.argmin(clash)]
        everywhere[node] = (float(taken[number, 0]), float(taken[number, 1]))
    return {node: everywhere[node] for node in satellites}
