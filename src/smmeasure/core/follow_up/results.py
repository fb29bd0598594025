"""What is said of the days after a campaign: one frozen value per idea."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import pandas as pd

from smmeasure.core.aggregation import per_day
from smmeasure.core.effects import TotalEffect
from smmeasure.core.estimates import Estimate
from smmeasure.core.results import Uplift
from smmeasure.messages import Message


class CheckpointState(StrEnum):
    """Whether a checkpoint can be told."""

    MEASURED = "measured"
    NOT_YET = "not yet"
    NOT_MEASURABLE = "not measurable"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What is known so many days after the end of a campaign.

    Attributes
    ----------
    days : int
        Days since the last day of the window.
    day : datetime.date
        The last day that counts.
    state : CheckpointState
        Whether it can be told.
    carry_over : TotalEffect or None
        Effect on the days after the window up to this day; None unless measured.
    cumulative : TotalEffect or None
        Effect since the first day of the window up to this day: the campaign's own effect plus the
        carry-over; None unless measured.
    reason : Message or None
        Why it can't be told, or not yet, with what is needed; else None.
    notes : tuple of Message
        Controls that moved by this day and are not used, one sentence each; and by how much the baseline was
        corrected where all used ones moved together.
    """

    days: int
    day: date
    state: CheckpointState
    carry_over: TotalEffect | None = None
    cumulative: TotalEffect | None = None
    reason: Message | None = None
    notes: tuple[Message, ...] = ()

    def per_day(self) -> Checkpoint:
        """Turn totals into means per observed day."""
        late, whole = (total.per_day() if total else None for total in (self.carry_over, self.cumulative))
        return replace(self, carry_over=late, cumulative=whole)


@dataclass(frozen=True, slots=True)
class ReturnSoFar:
    """The ROI of everything gained from the first day of a campaign up to so many days after its end.

    Attributes
    ----------
    days : int
        Days since the last day of the window.
    day : datetime.date
        The last day that counts.
    estimate : Estimate or None
        ``(gained so far - total cost) / total cost``, a fraction; None where it can't be told.
    probability : float or None
        Probability that it is above 0.
    reason : Message or None
        Why there is no number; None where there is one.
    """

    days: int
    day: date
    estimate: Estimate | None = None
    probability: float | None = None
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class Decay:
    """How fast the daily effect fades after the window.

    Attributes
    ----------
    half_life : float
        Days in which the daily effect halves; infinite where no fading is seen; nan where nothing can
        be told.
    half_life_ci_lower, half_life_ci_upper : float
        Interval; 0 where the effect may be gone after a day, infinite where it may not fade at all;
        nan where nothing can be told.
    days : int
        Observed days after the window that were used.
    statement : Message
        The finding as a sentence, or the reason why there is none.
    """

    half_life: float
    half_life_ci_lower: float
    half_life_ci_upper: float
    days: int
    statement: Message

    @property
    def known(self) -> bool:
        """Whether anything can be told."""
        return self.half_life == self.half_life


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A campaign looked at again after its end; the baseline is that of the quiet days before it.

    Attributes
    ----------
    own : Uplift
        The effect in the window, equal to that of `smmeasure.core.uplift.estimate_uplift`.
    checkpoints : tuple of Checkpoint
        In the order of the days asked for.
    decay : Decay
        How fast the daily effect fades.
    level : float
        Confidence level of all intervals, in (0, 1).
    daily : pandas.DataFrame, columns ``observed, baseline, baseline_ci_lower, baseline_ci_upper, effect, decay``
        One row per day after the window up to the last measured checkpoint, unit of the series; `decay`
        is the fitted effect, nan where there is none. Without rows where no checkpoint is measured.
    """

    own: Uplift
    checkpoints: tuple[Checkpoint, ...]
    decay: Decay
    level: float
    daily: pd.DataFrame

    def per_day(self) -> FollowUp:
        """Turn totals into means per observed day, for values that don't add up over days."""
        return replace(
            self, own=per_day(self.own), checkpoints=tuple(checkpoint.per_day() for checkpoint in self.checkpoints)
        )

    @property
    def latest(self) -> Checkpoint | None:
        """The last checkpoint that was measured; None if there is none."""
        return next((point for point in reversed(self.checkpoints) if point.state is CheckpointState.MEASURED), None)
