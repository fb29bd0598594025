"""Ratios on logarithms: steady controls count for more, and the treated are not looked at."""

import numpy as np
import pandas as pd
import pytest

from smmeasure.core.panel.log_ratios import ratios
from smmeasure.core.panel.question import Panel

DESIGN = np.ones((60, 1))


def panel(noise: list[float], seed: int = 1) -> Panel:
    """Simulate a treated unit and controls with noise of different size on one common path."""
    rng = np.random.default_rng(seed)
    common = np.cumsum(rng.normal(0.0, 0.05, 70))
    logs = common[:, None] + rng.normal(size=(70, len(noise) + 1)) * np.array([0.1, *noise])
    units = np.arange(1, len(noise) + 1)
    return Panel(np.exp(logs), np.array([0]), units, pd.date_range("2026-01-05", periods=70), 60, daily=True)


def test_the_mix_follows_steady_controls() -> None:
    """With noise of 2 and 40 % the mix errs less than the plain mean of the controls' logarithms."""
    question = panel([0.02, 0.02, 0.4, 0.4])
    plain = np.log(question.donors).mean(axis=1)
    steady = np.log(question.donors)[:, :2].mean(axis=1)
    apart = [(mix - steady).std() for mix in (ratios(question, DESIGN).mix, plain)]
    # Twenty times the noise is four hundred times the variance, of which the others' share is taken off.
    assert apart[0] < 0.3 * apart[1]


def test_each_control_is_compared_with_the_others() -> None:
    """No control takes part in the mix that it is compared with; with a single control there is no comparison."""
    question = panel([0.1, 0.1])
    logs = np.log(question.donors)[:60]
    found = ratios(question, DESIGN).others
    assert found[:, 0] == pytest.approx(logs[:, 0] - logs[:, 1])
    assert ratios(panel([0.1]), DESIGN).others.shape == (60, 0)


def test_controls_that_agree_wholly_count_alike() -> None:
    """Multiples of one another have no noise to weigh by."""
    question = panel([0.0, 0.0, 0.0])
    assert ratios(question, DESIGN).mix == pytest.approx(np.log(question.donors).mean(axis=1))
