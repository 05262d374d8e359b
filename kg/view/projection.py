"""From degrees to the plane of the map: the Equal Earth projection.

Areas stay in proportion, and the continents look as one knows them: B. Šavrič, T. Patterson and B. Jenny, "The Equal
Earth map projection", International Journal of Geographical Information Science 33 (3), 2019.
"""

from __future__ import annotations

import math

__all__ = ["CUT", "UNITS", "project"]

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2

CUT = -169.0
"""The meridian along which the map is cut open: through the Bering Strait, so that no mainland is."""

UNITS = 2000.0
"""Units of the plane for one radius of the Earth: the map is about 10,800 of them wide, and none is half a pixel."""


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """A point on the plane; x grows to the east and y to the south, and the middle of the map is (0, 0).

    Args:
        latitude: Degrees north, -90 to 90.
        longitude: Degrees east, -180 to 180; those west of the cut lie at the eastern edge.
    """
    east = math.radians((longitude - CUT) % 360 - 180)
    angle = math.asin(_M * math.sin(math.radians(latitude)))
    square = angle * angle
    sixth = square**3
    x = east * math.cos(angle) / (_M * (_A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)))
    y = angle * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return UNITS * x, -UNITS * y
