"""What a campaign has returned so far, 30, 90 and 180 days after its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from smmeasure.core.evaluation import IndicatorResult
from smmeasure.core.follow_up.results import Checkpoint, ReturnSoFar
from smmeasure.core.phases import Phase
from smmeasure.core.reckoning import Measured, money_gains, no_roi_reason
from smmeasure.core.returns import roi
from smmeasure.messages import Message, message


def returns_so_far(measured: Measured) -> tuple[ReturnSoFar, ...]:
    """Work out the ROI of everything gained since the first day, at each day of the follow-up.

    The cost is the campaign's own, spent once: what lasts of the effect is gained on top. The gain is the
    cumulative effect at that day, in the place of the effect in the window.

    Parameters
    ----------
    measured : Measured
        What returns are worked out from.

    Returns
    -------
    tuple of ReturnSoFar
        One per day of the follow-up; empty unless the campaign is followed up and judged by an ROI.
    """
    keys = measured.campaign.roi
    if measured.frame.phase is not Phase.FOLLOWED_UP or not keys:
        return ()
    followed = [found for key in keys if (found := measured.results[key].follow_up)]
    if len(followed) != len(keys):
        return ()
    return tuple(_at(measured, points) for points in zip(*(found.checkpoints for found in followed), strict=True))


def _at(measured: Measured, points: tuple[Checkpoint, ...]) -> ReturnSoFar:
    """Work out the ROI at one day, from the checkpoints of all indicators of the ROI."""
    days, day = points[0].days, points[0].day
    untold = next((point for point in points if point.cumulative is None), None)
    reason = untold.reason if untold else no_roi_reason(measured)
    if untold or reason:
        return ReturnSoFar(days, day, reason=reason or _unknown())
    wide = dict(_widened(measured, points))
    made = roi(
        money_gains(replace(measured, results={**measured.results, **wide})), measured.cost, measured.campaign.level
    )
    return ReturnSoFar(days, day, made.estimate, made.probability)


def _unknown() -> Message:
    return message("The effect up to this day could not be measured.")


def _widened(measured: Measured, points: tuple[Checkpoint, ...]) -> Iterator[tuple[str, IndicatorResult]]:
    """Give the results of the ROI's indicators with the effect since the first day as their effect."""
    for key, point in zip(measured.campaign.roi, points, strict=True):
        result, total = measured.results[key], point.cumulative
        if result.uplift is not None and total is not None:
            effect = replace(
                result.uplift,
                observed=total.observed,
                baseline=total.baseline,
                effect=total.effect,
                effect_ci_lower=total.effect_ci_lower,
                effect_ci_upper=total.effect_ci_upper,
                verdict=total.verdict,
                draws=total.draws,
            )
            yield key, replace(result, uplift=effect)
