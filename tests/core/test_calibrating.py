"""The method on a series' own past, seen from outside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

import smmeasure
from smmeasure.core.calibrating import calibrate, place_windows
from smmeasure.core.placebo_test import CAP, Placebo, Trial, frequency, interval_score, sum_up
from smmeasure.core.results import Verdict
from smmeasure.core.uplift import estimate_uplift
from smmeasure.errors import CallError


def series(days: int, *, step: int = 1) -> pd.Series:
    """Make a noisy series with a weekly pattern."""
    rng = np.random.default_rng(5)
    values = 100.0 + 10.0 * (np.arange(days) % 7 > 4) + rng.normal(0.0, 4.0, days)
    return pd.Series(values, pd.date_range("2024-01-01", periods=days, freq=f"{step}D"))


def trial(verdict: Verdict, low: float = -1.0, high: float = 2.0, *, truth: float = 0.0) -> Trial:
    """Make a trial of which only verdict and interval matter; 100 were observed."""
    return Trial(truth, 100.0, 0.5 * (low + high), low, high, verdict, low <= truth <= high)


def placebo(untouched: Trial, lifted: Trial) -> Placebo:
    """Make a pretend campaign."""
    return Placebo(date(2024, 1, 1), date(2024, 1, 7), 56, untouched, lifted, 0.03, 0.005)


CALM = placebo(trial(Verdict.NO_CHANGE), trial(Verdict.RISE, 20.0, 40.0, truth=30.0))
ALARM = placebo(trial(Verdict.FALL, -9.0, -1.0), trial(Verdict.NO_CHANGE, -1.0, 5.0, truth=30.0))
NAN = float("nan")
SILENT = replace(
    placebo(trial(Verdict.NOT_MEASURABLE, NAN, NAN), trial(Verdict.NOT_MEASURABLE, NAN, NAN)), score=NAN, error=NAN
)


def test_windows_stand_side_by_side_up_to_the_last_day() -> None:
    """Campaign parts share no day, the last one ends with the series, each has twice its days before it or 56."""
    windows = place_windows(series(180), 28, history=None, lift=0.3, level=0.95)
    spans = [(window.values.index[window.history], window.values.index[-1]) for window in windows]

    assert [window.history for window in windows] == [68, 96, 124, 152]
    assert spans[-1][1] == pd.Timestamp("2024-06-28")
    assert all(later[0] - earlier[1] == pd.Timedelta(days=1) for earlier, later in pairwise(spans))


def test_a_history_asked_for_is_given_to_each() -> None:
    """Every estimate sees so many days and no more; pretend campaigns without them are left out."""
    windows = place_windows(series(180), 14, history=90, lift=0.3, level=0.95)

    assert [window.history for window in windows] == [90] * 6
    assert windows[0].values.index[0] == pd.Timestamp("2024-01-07")


def test_more_windows_than_the_maximum_are_spread_evenly() -> None:
    """Of the many that fit, the first, the last and evenly spaced ones between are measured."""
    windows = place_windows(series(900), 7, history=None, lift=0.3, level=0.95, most=5)
    starts = [window.values.index[window.history] for window in windows]

    assert len(windows) == 5
    assert starts[-1] == pd.Timestamp("2024-01-01") + pd.Timedelta(days=893)
    assert max(np.diff(starts)) - min(np.diff(starts)) <= pd.Timedelta(days=7)


def test_days_after_the_last_value_are_no_campaign() -> None:
    """An export that ends in blanks is cut at its last value."""
    y = series(200)
    y.iloc[-20:] = np.nan

    assert place_windows(y, 14, history=None, lift=0.3, level=0.95)[-1].values.index[-1] == y.index[179]


def test_a_series_too_short_says_what_would_be_needed() -> None:
    """Three campaigns side by side and the quiet days before the first are the least."""
    with pytest.raises(CallError) as caught:
        calibrate(series(120), 28)

    assert str(caught.value) == (
        "y: found 120 days with a value; expected at least 140: 56 before the first pretend campaign, and 3 campaigns "
        "of 28 days side by side. Export a longer history, or ask for shorter campaigns."
    )


def test_a_weekly_series_is_counted_in_weeks() -> None:
    """What is needed of a weekly series is said in weeks."""
    with pytest.raises(CallError) as caught:
        calibrate(series(30, step=7), 4)

    assert str(caught.value) == (
        "y: found 30 weeks with a value; expected at least 36: 24 before the first pretend campaign, and 3 campaigns "
        "of 4 weeks side by side. Export a longer history, or ask for shorter campaigns."
    )


def test_every_fault_of_the_arguments_is_told_at_once() -> None:
    """A history too short for the length, a lift of nothing and a maximum of one are three faults."""
    with pytest.raises(CallError) as caught:
        calibrate(series(400), 28, history=30, lift=0.0, most=1)

    assert str(caught.value) == (
        "history: found 30; expected a whole number, 56 or more. Quiet days: at least twice the campaign's days, and "
        "never fewer than 56 days or 24 weeks.\n"
        "most: found 1; expected a whole number, 3 or more. Fewer pretend campaigns say nothing about a rate.\n"
        "lift: found 0.0; expected a fraction above -1 and other than 0. 0.3 puts in an effect of +30 %."
    )


def test_each_pretend_campaign_is_an_estimate_like_any_other() -> None:
    """The public function measures a window as `estimate_uplift` does, and puts the lift into its days."""
    y = series(150)
    test = smmeasure.calibrate(y, 28, lift=0.5)
    last = test.placebos[-1]
    uplift = estimate_uplift(y, last.start, last.end)

    assert last.untouched.effect_ci_lower == uplift.effect_ci_lower
    assert last.untouched.verdict is uplift.verdict
    assert last.lifted.truth == pytest.approx(0.5 * uplift.observed, rel=1e-12)  # a sum in another order
    assert last.found
    assert (test.false_alarms.trials, test.days, test.level) == (3, 28, 0.95)


def test_rates_count_what_can_be_measured_and_power_counts_all() -> None:
    """A refusal is no false alarm, but it finds nothing either."""
    test = sum_up([CALM, ALARM, SILENT], 7, 0.3, 0.95)

    assert (test.false_alarms.count, test.false_alarms.trials) == (1, 2)
    assert (test.coverage.count, test.coverage_lifted.count) == (1, 1)
    assert (test.power.count, test.power.trials) == (1, 3)
    assert (test.not_measurable.count, test.not_measurable.trials) == (1, 3)
    assert (test.score, test.median_error) == (0.03, 0.005)


def test_nothing_measurable_gives_no_rate() -> None:
    """Without a single statement there is no rate, and its interval says that anything is possible."""
    test = sum_up([SILENT], 7, 0.3, 0.95)

    assert np.isnan([test.false_alarms.rate, test.score, test.median_error]).all()
    assert (test.false_alarms.rate_ci_lower, test.false_alarms.rate_ci_upper) == (0.0, 1.0)


@pytest.mark.parametrize(("low", "high", "points"), [(-1.0, 2.0, 0.03), (1.0, 3.0, 0.42), (-3.0, -1.0, 0.42)])
def test_the_interval_score_fines_a_miss_forty_times(low: float, high: float, points: float) -> None:
    """At 95 % the fine is 40 times the distance by which the truth is missed."""
    verdict = Verdict.NO_CHANGE if low <= 0.0 <= high else Verdict.RISE

    assert interval_score(trial(verdict, low, high), 0.95) == pytest.approx(points, rel=1e-12)  # rounding of 1 - 0.95


def test_a_hopeless_interval_scores_the_cap() -> None:
    """A single window does not outweigh all others, nor does one that holds nothing."""
    assert interval_score(trial(Verdict.NO_CHANGE, -1e6, 1e6), 0.95) == CAP
    assert interval_score(replace(trial(Verdict.NO_CHANGE), observed=0.0), 0.95) == CAP


def test_a_rate_has_the_exact_interval() -> None:
    """One of twelve: the interval of Clopper and Pearson, from their tables."""
    rate = frequency([True] + [False] * 11)

    assert (rate.count, rate.trials) == (1, 12)
    # Tables print three decimals.
    assert (rate.rate_ci_lower, rate.rate_ci_upper) == pytest.approx((0.002, 0.385), abs=5e-4)
