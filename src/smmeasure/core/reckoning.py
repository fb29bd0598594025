"""From measured effects to objectives, gains and returns; each refusal with its reason."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from smmeasure.brief.campaign import Campaign, CostCategory, Indicator
from smmeasure.brief.catalogue import Stage, entry_of, saves_money
from smmeasure.brief.checks import ROI_RULES, Finding, Severity, roi_refusal
from smmeasure.core.days import Frame, too_early
from smmeasure.core.estimates import Estimate
from smmeasure.core.evaluation import IndicatorResult
from smmeasure.core.expectation import roe_expected
from smmeasure.core.follow_up.results import Checkpoint
from smmeasure.core.objectives import ObjectiveResult, Setting, objective_result
from smmeasure.core.payback import Breakeven, Payback, breakeven, gain_so_far, payback
from smmeasure.core.rate_results import UnitCost, UnitCostName, unit_cost
from smmeasure.core.results import Uplift, Verdict
from smmeasure.core.returns import (
    Gain,
    Return,
    ReturnName,
    gain_of,
    iroas,
    no_return,
    per_currency,
    roa_expectations,
    roi,
)
from smmeasure.core.spending import TotalCost, certain, money_range, total_cost
from smmeasure.core.value_range import with_value_range
from smmeasure.costs import CostItem
from smmeasure.messages import Message, message
from smmeasure.units import Money


@dataclass(frozen=True, slots=True)
class Measured:
    """What returns are worked out from.

    Attributes
    ----------
    campaign : Campaign
        The brief.
    frame : Frame
        Days it was measured on.
    results : mapping of str to IndicatorResult
        Result of every indicator, in the order of the brief.
    findings : tuple of Finding
        What the method objects to.
    costs : tuple of CostItem
        Every item of cost.
    """

    campaign: Campaign
    frame: Frame
    results: Mapping[str, IndicatorResult]
    findings: tuple[Finding, ...]
    costs: tuple[CostItem, ...]

    @property
    def cost(self) -> TotalCost:
        """Total cost with its range."""
        return total_cost(self.costs, self.campaign.currency, self.campaign.level)

    @property
    def media(self) -> TotalCost:
        """What was paid for media, with its range."""
        paid = [item for item in self.costs if item.category == CostCategory.MEDIA]
        return total_cost(paid, self.campaign.currency, self.campaign.level)


def objective_results(measured: Measured) -> tuple[ObjectiveResult, ...]:
    """Work out how far every objective was reached."""
    early = too_early(measured.frame)
    return tuple(
        objective_result(
            objective,
            measured.results[objective.indicator].uplift,
            early
            or _refused(measured.findings, f"objectives[{number}].indicator")
            or _refused(measured.findings, f"objectives[{number}].target"),
            _setting(measured, objective.indicator),
            _reached(measured.results[objective.indicator], objective.deadline),
        )
        for number, objective in enumerate(measured.campaign.objectives)
    )


def _setting(measured: Measured, key: str) -> Setting:
    entry = entry_of(measured.campaign.indicators[key])
    return Setting(None if entry.id == "other" else entry.rises, measured.frame.window.end, measured.frame.as_of)


def _reached(result: IndicatorResult, deadline: date | None) -> Checkpoint | None:
    return next((point for point in result.deadlines if point.day == deadline), None)


def _refused(findings: Sequence[Finding], place: str) -> Message | None:
    """Reason of the first error that the check of the method found at a place."""
    return next((f.reason for f in findings if f.severity is Severity.ERROR and f.place == place), None)


def money_gains(measured: Measured) -> tuple[Gain, ...]:
    """Turn the effects that may enter the ROI into money; empty where no ROI is computed."""
    if no_roi_reason(measured):
        return ()
    effects = ((key, measured.results[key].uplift) for key in measured.campaign.roi)
    return tuple(_gain(measured, key, uplift) for key, uplift in effects if uplift)


def _gain(measured: Measured, key: str, uplift: Uplift) -> Gain:
    indicator = measured.campaign.indicators[key]
    saves = saves_money(indicator)
    gain = gain_of(key, uplift, _value(measured, key), 1.0 if saves else indicator.margin or 0.0, saves=saves)
    return with_value_range(gain, _value_range(measured, key), measured.campaign.level)


def _value_range(measured: Measured, key: str) -> TotalCost:
    """Give the money that one unit stands for, with its range where the brief gives one."""
    indicator, value, level = measured.campaign.indicators[key], _value(measured, key), measured.campaign.level
    if indicator.value_low is None or indicator.value_high is None:
        return certain(value)
    return money_range(
        Money(indicator.value_low, value.currency), value, Money(indicator.value_high, value.currency), level
    )


def _value(measured: Measured, key: str) -> Money:
    """Give the money that one unit of an indicator stands for."""
    is_money = measured.results[key].unit.is_money
    worth = 1.0 if is_money else measured.campaign.indicators[key].value_per_unit or 0.0
    return Money(worth, measured.campaign.currency)


def no_roi_reason(measured: Measured) -> Message | None:
    """Say why no ROI is computed, or None where it is; the brief's own faults come before the phase."""
    if not measured.campaign.roi:
        return message("The brief names no indicator that is money: this campaign is not judged by an ROI.")
    free = None if measured.cost.amount.amount > 0 else message("No cost is given: nothing can be divided by it.")
    return _money_refusal(measured, measured.campaign.roi, ROI_RULES) or free


