"""When the money came back, and which effect would have paid for the campaign."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

import numpy as np
import pandas as pd

from smmeasure.core.estimates import Estimate
from smmeasure.core.ratios import interval
from smmeasure.core.results import Uplift
from smmeasure.core.returns import Gain
from smmeasure.core.spending import TotalCost, certain, money_range

_COLUMNS = ["ci_lower", "value", "ci_upper"]


@dataclass(frozen=True, slots=True)
class Payback:
    """The day from which the money gained so far stays above the total cost until the window ends.

    Attributes
    ----------
    day : datetime.date or None
        By the best estimate; None where the cost was not reached within the window.
    earliest, latest : datetime.date or None
        By the ends of the interval of the gain so far; None where they don't reach it. The interval of
        the ROI leaves out 0 exactly where `latest` is a day or `earliest` is None, up to rounding.
    """

    day: date | None
    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True)
class Breakeven:
    """The effect at which what is gained equals the total cost.

    Attributes
    ----------
    effect : Estimate
        Total effect in the unit of the indicator, negative where a fall saves money; its interval holds the
        range of the cost and that of what one unit brings, and has no width where both are certain.
    rel_effect : Estimate or None
        The same as a fraction of the baseline as estimated; None where the baseline is not positive.
    """

    effect: Estimate
    rel_effect: Estimate | None


def gain_so_far(uplift: Uplift, per_unit: float) -> pd.DataFrame:
    """Give the money gained up to each day of the window.

    Parameters
    ----------
    uplift : Uplift
        Measured effect with its cumulative effect by day.
    per_unit : float
        Money that one unit of the indicator brings; negative where a fall is the gain.

    Returns
    -------
    pandas.DataFrame, shape (window days, 3)
        ``ci_lower, value, ci_upper`` by day.
    """
    days = uplift.daily[["cumulative_ci_lower", "cumulative", "cumulative_ci_upper"]]
    days = days[days["cumulative"].notna()] * per_unit
    return days.set_axis(_COLUMNS if per_unit >= 0.0 else _COLUMNS[::-1], axis=1)[_COLUMNS]


def payback(so_far: Sequence[pd.DataFrame], cost: TotalCost, roi: Estimate) -> Payback:
    """Find the day on which a campaign had paid for itself.

    Parameters
    ----------
    so_far : sequence of pandas.DataFrame
        Money gained up to each day, of every gain; ends are added to ends.
    cost : TotalCost
        Total cost.
    roi : Estimate
        ROI on the same gains: where the cost has a range, each end of the gain is compared with the cost
        that this end of the ROI stands for.
    """
    gained = reduce(lambda total, part: total.add(part, fill_value=0.0), so_far)
    spent = cost.amount.amount
    return Payback(
        day=_lasting(gained["value"], spent),
        earliest=_lasting(gained["ci_upper"], min(spent, _cost_behind(gained["ci_upper"], roi.ci_upper))),
        latest=_lasting(gained["ci_lower"], max(spent, _cost_behind(gained["ci_lower"], roi.ci_lower))),
    )


def _cost_behind(gained: pd.Series, roi: float) -> float:
    """Give the cost at which the gain at the end makes this ROI; infinite where nothing was gained."""
    total = float(gained.iloc[-1])
    return total / (1.0 + roi) if total > 0.0 and roi > -1.0 else math.inf


def _lasting(gained: pd.Series, cost: float) -> date | None:
    """Give the first day from which the gain stays at or above the cost."""
    below = np.flatnonzero(~(gained.to_numpy() >= cost))
    first = int(below[-1]) + 1 if len(below) else 0
    return pd.DatetimeIndex(gained.index)[first].date() if first < len(gained) else None


def breakeven(gains: Sequence[Gain], cost: TotalCost, baseline: float, level: float = 0.95) -> Breakeven | None:
    """Give the effect that would just have paid for the campaign.

    Parameters
    ----------
    gains : sequence of Gain
        What the ROI is made of.
    cost : TotalCost
        Total cost.
    baseline : float
        Baseline of the only indicator, total over the window.
    level : float
        Level of the ranges and of the interval, in (0, 1).

    Returns
    -------
    Breakeven or None
        None for several gains, of which no single effect decides, and where a unit brings no money.
    """
    if len(gains) != 1 or gains[0].per_unit.amount <= 0.0:
        return None
    needed = _units_for(cost, _per_unit(gains[0], level), level).scaled(-1.0 if gains[0].saves else 1.0)
    return Breakeven(needed, needed.scaled(1.0 / baseline) if baseline > 0.0 else None)


def _per_unit(gain: Gain, level: float) -> TotalCost:
    """Give what one unit brings, with its range."""
    if gain.per_unit_low is None or gain.per_unit_high is None:
        return certain(gain.per_unit)
    return money_range(gain.per_unit_low, gain.per_unit, gain.per_unit_high, level)


def _units_for(cost: TotalCost, per_unit: TotalCost, level: float) -> Estimate:
    """Divide a cost by what one unit brings; one range alone is divided end by end, two are crossed."""
    value = cost.amount / per_unit.amount
    if cost.is_certain or per_unit.is_certain:
        return Estimate(value, cost.low / per_unit.high, cost.high / per_unit.low)
    low, high = interval(np.divide.outer(np.asarray(cost.draws), np.asarray(per_unit.draws)), level)
    return Estimate(value, min(low, value), max(high, value))
