"""A quick look at which dynamics a series may have, so that only those are filtered in full.

The scout is the same model without regressors, on the series less its weekday means: a wandering
level and noise that returns, all choices of dynamics at once. What it finds far less likely than
the best, the full filter would give no weight that shows.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from smmeasure.core.arrays import Bools, Floats
from smmeasure.core.baselines.specification import Dynamics

_HOPELESS = 12.0
"""Log-likelihood below the best one from which dynamics are left out: a weight below one in 160 000."""

_UNKNOWN = 1e6
"""Variance of the level before the first day, relative to the daily noise."""


def plausible(values: Floats, grid: Sequence[Dynamics], period: int | None) -> tuple[Dynamics, ...]:
    """Keep the dynamics that the series does not rule out.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Standardised series, nan where it must not be learnt from.
    grid : sequence of Dynamics
        What the candidate allows.
    period : int or None
        Days of the weekly pattern; None for a weekly series.

    Returns
    -------
    tuple of Dynamics
        In the order of the grid; at least one.
    """
    likely = _log_likelihoods(_without_weekdays(values, period), grid)
    return tuple(point for point, kept in zip(grid, _near_best(likely), strict=True) if kept)


def _near_best(likely: Floats) -> Bools:
    near: Bools = likely > likely.max() - _HOPELESS
    return near


def _without_weekdays(values: Floats, period: int | None) -> Floats:
    rest = values.copy()
    for first in range(period or 0):
        seen = rest[first::period][~np.isnan(rest[first::period])]
        rest[first::period] -= seen.mean() if len(seen) else 0.0
    return rest


def _log_likelihoods(values: Floats, grid: Sequence[Dynamics]) -> Floats:
    """Concentrated log-likelihood of every choice of dynamics, shape (g,).

    Kalman filter of a level and an autoregressive part (Harvey 1989, section 3.2), the two states
    and their covariance written out so that all choices are filtered at once.
    """
    step, noise, shock, stay = (
        np.array([getattr(point, name) for point in grid])
        for name in ("level", "irregular", "autoregressive", "persistence")
    )
    level = returning = mixed = np.zeros(len(grid))
    level_variance, returning_variance = np.full(len(grid), _UNKNOWN), shock / np.maximum(1.0 - stay**2, 1e-9)
    squares, logs, days = np.zeros(len(grid)), np.zeros(len(grid)), 0
    for value in values:
        if not np.isnan(value):
            from_level, from_returning = level_variance + mixed, returning_variance + mixed
            variance = from_level + from_returning + noise
            error = value - level - returning
            if level_variance[0] < _UNKNOWN / 2:
                squares, logs, days = squares + error**2 / variance, logs + np.log(variance), days + 1
            gain = error / variance
            level, returning = level + from_level * gain, returning + from_returning * gain
            level_variance = level_variance - from_level**2 / variance
            returning_variance = returning_variance - from_returning**2 / variance
            mixed = mixed - from_level * from_returning / variance
        returning, mixed = returning * stay, mixed * stay
        level_variance, returning_variance = level_variance + step, returning_variance * stay**2 + shock
    scale = np.maximum(squares / max(days, 1), np.finfo(float).tiny)
    likely: Floats = -0.5 * logs - 0.5 * days * np.log(scale)
    return likely
