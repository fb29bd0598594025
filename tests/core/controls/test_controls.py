"""Controls: refused when they moved with the campaign, told how much hangs on them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from smmeasure.core.results import Uplift, Verdict
from smmeasure.core.uplift import estimate_uplift

DAYS = pd.date_range("2026-01-05", periods=134)
START, END = DAYS[120], DAYS[-1]
WEEK = np.array([1.0, 1.1, 1.05, 1.0, 0.95, 0.8, 0.7])[np.arange(134) % 7]


def market() -> np.ndarray:
    """Simulate what all series share: a first-order autoregression with a standard deviation of 10 %."""
    shocks = np.random.default_rng(5).normal(size=134)
    values = np.zeros(134)
    for day in range(1, 134):
        values[day] = 0.8 * values[day - 1] + 0.06 * shocks[day]
    return values


def series(seed: int, level: float, *, noise: float = 0.03, raised: float = 1.0) -> pd.Series:
    """Simulate a series of the market with noise of its own; `raised` multiplies the window."""
    own = noise * np.random.default_rng(seed).normal(size=134)
    values = pd.Series(level * WEEK * np.exp(market() + own), DAYS)
    values[START:] *= raised
    return values


@cache
def measured(*raised: float, effect: float = 1.0) -> Uplift:
    """Measure a series with one control per factor, each multiplied by it in the window."""
    controls = {f"control {n}": series(20 + n, 300.0, raised=factor) for n, factor in enumerate(raised)}
    return estimate_uplift(series(1, 1000.0, raised=effect), START, END, controls=pd.DataFrame(controls))


def used(uplift: Uplift) -> list[bool]:
    """Tell which controls were used."""
    return [check.used for check in uplift.controls]


def test_without_controls_there_is_nothing_to_check() -> None:
    """An estimate without controls has no checks."""
    assert estimate_uplift(series(1, 1000.0), START, END).controls == ()


def test_a_control_that_did_not_move_is_used() -> None:
    """Its own change holds 0 and it has no reason to be refused."""
    (check,) = measured(1.0).controls
    assert check.used
    assert check.rel_change_ci_lower < 0.0 < check.rel_change_ci_upper
    assert check.reason is None
    assert not check.relative_to_others


def test_a_single_control_that_moved_is_refused_with_the_evidence() -> None:
    """Only its own past is there to tell, and the sentence says what would settle it."""
    (check,) = measured(1.4, effect=1.4).controls
    assert not check.used
    assert str(check.reason) == (
        f"Against its own past: {100 * check.rel_change:+.3g} % in the window, between "
        f"{100 * check.rel_change_ci_lower:+.3g} % and {100 * check.rel_change_ci_upper:+.3g} %. No other "
        "control can tell whether the whole market did or the campaign touched it; a second control that the campaign "
        "can't have touched would settle it."
    )


def test_a_refused_control_cancels_no_effect() -> None:
    """The effect is the one without controls, and what the control would have taken away is told."""
    uplift = measured(1.4, effect=1.4)
    alone = estimate_uplift(series(1, 1000.0, raised=1.4), START, END)
    assert (uplift.effect, uplift.verdict) == (alone.effect, Verdict.RISE)
    (check,) = uplift.controls
    assert check.rel_effect_without == uplift.rel_effect
    # The control follows nine tenths of the market's daily movement, so it would take most of the 40 % away.
    assert check.rel_effect_shift < -0.2
    assert np.isnan(check.rel_bias)


def test_of_two_controls_the_one_that_moved_alone_is_refused() -> None:
    """The other one tells what the market did."""
    uplift = measured(1.2, 1.0)
    assert used(uplift) == [False, True]
    moved = uplift.controls[0]
    assert moved.relative_to_others
    assert str(moved.reason) == (
        f"Against the other controls: {100 * moved.rel_change:+.3g} % in the window, between "
        f"{100 * moved.rel_change_ci_lower:+.3g} % and {100 * moved.rel_change_ci_upper:+.3g} %. Something "
        "touched it alone, and the campaign may be that."
    )


def test_a_move_that_two_controls_share_refuses_neither() -> None:
    """A market that rises by a fifth is what controls are there to tell."""
    uplift = measured(1.2, 1.2, effect=1.2)
    assert used(uplift) == [True, True]
    assert uplift.verdict is Verdict.NO_CHANGE


def test_a_market_that_moved_all_controls_is_followed_by_the_baseline() -> None:
    """The coefficients of noisy controls are too small for it: the baseline is corrected, and all numbers agree."""
    uplift = measured(1.2, 1.2, effect=1.2)
    assert [check.corrected for check in uplift.controls] == [True, True]
    first = uplift.controls[0]
    before = first.rel_effect_without + first.rel_effect_shift
    assert uplift.rel_effect == pytest.approx(before - first.rel_bias)
    assert abs(uplift.rel_effect) < abs(before)
    assert uplift.effect == pytest.approx(uplift.observed - uplift.baseline)
    assert uplift.observed == pytest.approx(series(1, 1000.0, raised=1.2)[START:].sum())
    assert uplift.daily.loc[START:, "baseline"].sum() == pytest.approx(uplift.baseline)
    assert uplift.daily["cumulative_ci_lower"].iloc[-1] == uplift.effect_ci_lower


def test_controls_that_moved_as_usual_leave_the_effect_as_it_is() -> None:
    """What the series' own past tells needs no correction."""
    assert not any(check.corrected for check in measured(1.0, 1.0).controls)


