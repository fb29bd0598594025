"""What is left of a campaign after its end: carry-over, cumulative effect, half-life."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from smmeasure.core.arguments import DateLike
from smmeasure.core.effects import TotalEffect
from smmeasure.core.follow_up.arguments import Inquiry, check_follow_up
from smmeasure.core.follow_up.checkpoint import Basis, Look, daily_after, look
from smmeasure.core.follow_up.decay import DailyEffects, FittedDecay, fit_decay, no_decay
from smmeasure.core.follow_up.results import FollowUp
from smmeasure.core.results import Uplift, Verdict
from smmeasure.core.uplift import estimate_uplift
from smmeasure.messages import Message, message
from smmeasure.windows import Window

CHECKPOINTS = (30, 90, 180)
"""Days after the end on which a campaign is measured again."""

_SIGNS = {Verdict.RISE: 1.0, Verdict.FALL: -1.0}


def estimate_follow_up(  # noqa: PLR0913 - the contract of a public function
    y: pd.Series,
    start: DateLike,
    end: DateLike,
    *,
    days: tuple[int, ...] = CHECKPOINTS,
    controls: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    exclude: Iterable[Window | tuple[DateLike, DateLike]] = (),
    level: float = 0.95,
) -> FollowUp:
    """Estimate what a campaign left behind, and how fast that fades.

    The baseline of all days, those after the campaign too, comes from the quiet period before `start`.
    Each checkpoint is calibrated on placebos as long as the campaign and the days since its end together,
    so it needs twice as many quiet days. Where all controls move together after the campaign by more than is
    usual, the baseline of those days is corrected by what their own movement tells, as `estimate_uplift` does
    in the window (`smmeasure.core.controls.correction`).

    Parameters
    ----------
    y : pandas.Series of float, shape (n,)
        Daily or weekly values, DatetimeIndex without time zone; nan or an absent date means missing.
    start, end : date-like
        First and last day of the campaign, both included.
    days : tuple of int
        Checkpoints, in days after `end`, ascending.
    controls : pandas.DataFrame, shape (m, q), optional
        Series that the campaign can't have touched, at most 20; without gaps up to the last checkpoint reached.
    events : pandas.DataFrame, shape (m, p), optional
        Known regressors such as public holidays (0 or 1); without gaps.
    exclude : iterable of Window or pair of days
        Before the campaign: days that are not quiet. After it: days of other campaigns, whose effect
        can't be told from this one's rest; they don't count.
    level : float
        Confidence level of all intervals, in (0, 1).

    Returns
    -------
    FollowUp
        The campaign's own effect, carry-over and cumulative effect at each checkpoint, and the half-life
        of the daily effect; what can't be told carries its reason.

    Raises
    ------
    CallError
        If an argument can't be taken; the error lists every fault.
    """
    kept_out = tuple(exclude)
    tables = {"controls": controls, "events": events}
    inquiry = check_follow_up(y, start, end, days, exclude=kept_out, level=level, **tables)
    own = estimate_uplift(y, start, end, exclude=kept_out, level=level, controls=controls, events=events)
    return follow_up_of(inquiry, own)


def follow_up_of(inquiry: Inquiry, own: Uplift) -> FollowUp:
    """Follow a campaign up whose own effect is known already.

    Parameters
    ----------
    inquiry : Inquiry
        The checked call.
    own : Uplift
        The effect in its window, as totals.
    """
    looks = [look(inquiry, one, own) for one in inquiry.days]
    last = next((one for one in reversed(looks) if one.basis is not None), looks[0])
    fitted = _decay(inquiry, own, last)
    return FollowUp(
        own=own,
        checkpoints=tuple(one.checkpoint for one in looks),
        decay=fitted.decay,
        level=inquiry.level,
        daily=daily_after(last.basis, inquiry.level, fitted.curve),
    )


def _decay(inquiry: Inquiry, own: Uplift, found: Look) -> FittedDecay:
    """Fit the fading over the days up to the last measured checkpoint."""
    late, basis = found.checkpoint.carry_over, found.basis
    if late is None or basis is None:
        reason = message("No half-life: no checkpoint could be measured. {reason}", reason=found.checkpoint.reason)
        return FittedDecay(no_decay(reason), np.empty(0))
    refused = _nothing_to_fade(own, late)
    if refused is not None:
        return FittedDecay(no_decay(refused, late.days), np.full(late.days, np.nan))
    effects = _daily_effects(pd.Timestamp(inquiry.arguments.window.end), _SIGNS[own.verdict], basis)
    return fit_decay(effects, inquiry.level, carried=late.verdict is own.verdict)


def _nothing_to_fade(own: Uplift, late: TotalEffect) -> Message | None:
    if own.verdict not in _SIGNS:
        return message("No half-life: the campaign itself shows no measurable effect that could fade.")
    if late.verdict in _SIGNS and late.verdict is not own.verdict:
        return message(
            "No half-life: over the {days} days after the campaign the effect went the other way.", days=late.days
        )
    return None


def _daily_effects(end: pd.Timestamp, sign: float, basis: Basis) -> DailyEffects:
    expected = basis.single().expected
    positive = bool((expected > 0.0).all())
    return DailyEffects(
        since=np.asarray((basis.days - end).days, dtype=float),
        effect=basis.observed - expected,
        size=expected if positive else np.ones(len(expected)),
        covariance=basis.covariance(),
        factor=basis.baseline.scale.factor and positive,
        sign=sign,
    )
