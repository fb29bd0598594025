"""What is said of a baseline's error: one distribution gives interval, p-value and draws."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from smmeasure.core.arrays import Floats


class Inference(StrEnum):
    """How the error of a baseline is judged."""

    AUTO = "auto"
    MOVING_BLOCKS = "moving_blocks"
    PLACEBO_UNITS = "placebo_units"


DRAWS = 999
"""Evenly spaced quantiles kept of the effect; 1 / (n + 1) divides 0.025 and 0.05 evenly."""

SHARES = np.arange(1, DRAWS + 1) / (DRAWS + 1.0)
"""The shares of those quantiles, ascending."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A baseline of the treated total with its uncertainty at one level.

    Attributes
    ----------
    path : ndarray of float, shape (periods,)
        Baseline of the treated total.
    lower, upper : float
        Interval of the total effect over the window.
    pvalue : float
        Two-sided, of no total effect.
    draws : ndarray of float, shape (999,)
        Evenly spaced quantiles of the total effect, ascending.
    period_lower, period_upper : ndarray of float, shape (horizon,)
        Interval of the baseline of each period.
    running_lower, running_upper : ndarray of float, shape (horizon,)
        Interval of the effect so far; the last is that of the total.
    """

    path: Floats
    lower: float
    upper: float
    pvalue: float
    draws: Floats
    period_lower: Floats
    period_upper: Floats
    running_lower: Floats
    running_upper: Floats


def growing(horizon: int) -> Floats:
    """Give the error of the effect so far relative to that of the total, as for independent periods."""
    return np.sqrt(np.arange(1, horizon + 1) / horizon)
