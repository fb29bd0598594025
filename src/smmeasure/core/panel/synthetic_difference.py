"""Synthetic difference in differences: weighted controls, weighted quiet periods.

Arkhangelsky, Athey, Hirshberg, Imbens and Wager (2021), equations 1 to 6.
"""

from __future__ import annotations

import numpy as np

from smmeasure.core.arrays import Floats
from smmeasure.core.panel.question import Panel
from smmeasure.core.panel.weights import simplex_weights

_TIME_RIDGE = 1e-6
"""Penalty of the time weights, in units of the noise; it only makes them unique."""


def path(panel: Panel) -> Floats:
    """Give the baseline of the treated total.

    Parameters
    ----------
    panel : Panel
        Without a window, every quiet period counts the same.

    Returns
    -------
    ndarray of float, shape (periods,)
        The mix of controls, shifted to the treated on the weighted quiet periods.
    """
    quiet = slice(0, panel.first)
    mix = panel.donors @ unit_weights(panel)
    mean = panel.total / len(panel.treated)
    shift = time_weights(panel) @ (mean[quiet] - mix[quiet])
    return len(panel.treated) * (mix + shift)


def unit_weights(panel: Panel) -> Floats:
    """Find the weights of the controls: parallel to the treated before the window, and spread out."""
    quiet = panel.donors[: panel.first]
    mean = panel.total[: panel.first] / len(panel.treated)
    zeta = (len(panel.treated) * max(panel.horizon, 1)) ** 0.25 * _noise(quiet)
    return simplex_weights(quiet - quiet.mean(axis=0), mean - mean.mean(), ridge=zeta**2 * panel.first)


def time_weights(panel: Panel) -> Floats:
    """Find the weights of the quiet periods: the controls were then as they are in the window."""
    if not panel.horizon:
        return np.full(panel.first, 1.0 / panel.first)
    quiet, mean = panel.donors[: panel.first].T, panel.donors[panel.first :].mean(axis=0)
    ridge = (_TIME_RIDGE * _noise(panel.donors[: panel.first])) ** 2 * len(mean)
    return simplex_weights(quiet - quiet.mean(axis=0), mean - mean.mean(), ridge=ridge)


def _noise(quiet: Floats) -> float:
    """Give the standard deviation of the controls' first differences before the window."""
    return float(np.diff(quiet, axis=0).std(ddof=1))
