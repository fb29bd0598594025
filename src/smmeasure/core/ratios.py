"""What was gained over what it cost, where both are known within a range.

Every draw of the gain meets every draw of the cost: their errors are independent, nothing is drawn at
random, and the same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from smmeasure.core.arrays import Floats
from smmeasure.core.estimates import Estimate
from smmeasure.core.spending import TotalCost


def crossed(draws: Sequence[float], cost: TotalCost) -> Floats:
    """Divide every draw of a gain by every draw of the cost, shape (gains, costs)."""
    return np.asarray(np.divide.outer(np.asarray(draws, dtype=float), np.asarray(cost.draws)))


def interval(ratios: Floats, level: float) -> tuple[float, float]:
    """Give the quantiles that enclose `level` of equally likely values.

    The k-th of n values stands for a share of ``k / (n + 1)``, as the draws of an effect do.
    """
    ends = np.quantile(ratios, [0.5 - level / 2.0, 0.5 + level / 2.0], method="weibull")
    return float(ends[0]), float(ends[1])


def over_cost(gain: Estimate, draws: Sequence[float], cost: TotalCost, level: float) -> Estimate:
    """Divide a gain by a cost.

    Parameters
    ----------
    gain : Estimate
        Gain with its interval at `level`, in any unit.
    draws : sequence of float
        Equally likely values of the gain, same unit.
    cost : TotalCost
        Above 0.
    level : float
        Level of the interval, in (0, 1).

    Returns
    -------
    Estimate
        Gain per unit of currency. A certain cost only changes the scale of the gain's own interval,
        else the interval is that of the crossed draws, and always contains the value.
    """
    spent = cost.amount.amount
    value = gain.value / spent
    if cost.is_certain:
        return Estimate(value, gain.ci_lower / spent, gain.ci_upper / spent)
    low, high = interval(crossed(draws, cost), level)
    return Estimate(value, min(low, value), max(high, value))


def share_above(draws: Sequence[float], cost: TotalCost) -> float:
    """Give the probability that a gain in money is above the cost."""
    gains: Floats = np.sort(np.asarray(draws, dtype=float))
    below = np.searchsorted(gains, np.asarray(cost.draws), side="right")
    return float(1.0 - below.mean() / len(gains))
