"""Customers won in a campaign's window and what they are worth, against those won in quiet windows before it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from smmeasure.core.arrays import Floats, Ints
from smmeasure.core.estimates import Estimate
from smmeasure.core.experiment.intervals import Share, normal_quantile, quantile, wilson
from smmeasure.core.follow_up.estimate import CHECKPOINTS
from smmeasure.core.follow_up.results import CheckpointState
from smmeasure.core.loyalty.cohort_results import CohortFigure, CohortMetric, Cohorts, QuietCohort
from smmeasure.core.loyalty.comparing import FEWEST
from smmeasure.core.loyalty.matching import Group
from smmeasure.core.loyalty.purchases import EPOCH, Purchases
from smmeasure.core.loyalty.quiet_windows import empty_stretches, quiet_windows
from smmeasure.core.loyalty.reading import shop_of
from smmeasure.core.results import Verdict
from smmeasure.core.verdicts import verdict_of
from smmeasure.messages import Message, message
from smmeasure.units import COUNT, FRACTION, Kind, Money, Unit
from smmeasure.windows import Window

FEWEST_USUAL = 10
"""Customers of a quiet window below which its mean says nothing."""

FEWEST_WINDOWS = 3
"""Quiet windows below which nothing says how far they scatter."""

NEW_AFTER = 180
"""Days without an order after which a customer counts as won."""

_STRAIGHT = 1e-6
"""Skewness below which the cubic is a line and would lose digits."""

_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Won:
    """The customers won in one window.

    Attributes
    ----------
    window : Window
        The window.
    group : Group
        Customers, with the day of the first order of each.
    """

    window: Window
    group: Group

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.group.customers)


@dataclass(frozen=True, slots=True)
class _Study:
    """What every number is worked out from.

    Attributes
    ----------
    purchases : Purchases
        Orders up to the last day known.
    own : Won
        Customers of the campaign's window.
    quiet : tuple of Won
        Customers of each quiet window.
    until : datetime.date
        Last day known.
    level : float
        Confidence level.
    currency : str
        ISO 4217 code.
    """

    purchases: Purchases
    own: Won
    quiet: tuple[Won, ...]
    until: date
    level: float
    currency: str

    @property
    def money(self) -> CohortMetric:
        """What customers are worth: margin where it is known."""
        return CohortMetric.REVENUE if self.purchases.margin is None else CohortMetric.MARGIN

    def values(self, metric: CohortMetric, group: Group, days: int) -> Floats:
        """Give one number per customer over the days from the first order on."""
        last = group.days + days
        if metric is CohortMetric.REPEAT_RATE:
            return (self.purchases.count(group.customers, group.days, last) > 0.0).astype(float)
        money = self.purchases.revenue if self.purchases.margin is None else self.purchases.margin
        return self.purchases.total(money, group.customers, group.days - 1, last)


def estimate_cohorts(  # noqa: PLR0913 - what a campaign says of its days
    orders: pd.DataFrame,
    window: Window,
    *,
    kept_out: Sequence[Window] = (),
    quiet_start: date | None = None,
    until: date | None = None,
    new_after: int = NEW_AFTER,
    currency: str = "EUR",
    level: float = 0.95,
) -> Cohorts:
    """Count the customers won in a window and what they brought 30, 90 and 180 days after their first order.

    A customer is won by an order after `new_after` days without any, so that all windows are measured alike,
    whenever the orders begin. Quiet windows are as long as the campaign's and begin on its day of the week; at each
    number of days only those count whose customers had them before the campaign began. The quiet windows' own
    scatter says how far the campaign's window could lie from them by chance: the interval of a difference is
    ``own - mean ± t(k - 1) s sqrt(1 + 1/k)`` over k quiet windows, with s the standard deviation between them.

    Parameters
    ----------
    orders : pandas.DataFrame
        As in `smmeasure.core.loyalty.estimate.estimate_loyalty`, with an order of a known customer at least.
    window : Window
        The campaign's; over by `until`.
    kept_out : sequence of Window
        Days that are no quiet days.
    quiet_start : datetime.date, optional
        First quiet day.
    until : datetime.date, optional
        Last day that counts; the last order's if that is earlier.
    new_after : int
        Days without an order after which a customer counts as won.
    currency : str
        Currency of the amounts.
    level : float
        Confidence level of every interval, in (0, 1).

    Returns
    -------
    Cohorts
        Number of customers, money per customer, repeat rate; a day that is not reached says so.
    """
    shop = shop_of(orders, pd.Index([]), until)
    purchases = shop.purchases
    holes = empty_stretches(purchases)
    first = (EPOCH + purchases.first_day + new_after).item()
    earliest = max(first, quiet_start) if quiet_start else first
    windows = quiet_windows(window, [*kept_out, *holes], earliest)
    study = _Study(
        purchases=purchases,
        own=won(purchases, window, new_after),
        quiet=tuple(won(purchases, one, new_after) for one in windows),
        until=(EPOCH + purchases.last_day).item(),
        level=level,
        currency=currency,
    )
    refunded = _refunded(study)
    return Cohorts(
        window=window,
        until=study.until,
        new_after=new_after,
        level=level,
        customers=study.own.count,
        quiet=tuple(QuietCohort(one.window, one.count) for one in study.quiet),
        figures=tuple(_figures(study, holes, first)),
        refunds=int((refunded > 0.0).sum()),
        refunded=Money(round(float(refunded.sum()), 2), currency),
        doubts=(*shop.doubts, *map(_hole, holes)),
    )


def won(purchases: Purchases, window: Window, new_after: int) -> Won:
    """Give the customers whose first order after `new_after` days without any lies in a window."""
    start, end = (int((np.datetime64(day, "D") - EPOCH).astype(int)) for day in (window.start, window.end))
    pause = np.diff(purchases.day, prepend=purchases.day[:1])
    is_new = purchases.is_first() | (pause > new_after)
    rows = np.flatnonzero(is_new & (purchases.day >= start) & (purchases.day <= end))
    # Of a window longer than the pause, a customer who was won twice counts with the first order.
    customers, at = np.unique(purchases.customer[rows], return_index=True)
    return Won(window, Group(customers, purchases.day[rows[at]]))


def against(own: float, usual: Sequence[float], level: float) -> Estimate | None:
    """Compare a number with that of quiet windows; None where they are all alike.

    Parameters
    ----------
    own : float
        The number of the campaign's window.
    usual : sequence of float, shape (k,)
        The same number in each quiet window, 2 or more.
    level : float
        Confidence level, in (0, 1).
    """
    values, count = np.asarray(usual, dtype=float), len(usual)
    spread = float(values.std(ddof=1))
    if spread <= 0.0:
        return None
    difference, half = own - float(values.mean()), quantile(level, count - 1) * spread * math.sqrt(1.0 + 1.0 / count)
    return Estimate(difference, difference - half, difference + half)


def _figures(study: _Study, holes: Sequence[Window], first: date) -> Iterator[CohortFigure]:
    if study.own.window.end > study.until:
        yield _figure(study, CohortMetric.CUSTOMERS, 0)
        return
    if reason := _unknown_start(study, holes, first):
        yield _blank(study, CohortMetric.CUSTOMERS, 0, CheckpointState.NOT_MEASURABLE, reason)
        return
    count = float(study.own.count)
    counted = replace(
        _blank(study, CohortMetric.CUSTOMERS, 0, CheckpointState.MEASURED, None), estimate=Estimate(count, count, count)
    )
    yield _compared(study, counted, [float(one.count) for one in study.quiet])
    for days in (0, *CHECKPOINTS):
        yield _figure(study, study.money, days)
    for days in CHECKPOINTS:
        yield _figure(study, CohortMetric.REPEAT_RATE, days)


def _figure(study: _Study, metric: CohortMetric, days: int) -> CohortFigure:
    day = study.own.window.end + timedelta(days=days)
    if day > study.until:
        return _blank(study, metric, days, CheckpointState.NOT_YET, _too_early(days, day, study.until))
    if study.own.count < FEWEST:
        return _blank(study, metric, days, CheckpointState.NOT_MEASURABLE, _too_few(study.own.count))
    values = study.values(metric, study.own.group, days)
    told = _blank(study, metric, days, CheckpointState.MEASURED, None)
    told = replace(told, estimate=_mean(values, study.level, is_rate=metric is CohortMetric.REPEAT_RATE))
    return _compared(study, told, list(_usual(study, metric, days)))


def _usual(study: _Study, metric: CohortMetric, days: int) -> Iterator[float]:
    """Give the number of each quiet window whose customers had these days before the campaign began."""
    for one in study.quiet:
        is_before = one.window.end + timedelta(days=days) < study.own.window.start
        if is_before and one.count >= FEWEST_USUAL:
            yield float(study.values(metric, one.group, days).mean())


def _compared(study: _Study, figure: CohortFigure, usual: Sequence[float]) -> CohortFigure:
    mean = float(np.mean(usual)) if usual else _NAN
    if len(usual) < FEWEST_WINDOWS or figure.estimate is None:
        untold = message(
            "Too few quiet windows to compare with: {count}; from {fewest} on their scatter is known.",
            count=len(usual),
            fewest=FEWEST_WINDOWS,
        )
        return replace(figure, usual=mean, windows=len(usual), untold=untold)
    gap = against(figure.estimate.value, usual, study.level)
    if gap is None:
        untold = message("All quiet windows give the same number: nothing says how far chance could move it.")
        return replace(figure, usual=mean, windows=len(usual), untold=untold)
    verdict = verdict_of(gap.ci_lower, gap.ci_upper)
    return replace(figure, usual=mean, windows=len(usual), difference=gap, verdict=verdict)


def _blank(
    study: _Study, metric: CohortMetric, days: int, state: CheckpointState, reason: Message | None
) -> CohortFigure:
    units = {CohortMetric.CUSTOMERS: COUNT, CohortMetric.REPEAT_RATE: FRACTION}
    return CohortFigure(
        metric=metric,
        days=days,
        day=study.own.window.end + timedelta(days=days),
        unit=units.get(metric, Unit(Kind.MONEY, study.currency)),
        state=state,
        estimate=None,
        usual=_NAN,
        windows=0,
        difference=None,
        verdict=Verdict.NOT_MEASURABLE,
        reason=reason,
    )


def _mean(values: Floats, level: float, *, is_rate: bool) -> Estimate:
    """Give a mean with Hall's interval (1992, J. R. Stat. Soc. B 54:221), a rate with Wilson's.

    Hall's takes Student's t through the cubic that undoes the skewness g of money:
    ``mean - s 3/g ((1 + g (t/sqrt(n) - g/(6n)))^(1/3) - 1)``; without skewness it is Student's.
    """
    mean, people = float(values.mean()), len(values)
    if is_rate:
        ends = wilson(Share(int(values.sum()), people), normal_quantile(level))
        return Estimate(mean, ends.lower, ends.upper)
    reach = quantile(level, people - 1) / math.sqrt(people)
    spread, skewness = float(values.std(ddof=1)), _skewness(values)
    if abs(skewness) < _STRAIGHT:
        return Estimate(mean, mean - reach * spread, mean + reach * spread)
    low, high = (
        3.0 / skewness * (math.cbrt(1.0 + skewness * (side - skewness / (6.0 * people))) - 1.0)
        for side in (reach, -reach)
    )
    return Estimate(mean, min(mean, mean - spread * low), max(mean, mean - spread * high))


def _skewness(values: Floats) -> float:
    spread = float(values.std())
    return float(np.mean((values - values.mean()) ** 3)) / spread**3 if spread > 0.0 else 0.0


def _refunded(study: _Study) -> Floats:
    """Give what was paid back of each order of the customers won, from their first order on."""
    purchases = study.purchases
    paid_back = np.zeros(len(purchases.day)) if purchases.refunded is None else purchases.refunded
    first: Ints = np.full(int(purchases.customer.max()) + 1, purchases.last_day + 1)
    first[study.own.group.customers] = study.own.group.days
    back: Floats = paid_back[purchases.day >= first[purchases.customer]]
    return back


def _too_early(days: int, day: date, until: date) -> Message:
    if not days:
        return message("The orders end on {until}, before the campaign's last day, {day}.", until=until, day=day)
    return message(
        "Of the customers won, the last will have had {days} days on {day}; the orders end on {until}.",
        days=days,
        day=day,
        until=until,
    )


def _too_few(count: int) -> Message:
    return message(
        "Only {count} customers were won; from {fewest} on the mean has an honest interval.", count=count, fewest=FEWEST
    )


def _unknown_start(study: _Study, holes: Sequence[Window], first: date) -> Message | None:
    """Say why nobody knows who was won in the campaign's window, or None."""
    window = study.own.window
    if hole := next((one for one in holes if window.overlaps(one)), None):
        return _hole(hole)
    if window.start >= first:
        return None
    return message(
        "Who is new can be told from {day} on only: the orders begin too late, or new_after is too long.", day=first
    )


def _hole(hole: Window) -> Message:
    return message(
        "No order from {start} to {end}, where many are usual: the file may lack these days, and windows with them are "
        "left out.",
        start=hole.start,
        end=hole.end,
    )
