"""What one unit of exposure costs, as far as it is known: learnt from ads, or read off a dated card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from smmeasure.brief.campaign import RateCard
from smmeasure.core.earned.draws import split_normal
from smmeasure.core.estimates import Evidence
from smmeasure.messages import Message, message
from smmeasure.units import Money

OLDEST_CARD = 365
"""Days after which a card is out of date: prices of ads follow the seasons, and a year later it is another market."""


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """The price of one unit, with its range.

    Attributes
    ----------
    per : str
        What one unit is: ``impressions``, ``views``, ``clicks``, ``engagements``, ``mentions``.
    central, low, high : Money
        Best price of one unit and its range at `level`.
    draws : tuple of float
        Equally likely prices in the same currency, ascending; `central` alone where it is certain.
    level : float
        Level of the range, in (0, 1).
    evidence : Evidence
        Modelled where learnt from ads, assumed where read off a card.
    source : Message
        Where it comes from, with its date.
    doubts : tuple of Message
        What a reader should know before he trusts it.
    """

    per: str
    central: Money
    low: Money
    high: Money
    draws: tuple[float, ...]
    level: float
    evidence: Evidence
    source: Message
    doubts: tuple[Message, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether there is no range."""
        return len(self.draws) == 1


@dataclass(frozen=True, slots=True)
class NoPrice:
    """Why nothing can be said of a price.

    Attributes
    ----------
    reason : Message
        What is wrong, and what would be needed.
    """

    reason: Message


def card_price(card: RateCard, per: str, currency: str, level: float, as_of: date) -> UnitPrice | NoPrice:
    """Read the price of a unit off a rate card.

    The price follows a split normal distribution on the logarithm, as the range of a cost does: its median is the
    central price, its ends are the quantiles at the level.

    Parameters
    ----------
    card : RateCard
        Low, central and high price of one unit, with source and date.
    per : str
        What one unit is.
    currency : str
        ISO code of the prices.
    level : float
        Level at which low and high are meant, in (0, 1).
    as_of : datetime.date
        Date of the report.
    """
    if not 0.0 < card.low <= card.central <= card.high:
        return NoPrice(
            message(
                "The rate card of {source} has the prices {low}, {central} and {high}: low, central and high must rise "
                "in this order from above 0.",
                source=card.source,
                low=card.low,
                central=card.central,
                high=card.high,
            )
        )
    certain = card.low == card.high
    return UnitPrice(
        per,
        central=Money(card.central, currency),
        low=Money(card.low, currency),
        high=Money(card.high, currency),
        draws=(card.central,) if certain else tuple(split_normal(card.low, card.central, card.high, level).tolist()),
        level=level,
        evidence=Evidence.ASSUMED,
        source=message("rate card of {source}, {day}", source=card.source, day=card.date),
        doubts=_out_of_date(card, as_of),
    )


def _out_of_date(card: RateCard, as_of: date) -> tuple[Message, ...]:
    age = (as_of - card.date).days
    if age > OLDEST_CARD:
        return (
            message(
                "The rate card of {source} is {age} days old: prices of ads follow the seasons and the market, and a "
                "card older than {limit} days is out of date.",
                source=card.source,
                age=age,
                limit=OLDEST_CARD,
            ),
        )
    if age < 0:
        return (
            message(
                "The rate card of {source} is of {day}, after the date of the report.",
                source=card.source,
                day=card.date,
            ),
        )
    return ()
