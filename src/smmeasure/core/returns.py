"""The returns, each under its own name: ROI, iROAS, two ROA, two ROE.

ROI is money over money: ``(incremental margin + verified savings - total cost) / total cost``; iROAS is
incremental revenue over media cost alone. The others are what lies before money and are never called ROI.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import add

from smmeasure.core.estimates import Estimate, Evidence, averaged
from smmeasure.core.ratios import over_cost, share_above
from smmeasure.core.results import Uplift
from smmeasure.core.spending import TotalCost, certain
from smmeasure.errors import UnitError
from smmeasure.messages import Message, message
from smmeasure.units import Money


class ReturnName(StrEnum):
    """The names of the returns; none stands for another."""

    ROI = "roi"
    IROAS = "iroas"
    ROA_EXPECTATIONS = "roa_expectations"
    ROA_ATTENTION = "roa_attention"
    ROE_EXPECTED = "roe_expected"
    ROE_PER_CURRENCY = "roe_per_currency"


@dataclass(frozen=True, slots=True)
class Beyond:
    """What a counted return is beyond the baseline: a number with its interval, or the reason why there is none.

    Attributes
    ----------
    estimate : Estimate or None
        A fraction.
    calculation : Message or None
        The numbers it was made of, in one sentence.
    reason : Message or None
        Why there is no number; None where there is one.
    """

    estimate: Estimate | None = None
    calculation: Message | None = None
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """One return: a number with its interval, or the reason why there is none.

    Attributes
    ----------
    name : ReturnName
        Which return it is.
    estimate : Estimate or None
        A fraction for ROI, ROA (expectations) and ROE (expected); money per unit of money for iROAS;
        units gained per unit of the brief's currency for ROA (attention) and ROE (per currency).
    evidence : Evidence
        How it is known.
    calculation : Message or None
        The numbers it was made of, in one sentence.
    probability : float or None
        Probability that the ROI is above 0, or the iROAS above 1; None for the others.
    reason : Message or None
        Why there is no number; None where there is one.
    beyond : Beyond or None
        The same beyond the baseline, of a return that is a count over an expectation; None for the others.
    """

    name: ReturnName
    estimate: Estimate | None
    evidence: Evidence
    calculation: Message | None = None
    probability: float | None = None
    reason: Message | None = None
    beyond: Beyond | None = None


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
    saves : bool
        Whether a fall of the indicator is the gain.
    per_unit_low, per_unit_high : Money or None
        Ends of `per_unit` at the level of the brief; None where it is certain.
    """

    indicator: str
    low: Money
    central: Money
    high: Money
    draws: tuple[float, ...]
    units: float
    per_unit: Money
    saves: bool = False
    per_unit_low: Money | None = None
    per_unit_high: Money | None = None


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
        saves,
    )


def roi(gains: Sequence[Gain], cost: Money | TotalCost, level: float = 0.95) -> Return:
    """Work out the return on investment.

    ``ROI = (gain - cost) / cost``, gain being incremental margin and verified savings. Ends of
    several gains are added to ends, the widest that their sum can be at the level of its parts: the
    series of one brand share weather, news and sales, and how their errors go together is not known.
    Gains and cost err independently.

    Parameters
    ----------
    gains : sequence of Gain
        At least one.
    cost : Money or TotalCost
        Total cost, above 0.
    level : float
        Level of the interval where the cost has a range, in (0, 1).

    Raises
    ------
    UnitError
        Where a gain is not money of the cost's currency.
    """
    spent = _spent("roi", cost)
    gained = _gained(gains, spent)
    return Return(
        ReturnName.ROI,
        over_cost(gained, _draws(gains), spent, level).shifted(-1.0),
        Evidence.MEASURED,
        _calculation(gains, Money(gained.value, spent.amount.currency), spent.amount),
        share_above(_draws(gains), spent),
    )


def iroas(revenues: Sequence[Gain], media: Money | TotalCost, level: float = 0.95) -> Return:
    """Work out the incremental return on ad spend: incremental revenue over media cost.

    Parameters
    ----------
    revenues : sequence of Gain
        Revenue gained, without margin taken off and without savings; at least one.
    media : Money or TotalCost
        Media cost, above 0.
    level : float
        As in `roi`.

    Returns
    -------
    Return
        Money per unit of money; `probability` is that of more than 1.

    Raises
    ------
    UnitError
        Where a revenue is not money of the cost's currency.
    """
    spent = _spent("iroas", media)
    gained = _gained(revenues, spent)
    return Return(
        ReturnName.IROAS,
        over_cost(gained, _draws(revenues), spent, level),
        Evidence.MEASURED,
        message(
            "{revenue} of revenue gained ÷ {cost} of media",
            revenue=Money(gained.value, spent.amount.currency),
            cost=spent.amount,
        ),
        share_above(_draws(revenues), spent),
    )


def _spent(name: str, cost: object) -> TotalCost:
    """Take a cost; anything but money is refused."""
    if isinstance(cost, Money):
        return certain(cost)
    if isinstance(cost, TotalCost):
        return cost
    raise UnitError.at(
        f"{name}: cost",
        message("{kind}", kind=type(cost).__name__),
        message("money"),
        message("An ROI is money over money: give the cost in a currency."),
    )


def _gained(gains: Sequence[Gain], cost: TotalCost) -> Estimate:
    """Add gains, ends to ends; another currency or a money equivalent is refused by the type itself."""
    nothing = Money(0.0, cost.amount.currency)
    low, central, high = (
        reduce(add, (getattr(gain, end) for gain in gains), nothing).amount for end in ("low", "central", "high")
    )
    return Estimate(central, low, high)


def _draws(gains: Sequence[Gain]) -> tuple[float, ...]:
    """Give equally likely total gains; the ends of several gains go together."""
    return tuple(sum(parts) for parts in zip(*(gain.draws for gain in gains), strict=True))


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
        message("mean of the intermediate objectives ({count})", count=len(reached)),
    )


def per_currency(name: ReturnName, uplift: Uplift, cost: Money | TotalCost) -> Return:
    """Units gained per unit of currency spent: attention for ROA, engagement for ROE."""
    effect = Estimate(uplift.effect, uplift.effect_ci_lower, uplift.effect_ci_upper)
    spent = _spent(name.value, cost)
    return Return(
        name,
        over_cost(effect, uplift.draws, spent, uplift.level),
        Evidence.MEASURED,
        message("{effect} gained ÷ {cost} spent", effect=round(uplift.effect), cost=spent.amount),
    )


def no_return(name: ReturnName, reason: Message) -> Return:
    """Say why a return has no number."""
    return Return(name, None, Evidence.MEASURED, reason=reason)


def named(returns: Sequence[Return], name: ReturnName) -> Return:
    """Give a return by its name."""
    return next(result for result in returns if result.name is name)
