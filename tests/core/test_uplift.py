"""An estimate of an uplift: numbers that agree with one another and with the truth."""

import hashlib
import pickle

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smmeasure.core.results import Verdict
from smmeasure.core.uplift import estimate_uplift

WEEKLY = np.array([1.0, 1.1, 1.05, 1.0, 0.95, 0.8, 0.7])


def series(days: int = 134, seed: int = 11, noise: float = 0.1, level: float = 1000.0) -> pd.Series:
    """Simulate a positive series with a weekly pattern and independent noise."""
    index = pd.date_range("2026-01-05", periods=days)
    draws = np.random.default_rng(seed).normal(size=days)
    return pd.Series(level * WEEKLY[np.arange(days) % 7] * np.exp(noise * draws), index)


CALM = series()
START, END = CALM.index[120], CALM.index[-1]


def raised(factor: float, y: pd.Series = CALM, start: pd.Timestamp = START) -> pd.Series:
    """Multiply the campaign's days."""
    lifted = y.copy()
    lifted[start:] *= factor
    return lifted


def test_a_series_without_a_campaign_shows_no_effect() -> None:
    """Independent noise around a weekly pattern is no news."""
    uplift = estimate_uplift(CALM, START, END)
    assert uplift.verdict is Verdict.NO_CHANGE
    assert uplift.reason is None


@pytest.mark.parametrize(("factor", "verdict"), [(1.3, Verdict.RISE), (0.7, Verdict.FALL)])
def test_a_large_effect_is_found_with_its_sign_and_size(factor: float, verdict: Verdict) -> None:
    """Thirty per cent is far beyond the noise of fourteen days."""
    uplift = estimate_uplift(raised(factor), START, END)
    assert uplift.verdict is verdict
    # The total of 14 days with noise of 10 % a day has a standard deviation of 2.7 %; 9 % is beyond three.
    assert uplift.rel_effect == pytest.approx(factor - 1.0, abs=0.09)


def test_the_interval_of_independent_noise_is_near_the_textbook() -> None:
    """Half-width of the total: 1.96 s sqrt(h + h^2 / n), wider for what the method does not know."""
    y = series(days=393, level=100.0, noise=0.05)
    uplift = estimate_uplift(y, y.index[365], y.index[-1])
    half = (uplift.effect_ci_upper - uplift.effect_ci_lower) / 2.0
    textbook = 1.96 * 0.05 * y[:365].mean() * np.sqrt(28 + 28**2 / 365)
    # Student's t with 12 degrees of freedom is 11 % wider; dynamics are unknown; the placebos err by 20 %.
    assert 0.8 < half / textbook < 1.7


def test_numbers_agree_with_one_another() -> None:
    """Effect is observed minus baseline, and the relative effect is over the baseline."""
    uplift = estimate_uplift(raised(1.1), START, END)
    assert uplift.observed == pytest.approx(raised(1.1)[START:].sum())
    assert uplift.effect == pytest.approx(uplift.observed - uplift.baseline)
    assert uplift.rel_effect == pytest.approx(uplift.effect / uplift.baseline)
    baseline_upper = uplift.observed - uplift.effect_ci_lower
    assert uplift.rel_effect_ci_lower == pytest.approx(uplift.effect_ci_lower / baseline_upper)
    assert (uplift.days, uplift.level) == (14, 0.95)


def test_draws_are_quantiles_of_the_effect() -> None:
    """Returns worked out from the draws show the same interval."""
    uplift = estimate_uplift(CALM, START, END)
    draws = np.array(uplift.draws)
    assert len(draws) == 999
    assert (np.diff(draws) > 0.0).all()
    assert draws[499] == pytest.approx(uplift.effect)
    assert draws[24] == pytest.approx(uplift.effect_ci_lower)
    assert draws[974] == pytest.approx(uplift.effect_ci_upper)


def test_the_daily_table_ends_in_the_total() -> None:
    """The last cumulative row is the total to the last bit, and daily baselines add up to it."""
    uplift = estimate_uplift(CALM, START, END)
    last = uplift.daily.iloc[-1]
    assert (last.cumulative_ci_lower, last.cumulative_ci_upper) == (uplift.effect_ci_lower, uplift.effect_ci_upper)
    assert last.cumulative == pytest.approx(uplift.effect)
    assert uplift.daily.loc[START:, "baseline"].sum() == pytest.approx(uplift.baseline)
    assert list(uplift.daily.columns) == [
        "observed",
        "baseline",
        "baseline_ci_lower",
        "baseline_ci_upper",
        "effect",
        "cumulative",
        "cumulative_ci_lower",
        "cumulative_ci_upper",
    ]
    assert uplift.daily.index.equals(CALM.index)
    assert uplift.daily.loc[: START - pd.Timedelta(days=1), "effect"].isna().all()


