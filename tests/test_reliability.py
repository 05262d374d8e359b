"""Bands of confidence against the share of claims that are right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.reliability import measure_reliability, wilson

judged = st.lists(st.tuples(st.floats(0, 1), st.booleans()))


def test_a_calibrated_band_has_no_error() -> None:
    result = measure_reliability([(0.75, True)] * 3 + [(0.75, False)])
    (band,) = result.bands
    assert (band.low, band.high, band.claims, band.confidence, band.right) == (0.7, 0.8, 4, 0.75, 0.75)
    assert result.calibration_error == 0
    assert result.brier == pytest.approx(0.1875)


def test_errors_of_bands_count_by_their_claims() -> None:
    result = measure_reliability([(1.0, True)] * 3 + [(0.5, False)])
    assert [(band.low, band.claims, band.right) for band in result.bands] == [(0.5, 1, 0), (0.9, 3, 1)]
    assert result.calibration_error == pytest.approx(0.5 / 4)


@given(judged)
def test_every_claim_is_in_one_band_and_the_figures_are_shares(pairs: list[tuple[float, bool]]) -> None:
    result = measure_reliability(pairs)
    assert sum(band.claims for band in result.bands) == result.claims == len(pairs)
    for band in result.bands:
        assert band.low - 1e-9 <= band.confidence <= band.high + 1e-9
    for share in (result.confidence, result.right, result.calibration_error, result.brier):
        assert 0 <= share <= 1
    # By the triangle inequality, bands can only be farther off than the whole.
    assert result.calibration_error >= abs(result.confidence - result.right) - 1e-9


@given(judged)
def test_the_order_does_not_matter(pairs: list[tuple[float, bool]]) -> None:
    assert measure_reliability(pairs) == measure_reliability(reversed(pairs))


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_shrinks(counts: tuple[int, int]) -> None:
    right, claims = counts
    low, high = wilson(right / claims, claims)
    assert -1e-9 <= low <= right / claims + 1e-9 <= high + 2e-9 <= 1 + 3e-9
    wider = wilson(right / claims, max(1, claims // 2))
    assert high - low <= wider[1] - wider[0]
