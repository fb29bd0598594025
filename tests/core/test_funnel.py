"""The funnel: step rates, what is usual, leaks behind the border at the click."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmeasure.brief.catalogue import Stage
from smmeasure.core.estimates import Estimate
from smmeasure.core.funnel import Funnel, build_funnel, rate_interval, usual_rate

STAGES = {
    "views": Stage.EXPOSURE,
    "clicks": Stage.CLICK,
    "sessions": Stage.VISIT,
    "orders": Stage.CONVERSION,
    "pieces": Stage.REVENUE,
}
DAYS = pd.date_range("2025-10-01", periods=98)
WEEK = pd.date_range("2026-01-07", periods=7)
NAN = float("nan")


def daily(value: float, index: pd.DatetimeIndex, spread: float = 0.0) -> pd.Series:
    """Make a series around a value, the same every time."""
    return pd.Series(value * (1 + spread * np.sin(np.arange(len(index)) * 1.7)), index=index)


def funnel(**window: float) -> Funnel:
    """Build a funnel whose quiet days convert 1 % to clicks, then 80 %, 5 % and 120 %."""
    usual = {"views": 10_000, "clicks": 100, "sessions": 80, "orders": 4, "pieces": 4.8}
    quiet = {key: daily(value, DAYS, 0.02 * number) for number, (key, value) in enumerate(usual.items())}
    observed = {key: daily({**usual, **window}[key], WEEK) for key in usual}
    return build_funnel(STAGES, observed, quiet, 0.95)


PUBLISHED = [  # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3 at 95 %
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("part", "whole", "low", "high"), PUBLISHED)
def test_the_interval_of_a_share_is_wilsons(part: int, whole: int, low: float, high: float) -> None:
    """The interval of a step rate is the published one, to its four decimals."""
    rate = rate_interval(part, whole, 0.95)

    assert rate is not None
    assert rate.value == part / whole
    assert (rate.ci_lower, rate.ci_upper) == pytest.approx((low, high), abs=5e-5)  # four decimals are published


def test_a_step_may_be_larger_than_the_one_before() -> None:
    """120 pieces of 100 orders: the odds of Wilson's interval of 120/220.

    By hand: centre (0.545455 + 3.841459 / 440) / (1 + 3.841459 / 220) = 0.544675, half width 1.959964 / 1.017461 x
    sqrt(0.545455 x 0.454545 / 220 + 3.841459 / 4 / 220²) = 0.065234; odds of 0.479441 and 0.609909.
    """
    rate = rate_interval(120, 100, 0.95)

    assert rate is not None
    assert (rate.ci_lower, rate.ci_upper) == pytest.approx((0.92101, 1.56350), abs=2e-5)  # six digits by hand


@given(st.floats(0, 1e7), st.floats(1e-3, 1e7), st.floats(0.5, 0.999))
def test_an_interval_contains_its_rate(part: float, whole: float, level: float) -> None:
    """The interval of a rate contains it, and that of a share stays between 0 and 1."""
    rate = rate_interval(part, whole, level)

    assert rate is not None
    assert 0 <= rate.ci_lower <= rate.value <= rate.ci_upper
    if part <= whole:
        assert rate.ci_upper <= 1


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (0, 0), (-1, 5)])
def test_nothing_has_no_rate(part: float, whole: float) -> None:
    """A step after nothing, or a count below zero, has no rate."""
    assert rate_interval(part, whole, 0.95) is None


def test_totals_and_rates_of_a_week() -> None:
    """70,000 views, 700 clicks, 560 sessions: 1 % of the views clicked, 80 % of the clicks arrived."""
    views, clicks, sessions, *_ = funnel().steps

    assert [step.total for step in (views, clicks, sessions)] == pytest.approx([70_000, 700, 560])
    assert views.rate is None
    assert clicks.rate is not None
    assert sessions.rate is not None
    assert (clicks.rate.value, sessions.rate.value) == pytest.approx((0.01, 0.8))


def test_the_border_lies_after_the_click() -> None:
    """Of views, clicks, sessions, orders, pieces the first two are the community manager's."""
    assert funnel().border == 2


def test_a_funnel_as_usual_does_not_leak() -> None:
    """Rates like those of the quiet weeks are no leak."""
    assert funnel().leak is None


def test_the_step_that_falls_behind_leaks() -> None:
    """800 visits a day and 16 orders instead of the usual 40: the step to orders lost 7 × 24 of them."""
    made = funnel(views=100_000, clicks=1000, sessions=800, orders=16, pieces=19.2)

    assert made.leak is not None
    assert made.leak.indicator == "orders"
    assert made.leak.lost == pytest.approx(7 * 24, rel=0.02)  # the usual rate is a median of wavy weeks
    assert [step.leaks for step in made.steps] == [False, False, False, True, False]


def test_a_paid_audience_is_no_leak() -> None:
    """Few clicks on many views, or few sessions after clicks, are never called a leak."""
    made = funnel(views=1_000_000, clicks=200, sessions=20, orders=1, pieces=1.2)

    assert [step.leaks for step in made.steps[:3]] == [False, False, False]


def test_a_missing_day_is_missing_in_both_steps() -> None:
    """A day without visits is left out of the clicks that the visits are compared with."""
    window = {key: daily(100, WEEK) for key in STAGES}
    window["sessions"] = window["sessions"].mask(WEEK[0] == WEEK)
    made = build_funnel(STAGES, window, {key: daily(100, DAYS) for key in STAGES}, 0.95)

    assert made.steps[2].total == 600
    assert made.steps[2].rate is not None
    assert made.steps[2].rate.value == 1


def test_too_few_quiet_weeks_say_nothing_is_usual() -> None:
    """With five weeks of quiet days there is no usual rate; with six there is one."""
    assert usual_rate(daily(100, DAYS[:35]), daily(5, DAYS[:35]), 7) is None
    assert usual_rate(daily(100, DAYS[:42]), daily(5, DAYS[:42]), 7) == Estimate(
        pytest.approx(0.05), pytest.approx(0.05), pytest.approx(0.05)
    )


def test_days_that_are_not_quiet_teach_nothing() -> None:
    """Weeks that are mostly missing are left out of the usual rate."""
    step = daily(5, DAYS)
    step.iloc[20:40] = NAN
    usual = usual_rate(daily(100, DAYS), step, 7)

    assert usual is not None
    assert usual.value == pytest.approx(0.05)


@pytest.mark.parametrize("series", [pd.Series(dtype=float, index=pd.DatetimeIndex([])), daily(NAN, DAYS)])
def test_a_series_without_values_has_no_usual_rate(series: pd.Series) -> None:
    """Where nothing is known before the campaign, nothing is usual."""
    assert usual_rate(series, series, 7) is None
