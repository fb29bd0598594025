"""How far the pool errs on this very series when nothing happened, and what follows for the interval.

The spread of the total is a geometric mean of what the models claim and what the placebos show; the
placebos weigh the more, the more of them are independent. Student's t, with as many degrees of
freedom as there are independent placebos, widens for the rest; only where the daily surprises have
the lighter tails of more degrees is it as wide as these tell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from smmeasure.core.arrays import MEDIAN_TO_DEVIATION, Bools, Floats, Ints
from smmeasure.core.baselines.candidate import Expectation
from smmeasure.core.placebos import ErrorScale, Placebos, place
from smmeasure.core.pool import Pool, choose, learn_candidates
from smmeasure.core.quiet import Quiet
from smmeasure.core.results import Calibration
from smmeasure.core.surprises import tail_degrees
from smmeasure.core.threads import one_thread

_PRIOR_PLACEBOS = 8.0
"""The spread that the models claim counts as much as so many independent placebos."""

_MOST_SHARE = 0.4
"""The placebos never count more than this: the models see the latest days, the placebos older ones."""

_WIDTH = 1.03
"""Factor on the spread, from the placebo windows of other series (benchmarks/ACCURACY.md)."""

_LEAST_SPREAD = 1e-9
"""Relative spread of a series that repeats itself exactly: rounding is no effect."""

_LEAST_DEGREES = 3.0
"""Fewer independent placebos than this count as so many: then the models' spread carries the interval."""

_MOST_EMPTY = 0.05
"""Share of placebos with nothing in them beyond which errors are no factors."""

_MOST_STRETCH = 4.0
"""The placebos may widen or narrow what the models claim by this factor before it is weighed."""


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
    stretch : float
        Factor on the spread that the models claim.
    degrees : float
        Degrees of freedom of the error.
    calibration : Calibration
        What is shown of it.
    """

    pool: Pool
    scale: ErrorScale
    stretch: float
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
        spread = np.maximum(self.stretch * expectation.spread, _LEAST_SPREAD)
        return Distribution(expected, spread, days, self.degrees, self.scale)

    def covariance(self, origin: int, scored: Bools) -> Floats:
        """Give the scale matrix of the errors of the days after one origin, days that are not scored too.

        Parameters
        ----------
        origin : int
            Days known.
        scored : ndarray of bool, shape (horizon,)
            Days of a total; its scale is the one that `totals` gives.

        Returns
        -------
        ndarray, shape (horizon, horizon)
            Unit of the series squared; with `degrees` degrees of freedom, the scale matrix of Student's t.
        """
        total = self.totals(origin, scored[None])
        size = float(total.expected[0]) if self.scale.factor else self.scale.typical * int(total.days[0])
        covariance = self.pool.covariance(origin, len(scored))
        wanted, claimed = (float(total.spread[0]) * size) ** 2, float(scored @ covariance @ scored)
        # The pool averages the spreads of its candidates, not their variances: one factor makes both agree.
        scaled: Floats = covariance * (wanted / claimed if claimed > 0.0 else 1.0)
        return scaled


@one_thread
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
    placebos = place(quiet, max(candidate.ready for candidate in tried))
    if not len(placebos.origins):
        return None
    pool = choose(tried, placebos)
    expectation = pool.expect(placebos.origins, placebos.scored)
    asked = quiet.observed if quiet.observed.any() else np.ones(quiet.horizon, dtype=bool)
    window = pool.expect(np.array([quiet.first]), asked[None])
    scale = _error_scale(quiet, placebos, expectation, float(window.paths[0] @ asked))
    surprises = (quiet.learnable - pool.fitted())[: quiet.first]
    degrees = max(placebos.independent, _LEAST_DEGREES, tail_degrees(surprises))
    return _calibrated(pool, placebos, expectation, scale, (float(window.spread[0]), level, degrees))


def _error_scale(quiet: Quiet, placebos: Placebos, expectation: Expectation, expected: float) -> ErrorScale:
    """Tell errors as factors where totals are positive; a rare empty placebo is then an unbounded error."""
    calm = quiet.values[quiet.calm]
    empty = float((placebos.totals <= 0.0).mean())
    lowest = min(_expected(placebos, expectation).min(), expected)
    factor = calm.min() >= 0.0 and lowest > 0.0 and empty <= _MOST_EMPTY
    return ErrorScale(bool(factor), float(np.abs(calm).mean()))


def _expected(placebos: Placebos, expectation: Expectation) -> Floats:
    expected: Floats = (expectation.paths * placebos.scored).sum(axis=1)
    return expected


def _calibrated(
    pool: Pool, placebos: Placebos, expectation: Expectation, scale: ErrorScale, asked: tuple[float, float, float]
) -> Baseline:
    """Calibrate; asked are the spread that the models claim for the window, a level and degrees of freedom."""
    claimed, level, degrees = asked
    expected = _expected(placebos, expectation)
    errors = scale.error(placebos.totals, expected, placebos.days)
    limit = float(stats.t.ppf(0.5 + level / 2.0, degrees))
    calibration = Calibration(
        placebos=len(errors),
        independent=placebos.independent,
        false_alarm_rate=float((np.abs(errors) > limit * spreads_apart(errors, expectation.spread, placebos)).mean()),
        median_error=_median_error(placebos, expected, scale),
        widening=limit / float(stats.norm.ppf(0.5 + level / 2.0)),
        candidates=pool.candidates,
    )
    return Baseline(pool, scale, _stretch(errors, claimed, placebos.independent), degrees, calibration)


def _median_error(placebos: Placebos, expected: Floats, scale: ErrorScale) -> float:
    sizes = np.abs(placebos.totals)
    sizes = np.where(sizes > 0.0, sizes, scale.typical * placebos.days)
    return float(np.median(np.abs(placebos.totals - expected) / sizes))


def _stretch(errors: Floats, claimed: float, independent: float) -> float:
    """Factor on the claimed spread; without placebos the claim stands."""
    if not len(errors):
        return _WIDTH
    shown = MEDIAN_TO_DEVIATION * float(np.median(np.abs(errors))) / max(claimed, _LEAST_SPREAD)
    share = min(independent / (independent + _PRIOR_PLACEBOS), _MOST_SHARE)
    within = min(max(shown, 1.0 / _MOST_STRETCH), _MOST_STRETCH)
    return _WIDTH * float(within**share)


def spreads_apart(errors: Floats, claimed: Floats, placebos: Placebos) -> Floats:
    """Give the spread of each placebo as an estimate of it would tell it: calibrated without those that share its days.

    Parameters
    ----------
    errors : ndarray of float, shape (m,)
        Errors of the placebos, on the error scale.
    claimed : ndarray of float, shape (m,)
        Spread of each that the models claim, on the error scale.
    placebos : Placebos
        The placebos.

    Returns
    -------
    ndarray of float, shape (m,)
        On the error scale.
    """
    independent = max(placebos.independent - 1.0, 0.0)
    apart = zip(claimed.tolist(), placebos.apart(), strict=True)
    spreads: Floats = np.array([_stretch(errors[others], own, independent) * own for own, others in apart])
    return spreads
