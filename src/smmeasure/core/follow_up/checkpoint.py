"""One look at a campaign after its end: carry-over and cumulative effect, or the reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
import pandas as pd

from smmeasure.core.arguments import Arguments
from smmeasure.core.arrays import Bools, Floats
from smmeasure.core.calibration import Baseline, Distribution, calibrate
from smmeasure.core.controls.correction import total_times
from smmeasure.core.controls.screening import Screened, screen, unrefused
from smmeasure.core.controls.sensitivity import factor_since
from smmeasure.core.effects import effect_on_total
from smmeasure.core.follow_up.arguments import Inquiry
from smmeasure.core.follow_up.results import Checkpoint, CheckpointState
from smmeasure.core.gaps.look import look as look_at_days
from smmeasure.core.quiet import LEAST_OBSERVED, Quiet, quiet
from smmeasure.core.results import Uplift
from smmeasure.core.uplift import too_wild
from smmeasure.messages import Message, message
from smmeasure.units import Rate

COLUMNS = ("observed", "baseline", "baseline_ci_lower", "baseline_ci_upper", "effect", "decay")
"""Columns of the daily table."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a measured checkpoint stands on.

    Attributes
    ----------
    question : Quiet
        The series from the first quiet day to the checkpoint.
    baseline : Baseline
        Calibrated on placebos as long as window and follow-up together.
    after : ndarray of bool, shape (horizon,)
        Observed days after the campaign.
    factor : float
        What the baseline of these days is multiplied by, because the controls moved together on them by more than
        is usual (`smmeasure.core.controls.correction`).
    """

    question: Quiet
    baseline: Baseline
    after: Bools
    factor: float = 1.0

    @property
    def days(self) -> pd.DatetimeIndex:
        """The observed days after the campaign."""
        return self.question.index[self.question.first :][self.after]

    @property
    def observed(self) -> Floats:
        """Their values."""
        return self.question.values[self.question.first :][self.after]

    def single(self) -> Distribution:
        """Give the distribution of each of these days."""
        single = self.baseline.totals(self.question.first, np.eye(self.question.horizon, dtype=bool)[self.after])
        return total_times(single, self.factor)

    def covariance(self) -> Floats:
        """Give how the errors of these days vary together, unit of the series squared."""
        covariance = self.baseline.covariance(self.question.first, self.after)
        return covariance[np.ix_(self.after, self.after)] * self.factor**2


@dataclass(frozen=True, slots=True)
class Look:
    """A checkpoint, with what it stands on where it was measured.

    Attributes
    ----------
    checkpoint : Checkpoint
        What is said.
    basis : Basis or None
        None unless measured.
    """

    checkpoint: Checkpoint
    basis: Basis | None = None


def look(inquiry: Inquiry, days: int, own: Uplift) -> Look:
    """Measure what is left of a campaign so many days after its end.

    Parameters
    ----------
    inquiry : Inquiry
        The checked call.
    days : int
        Days since the end of the window.
    own : Uplift
        The effect in the window.
    """
    reason = _not_yet(inquiry, days)
    if reason is not None:
        return _untold(inquiry, days, CheckpointState.NOT_YET, reason)
    arguments, _ = look_at_days(inquiry.up_to(days, own))
    question = quiet(arguments)
    after = _after(question, inquiry)
    reason = own.reason or _short(question, inquiry, days) or _unseen(after, question, inquiry)
    if reason is not None:
        return _untold(inquiry, days, CheckpointState.NOT_MEASURABLE, reason)
    screened = screen(arguments, inquiry.level)
    used = unrefused(arguments, screened)
    question = quiet(used)
    baseline = calibrate(question, inquiry.level)
    if baseline is None:
        return _untold(inquiry, days, CheckpointState.NOT_MEASURABLE, _scattered(question))
    basis = Basis(question, baseline, _after(question, inquiry) & question.observed)
    basis = replace(basis, factor=_factor(used, basis, inquiry.level))
    found = _measured(inquiry, days, own, basis)
    return replace(found, checkpoint=replace(found.checkpoint, notes=(*_refusals(screened), *_corrections(basis))))


def _factor(used: Arguments, basis: Basis, level: float) -> float:
    """Tell how far the baseline stays behind a move of the controls on the days after the campaign."""
    expected = float(basis.baseline.totals(basis.question.first, basis.after[None]).expected[0])
    if used.controls.empty or expected <= 0.0:
        return 1.0
    return factor_since(used, basis.days[0], level, float(basis.observed.sum()) / expected - 1.0)


def _corrections(basis: Basis) -> tuple[Message, ...]:
    if basis.factor == 1.0:
        return ()
    change = Rate(basis.factor - 1.0, signed=True)
    return (
        message(
            "After the campaign all controls moved together by more than is usual, and their noise hides part of it: "
            "the baseline of these days is corrected by {change}.",
            change=change,
        ),
    )


def _refusals(screened: Sequence[Screened]) -> tuple[Message, ...]:
    return tuple(
        message("Up to this day «{name}» is not used as a control. {reason}", name=one.name, reason=one.reason)
        for one in screened
        if one.reason is not None
    )


def _untold(inquiry: Inquiry, days: int, state: CheckpointState, reason: Message) -> Look:
    return Look(Checkpoint(days, inquiry.day(days), state, reason=reason))


def _after(question: Quiet, inquiry: Inquiry) -> Bools:
    """Mark the days after the campaign, observed or not; shape (horizon,)."""
    after: Bools = np.asarray(question.index[question.first :] > pd.Timestamp(inquiry.arguments.window.end))
    return after


def _measured(inquiry: Inquiry, days: int, own: Uplift, basis: Basis) -> Look:
    question, level = basis.question, inquiry.level
    totals = basis.baseline.totals(question.first, np.stack([basis.after, question.observed]))
    late, whole = (total_times(_one(totals, place), basis.factor) for place in (0, 1))
    # Its own baseline and that of the days after add up to the whole: one sum for the reader.
    whole = replace(whole, expected=own.baseline + late.expected)
    reason = too_wild(late, level) or too_wild(whole, level)
    if reason is not None:
        return _untold(inquiry, days, CheckpointState.NOT_MEASURABLE, reason)
    seen = float(basis.observed.sum())
    checkpoint = Checkpoint(
        days=days,
        day=inquiry.day(days),
        state=CheckpointState.MEASURED,
        carry_over=effect_on_total(late, seen, level),
        cumulative=effect_on_total(whole, own.observed + seen, level),
    )
    return Look(checkpoint, basis)


def _one(totals: Distribution, place: int) -> Distribution:
    """Give the distribution of a single total."""
    kept = slice(place, place + 1)
    return replace(totals, expected=totals.expected[kept], spread=totals.spread[kept], days=totals.days[kept])


def daily_after(basis: Basis | None, level: float, curve: Floats) -> pd.DataFrame:
    """Lay out the days after the campaign; no row without a measured checkpoint.

    Parameters
    ----------
    basis : Basis or None
        Of the last measured checkpoint.
    level : float
        Confidence level of the daily baseline's interval.
    curve : ndarray, shape (observed days after the campaign,)
        Fitted effect.
    """
    if basis is None:
        return pd.DataFrame(columns=list(COLUMNS), index=pd.DatetimeIndex([]), dtype=float)
    days, single, observed = basis.days, basis.single(), basis.observed
    table = pd.DataFrame(
        {
            "observed": observed,
            "baseline": single.expected,
            "baseline_ci_lower": single.quantile(0.5 - level / 2.0),
            "baseline_ci_upper": single.quantile(0.5 + level / 2.0),
            "effect": observed - single.expected,
            "decay": curve,
        },
        index=days,
    )
    return table.reindex(pd.date_range(days[0], days[-1], freq="D")) if basis.question.period else table


def _not_yet(inquiry: Inquiry, days: int) -> Message | None:
    """Say that the data don't reach a checkpoint; None if they do, to the last day or dated week."""
    last, day = inquiry.last_seen, inquiry.day(days)
    if last is None or last + timedelta(days=inquiry.arguments.step.days) > day:
        return None
    return message(
        "The data end on {last}; day {days} after the campaign is {day}. A later export is needed.",
        last=last,
        days=days,
        day=day,
    )


