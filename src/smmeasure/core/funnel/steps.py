"""From exposure to revenue: step rates against their own past, and the border at the click.

A step rate is ``n_i / n_(i-1)``. Its usual value comes from pretend campaigns of the same length in
the quiet period; a step leaks where its rate in the window falls below what those windows show. Only
steps behind the visit can leak: before it a paid audience dilutes every rate, and the visit itself
is counted by another system than the click, so that their ratio is a sign of data quality.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from smmeasure.brief.catalogue import Stage
from smmeasure.core.estimates import Estimate
from smmeasure.core.funnel.rates import (
    COUNTING,
    Dispersion,
    RateKind,
    dispersion,
    kind_of_rate,
    rate_interval,
    usual_rate,
)
from smmeasure.messages import Message, message
from smmeasure.units import COUNT, Money, Unit


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
        Observed total over the window; nan where no day is known.
    rate : Estimate or None
        Share of the step before that came this far, as a fraction with its interval, or units each;
        None for the first step and where `reason` says why.
    usual : Estimate or None
        The same rate over pretend campaigns in the quiet period: median, with the quantiles 5 % and
        95 %; None where there are too few.
    leaks : bool
        Whether the rate is lower than pretend campaigns allow.
    lost : float
        Units of this step lost against the usual rate; 0 where it doesn't leak.
    lost_range : Estimate or None
        The same with its interval; None where it doesn't leak.
    kind : RateKind or None
        What the rate divides; None for the first step.
    grows : bool
        Whether more came this far than to the step before, where a part was expected.
    days : int
        Days on which this step and the one before are known.
    dispersion : float
        Variance of the days over that of counting, which widened the interval.
    reason : Message or None
        Why there is no rate.
    """

    indicator: str
    stage: Stage
    total: float
    rate: Estimate | None
    usual: Estimate | None
    leaks: bool
    lost: float
    lost_range: Estimate | None = None
    kind: RateKind | None = None
    grows: bool = False
    days: int = 0
    dispersion: float = 1.0
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class MarginLost:
    """Margin that a leak cost; a loss against the usual, no return.

    Attributes
    ----------
    indicator : str
        Step whose price and margin were taken.
    units : Estimate
        Units of that step lost.
    per_unit : Money
        Price times margin of one unit.
    low, central, high : Money
        Margin lost.
    """

    indicator: str
    units: Estimate
    per_unit: Money
    low: Money
    central: Money
    high: Money


@dataclass(frozen=True, slots=True)
class Leak:
    """The step that leaks, and what it cost.

    Attributes
    ----------
    indicator : str
        Step that too few reach.
    before : str
        Step before it.
    lost : Estimate
        Units of the step lost against its usual rate.
    conversion : str or None
        Last conversion of the funnel, at or after the leak; None where there is none.
    conversions : Estimate or None
        Conversions lost, at the rates that the later steps had in the window.
    margin : MarginLost or None
        What they would have left; None where `reason` says why.
    reason : Message or None
        Why no amount is given.
    """

    indicator: str
    before: str
    lost: Estimate
    conversion: str | None
    conversions: Estimate | None
    margin: MarginLost | None
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class SourceRatio:
    """Visits over clicks, which two systems count: a sign of the data's quality, never a leak.

    Attributes
    ----------
    clicks, visits : str
        Keys in the brief.
    ratio : Estimate
        Visits per click in the window, with its interval.
    usual : Estimate or None
        The same over pretend campaigns in the quiet period.
    change : Estimate or None
        Relative change against the usual ratio, as a fraction with the interval of `ratio`.
    has_changed : bool
        Whether the ratio lies outside the usual range, by more than its own interval.
    has_more_visits : bool
        Whether visits exceed clicks by more than the interval.
    """

    clicks: str
    visits: str
    ratio: Estimate
    usual: Estimate | None
    change: Estimate | None
    has_changed: bool
    has_more_visits: bool


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
    platform : str
        Platform of its indicators; empty for the whole campaign.
    diagnosis : Leak or None
        What the step that leaks cost; None where none leaks.
    click_to_session : SourceRatio or None
        How visits and clicks agree; None where the funnel has not both.
    """

    steps: tuple[FunnelStep, ...]
    border: int
    platform: str = ""
    diagnosis: Leak | None = None
    click_to_session: SourceRatio | None = None

    @property
    def leak(self) -> FunnelStep | None:
        """The step that loses the greatest share of its usual rate, if any leaks."""
        return leaking_step(self.steps)


def leaking_step(steps: tuple[FunnelStep, ...]) -> FunnelStep | None:
    """Give the step that loses the greatest share of its usual rate, None where none leaks."""
    leaking = [step for step in steps if step.leaks and step.rate and step.usual]
    return min(leaking, key=_relative_rate, default=None)


def _relative_rate(step: FunnelStep) -> float:
    return step.rate.value / step.usual.value if step.rate and step.usual else math.inf


@dataclass(frozen=True, slots=True)
class Observed:
    """Values of every indicator in the window and before it, their units, and the level of the intervals.

    Attributes
    ----------
    window : mapping of str to pandas.Series, shape (days,)
        Observed values in the window; nan where unknown.
    quiet : mapping of str to pandas.Series, shape (quiet days,)
        Values on a daily calendar before the window; nan on days that are not quiet.
    level : float
        Confidence level of the rates' intervals.
    units : mapping of str to Unit
        Unit of every indicator; a count where it is not named.
    """

    window: Mapping[str, pd.Series]
    quiet: Mapping[str, pd.Series]
    level: float
    units: Mapping[str, Unit] = field(default_factory=dict)

    def unit(self, key: str) -> Unit:
        """Give the unit of an indicator."""
        return self.units.get(key, COUNT)

    def pairs(self, previous: str, key: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Give the days of two indicators before the window and in it."""
        first, second = (
            pd.concat({"previous": values[previous], "step": values[key]}, axis=1)
            for values in (self.quiet, self.window)
        )
        return first, second


