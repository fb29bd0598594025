"""Time-based regression: the treated total on the controls' total.

Kerman, Wang and Vaver (2017), *Estimating ad effectiveness using geo experiments in a time-based
regression framework*, equations 3 to 5: ordinary least squares on the quiet periods, Student's t.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

from smmeasure.core.arrays import Floats
from smmeasure.core.panel.inference import SHARES, Estimate
from smmeasure.core.panel.question import Panel

COEFFICIENTS = 2
"""Intercept and slope."""

_ROUNDING = 1e-12
"""A total that moves less, relative to its size, stands still."""


def design(panel: Panel) -> Floats:
    """Lay out intercept and controls' total, shape (periods, 2)."""
    return np.column_stack([np.ones(panel.periods), panel.donors.sum(axis=1)])


def coefficients(panel: Panel) -> Floats:
    """Give intercept and slope learnt from the quiet periods."""
    found, *_ = np.linalg.lstsq(design(panel)[: panel.first], panel.total[: panel.first], rcond=None)
    return np.asarray(found)


def path(panel: Panel) -> Floats:
    """Give the baseline of the treated total, shape (periods,)."""
    return np.asarray(design(panel) @ coefficients(panel))


def standard_errors(panel: Panel, rows: Floats) -> Floats:
    """Give the standard error of sums of effects over the window.

    Parameters
    ----------
    panel : Panel
    rows : ndarray of float, shape (sums, horizon)
        How often each period of the window counts in each sum.

    Returns
    -------
    ndarray of float, shape (sums,)
        Square root of ``s^2 (w'w + S'(X'X)^-1 S)`` with ``S = X_window' w`` (equation 5).
    """
    quiet, window = design(panel)[: panel.first], design(panel)[panel.first :]
    residuals = (panel.total - path(panel))[: panel.first]
    variance = residuals @ residuals / (panel.first - COEFFICIENTS)
    # The triangular factor of the design gives S'(X'X)^-1 S without squaring its condition.
    triangle: Floats = np.asarray(np.linalg.qr(quiet)[1], dtype=float)
    solved = np.linalg.solve(triangle.T, (rows @ window).T)
    return np.asarray(np.sqrt(variance * ((rows**2).sum(axis=1) + (solved**2).sum(axis=0))))


def identified(panel: Panel) -> bool:
    """Whether the controls' total moved in the quiet periods, beyond rounding, so that there is a slope."""
    quiet = panel.donors[: panel.first].sum(axis=1)
    return float(np.ptp(quiet)) > _ROUNDING * float(np.abs(quiet).max())


def estimate(panel: Panel, level: float) -> Estimate | None:
    """Measure the treated total.

    Parameters
    ----------
    panel : Panel
        With at least three quiet periods.
    level : float

    Returns
    -------
    Estimate or None
        None where the controls' total stands still, so that no line can be drawn.
    """
    if not identified(panel):
        return None
    horizon, student = panel.horizon, stats.t(panel.first - COEFFICIENTS)
    baseline = path(panel)
    effect = np.cumsum((panel.total - baseline)[panel.first :])
    single, running = standard_errors(panel, np.eye(horizon)), standard_errors(panel, np.tri(horizon))
    reach = float(student.ppf(0.5 + level / 2.0))
    total, error = float(effect[-1]), float(running[-1])
    window = baseline[panel.first :]
    return Estimate(
        path=baseline,
        lower=total - reach * error,
        upper=total + reach * error,
        pvalue=float(2.0 * student.sf(abs(total) / error)) if error > 0.0 else float(total == 0.0),
        draws=total + np.asarray(student.ppf(SHARES)) * error,
        period_lower=window - reach * single,
        period_upper=window + reach * single,
        running_lower=effect - reach * running,
        running_upper=effect + reach * running,
    )
