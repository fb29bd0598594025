"""Many campaigns side by side, read from their records; only what may be summed is summed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from smmeasure.core.estimates import Estimate
from smmeasure.core.phases import Phase
from smmeasure.core.results import Verdict
from smmeasure.units import COUNT, Money, Unit

FAILED = "failed"
"""State of a campaign whose report could not be made."""


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """One campaign as the portfolio shows it.

    Attributes
    ----------
    campaign, title, brand : str
        Its name, its title and its brand.
    link : str
        Address of its report, from the reports folder.
    failure : object
        What went wrong, as recorded; None for a published campaign.
    phase : Phase or None
        Where it stands; None where it failed.
    start, end : str
        First and last day, as ISO text; empty where unknown.
    objective : str
        Kind of its main objective; empty where there is none.
    indicator : object
        Name of its main indicator, as recorded.
    noun : str or None
        What is counted.
    unit : Unit
        Unit of the effect.
    per_day : bool
        Whether the effect is a mean per day.
    effect : Estimate or None
        Effect on the main indicator.
    relative : Estimate or None
        The same as a fraction of the baseline.
    verdict : Verdict or None
        Verdict on the main indicator.
    rises : bool
        Whether more is better.
    roi : Estimate or None
        ROI as a fraction.
    roi_reason : object
        Why there is no ROI, as recorded.
    roo : Estimate or None
        Share reached of the main objective's target.
    cost : Money or None
        Total cost; None where it failed.
    flips : tuple of object
        Earlier verdicts that no longer stand, one recorded sentence each.
    """

    campaign: str
    title: str
    brand: str
    link: str
    failure: object
    phase: Phase | None
    start: str
    end: str
    objective: str
    indicator: object
    noun: str | None
    unit: Unit
    per_day: bool
    effect: Estimate | None
    relative: Estimate | None
    verdict: Verdict | None
    rises: bool
    roi: Estimate | None
    roi_reason: object
    roo: Estimate | None
    cost: Money | None
    flips: tuple[object, ...] = ()


def portfolio_rows(records: Sequence[Mapping[str, Any]]) -> tuple[PortfolioRow, ...]:
    """Read the rows of a portfolio from the records of its campaigns.

    Parameters
    ----------
    records : sequence of mapping
        Contents of the ``result.json`` files.

    Returns
    -------
    tuple of PortfolioRow
        Failed campaigns first, then by first day, newest first.
    """
    rows = sorted((_row(record) for record in records), key=lambda row: row.start, reverse=True)
    return tuple(sorted(rows, key=lambda row: row.phase is not None))


def _row(record: Mapping[str, Any]) -> PortfolioRow:
    main = _main_indicator(record)
    objective: Mapping[str, Any] = next(iter(record.get("objectives") or ()), {})
    roi = (record.get("returns") or {}).get("roi") or {}
    window = record.get("window") or {}
    cost = record.get("total_cost")
    return PortfolioRow(
        campaign=str(record.get("campaign")),
        title=str(record.get("title") or record.get("campaign")),
        brand=str(record.get("brand") or ""),
        link=f"{record.get('campaign')}/report.html",
        failure=record.get("failure"),
        phase=Phase(record["phase"]) if record.get("phase") else None,
        start=str(window.get("start") or ""),
        end=str(window.get("end") or ""),
        objective=str(objective.get("kind") or ""),
        indicator=main.get("name"),
        noun=main.get("noun"),
        unit=Unit.parse(str(main.get("unit"))) or COUNT,
        per_day=main.get("aggregation") == "mean per day",
        effect=_interval(main, "effect"),
        relative=_interval(main, "rel_effect"),
        verdict=Verdict(main["verdict"]) if main.get("verdict") else None,
        rises=bool(main.get("rises", True)),
        roi=_estimate(roi.get("estimate")),
        roi_reason=roi.get("reason"),
        roo=_estimate(objective.get("roo")),
        cost=Money(float(cost["amount"]), str(cost["currency"])) if cost else None,
        flips=tuple(flip.get("reason") for flip in record.get("flips") or ()),
    )


def _main_indicator(record: Mapping[str, Any]) -> Mapping[str, Any]:
    indicators: Mapping[str, Mapping[str, Any]] = record.get("indicators") or {}
    return indicators.get(str(record.get("main_indicator")), {})


def _interval(record: Mapping[str, Any], name: str) -> Estimate | None:
    ends = (record.get(name), record.get(f"{name}_ci_lower"), record.get(f"{name}_ci_upper"))
    return None if None in ends else Estimate(*(float(end) for end in ends if end is not None))


def _estimate(record: Mapping[str, Any] | None) -> Estimate | None:
    if not record:
        return None
    ends = [record.get(key) for key in ("value", "ci_lower", "ci_upper")]
    numbers = [math.nan if end is None else float(end) for end in ends]
    return None if any(math.isnan(number) for number in numbers) else Estimate(*numbers)


def total_costs(rows: Sequence[PortfolioRow]) -> tuple[Money, ...]:
    """Add up the costs of the campaigns that have begun, each currency by itself.

    Costs may be summed. Effects may not (they are of different things), nor may ROIs (they are
    ratios), nor reach (the same people).
    """
    spent = [row.cost for row in rows if row.cost and row.phase not in {None, Phase.PLANNED}]
    currencies = sorted({cost.currency for cost in spent})
    return tuple(reduce(add, [cost for cost in spent if cost.currency == currency]) for currency in currencies)
