"""Spans of days, both ends included."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """First and last day, both included.

    Attributes
    ----------
    start : datetime.date
        First day.
    end : datetime.date
        Last day; never before `start` (the brief refuses it).
    """

    start: date
    end: date

    @property
    def days(self) -> int:
        """Number of days, counting both ends."""
        return (self.end - self.start).days + 1

    def overlaps(self, other: Window) -> bool:
        """Whether the two windows share a day."""
        return self.start <= other.end and other.start <= self.end

    def contains(self, day: date) -> bool:
        """Whether the day lies in the window."""
        return self.start <= day <= self.end

    def index(self) -> pd.DatetimeIndex:
        """All days of the window, in order."""
        return pd.date_range(self.start, self.end, freq="D")


def mask(index: pd.DatetimeIndex, windows: Iterable[Window]) -> pd.Series:
    """Mark the days of an index that lie in any of the windows.

    Parameters
    ----------
    index : pandas.DatetimeIndex, shape (n,)
        Days, without time zone.
    windows : iterable of Window
        Spans to mark; they may overlap.

    Returns
    -------
    pandas.Series of bool, shape (n,)
        True where a window covers the day.
    """
    covered = pd.Series(data=False, index=index)
    for window in windows:
        covered.loc[pd.Timestamp(window.start) : pd.Timestamp(window.end)] = True
    return covered


def day_after(day: date) -> date:
    """Give the next day."""
    return day + timedelta(days=1)
