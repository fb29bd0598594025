"""What is asked of a panel: its values, who was treated, and when."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from smmeasure.core.arrays import Floats, Ints


@dataclass(frozen=True, slots=True)
class Panel:
    """Outcomes from the first quiet period to the last period of the window.

    Attributes
    ----------
    values : ndarray of float, shape (periods, units)
        Outcomes; finite.
    treated, controls : ndarray of int
        Columns of the units with the campaign, and of those without.
    index : pandas.DatetimeIndex, shape (periods,)
        First day of each period.
    first : int
        Row of the window's first period; rows before it are quiet.
    daily : bool
        Whether a period is a day.
    """

    values: Floats
    treated: Ints
    controls: Ints
    index: pd.DatetimeIndex
    first: int
    daily: bool

    @property
    def periods(self) -> int:
        """Number of quiet periods and periods of the window."""
        return len(self.values)

    @property
    def horizon(self) -> int:
        """Number of periods in the window."""
        return self.periods - self.first

    @property
    def total(self) -> Floats:
        """Sum of the treated units by period, shape (periods,)."""
        return np.asarray(self.values[:, self.treated].sum(axis=1))

    @property
    def donors(self) -> Floats:
        """Outcomes of the controls, shape (periods, controls)."""
        return self.values[:, self.controls]

    def pretend(self, first: int, horizon: int) -> Panel:
        """Place a window of some length at an earlier row, and forget what follows."""
        stop = first + horizon
        return replace(self, values=self.values[:stop], index=self.index[:stop], first=first)

    def only(self, period: int) -> Panel:
        """Keep the quiet periods and a single one of the window."""
        rows = np.append(np.arange(self.first), self.first + period)
        return replace(self, values=self.values[rows], index=self.index[rows])

    def instead(self, control: int) -> Panel:
        """Treat one control in place of the treated units, which are left out."""
        others = self.controls[self.controls != control]
        return replace(self, treated=np.array([control], dtype=np.intp), controls=others)

    def without(self, effect: float) -> Panel:
        """Take a total effect out of the window, in equal parts, and call every period quiet."""
        values = self.values.copy()
        values[self.first :, self.treated[0]] -= effect / self.horizon
        return replace(self, values=values, first=self.periods)