def _money_refusal(measured: Measured, keys: Sequence[str], rules: frozenset[int]) -> Message | None:
    """Say why effects on some indicators can't be turned into money."""
    refusals = (roi_refusal(measured.campaign, key) for key in keys)
    errors = (f.reason for f in measured.findings if f.severity is Severity.ERROR and f.rule in rules)
    unknown = (
        message("The effect on «{name}» could not be measured.", name=measured.results[key].name)
        for key in keys
        if not _is_measurable(measured.results[key])
    )
    return next((reason for reason in (*refusals, *errors, too_early(measured.frame), *unknown) if reason), None)


def _is_measurable(result: IndicatorResult) -> bool:
    return result.uplift is not None and result.uplift.verdict is not Verdict.NOT_MEASURABLE


def money_back(measured: Measured, gains: Sequence[Gain]) -> tuple[Payback | None, Breakeven | None]:
    """Find when the gains had paid for the campaign, and which effect would have; None without an ROI."""
    estimate = roi(gains, measured.cost, measured.campaign.level).estimate if gains else None
    uplifts = [uplift for gain in gains if (uplift := measured.results[gain.indicator].uplift)]
    if estimate is None or len(uplifts) != len(gains):
        return None, None
    so_far = [
        gain_so_far(uplift, gain.per_unit.amount * (-1.0 if gain.saves else 1.0))
        for gain, uplift in zip(gains, uplifts, strict=True)
    ]
    needed = breakeven(gains, measured.cost, uplifts[0].baseline, measured.campaign.level)
    return payback(so_far, measured.cost, estimate), needed


def all_returns(measured: Measured, objectives: Sequence[ObjectiveResult], gains: Sequence[Gain]) -> tuple[Return, ...]:
    """Work out the six returns, each a number or the reason why there is none."""
    reason, level = no_roi_reason(measured), measured.campaign.level
    return (
        no_return(ReturnName.ROI, reason) if reason else roi(gains, measured.cost, level),
        _iroas(measured),
        _expectations(measured, objectives),
        _per_currency(measured, ReturnName.ROA_ATTENTION, Stage.ATTENTION),
        _engagement_expected(measured),
        _per_currency(measured, ReturnName.ROE_PER_CURRENCY, Stage.ENGAGEMENT),
    )


_REVENUE_RULES = ROI_RULES - {11}
"""Rule 11 asks for a margin; revenue has none taken off, so that a brief without one still has an iROAS."""


def _iroas(measured: Measured) -> Return:
    sold = [key for key in measured.campaign.roi if not saves_money(measured.campaign.indicators[key])]
    if not sold:
        return no_return(ReturnName.IROAS, message("The brief names no indicator whose effect is revenue."))
    free = (
        None if measured.media.amount.amount > 0 else message("No media cost is given: nothing can be divided by it.")
    )
    reason = _money_refusal(measured, sold, _REVENUE_RULES) or free
    if reason:
        return no_return(ReturnName.IROAS, reason)
    return iroas(revenues(measured, sold), measured.media, measured.campaign.level)


