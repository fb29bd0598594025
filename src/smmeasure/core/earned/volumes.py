"""The volumes of a campaign's exposure, by indicator: gained over a baseline, or counted where it was paid for."""

from __future__ import annotations

from dataclasses import replace

from smmeasure.brief.campaign import Campaign, Medium
from smmeasure.brief.catalogue import entry_of
from smmeasure.brief.nouns import noun_of
from smmeasure.core.days import Frame
from smmeasure.core.earned.volume import Volume, counted, gained
from smmeasure.core.estimates import Estimate
from smmeasure.core.evaluation import IndicatorResult
from smmeasure.messages import Message, message
from smmeasure.units import Kind

_NAN = float("nan")


def medium_of(campaign: Campaign, key: str) -> Medium | None:
    """Give whose exposure an indicator is: as the brief says, else the catalogue."""
    indicator = campaign.indicators[key]
    return indicator.medium or entry_of(indicator).medium


def volume_of(campaign: Campaign, result: IndicatorResult, frame: Frame) -> Volume:
    """Give the volume of an indicator, or the reason why it has none.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    result : IndicatorResult
        What was measured.
    frame : Frame
        Days of the campaign.
    """
    return replace(_volume(campaign, result, frame), noun=noun_of(campaign.indicators[result.key]))


def _volume(campaign: Campaign, result: IndicatorResult, frame: Frame) -> Volume:
    medium = medium_of(campaign, result.key)
    per = campaign.indicators[result.key].measures
    reason = _no_volume(result, medium)
    if reason is not None or medium is None:
        return Volume(
            result.key, medium or Medium.OWNED, per, Estimate(_NAN, _NAN, _NAN), (), campaign.level, reason=reason
        )
    if medium is Medium.PAID or result.uplift is None:
        days = (frame.observed or frame.window).index()
        return counted(
            result.key, medium, per, float(result.series.values.reindex(days).sum(skipna=False)), campaign.level
        )
    return gained(result.key, medium, per, result.uplift)


def _no_volume(result: IndicatorResult, medium: Medium | None) -> Message | None:
    if result.unit.kind is not Kind.COUNT:
        return message("People reached, shares and money are no units that add up over days: nothing has their price.")
    if medium is None:
        return message("Whose exposure «{name}» is, is not known: give the key medium.", name=result.name)
    if result.is_control:
        return message("«{name}» only serves others as a control.", name=result.name)
    return None
