"""Campaigns that are alike tell something of each other: empirical Bayes, normal-normal.

Measured effects ``y_i`` scatter around true ones with known variances ``v_i``, true ones around their mean
with variance ``tau2`` (Efron and Morris 1975, doi:10.1080/01621459.1975.10479864; Morris 1983,
doi:10.1080/01621459.1983.10477920). `tau2` is that of Paule and Mandel 1982 (doi:10.6028/jres.087.022), as
statsmodels works it out. Each effect is drawn to the mean by the share ``v_i / (v_i + tau2)`` of its variance
that is noise. Relative effects are taken as logarithms of ratios (Hedges, Gurevitch and Curtis 1999,
doi:10.1890/0012-9658(1999)080[1150:TMAORR]2.0.CO;2).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from smmeasure.core.arrays import Floats
from smmeasure.core.estimates import Estimate

_WIDEST, _STEPS = 3.0, 301
"""How far the standard deviation of true effects may go, in spreads of what was measured, and in how many steps."""

LEAST_PEERS = 3
"""Campaigns that are needed to tell how far true effects scatter."""


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Effects drawn towards their mean, in the scale of what was given.

    Attributes
    ----------
    values, errors : ndarray, shape (campaigns,)
        Shrunk effects and their standard errors.
    mean : float
        Mean of the true effects.
    tau2 : float
        Variance of the true effects around it; 0 where they can't be told apart.
    """

    values: Floats
    errors: Floats
    mean: float
    tau2: float


def shrink(effects: Sequence[float], errors: Sequence[float]) -> Shrunk:
    """Draw effects towards their common mean, each by how uncertain it is.

    Parameters
    ----------
    effects : sequence of float
        Measured effects of comparable campaigns, at least `LEAST_PEERS`.
    errors : sequence of float
        Their standard errors, above 0, same unit.

    Notes
    -----
    The error of a shrunk effect holds that of the mean, and that of `tau2`: it is the mean square around the
    shrunk effect over all standard deviations of true effects, weighted by their restricted likelihood (a flat
    prior, Gelman 2006, doi:10.1214/06-BA117A). With `tau2` taken as known, 95 % intervals would hold 83 % of the
    truth where campaigns differ little.
    """
    measured, variance = np.asarray(effects, dtype=float), np.square(np.asarray(errors, dtype=float))
    # In units of the smallest error, so that the search for tau2 stops equally close in any unit.
    unit = float(variance.min())
    # Equal effects have no heterogeneity, and statsmodels divides by it for a number that isn't used here.
    with np.errstate(divide="ignore", invalid="ignore"):
        combined = combine_effects(measured / math.sqrt(unit), variance / unit, method_re="pm")
    tau2 = unit * max(0.0, float(combined.tau2))
    found = _given(np.array([tau2]), measured, variance)
    widest = _WIDEST * max(math.sqrt(float(variance.max())), float(np.ptp(measured)))
    grid = _given(np.square(np.linspace(0.0, widest, _STEPS)), measured, variance)
    around = grid.spread + np.square(grid.values - found.values)
    errors_found: Floats = np.sqrt(np.average(around, axis=0, weights=grid.likelihood))
    return Shrunk(found.values[0], errors_found, float(found.mean[0]), tau2)


@dataclass(frozen=True, slots=True)
class _Given:
    """What follows from values of `tau2`: shapes (values, campaigns) and (values,)."""

    values: Floats
    spread: Floats
    mean: Floats
    likelihood: Floats


def _given(tau2: Floats, measured: Floats, variance: Floats) -> _Given:
    """Give effects, their variances and the restricted likelihood for each value of `tau2`."""
    weights = 1.0 / (variance + tau2[:, None])
    total = weights.sum(axis=1)
    mean = (weights * measured).sum(axis=1) / total
    away = mean[:, None] - measured
    noise = variance * weights
    spread = variance * (1.0 - noise) + noise**2 / total[:, None]
    log = 0.5 * (np.log(weights).sum(axis=1) - np.log(total) - (weights * away**2).sum(axis=1))
    return _Given(measured + noise * away, spread, mean, np.exp(log - log.max()))


def can_shrink(effect: Estimate) -> bool:
    """Whether a relative effect has a logarithm and an error: nothing fell to 0, and the interval has a width."""
    return effect.ci_lower > -1.0 and effect.ci_upper > effect.ci_lower


def shrink_relative(effects: Sequence[Estimate], levels: Sequence[float]) -> tuple[Estimate, ...]:
    """Draw relative effects of comparable campaigns towards their mean.

    Parameters
    ----------
    effects : sequence of Estimate
        Fractions with their intervals, each of which `can_shrink`; at least `LEAST_PEERS`.
    levels : sequence of float
        Levels of the intervals, in (0, 1); shrunk intervals have the same.
    """
    reach = stats.norm.ppf(0.5 + np.asarray(levels, dtype=float) / 2.0)
    ends = np.log1p([[one.ci_lower, one.value, one.ci_upper] for one in effects])
    found = shrink(ends[:, 1].tolist(), ((ends[:, 2] - ends[:, 0]) / (2.0 * reach)).tolist())
    half = reach * found.errors
    back = np.expm1([found.values, found.values - half, found.values + half]).T
    return tuple(Estimate(*map(float, row)) for row in back)


def shrink_measured(values: Sequence[Estimate], levels: Sequence[float]) -> tuple[Estimate, ...]:
    """Draw values of comparable campaigns towards their mean, in their own scale.

    Parameters
    ----------
    values : sequence of Estimate
        With their intervals, each of which has a width; at least `LEAST_PEERS`.
    levels : sequence of float
        Levels of the intervals, in (0, 1); shrunk intervals have the same.
    """
    reach = stats.norm.ppf(0.5 + np.asarray(levels, dtype=float) / 2.0)
    widths = np.asarray([one.ci_upper - one.ci_lower for one in values])
    found = shrink([one.value for one in values], (widths / (2.0 * reach)).tolist())
    half = reach * found.errors
    rows = np.stack([found.values, found.values - half, found.values + half], axis=1)
    return tuple(Estimate(*map(float, row)) for row in rows)
