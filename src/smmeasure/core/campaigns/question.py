"""From a checked call to the days of several campaigns and the quiet days around them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd

from smmeasure.core.arrays import Bools
from smmeasure.core.campaigns.arguments import Inquiry
from smmeasure.core.quiet import LEAST_DAYS, LEAST_OBSERVED, LEAST_WEEKS, Quiet, quiet, too_short_or_flat
from smmeasure.messages import Message, message
from smmeasure.windows import Window, mask

LATER_DAYS = 56
"""Quiet days after the last campaign tell about the level during it; later ones hardly do."""

_APART = 7
"""Campaigns with fewer days between them are one stretch: so few quiet days don't renew a baseline."""


@dataclass(frozen=True, slots=True)
class Question:
    """Several campaigns in one series.

    Attributes
    ----------
    stretch : Quiet
        The series up to a window as long as the longest stretch of campaigns, from the first day of
        any campaign on: what the baseline is calibrated for.
    whole : Quiet
        The series up to the last day that tells anything.
    names : tuple of str, length k
        The campaigns.
    on : ndarray of bool, shape (k, horizon of `whole`)
        Observed days of each campaign.
    quiet : ndarray of bool, shape (horizon of `whole`,)
        Observed days since the first campaign's start without any campaign and not excluded.
    """

    stretch: Quiet
    whole: Quiet
    names: tuple[str, ...]
    on: Bools
    quiet: Bools

    @property
    def campaign(self) -> Bools:
        """Observed days with any campaign, shape (horizon of `whole`,)."""
        campaign: Bools = np.asarray(self.on.any(axis=0))
        return campaign


def ask(inquiry: Inquiry) -> Question | Message:
    """Lay out the days, or say why the question can't be answered."""
    arguments = inquiry.arguments
    longest = _longest(sorted(inquiry.campaigns.values()))
    window = Window(arguments.window.start, arguments.window.start + timedelta(days=longest - 1))
    stretch = quiet(replace(arguments, window=window))
    reason = _short(stretch, window) or too_short_or_flat(stretch, arguments)
    if reason is not None:
        return reason
    last = min(arguments.window.end + timedelta(days=LATER_DAYS), pd.Timestamp(arguments.y.index[-1]).date())
    whole = quiet(replace(arguments, window=Window(window.start, max(last, arguments.window.end, window.end))))
    days = pd.DatetimeIndex(whole.index[whole.first :])
    campaigns = tuple(inquiry.campaigns.values())
    during = np.stack([mask(days, [one]).to_numpy() for one in campaigns])
    kept_out = mask(days, (*campaigns, *arguments.exclude)).to_numpy() | _untold(inquiry, days)
    question = Question(stretch, whole, tuple(inquiry.campaigns), during & whole.observed, ~kept_out & whole.observed)
    return _unseen(question, during) or question


def _untold(inquiry: Inquiry, days: pd.DatetimeIndex) -> Bools:
    """Mark the days on which some control or event is unknown."""
    tables = (inquiry.arguments.controls, inquiry.arguments.events)
    untold: Bools = np.any([table.reindex(days).isna().any(axis=1).to_numpy() for table in tables], axis=0)
    return untold


def _longest(windows: list[Window]) -> int:
    """Count the days of the longest stretch of campaigns without a quiet week in it."""
    ends: list[date] = []
    reach = windows[0].end
    for window in windows:
        reach = max(reach, window.end)
        ends.append(reach)
    breaks = [
        place
        for place, ((_, reached), (after, _)) in enumerate(
            pairwise(zip((window.start for window in windows), ends, strict=True)), start=1
        )
        if (after - reached).days > _APART
    ]
    limits = [0, *breaks, len(windows)]
    return max((ends[last - 1] - windows[first].start).days + 1 for first, last in pairwise(limits))


def _short(stretch: Quiet, window: Window) -> Message | None:
    have, weekly = int(stretch.calm.sum()), stretch.period is None
    need = max(2 * stretch.horizon, LEAST_WEEKS if weekly else LEAST_DAYS)
    if have >= need:
        return None
    values = {
        "have": have,
        "need": need,
        "span": stretch.horizon,
        "begin": window.start - timedelta(days=need * (7 if weekly else 1)),
    }
    if weekly:
        return message(
            "{have} quiet weeks before the first campaign; at least {need} are needed: twice the {span} weeks of the "
            "longest stretch of campaigns, and never fewer than 24. Data should begin on {begin} or earlier.",
            **values,
        )
    return message(
        "{have} quiet days before the first campaign; at least {need} are needed: twice the {span} days of the "
        "longest stretch of campaigns, and never fewer than 56. Data should begin on {begin} or earlier.",
        **values,
    )


def _unseen(question: Question, during: Bools) -> Message | None:
    for name, asked, on in zip(question.names, during, question.on, strict=True):
        days, seen = int(asked.sum()), int(on.sum())
        need = max(int(np.ceil(LEAST_OBSERVED * days)), 1)
        if seen < need:
            return message(
                "Only {seen} of the {days} days of «{name}» were observed; at least {need} are needed.",
                seen=seen,
                days=days,
                name=name,
                need=need,
            )
    return None
