"""Values that no baseline should learn from: single days far outside the pattern around them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from smmeasure.core.arrays import MEDIAN_TO_DEVIATION, Floats

_DEVIATIONS = 4.0
"""Days further than this many robust standard deviations from the pattern are drawn in to it."""


def clipped(values: Floats, period: int | None) -> Floats:
    """Draw single outliers in to the running median with the weekday pattern.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Series on the scale it is learnt on; nan where missing.
    period : int or None
        Days of the weekly pattern; None for a weekly series.

    Returns
    -------
    ndarray, shape (n,)
        The series with outliers moved to the edge of what is usual; nan stays nan.
    """
    series = pd.Series(values)
    pattern = _running_median(series, 29, 7)
    if period is not None:
        weekday = np.arange(len(values)) % period
        typical = (series - pattern).groupby(weekday).transform("median")
        pattern = _running_median(series - typical, 15, 5) + typical
    spread = MEDIAN_TO_DEVIATION * float(np.nanmedian(np.abs(series - pattern)))
    if not spread > 0.0:
        return values
    middle, reach = pattern.to_numpy(dtype=float), _DEVIATIONS * spread
    return np.clip(values, middle - reach, middle + reach)


def _running_median(series: pd.Series, days: int, least: int) -> pd.Series:
    return series.rolling(days, center=True, min_periods=least).median()
