"""What a cost carries besides its amount: the revenue that a platform claims for it, and another currency."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from smmeasure.brief.campaign import Cost, Source
from smmeasure.data.exports.reading import Export
from smmeasure.messages import Message, message
from smmeasure.units import Exact, Money

Convert = Callable[[float], Money]
"""Turns an amount of a cost into the currency of the brief."""

_TABLE, _SPEND, _VALUE, _SETTING = "ad_day", "spend", "conversion_value", "attribution"


def in_own_currency(cost: Cost, currency: str) -> Convert:
    """Give what turns amounts of a cost into a brief's currency, at the rate that the brief states."""
    rate = cost.exchange.rate if cost.exchange else 1.0
    return lambda amount: Money(amount * rate, currency)


def conversion(cost: Cost, amount: float) -> Message | None:
    """Say how an amount was converted: the amount in its own currency, the rate, its source and its day."""
    if cost.exchange is None or cost.currency is None:
        return None
    return message(
        "{amount} × {rate}, the rate of {source} on {day}",
        amount=Money(amount, cost.currency),
        rate=Exact(cost.exchange.rate),
        source=cost.exchange.source,
        day=cost.exchange.date,
    )


def claim_of(cost: Cost) -> Source | None:
    """Give where the attributed value of a cost is: its own key, or the export that its spend is read from."""
    if cost.attributed is not None or cost.source is None:
        return cost.attributed
    return cost.source.model_copy(update={"measure": _VALUE}) if cost.source.measure == _SPEND else None


def carries_value(exports: Sequence[Export]) -> bool:
    """Whether exports of ads give a conversion value."""
    return any(
        bool(table.frame[_VALUE].notna().any())
        for export in exports
        for table in export.tables
        if table.shape.name == _TABLE
    )


def settings_of(exports: Sequence[Export]) -> tuple[str, ...]:
    """Give the attribution settings that exports of ads name, in alphabetical order."""
    named = (
        str(setting)
        for export in exports
        for table in export.tables
        if table.shape.name == _TABLE
        for setting in table.frame[_SETTING].dropna().unique()
    )
    return tuple(sorted(set(named)))
