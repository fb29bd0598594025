"""What became of the customers whom a campaign won: one frozen value per idea."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from smmeasure.core.estimates import Estimate, Evidence
from smmeasure.core.follow_up.results import CheckpointState
from smmeasure.core.results import Verdict
from smmeasure.messages import Message
from smmeasure.units import Money, Unit
from smmeasure.windows import Window


class CohortMetric(StrEnum):
    """What is told of the customers won."""

    CUSTOMERS = "customers"
    REVENUE = "revenue"
    MARGIN = "margin"
    REPEAT_RATE = "repeat_rate"


@dataclass(frozen=True, slots=True)
class QuietCohort:
    """The customers won in one quiet window.

    Attributes
    ----------
    window : Window
        As many days as the campaign's, beginning on the same day of the week.
    customers : int
        Customers won in it.
    """

    window: Window
    customers: int


@dataclass(frozen=True, slots=True)
class CohortFigure:
    """One number of the customers won, against those of quiet windows.

    Attributes
    ----------
    metric : CohortMetric
        `customers`: how many were won. `revenue` or `margin`: money per customer from the first order on, refunds
        taken off. `repeat_rate`: customers with an order on a later day, as a fraction.
    days : int
        Days after each customer's first order; 0 for the first order's day alone.
    day : datetime.date
        Day on which the last customer won has had them.
    unit : Unit
        Unit of every number below: count, a currency or fraction.
    state : CheckpointState
        Whether the number of the campaign's customers can be told.
    estimate : Estimate or None
        Number of the campaign's customers, counted; interval for what customers like them bring. None unless
        measured.
    usual : float
        Mean over the quiet windows; nan where there are too few.
    windows : int
        Quiet windows compared with: those whose customers had these days before the campaign began.
    difference : Estimate or None
        Number less the usual one; None where that can't be told.
    verdict : Verdict
        Follows from the interval of the difference.
    evidence : Evidence
        Of the number itself; the difference is modelled.
    reason : Message or None
        Why there is no number, or not yet.
    untold : Message or None
        Why there is no difference.
    """

    metric: CohortMetric
    days: int
    day: date
    unit: Unit
    state: CheckpointState
    estimate: Estimate | None
    usual: float
    windows: int
    difference: Estimate | None
    verdict: Verdict
    evidence: Evidence = Evidence.MEASURED
    reason: Message | None = None
    untold: Message | None = None


@dataclass(frozen=True, slots=True)
class Cohorts:
    """The customers won in a campaign's window, and what they brought since; never part of an ROI.

    Attributes
    ----------
    window : Window
        The campaign's.
    until : datetime.date
        Last day of the orders that were used.
    new_after : int
        Days without an order after which a customer counts as won.
    level : float
        Confidence level of every interval, in (0, 1).
    customers : int
        Customers won in the window.
    quiet : tuple of QuietCohort
        The quiet windows, the latest first.
    figures : tuple of CohortFigure
        The number of customers, then money by days, then the repeat rate by days.
    refunds : int
        Orders of the customers won that were paid back, wholly or in part.
    refunded : Money
        What was paid back; taken off every number above.
    doubts : tuple of Message
        What weakens the comparison.
    """

    window: Window
    until: date
    new_after: int
    level: float
    customers: int
    quiet: tuple[QuietCohort, ...]
    figures: tuple[CohortFigure, ...]
    refunds: int
    refunded: Money
    doubts: tuple[Message, ...] = ()

    def figure(self, metric: CohortMetric | str, days: int = 0) -> CohortFigure:
        """Give a number by its name and its days."""
        return next(one for one in self.figures if one.metric == metric and one.days == days)
