"""The controls that a brief declares: which of them an estimate is given, and what becomes of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pandas as pd

from smmeasure.brief.campaign import Campaign
from smmeasure.brief.checks import Finding, Severity, moved_indicators
from smmeasure.core.days import Frame, known
from smmeasure.core.evaluation import IndicatorResult
from smmeasure.core.quality import control_finding
from smmeasure.core.results import ControlCheck, Uplift
from smmeasure.messages import Message, message
from smmeasure.series import IndicatorSeries

REFUSAL_RULE = 40
"""Number of the finding that the data speak against a control."""


def usable_controls(
    campaign: Campaign, key: str, series: Mapping[str, IndicatorSeries], frame: Frame
) -> pd.DataFrame | None:
    """Give the controls of an indicator on its days; those that no rule refuses, None without any.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    key : str
        Indicator in the brief.
    series : mapping of str to IndicatorSeries
        Data of every indicator.
    frame : Frame
        Days to measure on.
    """
    refused = _refused(campaign, key, series, frame)
    usable = {
        control: known(series[control].values, frame)
        for control in campaign.indicators[key].controls
        if control not in refused
    }
    return pd.DataFrame(usable).reindex(known(series[key].values, frame).index) if usable else None


def with_declared(
    uplift: Uplift, campaign: Campaign, key: str, series: Mapping[str, IndicatorSeries], frame: Frame
) -> Uplift:
    """List among the controls of an effect also those that a rule refused, in the order of the brief.

    Parameters
    ----------
    uplift : Uplift
        The effect, estimated with `usable_controls`.
    campaign, key, series, frame
        As there.
    """
    checks = {check.name: check for check in uplift.controls}
    for control, reason in _refused(campaign, key, series, frame).items():
        checks[control] = ControlCheck(control, used=False, reason=reason)
    return replace(uplift, controls=tuple(checks[control] for control in campaign.indicators[key].controls))


def control_findings(campaign: Campaign, results: Mapping[str, IndicatorResult], frame: Frame) -> Iterator[Finding]:
    """Say which controls were refused; those that the campaign is to move are a finding of the brief already.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    results : mapping of str to IndicatorResult
        Every indicator, by its key in the brief.
    frame : Frame
        Days measured on.
    """
    series = {key: result.series for key, result in results.items()}
    for key, result in results.items():
        holes = _holes(campaign, key, series, frame)
        for control, missing in holes.items():
            if missing:
                yield control_finding(key, result.name, results[control].name, missing)
        for check in result.uplift.controls if result.uplift else ():
            if check.reason is not None and holes.get(check.name) == 0:
                yield _refusal(key, result.name, results[check.name].name, check.reason)


def _refusal(key: str, name: object, control: object, reason: Message) -> Finding:
    return Finding(
        REFUSAL_RULE,
        Severity.WARNING,
        f"indicators.{key}.controls",
        message(
            "«{name}» is measured without the control «{control}». {reason}", name=name, control=control, reason=reason
        ),
        message("Find out what touched it, and name controls that the campaign can't have touched."),
    )


def _refused(
    campaign: Campaign, key: str, series: Mapping[str, IndicatorSeries], frame: Frame
) -> Mapping[str, Message]:
    """Give the reason of every control that is refused before its data are looked at."""
    moved = message("The campaign is to move it, so that it can't tell what happens without it.")
    reasons = {control: moved for control in campaign.indicators[key].controls if control in moved_indicators(campaign)}
    for control, missing in _holes(campaign, key, series, frame).items():
        if missing:
            reasons[control] = message("It has no value on {missing} days of the campaign.", missing=missing)
    return reasons


def _holes(campaign: Campaign, key: str, series: Mapping[str, IndicatorSeries], frame: Frame) -> Mapping[str, int]:
    """Count the days of the campaign on which an indicator has a row and its controls, left unmoved, have no value."""
    moved = moved_indicators(campaign)
    days = known(series[key].values, frame).loc[pd.Timestamp(frame.window.start) : pd.Timestamp(frame.window.end)].index
    return {
        control: int(known(series[control].values, frame).reindex(days).isna().sum())
        for control in campaign.indicators[key].controls
        if control not in moved
    }
