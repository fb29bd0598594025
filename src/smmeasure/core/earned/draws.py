"""Evenly spaced draws of a number that is known within a range: nothing is drawn at random."""

from __future__ import annotations

import numpy as np
from scipy import stats

from smmeasure.core.arrays import Floats
from smmeasure.core.experiment.intervals import Share, wilson

SHARES: Floats = np.arange(1, 200) / 200.0
"""Evenly spaced shares at which numbers are drawn."""


def split_normal(low: float, central: float, high: float, level: float) -> Floats:
    """Draw a price between two ends, shape (199,), ascending; each half is normal on the logarithm."""
    reach = _reach(level)
    down, up = np.log(low / central), np.log(high / central)
    return np.asarray(central * np.exp(np.where(reach < 0.0, -reach * down, reach * up)))


def share_within(low: float, central: float, high: float, level: float) -> Floats:
    """Draw a share between two ends, shape (199,), ascending; each half is normal, cut at 0 and 1."""
    reach = _reach(level)
    drawn = central + np.where(reach < 0.0, reach * (central - low), reach * (high - central))
    return np.asarray(np.clip(drawn, 0.0, 1.0))


def share_counted(part: int, whole: int) -> Floats:
    """Draw a share that was counted, shape (199,), ascending: the ends of its Wilson intervals at every level.

    Parameters
    ----------
    part, whole : int
        So many of so many; the whole is above 0.
    """
    counted = Share(part, whole)
    ends = [(wilson(counted, abs(float(z))), z) for z in stats.norm.ppf(SHARES)]
    return np.asarray([one.lower if z < 0.0 else one.upper for one, z in ends])


def _reach(level: float) -> Floats:
    """Give how far each draw lies, in half widths of the interval at a level."""
    return np.asarray(stats.norm.ppf(SHARES) / stats.norm.ppf(0.5 + level / 2.0))
