"""Objectives whose deadline lies after the campaign: what was reached by then, or why it can't be told.

A target counts from the first day of the campaign to its deadline, or to the campaign's last day where that
is later. What came after the window is measured as in a follow-up, on exactly the day of the deadline.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from smmeasure.core.effects import TotalEffect
from smmeasure.core.follow_up.results import Checkpoint
from smmeasure.core.results import Uplift
from smmeasure.messages import Message, message


@dataclass(frozen=True, slots=True)
class Judged:
    """The effect that an objective is judged by.

    Attributes
    ----------
    effect : Uplift or TotalEffect or None
        Effect up to `day`; None where the phase allows none.
    day : datetime.date
        Last day that counts.
    note : Message or None
        Why that is not the deadline; None where it is, or where there is none.
    """

    effect: Uplift | TotalEffect | None
    day: date
    note: Message | None = None


def judged_by(own: Uplift | None, end: date, as_of: date, deadline: date | None, reached: Checkpoint | None) -> Judged:
    """Choose the effect that stands for what was reached by a deadline.

    Parameters
    ----------
    own : Uplift or None
        Effect in the window.
    end : datetime.date
        Last day of the window.
    as_of : datetime.date
        Date of the report.
    deadline : datetime.date or None
        Day by which the objective is to be reached.
    reached : Checkpoint or None
        The look at the indicator on the deadline; None where it does not lie after the window, was not reached
        yet, or where values of the indicator don't add up over days.
    """
    if own is None or deadline is None or deadline == end:
        return Judged(own, end)
    if deadline < end:
        return Judged(own, end, message("Judged on the last day of the campaign, {end}, not on the deadline.", end=end))
    if deadline > as_of:
        return Judged(own, end, message("So far: only the days up to {end} count; the deadline is to come.", end=end))
    if reached is None:
        return Judged(own, end, message("Up to {end}: means per day don't add up towards a later deadline.", end=end))
    if reached.cumulative is None:
        return Judged(own, end, message("Only up to {end}. {reason}", end=end, reason=reached.reason or ""))
    return Judged(reached.cumulative, reached.day)
