"""From a brief and its series to an `Evaluation`: each step asks one module and keeps its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import add

import pandas as pd

from smmeasure.brief.campaign import Campaign, Indicator, ObjectiveKind
from smmeasure.brief.catalogue import Stage, entry_of, unit_of
from smmeasure.brief.checks import Finding, Severity, check_method, name_of, roi_refusal
from smmeasure.core.aggregation import per_day
from smmeasure.core.earned import EarnedValue, earned_value
from smmeasure.core.evaluation import Evaluation, IndicatorResult
from smmeasure.core.funnel import Funnel, build_funnel
from smmeasure.core.objectives import ObjectiveResult, objective_result
from smmeasure.core.phases import Phase, phase_on
from smmeasure.core.planning import plan
from smmeasure.core.quality import quality_findings, quality_of
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
from smmeasure.core.uplift import estimate_uplift
from smmeasure.costs import CostItem
from smmeasure.messages import Message, message
from smmeasure.series import IndicatorSeries
from smmeasure.units import Money
from smmeasure.windows import Window, mask

LEAST_FUNNEL_STEPS = 2


@dataclass(frozen=True, slots=True)
class CampaignData:
    """What the files of a campaign say.

    Attributes
    ----------
    series : mapping of str to IndicatorSeries
        Daily values per indicator of the brief.
    costs : tuple of CostItem
        Every item of cost.
    holidays : pandas.DataFrame or None, shape (days, 1)
        Public holidays (0 or 1) over all days that may be used; None where no country is given.
    """

    series: Mapping[str, IndicatorSeries]
    costs: tuple[CostItem, ...]
    holidays: pd.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class _Frame:
    """The days that every indicator of a campaign is measured on."""

    as_of: date
    phase: Phase
    window: Window
    observed: Window | None
    quiet_start: date | None
    kept_out: tuple[Window, ...]


def evaluate(campaign: Campaign, data: CampaignData) -> Evaluation:
    """Evaluate a campaign on the date of its report.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    data : CampaignData
        Series, costs and holidays.

    Returns
    -------
    Evaluation
        Everything that is known, each number with its interval or the reason why there is none.
    """
    frame = _frame(campaign, data)
    results = tuple(_indicator(campaign, key, data, frame) for key in campaign.indicators)
    by_key = {result.key: result for result in results}
    total = reduce(add, (item.amount for item in data.costs), Money(0.0, campaign.currency))
    findings = check_method(campaign)
    objectives = tuple(_objectives(campaign, by_key, frame, findings))
    gains = tuple(_gains(campaign, by_key, frame, findings))
    return Evaluation(
        campaign=campaign,
        as_of=frame.as_of,
        phase=frame.phase,
        observed_window=frame.observed,
        quiet_days=max((_quiet_days(result.series.values, frame) for result in results), default=0),
        kept_out_days=max((_kept_out_days(result.series.values, frame) for result in results), default=0),
        findings=_sorted([*findings, *_data_findings(results, frame)]),
        indicators=results,
        objectives=objectives,
        costs=data.costs,
        total_cost=total,
        gains=gains,
        returns=tuple(_returns(campaign, results, objectives, gains, total, frame, findings)),
        funnel=_funnel(campaign, by_key, frame),
        earned=tuple(_earned(campaign, results, frame)),
    )


def _frame(campaign: Campaign, data: CampaignData) -> _Frame:
    window = campaign.window.window()
    as_of = campaign.as_of or max(series.values.index[-1].date() for series in data.series.values())
    phase = phase_on(as_of, window)
    observed = None if phase is Phase.PLANNED else Window(window.start, min(window.end, as_of))
    quiet_start, quiet_end = campaign.quiet_limits()
    others = [part.window() for part in (*campaign.other_campaigns, *campaign.exclusions)]
    after_quiet = Window(quiet_end + timedelta(days=1), window.start - timedelta(days=1)) if quiet_end else None
    gap = [after_quiet] if after_quiet and after_quiet.days > 0 else []
    return _Frame(as_of, phase, window, observed, quiet_start, tuple([*others, *gap]))


def _known(values: pd.Series, frame: _Frame) -> pd.Series:
    """Keep what was known on the date of the report, from the first quiet day on."""
    start = pd.Timestamp(frame.quiet_start) if frame.quiet_start else values.index[0]
    return values.loc[start : pd.Timestamp(frame.as_of)]


def _before(values: pd.Series, frame: _Frame) -> pd.Series:
    """Values before the window, nan on days that are not quiet."""
    before = values.loc[: pd.Timestamp(frame.window.start) - pd.Timedelta(days=1)]
    return before.mask(mask(pd.DatetimeIndex(before.index), frame.kept_out))


def _quiet_days(values: pd.Series, frame: _Frame) -> int:
    return int(_before(values, frame).notna().sum())


def _kept_out_days(values: pd.Series, frame: _Frame) -> int:
    before = values.loc[: pd.Timestamp(frame.window.start) - pd.Timedelta(days=1)]
    return int(mask(pd.DatetimeIndex(before.index), frame.kept_out).sum())


def _indicator(campaign: Campaign, key: str, data: CampaignData, frame: _Frame) -> IndicatorResult:
    indicator, series = campaign.indicators[key], data.series[key]
    unit, entry = unit_of(indicator, campaign.currency), entry_of(indicator)
    values = _known(series.values, frame)
    known = IndicatorSeries(key, values, unit, series.facts)
    is_control = _is_control(campaign, key) or entry.id == "ad_spend"
    estimated = not is_control and len(values) > 0
    uplift = _uplift(values, indicator, data, frame, campaign.level) if estimated and frame.observed else None
    return IndicatorResult(
        key=key,
        name=name_of(campaign, key),
        noun=indicator.noun,
        unit=unit,
        stage=entry.stage,
        rises=entry.rises,
        is_control=is_control,
        per_day=not unit.is_summable,
        series=known,
        quality=quality_of(known, frame.observed or Window(frame.window.start, frame.window.start - timedelta(days=1))),
        uplift=per_day(uplift) if uplift and not unit.is_summable else uplift,
        plan=_plan(values, data, indicator, frame, campaign.level) if estimated and not frame.observed else None,
    )


def _is_control(campaign: Campaign, key: str) -> bool:
    """Whether an indicator only serves others: it is a control, and nothing else names it."""
    used = {objective.indicator for objective in campaign.objectives} | {*campaign.roi, *campaign.funnel}
    return key not in used and any(key in indicator.controls for indicator in campaign.indicators.values())


def _uplift(values: pd.Series, indicator: Indicator, data: CampaignData, frame: _Frame, level: float) -> Uplift:
    observed = frame.observed or frame.window
    return estimate_uplift(
        values,
        observed.start,
        observed.end,
        controls=_controls(values, indicator, data, frame),
        events=_events(values, data, observed.end),
        exclude=frame.kept_out,
        level=level,
    )


def _controls(values: pd.Series, indicator: Indicator, data: CampaignData, frame: _Frame) -> pd.DataFrame | None:
    if not indicator.controls:
        return None
    columns = {key: _known(data.series[key].values, frame) for key in indicator.controls}
    return pd.DataFrame(columns).reindex(values.index)


def _events(values: pd.Series, data: CampaignData, last: date) -> pd.DataFrame | None:
    if data.holidays is None:
        return None
    return data.holidays.reindex(
        pd.date_range(values.index[0], max(values.index[-1], pd.Timestamp(last))), fill_value=0
    )


def _plan(values: pd.Series, data: CampaignData, indicator: Indicator, frame: _Frame, level: float):  # noqa: ANN202
    return plan(
        values,
        frame.window.days,
        controls=_controls(values, indicator, data, frame),
        exclude=frame.kept_out,
        level=level,
    )


def _sorted(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    order = list(Severity)
    return tuple(sorted(findings, key=lambda finding: (order.index(finding.severity), finding.rule)))


def _data_findings(results: Sequence[IndicatorResult], frame: _Frame) -> Sequence[Finding]:
    window = frame.observed or Window(frame.window.start, frame.window.start - timedelta(days=1))
    return [
        finding for result in results for finding in quality_findings(result.key, result.name, result.quality, window)
    ]


def _too_early(frame: _Frame) -> Message | None:
    """Why the phase allows no return, or None where it does."""
    if frame.phase is Phase.PLANNED:
        return message("The campaign has not begun: there is no result before the match is played.")
    if frame.phase is Phase.RUNNING:
        return message(
            "The campaign is running until {end}: returns are computed once it is over.", end=frame.window.end
        )
    return None


def _refused(findings: Sequence[Finding], place: str) -> Message | None:
    """Reason of the first error that the check of the method found at a place."""
    return next((f.reason for f in findings if f.severity is Severity.ERROR and f.place == place), None)


def _objectives(
    campaign: Campaign, results: Mapping[str, IndicatorResult], frame: _Frame, findings: Sequence[Finding]
) -> Sequence[ObjectiveResult]:
    early = _too_early(frame)
    return [
        objective_result(
            objective,
            results[objective.indicator].uplift,
            early or _refused(findings, f"objectives[{number}].indicator"),
        )
        for number, objective in enumerate(campaign.objectives)
    ]


def _gains(
    campaign: Campaign, results: Mapping[str, IndicatorResult], frame: _Frame, findings: Sequence[Finding]
) -> Sequence[Gain]:
    if _roi_reason(campaign, results, frame, findings):
        return []
    return [_gain(campaign, key, results[key]) for key in campaign.roi]


def _gain(campaign: Campaign, key: str, result: IndicatorResult) -> Gain:
    indicator = campaign.indicators[key]
    saves = (
        ObjectiveKind.SAVINGS in entry_of(indicator).serves and ObjectiveKind.REVENUE not in entry_of(indicator).serves
    )
    value = Money(1.0 if result.unit.is_money else indicator.value_per_unit or 0.0, campaign.currency)
    if result.uplift is None:  # ruled out by _roi_reason; said so for the reader and the type checker
        msg = f"no uplift for {key}"
        raise RuntimeError(msg)
    return gain_of(key, result.uplift, value, 1.0 if saves else indicator.margin or 0.0, saves=saves)


def _roi_reason(
    campaign: Campaign, results: Mapping[str, IndicatorResult], frame: _Frame, findings: Sequence[Finding]
) -> Message | None:
    """Why no ROI is computed, or None where it is."""
    if not campaign.roi:
        return message("The brief names no indicator that is money: this campaign is not judged by an ROI.")
    refusals = [roi_refusal(campaign, key) for key in campaign.roi]
    errors = [
        f.reason for f in findings if f.severity is Severity.ERROR and (f.place in {"roi", "actions"} or f.rule == 11)
    ]  # noqa: PLR2004
    unmeasured = [result.name for key in campaign.roi if (result := results[key]) and not _is_measurable(result)]
    reasons = [*(r for r in refusals if r), *errors]
    if reasons or (early := _too_early(frame)):
        return reasons[0] if reasons else early
    if unmeasured:
        return message("The effect on «{name}» could not be measured.", name=unmeasured[0])
    return None


def _is_measurable(result: IndicatorResult) -> bool:
    return result.uplift is not None and result.uplift.verdict is not Verdict.NOT_MEASURABLE


def _returns(  # noqa: PLR0913 - every return looks at another part
    campaign: Campaign,
    results: Sequence[IndicatorResult],
    objectives: Sequence[ObjectiveResult],
    gains: Sequence[Gain],
    cost: Money,
    frame: _Frame,
    findings: Sequence[Finding],
) -> Sequence[Return]:
    reason = _roi_reason(campaign, {result.key: result for result in results}, frame, findings)
    free = message("No cost is given: nothing can be divided by it.")
    early = _too_early(frame) or (None if cost.amount > 0 else free)
    return [
        no_return(ReturnName.ROI, reason or free) if reason or cost.amount <= 0 else roi(gains, cost),
        _expectations(objectives, frame),
        _per_currency(ReturnName.ROA_ATTENTION, Stage.ATTENTION, results, cost, early),
        _engagement_expected(campaign, results, frame),
        _per_currency(ReturnName.ROE_PER_CURRENCY, Stage.ENGAGEMENT, results, cost, early),
    ]


def _expectations(objectives: Sequence[ObjectiveResult], frame: _Frame) -> Return:
    social = [objective for objective in objectives if not objective.kind.is_financial]
    reached = [objective.roo for objective in social if objective.roo]
    if reached and len(reached) == len(social):
        return roa_expectations(reached)
    missing = message("The brief sets no intermediate objective: traffic, visibility, image or awareness.")
    unknown = next((objective.reason for objective in social if objective.reason), missing)
    return no_return(ReturnName.ROA_EXPECTATIONS, _too_early(frame) or unknown)


_WHAT_IS_MISSING: dict[Stage, Message] = {
    Stage.ATTENTION: message(
        "No indicator of attention is in the brief (video views, profile visits, brand searches)."
    ),
    Stage.ENGAGEMENT: message("No indicator of engagement is in the brief (interactions, comments, shares)."),
}


def _first_at(stage: Stage, results: Sequence[IndicatorResult]) -> IndicatorResult | None:
    """Give the first indicator of a stage that adds up over days and was measured."""
    fitting = (r for r in results if r.stage is stage and not r.per_day and not r.is_control)
    return next(fitting, None)


def _per_currency(
    name: ReturnName, stage: Stage, results: Sequence[IndicatorResult], cost: Money, early: Message | None
) -> Return:
    result = _first_at(stage, results)
    if result is None:
        return no_return(name, early or _WHAT_IS_MISSING[stage])
    if early or result.uplift is None or not _is_measurable(result):
        return no_return(name, early or message("The effect on «{name}» could not be measured.", name=result.name))
    return per_currency(name, result.uplift, cost)


def _engagement_expected(campaign: Campaign, results: Sequence[IndicatorResult], frame: _Frame) -> Return:
    result = _first_at(Stage.ENGAGEMENT, results)
    expected = campaign.indicators[result.key].expected if result else None
    if early := _too_early(frame):
        return no_return(ReturnName.ROE_EXPECTED, early)
    if result is None or expected is None or result.uplift is None:
        reason = message("The brief doesn't say how much engagement was expected.") if result else None
        return no_return(ReturnName.ROE_EXPECTED, reason or _WHAT_IS_MISSING[Stage.ENGAGEMENT])
    return roe_expected(result.uplift.observed, expected)


def _funnel(campaign: Campaign, results: Mapping[str, IndicatorResult], frame: _Frame) -> Funnel | None:
    keys = campaign.funnel or _funnel_by_stage(results)
    if frame.observed is None or len(keys) < LEAST_FUNNEL_STEPS:
        return None
    days = frame.observed.index()
    window = {key: results[key].series.values.reindex(days) for key in keys}
    quiet = {key: _before(results[key].series.values, frame) for key in keys}
    return build_funnel({key: results[key].stage for key in keys}, window, quiet, campaign.level)


def _funnel_by_stage(results: Mapping[str, IndicatorResult]) -> tuple[str, ...]:
    """Choose the first indicator of every stage that can be summed over days."""
    fitting = [r for r in results.values() if not r.per_day and not r.is_control and r.stage is not Stage.OUTSIDE]
    first = {result.stage: result.key for result in reversed(fitting)}
    return tuple(first[stage] for stage in Stage if stage in first)


def _earned(campaign: Campaign, results: Sequence[IndicatorResult], frame: _Frame) -> Sequence[EarnedValue]:
    if not frame.phase.has_result:
        return []
    return [
        earned_value(result.key, result.uplift, card, campaign.currency)
        for result in results
        if (card := campaign.indicators[result.key].rate_card) and result.uplift and _is_measurable(result)
    ]
