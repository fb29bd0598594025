"""People reached on two days are never added up: their effect is a mean per day."""

from __future__ import annotations

import pytest

from small import brief, data_of, indicator, not_measured, series_of, uplift
from smmeasure.core.aggregation import per_day
from smmeasure.core.evaluate import evaluate


def test_totals_become_means_of_the_observed_days() -> None:
    """70 more people over 7 days (28 to 112) on 1,000 are 10 a day (4 to 16) on 142.9."""
    mean = per_day(uplift(70, 28, 112))

    assert (mean.effect, mean.effect_ci_lower, mean.effect_ci_upper) == pytest.approx((10, 4, 16))
    assert (mean.observed, mean.baseline) == pytest.approx((1070 / 7, 1000 / 7))
    assert (mean.draws[0], mean.draws[-1]) == pytest.approx((4, 16))


def test_what_has_no_unit_stays() -> None:
    """Relative effect, p-value and verdict are the same per day as over the window."""
    total = uplift(70, 28, 112)
    mean = per_day(total)

    assert (mean.rel_effect, mean.pvalue, mean.verdict, mean.days) == (
        total.rel_effect,
        total.pvalue,
        total.verdict,
        total.days,
    )


def test_no_sum_over_days_is_left() -> None:
    """Cumulative columns, which would be sums of people, are empty."""
    assert per_day(uplift(70, 28, 112)).daily.filter(like="cumulative").isna().all(axis=None)


def test_a_window_without_observed_days_stays_unknown() -> None:
    """Without an observed day nothing is divided by zero."""
    assert per_day(not_measured()).days == 0


def test_an_evaluation_never_sums_people() -> None:
    """Reach is told per day: its observed value is the mean of the window's days."""
    campaign = brief(
        as_of="2026-03-20", indicators={"reach": indicator("reach_daily")}, objectives=None, roi=None, funnel=None
    )
    (reach,) = evaluate(campaign, data_of(campaign)).indicators

    assert reach.per_day
    assert reach.uplift is not None
    assert reach.uplift.observed == pytest.approx(series_of("reach").loc["2026-03-02":"2026-03-08"].mean(), rel=1e-12)
