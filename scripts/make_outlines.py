"""Write kg/view/assets/outlines.json, the land and the borders that the map of the view shows.

    python scripts/make_outlines.py [FILE]

They are Natural Earth's (see natural_earth.py), projected, simplified so that neighbours keep one border (Visvalingam
and Whyatt's algorithm, 1993, on a plane where areas are true), and written as two paths of SVG. The same package gives
the same file, byte for byte.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import shapely
from natural_earth import countries
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from kg.view.projection import CUT, project

OUTPUT = Path(__file__).resolve().parent.parent / "kg" / "view" / "assets" / "outlines.json"
SOURCE = "Natural Earth 5.1, 1:10 million, German point of view; public domain; https://www.naturalearthdata.com/"

# Units of the plane (see kg/view/projection.py): triangles smaller than the square of it go from the lines ...
DETAIL = 5
# ... and islands smaller than this many square units, unless they are the largest of a country.
ISLAND = 100
SOUTH = -60  # degrees: Antarctica is left out


def opened(shape: BaseGeometry) -> BaseGeometry:
    """A shape in degrees, its longitudes running on from the cut of the map, without the far south."""
    east = shapely.intersection(shape, shapely.box(CUT, SOUTH, 180, 90))
    west = translate(shapely.intersection(shape, shapely.box(-180, SOUTH, CUT, 90)), 360)
    return shapely.union(east, west)


def on_plane(shape: BaseGeometry) -> BaseGeometry:
    """A shape in degrees on the plane of the map."""
    edge = CUT + 360 - 1e-9  # whose degrees are those of the cut, on the other side of the map
    return shapely.transform(shape, lambda points: [project(north, min(east, edge)) for east, north in points.tolist()])


def without_specks(shape: BaseGeometry) -> BaseGeometry:
    """A country without its smallest islands."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)]
    largest = max(parts, key=lambda part: part.area, default=None)
    return shapely.MultiPolygon([part for part in parts if part is largest or part.area > ISLAND])


def rings(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    """The rings of polygons, largest polygon first."""
    for part in sorted(shapely.get_parts(shape), key=lambda part: (-part.area, part.bounds)):
        yield part.exterior
        yield from part.interiors


def path(lines: Iterable[BaseGeometry], *, closed: bool) -> str:
    """Lines as one path of SVG, in whole units and from point to point."""
    drawn = []
    for line in lines:
        points = list(dict.fromkeys((round(x), round(y)) for x, y in line.coords))
        if len(points) < (3 if closed else 2):
            continue
        steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(points)]
        told = "".join(f"{x:+d}{y:+d}" for x, y in steps).replace("+", " ").strip()
        drawn.append(f"M{points[0][0]} {points[0][1]}l{told}{'z' if closed else ''}")
    return "".join(drawn).replace(" -", "-")


def outlines() -> dict[str, str]:
    """The land and the borders of the countries on it."""
    shapes = [on_plane(opened(shapely.make_valid(shapely.geometry.shape(shape)))) for _, shape in countries()]
    shapes = [without_specks(shape) for shape in shapes if not shape.is_empty]
    shapes = list(shapely.coverage_simplify(shapes, DETAIL))
    land = shapely.union_all(shapes)
    lines = shapely.difference(shapely.union_all([shape.boundary for shape in shapes]), land.boundary)
    borders = sorted(shapely.get_parts(shapely.line_merge(lines)), key=lambda line: (-line.length, line.bounds))
    return {"source": SOURCE, "land": path(rings(land), closed=True), "borders": path(borders, closed=False)}


def main() -> None:
    """Draw the outlines and write the file."""
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else OUTPUT
    text = json.dumps(outlines(), indent=0) + "\n"
    output.write_text(text, "utf-8", newline="\n")
    sys.stderr.write(f"{output}: {len(text)} characters\n")


if __name__ == "__main__":
    main()
