"""Small counts: a level that fades into the past, times a weekday factor.

The gamma-Poisson filter of Harvey and Fernandes (1989, Journal of Business & Economic Statistics 7,
equations 3.1 to 3.6) in closed form. Two departures: the dispersion of the counts around it is
estimated, as real counts scatter more than Poisson's, and the level's variance grows by the same step
on each day ahead, where a discount on the forecast too would let it explode.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from smmeasure.core.arrays import Bools, Floats, Ints
from smmeasure.core.baselines.candidate import Expectation
from smmeasure.core.baselines.robust import clipped

COUNTS = "discounted counts"
"""Name of the candidate."""

_DISCOUNTS = np.array([0.7, 0.8, 0.88, 0.93, 0.96, 0.98, 0.99, 1.0])
"""Share of what is known that is left a day later, equally likely beforehand."""

_PRIOR_DAYS = 2.0
"""A weekday counts as average until it was seen a few times: so many average days are added."""

_PRIOR_COUNTS = 0.5
"""Least shape of the level's distribution; Jeffreys' prior of a Poisson mean."""

_SMALL = 30.0
"""Median from which a count is so large that its logarithm tells as much."""

_LEAST_DISPERSION = 1e-9
"""Counts that repeat themselves exactly still have a likelihood."""


@dataclass(frozen=True, slots=True)
class DiscountedCounts:
    """Discounted counts that have seen a series; what is known on each day comes from the days before.

    Attributes
    ----------
    kinds : ndarray of int, shape (n + h,)
        Kind of each day: its weekday, or a day with an event.
    factors : ndarray, shape (n + h + 1, k)
        Size of each kind of day, relative to an average day.
    counts, exposures : ndarray, shape (n + h + 1, g)
        Discounted sums of counts and of factors: shape and rate of the level's gamma distribution.
    log_likelihood : ndarray, shape (n + h + 1, g)
        Log-likelihood of each discount.
    dispersion : ndarray, shape (n + h + 1, g)
        Variance relative to Poisson's.
    ready : int
        First day from which it can forecast.
    typical : float
        Mean count of a quiet day.
    """

    kinds: Ints
    factors: Floats
    counts: Floats
    exposures: Floats
    log_likelihood: Floats
    dispersion: Floats
    ready: int
    typical: float

    @property
    def name(self) -> str:
        """Name of the candidate."""
        return COUNTS

    @property
    def log(self) -> bool:
        """Counts are learnt as they are."""
        return False

    @property
    def adaptive(self) -> bool:
        """Its spread takes no part: it was wider than the others' without finding more (benchmarks/ACCURACY.md)."""
        return False

    def fitted(self) -> Floats:
        """Forecast each day from the day before; nan at the beginning."""
        days = np.arange(len(self.kinds))
        fitted: Floats = self._level(days) * self.factors[days, self.kinds]
        fitted[: self.ready] = np.nan
        return fitted

    def expect(self, origins: Ints, scored: Bools) -> Expectation:
        """Expect the days after each origin.

        Parameters
        ----------
        origins : ndarray of int, shape (m,)
            Days known at each origin.
        scored : ndarray of bool, shape (m, horizon)
            Days that enter the total.
        """
        sizes = self._sizes(origins, scored.shape[1])
        paths = self._level(origins)[:, None] * sizes
        variances = [
            wanted @ self.covariance(int(origin), len(wanted)) @ wanted
            for origin, wanted in zip(origins, scored, strict=True)
        ]
        totals = np.maximum((paths * scored).sum(axis=1), np.finfo(float).tiny)
        return Expectation(paths, np.sqrt(variances) / totals)

    def covariance(self, origin: int, horizon: int) -> Floats:
        """Covariance of the errors of the days after an origin, in counts squared, shape (h, h)."""
        sizes = self._sizes(np.array([origin]), horizon)[0]
        levels = self.counts[origin] / self.exposures[origin]
        weights, dispersion = self._weights(np.array([origin]))[0], self.dispersion[origin]
        ahead = np.arange(1.0, horizon + 1.0)
        together = np.minimum(ahead[:, None], ahead)
        steps = (1.0 - _DISCOUNTS) / _DISCOUNTS
        wandering = (1.0 + steps[:, None, None] * together) / self.counts[origin][:, None, None]
        scale = weights * dispersion
        shared = np.tensordot(scale * levels**2, wandering, axes=1) + weights @ (levels - weights @ levels) ** 2
        covariance: Floats = np.outer(sizes, sizes) * shared + np.diag(float(scale @ levels) * sizes)
        return covariance

    def _weights(self, origins: Ints) -> Floats:
        """Probability of each discount at each origin, shape (m, g)."""
        likely = self.log_likelihood[origins]
        weights = np.exp(likely - likely.max(axis=1, keepdims=True))
        normal: Floats = weights / weights.sum(axis=1, keepdims=True)
        return normal

    def _level(self, origins: Ints) -> Floats:
        level: Floats = (self._weights(origins) * self.counts[origins] / self.exposures[origins]).sum(axis=1)
        return level

    def _sizes(self, origins: Ints, horizon: int) -> Floats:
        days = origins[:, None] + np.arange(horizon)
        return np.take_along_axis(self.factors[origins], self.kinds[days], axis=1)


