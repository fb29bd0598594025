"""How much a rate scatters beyond counting, seen in pretend campaigns of the same length before the window.

Daily counts are not binomial: rates differ from day to day and stay different for days and weeks. What
counting leaves unexplained in a total over a window is therefore looked for in totals over windows of the
quiet period. They have as many whole weeks as the campaign, begin week after week, and overlap: overlapping
batch means (Meketon & Schmeiser 1984, Proceedings of the Winter Simulation Conference, 226-230), which use
the days better than windows side by side. Pearson's statistic over its degrees of freedom is the variance of
such a total over that of counting.

A campaign changes what is scattered: twice the visits halve the noise of counting and leave that of the rate
as it was. So the excess over counting is carried to the window in proportion to its size (the moment estimate
of DerSimonian & Laird 1986, Controlled Clinical Trials 7, 177-188) and to the rate itself: on the odds for a
share, on the logarithm else. The sum has the degrees of freedom of Satterthwaite (1946, Biometrics Bulletin 2,
110-114), many where counting leads and few where the scatter does. A share never scatters less than counting.

By hand, orders over visits: weeks of 700 visits at 5 % have a factor of 3, seen with 19 degrees. A window of
two weeks and 350 visits at 5 % has blocks a quarter as large: 1 + (3 - 1) / 4 = 1.5, with 19 x 1.5² / (3 / 4)² = 76
degrees; one of 2800 visits, twice as large, 1 + (3 - 1) x 2 = 5, with 19 x 5² / (3 x 2)² = 13.2 degrees.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from smmeasure.core.funnel.kinds import RateKind, counting_variance, scatter_unit

WEEK = 7

LEAST_BLOCKS = 4
"""With fewer blocks than this in the quiet period, shorter ones are taken."""

LEAST_DEGREES = 6
"""With fewer degrees of freedom, a dispersion below that of counting is not believed."""

LEAST_FACTOR = 0.01
"""Two systems that agree on every day still have some error."""

KNOWN_SHARE = 0.8
"""Share of the days of a pretend campaign that are known and quiet."""


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How much one total scatters.

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


@dataclass(frozen=True, slots=True)
class Scatter:
    """How much blocks of days scatter around their common rate.

    Attributes
    ----------
    kind : RateKind
        What is divided.
    factor : float
        Variance of a block over that of counting; for an amount the variance of one unit of the step before.
    rate : float
        Common rate of the blocks.
    block : float
        Mean of the step before over a block.
    days : int
        Days of a block.
    degrees : float
        Degrees of freedom of `factor`.
    """

    kind: RateKind
    factor: float
    rate: float
    block: float
    days: int
    degrees: float

    def of_total(self, part: float, whole: float, days: int) -> Dispersion:
        """Say how much a total over some days scatters.

        Parameters
        ----------
        part, whole : float
            Totals of the step and of the step before; `whole` above 0.
        days : int
            Days they were counted on.
        """
        if self.kind is RateKind.AMOUNT:
            return Dispersion(self.factor, self.degrees)
        if self.factor <= 1:
            return self._below_counting()
        blocks = max(1.0, days / self.days)
        larger = (
            whole / blocks / self.block * scatter_unit(self.kind, part / whole) / scatter_unit(self.kind, self.rate)
        )
        factor = 1 + (self.factor - 1) * larger
        if factor <= 1:
            return COUNTING
        return Dispersion(factor, self.degrees * (factor / (self.factor * larger)) ** 2)

    def _below_counting(self) -> Dispersion:
        """Two systems that count alike scatter less than two counts; nothing else may."""
        if self.kind is RateKind.RATIO and self.degrees >= LEAST_DEGREES:
            return Dispersion(max(self.factor, LEAST_FACTOR), self.degrees)
        return COUNTING


def scatter(quiet: pd.DataFrame, window: pd.DataFrame, kind: RateKind) -> Scatter | None:
    """Estimate how much a rate scatters; from quiet days, with those of the window where they are too few.

    Parameters
    ----------
    quiet, window : pandas.DataFrame, columns ``previous`` and ``step``
        Daily values, nan where unknown or not quiet.
    kind : RateKind
        What is divided.

    Returns
    -------
    Scatter or None
        None where fewer than two blocks are known, or nothing ever came this far.
    """
    past, known = quiet.dropna(), window.dropna()
    length = min(math.ceil(len(window) / WEEK), len(past) // LEAST_BLOCKS // WEEK) * WEEK
    if length:
        return _scatter([past], length, kind)
    return _scatter([past, known], WEEK if len(known) >= LEAST_BLOCKS * WEEK else 1, kind)


def _scatter(stretches: Sequence[pd.DataFrame], length: int, kind: RateKind) -> Scatter | None:
    blocks = [block_totals(stretch, length, min(length, WEEK)) for stretch in stretches]
    looked_at = [_pearson(one, len(days) / length, kind) for one, days in zip(blocks, stretches, strict=True)]
    squares, degrees = (sum(found) for found in zip(*looked_at, strict=True))
    together = pd.concat(blocks)
    whole, part = (float(together[name].sum()) for name in ("previous", "step"))
    if degrees < 1 or not whole > 0 or scatter_unit(kind, part / whole) <= 0:
        return None
    overlap = _overlap(max(1, length // WEEK))
    return Scatter(kind, squares / degrees, part / whole, whole / len(together), length, degrees * overlap)


def block_totals(days: pd.DataFrame, length: int, step: int = WEEK) -> pd.DataFrame:
    """Sum over every stretch of the given length in which most days are known, each some days after the last.

    Parameters
    ----------
    days : pandas.DataFrame, columns ``previous`` and ``step``
        Daily values; days that are not known, or not quiet, are missing.
    length : int
        Days of a stretch.
    step : int
        Days from one stretch to the next.

    Returns
    -------
    pandas.DataFrame, columns ``previous`` and ``step``
        Totals where any came to the step before.
    """
    if not len(days):
        return days
    calendar = days.reindex(pd.date_range(days.index[0], days.index[-1], freq="D"))
    least = max(1, math.ceil(KNOWN_SHARE * length))
    totals = calendar.rolling(length, min_periods=least).sum().iloc[length - 1 :: step].dropna()
    return totals[totals["previous"] > 0]


def _pearson(blocks: pd.DataFrame, apart: float, kind: RateKind) -> tuple[float, float]:
    """Pearson's statistic of as many blocks as lie side by side, and its degrees of freedom."""
    whole, part = blocks["previous"].to_numpy(dtype=float), blocks["step"].to_numpy(dtype=float)
    if len(blocks) <= 1 or apart <= 1:
        return 0.0, 0.0
    rate = part.sum() / whole.sum()
    variance = counting_variance(kind, rate)
    if variance <= 0:
        return 0.0, 0.0
    side_by_side = min(apart, len(blocks))
    mean = float(((part - rate * whole) ** 2 / (whole * variance)).mean())
    return mean * side_by_side, side_by_side - 1


def _overlap(weeks: int) -> float:
    """Degrees of freedom gained by blocks of some weeks that begin every week: 1 for one week, up to 1.5."""
    shared = (weeks - 1) * (2 * weeks - 1) / (3 * weeks)
    return weeks / (1 + shared)
