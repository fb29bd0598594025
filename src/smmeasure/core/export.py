"""The way out: an evaluation as plain values for ``result.json``."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from smmeasure.brief.checks import Finding
from smmeasure.brief.reading import as_parameters
from smmeasure.core.evaluation import Evaluation, IndicatorResult
from smmeasure.core.follow_up.results import FollowUp
from smmeasure.core.plain import plain

SCHEMA = 1
"""Version of the record's shape; raised when a field changes its meaning or goes."""


def evaluation_record(evaluation: Evaluation) -> Mapping[str, object]:
    """Give an evaluation as a record: one object per indicator, returns, costs, findings.

    Parameters
    ----------
    evaluation : Evaluation
        Everything that is known of a campaign.

    Returns
    -------
    mapping
        Only text, numbers, booleans, None, lists and mappings; the same evaluation gives the same
        record.
    """
    campaign = evaluation.campaign
    return {
        "schema": SCHEMA,
        "campaign": campaign.campaign,
        "title": campaign.title,
        "brand": campaign.brand,
        "language": campaign.language,
        "currency": campaign.currency,
        "goal": campaign.goal,
        "window": plain(campaign.window),
        "as_of": plain(evaluation.as_of),
        "phase": evaluation.phase.value,
        "main_indicator": evaluation.main.key,
        "quiet_days": evaluation.quiet_days,
        "kept_out_days": evaluation.kept_out_days,
        "indicators": {result.key: _indicator_record(result) for result in evaluation.indicators},
        "objectives": plain(evaluation.objectives),
        "scoreboard": plain(evaluation.scoreboard),
        "returns": {result.name.value: plain(result) for result in evaluation.returns},
        "rates": {result.rate: plain(result) for result in evaluation.rates},
        "unit_costs": {result.name.value: plain(result) for result in evaluation.unit_costs},
        "total_cost": plain(evaluation.total_cost) if evaluation.costs else None,
        "costs": plain(evaluation.costs),
        "total_cost_range": plain(evaluation.cost_range),
        "gains": plain(evaluation.gains),
        "payback": plain(evaluation.payback),
        "worth": plain(evaluation.worth),
        "breakeven": plain(evaluation.breakeven),
        "returns_so_far": plain(evaluation.returns_so_far),
        "earned_media": plain(evaluation.earned),
        "funnel": plain(evaluation.funnel),
        "platform_funnels": plain(evaluation.platform_funnels),
        "conversions": plain(evaluation.conversions),
        "customers": plain(evaluation.customers),
        "findings": [_finding_record(finding) for finding in evaluation.findings],
        "parameters": dict(as_parameters(campaign)),
    }


def _indicator_record(result: IndicatorResult) -> Mapping[str, object]:
    estimate = plain(result.uplift) if result.uplift else {}
    return {
        "name": plain(result.name),
        "noun": result.noun,
        "unit": str(result.unit),
        "stage": result.stage.value,
        "rises": result.rises,
        "aggregation": "mean per day" if result.per_day else "total",
        "is_control": result.is_control,
        **(estimate if isinstance(estimate, dict) else {}),
        "daily": _window_days(result),
        "plan": plain(result.plan) if result.plan else None,
        "follow_up": _follow_up_record(result.follow_up) if result.follow_up else None,
        "deadlines": plain(result.deadlines),
        "quality": plain(result.quality),
        "source": plain(result.series.facts),
    }


def _follow_up_record(follow_up: FollowUp) -> Mapping[str, object]:
    """Give what follows the campaign's own effect, which the indicator's record holds already."""
    return {"checkpoints": plain(follow_up.checkpoints), "decay": plain(follow_up.decay)}


def _window_days(result: IndicatorResult) -> list[object]:
    """Give the window's days only: the quiet period is in the data."""
    if result.uplift is None:
        return []
    days: pd.DataFrame = result.uplift.daily[result.uplift.daily["effect"].notna()]
    return [{"date": plain(day), **{str(k): plain(float(v)) for k, v in row.items()}} for day, row in days.iterrows()]


def _finding_record(finding: Finding) -> Mapping[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "place": finding.place,
        "reason": plain(finding.reason),
        "cure": plain(finding.cure),
    }
