"""Weights of donors: positive, adding up to one."""

from __future__ import annotations

import numpy as np
from scipy.optimize import nnls

from smmeasure.core.arrays import Floats

_STEPS_PER_DONOR = 30
"""The active-set search ends after about as many steps as donors; this is far beyond."""


def simplex_weights(donors: Floats, target: Floats, *, ridge: float = 0.0) -> Floats:
    """Find the weights on the simplex whose mix of donors is nearest to a target.

    As the weights add up to one, the distance is the norm of ``(donors - target) w``; the weights of the
    smallest such norm are those of the non-negative least squares problem with one more row of ones,
    after division by their sum: an exact solution, without a penalty for the sum.

    Parameters
    ----------
    donors : ndarray of float, shape (periods, donors)
    target : ndarray of float, shape (periods,)
    ridge : float
        Added to the sum of squares: `ridge` times the sum of squared weights.

    Returns
    -------
    ndarray of float, shape (donors,)
    """
    count = donors.shape[1]
    gaps = donors - target[:, None]
    if ridge > 0.0:
        gaps = np.vstack([gaps, np.sqrt(ridge) * np.eye(count)])
    # With the even mix at distance one, both parts of the problem have the same size.
    scale = float(np.linalg.norm(gaps.mean(axis=1))) or 1.0
    system = np.vstack([gaps / scale, np.ones(count)])
    goal = np.append(np.zeros(len(gaps)), 1.0)
    found, _ = nnls(system, goal, maxiter=_STEPS_PER_DONOR * (count + 10))
    return np.asarray(found / found.sum())
