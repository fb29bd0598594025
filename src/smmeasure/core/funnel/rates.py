"""Rates of one step over another: what kind they are, how much their days scatter, their intervals.

Three kinds of rate, because three kinds of things are divided. A *share* counts the same system's
people at two steps: Wilson's score interval, which Brown, Cai & DasGupta (2001, Statistical Science
16, 101-133) recommend over the textbook's, also for small counts. A *ratio* divides what two systems
count, or pieces by orders: two Poisson counts, whose ratio is the odds of the part in their sum, with
Wilson's interval of that share (Price & Bonett 2000, Computational Statistics & Data Analysis 34,
345-356). An *amount* is money each: the ratio estimator of survey sampling (Cochran 1977, ch. 6).

Daily counts are not binomial: rates differ from day to day and stay different for days. Each interval
is widened by the dispersion seen in weeks of the quiet period and of the window (Pearson's statistic
over its degrees of freedom), never made narrower than the binomial one; with few blocks the quantile
is Student's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from scipy.stats import norm, t

from smmeasure.brief.catalogue import Stage
from smmeasure.core.estimates import Estimate
from smmeasure.units import Kind, Unit

LEAST_WINDOWS = 6
"""Fewer pretend campaigns than this say nothing about what is usual."""

LEAK_QUANTILE = 0.05
"""A rate below this quantile of the pretend campaigns' rates is unusually low."""

LEAST_WEEKS = 4
"""From so many weeks on, a stretch of days is looked at by weeks: what lasts for days then counts in full."""

LEAST_DEGREES = 6
"""With fewer degrees of freedom, a dispersion below that of counting is not believed."""

LEAST_FACTOR = 0.01
"""Two systems that agree on every day still have some error."""


class RateKind(StrEnum):
    """What a step is divided by."""

    SHARE = "share"
    RATIO = "ratio"
    AMOUNT = "amount"


def kind_of_rate(before: tuple[Stage, Unit], step: tuple[Stage, Unit]) -> RateKind:
    """Tell what the rate of a step over the one before it is, from their stages and units.

    Parameters
    ----------
    before, step : tuple of Stage and Unit
        The two steps.
    """
    if any(unit.kind is not Kind.COUNT for _, unit in (before, step)):
        return RateKind.AMOUNT
    crosses = step[0].is_after_click and not before[0].is_after_click
    return RateKind.RATIO if crosses or step[0] is Stage.REVENUE else RateKind.SHARE


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How much the days of a rate scatter.

    Attributes
    ----------
    factor : float
        Variance over that of counting alone, 1 where days scatter like counts; for an amount the
        variance of one unit of the step before, in squared units.
    degrees : float
        Degrees of freedom that it was estimated with; infinite where it was not.
    """

    factor: float
    degrees: float


COUNTING = Dispersion(1.0, math.inf)
"""The scatter of counting alone."""


def dispersion(stretches: Sequence[pd.DataFrame], kind: RateKind) -> Dispersion | None:
    """Estimate how much a rate scatters around its mean, within each stretch of days.

    Parameters
    ----------
    stretches : sequence of pandas.DataFrame, columns ``previous`` and ``step``
        Daily values of quiet period and window, nan where unknown; each has its own mean rate.
    kind : RateKind
        What is divided.

    Returns
    -------
    Dispersion or None
        Never below counting for a share; None for an amount of which fewer than two days are known.
    """
    looked_at = [_scatter(stretch.dropna(), kind) for stretch in stretches]
    squares, degrees = (sum(part) for part in zip(*looked_at, strict=True))
    if degrees < 1:
        return None if kind is RateKind.AMOUNT else COUNTING
    factor = squares / degrees
    if kind is RateKind.AMOUNT:
        return Dispersion(factor, degrees)
    floor = LEAST_FACTOR if kind is RateKind.RATIO and degrees >= LEAST_DEGREES else 1.0
    return Dispersion(factor, degrees) if factor > floor else Dispersion(floor, math.inf)


def _scatter(days: pd.DataFrame, kind: RateKind) -> tuple[float, float]:
    """Pearson's statistic of the blocks of a stretch, and its degrees of freedom."""
    blocks = _blocks(days)
    whole, part = blocks["previous"].to_numpy(dtype=float), blocks["step"].to_numpy(dtype=float)
    if whole.sum() <= 0 or (whole > 0).sum() <= 1:
        return 0.0, 0.0
    rate = part.sum() / whole.sum()
    of_one = {RateKind.SHARE: rate * (1 - rate), RateKind.RATIO: rate * (1 + rate), RateKind.AMOUNT: 1.0}[kind]
    if of_one <= 0:
        return 0.0, 0.0
    used = whole > 0
    squares = float((((part - rate * whole) ** 2)[used] / (whole[used] * of_one)).sum())
    return squares, float(used.sum() - 1)


