"""The outlines that the map draws: whole, light, and where they should be."""

from __future__ import annotations

import json
import re
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest

from kg.ontology import Ontology
from kg.view.projection import project

ROOT = Path(__file__).parent.parent
FILE = ROOT / "kg" / "view" / "assets" / "outlines.json"
PART = re.compile(r"M(-?\d+) ?(-?\d+)l(-?\d[-\d ]*\d)(z?)")

Line = list[tuple[int, int]]


def lines(path: str) -> list[Line]:
    """The lines of a path of SVG in whole units, from point to point."""
    found = []
    for part in PART.finditer(path):
        x, y = int(part[1]), int(part[2])
        line = [(x, y)]
        steps = list(map(int, re.findall(r"-?\d+", part[3])))
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            line.append((x, y))
        found.append(line)
    return found


@pytest.fixture(scope="module")
def outlines() -> dict[str, str]:
    told: dict[str, str] = json.loads(FILE.read_text("utf-8"))
    return told


@pytest.fixture(scope="module")
def land(outlines: dict[str, str]) -> list[Line]:
    return lines(outlines["land"])


def on_land(point: tuple[float, float], land: list[Line]) -> bool:
    """Whether a point lies within an odd number of rings."""
    x, y = point
    crossings = 0
    for ring in land:
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                crossings += 1
    return crossings % 2 == 1


def test_the_file_is_paths_and_says_whose_they_are(outlines: dict[str, str]) -> None:
    assert outlines.keys() == {"source", "land", "borders"}
    assert "Natural Earth" in outlines["source"]
    assert "public domain" in outlines["source"]
    assert 30_000 < FILE.stat().st_size < 80_000
    for name, closed in (("land", True), ("borders", False)):
        assert PART.sub("", outlines[name]) == ""
        assert {part[4] == "z" for part in PART.finditer(outlines[name])} == {closed}


def test_nothing_lies_off_the_map(outlines: dict[str, str]) -> None:
    (west, _), (east, _) = project(0, -169), project(0, -169.0001)
    (_, north), (_, south) = project(90, 0), project(-60, 0)
    for name in ("land", "borders"):
        for line in lines(outlines[name]):
            assert all(west - 1 <= x <= east + 1 and north - 1 <= y <= south + 1 for x, y in line)


def test_no_line_crosses_the_map(land: list[Line]) -> None:
    """As one would that goes on at the other edge."""
    steps = [abs(a[0] - b[0]) for ring in land for a, b in pairwise(ring)]
    assert max(steps) < 400


def test_cities_lie_on_land_and_seas_do_not(land: list[Line], shipped: Ontology) -> None:
    inland = (
        "paris madrid berlin warsaw moscow kabul new-delhi beijing ulaanbaatar canberra brasilia mexico-city nairobi"
    )
    for name in inland.split():
        coordinates = shipped.actors[name].coordinates
        assert coordinates is not None
        assert on_land(project(*coordinates), land), name
    for sea in ("black-sea", "mediterranean-sea", "caspian-sea", "pacific-ocean", "red-sea", "sea-of-japan"):
        coordinates = shipped.actors[sea].coordinates
        assert coordinates is not None
        assert not on_land(project(*coordinates), land), sea


def test_the_file_is_what_the_script_draws(outlines: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("shapefile", reason="pip install 'newskg[gazetteer]'")
    pytest.importorskip("shapely", reason="pip install 'newskg[gazetteer]'")
    monkeypatch.syspath_prepend(ROOT / "scripts")
    assert outlines["source"] == import_module("make_outlines").SOURCE
