"""Rates of one step over another, their intervals, and what is usual for them.

A share has Wilson's score interval, which Brown, Cai & DasGupta (2001, Statistical Science 16, 101-133)
recommend over the textbook's, also for small counts. The ratio of two Poisson counts is the odds of the
part in their sum, with Wilson's interval of that share (Price & Bonett 2000, Computational Statistics &
Data Analysis 34, 345-356). A frequency has the score interval of a Poisson mean. An amount has that of the
ratio estimator of survey sampling (Cochran 1977, ch. 6).

Each interval is as wide as days scatter (see `scatter`); with few of them the quantile is Student's.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy.stats import norm, t

from smmeasure.core.estimates import Estimate
from smmeasure.core.funnel.kinds import RateKind
from smmeasure.core.funnel.scatter import COUNTING, Dispersion, block_totals

LEAST_WINDOWS = 6
"""Fewer pretend campaigns than this say nothing about what is usual."""

LEAK_QUANTILE = 0.05
"""A rate below this quantile of the pretend campaigns' rates is unusually low."""


def rate_interval(
    part: float, whole: float, level: float, kind: RateKind = RateKind.SHARE, scatter: Dispersion = COUNTING
) -> Estimate | None:
    """Interval of a rate from two totals.

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
        How much these totals scatter.

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
    rate = part / whole
    if kind is RateKind.AMOUNT:
        return _around(rate, z * math.sqrt(scatter.factor / whole))
    if kind is RateKind.SHARE and part <= whole:
        return Estimate(rate, *_wilson(part, whole, z, scatter.factor))
    if kind is RateKind.FREQUENCY:
        low, high = (end / whole for end in _poisson(part, z, scatter.factor))
    else:
        low, high = (end / (1 - end) for end in _wilson(part, part + whole, z, scatter.factor))
    return Estimate(rate, min(rate, low), max(rate, high))


def _around(value: float, half: float) -> Estimate:
    return Estimate(value, value - half, value + half)


def _wilson(part: float, whole: float, z: float, factor: float) -> tuple[float, float]:
    """Wilson's score interval (Brown et al. 2001, eq. 4) of a sample that is worth ``whole / factor``."""
    rate, size = part / whole, whole / factor
    centre = (rate + z**2 / (2 * size)) / (1 + z**2 / size)
    half = z / (1 + z**2 / size) * math.sqrt(rate * (1 - rate) / size + z**2 / (4 * size**2))
    return max(0.0, min(rate, centre - half)), min(1.0, max(rate, centre + half))


def _poisson(part: float, z: float, factor: float) -> tuple[float, float]:
    """Score interval of the mean of a count whose variance is `factor` times its mean."""
    middle, half = part + z**2 * factor / 2, z * math.sqrt(factor * (part + z**2 * factor / 4))
    return max(0.0, middle - half), middle + half


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
    totals = block_totals(pd.DataFrame({"previous": previous, "step": step}).dropna(), days)
    if len(totals) < LEAST_WINDOWS:
        return None
    rates = (totals["step"] / totals["previous"]).to_numpy()
    low, middle, high = np.quantile(rates, [LEAK_QUANTILE, 0.5, 1 - LEAK_QUANTILE])
    return Estimate(float(middle), float(low), float(high))
