"""What all campaigns brought in: money with money of its currency, equivalents apart, nothing twice.

Two campaigns measured on the same series on the same days hold each other's effect: neither enters the total.
People reached, rates and counts of different things have no total at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from smmeasure.brief.campaign import Medium
from smmeasure.core.estimates import Estimate, added
from smmeasure.core.phases import Phase
from smmeasure.messages import Message, message
from smmeasure.units import Kind, Unit
from smmeasure.windows import Window

_HOW = frozenset(
    {"where", "rows", "sheet", "date", "date_format", "decimal", "locale", "as_of", "first_day", "last_day"}
)
"""Keys of a source that say which rows or how they are written, not what is counted."""

_COLUMNS, _FILTERS = frozenset({"value", "measure"}), frozenset({"platform", "basis"})
"""Keys that name what is counted, and those that keep only some rows where they are given."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one campaign brought through one indicator.

    Attributes
    ----------
    campaign, title, brand : str
        The campaign.
    window : Window
        Days it was measured on.
    source : mapping of str to object
        Source of the indicator, as in the brief.
    unit : Unit
        Money, or a money equivalent.
    amount : Estimate
        Money gained, or what the exposure would have cost, in `unit`.
    is_sale : bool
        Whether it is money from sales: then any column of the same rows is the same money.
    counted : str
        What an equivalent counts; empty for money. An impression and the click on it are never added.
    """

    campaign: str
    title: str
    brand: str
    window: Window
    source: Mapping[str, object]
    unit: Unit
    amount: Estimate
    is_sale: bool
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two campaigns whose effects may not be added.

    Attributes
    ----------
    first, second : str
        Their names.
    reason : Message
        Why.
    """

    first: str
    second: str
    reason: Message


@dataclass(frozen=True, slots=True)
class PortfolioTotal:
    """Sum over campaigns in one unit.

    Attributes
    ----------
    unit : Unit
        Money of one currency, or its equivalent.
    amount : Estimate
        Sum, ends added to ends: nothing is known of how the errors of campaigns go together.
    campaigns : tuple of str
        Names of those that are in it.
    cost : float or None
        What these campaigns cost, same currency; None for an equivalent.
    roi : Estimate or None
        ``(gained - cost) / cost`` of them together, as a fraction; None for an equivalent and without cost.
    left_out : tuple of Overlap
        Campaigns that are not in it, and why.
    counted : str
        What an equivalent counts, e.g. ``impressions``; empty for money.
    """

    unit: Unit
    amount: Estimate
    campaigns: tuple[str, ...]
    cost: float | None
    roi: Estimate | None
    left_out: tuple[Overlap, ...]
    counted: str = ""


def portfolio_totals(records: Sequence[Mapping[str, Any]]) -> tuple[PortfolioTotal, ...]:
    """Add up what campaigns brought, each unit by itself.

    Parameters
    ----------
    records : sequence of mapping
        Contents of the ``result.json`` files.

    Returns
    -------
    tuple of PortfolioTotal
        One per currency and one per equivalent that any measured campaign has; also where nothing may be
        added, so that it can be said why.
    """
    parts = [part for record in records for part in _parts(record)]
    kinds = {(part.unit, part.counted) for part in parts}
    order = sorted(kinds, key=lambda kind: (kind[0].kind is not Kind.MONEY, str(kind[0]), kind[1]))
    return tuple(_total(kind, [part for part in parts if (part.unit, part.counted) == kind], records) for kind in order)


def money_overlaps(records: Sequence[Mapping[str, Any]]) -> tuple[Overlap, ...]:
    """Give every pair of campaigns whose gains in money may hold some of each other's.

    Parameters
    ----------
    records : sequence of mapping
        Contents of the ``result.json`` files.
    """
    return tuple(_overlaps([part for record in records for part in _parts(record) if part.unit.is_money]))


def _parts(record: Mapping[str, Any]) -> Iterator[Part]:
    """Give the money gained and the equivalents of a campaign whose window is over."""
    if not record.get("phase") or not Phase(record["phase"]).has_result:
        return
    window = record["window"]
    days = Window(date.fromisoformat(window["start"]), date.fromisoformat(window["end"]))
    about = str(record["campaign"]), str(record.get("title") or record["campaign"]), str(record.get("brand") or "")
    briefed: Mapping[str, Any] = (record.get("parameters") or {}).get("indicators") or {}
    for one in [*(record.get("gains") or ()), *_equivalents(record)]:
        amounts = [one[end] for end in ("central", "low", "high")]
        unit = Unit.parse(str(amounts[0].get("currency") or amounts[0].get("unit")))
        if unit is not None:
            source = (briefed.get(one.get("indicator")) or {}).get("source") or {}
            amount = Estimate(*(float(end["amount"]) for end in amounts))
            yield Part(
                *about, days, source, unit, amount, unit.is_money and not one.get("saves"), one.get("counted", "")
            )


