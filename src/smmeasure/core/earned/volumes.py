"""The volumes of a campaign's exposure, by indicator: gained over a baseline, or counted where it was paid for."""

from __future__ import annotations

from collections.abc import Iterator

from smmeasure.brief.campaign import Campaign, Medium
from smmeasure.brief.catalogue import entry_of
from smmeasure.brief.checks import name_of
from smmeasure.core.days import Frame
from smmeasure.core.earned.media import Tone
from smmeasure.core.earned.volume import Volume, counted, gained, split_by_tone
from smmeasure.core.estimates import Estimate, Evidence
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


def tone_of(
    campaign: Campaign, result: IndicatorResult, results: dict[str, IndicatorResult], frame: Frame
) -> Tone | None:
    """Give the share of a negative tone; None where the brief says nothing of it."""
    indicator = campaign.indicators[result.key]
    if indicator.negative_share is not None:
        return Tone(result.key, indicator.negative_share, Evidence.ASSUMED, message("share stated in the brief"))
    if indicator.negative_indicator is None:
        return None
    days = (frame.observed or frame.window).index()
    both = [one.series.values.reindex(days) for one in (results[indicator.negative_indicator], result)]
    known = both[0].notna() & both[1].notna()
    negative, total = (float(one[known].sum()) for one in both)
    name = name_of(campaign, indicator.negative_indicator)
    if not 0.0 <= negative <= total or total <= 0.0:
        why = message(
            "«{name}» counts {negative} of {total}: no share of a negative tone.",
            name=name,
            negative=round(negative),
            total=round(total),
        )
        return Tone(result.key, None, Evidence.MEASURED, why)
    told = message(
        "«{name}»: {negative} of {total} in the window", name=name, negative=round(negative), total=round(total)
    )
    return Tone(result.key, negative / total, Evidence.MEASURED, told)


def by_tone(volume: Volume, tone: Tone | None) -> Iterator[Volume]:
    """Part a volume by tone; without a share it stays whole."""
    if tone is None or tone.share is None or volume.reason is not None:
        yield volume
    else:
        yield from (part for part in split_by_tone(volume, tone.share) if not part.negative or tone.share > 0.0)
