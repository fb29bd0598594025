"""Difference in differences: the treated move in parallel with the mean of the controls."""

from __future__ import annotations

import numpy as np

from smmeasure.core.arrays import Floats
from smmeasure.core.panel.question import Panel


def path(panel: Panel) -> Floats:
    """Give the baseline of the treated total.

    Parameters
    ----------
    panel : Panel

    Returns
    -------
    ndarray of float, shape (periods,)
        Quiet mean of the treated total plus what the controls' mean moved since, for each treated unit.
    """
    quiet = slice(0, panel.first)
    mean = panel.donors.mean(axis=1)
    return np.asarray(panel.total[quiet].mean() + len(panel.treated) * (mean - mean[quiet].mean()))
