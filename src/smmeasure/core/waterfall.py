"""From what was sold to what was earned: the steps between the revenue observed and the ROI.

Every step changes a running amount of money; a total says where it stands. The changes between two totals
add up to their difference, so that the last total is the net gain that the ROI divides by the cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import add

import numpy as np

from smmeasure.core.estimates import Estimate, Evidence, added
from smmeasure.core.ratios import interval
from smmeasure.core.returns import Gain, roi
from smmeasure.core.spending import TotalCost, total_cost
from smmeasure.costs import CostItem
from smmeasure.units import Money


class StepKind(StrEnum):
    """What a step from revenue to ROI is."""

    OBSERVED_REVENUE = "observed_revenue"
    BASELINE_REVENUE = "baseline_revenue"
    INCREMENTAL_REVENUE = "incremental_revenue"
    GOODS = "goods"
    INCREMENTAL_MARGIN = "incremental_margin"
    VERIFIED_SAVINGS = "verified_savings"
    COST = "cost"
    NET_GAIN = "net_gain"

    @property
    def is_total(self) -> bool:
        """Whether the step says where the running amount stands, not by how much it changes."""
        return self in _TOTALS


_TOTALS = frozenset(
    {
        StepKind.OBSERVED_REVENUE,
        StepKind.INCREMENTAL_REVENUE,
        StepKind.INCREMENTAL_MARGIN,
        StepKind.NET_GAIN,
    }
)


@dataclass(frozen=True, slots=True)
class WaterfallStep:
    """One step.

    Attributes
    ----------
    kind : StepKind
        What it is.
    amount : Money
        Running amount of a total, else the change: negative where it takes money away.
    amount_ci_lower, amount_ci_upper : Money
        Interval at the level of the brief; equal to `amount` for what was counted.
    running : Money
        Running amount after the step.
    evidence : Evidence
        How it is known.
    category : str or None
        Category of a cost, as the brief's `CostCategory` writes it; None for other steps.
    """

    kind: StepKind
    amount: Money
    amount_ci_lower: Money
    amount_ci_upper: Money
    running: Money
    evidence: Evidence
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The steps from the revenue observed, or from the savings, to the net gain.

    Attributes
    ----------
    steps : tuple of WaterfallStep
        From top to bottom; the last one is the net gain.
    total_cost : Money
        What the net gain is divided by.
    roi : Estimate
        Net gain over total cost, a fraction.
    """

    steps: tuple[WaterfallStep, ...]
    total_cost: Money
    roi: Estimate

    @property
    def net_gain(self) -> WaterfallStep:
        """The last step: what is left when every cost is paid."""
        return self.steps[-1]


@dataclass(frozen=True, slots=True)
class Sale:
    """What was sold of one thing, before and after its goods are paid.

    Attributes
    ----------
    observed : Money
        Revenue of the window as it was counted.
    revenue : Gain
        Revenue beyond the baseline.
    margin : Gain
        What is left of it once the goods are paid.
    """

    observed: Money
    revenue: Gain
    margin: Gain


def waterfall(sales: Sequence[Sale], saved: Sequence[Gain], costs: Sequence[CostItem], level: float) -> Waterfall:
    """Lay out how observed revenue becomes a net gain.

    Parameters
    ----------
    sales : sequence of Sale
        Everything sold that the ROI counts.
    saved : sequence of Gain
        Every verified saving that it counts; sales and savings are not both empty.
    costs : sequence of CostItem
        Every item of cost; their total is above 0.
    level : float
        Level of the intervals, in (0, 1).

    Raises
    ------
    UnitError
        Where an amount is of another currency, or is no money.
    """
    gains = [*(sale.margin for sale in sales), *saved]
    currency = gains[0].central.currency
    ladder = _Ladder(currency)
    if sales:
        _add_sales(ladder, sales)
    if saved:
        ladder.change(StepKind.VERIFIED_SAVINGS, added([_of_gain(gain) for gain in saved]), Evidence.MEASURED)
    for category in dict.fromkeys(item.category for item in costs):
        items = [item for item in costs if item.category == category]
        ladder.change(StepKind.COST, _of_cost(total_cost(items, currency, level)), _evidence(items), category)
    spent = total_cost(costs, currency, level)
    ladder.total(StepKind.NET_GAIN, _net_gain(gains, spent, level), Evidence.MEASURED)
    return Waterfall(tuple(ladder.steps), spent.amount, roi(gains, spent, level).estimate or _NOTHING)


