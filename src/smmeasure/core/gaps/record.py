"""A series with what has been declared about its days, on a scale where days can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from smmeasure.core.arrays import MEDIAN_TO_DEVIATION, Bools, Floats, Ints

_OFFSET = 0.02
"""Share of the median that is added before the logarithm where some days are 0."""

_TURN = 7
"""Days of the weekly pattern."""

_LEAST_OF_TURN = 4
"""Days of the week around a day that must be known to tell its level."""


@dataclass(frozen=True, slots=True)
class Record:
    """A daily or weekly series without absent dates.

    Attributes
    ----------
    index : pandas.DatetimeIndex, length n
        Days, or weeks by their date.
    values : ndarray, shape (n,)
        As they came; nan where missing.
    quiet : ndarray of bool, shape (n,)
        Days before the campaign that were not excluded.
    events : ndarray, shape (n, p)
        Declared regressors such as holidays; nan where unknown.
    weekly : bool
        Whether a row is a week.
    """

    index: pd.DatetimeIndex
    values: Floats
    quiet: Bools
    events: Floats
    weekly: bool

    @property
    def season(self) -> Ints:
        """Place of each day in the weekly pattern, Monday 0; shape (n,)."""
        days: Ints = np.zeros(len(self.index), dtype=np.intp)
        return days if self.weekly else np.asarray(self.index.day_of_week, dtype=np.intp)

    @property
    def eventful(self) -> Bools:
        """Days on which some declared regressor is not as usual; shape (n,)."""
        marks: Bools = np.zeros(len(self.index), dtype=bool)
        for column in self.events.T:
            known = column[np.isfinite(column)]
            marks |= np.isfinite(column) & (column != (np.median(known) if len(known) else 0.0))
        return marks

    def day(self, position: int) -> date:
        """Give the date at a position."""
        return pd.Timestamp(self.index[position]).date()


def logs(record: Record) -> Floats | None:
    """Logarithms, shape (n,), of values with a small offset where some are 0; None where a value is negative."""
    offset = offset_of(record.values)
    return None if offset is None else np.log(record.values + offset)


def offset_of(values: Floats) -> float | None:
    """Give what is added before a logarithm; None where none can be taken."""
    seen = values[np.isfinite(values)]
    if not len(seen) or seen.min() < 0.0 or seen.max() <= 0.0:
        return None
    return 0.0 if seen.min() > 0.0 else _OFFSET * float(np.median(seen[seen > 0.0]))


def pattern(record: Record, values: Floats) -> Floats:
    """Give the weekly pattern at each day, shape (n,): the weekday's median distance from the week around it."""
    if record.weekly:
        return np.zeros(len(values))
    distance = values - around(values)
    season = record.season
    by_weekday = np.array([_median(distance[season == weekday]) for weekday in range(_TURN)])
    shape: Floats = by_weekday[season]
    return shape


def around(values: Floats) -> Floats:
    """Median of the seven days around each, shape (n,); nan where fewer than four of them are known."""
    rolled = pd.Series(values).rolling(_TURN, center=True, min_periods=_LEAST_OF_TURN).median()
    return rolled.to_numpy(dtype=float)


def _median(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else 0.0


def deviation(values: Floats) -> float:
    """Robust standard deviation of known values."""
    known = values[np.isfinite(values)]
    return MEDIAN_TO_DEVIATION * float(np.median(np.abs(known - np.median(known)))) if len(known) else 0.0
