"""From exposure to revenue: step rates against their own past, and the border at the click.

A step rate is ``n_i / n_(i-1)``. Its usual value comes from pretend campaigns of the same length in
the quiet period; a step leaks where its rate in the window falls below what those windows show. Only
steps behind the visit can leak: before it a paid audience dilutes every rate, and the visit itself
is counted by another system than the click, so that their ratio is a sign of data quality.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from smmeasure.brief.catalogue import Stage
from smmeasure.core.estimates import Estimate

LEAST_WINDOWS = 6
"""Fewer pretend campaigns than this say nothing about what is usual."""

LEAK_QUANTILE = 0.05
"""A rate below this quantile of the pretend campaigns' rates is unusually low."""


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """One step of the funnel over the window.

    Attributes
    ----------
    indicator : str
        Key in the brief.
    stage : Stage
        Where in the funnel; the border lies before the first step after the click.
    total : float
        Observed total over the window.
    rate : Estimate or None
        Share of the step before that came this far, as a fraction with its interval; None for the
        first step and where the step before is 0.
    usual : Estimate or None
        The same rate over pretend campaigns in the quiet period: median, with the quantiles 5 % and
        95 %; None where there are too few.
    leaks : bool
        Whether the rate is lower than pretend campaigns allow.
    lost : float
        Units of this step lost against the usual rate; 0 where it doesn't leak.
    """

    indicator: str
    stage: Stage
    total: float
    rate: Estimate | None
    usual: Estimate | None
    leaks: bool
    lost: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """The funnel of a campaign, from exposure to revenue.

    Attributes
    ----------
    steps : tuple of FunnelStep
        In order.
    border : int
        Number of steps that the community manager answers for; those after it are the site's,
        the price's, the offer's and the service's.
    """

    steps: tuple[FunnelStep, ...]
    border: int

    @property
    def leak(self) -> FunnelStep | None:
        """The step that loses the greatest share of its usual rate, if any leaks."""
        leaking = [step for step in self.steps if step.leaks and step.rate and step.usual]
        return min(leaking, key=_relative_rate, default=None)


def _relative_rate(step: FunnelStep) -> float:
    return step.rate.value / step.usual.value if step.rate and step.usual else math.inf


def build_funnel(
    stages: Mapping[str, Stage], window: Mapping[str, pd.Series], quiet: Mapping[str, pd.Series], level: float
) -> Funnel:
    """Build the funnel of a campaign.

    Parameters
    ----------
    stages : mapping of str to Stage
        Indicators in the order of the funnel.
    window : mapping of str to pandas.Series, shape (days,)
        Observed values in the window.
    quiet : mapping of str to pandas.Series, shape (quiet days,)
        Values on a daily calendar before the window; nan on days that are not quiet.
    level : float
        Confidence level of the rates' intervals.
    """
    keys, observed = list(stages), _Observed(window, quiet, level)
    before = [None, *keys[:-1]]
    steps = tuple(_step(key, stages[key], previous, observed) for previous, key in zip(before, keys, strict=True))
    return Funnel(steps, sum(not stage.is_after_click for stage in stages.values()))


@dataclass(frozen=True, slots=True)
class _Observed:
    """Values of every indicator in the window and before it, and the level of the intervals."""

    window: Mapping[str, pd.Series]
    quiet: Mapping[str, pd.Series]
    level: float


def _step(key: str, stage: Stage, previous: str | None, observed: _Observed) -> FunnelStep:
    window, quiet = observed.window, observed.quiet
    total = float(window[key].sum())
    if previous is None:
        return FunnelStep(key, stage, total, None, None, leaks=False, lost=0.0)
    both = pd.concat([window[previous], window[key]], axis=1).dropna().sum()
    rate = rate_interval(float(both.iloc[1]), float(both.iloc[0]), observed.level)
    usual = usual_rate(quiet[previous], quiet[key], len(window[key]))
    leaks = stage.rank > Stage.VISIT.rank and _is_low(rate, usual)
    lost = (usual.value - rate.value) * float(both.iloc[0]) if leaks and usual and rate else 0.0
    return FunnelStep(key, stage, total, rate, usual, leaks=leaks, lost=lost)


def _is_low(rate: Estimate | None, usual: Estimate | None) -> bool:
    """Whether a rate is below both what is usual for a window and what counting noise explains."""
    if rate is None or usual is None or usual.value > 1:
        return False
    return rate.value < usual.ci_lower and rate.ci_upper < usual.value


def rate_interval(part: float, whole: float, level: float) -> Estimate | None:
    """Interval of a step rate from two counts.

    Wilson's score interval where the part lies within the whole (Wilson 1927, eq. for p̂ ± z…);
    otherwise, as for sessions over clicks which two systems count, the interval of the logarithm of
    a ratio of two Poisson counts.

    Parameters
    ----------
    part, whole : float
        Totals of the step and of the step before.
    level : float
        Confidence level.

    Returns
    -------
    Estimate or None
        The rate as a fraction; None where the step before is 0.
    """
    if whole <= 0 or part < 0:
        return None
    z, rate = float(norm.ppf((1 + level) / 2)), part / whole
    if part > whole:
        spread = z * math.sqrt(1 / part + 1 / whole)
        return Estimate(rate, rate * math.exp(-spread), rate * math.exp(spread))
    centre = (rate + z**2 / (2 * whole)) / (1 + z**2 / whole)
    half = z / (1 + z**2 / whole) * math.sqrt(rate * (1 - rate) / whole + z**2 / (4 * whole**2))
    return Estimate(rate, max(0.0, min(rate, centre - half)), min(1.0, max(rate, centre + half)))


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
    rates = _window_rates(previous, step, days)
    if len(rates) < LEAST_WINDOWS:
        return None
    low, middle, high = np.quantile(rates, [LEAK_QUANTILE, 0.5, 1 - LEAK_QUANTILE])
    return Estimate(float(middle), float(low), float(high))


def _window_rates(previous: pd.Series, step: pd.Series, days: int) -> Sequence[float]:
    """Rates over every window of the given length, ending week by week, in which most days are quiet."""
    pair = pd.DataFrame({"previous": previous, "step": step}).dropna()
    calendar = pair.reindex(pd.date_range(previous.index[0], previous.index[-1], freq="D")) if len(pair) else pair
    least = max(1, math.ceil(0.8 * days))
    totals = calendar.rolling(days, min_periods=least).sum().iloc[days - 1 :: 7].dropna()
    totals = totals[totals["previous"] > 0]
    return list(totals["step"] / totals["previous"])
