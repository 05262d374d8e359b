"""Where the nodes stand, worked out before the page is opened: the same graph gives the same picture.

Each connected part is laid out by itself; the largest comes first and the small ones line up beneath it.
"""

from __future__ import annotations

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
        (radius * math.cos(2 * math.pi * turn / 12), 0.75 * radius * math.sin(2 * math.pi * turn / 12))
        for radius in (110.0, 170.0, 230.0, 300.0, 380.0)
        for turn in range(12)
    ]
)
_REACH = 500.0
_SEED = 7
# Screens are wider than high, and so are names.
_STRETCH = np.array([1.2, 0.95])
# Room for the canvas beside the filters, width to height.
_ASPECT = 1.35
# Up to here the slower, better method.
_STRESS_LIMIT = 400
# Beyond this, pairwise spreading costs more time than a crowded corner is worth.
_SPREAD_LIMIT = 1_500


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
    placed = _pack([(part, _spread(_arrange(graph.subgraph(part), part), _halves(part, sizes))) for part in parts])
    placed.update(_accompany(satellites, placed))
    return {node: (round(x), round(y)) for node, (x, y) in placed.items()}


def _halves(order: Sequence[str], sizes: Mapping[str, float]) -> Points:
    """Half of the width and height that each node takes."""
    return _HALF_ROOM + 1.4 * np.array([[sizes[node]] for node in order], dtype=np.float64)


def _arrange(graph: nx.Graph, order: Sequence[str]) -> Points:
    """Lay one connected part out around the origin, its longer side across."""
    if len(order) == 1:
        return np.zeros((1, 2))
    ordered = nx.Graph()
    ordered.add_nodes_from(order)
    for source, target, data in sorted((*sorted((a, b)), data) for a, b, data in graph.edges(data=True)):
        ordered.add_edge(source, target, length=_length(graph, source, target, data["weight"]))
    if len(order) <= _STRESS_LIMIT:
        points = _relax(_distances(ordered, order))
    else:
        layout = nx.forceatlas2_layout(ordered, max_iter=60, scaling_ratio=4.0, seed=_SEED)
        points = np.array([layout[node] for node in order], dtype=np.float64)
        points *= 2 * _HALF_ROOM[0] * math.sqrt(len(order)) / (float(np.abs(points).max()) or 1.0)
    points = _level(points) * _STRETCH
    width, height = np.ptp(points, axis=0)
    # A flat drawing may become higher, within reason, to fill the screen.
    higher = min(1.6, max(1.0, float(width) / _ASPECT / max(float(height), 1.0)))
    scaled: Points = points * np.array([1.0, higher])
    return scaled


def _length(graph: nx.Graph, source: str, target: str, weight: float) -> float:
    """How long a line should be: the many lines of one pair, and the many neighbours of a hub, need room."""
    return 130.0 + 26.0 * min(weight, 8.0) + 9.0 * math.sqrt(graph.degree[source] + graph.degree[target])


def _distances(graph: nx.Graph, order: Sequence[str]) -> NDArray[np.float64]:
    reached = dict(nx.all_pairs_dijkstra_path_length(graph, weight="length"))
    return np.array([[reached[source][target] for target in order] for source in order], dtype=np.float64)


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
    if not 1 < len(points) <= _SPREAD_LIMIT:
        return points
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


def _pack(parts: Sequence[tuple[Sequence[str], Points]]) -> dict[str, tuple[float, float]]:
    """Line the parts up in rows, the largest first, and as many to a row as fill a screen best."""
    boxes = [np.ptp(points, axis=0) + _GAP for _, points in parts]
    if not boxes:
        return {}
    narrow, wide = max(float(width) for width, _ in boxes), sum(float(width) for width, _ in boxes)
    widths = [narrow + (wide - narrow) * step / 40 for step in range(41)]
    layouts = [_rows(boxes, width) for width in widths]
    corners, _ = min(layouts, key=lambda layout: abs(math.log(layout[1] / _ASPECT)))
    return {
        node: (float(x), float(y))
        for (order, points), corner in zip(parts, corners, strict=True)
        for node, (x, y) in zip(order, points - points.min(axis=0) + corner, strict=True)
    }


def _rows(boxes: Sequence[Points], room: float) -> tuple[list[Points], float]:
    """Corners of the boxes set in rows no wider than `room`, centred, and the aspect of the whole."""
    rows: list[list[int]] = [[]]
    filled = 0.0
    for number, (width, _) in enumerate(boxes):
        if rows[-1] and filled + width > room + 1e-6:
            rows.append([])
            filled = 0.0
        rows[-1].append(number)
        filled += float(width)
    corners = [np.zeros(2) for _ in boxes]
    room = max(sum(float(boxes[number][0]) for number in row) for row in rows)
    top = 0.0
    for row in rows:
        height = max(float(boxes[number][1]) for number in row)
        left = (room - sum(float(boxes[number][0]) for number in row)) / 2
        for number in row:
            corners[number] = np.array([left, top + (height - boxes[number][1]) / 2])
            left += float(boxes[number][0])
        top += height
    return corners, room / top


def _accompany(
    satellites: Mapping[str, str], placed: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Stand each satellite on the free spot nearest to its holder, on rings around it."""
    everywhere = dict(placed)
    for node, holder in satellites.items():
        centre = np.array(everywhere.get(holder, (0.0, 0.0)))
        taken = np.array(list(everywhere.values()), dtype=np.float64).reshape(-1, 2)
        near = taken[np.all(np.abs(taken - centre) < _REACH, axis=1)]
        spots = centre + _RINGS
        clash = np.all(np.abs(spots[:, None, :] - near[None, :, :]) < 1.5 * _HALF_ROOM, axis=2).sum(axis=1)
        x, y = spots[np.argmin(clash)]
        everywhere[node] = (float(x), float(y))
    return {node: everywhere[node] for node in satellites}
