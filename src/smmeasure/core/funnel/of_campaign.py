"""The funnels and conversions of a campaign: which indicators, which days, what a unit is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smmeasure.brief.campaign import Action, Campaign
from smmeasure.brief.catalogue import Stage
from smmeasure.brief.findings import Finding
from smmeasure.brief.funnels import funnels
from smmeasure.brief.steps import WHOLE
from smmeasure.core.days import Frame, before
from smmeasure.core.evaluation import IndicatorResult
from smmeasure.core.funnel.activities import ActivityConversion, activity_conversion
from smmeasure.core.funnel.dividing import Observed
from smmeasure.core.funnel.findings import funnel_findings
from smmeasure.core.funnel.leaks import build_funnel
from smmeasure.core.funnel.steps import Funnel
from smmeasure.units import Money
from smmeasure.windows import Window

LEAST_FUNNEL_STEPS = 2


@dataclass(frozen=True, slots=True)
class Funnels:
    """Everything of a campaign that converts.

    Attributes
    ----------
    whole : Funnel or None
        Of the whole campaign; None before it has begun or with fewer than two steps.
    platforms : tuple of Funnel
        Of single platforms, in the order of the brief.
    conversions : tuple of ActivityConversion
        Conversion rates of single actions.
    findings : tuple of Finding
        What in them can't be, or changed; of steps that the brief has named.
    """

    whole: Funnel | None
    platforms: tuple[Funnel, ...]
    conversions: tuple[ActivityConversion, ...]
    findings: tuple[Finding, ...]


def all_funnels(campaign: Campaign, results: Mapping[str, IndicatorResult], frame: Frame) -> Funnels:
    """Build every funnel and conversion rate of a campaign.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    results : mapping of str to IndicatorResult
        Its indicators.
    frame : Frame
        Its days.
    """
    whole = _campaign_funnel(campaign, results, frame)
    platforms = _platform_funnels(campaign, results, frame)
    conversions = _conversions(campaign, results, frame)
    stated = [funnel for funnel in (whole, *platforms) if funnel and campaign.funnel]
    names = {key: result.name for key, result in results.items()}
    return Funnels(whole, platforms, conversions, tuple(funnel_findings(stated, conversions, names)))


def _campaign_funnel(campaign: Campaign, results: Mapping[str, IndicatorResult], frame: Frame) -> Funnel | None:
    keys = funnels(campaign).get(WHOLE, ()) if campaign.funnel else _funnel_by_stage(results)
    return _funnel(campaign, results, frame, keys)


def _platform_funnels(campaign: Campaign, results: Mapping[str, IndicatorResult], frame: Frame) -> tuple[Funnel, ...]:
    named = {platform: keys for platform, keys in funnels(campaign).items() if platform != WHOLE}
    built = (_funnel(campaign, results, frame, keys, platform) for platform, keys in named.items())
    return tuple(funnel for funnel in built if funnel)


def _conversions(
    campaign: Campaign, results: Mapping[str, IndicatorResult], frame: Frame
) -> tuple[ActivityConversion, ...]:
    found = (_conversion(campaign, action, results, frame) for action in campaign.actions)
    return tuple(one for one in found if one)


def _funnel(
    campaign: Campaign,
    results: Mapping[str, IndicatorResult],
    frame: Frame,
    keys: Sequence[str],
    platform: str = "",
) -> Funnel | None:
    if frame.observed is None or len(keys) < LEAST_FUNNEL_STEPS:
        return None
    seen = _observed(campaign, results, frame, keys, frame.observed)
    return build_funnel(
        {key: results[key].stage for key in keys},
        seen.window,
        seen.quiet,
        seen.level,
        units=seen.units,
        worth={key: worth for key in keys if (worth := margin_of_one(campaign, results[key]))},
        platform=platform,
    )


def _observed(
    campaign: Campaign, results: Mapping[str, IndicatorResult], frame: Frame, keys: Sequence[str], window: Window
) -> Observed:
    return Observed(
        {key: results[key].series.values.reindex(window.index()) for key in keys},
        {key: before(results[key].series.values, frame) for key in keys},
        campaign.level,
        {key: results[key].unit for key in keys},
    )


def _conversion(
    campaign: Campaign, action: Action, results: Mapping[str, IndicatorResult], frame: Frame
) -> ActivityConversion | None:
    pair, days = action.conversion, action.window.window() if action.window else frame.window
    seen = Window(days.start, min(days.end, frame.as_of))
    if pair is None or seen.days < 1 or frame.observed is None:
        return None
    stages = results[pair.of].stage, results[pair.to].stage
    return activity_conversion(action, stages, _observed(campaign, results, frame, (pair.of, pair.to), seen), seen)


def margin_of_one(campaign: Campaign, result: IndicatorResult) -> Money | None:
    """Give price times margin of one unit of an indicator; None where the brief lacks either."""
    indicator = campaign.indicators[result.key]
    price = 1.0 if result.unit.is_money else indicator.value_per_unit
    if price is None or indicator.margin is None or result.stage is Stage.OUTSIDE:
        return None
    return Money(price * indicator.margin, campaign.currency)


def _funnel_by_stage(results: Mapping[str, IndicatorResult]) -> tuple[str, ...]:
    """Choose the first indicator of every stage; without a visit or more there is nothing to follow."""
    fitting = [r for r in results.values() if not r.per_day and not r.is_control and r.stage is not Stage.OUTSIDE]
    first = {result.stage: result.key for result in reversed(fitting)}
    followed = any(stage.is_after_click for stage in first)
    return tuple(first[stage] for stage in Stage if stage in first) if followed else ()
