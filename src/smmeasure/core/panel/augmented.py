"""Augmented synthetic control: a ridge regression takes out what the mix of controls leaves over.

Ben-Michael, Feller and Rothstein (2021), equation 13; the penalty is chosen by leaving out one quiet
period at a time, the largest within one standard error of the best.
"""

from __future__ import annotations

import numpy as np

from smmeasure.core.arrays import Floats
from smmeasure.core.panel.question import Panel
from smmeasure.core.panel.weights import simplex_weights

_PENALTIES = np.logspace(0.0, -8.0, 20)
"""Penalties that are tried, relative to the largest squared singular value of the controls."""

_LEFT_OUT = 30
"""Quiet periods that are left out in turn, at most; more would change the choice little."""

_FEWEST = 3
"""Quiet periods below which leaving one out leaves nothing to learn."""


def choose_penalty(panel: Panel) -> float:
    """Choose the penalty of the ridge regression.

    Parameters
    ----------
    panel : Panel

    Returns
    -------
    float
        In squared units of the outcome.
    """
    donors, target = _quiet(panel)
    penalties = _PENALTIES * _largest(donors)
    if panel.first < _FEWEST:
        return float(penalties[0])
    left_out = np.unique(np.linspace(0, panel.first - 1, min(panel.first, _LEFT_OUT)).round().astype(int))
    errors = np.array([_errors(donors, target, penalties, int(row)) for row in left_out])
    mean, spread = errors.mean(axis=0), errors.std(axis=0, ddof=1) / np.sqrt(len(left_out))
    best = int(mean.argmin())
    return float(penalties[mean <= mean[best] + spread[best]].max())


def path(panel: Panel, penalty: float) -> Floats:
    """Give the baseline of the treated total.

    Parameters
    ----------
    panel : Panel
    penalty : float
        Penalty of the ridge regression, in squared units of the outcome.

    Returns
    -------
    ndarray of float, shape (periods,)
    """
    donors, target = _quiet(panel)
    (weights,) = _weights(donors, target, np.array([penalty]))
    return np.asarray(len(panel.treated) * (panel.donors @ weights))


def _quiet(panel: Panel) -> tuple[Floats, Floats]:
    quiet = slice(0, panel.first)
    return panel.donors[quiet], panel.total[quiet] / len(panel.treated)


def _largest(donors: Floats) -> float:
    centred = donors - donors.mean(axis=1, keepdims=True)
    return max(float(np.linalg.norm(centred, 2)) ** 2, float(np.finfo(float).tiny))


def _weights(donors: Floats, target: Floats, penalties: Floats) -> Floats:
    """Give one row of weights for each penalty."""
    weights = simplex_weights(donors, target)
    centred = donors - donors.mean(axis=1, keepdims=True)
    left, sizes, right = np.linalg.svd(centred, full_matrices=False)
    imbalance = left.T @ (target - donors @ weights)
    shrunk = sizes / (sizes**2 + penalties[:, None]) * imbalance
    return np.asarray(weights + shrunk @ right)


def _errors(donors: Floats, target: Floats, penalties: Floats, row: int) -> Floats:
    """Give the squared error of each penalty on a period that was left out."""
    kept = np.arange(len(target)) != row
    weights = _weights(donors[kept], target[kept], penalties)
    return np.asarray((target[row] - weights @ donors[row]) ** 2)
