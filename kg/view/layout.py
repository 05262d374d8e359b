"""Where the nodes stand, worked out before the page is opened: the same graph gives the same picture.

Each connected part is laid out by itself; the largest comes first and the small ones line up beneath it. In a large
graph each community is laid out by itself, and then the communities are, each with the room that its members take: so
one can be opened where it stands, and the time grows little faster than the number of nodes.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Sized
from functools import cache
from itertools import count

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

__all__ = ["Link", "has_rooms", "lay_out"]

Link = tuple[str, str, float]
Points = NDArray[np.float64]
Placed = dict[str, tuple[float, float]]

# In canvas units: a node with its label takes about this much room; wider than high, as labels are.
_HALF_ROOM = np.array([60.0, 32.0])
_GAP = 170.0
# The distance that keeps its length.
_NEAR = 350.0
# Screens are wider than high, and so are names.
_STRETCH = np.array([1.2, 0.95])
# Room for the canvas beside the filters, width to height.
_ASPECT = 1.35
# Between the rooms of two communities.
_ALLEY = 120.0
# So many nodes of a connected part are laid out against each other, which takes time as their square; of a larger
# part the others stand beside these.
_CORE = 400


def lay_out(
    sizes: Mapping[str, float],
    links: Iterable[Link],
    satellites: Mapping[str, str],
    communities: Sequence[Sequence[str]] = (),
) -> dict[str, tuple[int, int]]:
    """Give every node whole coordinates.

    Args:
        sizes: All nodes with their sizes.
        links: Pairs with a weight; those with many lines between them stand farther apart.
        satellites: Nodes that only accompany another (an office and its holder): they find a free place beside it
            and do not bend the layout. A holder that is itself a satellite comes before its own.
        communities: All nodes in groups, a satellite in that of its holder; each gets a room of its own if the
            graph is large.
    """
    links = sorted(links)
    if has_rooms(sizes, satellites, communities):
        placed = _by_community(sizes, links, satellites, communities)
    else:
        placed = _whole(sizes, links, satellites)
    return {node: (round(x), round(y)) for node, (x, y) in placed.items()}


def has_rooms(sizes: Sized, satellites: Sized, communities: Sized) -> bool:
    """Whether the graph is large enough for each community to get a room of its own."""
    return len(sizes) - len(satellites) > _CORE and len(communities) > 1


def _whole(sizes: Mapping[str, float], links: Sequence[Link], satellites: Mapping[str, str]) -> Placed:
    graph = _graph(sorted(sizes.keys() - satellites.keys()), links)
    parts = [sorted(part) for part in nx.connected_components(graph)]
    parts.sort(key=lambda part: (-len(part), part))
    placed = _pack([_arrange(graph.subgraph(part), part, sizes) for part in parts])
    return placed | _accompany(satellites, placed)


def _graph(nodes: Sequence[str], links: Iterable[Link]) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    for source, target, weight in links:
        if source in graph and target in graph and source != target:
            before = graph.get_edge_data(source, target, {"weight": 0.0})["weight"]
            graph.add_edge(source, target, weight=before + weight)
    return graph


def _by_community(
    sizes: Mapping[str, float],
    links: Sequence[Link],
    satellites: Mapping[str, str],
    communities: Sequence[Sequence[str]],
) -> Placed:
    """Lay each community out by itself, then all of them."""
    names = [f"{number:05}" for number in range(len(communities))]
    home = {node: name for name, members in zip(names, communities, strict=True) for node in members}
    inner: dict[str, list[Link]] = defaultdict(list)
    outer: list[Link] = []
    for source, target, weight in links:
        if home[source] == home[target]:
            inner[home[source]].append((source, target, weight))
        else:
            outer.append((home[source], home[target], weight))
    held: dict[str, dict[str, str]] = defaultdict(dict)
    for satellite, holder in satellites.items():
        held[home[satellite]][satellite] = holder
    rooms: dict[str, Placed] = {}
    for name, members in zip(names, communities, strict=True):
        placed = _whole({node: sizes[node] for node in members}, inner[name], held[name])
        middle = np.mean(_corners(placed), axis=0)
        rooms[name] = {node: (x - middle[0], y - middle[1]) for node, (x, y) in placed.items()}
    graph = _graph(names, sorted(outer))
    parts = [sorted(part) for part in nx.connected_components(graph)]
    parts.sort(key=lambda part: (-sum(len(rooms[name]) for name in part), part))
    return _pack([_joined(graph.subgraph(part), part, rooms) for part in parts])


def _corners(placed: Placed) -> Points:
    points = np.array(list(placed.values()), dtype=np.float64)
    return np.array([points.min(axis=0), points.max(axis=0)])


def _joined(graph: nx.Graph, part: Sequence[str], rooms: Mapping[str, Placed]) -> Placed:
    """Put the rooms of communities side by side, those near each other that have much to do with each other."""
    halves = np.array([np.ptp(_corners(rooms[name]), axis=0) / 2 for name in part]) + _HALF_ROOM + _ALLEY / 2
    centres: Points = np.zeros((1, 2))
    if len(part) > 1:
        reach = dict(zip(part, np.sqrt(halves[:, 0] * halves[:, 1]).tolist(), strict=True))
        heaviest = max(weight for _, _, weight in graph.edges(data="weight"))
        lengths = {
            (one, other): (reach[one] + reach[other]) * (2.0 - math.sqrt(weight / heaviest))
            for one, other, weight in graph.edges(data="weight")
        }
        distances = _distances(part, lengths, near=float(np.median(list(lengths.values()))))
        # Where the rooms have more area than the drawing, they would only be pushed apart again.
        centres = _level(_relax(distances)) * _STRETCH
        wanted = math.sqrt(float((4 * halves[:, 0] * halves[:, 1]).sum()) / float(np.prod(np.ptp(centres, axis=0) + 1)))
        centres = _spread(centres * max(1.0, wanted), halves)
    return {
        node: (x + left, y + top)
        for name, (left, top) in zip(part, centres.tolist(), strict=True)
        for node, (x, y) in rooms[name].items()
    }


def _halves(order: Sequence[str], sizes: Mapping[str, float]) -> Points:
    """Half of the width and height that each node takes."""
    return _HALF_ROOM + 2.0 * np.array([[sizes[node]] for node in order], dtype=np.float64)


def _arrange(graph: nx.Graph, part: Sequence[str], sizes: Mapping[str, float]) -> Placed:
    """Lay one connected part out, its longer side across."""
    core, beside = _core(graph, part)
    if len(core) == 1:
        return {core[0]: (0.0, 0.0)}
    lengths = {
        (one, other): _length(graph, one, other, weight)
        for one, other, weight in graph.subgraph(core).edges(data="weight")
    }
    points = _level(_relax(_distances(core, lengths))) * _STRETCH * math.sqrt(len(part) / len(core))
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


def _distances(
    nodes: Sequence[str], lengths: Mapping[tuple[str, str], float], near: float = _NEAR
) -> NDArray[np.float64]:
    """How far apart each two nodes should be: as far as it is along the lines, but far ones not quite so far."""
    numbers = {node: number for number, node in enumerate(nodes)}
    ends = np.array([(numbers[one], numbers[other]) for one, other in lengths], dtype=np.int64)
    known = csr_array((list(lengths.values()), (ends[:, 0], ends[:, 1])), shape=(len(nodes), len(nodes)))
    distances = dijkstra(known, directed=False)
    # Long ways are shortened, so that what hangs on a chain does not push the centre together.
    return np.asarray(near * (distances / near) ** 0.7, dtype=np.float64)


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
    firm = share * distances
    for _ in range(rounds):
        x, y = points.T
        length = np.sqrt((x[:, None] - x) ** 2 + (y[:, None] - y) ** 2)
        push = firm / np.maximum(length, 1e-6)
        # No `@`: what a matrix product rounds depends on the machine's library and threads.
        wanted = np.einsum("ij,jk->ik", share - push, points) + push.sum(axis=1, keepdims=True) * points
        # Half the way each time: all nodes move at once, and would overshoot.
        points = points + 0.5 * (wanted - points)
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
    (x, y), (wide, high) = points.T.copy(), halves.T
    room_x, room_y = wide[:, None] + wide, high[:, None] + high
    later = np.tri(len(points), k=-1, dtype=np.bool_)
    for _ in range(120):
        one, other = np.nonzero((np.abs(x[:, None] - x) < room_x) & (np.abs(y[:, None] - y) < room_y) & later)
        if not one.size:
            break
        apart_x, apart_y = x[one] - x[other], y[one] - y[other]
        overlap_x, overlap_y = room_x[one, other] - np.abs(apart_x), room_y[one, other] - np.abs(apart_y)
        sideways = overlap_x / room_x[one, other] <= overlap_y / room_y[one, other]
        # Ties (two nodes on one spot) part by their order, so that the result is always the same.
        push_x = 0.3 * np.where(sideways, np.where(apart_x < 0, -overlap_x, overlap_x), 0.0)
        push_y = 0.3 * np.where(~sideways, np.where(apart_y < 0, -overlap_y, overlap_y), 0.0)
        for axis, push in ((x, push_x), (y, push_y)):
            axis += np.bincount(one, push, len(x)) - np.bincount(other, push, len(x))
    return np.stack([x, y], axis=1)


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


def _accompany(satellites: Mapping[str, str], placed: Mapping[str, tuple[float, float]]) -> Placed:
    """Stand each satellite on the free spot nearest to its holder, on rings around it."""
    everywhere = dict(placed)
    room = 1.6 * _HALF_ROOM
    taken: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)

    def cell(x: float, y: float) -> tuple[int, int]:
        return math.floor(x / room[0]), math.floor(y / room[1])

    def is_free(x: float, y: float) -> bool:
        column, row = cell(x, y)
        return not any(
            abs(x - left) < room[0] and abs(y - top) < room[1]
            for near_column in (column - 1, column, column + 1)
            for near_row in (row - 1, row, row + 1)
            for left, top in taken.get((near_column, near_row), ())
        )

    for x, y in placed.values():
        taken[cell(x, y)].append((x, y))
    tried: dict[str, int] = defaultdict(int)
    for node, holder in satellites.items():
        centre_x, centre_y = everywhere[holder]
        for turn in count(tried[holder]):
            across, down = _spot(turn)
            if is_free(centre_x + across, centre_y + down):
                break
        tried[holder] = turn + 1
        everywhere[node] = (centre_x + across, centre_y + down)
        taken[cell(*everywhere[node])].append(everywhere[node])
    return {node: everywhere[node] for node in satellites}


@cache
def _spot(number: int) -> tuple[float, float]:
    """Where the satellites of a node may stand, seen from it: on rings, the nearest first."""
    spots, radius = 10, 110.0
    while number >= spots:
        number, spots, radius = number - spots, spots + 5, radius + 75.0
    angle = 2 * math.pi * number / spots
    return radius * math.cos(angle), 0.75 * radius * math.sin(angle)
