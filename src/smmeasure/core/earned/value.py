"""Volumes of exposure valued at the price of buying them: an equivalent in `EUR_eq`, never money, never a return.

Every draw of a volume meets every draw of a price: their errors are independent, because one comes from
the series of the exposure and the other from ads or a card. Volumes of several series are added ends to
ends, as gains are: how their errors go together is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np

from smmeasure.brief.campaign import Medium
from smmeasure.brief.nouns import units_named
from smmeasure.core.arrays import Floats
from smmeasure.core.earned.draws import SHARES
from smmeasure.core.earned.unit_price import NoPrice, UnitPrice
from smmeasure.core.earned.volume import Volume
from smmeasure.core.estimates import Evidence
from smmeasure.core.ratios import interval
from smmeasure.messages import Message, message
from smmeasure.units import MoneyEquivalent

NO_RETURN = message(
    "This is a cost equivalent, what the same exposure would have cost to buy; it is no return, is never added to "
    "money and never enters an ROI."
)
"""The sentence that goes with every value."""


@dataclass(frozen=True, slots=True)
class MediaValue:
    """What a volume would have cost to buy.

    Attributes
    ----------
    volume : Volume
        Units, with their medium and tone.
    price : UnitPrice
        Price of one unit, with its source and date.
    low, central, high : MoneyEquivalent
        Value and its interval at `level`; never below 0.
    draws : tuple of float
        Equally likely values in the same currency, ascending.
    level : float
        Level of the interval, in (0, 1).
    calculation : Message
        The numbers it was made of, in one sentence.
    """

    volume: Volume
    price: UnitPrice
    low: MoneyEquivalent
    central: MoneyEquivalent
    high: MoneyEquivalent
    draws: tuple[float, ...]
    level: float
    calculation: Message

    @property
    def evidence(self) -> Evidence:
        """Always an equivalent."""
        return Evidence.EQUIVALENT

    @property
    def explanation(self) -> Message:
        """The sentence that goes with the value."""
        return NO_RETURN


@dataclass(frozen=True, slots=True)
class NoValue:
    """Why a volume has no value.

    Attributes
    ----------
    volume : Volume
        The units.
    reason : Message
        What is missing.
    """

    volume: Volume
    reason: Message


@dataclass(frozen=True, slots=True)
class MediaTotal:
    """The value of one medium, of one tone, counted in one unit.

    Attributes
    ----------
    medium : Medium
        Paid, owned, shared or earned.
    per : str
        What is counted; an impression and the click on it are never added.
    negative : bool
        Whether these are mentions of a negative tone; they are never added to the others.
    low, central, high : MoneyEquivalent
        Sum of the values, ends added to ends.
    draws : tuple of float
        Equally likely values in the same currency, ascending.
    parts : tuple of MediaValue
        What was added.
    """

    medium: Medium
    per: str
    negative: bool
    low: MoneyEquivalent
    central: MoneyEquivalent
    high: MoneyEquivalent
    draws: tuple[float, ...]
    parts: tuple[MediaValue, ...]


@dataclass(frozen=True, slots=True)
class MediaValues:
    """The values of a campaign's exposure, medium by medium.

    Attributes
    ----------
    totals : tuple of MediaTotal
        In the order paid, owned, shared, earned; negative tone after the others of its medium.
    unknown : tuple of NoValue
        Volumes that could not be valued, with the reason.
    """

    totals: tuple[MediaTotal, ...]
    unknown: tuple[NoValue, ...]

    def of(self, medium: Medium, *, negative: bool = False) -> tuple[MediaTotal, ...]:
        """Give the totals of a medium, one per unit that is counted."""
        return tuple(total for total in self.totals if total.medium is medium and total.negative is negative)


def media_value(volume: Volume, price: UnitPrice | NoPrice) -> MediaValue | NoValue:
    """Value a volume at a price.

    ``central = max(0, volume) × central price``; the interval holds the middle `level` of every draw of the
    volume times every draw of the price. Exposure that was not gained is worth nothing, and a loss is no
    negative gift.

    Parameters
    ----------
    volume : Volume
        Units gained or counted.
    price : UnitPrice or NoPrice
        Price of one of these units.
    """
    if isinstance(price, NoPrice):
        return NoValue(volume, price.reason)
    reason = volume.reason or _other_unit(volume, price)
    if reason is not None:
        return NoValue(volume, reason)
    values = _crossed(volume, price)
    central = max(0.0, volume.estimate.value) * price.central.amount
    low, high = _ends(volume, price, values)
    low_equivalent, middle, high_equivalent = (
        MoneyEquivalent(amount, price.central.currency) for amount in (min(low, central), central, max(high, central))
    )
    return MediaValue(
        volume,
        price,
        low_equivalent,
        middle,
        high_equivalent,
        draws=tuple(np.quantile(values, SHARES, method="weibull").tolist()),
        level=volume.level,
        calculation=message(
            "{units} × {price} per unit ({source})",
            units=round(volume.estimate.value),
            price=round(price.central.amount, 6),
            source=price.source,
        ),
    )


def _other_unit(volume: Volume, price: UnitPrice) -> Message | None:
    if volume.per == price.per:
        return None
    return message(
        "The volume counts {volume}, the price is that of {price}: a price of the same unit is needed.",
        volume=volume.what,
        price=units_named(price.per),
    )


def _crossed(volume: Volume, price: UnitPrice) -> Floats:
    """Multiply every draw of the volume by every draw of the price, shape (volumes × prices,)."""
    gains: Floats = np.maximum(np.asarray(volume.draws), 0.0)
    return np.asarray(np.multiply.outer(gains, np.asarray(price.draws)).ravel())


def _ends(volume: Volume, price: UnitPrice, values: Floats) -> tuple[float, float]:
    """Give the interval; where one factor is certain, it is the other's own."""
    if price.is_certain:
        low, high = (max(0.0, end) for end in (volume.estimate.ci_lower, volume.estimate.ci_upper))
        return low * price.central.amount, high * price.central.amount
    if len(volume.draws) == 1 and price.level == volume.level:
        gained = max(0.0, volume.estimate.value)
        return gained * price.low.amount, gained * price.high.amount
    return interval(values, volume.level)


def media_values(volumes: Sequence[tuple[Volume, UnitPrice | NoPrice]]) -> MediaValues:
    """Value all volumes of a campaign, and add up those of one medium, tone and unit.

    Parameters
    ----------
    volumes : sequence of (Volume, UnitPrice or NoPrice)
        Each volume with the price of its unit.

    Raises
    ------
    UnitError
        Where prices of one medium are in several currencies.
    """
    told = [media_value(volume, price) for volume, price in volumes]
    values = [value for value in told if isinstance(value, MediaValue)]
    return MediaValues(
        tuple(_totals(values)),
        tuple(value for value in told if isinstance(value, NoValue)),
    )


def _totals(values: Sequence[MediaValue]) -> Iterator[MediaTotal]:
    for medium in Medium:
        for negative in (False, True):
            of_medium = [one for one in values if (one.volume.medium, one.volume.negative) == (medium, negative)]
            for per in dict.fromkeys(one.volume.per for one in of_medium):
                yield _total(tuple(one for one in of_medium if one.volume.per == per))


def _total(parts: tuple[MediaValue, ...]) -> MediaTotal:
    first = parts[0].volume
    low, central, high = (reduce(add, (getattr(part, end) for part in parts)) for end in ("low", "central", "high"))
    draws = tuple(np.sum([part.draws for part in parts], axis=0).tolist())
    return MediaTotal(first.medium, first.per, first.negative, low, central, high, draws, parts)
