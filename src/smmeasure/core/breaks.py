"""Baselines that straddle a metric break: what was learnt before it says nothing of the days after it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from smmeasure.brief.breaks import breaks_of
from smmeasure.brief.campaign import Campaign
from smmeasure.brief.checks import Finding, Severity, name_of
from smmeasure.core.days import Frame
from smmeasure.messages import message
from smmeasure.windows import mask

BREAK_RULE = 41
"""A baseline that straddles a known metric break."""


def break_findings(campaign: Campaign, key: str, values: pd.Series, frame: Frame) -> Iterator[Finding]:
    """Find the known breaks that lie within the days that an indicator is measured on.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    key : str
        Indicator in the brief.
    values : pandas.Series, shape (n,)
        Its daily values; nan where missing.
    frame : Frame
        Days measured on.
    """
    learnt = values[values.notna() & ~mask(pd.DatetimeIndex(values.index), frame.kept_out)]
    learnt = learnt.loc[: pd.Timestamp(frame.window.start) - pd.Timedelta(days=1)]
    if learnt.empty:
        return
    for one, is_certain in breaks_of(campaign, key):
        if learnt.index[0].date() < one.day <= frame.window.end:
            yield Finding(
                BREAK_RULE,
                Severity.WARNING if is_certain else Severity.ADVICE,
                f"indicators.{key}",
                one.reason(name_of(campaign, key)),
                message(
                    "Begin the quiet period on {day}, or exclude the days before it with the reason «metric break»; "
                    "where the window itself holds that day, choose another indicator.",
                    day=one.day,
                ),
            )
