"""A gain whose value per unit is itself known only within a range: the cost of one contact, a price."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from smmeasure.core.ratios import interval
from smmeasure.core.returns import Gain
from smmeasure.core.spending import TotalCost


def with_value_range(gain: Gain, value: TotalCost, level: float) -> Gain:
    """Give a gain the range of its value per unit.

    Every draw of the effect meets every draw of the value: their errors are independent.

    Parameters
    ----------
    gain : Gain
        Worked out at the best estimate of the value.
    value : TotalCost
        Value of one unit with its range, above 0.
    level : float
        Level of the interval, in (0, 1).

    Returns
    -------
    Gain
        With as many draws as before and the ends of its value per unit; its interval contains its best estimate.
    """
    if value.is_certain:
        return gain
    factors = np.asarray(value.draws) / value.amount.amount
    products = np.multiply.outer(np.asarray(gain.draws), factors)
    low, high = interval(products, level)
    shares = np.arange(1, len(gain.draws) + 1) / (len(gain.draws) + 1)
    draws = np.quantile(products, shares, method="weibull")
    low, high = min(low, gain.central.amount), max(high, gain.central.amount)
    return replace(
        gain,
        low=replace(gain.low, amount=low),
        high=replace(gain.high, amount=high),
        draws=tuple(draws.tolist()),
        per_unit_low=gain.per_unit * (value.low / value.amount),
        per_unit_high=gain.per_unit * (value.high / value.amount),
    )
