"""Which days a campaign is measured on: quiet days, window, what was known on the date of the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from smmeasure.brief.campaign import Campaign
from smmeasure.core.phases import NOT_BEGUN, Phase, phase_on
from smmeasure.messages import Message, message
from smmeasure.series import IndicatorSeries
from smmeasure.windows import Window, mask


@dataclass(frozen=True, slots=True)
class Frame:
    """The days that every indicator of a campaign is measured on.

    Attributes
    ----------
    as_of : datetime.date
        Date of the report; nothing later is used.
    phase : Phase
        Where the campaign stands on that date.
    window : Window
        First and last day of the campaign.
    observed : Window or None
        Days of the window up to `as_of`; None before the campaign has begun.
    quiet_start : datetime.date or None
        First day of the declared quiet period; None where it is open.
    kept_out : tuple of Window
        Days that are no quiet days: other campaigns, exclusions, days between the declared quiet
        period and the window.
    """

    as_of: date
    phase: Phase
    window: Window
    observed: Window | None
    quiet_start: date | None
    kept_out: tuple[Window, ...]


def frame_of(campaign: Campaign, series: Mapping[str, IndicatorSeries]) -> Frame:
    """Work out the days of a campaign.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    series : mapping of str to IndicatorSeries
        Its data; their last day is the date of the report unless the brief gives one.
    """
    window = campaign.window.window()
    as_of = campaign.as_of or max(one.values.index[-1].date() for one in series.values())
    phase = phase_on(as_of, window)
    observed = None if phase is Phase.PLANNED else Window(window.start, min(window.end, as_of))
    quiet_start, quiet_end = campaign.quiet_limits()
    others = [other.window() for other in campaign.other_campaigns]
    excluded = [exclusion.window() for exclusion in campaign.exclusions]
    after_quiet = Window(quiet_end + timedelta(days=1), window.start - timedelta(days=1)) if quiet_end else None
    gap = [after_quiet] if after_quiet and after_quiet.days > 0 else []
    return Frame(as_of, phase, window, observed, quiet_start, (*others, *excluded, *gap))


def known(values: pd.Series, frame: Frame) -> pd.Series:
    """Keep what was known on the date of the report, from the first quiet day on."""
    start = pd.Timestamp(frame.quiet_start) if frame.quiet_start else None
    return values.loc[start : pd.Timestamp(frame.as_of)]


def before(values: pd.Series, frame: Frame) -> pd.Series:
    """Values before the window, nan on days that are not quiet."""
    past = values.loc[: pd.Timestamp(frame.window.start) - pd.Timedelta(days=1)]
    return past.mask(mask(pd.DatetimeIndex(past.index), frame.kept_out))


def quiet_days(values: pd.Series, frame: Frame) -> int:
    """Count the quiet days with a value before the window."""
    return int(before(values, frame).notna().sum())


def kept_out_days(values: pd.Series, frame: Frame) -> int:
    """Count the days before the window that are no quiet days."""
    past = values.loc[: pd.Timestamp(frame.window.start) - pd.Timedelta(days=1)]
    return int(mask(pd.DatetimeIndex(past.index), frame.kept_out).sum())


def too_early(frame: Frame) -> Message | None:
    """Why the phase allows no return, or None where it does."""
    if frame.phase is Phase.PLANNED:
        return NOT_BEGUN
    if frame.phase is Phase.RUNNING:
        return message(
            "The campaign is running until {end}: returns are computed once it is over.", end=frame.window.end
        )
    return None
