"""Synthetic control with predictors: units are matched by what describes them, not by their outcomes alone.

Abadie and Gardeazabal (2003), appendix B, and Abadie, Diamond and Hainmueller (2010), section 2.3: for given
weights of the predictors the mix of controls is the nearest one to the treated; the predictors are weighted so that
this mix follows the treated outcome before the campaign.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from smmeasure.core.arrays import Floats
from smmeasure.core.panel.weights import simplex_weights

_STEPS = 1000
"""Steps of the search for the predictors' weights, at most."""


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of each unit before the campaign.

    Attributes
    ----------
    traits : ndarray of float, shape (predictors, units)
        One row per predictor; each varies between the units.
    outcomes : ndarray of float, shape (periods, units)
        Outcomes of the periods that the mix shall follow.
    """

    traits: Floats
    outcomes: Floats


@dataclass(frozen=True, slots=True)
class Mix:
    """Weights found for one unit.

    Attributes
    ----------
    units : ndarray of float, shape (units,)
        Weight of each unit, adding up to one; 0 for the unit itself.
    predictors : ndarray of float, shape (predictors,)
        Weight of each predictor after division by its standard deviation, adding up to one.
    loss : float
        Mean squared gap of the periods that the mix shall follow.
    """

    units: Floats
    predictors: Floats
    loss: float


def mix_for(description: Description, unit: int) -> Mix:
    """Find the mix of the other units that stands for one unit.

    Parameters
    ----------
    description : Description
    unit : int
        Column of the unit.

    Returns
    -------
    Mix
        The search starts from equal weights and goes downhill without derivatives (Nelder and Mead 1965): other mixes
        may be about as near.
    """
    traits = description.traits / description.traits.std(axis=1, ddof=1, keepdims=True)
    others = np.delete(np.arange(traits.shape[1]), unit)
    goal, donors = description.outcomes[:, unit], description.outcomes[:, others]

    def weights(trial: Floats) -> Floats:
        """Mix the donors so that the traits agree, each as important as the trial says."""
        rows = np.sqrt(_shares(trial))[:, None]
        return simplex_weights(rows * traits[:, others], rows[:, 0] * traits[:, unit])

    def loss(trial: Floats) -> float:
        """Mean squared distance of the outcomes of that mix."""
        return float(((goal - donors @ weights(trial)) ** 2).mean())

    count = len(traits)
    found = minimize(loss, np.full(count, 1.0 / count), method="Nelder-Mead", options={"maxiter": _STEPS})
    return Mix(np.insert(weights(found.x), unit, 0.0), _shares(found.x), float(found.fun))


def placebo_ratios(description: Description, outcomes: Floats, first: int) -> Floats:
    """Treat each unit in turn, with all others as donors.

    Parameters
    ----------
    description : Description
    outcomes : ndarray of float, shape (periods, units)
        Outcomes before and after the campaign began.
    first : int
        Row of the campaign's first period.

    Returns
    -------
    ndarray of float, shape (units,)
        Mean squared gap since then by that before: Abadie, Diamond and Hainmueller (2010), section 3.4.
    """
    count = outcomes.shape[1]
    mixes = np.column_stack([mix_for(description, unit).units for unit in range(count)])
    squares = (outcomes - outcomes @ mixes) ** 2
    return np.asarray(squares[first:].mean(axis=0) / squares[:first].mean(axis=0))


def _shares(trial: Floats) -> Floats:
    sizes = np.abs(trial)
    return np.asarray(sizes / sizes.sum())
