"""An effect with its unit and the noun of what is counted, ready to be said in any language."""

from __future__ import annotations

from dataclasses import dataclass, replace

from smmeasure.core.evaluation import IndicatorResult
from smmeasure.messages import Message, message
from smmeasure.units import COUNT, Kind, Unit


def two_digits(value: float) -> float:
    """Round to two digits that count: more would claim what a rough size can't hold."""
    return float(f"{value:.2g}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of things.

    Attributes
    ----------
    amount : float
        How many, in `unit`.
    unit : Unit
        Unit of the amount.
    noun : str, Message or None
        What is counted, in the plural; None where the unit speaks for itself.
    sign : bool
        Whether a plus is written.
    """

    amount: float
    unit: Unit
    noun: str | Message | None = None
    sign: bool = False

    def __str__(self) -> str:
        return f"{self.amount:{'+' if self.sign else ''}.6g} {self.noun or self.unit}"

    def signed(self) -> Quantity:
        """Give the same quantity, its sign always written."""
        return replace(self, sign=True)

    def bare(self) -> Quantity:
        """Give the same quantity without its noun."""
        return replace(self, noun=None)


def of_effect(result: IndicatorResult, amount: float) -> Quantity:
    """Give an effect in the unit and noun of an indicator; a difference of shares is in points."""
    if result.unit.kind is Kind.FRACTION:
        return Quantity(100 * amount, COUNT, message("points"))
    return Quantity(amount, result.unit, result.noun)
