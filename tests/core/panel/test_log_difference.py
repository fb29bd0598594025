"""The log difference: unbiased, honest about a short past, and in agreement with itself."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from smmeasure.core.arrays import Floats
from smmeasure.core.panel import log_difference
from smmeasure.core.panel.inference import Estimate
from smmeasure.core.panel.question import Panel

COUNT = 800


def simulated(seed: int) -> Panel:
    """Simulate 30 quiet days and 10 of a campaign that changed nothing, with swings of 20 % in nine regions."""
    rng = np.random.default_rng(seed)
    swings = rng.normal(size=(40, 9)) * rng.uniform(0.1, 0.3, 9)
    for day in range(1, 40):
        swings[day] += 0.3 * swings[day - 1]
    weekdays = np.array([0.9, 0.95, 1.0, 1.0, 1.1, 1.1, 0.95])[np.arange(40) % 7]
    values = weekdays[:, None] * rng.lognormal(6.0, 0.5, 9) * np.exp(swings)
    return Panel(values, np.array([0]), np.arange(1, 9), pd.date_range("2026-01-05", periods=40), 30, daily=True)


@cache
def studied() -> tuple[list[Estimate], Floats]:
    """Measure many panels; give the estimates and their relative effects."""
    panels = [simulated(seed) for seed in range(COUNT)]
    found = [log_difference.estimate(panel, 0.95) for panel in panels]
    observed = np.array([panel.total[30:].sum() for panel in panels])
    return found, 1.0 - np.array([one.path[30:].sum() for one in found]) / observed


def test_it_errs_as_often_as_it_says() -> None:
    """With a month to learn from 5 % of the 95 % intervals leave out 0, and of the 80 % ones a fifth."""
    found, _ = studied()
    wrong = np.mean([not one.lower <= 0.0 <= one.upper for one in found])
    # The standard error of 5 % in 800 is 0.8 points; three of them.
    assert wrong == pytest.approx(0.05, abs=0.024)
    assert np.mean([one.pvalue < 0.2 for one in found]) == pytest.approx(0.2, abs=0.043)


def test_it_has_no_bias() -> None:
    """Back from logarithms the effect of nothing is nothing on average."""
    _, effects = studied()
    assert effects.mean() == pytest.approx(0.0, abs=3.0 * effects.std() / np.sqrt(COUNT))


@pytest.mark.parametrize("level", [0.01, 0.5, 0.99])
def test_the_interval_holds_the_estimate_at_any_level(level: float) -> None:
    """Half the variance that is taken out never carries the estimate out of its interval."""
    panel = simulated(1)
    wild = Panel(panel.values**8.0, panel.treated, panel.controls, panel.index, 30, daily=True)
    for one in (panel, wild):
        found = log_difference.estimate(one, level)
        effect = one.total[30:].sum() - found.path[30:].sum()
        # Equal up to rounding, where the upper end is the estimate itself.
        assert found.lower <= effect <= found.upper + 1e-9 * one.total.max()
        assert (np.diff(found.draws) >= 0.0).all()


def test_it_needs_positive_outcomes_and_two_weeks() -> None:
    """Zeros have no logarithm, and thirteen days are too few for an autocorrelation."""
    panel = simulated(2)
    zero = panel.values.copy()
    zero[3, 4] = 0.0
    assert log_difference.applies(panel)
    assert not log_difference.applies(Panel(zero, panel.treated, panel.controls, panel.index, 30, daily=True))
    assert not log_difference.applies(panel.pretend(13, 5))
