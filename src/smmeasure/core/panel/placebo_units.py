"""Placebo in space: what would be found in units that had no campaign.

Abadie, Diamond and Hainmueller (2010), section 3.4: each control is treated in pretence, and the effects
found are compared relative to how well each unit was followed before the window.
"""

from __future__ import annotations

import math

import numpy as np

from smmeasure.core.arrays import Floats
from smmeasure.core.panel.inference import SHARES, Estimate, growing
from smmeasure.core.panel.moving_blocks import Path
from smmeasure.core.panel.question import Panel

_SLACK = 1e-9
"""A p-value counts as reaching the level in spite of rounding."""


def ratios(panel: Panel, path: Path) -> Floats:
    """Give the pretended total effect of each control relative to its quiet error, descending.

    Parameters
    ----------
    panel : Panel
    path : callable

    Returns
    -------
    ndarray of float, shape (controls,)
        Infinite for a control that is followed without any error.
    """
    found = []
    for control in panel.controls:
        pretended = panel.instead(int(control))
        gaps = pretended.total - path(pretended)
        error = quiet_error(pretended, gaps)
        found.append(abs(gaps[panel.first :].sum()) / error if error > 0.0 else np.inf)
    return np.sort(np.array(found))[::-1]


def quiet_error(panel: Panel, gaps: Floats) -> float:
    """Give the root mean squared gap of the quiet periods; 0 where it is rounding error."""
    error = float(np.sqrt(np.mean(gaps[: panel.first] ** 2)))
    return error if error > _SLACK * float(np.abs(panel.total).max()) else 0.0


def estimate(panel: Panel, path: Path, level: float) -> Estimate | None:
    """Measure the treated total against the controls' pretended totals.

    Parameters
    ----------
    panel : Panel
        With one treated unit and at least ``1 / (1 - level) - 1`` controls.
    path : callable
    level : float

    Returns
    -------
    Estimate or None
        None where too many units are followed without any error to compare with.
    """
    baseline = path(panel)
    gaps = panel.total - baseline
    error, placebos = quiet_error(panel, gaps), ratios(panel, path)
    count = len(placebos) + 1
    half = error * placebos[math.floor((1.0 - level) * count - 1.0 + _SLACK)]
    if not np.isfinite(half) or half == 0.0:
        return None
    effect = np.cumsum(gaps[panel.first :])
    total, window, shares = float(effect[-1]), baseline[panel.first :], growing(panel.horizon)
    return Estimate(
        path=baseline,
        lower=total - half,
        upper=total + half,
        pvalue=float((1 + np.count_nonzero(placebos >= abs(total) / error)) / count),
        draws=total + _deviations(error * placebos[np.isfinite(placebos)], count),
        period_lower=window - half * shares[0],
        period_upper=window + half * shares[0],
        running_lower=effect - half * shares,
        running_upper=effect + half * shares,
    )


def _deviations(halves: Floats, count: int) -> Floats:
    """Spread the pretended effects evenly on both sides; beyond the largest, at the largest."""
    pvalues = np.append((1.0 + np.arange(1, len(halves) + 1)) / count, 1.0 + 1.0 / count)
    widths = np.interp(2.0 * np.minimum(SHARES, 1.0 - SHARES), pvalues, np.append(halves, 0.0))
    return np.asarray(np.sign(SHARES - 0.5) * widths)