def test_the_campaign_cannot_change_its_own_baseline() -> None:
    """What happens in the window is not learnt from."""
    assert estimate_uplift(raised(5.0), START, END).baseline == estimate_uplift(CALM, START, END).baseline


def test_the_same_input_gives_the_same_bytes() -> None:
    """Nothing is drawn at random."""
    first, second = (hashlib.sha256(pickle.dumps(estimate_uplift(CALM, START, END))).hexdigest() for _ in range(2))
    assert first == second


def test_the_calibration_tells_what_was_tried() -> None:
    """Every candidate is listed, best first; placebos overlap, so fewer count as independent."""
    calibration = estimate_uplift(CALM, START, END).calibration
    assert calibration is not None
    scores = [candidate.score for candidate in calibration.candidates]
    assert scores == sorted(scores)
    assert {candidate.name for candidate in calibration.candidates} == {
        "weekday mean",
        "recent weekday level",
        "regression",
        "regression with trend",
        "unobserved components",
        "seasonal ARIMA",
    }
    assert any(candidate.chosen for candidate in calibration.candidates)
    # 120 quiet days, 28 of them before the first placebo, in windows of 14.
    assert (calibration.placebos, calibration.independent) == (79, pytest.approx(92 / 14))
    assert 0.0 <= calibration.false_alarm_rate <= 1.0
    assert calibration.widening > 1.0


def test_a_window_of_one_day_can_be_measured() -> None:
    """A day of its own has an interval, too."""
    uplift = estimate_uplift(raised(2.0, start=END), END, END)
    assert (uplift.verdict, uplift.days) == (Verdict.RISE, 1)


def test_a_few_gaps_in_the_window_leave_a_total_over_the_observed_days() -> None:
    """Baseline and observed run over the same days."""
    y = CALM.copy()
    y.iloc[[-3, -5]] = np.nan
    uplift = estimate_uplift(y, START, END)
    assert uplift.days == 12
    assert uplift.observed == pytest.approx(y[START:].sum())
    assert abs(uplift.rel_effect) < 0.1  # three standard deviations of the total, as above


def test_one_huge_outlier_in_the_quiet_period_changes_little() -> None:
    """A day of a hundred times the usual is not learnt from."""
    y = CALM.copy()
    y.iloc[60] *= 100.0
    plain, struck = estimate_uplift(CALM, START, END), estimate_uplift(y, START, END)
    # The outlier may move the centre by what one ordinary day could: a noise of 10 % in 120 days, and more
    # where it changes the weights of the candidates.
    assert struck.baseline == pytest.approx(plain.baseline, rel=0.03)
    assert struck.effect_ci_upper - struck.effect_ci_lower < 2.0 * (plain.effect_ci_upper - plain.effect_ci_lower)


def test_a_shop_closed_on_sundays_is_measured_on_the_other_days() -> None:
    """A weekday that was never observed is left out of the calendar, not learnt; the table keeps its row."""
    open_days = CALM[CALM.index.day_of_week != 6]
    uplift = estimate_uplift(open_days * np.where(open_days.index >= START, 1.5, 1.0), START, END)
    assert (uplift.verdict, uplift.days) == (Verdict.RISE, 12)
    assert uplift.daily.index.equals(CALM.index)
    assert uplift.daily["cumulative_ci_upper"].iloc[-1] == uplift.effect_ci_upper


def test_a_series_that_repeats_itself_exactly_has_no_effect() -> None:
    """Rounding is not a rise."""
    y = pd.Series(np.arange(134.0) % 7 + 0.1, CALM.index)
    assert estimate_uplift(y, START, END).verdict is Verdict.NO_CHANGE


def test_a_series_that_fell_silent_long_ago_is_still_told() -> None:
    """Placebos with nothing in them break no ratio; of almost nothing no multiple can be told."""
    y = pd.Series((np.arange(134) == 0) * 5.0, CALM.index)
    assert estimate_uplift(y, START, END).verdict is Verdict.NOT_MEASURABLE


