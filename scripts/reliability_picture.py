"""Draws reliability as SVG: for each band of confidence, how many of its claims are right."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kg.reliability import Reliability, wilson

__all__ = ["draw_reliability"]

SIDE, LEFT, TOP = 360, 66, 42  # of the square of the plot
STYLE = "text{font:13px system-ui,sans-serif;fill:#333}.small{font-size:11px;fill:#666}.axis{stroke:#ddd}"


def draw_reliability(result: Reliability, *, caution: float = 0.0) -> str:
    """A drawing of the bands, with 95 % intervals; `caution` (log-odds) is what was taken off on purpose."""
    body = "\n".join((*_axes(), *_expected(caution), *_points(result)))
    told = f"{result.claims} claims, calibration error {result.calibration_error:.3f}, Brier score {result.brier:.3f}"
    width, height = LEFT + SIDE + 30, TOP + SIDE + 56
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-label="Reliability of the confidence">\n<style>{STYLE}</style>\n'
        f'<rect width="{width}" height="{height}" fill="#fff"/>\n{body}\n'
        f'<text x="{LEFT}" y="24">{told}</text>\n</svg>\n'
    )


def _axes() -> Iterator[str]:
    for tenth in range(0, 11, 2):
        share = tenth / 10
        x, y = _place(share, share)
        yield f'<path class="axis" d="M{x:.1f} {TOP}V{TOP + SIDE}M{LEFT} {y:.1f}H{LEFT + SIDE}"/>'
        yield f'<text class="small" x="{x:.1f}" y="{TOP + SIDE + 16}" text-anchor="middle">{share:.1f}</text>'
        yield f'<text class="small" x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{share:.1f}</text>'
    yield f'<text x="{LEFT + SIDE / 2}" y="{TOP + SIDE + 40}" text-anchor="middle">confidence</text>'
    turned = f'transform="translate(20 {TOP + SIDE / 2}) rotate(-90)" text-anchor="middle"'
    yield f"<text {turned}>share of claims right</text>"


def _expected(caution: float) -> Iterator[str]:
    """Where perfect bands would lie, and where they would but for the caution."""
    (x0, y0), (x1, y1) = _place(0, 0), _place(1, 1)
    yield f'<path d="M{x0} {y0}L{x1} {y1}" stroke="#888" stroke-dasharray="6 4"/>'
    if caution:
        points = (_place(p, 1 / (1 + (1 - p) / p * math.exp(-caution))) for p in (n / 50 for n in range(1, 50)))
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<polyline points="{line}" fill="none" stroke="#c77" stroke-dasharray="2 3"/>'


def _points(result: Reliability) -> Iterator[str]:
    for band in result.bands:
        x, y = _place(band.confidence, band.right)
        low, high = (_place(band.confidence, share)[1] for share in wilson(band.right, band.claims))
        radius = 3 + 11 * math.sqrt(band.claims / result.claims)
        yield f'<path d="M{x:.1f} {low:.1f}V{high:.1f}" stroke="#2563a8"/>'
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#2563a8" fill-opacity=".75"/>'
        yield f'<text class="small" x="{x + radius + 3:.1f}" y="{y + 14:.1f}">{band.claims}</text>'


def _place(across: float, up: float) -> tuple[float, float]:
    return LEFT + SIDE * across, TOP + SIDE * (1 - up)
