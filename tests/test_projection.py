"""The plane of the map: areas are true, and known points lie where the paper has them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.view.projection import CUT, UNITS, project

LATITUDES = st.floats(-80, 80)


# For the unit sphere, from the formulas of Šavrič, Patterson and Jenny: the equator is 5.4133 long, the poles 0.5925
# of that, and the map is 0.48684 as high as it is wide.
@pytest.mark.parametrize(
    ("latitude", "longitude", "x", "y"),
    [
        (0, CUT + 180, 0, 0),
        (0, CUT, -2.70663, 0),
        (90, CUT + 180, 0, -1.31734),
        (-90, CUT + 180, 0, 1.31734),
        (90, CUT, -1.60359, -1.31734),
    ],
)  # fmt: skip
def test_known_points(latitude: float, longitude: float, x: float, y: float) -> None:
    assert project(latitude, longitude) == pytest.approx((UNITS * x, UNITS * y), abs=0.2)


@given(LATITUDES, st.floats(-180, 179))
def test_areas_are_true(latitude: float, longitude: float) -> None:
    step = 0.01
    (x, y), (right, _), (up_x, up_y) = (
        project(latitude, longitude),
        project(latitude, longitude + step),
        project(latitude + step, longitude),
    )
    if abs(right - x) > UNITS:  # over the cut
        return
    # The middle of the small quadrangle stands for its area on the globe.
    on_map = abs((right - x) * (up_y - y)) / UNITS**2
    on_globe = math.radians(step) ** 2 * math.cos(math.radians(latitude + step / 2))
    assert on_map == pytest.approx(on_globe, rel=0.001)
    assert abs(up_x) <= 2.7067 * UNITS


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_south_is_the_north_in_a_mirror(latitude: float, longitude: float) -> None:
    x, y = project(latitude, longitude)
    assert project(-latitude, longitude) == pytest.approx((x, -y))
