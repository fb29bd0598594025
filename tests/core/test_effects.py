"""Effects on totals: interval, p-value and verdict are one statement."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmeasure.core.calibration import Distribution
from smmeasure.core.effects import Precision, effect_on_total, unknown_effect
from smmeasure.core.placebos import ErrorScale
from smmeasure.core.results import Verdict

SIZES = st.floats(-1e6, 1e6)


@given(observed=SIZES, baseline=SIZES, error=st.floats(0.0, 1e6), level=st.floats(0.5, 0.999))
def test_interval_pvalue_and_verdict_never_contradict_each_other(
    observed: float, baseline: float, error: float, level: float
) -> None:
    """The verdict follows from the interval, and the p-value lies on its side of the level."""
    found = Precision(level, 5.0).effect(observed, baseline, error, 7)
    outside = not found.effect_ci_lower <= 0.0 <= found.effect_ci_upper
    assert (found.pvalue < 1.0 - level) == outside
    assert (found.verdict is not Verdict.NO_CHANGE) == outside
    assert found.effect_ci_lower <= found.effect <= found.effect_ci_upper


def test_the_interval_is_that_of_students_t() -> None:
    """With five degrees of freedom the 95 % quantile is 2.5706 (any table of Student's t)."""
    found = Precision(0.95, 5.0).effect(130.0, 100.0, 10.0, 7)
    # The table has five digits.
    assert (found.effect_ci_lower, found.effect_ci_upper) == pytest.approx((30 - 25.706, 30 + 25.706), abs=1e-3)
    assert found.rel_effect == pytest.approx(0.3)
    assert found.days == 7


def test_an_effect_on_factors_has_its_interval_from_the_distribution() -> None:
    """Half and double are equally far from one."""
    scale = ErrorScale(factor=True, typical=10.0)
    total = Distribution(np.array([100.0]), np.array([0.2]), np.array([10]), 5.0, scale)
    found = effect_on_total(total, 150.0, 0.95)
    assert (150.0 - found.effect_ci_lower) * (150.0 - found.effect_ci_upper) == pytest.approx(100.0**2)
    assert (found.effect, found.baseline, found.days) == (50.0, 100.0, 10)


def test_an_effect_per_day_is_the_total_over_the_days() -> None:
    """Relative effect, p-value and verdict stay."""
    total = Precision(0.95, 5.0).effect(210.0, 140.0, 14.0, 7)
    daily = total.per_day()
    assert (daily.observed, daily.baseline, daily.effect) == (30.0, 20.0, 10.0)
    assert (daily.rel_effect, daily.pvalue, daily.verdict) == (total.rel_effect, total.pvalue, total.verdict)


def test_an_unknown_effect_keeps_what_was_observed() -> None:
    """Nothing else is said."""
    found = unknown_effect(12.0, 3)
    assert (found.observed, found.days, found.verdict) == (12.0, 3, Verdict.NOT_MEASURABLE)
    assert math.isnan(found.effect)
