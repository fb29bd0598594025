"""What a campaign cost, item by item, with where each amount comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from smmeasure.messages import Message
from smmeasure.series import SourceFacts
from smmeasure.units import Money


class CostBasis(StrEnum):
    """How the amount of a cost item is known."""

    AMOUNT = "amount"
    HOURS = "hours"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class Attributed:
    """What an ad platform claims that its ads sold, in the days of their spend.

    Attributes
    ----------
    value : Money
        Conversion value, in the currency of the brief.
    settings : tuple of str
        Attribution settings that the export names, such as ``7-day click``; empty where it names none.
    days_missing : int
        Days of the action for which the export gives no value.
    facts : SourceFacts
        The export.
    """

    value: Money
    settings: tuple[str, ...]
    days_missing: int
    facts: SourceFacts


@dataclass(frozen=True, slots=True)
class CostItem:
    """One item of cost.

    Attributes
    ----------
    action : str
        Name of the action that it pays for.
    category : str
        What the money was spent on, as the brief's `CostCategory` writes it.
    amount : Money
        Amount without tax, never negative.
    estimated : bool
        Whether the brief calls the amount a guess.
    basis : CostBasis
        Whether the amount was stated, is staff hours times their rate, or was summed from an export.
    hours : float or None
        Staff hours where the basis is `HOURS`, else None.
    facts : SourceFacts or None
        The export where the basis is `EXPORT`, else None.
    days_missing : int
        Days of the action's window for which the export says nothing; 0 for other bases.
    note : str or None
        The brief's remark.
    low, high : Money or None
        Ends between which the amount lies at the level of the brief, where it is not certain; else None.
    attributed : Attributed or None
        What the platform claims that this spend sold, where its export says so.
    converted : Message or None
        How the amount was converted from another currency: amount, rate, source and day; else None.
    """

    action: str
    category: str
    amount: Money
    estimated: bool
    basis: CostBasis
    hours: float | None = None
    facts: SourceFacts | None = None
    days_missing: int = 0
    note: str | None = None
    low: Money | None = None
    high: Money | None = None
    attributed: Attributed | None = None
    converted: Message | None = None
