"""A picture of a network, as PNG, SVG or PDF: the same network always the same picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from importlib.util import find_spec
from math import sqrt
from typing import TYPE_CHECKING, Any, BinaryIO

import networkx as nx

from kg.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FORMATS", "check_plot", "plot_network"]

FORMATS = ("png", "svg", "pdf")
_SHOWN = 40
"""Actors that a picture has at most, those of the largest size; more can be seen in the page of `kg view`."""
_BEHIND = {"boxstyle": "square,pad=0.1", "color": "white", "alpha": 0.6, "linewidth": 0}  # a name, so that it is read
_KINDS = {1: "friendly", -1: "hostile", 0: "neither known"}
_LINES: Mapping[int, dict[str, Any]] = {
    1: {"color": "#2e7d4f", "linestyle": "-"},
    -1: {"color": "#b3261e", "linestyle": "--"},  # whoever sees no red and green sees this
    0: {"color": "#9aa3ad", "linestyle": "-"},
}
_COLOURS = "#2563a8 #b45f06 #2e7d4f #8e44ad #8a6d3b #0e7c86 #a3345c #5b6b2f #4b5563".split()
_SHAPES = "o s ^ D v P X".split()  # of another number than the colours: each pair of both comes once in 63 groups
_KEYS = 12  # groups that the legend has room for
_ABOVE = 3  # points between an actor and its name


def check_plot(path: Path) -> str:
    """The format that a file's name asks for, when matplotlib is there to draw it.

    Raises:
        OutputError: It is none of `FORMATS`, or matplotlib is missing.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise OutputError(f"{path}: a picture is a file .{', .'.join(FORMATS)}")
    if find_spec("matplotlib") is None:
        raise OutputError("pictures need matplotlib: pip install 'newskg[plots]'")
    return form


def plot_network(
    known: nx.Graph,
    size: Mapping[str, float],
    group: Mapping[str, int],
    out: BinaryIO,
    *,
    form: str,
    title: str,
    names: Mapping[int, str] | None = None,
    signs: nx.Graph | None = None,
) -> None:
    """Draw those who matter most of the largest part that hangs together, and the ties between them.

    A legend tells colours, shapes and lines, and a line below the title how many of all are shown.

    Args:
        known: Ties with weights; nodes have a `label`.
        size: How much each matters, in any unit.
        group: Who is drawn in the same colour and shape.
        out: Takes the bytes.
        form: One of `FORMATS`.
        title: What stands above.
        names: What the groups are called; by default they are communities, named by the largest who is shown.
        signs: Who is friendly or hostile; such ties are green or red.
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    part = _shown(known, size)
    shown = list(part)
    # Numbers of steps, not weights, say how far two are apart: names would lie on each other otherwise.
    places = nx.kamada_kawai_layout(part, weight=None)
    largest = max((size.get(name, 0.0) for name in shown), default=0.0) or 1.0
    heaviest = max((told["weight"] for _, _, told in part.edges(data=True)), default=1)
    with rc_context({"svg.hashsalt": "kg", "svg.fonttype": "none"}):
        figure = Figure(figsize=(11, 8), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        axes.set_axis_off()
        axes.set_title(f"{title}\n{_how_many(part, known)}", fontsize=11)
        lines: set[int] = set()
        for one, other, told in part.edges(data=True):
            sign = signs[one][other]["sign"] if signs is not None and signs.has_edge(one, other) else 0
            lines.add(sign)
            width = 0.6 + 2.4 * told["weight"] / heaviest
            axes.plot(*zip(places[one], places[other], strict=True), **_LINES[sign], linewidth=width, zorder=1)
        for name in part:
            east, north = places[name]
            area = 40 + 500 * size.get(name, 0.0) / largest  # square points
            axes.scatter([east], [north], s=area, **_look(group.get(name, 1)), zorder=2)
            axes.annotate(
                part.nodes[name]["label"], (east, north), textcoords="offset points",
                xytext=(0, sqrt(area) / 2 + _ABOVE), ha="center",
                fontsize=8, zorder=3, parse_math=False, bbox=_BEHIND,
            )  # fmt: skip
        axes.margins(0.1)
        groups = _called(part, size, group, names)
        keys = [Line2D([], [], linestyle="", label=told, **_look(number)) for number, told in groups]
        if signs is not None:
            keys += [Line2D([], [], label=told, **_LINES[sign]) for sign, told in _KINDS.items() if sign in lines]
        if keys:
            legend = figure.legend(handles=keys, loc="outside lower center", ncols=4, fontsize=8, frameon=False)
            for entry in legend.get_texts():
                entry.set_parse_math(False)
        # Neither the time nor the version of the library goes into the file.
        empty = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None, "Producer": None}}
        figure.savefig(out, format=form, dpi=120, metadata=empty[form])


def _shown(known: nx.Graph, size: Mapping[str, float]) -> nx.Graph:
    """The part of a network that a picture has room for, in the order of names."""
    hanging = _largest_part(known)
    first = sorted(hanging, key=lambda name: (-round(size.get(name, 0.0), 9), name))[:_SHOWN]
    drawn = set(_largest_part(known.subgraph(first)))
    part = nx.Graph()
    part.add_nodes_from((name, known.nodes[name]) for name in sorted(drawn))
    part.add_edges_from((one, other, told) for one, other, told in known.edges(data=True) if {one, other} <= drawn)
    return part


def _how_many(part: nx.Graph, known: nx.Graph) -> str:
    ties = "a tie" if part.number_of_edges() == 1 else f"{part.number_of_edges():,} ties"
    of = f" of {len(known):,}" if len(part) < len(known) else ""
    return f"{len(part):,}{of} actors, {ties} among them; wider: more reports"


def _look(group: int) -> dict[str, Any]:
    """The colour and shape of a group, which are counted from 1."""
    return {"color": _COLOURS[(group - 1) % len(_COLOURS)], "marker": _SHAPES[(group - 1) % len(_SHAPES)]}


def _called(
    part: nx.Graph, size: Mapping[str, float], group: Mapping[str, int], names: Mapping[int, str] | None
) -> list[tuple[int, str]]:
    """The groups of which somebody is shown, and what the legend calls them: those with most who are shown first."""
    members: dict[int, list[str]] = defaultdict(list)
    for name in sorted(part, key=lambda name: (-round(size.get(name, 0.0), 9), name)):
        members[group.get(name, 1)].append(name)
    first = sorted(sorted(members), key=lambda number: -len(members[number]))[:_KEYS]
    if names is not None:
        return [(number, names[number]) for number in sorted(first) if number in names]
    return [(number, f"community {number}: {part.nodes[members[number][0]]['label']}") for number in sorted(first)]


def _largest_part(graph: nx.Graph) -> list[str]:
    parts = sorted(map(sorted, nx.connected_components(graph)), key=lambda part: (-len(part), part))
    return parts[0] if parts else []