def test_of_three_controls_the_odd_one_is_refused() -> None:
    """Two that agree outvote the third, also where it is the one that stood still."""
    assert used(measured(1.2, 1.0, 1.0)) == [False, True, True]
    assert used(measured(1.2, 1.2, 1.0)) == [True, True, False]


def test_leaving_a_control_out_is_an_estimate_without_it() -> None:
    """The effect without each control is the one of a call without it."""
    uplift = measured(1.0, 1.0)
    first = measured(1.0)
    assert uplift.controls[1].rel_effect_without == first.rel_effect
    assert uplift.controls[1].rel_effect_shift == uplift.rel_effect - first.rel_effect


@pytest.mark.parametrize(("noise", "expected"), [(0.0, 1.0), (0.1, 0.5)])
def test_reliability_is_the_share_of_the_signal(noise: float, expected: float) -> None:
    """A control without noise is all signal; one with as much noise as signal is half."""
    control = series(30, 300.0, noise=noise).to_frame("control")
    (check,) = estimate_uplift(series(1, 1000.0, noise=0.0), START, END, controls=control).controls
    # A hundred movements that share days: in simulations its standard deviation is .14 at one half.
    assert check.reliability == pytest.approx(expected, abs=0.02 if noise == 0.0 else 0.3)


def test_a_shared_move_that_the_control_passes_on_too_little_is_told_as_a_bias() -> None:
    """Where half of a control is noise, the baseline follows a move of 10 % by too little."""
    control = series(30, 300.0, noise=0.1, raised=1.1).to_frame("control")
    uplift = estimate_uplift(series(1, 1000.0, raised=1.1), START, END, controls=control)
    (check,) = uplift.controls
    assert check.used
    # Without a campaign the whole effect is bias; it is told to within the spread of the totals, 5 %.
    assert check.rel_bias == pytest.approx(uplift.rel_effect, abs=0.05)
    assert check.rel_bias > 0.0


def test_a_control_that_never_moves_is_refused() -> None:
    """A constant tells nothing, and breaks nothing."""
    uplift = estimate_uplift(series(1, 1000.0), START, END, controls=pd.DataFrame({"flat": 3.0}, DAYS))
    (check,) = uplift.controls
    assert not check.used
    assert check.rel_effect_shift == 0.0
    assert str(check.reason) == "It never moves in the quiet period, so that it tells nothing."


def test_a_control_around_zero_is_told_in_its_own_unit() -> None:
    """Degrees have no per cent: the evidence is what came and what is usual."""
    degrees = pd.Series(np.random.default_rng(2).normal(size=134), DAYS)
    degrees[START:] += 100.0
    (check,) = estimate_uplift(series(1, 1000.0), START, END, controls=degrees.to_frame("degrees")).controls
    assert not check.used
    assert str(check.reason).startswith("Against its own past: a total of 1397.99 in the window, where -")
    assert np.isnan(check.rel_change)


def test_nothing_is_checked_where_nothing_can_be_measured() -> None:
    """With two quiet weeks every control is listed and every number is open."""
    short = series(1, 1000.0)[DAYS[106] :]
    uplift = estimate_uplift(short, START, END, controls=series(20, 300.0).to_frame("control"))
    assert uplift.verdict is Verdict.NOT_MEASURABLE
    assert [check.name for check in uplift.controls] == ["control"]
    assert np.isnan(uplift.controls[0].rel_effect_without)
