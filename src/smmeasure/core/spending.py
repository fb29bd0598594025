"""What a campaign cost in all, with its range where an amount is not certain.

An amount between `low` and `high` follows a split normal distribution on the logarithm: its median is
the amount, its ends are the quantiles at the level of the brief, and it is never negative. Items that
are not certain rise and fall together: overruns seldom make up for each other, and ends added to ends
are the widest that the total can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np
from scipy import stats

from smmeasure.core.arrays import Floats
from smmeasure.costs import CostItem
from smmeasure.units import Money

_SHARES = np.arange(1, 100) / 100.0
"""Evenly spaced shares at which a cost that is not certain is drawn."""


@dataclass(frozen=True, slots=True)
class TotalCost:
    """A total cost with its range.

    Attributes
    ----------
    amount : Money
        Sum of the amounts as stated.
    low, high : Money
        Ends of the range at the level of the brief; equal to `amount` where every item is certain.
    draws : tuple of float
        Equally likely values in the same currency, ascending; `amount` alone where it is certain.
    """

    amount: Money
    low: Money
    high: Money
    draws: tuple[float, ...]

    @property
    def is_certain(self) -> bool:
        """Whether no item has a range."""
        return len(self.draws) == 1


def certain(amount: Money) -> TotalCost:
    """Take an amount as known."""
    return TotalCost(amount, amount, amount, (amount.amount,))


def total_cost(items: Sequence[CostItem], currency: str, level: float) -> TotalCost:
    """Add up items of cost.

    Parameters
    ----------
    items : sequence of CostItem
        Every item; none gives a cost of 0.
    currency : str
        Currency of the brief.
    level : float
        Level at which `low` and `high` of the items are stated, in (0, 1).

    Raises
    ------
    UnitError
        Where an item is in another currency.
    """
    nothing = Money(0.0, currency)
    amount = reduce(add, (item.amount for item in items), nothing)
    if all(item.low is None for item in items):
        return certain(amount)
    draws = np.sum([_draws(item, level) for item in items], axis=0)
    return TotalCost(
        amount,
        reduce(add, (item.low or item.amount for item in items), nothing),
        reduce(add, (item.high or item.amount for item in items), nothing),
        tuple(draws.tolist()),
    )


def money_range(low: Money, amount: Money, high: Money, level: float) -> TotalCost:
    """Give an amount that lies between two ends.

    Parameters
    ----------
    low, amount, high : Money
        Ends and best estimate, above 0 and ascending, of one currency.
    level : float
        Level at which the ends are stated, in (0, 1).
    """
    return TotalCost(amount, low, high, tuple(_between(low, amount, high, level).tolist()))


def _draws(item: CostItem, level: float) -> Floats:
    """Give equally likely amounts of an item, shape (99,), ascending."""
    if item.low is None or item.high is None:
        return np.full(len(_SHARES), item.amount.amount)
    return _between(item.low, item.amount, item.high, level)


def _between(low: Money, amount: Money, high: Money, level: float) -> Floats:
    """Give equally likely amounts between two ends, shape (99,), ascending."""
    # 1 and -1 at the ends of the level.
    reach = np.asarray(stats.norm.ppf(_SHARES) / stats.norm.ppf(0.5 + level / 2.0))
    down, up = np.log(low / amount), np.log(high / amount)
    return np.asarray(amount.amount * np.exp(np.where(reach < 0.0, -reach * down, reach * up)))