def test_scattered_quiet_days_are_enough() -> None:
    """Half of the days before are other campaigns; placebos count their quiet days alone."""
    y = series(days=214)
    y.iloc[20:200:20] *= 3.0
    flights = [(y.index[day], y.index[day + 8]) for day in range(20, 200, 20)]
    uplift = estimate_uplift(y, y.index[200], y.index[-1], exclude=flights)
    assert uplift.verdict is Verdict.NO_CHANGE
    assert uplift.calibration is not None
    assert 5.0 < uplift.calibration.independent < 15.0


def test_a_control_that_moves_along_narrows_the_interval() -> None:
    """What the control explains is not noise."""
    weather = pd.Series(np.exp(0.3 * np.random.default_rng(2).normal(size=134)), CALM.index)
    y = CALM * weather
    alone = estimate_uplift(y, START, END)
    helped = estimate_uplift(y, START, END, controls=weather.to_frame("weather"))
    assert "with controls" in helped.method
    assert helped.effect_ci_upper - helped.effect_ci_lower < 0.6 * (alone.effect_ci_upper - alone.effect_ci_lower)


def test_a_known_event_in_the_window_is_part_of_the_baseline() -> None:
    """A holiday that always doubles the day is no effect of the campaign."""
    holiday = pd.DataFrame({"holiday": 0.0}, CALM.index)
    holiday.iloc[[25, 50, 75, 100, 125]] = 1.0
    y = CALM * np.exp(holiday["holiday"] * 0.7)
    daily = estimate_uplift(y, START, END, events=holiday).daily
    blind = estimate_uplift(y, START, END).daily
    assert abs(daily["effect"].iloc[125]) < 0.5 * abs(blind["effect"].iloc[125])


def test_a_weekly_series_is_measured_in_weeks() -> None:
    """Weeks have no weekday pattern and longer memories."""
    y = pd.Series(
        1000.0 + 50.0 * np.random.default_rng(4).normal(size=64), pd.date_range("2025-01-05", periods=64, freq="7D")
    )
    uplift = estimate_uplift(y, y.index[60], y.index[-1])
    assert (uplift.days, uplift.verdict) == (4, Verdict.NO_CHANGE)


def test_a_series_with_negative_days_is_learnt_on_its_own_scale() -> None:
    """Returned goods can outweigh sales; no logarithm is taken."""
    y = pd.Series(50.0 + 100.0 * np.random.default_rng(6).normal(size=134), CALM.index)
    uplift = estimate_uplift(y, START, END)
    assert uplift.calibration is not None
    assert not any(candidate.log for candidate in uplift.calibration.candidates)
    # Differences are symmetric where factors are not.
    assert uplift.effect_ci_upper - uplift.effect == pytest.approx(uplift.effect - uplift.effect_ci_lower)


def test_a_series_of_small_counts_with_zeros_is_measured() -> None:
    """Zeros leave no logarithm of the values, only of the values with an offset."""
    y = pd.Series(np.random.default_rng(8).poisson(2.0, size=134), CALM.index)
    assert estimate_uplift(y, START, END).verdict is Verdict.NO_CHANGE


@given(
    seed=st.integers(0, 2**16),
    factor=st.floats(0.0, 3.0),
    level=st.sampled_from([0.5, 0.8, 0.95, 0.99]),
    offset=st.sampled_from([0.0, -900.0]),
)
@settings(max_examples=12, deadline=None, derandomize=True)
def test_interval_pvalue_and_verdict_never_contradict_one_another(
    seed: int, factor: float, level: float, offset: float
) -> None:
    """One distribution gives all three, for positive and for mixed series."""
    y = raised(factor, series(days=74, seed=seed, noise=0.2) + offset, CALM.index[64])
    uplift = estimate_uplift(y, y.index[64], y.index[-1], level=level)
    excludes = uplift.effect_ci_lower > 0.0 or uplift.effect_ci_upper < 0.0
    assert uplift.effect_ci_lower <= uplift.effect <= uplift.effect_ci_upper
    assert (uplift.pvalue < 1.0 - level) == excludes
    assert (uplift.verdict is not Verdict.NO_CHANGE) == excludes
    assert 0.0 <= uplift.pvalue <= 1.0
