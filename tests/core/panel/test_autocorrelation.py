"""The autocorrelation of a ratio: unbiased whatever was fitted, and learnt together with the other ratios."""

import numpy as np
import pytest

from smmeasure.core.arrays import Floats
from smmeasure.core.panel import autocorrelation
from smmeasure.core.panel.log_ratios import residuals

WEEKDAYS = np.eye(7)[np.arange(60) % 7]
MEAN = np.ones((60, 1))


def swings(rho: float, columns: int, seed: int) -> Floats:
    """Simulate stationary swings of 60 days."""
    shocks = np.random.default_rng(seed).normal(size=(60, columns))
    shocks[0] /= np.sqrt(1.0 - rho**2)
    for day in range(1, 60):
        shocks[day] += rho * shocks[day - 1]
    return shocks


@pytest.mark.parametrize("design", [MEAN, WEEKDAYS], ids=["mean", "weekdays"])
@pytest.mark.parametrize("rho", [0.1, 0.4, 0.7])
def test_it_is_right_on_average(design: Floats, rho: float) -> None:
    """Over 4,000 ratios with one autocorrelation the estimates average to it, whatever was fitted before."""
    left = residuals(swings(rho, 4000, seed=1), design)
    # One estimate has a standard error of 0.13, their mean 0.002; three of them, and what is of order 1 / 60^2.
    assert autocorrelation._corrected(autocorrelation._raw(left), design).mean() == pytest.approx(rho, abs=0.007)


def test_a_ratio_alone_is_left_alone() -> None:
    """With up to two other ratios nothing is drawn to their mean."""
    left = residuals(np.column_stack([swings(0.8, 1, 2), swings(0.0, 2, 3)]), MEAN)
    alone, together = autocorrelation.learn(left[:, :1], MEAN), autocorrelation.learn(left, MEAN)
    assert alone.rho == pytest.approx(together.rho)
    assert alone.variance == pytest.approx((1.0 - alone.rho**2) / 60)


def test_ratios_that_truly_differ_keep_their_own() -> None:
    """One that swings for long among thirty that don't is drawn to them by one standard error at most."""
    left = residuals(np.column_stack([swings(0.9, 1, 4), swings(0.0, 30, 5)]), MEAN)
    alone, together = autocorrelation.learn(left[:, :1], MEAN), autocorrelation.learn(left, MEAN)
    assert alone.rho - 1.0 / np.sqrt(60) <= together.rho < alone.rho


def test_many_ratios_know_it_better_than_one() -> None:
    """The doubt of one among twenty alike is a fraction of that of one alone."""
    left = residuals(swings(0.3, 20, 7), MEAN)
    assert autocorrelation.learn(left, MEAN).variance < 0.5 * autocorrelation.learn(left[:, :1], MEAN).variance


def test_nothing_left_is_no_autocorrelation() -> None:
    """Ratios without any error have no swings."""
    assert autocorrelation.learn(np.zeros((60, 5)), MEAN).rho <= 1 / 60 + 1e-3  # the correction of a mean alone
