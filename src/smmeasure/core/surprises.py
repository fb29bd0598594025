"""How often a series surprises by far: the tails of its one-day surprises."""

from __future__ import annotations

import numpy as np

from smmeasure.core.arrays import MEDIAN_TO_DEVIATION, Floats

_FARTHEST = 20.0
"""A surprise counts for no more than so many robust standard deviations."""

_KURTOSIS = 3.0
"""Kurtosis of the normal distribution."""


def tail_degrees(surprises: Floats) -> float:
    """Degrees of freedom of Student's t distribution with the tails of the surprises.

    A t distribution with v degrees has the kurtosis ``3 + 6 / (v - 4)`` (Johnson, Kotz and Balakrishnan
    1995, equation 28.7), so that v is ``4 + 6 / (kurtosis - 3)``; lighter tails than the normal
    distribution's count as normal. The scale was learnt from as many days, so v is never more than these.

    Parameters
    ----------
    surprises : ndarray, shape (n,)
        Observed minus expected the day before; nan where unknown.
    """
    known = surprises[np.isfinite(surprises)]
    deviation = MEDIAN_TO_DEVIATION * float(np.median(np.abs(known))) if len(known) else 0.0
    if not deviation > 0.0:
        return 0.0
    scaled = np.clip(known / deviation, -_FARTHEST, _FARTHEST)
    kurtosis = float((scaled**4).mean() / (scaled**2).mean() ** 2)
    days = float(len(known))
    return min(4.0 + 6.0 / (kurtosis - _KURTOSIS), days) if kurtosis > _KURTOSIS else days