def _short(question: Quiet, inquiry: Inquiry, days: int) -> Message | None:
    have, span, weekly = int(question.calm.sum()), question.horizon, question.period is None
    need = 2 * span
    if have >= need:
        return None
    values = {
        "days": days,
        "have": have,
        "need": need,
        "span": span,
        "begin": inquiry.arguments.window.start - timedelta(days=need * (7 if weekly else 1)),
    }
    if weekly:
        return message(
            "Day {days} after the campaign needs {need} quiet weeks before the campaign: twice the {span} weeks from "
            "its first day to that day; there are {have}. Data should begin on {begin} or earlier.",
            **values,
        )
    return message(
        "Day {days} after the campaign needs {need} quiet days before the campaign: twice the {span} days from "
        "its first day to that day; there are {have}. Data should begin on {begin} or earlier.",
        **values,
    )


def _unseen(after: Bools, question: Quiet, inquiry: Inquiry) -> Message | None:
    steps, seen = int(after.sum()), int((after & question.observed).sum())
    need = max(int(np.ceil(LEAST_OBSERVED * steps)), 1)
    if seen >= need:
        return None
    return message(
        "Of the {steps} days since {end}, {seen} were observed and free of other campaigns; at least {need} are "
        "needed.",
        steps=steps,
        end=inquiry.arguments.window.end,
        seen=seen,
        need=need,
    )


def _scattered(question: Quiet) -> Message:
    return message(
        "The quiet days are too scattered: no stretch of {span} days, after as many quiet days, is quiet on at least "
        "half of its days. A longer quiet period or fewer excluded days are needed.",
        span=question.horizon,
    )
