"""The follow-up of one indicator of a campaign, on the date of a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pandas as pd

from smmeasure.brief.campaign import Campaign, Indicator, Medium
from smmeasure.brief.catalogue import Stage, entry_of
from smmeasure.brief.checks import judged_indicators
from smmeasure.core.controls.declared import usable_controls
from smmeasure.core.days import Frame, known
from smmeasure.core.follow_up.arguments import Inquiry, check_follow_up
from smmeasure.core.follow_up.checkpoint import look
from smmeasure.core.follow_up.estimate import CHECKPOINTS, follow_up_of
from smmeasure.core.follow_up.results import Checkpoint, FollowUp
from smmeasure.core.phases import Phase
from smmeasure.core.results import Uplift
from smmeasure.series import IndicatorSeries
from smmeasure.windows import Window

WATCHED = frozenset({"mail_opens", "mail_clicks", "reviews", "negative_reviews", "mentions", "net_sentiment"})
"""Kinds of indicators that are watched after every campaign: what subscribers open, and what people write."""


def follow_indicator(  # noqa: PLR0913, PLR0917 - the brief, its data and its days
    campaign: Campaign,
    key: str,
    series: Mapping[str, IndicatorSeries],
    events: pd.DataFrame | None,
    frame: Frame,
    own: Uplift,
) -> FollowUp | None:
    """Follow an indicator up; None before that phase, or where nothing rests on the indicator.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    key : str
        Indicator in the brief; those of objectives and ROI are followed, all where there are none, and what
        is watched after every campaign (`WATCHED`, and exposure that others gave).
    series : mapping of str to IndicatorSeries
        Data of every indicator.
    events : pandas.DataFrame or None
        Public holidays, over all days of the indicator.
    frame : Frame
        Days to measure on.
    own : Uplift
        The indicator's effect in the window, as totals.
    """
    judged = judged_indicators(campaign)
    is_followed = not judged or key in judged or _is_watched(campaign.indicators[key])
    if frame.phase is not Phase.FOLLOWED_UP or not is_followed:
        return None
    return follow_up_of(_inquiry(campaign, key, series, events, frame, CHECKPOINTS), own)


def _is_watched(indicator: Indicator) -> bool:
    """Whether something is followed whatever the objectives: also how fast the exposure that others gave fades."""
    entry = entry_of(indicator)
    is_given = entry.stage is Stage.EXPOSURE and (indicator.medium or entry.medium) is Medium.EARNED
    return entry.id in WATCHED or is_given


def look_at_deadlines(  # noqa: PLR0913, PLR0917 - the brief, its data and its days
    campaign: Campaign,
    key: str,
    series: Mapping[str, IndicatorSeries],
    events: pd.DataFrame | None,
    frame: Frame,
    own: Uplift,
) -> tuple[Checkpoint, ...]:
    """Look at an indicator on the deadlines of its objectives that lie after the window and have come.

    Parameters
    ----------
    campaign, key, series, events, frame, own
        As for `follow_indicator`.

    Returns
    -------
    tuple of Checkpoint
        Ascending by day; none before the window is over.
    """
    end = frame.window.end
    due = {objective.deadline for objective in campaign.objectives if objective.indicator == key}
    days = tuple(sorted((day - end).days for day in due if day is not None and end < day <= frame.as_of))
    if not days or not frame.phase.has_result:
        return ()
    inquiry = _inquiry(campaign, key, series, events, frame, days)
    return tuple(look(inquiry, one, own).checkpoint for one in days)


def _inquiry(  # noqa: PLR0913, PLR0917 - the brief, its data and its days
    campaign: Campaign,
    key: str,
    series: Mapping[str, IndicatorSeries],
    events: pd.DataFrame | None,
    frame: Frame,
    days: tuple[int, ...],
) -> Inquiry:
    """Ask for an indicator on days after the window, with controls that can be used up to the last one reached."""
    window = frame.window
    reached = max(one for one in (0, *days) if window.end + timedelta(days=one) <= frame.as_of)
    wide = replace(frame, window=Window(window.start, window.end + timedelta(days=reached)))
    return check_follow_up(
        known(series[key].values, frame),
        window.start,
        window.end,
        days,
        controls=usable_controls(campaign, key, series, wide),
        events=events,
        exclude=frame.kept_out,
        level=campaign.level,
    )
