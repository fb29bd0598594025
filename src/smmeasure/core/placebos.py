"""Pretend campaigns in the quiet period, and how an error of a total is told."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from smmeasure.core.arrays import Bools, Floats, Ints
from smmeasure.core.quiet import Quiet

_SCORED = 0.5
"""Least share of a placebo window that must be calm."""

_MOST_PLACEBOS = 200
"""Overlapping placebos hardly tell more than so many; more would only cost time."""


@dataclass(frozen=True, slots=True)
class Placebos:
    """Pretend campaigns in the quiet period.

    Attributes
    ----------
    origins : ndarray of int, shape (m,)
        First day of each.
    scored : ndarray of bool, shape (m, horizon)
        Calm days of each; the totals run over these.
    totals : ndarray, shape (m,)
        Observed totals.
    independent : float
        How many placebos would fit side by side.
    """

    origins: Ints
    scored: Bools
    totals: Floats
    independent: float

    @property
    def days(self) -> Ints:
        """Days that each total runs over, shape (m,)."""
        days: Ints = self.scored.sum(axis=1)
        return days

    def apart(self) -> Bools:
        """Mark for each placebo the others that share no day with it; shape (m, m)."""
        apart: Bools = np.abs(self.origins[:, None] - self.origins) >= self.scored.shape[1]
        return apart


def place(quiet: Quiet, ready: int) -> Placebos:
    """Place pretend campaigns wherever enough quiet days lie before and inside.

    Parameters
    ----------
    quiet : Quiet
        The series.
    ready : int
        First day from which every candidate can forecast.
    """
    known = np.concatenate([[0], np.cumsum(quiet.calm)])
    origins = np.arange(ready, max(quiet.first - quiet.horizon + 1, ready))
    origins = origins[known[origins] >= quiet.learning]
    ends = origins + quiet.horizon
    origins = origins[known[ends] - known[origins] >= max(_SCORED * quiet.horizon, 1.0)]
    origins = origins[:: max(1, -(-len(origins) // _MOST_PLACEBOS))]
    days = origins[:, None] + np.arange(quiet.horizon)
    scored = quiet.calm[days]
    totals = np.where(scored, quiet.values[days], 0.0).sum(axis=1)
    distinct = len(np.unique(days[scored]))
    independent = distinct / float(scored.sum(axis=1).mean()) if len(origins) else 0.0
    return Placebos(origins, scored, totals, independent)


@dataclass(frozen=True, slots=True)
class ErrorScale:
    """How an error of a total is told: as a factor, or as a difference in units of a typical total.

    Attributes
    ----------
    factor : bool
        True: logarithm of observed over expected. False: (observed - expected) / typical total.
    typical : float
        Mean size of a quiet day, in the unit of the series.
    """

    factor: bool
    typical: float

    def error(self, observed: Floats, expected: Floats, days: Ints) -> Floats:
        """Tell the error of totals over so many days."""
        if not self.factor:
            difference: Floats = (observed - expected) / (self.typical * days)
            return difference
        ratio = np.maximum(observed, 0.0) / expected
        return np.log(ratio, out=np.full(ratio.shape, -np.inf), where=ratio > 0.0)

    def total(self, expected: Floats, error: Floats, days: Ints) -> Floats:
        """Give the total that shows this error."""
        if self.factor:
            return expected * np.exp(error)
        return expected + error * self.typical * days
