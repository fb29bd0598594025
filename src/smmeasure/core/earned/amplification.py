"""How far what was paid for and owned was carried further: earned over paid and owned exposure, and shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from scipy import stats

from smmeasure.brief.nouns import listed, units_named
from smmeasure.core.arrays import Floats
from smmeasure.core.earned.volume import Volume
from smmeasure.core.estimates import Estimate, added
from smmeasure.core.follow_up.results import Decay
from smmeasure.core.ratios import interval
from smmeasure.core.results import Uplift
from smmeasure.errors import CallError, Fault
from smmeasure.messages import Message, message
from smmeasure.units import Count, Kind, Unit

_LEAST_POSTS = 5
"""Fewer posts say too little of how posts differ."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A number over another, or the reason why there is none.

    Attributes
    ----------
    estimate : Estimate or None
        A pure number with its interval.
    calculation : Message or None
        The numbers it was made of.
    reason : Message or None
        Why there is none; else None.
    """

    estimate: Estimate | None
    calculation: Message | None = None
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class Overtaking:
    """The day from which all earned exposure so far stays above all paid and owned until the window ends.

    Attributes
    ----------
    day : datetime.date or None
        By the best estimate; None where it was not reached in the window.
    earliest, latest : datetime.date or None
        By the ends of the intervals of what was earned and of the rest so far; None where they don't reach it.
    reason : Message or None
        Why nothing can be said; else None.
    """

    day: date | None
    earliest: date | None
    latest: date | None
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class Amplification:
    """How far a campaign was carried by others.

    Attributes
    ----------
    earned_over_bought : Ratio
        Earned over paid and owned exposure.
    virality : Ratio or None
        Shares over impressions, views or reach, as the rates tell it; None where no rates are given.
    overtaking : Overtaking or None
        When earned exposure passed the rest; None where the days of the rest are not given.
    half_life : Decay or None
        How fast the attention fades after the window (`smmeasure.core.follow_up`); None before it is followed up.
    """

    earned_over_bought: Ratio
    virality: Ratio | None = None
    overtaking: Overtaking | None = None
    half_life: Decay | None = None


def earned_over_bought(earned: Volume, others: Sequence[Volume]) -> Ratio:
    """Divide earned exposure by paid and owned exposure.

    Every draw of one meets every draw of the other: where the errors of the two go together, as they do for
    series of one brand, the true interval is narrower. Several volumes of paid and owned exposure are added
    ends to ends.

    Parameters
    ----------
    earned : Volume
        Earned exposure.
    others : sequence of Volume
        Paid and owned exposure, gained or counted, in the same unit; at least one.
    """
    reason = _refused(earned, others)
    if reason is not None:
        return Ratio(None, reason=reason)
    below = _sum_of_draws(others)
    total = sum(one.estimate.value for one in others)
    if not (below.min() > 0.0 and total > 0.0):
        return Ratio(None, reason=message("Paid and owned exposure can't be told from none: nothing to divide by."))
    value = earned.estimate.value / total
    low, high = interval(np.divide.outer(np.asarray(earned.draws), below).ravel(), earned.level)
    if all(one.is_counted for one in others):
        low, high = earned.estimate.ci_lower / total, earned.estimate.ci_upper / total
    return Ratio(
        Estimate(value, min(low, value), max(high, value)),
        message(
            "{earned} {per} earned ÷ {others} paid and owned",
            earned=round(earned.estimate.value),
            per=units_named(earned.per),
            others=round(total),
        ),
    )


def _refused(earned: Volume, others: Sequence[Volume]) -> Message | None:
    unknown = next((one.reason for one in (earned, *others) if one.reason), None)
    if unknown is not None:
        return unknown
    if not others:
        return message("No paid or owned exposure is given: nothing to divide by.")
    units = sorted({one.per for one in (earned, *others)})
    if len(units) > 1:
        named = listed([units_named(one) for one in units])
        return message("Earned, paid and owned exposure are counted in several units: {units}.", units=named)
    return None


def _sum_of_draws(volumes: Sequence[Volume]) -> Floats:
    """Add draws, the lowest to the lowest; shape of the longest."""
    most = max(len(one.draws) for one in volumes)
    shares = np.arange(1, most + 1) / (most + 1)
    drawn = [
        np.full(most, one.draws[0]) if one.is_counted else np.quantile(one.draws, shares, method="weibull")
        for one in volumes
    ]
    return np.asarray(np.sum(drawn, axis=0))


def together(volumes: Sequence[Volume]) -> Volume:
    """Add volumes of one unit, as where several networks count earned exposure: ends to ends, draws by their ranks.

    Parameters
    ----------
    volumes : sequence of Volume
        At least one; where one is not known, neither is their sum.
    """
    unknown = next((one for one in volumes if one.reason), None)
    if unknown is not None or len(volumes) == 1:
        return unknown or volumes[0]
    draws = tuple(_sum_of_draws(volumes).tolist())
    return replace(volumes[0], estimate=added([one.estimate for one in volumes]), draws=draws)


def virality(shares: Sequence[float], seen: Sequence[float], unit: Unit, level: float = 0.95) -> Ratio:
    """Divide the shares of posts by how often, or by how many, they were seen.

    Over impressions: all shares over all impressions, an impression counting the same wherever it fell. Over
    reach, which is people and never added over posts: the mean of the posts' own rates. The interval comes from
    how posts differ (linearised ratio; Cochran 1977, section 6.4), on the logarithm, with Student's t.

    Parameters
    ----------
    shares : sequence of float, shape (posts,)
        Shares of each post.
    seen : sequence of float, shape (posts,)
        Its impressions, or its reach.
    unit : Unit
        Unit of `seen`: counts or people.
    level : float
        Level of the interval, in (0, 1).

    Raises
    ------
    CallError
        If the two differ in length or hold negative or infinite numbers.
    """
    above, below = _posts(shares, seen)
    known = ~np.isnan(above) & ~np.isnan(below) & (below > 0.0)
    above, below = above[known], below[known]
    if len(above) < _LEAST_POSTS:
        return Ratio(
            None,
            reason=message(
                "Only {posts} posts have shares and were seen; a virality rate needs at least {need}.",
                posts=len(above),
                need=_LEAST_POSTS,
            ),
        )
    if unit.kind is Kind.PEOPLE:
        above, below = above / below, np.ones(len(above))
    return Ratio(
        _ratio_of_sums(above, below, level),
        message("mean share of the people reached, {posts} posts", posts=len(above))
        if unit.kind is Kind.PEOPLE
        else message("{shares} shares ÷ {seen} impressions", shares=round(above.sum()), seen=round(below.sum())),
    )


def _posts(shares: Sequence[float], seen: Sequence[float]) -> tuple[Floats, Floats]:
    above, below = np.asarray(shares, dtype=float), np.asarray(seen, dtype=float)
    faults: list[Fault] = []
    if above.shape != below.shape:
        faults.append(
            Fault(
                "seen",
                message("{count} posts", count=below.size),
                message("{count}, as many as shares", count=above.size),
                message("Give both for every post, nan where one is missing."),
            )
        )
    for place, values in (("shares", above), ("seen", below)):
        if (values < 0.0).any() or np.isinf(values).any():
            faults.append(
                Fault(
                    place,
                    message("a negative or infinite number"),
                    message("counts from 0 up"),
                    message("Mark what is missing by nan."),
                )
            )
    if faults:
        raise CallError(*faults)
    return above, below


def _ratio_of_sums(above: Floats, below: Floats, level: float) -> Estimate:
    """Give a ratio of sums over posts; without a single share only its upper end is known (rule of three)."""
    posts, value = len(above), float(above.sum() / below.sum())
    if value == 0.0:
        return Estimate(0.0, 0.0, float(-np.log(1.0 - level) / below.sum()))
    residuals = above - value * below
    error = float(np.sqrt(posts / (posts - 1) * (residuals @ residuals))) / float(below.sum())
    reach = float(stats.t.ppf(0.5 + level / 2.0, posts - 1)) * error / value
    return Estimate(value, value * float(np.exp(-reach)), value * float(np.exp(reach)))


_SO_FAR, _LOW, _HIGH = "cumulative", "cumulative_ci_lower", "cumulative_ci_upper"
"""Columns of what was gained so far, as an effect has them by day."""


def counted_so_far(values: pd.Series, days: pd.DatetimeIndex) -> pd.DataFrame:
    """Add up what was counted day by day; nothing about it is uncertain.

    Parameters
    ----------
    values : pandas.Series of float
        Exposure of each day.
    days : pandas.DatetimeIndex
        Days of the window.

    Returns
    -------
    pandas.DataFrame, shape (days, 3)
        Best estimate and both ends so far; nan from the first day without a count on.
    """
    so_far = values.reindex(days).astype(float).cumsum(skipna=False)
    return pd.DataFrame({_SO_FAR: so_far, _LOW: so_far, _HIGH: so_far})


def gained_so_far(effect: Uplift) -> pd.DataFrame:
    """Give what was gained over the baseline up to each day of the window, with its interval; shape (days, 3)."""
    so_far = effect.daily[[_SO_FAR, _LOW, _HIGH]]
    return so_far[so_far[_SO_FAR].notna()]


def overtaking(earned: Sequence[Uplift], bought: Sequence[pd.DataFrame]) -> Overtaking:
    """Find the day on which earned exposure passed what was paid for and owned.

    Where the other exposure is itself uncertain, the earliest day is that of the upper end of what was earned and
    the lower end of the rest, the latest that of the other two ends; several series are added ends to ends.

    Parameters
    ----------
    earned : sequence of Uplift, at least one
        Earned exposure, with its cumulative effect by day.
    bought : sequence of pandas.DataFrame, at least one
        Paid and owned exposure so far (`counted_so_far`, `gained_so_far`).
    """
    unknown = next((one.reason for one in earned if one.reason is not None), None)
    if unknown is not None:
        return Overtaking(None, None, None, unknown)
    so_far = _sum_of([gained_so_far(one) for one in earned])
    other = _sum_of([one.reindex(so_far.index) for one in bought])
    days, missing = len(other), int(other[_SO_FAR].isna().sum())
    if missing:
        reason = message("Paid and owned exposure is missing on {missing} of {days} days.", missing=missing, days=days)
        return Overtaking(None, None, None, reason)
    pairs = ((_SO_FAR, _SO_FAR), (_HIGH, _LOW), (_LOW, _HIGH))
    day, earliest, latest = (_lasting(so_far[ahead] > other[behind]) for ahead, behind in pairs)
    return Overtaking(day, earliest, latest)


def _sum_of(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Add tables of the same days; a day that one of them lacks is missing."""
    return sum(tables[1:], start=tables[0])


