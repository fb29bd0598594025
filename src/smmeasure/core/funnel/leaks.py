"""What a leak cost, in conversions and in margin, and how well clicks and visits agree."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import reduce

import pandas as pd

from smmeasure.brief.catalogue import Stage
from smmeasure.core.estimates import Estimate
from smmeasure.core.funnel.dividing import Observed
from smmeasure.core.funnel.steps import (
    Funnel,
    FunnelStep,
    Leak,
    MarginLost,
    SourceRatio,
    build_steps,
    leaking_step,
)
from smmeasure.messages import Message, message
from smmeasure.units import Money, Unit


def build_funnel(  # noqa: PLR0913 - the pieces of one funnel
    stages: Mapping[str, Stage],
    window: Mapping[str, pd.Series],
    quiet: Mapping[str, pd.Series],
    level: float,
    *,
    units: Mapping[str, Unit] | None = None,
    worth: Mapping[str, Money] | None = None,
    platform: str = "",
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
    units : mapping of str to Unit, optional
        Unit of every indicator; a count where it is not named.
    worth : mapping of str to Money, optional
        Margin of one unit, for the indicators that have a price and a margin.
    platform : str
        Platform of the indicators; empty for the whole campaign.
    """
    steps = build_steps(stages, Observed(window, quiet, level, units or {}))
    border = sum(not stage.is_after_click for stage in stages.values())
    return Funnel(steps, border, platform, diagnosis(steps, worth or {}), click_to_session(steps, border))


def diagnosis(steps: tuple[FunnelStep, ...], worth: Mapping[str, Money]) -> Leak | None:
    """Say what the step that leaks cost; None where none leaks.

    Units lost are carried to later steps at the rates that those had in the window: each step
    answers for its own rate only.

    Parameters
    ----------
    steps : tuple of FunnelStep
        The funnel.
    worth : mapping of str to Money
        Margin of one unit, for the indicators that have one.
    """
    step = leaking_step(steps)
    if step is None or step.lost_range is None:
        return None
    place = steps.index(step)
    after = steps[place:]
    conversion = _last_conversion(after)
    margin = _margin_lost(after, worth)
    return Leak(
        step.indicator,
        steps[place - 1].indicator,
        step.lost_range,
        conversion.indicator if conversion else None,
        _carried(after, conversion) if conversion else None,
        margin,
        None if margin else _no_amount(after, worth),
    )


def _last_conversion(after: Sequence[FunnelStep]) -> FunnelStep | None:
    """Give the last conversion at or after the leak."""
    found = [step for step in after if step.stage is Stage.CONVERSION]
    return found[-1] if found else None


def _carried(after: Sequence[FunnelStep], target: FunnelStep) -> Estimate | None:
    """Units of a later step that were lost with those of the first one; None where a rate is not known."""
    rates = [step.rate for step in after[1 : after.index(target) + 1]]
    known = [rate for rate in rates if rate]
    lost = after[0].lost_range
    return reduce(_product, known, lost) if lost and len(known) == len(rates) else None


def _product(lost: Estimate, rate: Estimate) -> Estimate:
    """Multiply two estimates; each end is as far away as both together make it (Zou & Donner 2008)."""
    value = lost.value * rate.value
    low = math.hypot((lost.value - lost.ci_lower) * rate.value, (rate.value - rate.ci_lower) * lost.value)
    high = math.hypot((lost.ci_upper - lost.value) * rate.value, (rate.ci_upper - rate.value) * lost.value)
    return Estimate(value, value - low, value + high)


def _margin_lost(after: Sequence[FunnelStep], worth: Mapping[str, Money]) -> MarginLost | None:
    priced = next((step for step in after if step.indicator in worth), None)
    units = _carried(after, priced) if priced else None
    if priced is None or units is None:
        return None
    one = worth[priced.indicator]
    return MarginLost(priced.indicator, units, one, one * units.ci_lower, one * units.value, one * units.ci_upper)


def _no_amount(after: Sequence[FunnelStep], worth: Mapping[str, Money]) -> Message:
    if not any(step.indicator in worth for step in after):
        return message("no step from here on has a price and a margin in the brief")
    return message("a later step has no rate to carry the loss on")


def click_to_session(steps: Sequence[FunnelStep], border: int) -> SourceRatio | None:
    """Compare visits with clicks, the two sides of the border; None where the funnel has not both.

    Parameters
    ----------
    steps : sequence of FunnelStep
        The funnel.
    border : int
        Number of steps before the border.
    """
    if not 0 < border < len(steps):
        return None
    clicks, visits = steps[border - 1], steps[border]
    if clicks.stage is not Stage.CLICK or visits.stage is not Stage.VISIT or visits.rate is None:
        return None
    usual, ratio = visits.usual, visits.rate
    change = ratio.scaled(1 / usual.value).shifted(-1.0) if usual and usual.value > 0 else None
    return SourceRatio(
        clicks.indicator,
        visits.indicator,
        ratio,
        usual,
        change,
        has_changed=usual is not None and _is_outside(ratio, usual),
        has_more_visits=ratio.ci_lower > 1,
    )


def _is_outside(ratio: Estimate, usual: Estimate) -> bool:
    """Whether a ratio lies beyond the usual range, and its interval beyond the usual value."""
    low = ratio.value < usual.ci_lower and ratio.ci_upper < usual.value
    return low or (ratio.value > usual.ci_upper and ratio.ci_lower > usual.value)
