"""How much of a control is signal, and what the noise in it may hide (errors in variables).

A control is a shared signal plus noise of its own. The noise shrinks its coefficient (Fuller 1987,
section 1.1.2): when the signal moves in the window, the baseline follows by too little, and what is
missing looks like an effect. An instrument, which shares the signal but not the noise, gives the
coefficient without the shrinking (Fuller 1987, section 1.4): the other controls, or for a single one
its own value a day earlier. So noise is told from signal only where it is not shared by the controls
or, with a single one, does not last from one day to the next.

All is reckoned on movements over as many days as the window has: drifts that take longer are no
matter of the window.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smmeasure.core.arguments import Arguments
from smmeasure.core.arrays import Floats
from smmeasure.core.baselines.robust import clipped
from smmeasure.core.quiet import Quiet, quiet

_LEAST_PAIRS = 20
"""Movements needed to reckon with."""

_STRONG = 10.0
"""F statistic below which an instrument is weak (Staiger and Stock 1997)."""

_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Movements:
    """Movements of an indicator, a control and an instrument over the window's length, in the quiet period.

    Attributes
    ----------
    indicator, control, instrument : ndarray, shape (n,)
        Differences of logarithms, or of values over their mean; nan where not known.
    """

    indicator: Floats
    control: Floats
    instrument: Floats

    @property
    def slope(self) -> float:
        """By how many per cent the indicator moves with one per cent of signal; nan with a weak instrument."""
        first, second = self._strength(self.control), self._strength(self.indicator)
        if not min(first, second) > _STRONG:
            return _NAN
        return _covariance(self.indicator, self.instrument) / _covariance(self.control, self.instrument)

    @property
    def reliability(self) -> float:
        """Share of the control's variance that is signal: the shrunk coefficient over the slope, in [0, 1]."""
        slope = self.slope
        if math.isnan(slope) or slope == 0.0:
            return _NAN
        shrunk = _covariance(self.indicator, self.control) / _covariance(self.control, self.control)
        return float(np.clip(shrunk / slope, 0.0, 1.0))

    def _strength(self, movements: Floats) -> float:
        """F statistic of a regression on the instrument."""
        pairs = int((~np.isnan(movements) & ~np.isnan(self.instrument)).sum())
        if pairs < _LEAST_PAIRS:
            return 0.0
        squares = _covariance(movements, movements) * _covariance(self.instrument, self.instrument)
        share = _covariance(movements, self.instrument) ** 2 / squares if squares > 0.0 else 0.0
        return share * (pairs - 2) / max(1.0 - share, np.finfo(float).eps)


def movements_of(arguments: Arguments, control: pd.Series, others: Sequence[pd.Series]) -> Movements | None:
    """Give the quiet period's movements; None where a series has no positive mean to tell them by.

    Parameters
    ----------
    arguments : Arguments
        The call; its series is the indicator.
    control : pandas.Series of float
        The control.
    others : sequence of pandas.Series
        Other controls, whose mean is the instrument; without any, the control's value a day earlier is.
    """
    question = quiet(arguments)
    indicator, own = _movements(arguments.y, question), _movements(control, question)
    if indicator is None or own is None:
        return None
    instruments = [moved for other in others if (moved := _movements(other, question)) is not None]
    instrument = np.mean(instruments, axis=0) if instruments else np.concatenate([[_NAN], own[:-1]])
    return Movements(indicator, own, instrument)


def _movements(series: pd.Series, question: Quiet) -> Floats | None:
    values = np.where(question.calm, series.reindex(question.index).to_numpy(dtype=float), _NAN)
    mean = float(np.nanmean(values))
    if not mean > 0.0:
        return None
    told = np.log(values) if np.nanmin(values) > 0.0 else values / mean
    told = clipped(told, question.period)
    if question.period is not None:
        weekday = np.arange(len(told)) % question.period
        told -= pd.Series(told).groupby(weekday).transform("mean").to_numpy()
    moved = np.full(len(told), _NAN)
    moved[question.horizon :] = told[question.horizon :] - told[: -question.horizon]
    return moved


def _covariance(one: Floats, other: Floats) -> float:
    known = ~np.isnan(one) & ~np.isnan(other)
    return float(np.mean((one[known] - one[known].mean()) * (other[known] - other[known].mean())))
