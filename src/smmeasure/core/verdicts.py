"""From an inference to a result that can't contradict itself: one home for every estimator."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from smmeasure.core.results import Calibration, Uplift, Verdict
from smmeasure.messages import Message

_NAN = float("nan")

_UNKNOWN = (
    "baseline",
    "baseline_ci_lower",
    "baseline_ci_upper",
    "effect",
    "cumulative",
    "cumulative_ci_lower",
    "cumulative_ci_upper",
)
"""Columns of the daily table that only a measured effect fills."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an inference says of a window's total.

    Attributes
    ----------
    observed, baseline : float
        Totals over the window, unit of the series.
    lower, upper : float
        Interval of the effect, same unit; never on the same side of it.
    pvalue : float
        Two-sided, as the test gives it.
    draws : tuple of float
        Equally likely values of the effect, ascending.
    """

    observed: float
    baseline: float
    lower: float
    upper: float
    pvalue: float
    draws: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a result tells beside its numbers.

    Attributes
    ----------
    level : float
        Confidence level of the interval, in (0, 1).
    days : int
        Observed days, or periods, of the window.
    method : str
        Name of the baseline; empty where none was reached.
    calibration : Calibration or None
        What placebos showed.
    """

    level: float
    days: int
    method: str
    calibration: Calibration | None


def measured(said: Said, told: Told, daily: pd.DataFrame) -> Uplift:
    """Make a result whose verdict, p-value and relative effect follow from the interval.

    Parameters
    ----------
    said : Said
        Totals, interval and p-value.
    told : Told
        Level, days and method.
    daily : pandas.DataFrame
        As in `smmeasure.core.results.Uplift`.
    """
    relative, lower, upper = _relative(said)
    return Uplift(
        observed=said.observed,
        baseline=said.baseline,
        effect=said.observed - said.baseline,
        effect_ci_lower=said.lower,
        effect_ci_upper=said.upper,
        rel_effect=relative,
        rel_effect_ci_lower=lower,
        rel_effect_ci_upper=upper,
        pvalue=pvalue_at_edge(said.pvalue, told.level, outside=not said.lower <= 0.0 <= said.upper),
        verdict=verdict_of(said.lower, said.upper),
        level=told.level,
        days=told.days,
        daily=daily,
        method=told.method,
        calibration=told.calibration,
        draws=said.draws,
    )


def _relative(said: Said) -> tuple[float, float, float]:
    """Give the effect relative to the baseline, with its interval; nan where a baseline is not positive.

    An effect e stands over the baseline ``observed - e``; dividing the effect itself keeps its sign to
    the last bit.
    """
    if not said.baseline > 0.0:
        return _NAN, _NAN, _NAN
    effect = (said.observed - said.baseline) / said.baseline
    lowest, highest = said.observed - said.upper, said.observed - said.lower
    if not lowest > 0.0:
        return effect, _NAN, _NAN
    # A negative total lies the further below its baseline, as a share, the smaller that is: the ends change places.
    ends = sorted((said.lower / highest, said.upper / lowest))
    return effect, min(ends[0], effect), max(ends[1], effect)


def verdict_of(lower: float, upper: float) -> Verdict:
    """Read the verdict off the interval of an effect."""
    if lower > 0.0:
        return Verdict.RISE
    return Verdict.FALL if upper < 0.0 else Verdict.NO_CHANGE


def pvalue_at_edge(pvalue: float, level: float, *, outside: bool) -> float:
    """Keep the p-value; where a test has steps, or at the very edge, it follows the interval.

    Parameters
    ----------
    pvalue : float
        As the test gives it.
    level : float
        Confidence level of the interval.
    outside : bool
        Whether 0 lies outside the interval.
    """
    edge = 1.0 - level
    return min(pvalue, float(np.nextafter(edge, 0.0))) if outside else max(pvalue, edge)


def not_measurable(reason: Message | None, observed: float, told: Told, seen: pd.Series) -> Uplift:
    """Give what was observed and why no more can be said.

    Parameters
    ----------
    reason : Message or None
        Why, with what would be needed; None where it is told elsewhere.
    observed : float
        Total over the window; nan where nothing was observed.
    told : Told
        Level, days and method.
    seen : pandas.Series of float
        Observed values by day, for the daily table.
    """
    return Uplift(
        observed=observed,
        baseline=_NAN,
        effect=_NAN,
        effect_ci_lower=_NAN,
        effect_ci_upper=_NAN,
        rel_effect=_NAN,
        rel_effect_ci_lower=_NAN,
        rel_effect_ci_upper=_NAN,
        pvalue=_NAN,
        verdict=Verdict.NOT_MEASURABLE,
        level=told.level,
        days=told.days,
        daily=pd.DataFrame({"observed": seen} | dict.fromkeys(_UNKNOWN, _NAN), index=seen.index),
        method=told.method,
        calibration=told.calibration,
        reason=reason,
    )
