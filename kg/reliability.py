"""How well confidence agrees with the share of claims that are right.

Claims are put into bands of equal width by their confidence; in a calibrated band the mean confidence is the share of
right claims. The expected calibration error is the mean distance of the two, weighted by the bands' claims (Guo et al.
2017, "On calibration of modern neural networks"); the Brier score (1950) is the mean squared distance of each claim's
confidence from 1 where it is right, from 0 where it is not.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Band", "Reliability", "measure_reliability", "wilson"]

_BANDS = 10
_Z = 1.96  # of a 95 % interval


@dataclass(frozen=True, slots=True)
class Band:
    """The claims whose confidence is from `low` up to `high`: how many, their mean confidence, the share right."""

    low: float
    high: float
    claims: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """The bands that hold claims, from the lowest, and what they come to as a whole."""

    claims: int
    confidence: float
    right: float
    calibration_error: float
    brier: float
    bands: tuple[Band, ...]


def measure_reliability(judged: Iterable[tuple[float, bool]]) -> Reliability:
    """Measure claims, each given as its confidence (0..1) and whether it is right."""
    pairs = sorted(judged)
    sorted_in: list[list[tuple[float, bool]]] = [[] for _ in range(_BANDS)]
    for pair in pairs:
        sorted_in[min(_BANDS - 1, math.floor(pair[0] * _BANDS))].append(pair)
    bands = tuple(
        Band(n / _BANDS, (n + 1) / _BANDS, len(found), *_means(found)) for n, found in enumerate(sorted_in) if found
    )
    stated, right = _means(pairs)
    return Reliability(
        claims=len(pairs),
        confidence=stated,
        right=right,
        calibration_error=sum(band.claims * abs(band.confidence - band.right) for band in bands) / max(1, len(pairs)),
        brier=sum((value - is_right) ** 2 for value, is_right in pairs) / max(1, len(pairs)),
        bands=bands,
    )


def wilson(right: float, claims: int) -> tuple[float, float]:
    """The 95 % interval of a share that was measured on `claims` claims (Wilson 1927)."""
    spread = _Z * math.sqrt(right * (1 - right) / claims + _Z**2 / (4 * claims**2))
    centre, scale = right + _Z**2 / (2 * claims), 1 + _Z**2 / claims
    return (centre - spread) / scale, (centre + spread) / scale


def _means(pairs: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    count = max(1, len(pairs))
    return math.fsum(value for value, _ in pairs) / count, sum(is_right for _, is_right in pairs) / count