def revenues(measured: Measured, keys: Sequence[str]) -> tuple[Gain, ...]:
    """Turn effects on what is sold into revenue, no margin taken off.

    Parameters
    ----------
    measured : Measured
        What returns are worked out from.
    keys : sequence of str
        Indicators of sales whose effect was measured.
    """
    effects = ((key, measured.results[key].uplift) for key in keys)
    sold = {key: gain_of(key, uplift, _value(measured, key), 1.0, saves=False) for key, uplift in effects if uplift}
    return tuple(
        with_value_range(gain, _value_range(measured, key), measured.campaign.level) for key, gain in sold.items()
    )


def _expectations(measured: Measured, objectives: Sequence[ObjectiveResult]) -> Return:
    social = [objective for objective in objectives if not objective.kind.is_financial]
    reached = [objective.roo for objective in social if objective.roo]
    if reached and len(reached) == len(social):
        return roa_expectations(reached)
    missing = message("The brief sets no intermediate objective: traffic, visibility, image or awareness.")
    unknown = next((objective.reason for objective in social if objective.reason), missing)
    return no_return(ReturnName.ROA_EXPECTATIONS, too_early(measured.frame) or unknown)


_WHAT_IS_MISSING: dict[Stage, Message] = {
    Stage.ATTENTION: message(
        "No indicator of attention is in the brief (video views, profile visits, brand searches)."
    ),
    Stage.ENGAGEMENT: message("No indicator of engagement is in the brief (interactions, comments, shares)."),
}


def _at(measured: Measured, stage: Stage) -> list[IndicatorResult]:
    """Give the indicators of a stage that add up over days, those that flatter last."""
    fitting = [r for r in measured.results.values() if r.stage is stage and not r.per_day and not r.is_control]
    return sorted(fitting, key=lambda result: entry_of(measured.campaign.indicators[result.key]).vanity)


def unit_costs(measured: Measured, returns: Sequence[Return]) -> tuple[UnitCost, ...]:
    """Work out what one unit of attention and one of engagement cost, from the returns per currency."""
    gained = (
        (UnitCostName.COST_PER_ATTENTION, ReturnName.ROA_ATTENTION, Stage.ATTENTION),
        (UnitCostName.COST_PER_ENGAGEMENT, ReturnName.ROE_PER_CURRENCY, Stage.ENGAGEMENT),
    )
    by_name, currency = {result.name: result for result in returns}, measured.campaign.currency
    counted = {stage: next((result.key for result in _at(measured, stage)), None) for _, _, stage in gained}
    return tuple(unit_cost(name, by_name[ratio], counted[stage], currency) for name, ratio, stage in gained)


def _per_currency(measured: Measured, name: ReturnName, stage: Stage) -> Return:
    if early := too_early(measured.frame):
        return no_return(name, early)
    result = next(iter(_at(measured, stage)), None)
    if result is None:
        return no_return(name, _WHAT_IS_MISSING[stage])
    if result.uplift is None or not _is_measurable(result):
        return no_return(name, message("The effect on «{name}» could not be measured.", name=result.name))
    if measured.cost.amount.amount <= 0:
        return no_return(name, message("No cost is given: nothing can be divided by it."))
    return per_currency(name, result.uplift, measured.cost)


def _engagement_expected(measured: Measured) -> Return:
    if early := too_early(measured.frame):
        return no_return(ReturnName.ROE_EXPECTED, early)
    engagement = _at(measured, Stage.ENGAGEMENT)
    if not engagement:
        return no_return(ReturnName.ROE_EXPECTED, _WHAT_IS_MISSING[Stage.ENGAGEMENT])
    for result in engagement:
        expected = _expected(measured.campaign.indicators[result.key])
        if expected is not None and result.uplift is not None:
            if math.isfinite(result.uplift.observed):
                return roe_expected(result.uplift, expected)
            unseen = message("«{name}» has no value in the campaign's days.", name=result.name)
            return no_return(ReturnName.ROE_EXPECTED, unseen)
    return no_return(ReturnName.ROE_EXPECTED, message("The brief doesn't say how much engagement was expected."))


def _expected(indicator: Indicator) -> Estimate | None:
    """Give the total that was expected of an indicator, with its range; None where the brief gives none."""
    if indicator.expected is None:
        return None
    low, high = indicator.expected_low, indicator.expected_high
    return Estimate(indicator.expected, low or indicator.expected, high or indicator.expected)