def _equivalents(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Give the values of earned exposure; those of paid and owned exposure, and of negative tone, are no gain."""
    earned = record.get("earned_media")
    values = (earned.get("values") or {}) if isinstance(earned, Mapping) else {}
    for total in values.get("totals") or ():
        if total.get("medium") == Medium.EARNED and not total.get("negative"):
            for part in total.get("parts") or ():
                indicator = (part.get("volume") or {}).get("indicator")
                yield {**part, "indicator": indicator, "counted": str(total.get("per"))}


def _total(kind: tuple[Unit, str], parts: Sequence[Part], records: Sequence[Mapping[str, Any]]) -> PortfolioTotal:
    unit, counted = kind
    overlaps = tuple(_overlaps(parts))
    doubled = {name for overlap in overlaps for name in (overlap.first, overlap.second)}
    kept = [part for part in parts if part.campaign not in doubled]
    names = tuple(dict.fromkeys(part.campaign for part in kept))
    amount = added([part.amount for part in kept])
    costs = _costs(names, records) if unit.is_money else None
    roi = _roi(amount, costs) if costs and costs.ci_lower > 0.0 else None
    return PortfolioTotal(unit, amount, names, costs.value if costs else None, roi, overlaps, counted)


def _costs(names: Sequence[str], records: Sequence[Mapping[str, Any]]) -> Estimate:
    """Add up the costs of campaigns, with their ranges."""
    spent: list[Estimate] = []
    for record in records:
        if str(record.get("campaign")) in names and record.get("total_cost"):
            amount, ends = record["total_cost"], record.get("total_cost_range") or {}
            low, high = (float((ends.get(end) or amount)["amount"]) for end in ("low", "high"))
            spent.append(Estimate(float(amount["amount"]), low, high))
    return added(spent)


def _roi(gained: Estimate, cost: Estimate) -> Estimate:
    """Divide sums by sums; each end is the worst or the best that gain and cost allow together."""
    low, high = (
        min(end / cost.ci_lower, end / cost.ci_upper) if worst else max(end / cost.ci_lower, end / cost.ci_upper)
        for end, worst in ((gained.ci_lower, True), (gained.ci_upper, False))
    )
    return Estimate(gained.value / cost.value, low, high).shifted(-1.0)


def _overlaps(parts: Sequence[Part]) -> Iterator[Overlap]:
    """Give every pair of campaigns that measured the same series on the same days, once."""
    seen: set[tuple[str, str]] = set()
    for one, other in combinations(parts, 2):
        pair = one.campaign, other.campaign
        if one.campaign != other.campaign and pair not in seen and _doubled(one, other):
            seen.add(pair)
            yield Overlap(*pair, _reason(one, other))


def _doubled(one: Part, other: Part) -> bool:
    if not one.window.overlaps(other.window) or one.brand != other.brand:
        return False
    return shares_rows(one.source, other.source, any_column=one.is_sale and other.is_sale)


def _reason(one: Part, other: Part) -> Message:
    return message(
        "«{first}» and «{second}» were measured on the same series, and both ran from {start} to {end}: each effect "
        "holds some of the other's, so that neither is in the total.",
        first=one.title,
        second=other.title,
        start=max(one.window.start, other.window.start),
        end=min(one.window.end, other.window.end),
    )


def shares_rows(one: Mapping[str, Any], other: Mapping[str, Any], *, any_column: bool = False) -> bool:
    """Say whether two sources may count the same rows: same file and value, and no column told apart.

    Parameters
    ----------
    one, other : mapping
        Sources as in the brief. Sales of red and of blue dresses in one file share no row; red dresses
        and all sales do, and so do all platforms and one of them.
    any_column : bool
        Whether another column of the same rows is the same money: pieces sold and net sales are.
    """
    told = (one.keys() | other.keys()) - _HOW - (_COLUMNS if any_column else frozenset())
    for key in told:
        mine, theirs = one.get(key), other.get(key)
        if mine != theirs and not (key in _FILTERS and None in {mine, theirs}):
            return False
    here, there = (source.get("where") or {} for source in (one, other))
    return all(here[column] == there[column] for column in here.keys() & there.keys())
