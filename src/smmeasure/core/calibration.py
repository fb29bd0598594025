"""How far the pool errs on this very series when nothing happened, and what follows for the interval.

The placebo errors centre the pool and scale the spread that the models claim, the more so the more
independent placebos there are; Student's t with few degrees of freedom widens for the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from smmeasure.core.arrays import Bools, Floats, Ints
from smmeasure.core.baselines.candidate import Expectation
from smmeasure.core.placebos import ErrorScale, Placebos, place
from smmeasure.core.pool import Pool, choose, learn_candidates
from smmeasure.core.quiet import Quiet
from smmeasure.core.results import Calibration

_PRIOR_PLACEBOS = 20.0
"""The spread that the models claim counts as much as so many independent placebos."""

_PRIOR_CENTRE = 10.0
"""So many independent placebos halve the correction of the centre."""

_OUTLIER = 3.0
"""Standardised placebo errors beyond this count as this."""

_WIDTH = 1.2
"""Factor on the models' spread, learnt from placebo windows of other series (benchmarks/ACCURACY.md)."""

_DEGREES = 5.0
"""Degrees of freedom of the error before any placebo."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What the placebos teach about the pool.

    Attributes
    ----------
    centre : float
        Median error, on the error scale, shrunk towards 0.
    stretch : float
        Factor on the spread that the models claim.
    """

    centre: float
    stretch: float


@dataclass(frozen=True, slots=True)
class Distribution:
    """What the totals of windows would be without a campaign: Student's t on the error scale.

    Attributes
    ----------
    expected : ndarray, shape (m,)
        Centres, unit of the series.
    spread : ndarray, shape (m,)
        Scale of the t distribution, on the error scale.
    days : ndarray of int, shape (m,)
        Days that the totals run over.
    degrees : float
        Degrees of freedom.
    scale : ErrorScale
        The error scale.
    """

    expected: Floats
    spread: Floats
    days: Ints
    degrees: float
    scale: ErrorScale

    def quantile(self, probability: float | Floats) -> Floats:
        """Totals that stay unreached with this probability; shape (m,), or that of the probabilities if m is 1."""
        error = self.spread * stats.t.ppf(probability, self.degrees)
        return self.scale.total(self.expected, error, self.days)

    def probability_below(self, totals: Floats) -> Floats:
        """Probability that the total stays below these, shape (m,)."""
        error = self.scale.error(totals, self.expected, self.days)
        probability: Floats = stats.t.cdf(error / self.spread, self.degrees)
        return probability

    def pvalue(self, observed: Floats) -> Floats:
        """Two-sided probability of totals at least as far out, shape (m,)."""
        error = self.scale.error(observed, self.expected, self.days)
        pvalue: Floats = 2.0 * stats.t.sf(np.abs(error) / self.spread, self.degrees)
        return pvalue


@dataclass(frozen=True, slots=True)
class Baseline:
    """A pool with what its placebos teach: everything an estimate needs.

    Attributes
    ----------
    pool : Pool
        Candidates in use.
    scale : ErrorScale
        How errors are told.
    correction : Correction
        From the placebos.
    degrees : float
        Degrees of freedom of the error.
    calibration : Calibration
        What is shown of it.
    """

    pool: Pool
    scale: ErrorScale
    correction: Correction
    degrees: float
    calibration: Calibration

    def totals(self, origin: int, scored: Bools) -> Distribution:
        """Give the distribution of several totals over the days after one origin.

        Parameters
        ----------
        origin : int
            Days known.
        scored : ndarray of bool, shape (m, horizon)
            Days that enter each total.
        """
        expectation = self.pool.expect(np.full(len(scored), origin), scored)
        days = scored.sum(axis=1)
        expected = (expectation.paths * scored).sum(axis=1)
        centre = self.scale.total(expected, np.full(len(days), self.correction.centre), days)
        return Distribution(centre, self.correction.stretch * expectation.spread, days, self.degrees, self.scale)


def calibrate(quiet: Quiet, level: float) -> Baseline | None:
    """Learn every candidate, run the placebos, pool and calibrate; None without a single placebo.

    Parameters
    ----------
    quiet : Quiet
        The series.
    level : float
        Level of the intervals, for the false-alarm rate.
    """
    tried = learn_candidates(quiet)
    placebos = place(quiet, max(candidate.learnt.ready for candidate in tried))
    if not len(placebos.origins):
        return None
    expectations = [candidate.expect(placebos.origins, placebos.scored) for candidate in tried]
    pool, expectation = choose(tried, expectations, placebos)
    scale = _error_scale(quiet, pool, expectation, placebos)
    return _calibrated(pool, expectation, scale, placebos, level)


def _error_scale(quiet: Quiet, pool: Pool, expectation: Expectation, placebos: Placebos) -> ErrorScale:
    """Tell errors as factors where every total is and is expected to be positive."""
    typical = float(np.abs(quiet.values[quiet.calm]).mean())
    expected = (expectation.paths * placebos.scored).sum(axis=1)
    everything = np.ones((1, quiet.horizon), dtype=bool)
    window = pool.expect(np.array([quiet.first]), everything).paths[0]
    positive = quiet.values[quiet.calm].min() >= 0.0 and placebos.totals.min() > 0.0
    factor = positive and min(expected.min(), window.min()) > 0.0
    return ErrorScale(bool(factor), typical)


def _calibrated(pool: Pool, expectation: Expectation, scale: ErrorScale, placebos: Placebos, level: float) -> Baseline:
    expected = (expectation.paths * placebos.scored).sum(axis=1)
    errors = scale.error(placebos.totals, expected, placebos.days)
    degrees = _DEGREES + placebos.independent
    correction = _correction(errors, expectation.spread, placebos.independent)
    limit = float(stats.t.ppf(0.5 + level / 2.0, degrees))
    calibration = Calibration(
        placebos=len(errors),
        independent=placebos.independent,
        false_alarm_rate=_false_alarm_rate(errors, expectation.spread, placebos, limit),
        median_error=_median_error(placebos, expected, scale),
        widening=limit / float(stats.norm.ppf(0.5 + level / 2.0)),
        candidates=pool.candidates,
    )
    return Baseline(pool, scale, correction, degrees, calibration)


def _median_error(placebos: Placebos, expected: Floats, scale: ErrorScale) -> float:
    sizes = np.abs(placebos.totals)
    sizes = np.where(sizes > 0.0, sizes, scale.typical * placebos.days)
    return float(np.median(np.abs(placebos.totals - expected) / sizes))


def _correction(errors: Floats, spread: Floats, independent: float) -> Correction:
    """Learn centre and stretch; without placebos the models stand as they are."""
    if not len(errors):
        return Correction(0.0, _WIDTH)
    centre = float(np.median(errors)) * independent / (independent + _PRIOR_CENTRE)
    squares = np.minimum((errors / spread) ** 2, _OUTLIER**2)
    claimed = (_PRIOR_PLACEBOS + independent * float(squares.mean())) / (_PRIOR_PLACEBOS + independent)
    return Correction(centre, _WIDTH * float(np.sqrt(claimed)))


def _false_alarm_rate(errors: Floats, spread: Floats, placebos: Placebos, limit: float) -> float:
    """Share of placebos outside the interval that the placebos sharing no day with them allow."""
    alarms = 0
    for error, width, others in zip(errors, spread, placebos.apart(), strict=True):
        left = max(placebos.independent - 1.0, 0.0)
        correction = _correction(errors[others], spread[others], left)
        alarms += abs(error - correction.centre) > limit * correction.stretch * width
    return alarms / len(errors)
