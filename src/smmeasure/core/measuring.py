"""The result of one indicator: its quality, its effect, or what it could show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from smmeasure.ads import AdRows
from smmeasure.brief.campaign import Campaign, RateCard
from smmeasure.brief.catalogue import entry_of, unit_of
from smmeasure.brief.checks import Finding, moved_indicators, name_of
from smmeasure.core.aggregation import per_day
from smmeasure.core.arguments import check
from smmeasure.core.breaks import break_findings
from smmeasure.core.controls.declared import usable_controls, with_declared
from smmeasure.core.days import Frame, known
from smmeasure.core.evaluation import IndicatorResult
from smmeasure.core.follow_up.indicator import follow_indicator, look_at_deadlines
from smmeasure.core.follow_up.results import Checkpoint, FollowUp
from smmeasure.core.gaps.look import look
from smmeasure.core.glance import obstacle_findings
from smmeasure.core.planning import plan
from smmeasure.core.plans.expected import for_objective
from smmeasure.core.quality import note_finding, quality_findings, quality_of
from smmeasure.core.results import Plan, Uplift
from smmeasure.core.uplift import estimate_uplift
from smmeasure.costs import CostItem
from smmeasure.customers import CustomerRows
from smmeasure.series import IndicatorSeries


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
    rate_cards : mapping of str to RateCard
        Prices that were read from files, by indicator.
    ads : mapping of str to AdRows
        Own ads from which a price is learnt, by indicator.
    customers : CustomerRows or None
        Orders with customer keys and lists of members; None where the brief names none.
    """

    series: Mapping[str, IndicatorSeries]
    costs: tuple[CostItem, ...]
    holidays: pd.DataFrame | None = None
    rate_cards: Mapping[str, RateCard] = field(default_factory=dict)
    ads: Mapping[str, AdRows] = field(default_factory=dict)
    customers: CustomerRows | None = None


def measure_indicator(campaign: Campaign, key: str, data: CampaignData, frame: Frame) -> IndicatorResult:
    """Measure one indicator, or say before the campaign what it could show.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    key : str
        Indicator in the brief.
    data : CampaignData
        Series, costs and holidays.
    frame : Frame
        Days to measure on.
    """
    bare = unmeasured(campaign, key, data, frame)
    values, summable = bare.series.values, bare.unit.is_summable
    estimated = _is_estimated(campaign, key, values)
    uplift = _uplift(values, key, campaign, data, frame) if estimated and frame.observed else None
    follow_up, deadlines = _later(values, key, campaign, data, frame, uplift)
    return replace(
        bare,
        uplift=per_day(uplift) if uplift and not summable else uplift,
        plan=_plan(values, key, campaign, data, frame) if estimated and not frame.observed else None,
        follow_up=follow_up.per_day() if follow_up and not summable else follow_up,
        deadlines=deadlines if summable else (),
    )


def unmeasured(campaign: Campaign, key: str, data: CampaignData, frame: Frame) -> IndicatorResult:
    """Give an indicator with its data, before anything is measured.

    Parameters
    ----------
    campaign, key, data, frame
        As for `measure_indicator`.
    """
    indicator, series = campaign.indicators[key], data.series[key]
    unit, entry = unit_of(indicator, campaign.currency), entry_of(indicator)
    as_known = IndicatorSeries(key, known(series.values, frame), unit, series.facts)
    return IndicatorResult(
        key=key,
        name=name_of(campaign, key),
        noun=indicator.noun,
        unit=unit,
        stage=entry.stage,
        rises=entry.rises,
        is_control=_is_control(campaign, key) or entry.id == "ad_spend",
        per_day=not unit.is_summable,
        series=as_known,
        quality=quality_of(as_known, frame.observed),
        uplift=None,
        plan=None,
    )


def look_at_indicator(campaign: Campaign, key: str, data: CampaignData, frame: Frame) -> tuple[Finding, ...]:
    """Tell what is wrong with the days of an indicator, without measuring it.

    Parameters
    ----------
    campaign, key, data, frame
        As for `measure_indicator`.
    """
    name, series = name_of(campaign, key), data.series[key]
    values = known(series.values, frame)
    quality = quality_of(replace(series, values=values), frame.observed)
    found = [*quality_findings(key, name, quality, frame.observed), *break_findings(campaign, key, values, frame)]
    if _is_estimated(campaign, key, values):
        window = frame.observed or frame.window
        events = _events(values, data, window.end)
        ends = window.start, window.end
        call = check(values, *ends, controls=None, events=events, exclude=frame.kept_out, shares={})
        spoken, notes = look(call)
        found += [note_finding(key, name, note) for note in notes]
        found += obstacle_findings(key, name, spoken, frame.observed)
    return tuple(found)


def _is_estimated(campaign: Campaign, key: str, values: pd.Series) -> bool:
    entry = entry_of(campaign.indicators[key])
    return not _is_control(campaign, key) and entry.id != "ad_spend" and len(values) > 0


def _is_control(campaign: Campaign, key: str) -> bool:
    """Whether an indicator only serves others: it is a control, and nothing else names it."""
    return key not in moved_indicators(campaign) and any(
        key in indicator.controls for indicator in campaign.indicators.values()
    )


def _uplift(values: pd.Series, key: str, campaign: Campaign, data: CampaignData, frame: Frame) -> Uplift:
    observed = frame.observed or frame.window
    uplift = estimate_uplift(
        values,
        observed.start,
        observed.end,
        controls=usable_controls(campaign, key, data.series, frame),
        events=_events(values, data, observed.end),
        exclude=frame.kept_out,
        level=campaign.level,
    )
    return with_declared(uplift, campaign, key, data.series, frame)


def _later(  # noqa: PLR0913, PLR0917 - the brief, its data and its days
    values: pd.Series, key: str, campaign: Campaign, data: CampaignData, frame: Frame, own: Uplift | None
) -> tuple[FollowUp | None, tuple[Checkpoint, ...]]:
    """Look at the days after the window: the follow-up, and deadlines of objectives."""
    if own is None:
        return None, ()
    asked = campaign, key, data.series, _events(values, data, frame.as_of), frame, own
    return follow_indicator(*asked), look_at_deadlines(*asked)


def _events(values: pd.Series, data: CampaignData, last: date) -> pd.DataFrame | None:
    if data.holidays is None:
        return None
    return data.holidays.reindex(
        pd.date_range(values.index[0], max(values.index[-1], pd.Timestamp(last))), fill_value=0
    )


def _plan(values: pd.Series, key: str, campaign: Campaign, data: CampaignData, frame: Frame) -> Plan:
    made = plan(
        values,
        frame.window.days,
        controls=usable_controls(campaign, key, data.series, frame),
        exclude=frame.kept_out,
        level=campaign.level,
    )
    return for_objective(made, key, campaign)
