"""What the distribution of a window's total says of the total that came."""

from __future__ import annotations

import numpy as np

from smmeasure.core.calibration import Distribution
from smmeasure.core.verdicts import Said

_DRAWS = 999
"""Evenly spaced quantiles kept of the effect; 1 / (n + 1) divides 0.025 and 0.05 evenly."""


def tails(level: float) -> tuple[float, float]:
    """Give the two shares that an interval of a level leaves out below its ends."""
    return 0.5 - level / 2.0, 0.5 + level / 2.0


def said_of(total: Distribution, observed: float, level: float) -> Said:
    """Compare an observed total with its distribution without a campaign.

    Parameters
    ----------
    total : Distribution
        Of one window's total, without a campaign.
    observed : float
        The total that came, unit of the series.
    level : float
        Level of the interval, in (0, 1).
    """
    low, high = (float(total.quantile(share)[0]) for share in tails(level))
    return Said(
        observed=observed,
        baseline=float(total.expected[0]),
        lower=observed - high,
        upper=observed - low,
        pvalue=float(total.pvalue(np.array([observed]))[0]),
        draws=_draws(total, observed),
    )


def _draws(total: Distribution, observed: float) -> tuple[float, ...]:
    shares = np.arange(_DRAWS, 0, -1) / (_DRAWS + 1.0)
    return tuple((observed - total.quantile(shares)).tolist())
