"""What a method did on pretend campaigns: each trial against the truth, and how often over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy import stats

from smmeasure.core.results import Uplift, Verdict

CONFIDENCE = 0.95
"""Level of the intervals of rates."""

CAP = 20.0
"""Highest relative interval score of one placebo: a single hopeless window would outweigh all others."""

_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often something happened, with the exact interval of Clopper and Pearson (1934).

    Attributes
    ----------
    count, trials : int
        How often it happened, and how often it could have.
    rate : float
        ``count / trials``; nan without a trial.
    rate_ci_lower, rate_ci_upper : float
        Interval of the rate at `CONFIDENCE`; 0 and 1 without a trial.
    """

    count: int
    trials: int
    rate: float
    rate_ci_lower: float
    rate_ci_upper: float


@dataclass(frozen=True, slots=True)
class Trial:
    """What the method said of a pretend campaign whose true effect is known.

    Attributes
    ----------
    truth : float
        Effect that was put in, unit of the series.
    observed, effect, effect_ci_lower, effect_ci_upper, verdict
        As in `Uplift`.
    covered : bool
        Whether the interval holds the truth.
    """

    truth: float
    observed: float
    effect: float
    effect_ci_lower: float
    effect_ci_upper: float
    verdict: Verdict
    covered: bool


@dataclass(frozen=True, slots=True)
class Placebo:
    """One pretend campaign: measured as it was, and with an effect put in.

    Attributes
    ----------
    start, end : datetime.date
        First and last day.
    history : int
        Days (weeks of a weekly series) before it that the estimate was given.
    untouched : Trial
        Nothing was put in: the truth is 0.
    lifted : Trial
        Every value of the window was multiplied by 1 + lift.
    score : float
        Interval score of `untouched` over the observed total, capped at `CAP`: (width + 2 / (1 - level) × miss) /
        size of the total (Gneiting and Raftery 2007, equation 43); smaller is better; nan where not measurable.
    error : float
        Size of the effect over that of the observed total in `untouched`, a fraction; nan where not measurable.
    """

    start: date
    end: date
    history: int
    untouched: Trial
    lifted: Trial
    score: float
    error: float

    @property
    def measurable(self) -> bool:
        """Whether the method made a statement."""
        return self.untouched.verdict is not Verdict.NOT_MEASURABLE

    @property
    def false_alarm(self) -> bool:
        """Whether the method claimed a change where nothing had been done."""
        return self.untouched.verdict in {Verdict.RISE, Verdict.FALL}

    @property
    def found(self) -> bool:
        """Whether the method found the effect that was put in, with the right sign."""
        return self.lifted.verdict is (Verdict.RISE if self.lifted.truth > 0.0 else Verdict.FALL)


@dataclass(frozen=True, slots=True)
class PlaceboTest:
    """How the method does on a series' own past.

    Attributes
    ----------
    days : int
        Length of every pretend campaign; weeks for a weekly series.
    lift : float
        Effect that was put in, relative, a fraction.
    level : float
        Level of the intervals.
    placebos : tuple of Placebo
        In the order of time.
    false_alarms, coverage, coverage_lifted : Frequency
        Of the measurable ones: a change claimed where nothing was done; the interval held the truth without and with
        the lift.
    power, not_measurable : Frequency
        Of all: the lift was found; no statement was made.
    score, median_error : float
        Mean of `Placebo.score` and median of `Placebo.error` over the measurable ones; nan if there are none.
    """

    days: int
    lift: float
    level: float
    placebos: tuple[Placebo, ...]
    false_alarms: Frequency
    coverage: Frequency
    coverage_lifted: Frequency
    power: Frequency
    not_measurable: Frequency
    score: float
    median_error: float


def trial(uplift: Uplift, truth: float) -> Trial:
    """Set what was estimated against the true effect, in the unit of the series."""
    lower, upper = uplift.effect_ci_lower, uplift.effect_ci_upper
    covered = lower <= truth <= upper  # False for nan
    return Trial(truth, uplift.observed, uplift.effect, lower, upper, uplift.verdict, covered)


def interval_score(untouched: Trial, level: float) -> float:
    """Relative interval score of a trial without effect, as in `Placebo`."""
    if untouched.verdict is Verdict.NOT_MEASURABLE:
        return _NAN
    miss = max(untouched.effect_ci_lower, -untouched.effect_ci_upper, 0.0)
    points = untouched.effect_ci_upper - untouched.effect_ci_lower + 2.0 / (1.0 - level) * miss
    return min(points / abs(untouched.observed), CAP) if untouched.observed else CAP


def relative_error(untouched: Trial) -> float:
    """Error of a trial without effect, as a share of the total; nan where that is 0."""
    return abs(untouched.effect / untouched.observed) if untouched.observed else _NAN


def sum_up(placebos: Sequence[Placebo], days: int, lift: float, level: float) -> PlaceboTest:
    """Count over all pretend campaigns of one series.

    Parameters
    ----------
    placebos : sequence of Placebo
        In the order of time.
    days, lift, level
        As in `calibrate`.
    """
    measured = [placebo for placebo in placebos if placebo.measurable]
    scores = np.array([placebo.score for placebo in measured])
    errors = np.array([placebo.error for placebo in measured])
    errors = errors[np.isfinite(errors)]
    return PlaceboTest(
        days=days,
        lift=lift,
        level=level,
        placebos=tuple(placebos),
        false_alarms=frequency([placebo.false_alarm for placebo in measured]),
        coverage=frequency([placebo.untouched.covered for placebo in measured]),
        coverage_lifted=frequency([placebo.lifted.covered for placebo in measured]),
        power=frequency([placebo.found for placebo in placebos]),
        not_measurable=frequency([not placebo.measurable for placebo in placebos]),
        score=float(scores.mean()) if len(scores) else _NAN,
        median_error=float(np.median(errors)) if len(errors) else _NAN,
    )


def frequency(happened: Sequence[bool]) -> Frequency:
    """Count how often something happened, with its exact interval."""
    count, trials = sum(happened), len(happened)
    if not trials:
        return Frequency(0, 0, _NAN, 0.0, 1.0)
    interval = stats.binomtest(count, trials).proportion_ci(CONFIDENCE, method="exact")
    return Frequency(count, trials, count / trials, float(interval.low), float(interval.high))
