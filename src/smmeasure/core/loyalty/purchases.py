"""Orders as arrays that answer, for any customer and day, what was bought before and after."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from smmeasure.core.arrays import Bools, Floats, Ints

EPOCH = np.datetime64("1970-01-01", "D")


@dataclass(frozen=True, slots=True)
class Past:
    """What was known of some customers, each on a day of its own; rows as in the question.

    Attributes
    ----------
    orders : ndarray of float
        Orders up to and on the day.
    spend : ndarray of float
        Their revenue.
    recency : ndarray of float
        Days since the last of them; nan without any.
    """

    orders: Floats
    spend: Floats
    recency: Floats

    def taken(self, rows: Ints | Bools) -> Past:
        """Give some of the rows."""
        return Past(self.orders[rows], self.spend[rows], self.recency[rows])

    @property
    def columns(self) -> tuple[Floats, Floats, Floats]:
        """Give the traits in the order of `smmeasure.core.loyalty.results.Trait`."""
        return self.orders, self.spend, self.recency


@dataclass(frozen=True, slots=True)
class Purchases:
    """Orders sorted by customer, then day.

    Attributes
    ----------
    customer : ndarray of int
        Position of the buyer, from 0.
    day : ndarray of int
        Days since 1970.
    revenue, margin : ndarray of float
        Money of each order; margin is None where it isn't known.
    code : ndarray of object
        Promotion code of each order; empty without one.
    refunded : ndarray of float or None
        Money of each order that was paid back, 0 or more, taken off already; None where nobody asks.
    before : int or None
        Days up to and on a day whose orders count as the past of a customer; None for all.
    """

    customer: Ints
    day: Ints
    revenue: Floats
    margin: Floats | None
    code: np.ndarray
    refunded: Floats | None = None
    before: int | None = None

    @property
    def first_day(self) -> int:
        """Day of the earliest order."""
        return int(self.day.min())

    @property
    def last_day(self) -> int:
        """Day of the latest order."""
        return int(self.day.max())

    def is_first(self) -> Bools:
        """Mark the first order of every customer."""
        return np.concatenate([[True], self.customer[1:] != self.customer[:-1]])

    def past(self, customers: Ints, days: Ints) -> Past:
        """Tell what customers had bought up to and on a day."""
        start = self._position(customers, self.first_day - 1 if self.before is None else days - self.before)
        end = self._position(customers, days)
        count = (end - start).astype(float)
        last = self.day[np.maximum(end - 1, 0)]
        return Past(count, _between(self.revenue, start, end), np.where(count > 0, days - last, np.nan))

    def count(self, customers: Ints, after: Ints, last: Ints) -> Floats:
        """Count orders from the day after one day to another."""
        return (self._position(customers, last) - self._position(customers, after)).astype(float)

    def total(self, money: Floats, customers: Ints, after: Ints, last: Ints) -> Floats:
        """Add up money from the day after one day to another."""
        return _between(money, self._position(customers, after), self._position(customers, last))

    def _position(self, customers: Ints, days: Ints | int) -> Ints:
        """Give the place behind the last order of each customer up to and on a day."""
        span = self.last_day - self.first_day + 2
        inside = np.clip(np.asarray(days) - self.first_day + 1, 0, span - 1)
        keys = self.customer * span + (self.day - self.first_day + 1)
        found: Ints = np.searchsorted(keys, customers * span + inside, side="right")
        return found


def _between(money: Floats, start: Ints, end: Ints) -> Floats:
    summed = np.concatenate([[0.0], np.cumsum(money)])
    # A customer without orders has exactly 0, and a sum of cents no traces of the customers before.
    found: Floats = np.round(summed[end] - summed[start], 6)
    return found


def days_since_epoch(days: pd.Series) -> Ints:
    """Give days as numbers from 1970 on; a time counts as its day."""
    found: Ints = (days.to_numpy(dtype="datetime64[D]") - EPOCH).astype(np.intp)
    return found
