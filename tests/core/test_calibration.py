"""The covariance of the baseline's errors agrees with the spread of its totals."""

import numpy as np
import pandas as pd
import pytest

from smmeasure.core.arguments import check
from smmeasure.core.calibration import Baseline, calibrate
from smmeasure.core.quiet import quiet

DAYS = pd.date_range("2026-01-05", periods=120)
NOISE = np.random.default_rng(2).normal(size=120)


def baseline_of(values: np.ndarray) -> Baseline:
    """Calibrate for a window of the last twenty days."""
    y = pd.Series(values, DAYS)
    nothing = {"controls": None, "events": None, "exclude": ()}
    baseline = calibrate(quiet(check(y, DAYS[100], DAYS[-1], shares={}, **nothing)), 0.95)
    assert baseline is not None
    return baseline


SERIES = {"positive": 100.0 * np.exp(0.1 * NOISE), "of both signs": NOISE}


@pytest.mark.parametrize("name", SERIES)
def test_the_covariance_gives_the_spread_of_the_scored_total(name: str) -> None:
    """Interval of the total and covariance of its days are two readings of one thing."""
    baseline = baseline_of(SERIES[name])
    scored = np.arange(20) % 5 > 0
    total, covariance = baseline.totals(100, scored[None]), baseline.covariance(100, scored)
    size = total.expected[0] if baseline.scale.factor else baseline.scale.typical * 16
    # One factor makes them agree: rounding only.
    assert scored @ covariance @ scored == pytest.approx((total.spread[0] * size) ** 2, rel=1e-12)


@pytest.mark.parametrize("name", SERIES)
def test_the_covariance_gives_nearly_the_spread_of_other_totals(name: str) -> None:
    """A candidate's variances are exact, but the pool averages spreads: parts of the window agree nearly."""
    baseline = baseline_of(SERIES[name])
    covariance = baseline.covariance(100, np.ones(20, dtype=bool))
    for scored in (np.arange(20) < 7, np.arange(20) >= 13):
        total = baseline.totals(100, scored[None])
        size = total.expected[0] if baseline.scale.factor else baseline.scale.typical * 7
        # The spreads of the candidates differ by less than a third of their mean here: under 10 % of the variance.
        assert scored @ covariance @ scored == pytest.approx((total.spread[0] * size) ** 2, rel=0.1)


@pytest.mark.parametrize("name", SERIES)
def test_the_covariance_is_symmetrical_and_positive(name: str) -> None:
    """It is the covariance of something."""
    covariance = baseline_of(SERIES[name]).covariance(100, np.ones(20, dtype=bool))
    assert covariance == pytest.approx(covariance.T, rel=1e-12)
    assert np.linalg.eigvalsh(covariance)[0] > 0.0
