"""From exposure to revenue: step rates against their own past, and the border at the click.

A step rate is ``n_i / n_(i-1)``. Its usual value comes from pretend campaigns of the same length in
the quiet period; a step leaks where its rate in the window falls below what those windows show: fewer
orders per basket, fewer pieces or less money per order. Only steps behind the visit can leak: before it a
paid audience dilutes every rate, and the visit itself is counted by another system than the click, so that
their ratio is a sign of data quality.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from smmeasure.brief.catalogue import Stage
from smmeasure.core.estimates import Estimate
from smmeasure.core.funnel.dividing import Divided, Observed, divide
from smmeasure.core.funnel.kinds import RateKind
from smmeasure.core.funnel.rates import rate_interval, usual_rate
from smmeasure.messages import Message
from smmeasure.units import Money


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
        Variance of the totals over that of counting, which widened the interval.
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
    leaks = _can_leak(stages[key], divided, usual) and is_low(divided.rate, usual)
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
        dispersion=divided.dispersion.factor,
        reason=divided.reason,
    )


def _can_leak(stage: Stage, divided: Divided, usual: Estimate | None) -> bool:
    """Whether a low rate would be a leak: behind the visit, and a share only where it usually is one."""
    if stage.rank <= Stage.VISIT.rank or divided.grows or usual is None:
        return False
    return 0 < usual.value <= 1 if divided.kind is RateKind.SHARE else usual.value > 0


def is_low(rate: Estimate | None, usual: Estimate | None) -> bool:
    """Whether a rate is below both what is usual for a window and what its own interval explains.

    Parameters
    ----------
    rate : Estimate or None
        In the window.
    usual : Estimate or None
        Over pretend campaigns.
    """
    if rate is None or usual is None:
        return False
    return rate.value < usual.ci_lower and rate.ci_upper < usual.value


def _lost(divided: Divided, usual: Estimate | None, level: float) -> Estimate | None:
    """Units lost against the usual rate, by the interval of a difference of two rates (Zou & Donner 2008)."""
    rate = divided.rate
    if usual is None or rate is None:
        return None
    known = divided.past.dropna()
    whole, part = (float(known[name].sum()) for name in ("previous", "step"))
    past = rate_interval(part, whole, level, divided.kind, divided.dispersion_of(part, whole, len(known)))
    if past is None:
        return None
    gap = usual.value - rate.value
    low = math.hypot(past.value - past.ci_lower, rate.ci_upper - rate.value)
    high = math.hypot(past.ci_upper - past.value, rate.value - rate.ci_lower)
    return Estimate(gap, gap - low, gap + high).scaled(divided.whole)
