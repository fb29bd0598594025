"""The baseline of days with campaigns, given all quiet days: before, between and after them.

The forecast from the days before the first campaign, with its covariance over all later days, is
conditioned on the quiet days among these (multivariate normal: Anderson 2003, theorem 2.5.1), which is
what a Kalman smoother does with the days of campaigns missing (Harvey 1989, section 3.6).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import linalg

from smmeasure.core.arrays import MEDIAN_TO_DEVIATION, Bools, Floats
from smmeasure.core.calibration import Baseline
from smmeasure.core.campaigns.question import Question
from smmeasure.core.pool import learn_candidates

_DEVIATIONS = 4.0
"""A quiet day further than so many robust standard deviations from the others is drawn in."""

_LEAST_FACTOR, _MOST_FACTOR = 0.1, 10.0
"""The noise of a day follows its level within these factors."""


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What the days with campaigns would have been, with all that is known of the errors.

    Attributes
    ----------
    effect : ndarray, shape (d,)
        Observed minus baseline, unit of the series.
    baseline : ndarray, shape (d,)
        Expected without any campaign, same unit.
    covariance : ndarray, shape (d, d)
        Scale matrix of the errors, unit squared.
    factor : bool
        Whether errors are factors, so that an effect swells the noise of its day.
    """

    effect: Floats
    baseline: Floats
    covariance: Floats
    factor: bool


def far_reaching(question: Question, baseline: Baseline) -> Baseline:
    """Let the candidates of a calibrated baseline look as far ahead as the whole question."""
    known = {(one.name, one.log): one for one in learn_candidates(question.whole)}
    members = tuple(known[member.name, member.log] for member in baseline.pool.members)
    return replace(baseline, pool=replace(baseline.pool, members=members))


def without_campaigns(question: Question, baseline: Baseline) -> Counterfactual:
    """Expect the days with campaigns from all quiet days.

    Parameters
    ----------
    question : Question
        The days.
    baseline : Baseline
        Calibrated, and able to look as far ahead as the question.
    """
    first, horizon = question.whole.first, question.whole.horizon
    values, campaign, calm = question.whole.values[first:], question.campaign, question.quiet
    expected = baseline.totals(first, np.eye(horizon, dtype=bool)).expected
    covariance = baseline.covariance(first, _calibrated_days(question))
    baseline_days, remaining = expected[campaign], covariance[np.ix_(campaign, campaign)]
    if calm.any():
        across = covariance[np.ix_(campaign, calm)]
        gain = linalg.solve(covariance[np.ix_(calm, calm)], across.T, assume_a="pos").T
        errors = _drawn_in(values[calm] - expected[calm], np.sqrt(np.diag(covariance)[calm]))
        remaining = remaining - gain @ across.T
        baseline_days, remaining = _updated(baseline_days, gain @ errors, remaining, factor=baseline.scale.factor)
    return Counterfactual(values[campaign] - baseline_days, baseline_days, remaining, baseline.scale.factor)


def _calibrated_days(question: Question) -> Bools:
    """Mark the days of the stretch that the baseline was calibrated for."""
    days = np.zeros(question.whole.horizon, dtype=bool)
    days[: question.stretch.horizon] = True
    return days


def _drawn_in(errors: Floats, spread: Floats) -> Floats:
    """Draw single outliers in to the other quiet days."""
    scores = errors / spread
    middle = float(np.median(scores))
    reach = _DEVIATIONS * MEDIAN_TO_DEVIATION * float(np.median(np.abs(scores - middle)))
    return np.clip(scores, middle - reach, middle + reach) * spread if reach > 0.0 else errors


def _updated(expected: Floats, shift: Floats, covariance: Floats, *, factor: bool) -> tuple[Floats, Floats]:
    """Move the expectation; where errors are factors, it stays positive and the noise follows it."""
    if not factor:
        return expected + shift, covariance
    ratio = np.clip(1.0 + shift / expected, _LEAST_FACTOR, _MOST_FACTOR)
    return expected * ratio, covariance * np.outer(ratio, ratio)
