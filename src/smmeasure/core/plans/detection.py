"""How likely an effect is to be found: lifts put into the series' own past, and the interval's own claim.

Two curves are mixed. One is parametric: the distribution of the total without a campaign, shifted by the
effect, against the interval that this distribution gives. The other puts the effect into pretend campaigns
in the quiet period, each judged by an interval calibrated without the pretend campaigns that share days
with it. Their errors count in units of the spread claimed on their day, so that a past which swung more
than today's series does not blur the answer; a kernel as wide as few independent errors ask for makes the
share of found campaigns a smooth curve. The parametric curve counts as much as 16 independent pretend
campaigns: with few of them it carries the answer (benchmarks/ACCURACY.md).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from smmeasure.core.arrays import MEDIAN_TO_DEVIATION, Floats
from smmeasure.core.calibration import Baseline, Distribution, spreads_apart
from smmeasure.core.placebos import Placebos, place
from smmeasure.core.quiet import Quiet

_PRIOR = 16.0
"""The parametric curve counts as much as so many independent pretend campaigns."""

_KERNEL = 0.9
"""Width of the kernel in standard deviations of the error, for one of them (Silverman 1986, equation 3.31)."""

_LEAST_DEGREES = 3.0
"""Degrees of freedom of the error do not fall below, as in the calibration."""

_NOTHING = 1e-9
"""Part of a typical day below which a total is expected to be nothing."""

_DOUBLINGS = 60
"""The search for an effect that is large enough gives up far beyond any."""

_POINTS, _ROUNDS = 33, 9
"""A search that looks at so many points and so many times narrows its span by a factor of 32^9."""


@dataclass(frozen=True, slots=True)
class Detection:
    """What decides whether an effect over a window of some length is found.

    Attributes
    ----------
    total : Distribution
        Total without a campaign; of one window.
    level : float
        Level of the future interval.
    errors : ndarray of float, shape (m,)
        Errors of the pretend campaigns, brought to today's spread, on the error scale.
    independent : float
        How many of them count as independent.
    """

    total: Distribution
    level: float
    errors: Floats
    independent: float

    @property
    def expected(self) -> float:
        """Expected total without a campaign, unit of the series."""
        return float(self.total.expected[0])

    def power(self, effects: Floats) -> Floats:
        """Give the probability that effects on the total are found.

        Parameters
        ----------
        effects : ndarray of float, shape (k,)
            Total effects, unit of the series, 0 or more.

        Returns
        -------
        ndarray of float, shape (k,)
            Never falling with the size of the effect where `effects` ascend.
        """
        share = self.independent / (self.independent + _PRIOR) if len(self.errors) else 0.0
        own = self._found_in_the_past(effects) if share > 0.0 else 0.0
        return np.asarray(np.maximum.accumulate(share * own + (1.0 - share) * self._claimed(effects)))

    def _claimed(self, effects: Floats) -> Floats:
        total = self.total
        low, high = (float(total.quantile(share)[0]) for share in (0.5 - self.level / 2.0, 0.5 + self.level / 2.0))
        return np.asarray(1.0 - total.probability_below(high - effects) + total.probability_below(low - effects))

    def _found_in_the_past(self, effects: Floats) -> Floats:
        shifts = self.total.scale.error(self.expected + effects, self.total.expected, self.total.days)
        reach = float(stats.t.ppf(0.5 + self.level / 2.0, self.total.degrees) * self.total.spread[0])
        size = MEDIAN_TO_DEVIATION * float(np.median(np.abs(self.errors)))
        kernel = max(_KERNEL * size * max(self.independent, 1.0) ** -0.2, np.finfo(float).eps)
        moved = self.errors + shifts[:, None]
        found = stats.norm.cdf((moved - reach) / kernel) + stats.norm.cdf((-reach - moved) / kernel)
        return np.asarray(found.mean(axis=1))

    def smallest(self, power: float) -> float:
        """Give the smallest effect that is found with a probability, unit of the series."""
        low, high = 0.0, float(self.total.quantile(0.5 + self.level / 2.0)[0]) - self.expected
        for _ in range(_DOUBLINGS):
            if self.power(np.array([high]))[0] >= power:
                break
            low, high = high, 2.0 * high
        for _ in range(_ROUNDS):
            effects = np.linspace(low, high, _POINTS)
            # The end of the span suffices, if only up to rounding.
            first = int(np.argmax(np.append(self.power(effects)[:-1] >= power, True)))
            low, high = float(effects[max(first - 1, 0)]), float(effects[first])
        return high


def detection(baseline: Baseline, question: Quiet, days: int, level: float) -> Detection:
    """Learn what decides detection over a number of days, from a baseline that is already learnt.

    Parameters
    ----------
    baseline : Baseline
        Calibrated on pretend campaigns as long as the window of `question`.
    question : Quiet
        The series; its window may be shorter or longer than `days`.
    days : int
        Length to ask about; at most the quiet days that the baseline can still forecast from.
    level : float
        Level of the future interval, in (0, 1).
    """
    origin = min(question.first, len(question.values) - days)
    total = _total(baseline, question, origin, days)
    asked = _with_horizon(question, origin, days)
    placebos = place(asked, _ready(baseline))
    total = replace(total, degrees=_degrees(baseline, placebos.independent))
    return Detection(total, level, _errors(baseline, placebos, float(total.spread[0])), placebos.independent)


def _ready(baseline: Baseline) -> int:
    """Give the first day from which every member of the pool can forecast."""
    return int(np.argmax(np.isfinite(baseline.pool.fitted())))


def _degrees(baseline: Baseline, independent: float) -> float:
    """Give the degrees of freedom of the error of another length.

    They are as many as pretend campaigns are independent, unless the calibration knew of more, which do not
    hang on the length.
    """
    counted = max(baseline.calibration.independent, _LEAST_DEGREES)
    known = baseline.degrees if baseline.degrees > counted else _LEAST_DEGREES
    return max(independent, known)


def _total(baseline: Baseline, question: Quiet, origin: int, days: int) -> Distribution:
    """Give the distribution of a total that begins after the quiet period.

    A longer window than that of the question is forecast from an earlier day, so that it ends with the question's:
    how much it grows from the question's length to its own is learnt there, and applied to today's forecast.
    """
    if origin == question.first:
        return baseline.totals(origin, np.ones((1, days), dtype=bool))
    own = baseline.totals(question.first, np.ones((1, question.horizon), dtype=bool))
    both = np.arange(days) < np.array([[question.horizon], [days]])
    short, long = (baseline.totals(origin, row[None]) for row in both)
    grown = long.expected / short.expected if short.expected[0] != 0.0 else np.array([days / question.horizon])
    return replace(own, expected=own.expected * grown, spread=own.spread * long.spread / short.spread, days=long.days)


def _with_horizon(question: Quiet, origin: int, days: int) -> Quiet:
    """Ask about another number of days; a longer window begins so much earlier."""
    stop = origin + days
    return replace(
        question,
        values=np.where(np.arange(stop) < origin, question.values[:stop], np.nan),
        calm=question.calm[:stop] & (np.arange(stop) < origin),
        first=origin,
        events=question.events[:stop],
        controls=question.controls[:stop],
    )


def _errors(baseline: Baseline, placebos: Placebos, spread: float) -> Floats:
    """Give the errors of pretend campaigns in units of their own spread, times today's spread."""
    if not len(placebos.origins):
        return np.empty(0)
    expectation = baseline.pool.expect(placebos.origins, placebos.scored)
    # A window of which nothing is expected has an error beyond any factor.
    expected = np.maximum(
        (expectation.paths * placebos.scored).sum(axis=1),
        _NOTHING * baseline.scale.typical if baseline.scale.factor else -np.inf,
    )
    errors = baseline.scale.error(placebos.totals, expected, placebos.days)
    own = np.maximum(spreads_apart(errors, expectation.spread, placebos), 1e-12)
    standardised: Floats = errors / own * spread
    return standardised
