"""From a campaign's results and prices to the value of its exposure, and how far others carried it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from smmeasure.brief.campaign import Campaign, Medium
from smmeasure.brief.catalogue import Stage
from smmeasure.brief.rates import RATES
from smmeasure.core.days import Frame
from smmeasure.core.earned.amplification import (
    Amplification,
    Overtaking,
    Ratio,
    Reference,
    counted_so_far,
    earned_over_bought,
    gained_so_far,
    overtaking,
    times_reference,
    together,
)
from smmeasure.core.earned.media import Comparison, EarnedMedia
from smmeasure.core.earned.pricing import Priced
from smmeasure.core.earned.tone import by_tone, tone_of
from smmeasure.core.earned.value import media_values
from smmeasure.core.earned.volume import Volume
from smmeasure.core.earned.volumes import medium_of, volume_of
from smmeasure.core.evaluation import IndicatorResult
from smmeasure.core.rate_results import RateResult
from smmeasure.messages import message
from smmeasure.units import COUNT, Count

_BOUGHT = (Medium.PAID, Medium.OWNED)
_BEFORE_THE_CLICK = frozenset({Stage.EXPOSURE, Stage.ATTENTION, Stage.ENGAGEMENT})


def earned_media(
    campaign: Campaign,
    results: Mapping[str, IndicatorResult],
    priced: Mapping[str, Priced],
    frame: Frame,
    rates: Sequence[RateResult] = (),
) -> EarnedMedia:
    """Value the exposure of a campaign, and tell how far others carried it.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    results : mapping of str to IndicatorResult
        What was measured, by indicator.
    priced : mapping of str to Priced
        Price of one unit, by indicator.
    frame : Frame
        Days of the campaign.
    rates : sequence of RateResult
        Rates of the campaign, of which virality is one.
    """
    if not frame.phase.has_result:
        return EarnedMedia(reason=message("Exposure is valued when the campaign is over, not before."))
    known = dict(results)
    volumes = {key: volume_of(campaign, result, frame) for key, result in known.items()}
    tones = {key: tone_of(campaign, known[key], known, frame) for key in known}
    pairs = [(part, one.price) for key, one in priced.items() for part in by_tone(volumes[key], tones[key])]
    comparisons = tuple(_comparisons(campaign, volumes))
    no_price = (
        None
        if priced
        else message("No exposure is valued: the brief gives no indicator a price (rate_card or ad_prices).")
    )
    return EarnedMedia(
        values=media_values(pairs),
        prices=tuple(one.test for one in priced.values() if one.test),
        tones=tuple(tone for key, tone in tones.items() if tone and key in priced),
        comparisons=comparisons,
        amplification=_amplification(campaign, known, volumes, rates),
        unpriced=tuple(_unpriced(campaign, known, volumes, priced)),
        reason=no_price,
    )


def _unpriced(
    campaign: Campaign,
    results: Mapping[str, IndicatorResult],
    volumes: Mapping[str, Volume],
    priced: Mapping[str, Priced],
) -> Iterator[Volume]:
    """Give what was gained before the click and has no price, medium by medium."""
    elsewhere = {*priced, *(one.negative_indicator for one in campaign.indicators.values())}
    for medium in Medium:
        for key, volume in volumes.items():
            is_told = volume.medium is medium and volume.reason is None and key not in elsewhere
            if is_told and results[key].stage in _BEFORE_THE_CLICK:
                yield volume


def _virality(rates: Sequence[RateResult]) -> Ratio | None:
    """Give shares over what was shown, by the first of its denominators that the brief counts."""
    found = [one for one in rates if one.rate.startswith("virality")]
    told = next((one for one in found if one.estimate is not None), None)
    if told is not None:
        return Ratio(told.estimate, calculation=RATES[told.rate].label)
    return Ratio(None, reason=found[0].reason) if found else None


def _comparisons(campaign: Campaign, volumes: Mapping[str, Volume]) -> Iterator[Comparison]:
    for key, indicator in campaign.indicators.items():
        if (event := indicator.reference_event) is not None:
            times = times_reference(volumes[key], COUNT, Reference(event.name, Count(event.count)))
            yield Comparison(key, event.name, event.count, times)


def _amplification(
    campaign: Campaign,
    results: Mapping[str, IndicatorResult],
    volumes: Mapping[str, Volume],
    rates: Sequence[RateResult],
) -> Amplification:
    exposure = [
        key for key, one in results.items() if one.stage is Stage.EXPOSURE and one.unit == COUNT and not one.is_control
    ]
    earned = [key for key in exposure if medium_of(campaign, key) is Medium.EARNED]
    if not earned:
        return Amplification(
            Ratio(
                None,
                reason=message(
                    "How far others carried it can't be told: no indicator counts earned exposure (views or "
                    "impressions whose medium is earned)."
                ),
            ),
            virality=_virality(rates),
        )
    bought = [key for key in exposure if medium_of(campaign, key) in _BOUGHT]
    # Where some are counted in the same unit, the others are left to their own.
    unit = volumes[earned[0]].per
    earned = [key for key in earned if volumes[key].per == unit]
    alike = [key for key in bought if volumes[key].per == unit] or bought
    follow_ups = [one for key in earned if (one := results[key].follow_up) is not None]
    return Amplification(
        earned_over_bought(together([volumes[key] for key in earned]), [volumes[key] for key in alike]),
        virality=_virality(rates),
        overtaking=_overtaking(results, volumes, earned, alike),
        half_life=follow_ups[0].decay if follow_ups else None,
    )


def _overtaking(
    results: Mapping[str, IndicatorResult], volumes: Mapping[str, Volume], earned: Sequence[str], bought: Sequence[str]
) -> Overtaking | None:
    uplifts = [one for key in earned if (one := results[key].uplift) is not None]
    if len(uplifts) < len(earned) or not bought or any(volumes[key].per != volumes[earned[0]].per for key in bought):
        return None
    days = pd.DatetimeIndex(gained_so_far(uplifts[0]).index)
    return overtaking(uplifts, [_so_far(results[key], volumes[key], days) for key in bought])


def _so_far(result: IndicatorResult, volume: Volume, days: pd.DatetimeIndex) -> pd.DataFrame:
    """Give exposure as it enters the ratio: counted where it was paid for, else gained."""
    if volume.is_counted or result.uplift is None:
        return counted_so_far(result.series.values, days)
    return gained_so_far(result.uplift)