def _lasting(ahead: pd.Series) -> date | None:
    """Give the first day from which something holds until the end."""
    behind = np.flatnonzero(~ahead.to_numpy())
    first = int(behind[-1]) + 1 if len(behind) else 0
    return pd.DatetimeIndex(ahead.index)[first].date() if first < len(ahead) else None


@dataclass(frozen=True, slots=True)
class Reference:
    """An event that a reader knows the size of.

    Attributes
    ----------
    name : str
        Such as «the opening ceremony».
    size : Count
        How many, in which unit.
    """

    name: str
    size: Count


def times_reference(volume: Volume, unit: Unit, reference: Reference) -> Ratio:
    """Compare a volume with an event that the reader knows.

    The size of the event is taken as it is given; the interval is that of the volume.

    Parameters
    ----------
    volume : Volume
        What was gained or counted.
    unit : Unit
        Unit of the volume: people are not compared with counts.
    reference : Reference
        The event.

    Raises
    ------
    CallError
        If the size of the event is not above 0.
    """
    size = reference.size
    if not 0.0 < size.amount < np.inf:
        raise CallError.at(
            "reference.size",
            message("{size}", size=size),
            message("a number above 0"),
            message("Nothing can be a multiple of an event without a size."),
        )
    if volume.reason is not None:
        return Ratio(None, reason=volume.reason)
    if unit != size.unit:
        reason = message(
            "«{name}» is counted in {other}, the volume in {unit}.", name=reference.name, other=size.unit, unit=unit
        )
        return Ratio(None, reason=reason)
    told = message(
        "{amount} {per}: {times} times «{name}»",
        amount=round(volume.estimate.value),
        per=volume.what,
        times=round(volume.estimate.value / size.amount, 1),
        name=reference.name,
    )
    return Ratio(volume.estimate.scaled(1.0 / size.amount), told)