def _blocks(days: pd.DataFrame) -> pd.DataFrame:
    """Sum by weeks where there are enough of them, so that a weekday's habit and lasting moods are told apart."""
    if len(days) < 7 * LEAST_WEEKS:
        return days
    weeks = (pd.DatetimeIndex(days.index) - days.index[0]).days // 7
    sizes = days.groupby(weeks)["step"].transform("size")
    return days[sizes == 7].groupby(weeks[sizes == 7]).sum()  # noqa: PLR2004 - days of a week


def rate_interval(
    part: float, whole: float, level: float, kind: RateKind = RateKind.SHARE, scatter: Dispersion = COUNTING
) -> Estimate | None:
    """Interval of a step rate from two totals.

    A share larger than 1 is no share: it is given the interval of a ratio.

    Parameters
    ----------
    part, whole : float
        Totals of the step and of the step before.
    level : float
        Confidence level.
    kind : RateKind
        What is divided.
    scatter : Dispersion
        How much days scatter.

    Returns
    -------
    Estimate or None
        The rate, a fraction for a share, else units of the step per unit of the step before; None
        where the step before is 0 or a total is negative.
    """
    if not whole > 0 or not (part >= 0 or kind is RateKind.AMOUNT):
        return None
    quantile = (1 + level) / 2
    z = float(norm.ppf(quantile) if math.isinf(scatter.degrees) else t.ppf(quantile, scatter.degrees))
    if kind is RateKind.AMOUNT:
        return _around(part / whole, z * math.sqrt(scatter.factor / whole))
    if kind is RateKind.SHARE and part <= whole:
        return Estimate(part / whole, *_wilson(part, whole, z, scatter.factor))
    low, high = (end / (1 - end) for end in _wilson(part, part + whole, z, scatter.factor))
    rate = part / whole
    return Estimate(rate, min(rate, low), max(rate, high))


def _around(value: float, half: float) -> Estimate:
    return Estimate(value, value - half, value + half)


def _wilson(part: float, whole: float, z: float, factor: float) -> tuple[float, float]:
    """Wilson's score interval (Brown et al. 2001, eq. 4) of a sample that is worth ``whole / factor``."""
    rate, size = part / whole, whole / factor
    centre = (rate + z**2 / (2 * size)) / (1 + z**2 / size)
    half = z / (1 + z**2 / size) * math.sqrt(rate * (1 - rate) / size + z**2 / (4 * size**2))
    return max(0.0, min(rate, centre - half)), min(1.0, max(rate, centre + half))


def usual_rate(previous: pd.Series, step: pd.Series, days: int) -> Estimate | None:
    """Rate of a step over pretend campaigns of the same length in the quiet period.

    Parameters
    ----------
    previous, step : pandas.Series, shape (n,)
        Daily values of the two indicators; nan on days that are not quiet.
    days : int
        Length of the window.

    Returns
    -------
    Estimate or None
        Median and quantiles 5 % and 95 % of the rates; None with fewer than six windows.
    """
    rates = _window_rates(previous, step, days)
    if len(rates) < LEAST_WINDOWS:
        return None
    low, middle, high = np.quantile(rates, [LEAK_QUANTILE, 0.5, 1 - LEAK_QUANTILE])
    return Estimate(float(middle), float(low), float(high))


def _window_rates(previous: pd.Series, step: pd.Series, days: int) -> Sequence[float]:
    """Rates over every window of the given length, ending week by week, in which most days are quiet."""
    pair = pd.DataFrame({"previous": previous, "step": step}).dropna()
    calendar = pair.reindex(pd.date_range(previous.index[0], previous.index[-1], freq="D")) if len(pair) else pair
    least = max(1, math.ceil(0.8 * days))
    totals = calendar.rolling(days, min_periods=least).sum().iloc[days - 1 :: 7].dropna()
    totals = totals[totals["previous"] > 0]
    return list(totals["step"] / totals["previous"])
