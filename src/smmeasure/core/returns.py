"""The returns, each under its own name: ROI, two ROA, two ROE.

ROI is money over money: ``(incremental margin + verified savings - total cost) / total cost``. The
others are what lies before money and are never called ROI.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import add

from smmeasure.core.estimates import Estimate, Evidence, averaged
from smmeasure.core.results import Uplift
from smmeasure.errors import UnitError
from smmeasure.messages import Message, message
from smmeasure.units import Money


class ReturnName(StrEnum):
    """The names of the returns; none stands for another."""

    ROI = "roi"
    ROA_EXPECTATIONS = "roa_expectations"
    ROA_ATTENTION = "roa_attention"
    ROE_EXPECTED = "roe_expected"
    ROE_PER_CURRENCY = "roe_per_currency"


@dataclass(frozen=True, slots=True)
class Return:
    """One return: a number with its interval, or the reason why there is none.

    Attributes
    ----------
    name : ReturnName
        Which return it is.
    estimate : Estimate or None
        A fraction for ROI, ROA (expectations) and ROE (expected); units gained per unit of the
        brief's currency for ROA (attention) and ROE (per currency).
    evidence : Evidence
        How it is known.
    calculation : Message or None
        The numbers it was made of, in one sentence.
    probability : float or None
        Probability that the ROI is above 0; None for the others.
    reason : Message or None
        Why there is no number; None where there is one.
    """

    name: ReturnName
    estimate: Estimate | None
    evidence: Evidence
    calculation: Message | None = None
    probability: float | None = None
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class Gain:
    """Money that a campaign brought or saved through one indicator.

    Attributes
    ----------
    indicator : str
        Key in the brief.
    low, central, high : Money
        Interval and best estimate of the money gained.
    draws : tuple of float
        Equally likely values in the same currency, ascending.
    units : float
        Units gained or avoided, above 0 where money was gained.
    per_unit : Money
        Money that one unit brings: price times margin, or the cost of one contact.
    """

    indicator: str
    low: Money
    central: Money
    high: Money
    draws: tuple[float, ...]
    units: float
    per_unit: Money


def gain_of(indicator: str, uplift: Uplift, value: Money, margin: float, *, saves: bool) -> Gain:
    """Turn an effect into money gained.

    Parameters
    ----------
    indicator : str
        Key in the brief.
    uplift : Uplift
        Measured effect, in units of the indicator.
    value : Money
        Price of one unit, cost of one contact, or 1 where the indicator is itself money.
    margin : float
        Share of the value that is gained, 0 to 1; 1 for savings.
    saves : bool
        Whether a fall of the indicator is the gain.
    """
    per_unit = value * (margin * (-1.0 if saves else 1.0))
    ends = sorted((per_unit * uplift.effect_ci_lower, per_unit * uplift.effect_ci_upper), key=lambda end: end.amount)
    return Gain(
        indicator,
        ends[0],
        per_unit * uplift.effect,
        ends[1],
        tuple(sorted(per_unit.amount * draw for draw in uplift.draws)),
        -uplift.effect if saves else uplift.effect,
        value * margin,
    )


def roi(gains: Sequence[Gain], cost: Money) -> Return:
    """Work out the return on investment.

    ``ROI = (gain - cost) / cost``, gain being incremental margin and verified savings. Ends of
    several gains are added to ends, the widest that their sum can be at the level of its parts.

    Parameters
    ----------
    gains : sequence of Gain
        At least one.
    cost : Money
        Total cost, above 0.

    Raises
    ------
    UnitError
        Where a gain is not money of the cost's currency.
    """
    if not isinstance(cost, Money):
        raise UnitError.at(
            "roi: cost",
            message("{kind}", kind=type(cost).__name__),
            message("money"),
            message("An ROI is money over money: give the cost in a currency."),
        )
    gained = _total([gain.central for gain in gains], cost.currency)
    low = _total([gain.low for gain in gains], cost.currency)
    high = _total([gain.high for gain in gains], cost.currency)
    return Return(
        ReturnName.ROI,
        Estimate((gained - cost) / cost, (low - cost) / cost, (high - cost) / cost),
        Evidence.MEASURED,
        _calculation(gains, gained, cost),
        _share_above(gains, cost.amount),
    )


def _calculation(gains: Sequence[Gain], gained: Money, cost: Money) -> Message:
    """Say how the money came about, the worked example of the method: units × money per unit − cost."""
    if len(gains) == 1:
        return message(
            "{units} × {per_unit} ≈ {gain} gained, on {cost} spent",
            units=round(gains[0].units),
            per_unit=gains[0].per_unit,
            gain=gained,
            cost=cost,
        )
    return message("{gain} gained, on {cost} spent", gain=gained, cost=cost)


def _total(amounts: Sequence[Money], currency: str) -> Money:
    """Add money; another currency or a money equivalent is refused by the type itself."""
    return reduce(add, amounts, Money(0.0, currency))


def _share_above(gains: Sequence[Gain], cost: float) -> float:
    """Share of equally likely total gains above the cost; ends of several gains go together."""
    totals = [math.fsum(parts) for parts in zip(*(gain.draws for gain in gains), strict=True)]
    return sum(total > cost for total in totals) / len(totals)


def roa_expectations(reached: Sequence[Estimate]) -> Return:
    """Return on expectations: mean share reached of the intermediate objectives.

    Parameters
    ----------
    reached : sequence of Estimate
        ROO of every intermediate (social) objective; at least one.
    """
    return Return(
        ReturnName.ROA_EXPECTATIONS,
        averaged(reached),
        Evidence.MEASURED,
        message("mean of {count} intermediate objectives", count=len(reached)),
    )


def per_currency(name: ReturnName, uplift: Uplift, cost: Money) -> Return:
    """Units gained per unit of currency spent: attention for ROA, engagement for ROE."""
    effect = Estimate(uplift.effect, uplift.effect_ci_lower, uplift.effect_ci_upper)
    return Return(
        name,
        effect.scaled(1 / cost.amount),
        Evidence.MEASURED,
        message("{effect} gained ÷ {cost} spent", effect=round(uplift.effect), cost=cost),
    )


def roe_expected(observed: float, expected: float) -> Return:
    """Return against the engagement expected: achieved over expected.

    Both numbers are counts, so that the interval has no width.
    """
    share = observed / expected
    return Return(
        ReturnName.ROE_EXPECTED,
        Estimate(share, share, share),
        Evidence.MEASURED,
        message("{observed} counted ÷ {expected} expected", observed=round(observed), expected=round(expected)),
    )


def no_return(name: ReturnName, reason: Message) -> Return:
    """Say why a return has no number."""
    return Return(name, None, Evidence.MEASURED, reason=reason)
