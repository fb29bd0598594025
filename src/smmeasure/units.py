"""What a number counts, and what may be added to what.

ROI is money over money. The types here make the rule hold: `MoneyEquivalent` (the unit of earned
media, written ``EUR_eq``) refuses to meet `Money`, two currencies refuse to meet each other, and a
`Unit` knows whether its daily values may be summed over days (people reached may not).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from smmeasure.errors import unit_error


class Kind(StrEnum):
    """The family a unit belongs to."""

    COUNT = "count"
    PEOPLE = "people"
    MONEY = "money"
    MONEY_EQUIVALENT = "money equivalent"
    FRACTION = "fraction"
    SECONDS = "seconds"
    POINTS = "points"


_SUMMABLE = frozenset({Kind.COUNT, Kind.MONEY, Kind.MONEY_EQUIVALENT, Kind.SECONDS})
_NAMED = {kind.value: kind for kind in (Kind.COUNT, Kind.PEOPLE, Kind.FRACTION, Kind.SECONDS, Kind.POINTS)}
EQUIVALENT_SUFFIX = "_eq"


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of an indicator.

    Attributes
    ----------
    kind : Kind
        Family of the unit.
    currency : str or None
        ISO 4217 code where the kind is money or money equivalent, else None.
    """

    kind: Kind
    currency: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read ``count``, ``people``, ``fraction``, ``seconds``, ``points``, ``EUR`` or ``EUR_eq``.

        Returns None where the text names no unit: the caller knows the place to complain about.
        """
        if text in _NAMED:
            return cls(_NAMED[text])
        code = text.removesuffix(EQUIVALENT_SUFFIX)
        if not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):  # noqa: PLR2004 - ISO 4217
            return None
        return cls(Kind.MONEY if code == text else Kind.MONEY_EQUIVALENT, code)

    @property
    def is_money(self) -> bool:
        """Whether values are in a currency, so that they may enter an ROI."""
        return self.kind is Kind.MONEY

    @property
    def is_summable(self) -> bool:
        """Whether daily values may be added up over days; people reached on two days may not."""
        return self.kind in _SUMMABLE

    def __str__(self) -> str:
        if self.kind is Kind.MONEY:
            return str(self.currency)
        if self.kind is Kind.MONEY_EQUIVALENT:
            return f"{self.currency}{EQUIVALENT_SUFFIX}"
        return self.kind.value


COUNT = Unit(Kind.COUNT)
PEOPLE = Unit(Kind.PEOPLE)
FRACTION = Unit(Kind.FRACTION)


@dataclass(frozen=True, slots=True)
class _Amount:
    """An amount in a currency; arithmetic only with its own type and currency."""

    amount: float
    currency: str

    @property
    def unit(self) -> Unit:
        """The unit of the amount."""
        raise NotImplementedError

    def _same(self, operation: str, other: object) -> _Amount:
        if type(other) is not type(self) or other.currency != self.currency:
            raise unit_error(operation, str(self.unit), str(getattr(other, "unit", type(other).__name__)))
        return other

    def __add__(self, other: Self) -> Self:
        return type(self)(self.amount + self._same("addition", other).amount, self.currency)

    def __sub__(self, other: Self) -> Self:
        return type(self)(self.amount - self._same("subtraction", other).amount, self.currency)

    def __mul__(self, factor: float) -> Self:
        if isinstance(factor, _Amount):
            raise unit_error("multiplication", str(self.unit), str(factor.unit))
        return type(self)(self.amount * factor, self.currency)

    __rmul__ = __mul__

    def __neg__(self) -> Self:
        return self * -1.0

    def __truediv__(self, other: Self) -> float:
        """Divide by an amount of the same unit; the result is a pure number."""
        return self.amount / self._same("division", other).amount

    def __lt__(self, other: Self) -> bool:
        return self.amount < self._same("comparison", other).amount

    def __str__(self) -> str:
        return f"{self.amount:,.2f} {self.unit}"


@dataclass(frozen=True, slots=True, repr=False)
class Money(_Amount):
    """An amount of money: earned, saved or spent. The only type that ROI accepts."""

    @property
    def unit(self) -> Unit:
        """Currency of the amount."""
        return Unit(Kind.MONEY, self.currency)

    def __repr__(self) -> str:
        return f"Money({self.amount!r}, {self.currency!r})"


@dataclass(frozen=True, slots=True, repr=False)
class MoneyEquivalent(_Amount):
    """What something would have cost, though nobody paid or earned it; never adds to `Money`."""

    @property
    def unit(self) -> Unit:
        """Currency of the amount, marked as equivalent."""
        return Unit(Kind.MONEY_EQUIVALENT, self.currency)

    def __repr__(self) -> str:
        return f"MoneyEquivalent({self.amount!r}, {self.currency!r})"


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things, with the unit they are counted in.

    Attributes
    ----------
    amount : float
        How many; an effect may be fractional or negative.
    unit : Unit
        What is counted.
    """

    amount: float
    unit: Unit = COUNT

    def __str__(self) -> str:
        return f"{self.amount:.6g} {self.unit}"


@dataclass(frozen=True, slots=True)
class Exact:
    """A number that is shown with every digit it has, such as a rate of exchange.

    Attributes
    ----------
    number : float
        The number; it has no unit.
    """

    number: float

    def __str__(self) -> str:
        return f"{self.number:.10g}"


@dataclass(frozen=True, slots=True)
class Rate:
    """A share or ratio, kept as a fraction and shown in per cent.

    Attributes
    ----------
    fraction : float
        1.0 is 100 %.
    signed : bool
        Whether a plus is written.
    """

    fraction: float
    signed: bool = False

    def __str__(self) -> str:
        return f"{100 * self.fraction:{'+' if self.signed else ''}.3g} %"