def are_small_counts(values: Floats) -> bool:
    """Whether a series is of whole numbers that are few or sometimes none; nan is ignored."""
    known = values[~np.isnan(values)]
    whole = bool((known >= 0.0).all() and (known == np.round(known)).all())
    return whole and bool(np.median(known) < _SMALL or (known == 0.0).any())


def learn_counts(values: Floats, eventful: Bools, period: int | None) -> DiscountedCounts:
    """Let discounted counts learn a series.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Counts, nan where they must not be learnt from; single outliers are drawn in.
    eventful : ndarray of bool, shape (n,)
        Days with an event: a kind of day of their own, and no outliers.
    period : int or None
        Days of the weekly pattern; None for a weekly series.
    """
    calm = np.where(eventful, values, np.maximum(clipped(np.sqrt(values), period), 0.0) ** 2)
    week = period or 1
    kinds = np.where(eventful, week, np.arange(len(values)) % week)
    factors = _factors(calm, kinds, week + 1)
    sizes = factors[np.arange(len(values)), kinds]
    counts, exposures = _discounted(calm, sizes)
    log_likelihood, dispersion = _surprises(calm, sizes, counts, exposures)
    ready = min(2 * week, len(values))
    return DiscountedCounts(
        kinds, factors, counts, exposures, log_likelihood, dispersion, ready, float(np.nanmean(np.abs(values)))
    )


def _factors(values: Floats, kinds: Ints, count: int) -> Floats:
    """Size of each kind of day relative to all, from the days before each day; shape (n + 1, k)."""
    known = ~np.isnan(values)
    marks = (kinds[:, None] == np.arange(count)) & known[:, None]
    days, sums = _before(marks.astype(float)), _before(np.where(marks, values[:, None], 0.0))
    seen = np.maximum(days.sum(axis=1, keepdims=True), 1.0)
    mean = np.maximum(sums.sum(axis=1, keepdims=True) / seen, 1.0 / seen)
    factors: Floats = (sums + _PRIOR_DAYS * mean) / ((days + _PRIOR_DAYS) * mean)
    return factors


def _discounted(values: Floats, sizes: Floats) -> tuple[Floats, Floats]:
    """Discounted sums of counts and sizes before each day, each of shape (n + 1, g)."""
    counts = np.empty((len(values) + 1, len(_DISCOUNTS)))
    exposures = np.empty_like(counts)
    counts[0] = exposures[0] = _PRIOR_COUNTS
    for day, (value, size) in enumerate(zip(values, sizes, strict=True)):
        seen = not np.isnan(value)
        counts[day + 1] = np.maximum(counts[day] * _DISCOUNTS + (value if seen else 0.0), _PRIOR_COUNTS)
        exposures[day + 1] = exposures[day] * _DISCOUNTS + (size if seen else 0.0)
    return counts, exposures


def _surprises(values: Floats, sizes: Floats, counts: Floats, exposures: Floats) -> tuple[Floats, Floats]:
    """Log-likelihood and dispersion from the days before each day, each of shape (n + 1, g).

    Quasi-likelihood with a concentrated dispersion (McCullagh and Nelder 1989, section 9.2).
    """
    expected = counts[:-1] / exposures[:-1] * sizes[:, None]
    variance = expected + expected**2 / counts[:-1]
    known = ~np.isnan(values)[:, None] & (np.cumsum(~np.isnan(values)) > _PRIOR_DAYS)[:, None]
    squares = np.where(known, (values[:, None] - expected) ** 2 / variance, 0.0)
    days = np.maximum(_before(known.astype(float)), 1.0)
    dispersion = np.maximum(_before(squares) / days, _LEAST_DISPERSION)
    log_likelihood = -0.5 * _before(np.where(known, np.log(variance), 0.0)) - 0.5 * days * np.log(dispersion)
    return log_likelihood, dispersion


def _before(values: Floats) -> Floats:
    """Add up what lies before each day."""
    return np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
