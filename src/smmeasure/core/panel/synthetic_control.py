"""Synthetic control: a mix of controls that went along with the treated before the campaign.

Abadie, Diamond and Hainmueller (2010), with the outcome of every quiet period as predictor.
"""

from __future__ import annotations

from smmeasure.core.arrays import Floats
from smmeasure.core.panel.question import Panel
from smmeasure.core.panel.weights import simplex_weights


def weights(panel: Panel) -> Floats:
    """Find the mix of controls nearest to the mean of the treated in the quiet periods."""
    quiet = slice(0, panel.first)
    return simplex_weights(panel.donors[quiet], panel.total[quiet] / len(panel.treated))


def path(panel: Panel) -> Floats:
    """Give the baseline of the treated total.

    Parameters
    ----------
    panel : Panel

    Returns
    -------
    ndarray of float, shape (periods,)
    """
    return len(panel.treated) * (panel.donors @ weights(panel))