def _add_sales(ladder: _Ladder, sales: Sequence[Sale]) -> None:
    """Go from observed revenue to incremental margin; the baseline errs as much as the effect."""
    observed = reduce(add, (sale.observed for sale in sales)).amount
    revenue = added([_of_gain(sale.revenue) for sale in sales])
    margin = added([_of_gain(sale.margin) for sale in sales])
    ladder.total(StepKind.OBSERVED_REVENUE, Estimate(observed, observed, observed), Evidence.MEASURED)
    ladder.change(StepKind.BASELINE_REVENUE, revenue.shifted(-observed), Evidence.MODELLED)
    ladder.total(StepKind.INCREMENTAL_REVENUE, revenue, Evidence.MEASURED)
    ladder.change(StepKind.GOODS, _goods(revenue, margin), Evidence.MEASURED)
    ladder.total(StepKind.INCREMENTAL_MARGIN, margin, Evidence.MEASURED)


_NOTHING = Estimate(0.0, 0.0, 0.0)


class _Ladder:
    """Steps that are being laid, with the running amount."""

    def __init__(self, currency: str) -> None:
        self.steps: list[WaterfallStep] = []
        self._currency = currency
        self._running = 0.0

    def total(self, kind: StepKind, amount: Estimate, evidence: Evidence) -> None:
        """Say where the running amount stands."""
        self._running = amount.value
        self._add(kind, amount, evidence, None)

    def change(self, kind: StepKind, amount: Estimate, evidence: Evidence, category: str | None = None) -> None:
        """Change the running amount."""
        self._running += amount.value
        self._add(kind, amount, evidence, category)

    def _add(self, kind: StepKind, amount: Estimate, evidence: Evidence, category: str | None) -> None:
        value, low, high, running = (
            Money(number + 0.0, self._currency)
            for number in (amount.value, amount.ci_lower, amount.ci_upper, self._running)
        )
        self.steps.append(WaterfallStep(kind, value, low, high, running, evidence, category))


def _of_gain(gain: Gain) -> Estimate:
    return Estimate(gain.central.amount, gain.low.amount, gain.high.amount)


def _of_cost(cost: TotalCost) -> Estimate:
    return Estimate(cost.amount.amount, cost.low.amount, cost.high.amount).scaled(-1.0)


def _goods(revenue: Estimate, margin: Estimate) -> Estimate:
    """Take off what the goods cost that were sold beyond the baseline: they rise and fall with the revenue."""
    low, high = sorted((margin.ci_lower - revenue.ci_lower, margin.ci_upper - revenue.ci_upper))
    return Estimate(margin.value - revenue.value, low, high)


def _evidence(items: Sequence[CostItem]) -> Evidence:
    """Say how a category of cost is known: a guess among its items makes it an assumption."""
    return Evidence.ASSUMED if any(item.estimated or item.low for item in items) else Evidence.MEASURED


def _net_gain(gains: Sequence[Gain], cost: TotalCost, level: float) -> Estimate:
    """Take the cost from the gain; where the cost has a range, of every draw from every draw."""
    gained, spent = added([_of_gain(gain) for gain in gains]), cost.amount.amount
    if cost.is_certain:
        return gained.shifted(-spent)
    draws = np.sum([gain.draws for gain in gains], axis=0)
    low, high = interval(np.subtract.outer(draws, np.asarray(cost.draws)), level)
    value = gained.value - spent
    return Estimate(value, min(low, value), max(high, value))
