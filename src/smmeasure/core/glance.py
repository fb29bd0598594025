"""What the days of a campaign's data tell before anything is measured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from smmeasure.brief.campaign import Campaign
from smmeasure.brief.findings import Finding, Severity
from smmeasure.core.arguments import Arguments
from smmeasure.core.days import Frame, before
from smmeasure.core.evaluation import IndicatorResult, Name
from smmeasure.core.quiet import obstacle, quiet, too_short_or_flat
from smmeasure.core.scoreboard import TARGET_CURE, TARGET_RULE
from smmeasure.messages import message
from smmeasure.windows import Window

OBSTACLE_RULE, SLIP_RULE = 43, 44

SLIP = 1000
"""A day that holds so many times the highest quiet day is more likely a slip than a success."""

_RECENT = 56
"""Days of the quiet period that say what is usual before anything is modelled: eight weeks."""

_CLEARLY = 0.1
"""Share by which a target has to miss the usual before it is called one: the baseline itself is not known yet."""


def obstacle_findings(key: str, name: Name, call: Arguments, observed: Window | None) -> Iterator[Finding]:
    """Object to a series on which nothing can be measured.

    Parameters
    ----------
    key : str
        Indicator in the brief.
    name : str or Message
        Its name for a reader.
    call : Arguments
        The call that would measure it.
    observed : Window or None
        The campaign's days up to the date of the report; None before it has begun.
    """
    question = quiet(call)
    reason = obstacle(question, call) if observed else too_short_or_flat(question, call)
    if reason is not None:
        yield Finding(
            OBSTACLE_RULE,
            Severity.WARNING,
            f"indicators.{key}",
            message("«{name}» can't be measured: {reason}", name=name, reason=reason),
            message("Give the days that are missing, or judge the campaign by another indicator."),
        )


def usual_findings(campaign: Campaign, result: IndicatorResult, frame: Frame) -> Iterator[Finding]:
    """Object to totals that the quiet days alone would reach.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    result : IndicatorResult
        An indicator, measured or not.
    frame : Frame
        Days of the campaign.
    """
    usual = float(before(result.series.values, frame).dropna().tail(_RECENT).mean())
    usual *= 1 if result.per_day else frame.window.days
    for number, objective in enumerate(campaign.objectives):
        total = objective.target.total if objective.target and objective.indicator == result.key else None
        if total is None:
            continue
        if total < usual * (1 - _CLEARLY) if result.rises else total > usual * (1 + _CLEARLY):
            yield Finding(
                TARGET_RULE,
                Severity.WARNING,
                f"objectives[{number}].target",
                message(
                    "The target is {total} in all, and the quiet days hold about {usual} in the same time: it can be "
                    "reached by doing nothing.",
                    total=total,
                    usual=usual,
                ),
                TARGET_CURE,
            )


def slip_findings(result: IndicatorResult, frame: Frame) -> Iterator[Finding]:
    """Object to days of the campaign that are out of all proportion to the quiet days.

    Parameters
    ----------
    result : IndicatorResult
        An indicator, measured or not.
    frame : Frame
        Days of the campaign.
    """
    if frame.observed is None:
        return
    highest = float(before(result.series.values, frame).abs().max())
    inside = result.series.values.reindex(frame.observed.index()).abs()
    if not highest > 0 or not inside.max() > SLIP * highest:
        return
    yield Finding(
        SLIP_RULE,
        Severity.WARNING,
        f"indicators.{result.key}",
        message(
            "«{name}» holds {value} on {day}, over {times} times the highest quiet day: it makes the effect alone.",
            name=result.name,
            value=float(inside.max()),
            day=frame.observed.start + timedelta(days=int(np.nanargmax(inside.to_numpy()))),
            times=SLIP,
        ),
        message("Look whether two numbers have run together or a decimal sign was lost; else nothing is to do."),
    )