def build_steps(stages: Mapping[str, Stage], observed: Observed) -> tuple[FunnelStep, ...]:
    """Build the steps of a funnel in order.

    Parameters
    ----------
    stages : mapping of str to Stage
        Indicators in the order of the funnel.
    observed : Observed
        Their values.
    """
    keys = list(stages)
    before = [None, *keys[:-1]]
    return tuple(_step(stages, previous, key, observed) for previous, key in zip(before, keys, strict=True))


def _step(stages: Mapping[str, Stage], previous: str | None, key: str, observed: Observed) -> FunnelStep:
    days = observed.window[key]
    total = float(days.sum(min_count=1))
    if previous is None:
        return FunnelStep(key, stages[key], total, None, None, leaks=False, lost=0.0, days=int(days.notna().sum()))
    divided = divide(stages, previous, key, observed)
    usual = usual_rate(divided.past["previous"], divided.past["step"], len(days))
    can_leak = stages[key].rank > Stage.VISIT.rank and divided.kind is not RateKind.AMOUNT and not divided.grows
    leaks = can_leak and _is_low(divided.rate, usual)
    lost = _lost(divided, usual, observed.level) if leaks else None
    return FunnelStep(
        key,
        stages[key],
        total,
        divided.rate,
        usual,
        leaks=leaks,
        lost=lost.value if lost else 0.0,
        lost_range=lost,
        kind=divided.kind,
        grows=divided.grows,
        days=divided.days,
        dispersion=divided.scatter.factor,
        reason=divided.reason,
    )


@dataclass(frozen=True, slots=True)
class Divided:
    """One indicator over another in the window.

    Attributes
    ----------
    previous, key : str
        Keys in the brief.
    part, whole : float
        Totals over the days on which both are known; nan where there are none.
    days : int
        Days on which both are known.
    kind : RateKind
        What is divided.
    scatter : Dispersion
        How much days scatter.
    rate : Estimate or None
        Part over whole; None where `reason` says why.
    grows : bool
        Whether the part is larger than the whole, where a share was expected.
    past : pandas.DataFrame, columns ``previous`` and ``step``
        Quiet days before the window; nan where unknown, not quiet, or below zero.
    reason : Message or None
        Why there is no rate.
    """

    previous: str
    key: str
    part: float
    whole: float
    days: int
    kind: RateKind
    scatter: Dispersion
    rate: Estimate | None
    grows: bool
    past: pd.DataFrame
    reason: Message | None


def divide(stages: Mapping[str, Stage], previous: str, key: str, observed: Observed) -> Divided:
    """Divide an indicator by another over the days of the window on which both are known.

    Parameters
    ----------
    stages : mapping of str to Stage
        Stage of both.
    previous, key : str
        The whole and the part.
    observed : Observed
        Their values.
    """
    quiet, window = observed.pairs(previous, key)
    known = window.dropna()
    whole, part = (float(known[name].sum(min_count=1)) for name in ("previous", "step"))
    kind = kind_of_rate((stages[previous], observed.unit(previous)), (stages[key], observed.unit(key)))
    grows = kind is RateKind.SHARE and part > whole > 0
    reason = _no_rate(known, kind)
    counted = RateKind.RATIO if grows else kind
    past = quiet.where(_is_countable(quiet, kind).all(axis=1))
    scatter = None if reason else dispersion([past, known], counted)
    if scatter is None:
        reason = reason or message("fewer than two days of amounts have no spread")
    rate = rate_interval(part, whole, observed.level, kind, scatter) if scatter and not reason else None
    return Divided(previous, key, part, whole, len(known), kind, scatter or COUNTING, rate, grows, past, reason)


def _is_countable(days: pd.DataFrame, kind: RateKind) -> pd.DataFrame:
    """Mark values that can be a part or a whole: only an amount may be below zero, by refunds."""
    return pd.DataFrame({"previous": days["previous"] >= 0, "step": (days["step"] >= 0) | (kind is RateKind.AMOUNT)})


def _no_rate(known: pd.DataFrame, kind: RateKind) -> Message | None:
    """Say why two series can't be divided, or None where they can."""
    if not len(known):
        return message("no day of the window is known for both steps")
    negative = int((~_is_countable(known, kind)).any(axis=1).sum())
    if negative:
        return message("{count} days are below zero: no share can be told", count=negative)
    if not known["previous"].sum() > 0:
        return message("nothing came as far as the step before")
    return None


def _is_low(rate: Estimate | None, usual: Estimate | None) -> bool:
    """Whether a rate is below both what is usual for a window and what its own days explain."""
    if rate is None or usual is None or usual.value > 1:
        return False
    return rate.value < usual.ci_lower and rate.ci_upper < usual.value


def _lost(divided: Divided, usual: Estimate | None, level: float) -> Estimate | None:
    """Units lost against the usual rate, by the interval of a difference of two rates (Zou & Donner 2008)."""
    rate = divided.rate
    if usual is None or rate is None:
        return None
    totals = divided.past.dropna().sum()
    past = rate_interval(float(totals["step"]), float(totals["previous"]), level, divided.kind, divided.scatter)
    if past is None:
        return None
    gap = usual.value - rate.value
    low = math.hypot(past.value - past.ci_lower, rate.ci_upper - rate.value)
    high = math.hypot(past.ci_upper - past.value, rate.value - rate.ci_lower)
    return Estimate(gap, gap - low, gap + high).scaled(divided.whole)
