"""Members against others: paired where they were matched, as two groups where chance drew them."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy import stats

from smmeasure.core.arrays import Floats
from smmeasure.core.estimates import Estimate
from smmeasure.core.experiment.estimate import estimate_experiment
from smmeasure.core.experiment.intervals import Interval, normal_quantile, quantile
from smmeasure.core.experiment.outcome import Difference
from smmeasure.core.results import Verdict
from smmeasure.core.verdicts import pvalue_at_edge, verdict_of
from smmeasure.messages import Message, message

PAIRED_MEANS = "paired t, Fieller ratio"
PAIRED_RATES = "Bonett-Price paired rates, Fieller ratio"

_NAN = float("nan")
_LEAST = float(np.finfo(float).tiny)
CONSTANT = message("All pairs differ by the same amount: nothing says how far chance could move it.")


def paired(members: Floats, others: Floats, level: float, *, binary: bool) -> Difference:
    """Compare matched pairs.

    Pairs matched without replacement are the unit that varies (Abadie and Spiess 2022, JASA 117:983; Austin and
    Small 2014, Stat. Med. 33:4306). Means have the t interval of the differences; rates that of Bonett and Price
    (2012), J. Educ. Behav. Stat. 37:479, which adds one pair of each disagreeing sort. Ratios have Fieller's
    interval with the covariance of the pairs.

    Parameters
    ----------
    members, others : ndarray, shape (n,)
        Outcome of each pair.
    level : float
        Confidence level, in (0, 1).
    binary : bool
        Whether the outcome is 0 or 1.
    """
    gaps = members - others
    if not binary and np.ptp(gaps) <= 0.0:
        return unmeasured(level, CONSTANT)
    effect = float(gaps.mean())
    ends, pvalue = _rates(gaps, level) if binary else _means(gaps, level)
    low, high = min(ends.lower, effect), max(ends.upper, effect)
    ratio, sides = _ratio(members, others, level)
    return Difference(
        effect=effect,
        effect_ci_lower=low,
        effect_ci_upper=high,
        rel_effect=ratio,
        rel_effect_ci_lower=_same_side(sides.lower, low),
        rel_effect_ci_upper=_same_side(sides.upper, high),
        total=Estimate(effect, low, high).scaled(len(gaps)),
        pvalue=pvalue_at_edge(pvalue, level, outside=not low <= 0.0 <= high),
        verdict=verdict_of(low, high),
        level=level,
        method=PAIRED_RATES if binary else PAIRED_MEANS,
    )


def drawn(members: Floats, others: Floats, level: float) -> Difference:
    """Compare two groups that chance drew."""
    outcome = pd.Series(np.concatenate([members, others]))
    arm = pd.Series(["members"] * len(members) + ["others"] * len(others))
    return estimate_experiment(outcome, arm, control="others", level=level).arms[0].difference


def unmeasured(level: float, reason: Message) -> Difference:
    """Give a difference of which nothing is known, and why."""
    nothing = Estimate(_NAN, _NAN, _NAN)
    return Difference(
        *(_NAN,) * 6, total=nothing, pvalue=_NAN, verdict=Verdict.NOT_MEASURABLE, level=level, method="", reason=reason
    )


def _means(gaps: Floats, level: float) -> tuple[Interval, float]:
    freedom = len(gaps) - 1
    error = float(gaps.std(ddof=1)) / math.sqrt(len(gaps))
    effect, half = float(gaps.mean()), quantile(level, freedom) * error
    return Interval(effect - half, effect + half), float(2.0 * stats.t.sf(abs(effect) / error, freedom))


def _rates(gaps: Floats, level: float) -> tuple[Interval, float]:
    pairs = len(gaps) + 2.0
    only_members, only_others = (float((gaps == side).sum()) + 1.0 for side in (1.0, -1.0))
    effect = (only_members - only_others) / pairs
    error = math.sqrt(((only_members + only_others) / pairs - effect**2) / pairs)
    half = normal_quantile(level) * error
    return Interval(effect - half, effect + half), float(2.0 * stats.norm.sf(abs(effect) / error))


def _ratio(members: Floats, others: Floats, level: float) -> tuple[float, Interval]:
    """Give the relative difference with its interval; nan where the mean of the others can't be told from 0."""
    one, zero, people = float(members.mean()), float(others.mean()), len(members)
    if zero <= 0.0:
        return _NAN, Interval(_NAN, _NAN)
    spread = np.cov(members, others) / people
    t2 = quantile(level, people - 1) ** 2
    square = zero**2 - t2 * spread[1, 1]
    if square <= 0.0:
        return one / zero - 1.0, Interval(_NAN, _NAN)
    cross = one * zero - t2 * spread[0, 1]
    root = math.sqrt(max(cross**2 - square * (one**2 - t2 * spread[0, 0]), 0.0))
    return one / zero - 1.0, Interval((cross - root) / square - 1.0, (cross + root) / square - 1.0)


def _same_side(relative: float, end: float) -> float:
    """Keep an end of the ratio on that side of 0 where the difference has it."""
    if math.isnan(relative) or end == 0.0:
        return relative
    return max(relative, _LEAST) if end > 0.0 else min(relative, -_LEAST)
