"""Earned exposure valued at what it would have cost: an equivalent, never a return."""

from __future__ import annotations

from dataclasses import dataclass

from smmeasure.brief.campaign import RateCard
from smmeasure.core.results import Uplift
from smmeasure.units import MoneyEquivalent


@dataclass(frozen=True, slots=True)
class EarnedValue:
    """Cost equivalent of the exposure that a campaign gained.

    Attributes
    ----------
    indicator : str
        Key in the brief.
    low, central, high : MoneyEquivalent
        Range over the interval of the effect and the range of the prices.
    card : RateCard
        The prices, with their source and date.
    """

    indicator: str
    low: MoneyEquivalent
    central: MoneyEquivalent
    high: MoneyEquivalent
    card: RateCard


def earned_value(indicator: str, uplift: Uplift, card: RateCard, currency: str) -> EarnedValue:
    """Value incremental exposure by a dated rate card.

    ``low = max(0, effect_ci_lower) × low price``, ``high = max(0, effect_ci_upper) × high price``:
    exposure that was not gained is worth nothing, and a loss is no negative gift.

    Parameters
    ----------
    indicator : str
        Key in the brief.
    uplift : Uplift
        Measured effect on exposure, in units.
    card : RateCard
        Price of one unit: low, central, high.
    currency : str
        ISO code of the prices.
    """
    amounts = (
        max(0.0, uplift.effect_ci_lower) * card.low,
        max(0.0, uplift.effect) * card.central,
        max(0.0, uplift.effect_ci_upper) * card.high,
    )
    low, central, high = (MoneyEquivalent(amount, currency) for amount in amounts)
    return EarnedValue(indicator, low, central, high, card)
