"""From measured effects to objectives, gains and returns; each refusal with its reason."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smmeasure.brief.campaign import Campaign
from smmeasure.brief.catalogue import Stage, entry_of, saves_money
from smmeasure.brief.checks import ROI_RULES, Finding, Severity, roi_refusal
from smmeasure.core.days import Frame, too_early
from smmeasure.core.evaluation import IndicatorResult
from smmeasure.core.objectives import ObjectiveResult, objective_result
from smmeasure.core.results import Uplift, Verdict
from smmeasure.core.returns import (
    Gain,
    Return,
    ReturnName,
    gain_of,
    no_return,
    per_currency,
    roa_expectations,
    roe_expected,
    roi,
)
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
    cost : Money
        Total cost.
    """

    campaign: Campaign
    frame: Frame
    results: Mapping[str, IndicatorResult]
    findings: tuple[Finding, ...]
    cost: Money


def objective_results(measured: Measured) -> tuple[ObjectiveResult, ...]:
    """Work out how far every objective was reached."""
    early = too_early(measured.frame)
    return tuple(
        objective_result(
            objective,
            measured.results[objective.indicator].uplift,
            early or _refused(measured.findings, f"objectives[{number}].indicator"),
        )
        for number, objective in enumerate(measured.campaign.objectives)
    )


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
    is_money = measured.results[key].unit.is_money
    value = Money(1.0 if is_money else indicator.value_per_unit or 0.0, measured.campaign.currency)
    saves = saves_money(indicator)
    return gain_of(key, uplift, value, 1.0 if saves else indicator.margin or 0.0, saves=saves)


def no_roi_reason(measured: Measured) -> Message | None:
    """Say why no ROI is computed, or None where it is; the brief's own faults come before the phase."""
    campaign = measured.campaign
    if not campaign.roi:
        return message("The brief names no indicator that is money: this campaign is not judged by an ROI.")
    refusals = (roi_refusal(campaign, key) for key in campaign.roi)
    errors = (f.reason for f in measured.findings if f.severity is Severity.ERROR and f.rule in ROI_RULES)
    unknown = (
        message("The effect on «{name}» could not be measured.", name=measured.results[key].name)
        for key in campaign.roi
        if not _is_measurable(measured.results[key])
    )
    free = None if measured.cost.amount > 0 else message("No cost is given: nothing can be divided by it.")
    return next((reason for reason in (*refusals, *errors, too_early(measured.frame), *unknown, free) if reason), None)


def _is_measurable(result: IndicatorResult) -> bool:
    return result.uplift is not None and result.uplift.verdict is not Verdict.NOT_MEASURABLE


def all_returns(measured: Measured, objectives: Sequence[ObjectiveResult], gains: Sequence[Gain]) -> tuple[Return, ...]:
    """Work out the five returns, each a number or the reason why there is none."""
    reason = no_roi_reason(measured)
    return (
        no_return(ReturnName.ROI, reason) if reason else roi(gains, measured.cost),
        _expectations(measured, objectives),
        _per_currency(measured, ReturnName.ROA_ATTENTION, Stage.ATTENTION),
        _engagement_expected(measured),
        _per_currency(measured, ReturnName.ROE_PER_CURRENCY, Stage.ENGAGEMENT),
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


def _per_currency(measured: Measured, name: ReturnName, stage: Stage) -> Return:
    if early := too_early(measured.frame):
        return no_return(name, early)
    result = next(iter(_at(measured, stage)), None)
    if result is None:
        return no_return(name, _WHAT_IS_MISSING[stage])
    if result.uplift is None or not _is_measurable(result):
        return no_return(name, message("The effect on «{name}» could not be measured.", name=result.name))
    if measured.cost.amount <= 0:
        return no_return(name, message("No cost is given: nothing can be divided by it."))
    return per_currency(name, result.uplift, measured.cost)


def _engagement_expected(measured: Measured) -> Return:
    if early := too_early(measured.frame):
        return no_return(ReturnName.ROE_EXPECTED, early)
    engagement = _at(measured, Stage.ENGAGEMENT)
    if not engagement:
        return no_return(ReturnName.ROE_EXPECTED, _WHAT_IS_MISSING[Stage.ENGAGEMENT])
    for result in engagement:
        expected = measured.campaign.indicators[result.key].expected
        if expected is not None and result.uplift is not None:
            if math.isfinite(result.uplift.observed):
                return roe_expected(result.uplift.observed, expected)
            unseen = message("«{name}» has no value in the campaign's days.", name=result.name)
            return no_return(ReturnName.ROE_EXPECTED, unseen)
    return no_return(ReturnName.ROE_EXPECTED, message("The brief doesn't say how much engagement was expected."))
