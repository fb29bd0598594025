"""From a checked call to the days of several campaigns and the quiet days around them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
import pandas as pd

from smmeasure.core.arguments import Arguments
from smmeasure.core.arrays import Bools
from smmeasure.core.campaigns.arguments import Inquiry
from smmeasure.core.controls.screening import screen, unrefused
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
    notes : tuple of Message
        Controls that moved with the campaigns and are not used.
    """

    stretch: Quiet
    whole: Quiet
    names: tuple[str, ...]
    on: Bools
    quiet: Bools
    notes: tuple[Message, ...]

    @property
    def campaign(self) -> Bools:
        """Observed days with any campaign, shape (horizon of `whole`,)."""
        campaign: Bools = np.asarray(self.on.any(axis=0))
        return campaign


def ask(inquiry: Inquiry) -> Question | Message:
    """Lay out the days, or say why the question can't be answered."""
    arguments = inquiry.arguments
    stretches = _stretches(sorted(inquiry.campaigns.values()))
    longest = max(one.days for one in stretches)
    window = Window(arguments.window.start, arguments.window.start + timedelta(days=longest - 1))
    stretch = quiet(replace(arguments, window=window))
    reason = _short(stretch, window) or too_short_or_flat(stretch, arguments)
    if reason is not None:
        return reason
    kept, notes = _screened(inquiry, stretches)
    question = _laid_out(inquiry, kept, window, notes)
    return _unseen(question, inquiry) or question


def _laid_out(inquiry: Inquiry, arguments: Arguments, window: Window, notes: tuple[Message, ...]) -> Question:
    last = min(arguments.window.end + timedelta(days=LATER_DAYS), pd.Timestamp(arguments.y.index[-1]).date())
    whole = quiet(replace(arguments, window=Window(window.start, max(last, arguments.window.end, window.end))))
    days = pd.DatetimeIndex(whole.index[whole.first :])
    campaigns = tuple(inquiry.campaigns.values())
    during = np.stack([mask(days, [one]).to_numpy() for one in campaigns])
    kept_out = mask(days, (*campaigns, *arguments.exclude)).to_numpy() | _untold(arguments, days)
    return Question(
        stretch=quiet(replace(arguments, window=window)),
        whole=whole,
        names=tuple(inquiry.campaigns),
        on=during & whole.observed,
        quiet=~kept_out & whole.observed,
        notes=notes,
    )


def _screened(inquiry: Inquiry, stretches: list[Window]) -> tuple[Arguments, tuple[Message, ...]]:
    """Leave out the controls that moved with any stretch of campaigns, and say so."""
    arguments, notes = inquiry.arguments, []
    for window in stretches:
        others = (*arguments.exclude, *(one for one in inquiry.campaigns.values() if not one.overlaps(window)))
        screened = screen(replace(arguments, window=window, exclude=others), inquiry.level)
        arguments = unrefused(arguments, screened)
        notes += [
            message("«{name}» is not used as a control. {reason}", name=one.name, reason=one.reason)
            for one in screened
            if one.reason is not None
        ]
    return arguments, tuple(notes)


def _untold(arguments: Arguments, days: pd.DatetimeIndex) -> Bools:
    """Mark the days on which some control or event is unknown."""
    tables = (arguments.controls, arguments.events)
    untold: Bools = np.any([table.reindex(days).isna().any(axis=1).to_numpy() for table in tables], axis=0)
    return untold


def _stretches(windows: list[Window]) -> list[Window]:
    """Join the campaigns, sorted by their start, that have less than a quiet week between them."""
    stretches = windows[:1]
    for window in windows[1:]:
        last = stretches[-1]
        if (window.start - last.end).days > _APART:
            stretches.append(window)
        else:
            stretches[-1] = Window(last.start, max(last.end, window.end))
    return stretches


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


def _unseen(question: Question, inquiry: Inquiry) -> Message | None:
    days = pd.DatetimeIndex(question.whole.index[question.whole.first :])
    for (name, window), on in zip(inquiry.campaigns.items(), question.on, strict=True):
        asked, seen = int(mask(days, [window]).sum()), int(on.sum())
        need = max(int(np.ceil(LEAST_OBSERVED * asked)), 1)
        if seen < need:
            return message(
                "Only {seen} of the {days} days of «{name}» were observed; at least {need} are needed.",
                seen=seen,
                days=asked,
                name=name,
                need=need,
            )
    return None
