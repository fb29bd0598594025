"""Campaigns drawn to their like: numbers done by hand, and what it gains on simulated truth."""

from __future__ import annotations

import math

import numpy as np
import pytest

from smmeasure.core.estimates import Estimate
from smmeasure.core.shrinkage import can_shrink, shrink, shrink_relative


def test_three_campaigns_by_hand() -> None:
    """Effects 0, 0.3 and 0.6 with errors of 0.1 have tau² = 0.08: each keeps 8/9 of its distance from 0.3.

    Paule and Mandel: Σ(y − 0.3)² / (0.01 + tau²) = 3 − 1, so 0.18 / (0.01 + tau²) = 2 and tau² = 0.08. The share
    drawn is 0.01 / 0.09 = 1/9: 0 → 0.3/9 = 0.0333, 0.6 → 0.6 − 0.3/9 = 0.5667.
    """
    found = shrink([0.0, 0.3, 0.6], [0.1, 0.1, 0.1])

    assert found.tau2 == pytest.approx(0.08, rel=1e-5)  # statsmodels' search stops there
    assert found.mean == pytest.approx(0.3)
    assert found.values == pytest.approx([0.3 / 9, 0.3, 0.6 - 0.3 / 9], rel=1e-5)


def test_equal_campaigns_are_one() -> None:
    """Without any scatter but noise tau² is 0 and all are at their weighted mean, (0.1·100 + 0.4·25) / 125 = 0.16.

    The weights are 1/0.1² = 100 and 1/0.2² = 25, so that Σ(y − ȳ)²·w = 0.36 + 1.44 = 1.8 < 2 for a third at the mean.
    """
    found = shrink([0.1, 0.4, 0.16], [0.1, 0.2, 0.1])

    assert found.tau2 == 0.0
    assert found.values == pytest.approx([0.16] * 3)
    assert shrink([0.2] * 3, [0.1] * 3).values == pytest.approx([0.2] * 3)


def test_the_unit_changes_nothing() -> None:
    """Effects a million times smaller are drawn by the same shares."""
    found, small = shrink([0.0, 0.3, 0.6], [0.1, 0.2, 0.1]), shrink([0.0, 3e-7, 6e-7], [1e-7, 2e-7, 1e-7])

    assert small.values * 1e6 == pytest.approx(found.values)
    assert small.errors * 1e6 == pytest.approx(found.errors)


def test_relative_effects_are_drawn_as_logarithms() -> None:
    """Three times the same doubling stays a doubling, and every interval holds its estimate."""
    double = Estimate(1.0, 0.6, 1.5)
    again = shrink_relative([double] * 3, [0.95] * 3)
    mixed = shrink_relative([double, Estimate(-0.2, -0.4, 0.1), Estimate(0.0, -0.1, 0.1)], [0.95, 0.9, 0.95])

    assert [one.value for one in again] == pytest.approx([1.0] * 3)
    assert all(one.ci_lower < one.value < one.ci_upper for one in (*again, *mixed))
    assert -0.2 < mixed[1].value < mixed[2].value < mixed[0].value < 1.0


def test_what_has_no_logarithm_or_no_error_is_told() -> None:
    """An interval down to nothing left, and one without a width, can't be drawn."""
    assert not can_shrink(Estimate(-0.9, -1.0, 0.0))
    assert not can_shrink(Estimate(0.1, 0.1, 0.1))
    assert can_shrink(Estimate(-0.5, -0.9, 0.1))


@pytest.mark.parametrize("scatter", [0.0, 0.05, 0.2])
def test_shrinking_lowers_the_error_and_its_intervals_hold(scatter: float) -> None:
    """Over 300 portfolios of ten campaigns of known effect the error falls, and 95 % intervals hold 93 % or more."""
    rng = np.random.default_rng(1)
    held, raw, drawn = [], [], []
    for _ in range(300):
        errors = rng.uniform(0.05, 0.2, 10)
        truth = 0.1 + scatter * rng.standard_normal(10)
        measured = truth + errors * rng.standard_normal(10)
        found = shrink(measured.tolist(), errors.tolist())
        held.append(np.mean(np.abs(found.values - truth) < 1.96 * found.errors))
        raw.append(np.mean(np.square(measured - truth)))
        drawn.append(np.mean(np.square(found.values - truth)))

    assert math.sqrt(np.mean(drawn)) < math.sqrt(np.mean(raw))
    # 3000 intervals: two standard errors of a share of 0.95 are 0.008.
    assert np.mean(held) > 0.93
