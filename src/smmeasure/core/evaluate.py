"""From a brief and its data to an `Evaluation`: each step asks one module and keeps its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from smmeasure.brief.campaign import Campaign
from smmeasure.brief.checks import Finding, Severity, check_method
from smmeasure.core.breaks import break_findings
from smmeasure.core.controls.declared import control_findings
from smmeasure.core.days import Frame, frame_of, kept_out_days, quiet_days
from smmeasure.core.earned.pricing import price_findings, prices
from smmeasure.core.earned.reckoning import earned_media
from smmeasure.core.evaluation import Evaluation, IndicatorResult
from smmeasure.core.funnel.of_campaign import all_funnels
from smmeasure.core.glance import slip_findings, usual_findings
from smmeasure.core.loyalty.of_campaign import customers_of
from smmeasure.core.measuring import CampaignData, look_at_indicator, measure_indicator, unmeasured
from smmeasure.core.quality import note_finding, quality_findings
from smmeasure.core.rates import all_rates
from smmeasure.core.reckoning import (
    Measured,
    all_returns,
    money_back,
    money_gains,
    objective_results,
    unit_costs,
)
from smmeasure.core.returns import ReturnName, named
from smmeasure.core.returns_so_far import returns_so_far
from smmeasure.core.sales_quality import sales_findings
from smmeasure.core.scoreboard import target_findings
from smmeasure.core.valuation import worth_of

__all__ = ["CampaignData", "evaluate", "look_at"]


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
    frame = frame_of(campaign, data.series)
    results = {key: measure_indicator(campaign, key, data, frame) for key in campaign.indicators}
    measured = Measured(campaign, frame, results, check_method(campaign), data.costs)
    objectives, gains = objective_results(measured), money_gains(measured)
    paid_back, break_even = money_back(measured, gains)
    series = [result.series.values for result in results.values()]
    found = [*measured.findings, *_data_findings(campaign, results, frame), *control_findings(campaign, results, frame)]
    found += target_findings(objectives)
    priced = prices(campaign, data.rate_cards, data.ads, frame.as_of)
    found += price_findings(priced, campaign)
    rates = all_rates(campaign, results, frame)
    returns = all_returns(measured, objectives, gains)
    funnels = all_funnels(campaign, results, frame)
    found += funnels.findings
    for result in results.values():
        found += [*sales_findings(result, frame.observed), *slip_findings(result, frame)]
    return Evaluation(
        campaign=campaign,
        as_of=frame.as_of,
        phase=frame.phase,
        observed_window=frame.observed,
        quiet_days=max(quiet_days(values, frame) for values in series),
        kept_out_days=max(kept_out_days(values, frame) for values in series),
        findings=_by_severity(found),
        indicators=tuple(results.values()),
        objectives=objectives,
        costs=data.costs,
        total_cost=measured.cost.amount,
        gains=gains,
        returns=returns,
        funnel=funnels.whole,
        earned=earned_media(campaign, results, priced, frame, rates),
        cost_range=None if measured.cost.is_certain else measured.cost,
        payback=paid_back,
        breakeven=break_even,
        returns_so_far=returns_so_far(measured),
        rates=rates,
        unit_costs=unit_costs(measured, returns),
        platform_funnels=funnels.platforms,
        conversions=funnels.conversions,
        worth=worth_of(measured, gains, named(returns, ReturnName.IROAS)),
        customers=customers_of(campaign, data.customers, frame),
    )


def look_at(campaign: Campaign, data: CampaignData) -> tuple[Finding, ...]:
    """Tell what is wrong with the data of a campaign, without measuring anything.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    data : CampaignData
        Series, costs and holidays.

    Returns
    -------
    tuple of Finding
        By severity.
    """
    frame = frame_of(campaign, data.series)
    found = [finding for key in campaign.indicators for finding in look_at_indicator(campaign, key, data, frame)]
    found += price_findings(prices(campaign, data.rate_cards, data.ads, frame.as_of), campaign)
    results = {key: unmeasured(campaign, key, data, frame) for key in campaign.indicators}
    for result in results.values():
        found += [*sales_findings(result, frame.observed), *slip_findings(result, frame)]
        found += usual_findings(campaign, result, frame)
    if frame.observed:
        found += all_funnels(campaign, results, frame).findings
    return _by_severity(found)


def _by_severity(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    order = list(Severity)
    return tuple(sorted(findings, key=lambda finding: (order.index(finding.severity), finding.rule)))


def _data_findings(campaign: Campaign, results: Mapping[str, IndicatorResult], frame: Frame) -> list[Finding]:
    found: list[Finding] = []
    for result in results.values():
        found += quality_findings(result.key, result.name, result.quality, frame.observed)
        found += break_findings(campaign, result.key, result.series.values, frame)
        found += [note_finding(result.key, result.name, note) for note in result.notes]
    return found
