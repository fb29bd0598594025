"""Which part of what is said of a brand is of a negative tone: stated by the brief, or counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from smmeasure.brief.campaign import Campaign, Indicator
from smmeasure.brief.checks import name_of
from smmeasure.core.days import Frame
from smmeasure.core.earned.draws import share_counted, share_within
from smmeasure.core.earned.media import Tone
from smmeasure.core.earned.volume import Volume, split_by_tone
from smmeasure.core.estimates import Evidence
from smmeasure.core.evaluation import IndicatorResult
from smmeasure.core.ratios import interval
from smmeasure.messages import message


def tone_of(
    campaign: Campaign, result: IndicatorResult, results: Mapping[str, IndicatorResult], frame: Frame
) -> Tone | None:
    """Give the share of a negative tone; None where the brief says nothing of it.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    result : IndicatorResult
        What was measured of the indicator whose tone is asked.
    results : mapping of str to IndicatorResult
        Every indicator of the brief.
    frame : Frame
        Days of the campaign.
    """
    indicator = campaign.indicators[result.key]
    if indicator.negative_share is not None:
        return _stated(result.key, indicator, indicator.negative_share, campaign.level)
    if indicator.negative_indicator is None:
        return None
    return _counted(campaign, result, results[indicator.negative_indicator], frame)


def _stated(key: str, indicator: Indicator, share: float, level: float) -> Tone:
    source, low, high = message("share stated in the brief"), indicator.negative_low, indicator.negative_high
    if low is None or high is None or low == high:
        return Tone(key, share, Evidence.ASSUMED, source, share, share)
    draws = share_within(low, share, high, level)
    return Tone(key, share, Evidence.ASSUMED, source, low, high, tuple(draws.tolist()))


def _counted(campaign: Campaign, result: IndicatorResult, negative: IndicatorResult, frame: Frame) -> Tone:
    """Count the share over the days of the window on which both are known, with Wilson's interval."""
    days = (frame.observed or frame.window).index()
    both = [one.series.values.reindex(days) for one in (negative, result)]
    known = both[0].notna() & both[1].notna()
    part, whole = (round(float(one[known].sum())) for one in both)
    name = name_of(campaign, negative.key)
    if not 0 <= part <= whole or whole <= 0:
        why = message(
            "«{name}» counts {negative} of {total}: no share of a negative tone.",
            name=name,
            negative=part,
            total=whole,
        )
        return Tone(result.key, None, Evidence.MEASURED, why)
    told = message("«{name}»: {negative} of {total} in the window", name=name, negative=part, total=whole)
    draws = share_counted(part, whole)
    low, high = interval(draws, campaign.level)
    ends = min(low, part / whole), max(high, part / whole)
    return Tone(result.key, part / whole, Evidence.MEASURED, told, *ends, tuple(draws.tolist()))


def by_tone(volume: Volume, tone: Tone | None) -> Iterator[Volume]:
    """Part a volume by tone; without a share it stays whole.

    Parameters
    ----------
    volume : Volume
        All mentions, or all their impressions.
    tone : Tone or None
        Share of a negative tone; what is surely none of it has no row of its own.
    """
    if tone is None or tone.share is None or volume.reason is not None:
        yield volume
        return
    good, bad = split_by_tone(volume, tone.share, tone.draws)
    yield good
    if tone.share > 0.0 or max(tone.draws, default=0.0) > 0.0:
        yield bad
