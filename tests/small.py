"""A small campaign: its brief as text and as keys, its simulated data, and hand-made effects."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from smmeasure.brief import Campaign, campaign_from
from smmeasure.brief.catalogue import unit_of
from smmeasure.core.evaluate import CampaignData, evaluate
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.results import Uplift, Verdict
from smmeasure.costs import CostBasis, CostItem
from smmeasure.messages import message
from smmeasure.series import IndicatorSeries, SourceFacts
from smmeasure.units import Money

TEXT = """\
campaign: red-dresses
title: Red dresses
brand: Maison Alba
language: en
currency: EUR
goal: Sell more red dresses.
window: {start: 2026-03-02, end: 2026-03-08}
data: data
indicators:
  pieces:
    measures: units_sold
    source: {file: orders.csv, date: Day, value: Pieces}
"""
"""The shortest brief that can be read."""

KEYS = (
    "campaign, title, brand, language, currency, goal, window, data, indicators, objectives, actions, quiet_period, "
    "exclusions, other_campaigns, roi, funnel, loyalty, country, level, as_of"
)
"""The keys of a brief as messages list them."""

_SOURCE = {"file": "x.csv", "date": "Day", "value": "Value"}

BRIEF: Mapping[str, Any] = {
    "campaign": "red-dresses",
    "title": "Red dresses",
    "brand": "Maison Alba",
    "language": "en",
    "currency": "EUR",
    "goal": "Sell more red dresses.",
    "window": {"start": "2026-03-02", "end": "2026-03-08"},
    "data": "data",
    "indicators": {
        "sessions": {"measures": "social_sessions", "source": _SOURCE},
        "pieces": {"measures": "units_sold", "source": _SOURCE, "value_per_unit": 50, "margin": 0.6},
    },
    "objectives": [
        {"kind": "revenue growth", "indicator": "pieces", "target": {"more": 100}, "deadline": "2026-03-08"},
        {"kind": "traffic", "indicator": "sessions", "target": {"percent": 40}, "deadline": "2026-03-08"},
    ],
    "actions": [
        {
            "name": "Ads",
            "platform": "instagram",
            "medium": "paid",
            "costs": [{"category": "media", "amount": 900}, {"category": "staff", "hours": 10, "rate": 30}],
        }
    ],
    "roi": ["pieces"],
    "funnel": ["sessions", "pieces"],
}
"""A brief that no rule objects to."""

LEVELS = {"views": 5000.0, "reach": 3000.0, "interactions": 400.0, "clicks": 300.0, "sessions": 250.0, "pieces": 40.0}
"""Usual value of a day, by indicator."""


def parameters(**changes: object) -> dict[str, Any]:
    """Give the keys of the brief with some of them changed; None takes a key away."""
    keys = {**deepcopy(dict(BRIEF)), **changes}
    return {key: value for key, value in keys.items() if value is not None}


def brief(**changes: object) -> Campaign:
    """Read the brief with some keys changed."""
    return campaign_from(parameters(**changes), "brief.yaml")


def indicator(measures: str, **keys: object) -> dict[str, object]:
    """Write an indicator."""
    return {"measures": measures, "source": dict(_SOURCE), **keys}


def series_of(key: str) -> pd.Series:
    """Simulate 190 days with a week's pattern and a campaign that lifts its seven days by half."""
    days = pd.date_range("2025-10-01", "2026-04-30", freq="D")
    noise = np.random.default_rng(list(key.encode())).normal(1.0, 0.05, len(days))
    week = np.array([0.9, 0.9, 0.95, 1.0, 1.1, 1.2, 0.95])[days.day_of_week]
    values = pd.Series((LEVELS.get(key, 40.0) * week * noise).round(), index=days)
    values.loc["2026-03-02":"2026-03-08"] = (values.loc["2026-03-02":"2026-03-08"] * 1.5).round()
    return values


def data_of(campaign: Campaign, **series: pd.Series) -> CampaignData:
    """Give the data of a brief; a series given by key takes the place of the simulated one."""
    facts = SourceFacts("x.csv", "0" * 64, 190, 190, (), "utf-8")
    values = {
        key: IndicatorSeries(key, series.get(key, series_of(key)), unit_of(one, campaign.currency), facts)
        for key, one in campaign.indicators.items()
    }
    costs = [
        CostItem(
            action.name,
            cost.category.value,
            Money(cost.amount or (cost.hours or 0.0) * (cost.rate or 0.0), campaign.currency),
            cost.estimated,
            CostBasis.AMOUNT if cost.hours is None else CostBasis.HOURS,
            cost.hours,
            low=None if cost.low is None else Money(cost.low, campaign.currency),
            high=None if cost.high is None else Money(cost.high, campaign.currency),
        )
        for action in campaign.actions
        for cost in action.costs
    ]
    return CampaignData(values, tuple(costs))


@cache
def evaluation(as_of: str = "2026-03-20") -> Evaluation:
    """Evaluate the small campaign on a date; made once per process."""
    campaign = brief(as_of=as_of)
    return evaluate(campaign, data_of(campaign))


@cache
def unmeasurable() -> Evaluation:
    """Evaluate the small campaign on six days of data before it: nothing can be said."""
    campaign = brief(as_of="2026-03-20")
    short = {key: series_of(key).loc["2026-02-24":] for key in campaign.indicators}
    return evaluate(campaign, data_of(campaign, **short))


def uplift(effect: float, lower: float, upper: float, *, baseline: float = 1000.0, **changes: object) -> Uplift:
    """Make an effect by hand: total, interval and baseline of a week."""
    observed = baseline + effect
    verdict = Verdict.RISE if lower > 0 else Verdict.FALL if upper < 0 else Verdict.NO_CHANGE
    made = Uplift(
        observed=observed,
        baseline=baseline,
        effect=effect,
        effect_ci_lower=lower,
        effect_ci_upper=upper,
        rel_effect=effect / baseline,
        rel_effect_ci_lower=observed / (observed - lower) - 1 if observed > lower else float("nan"),
        rel_effect_ci_upper=observed / (observed - upper) - 1 if observed > upper else float("nan"),
        pvalue=0.01,
        verdict=verdict,
        level=0.95,
        days=7,
        daily=pd.DataFrame({"cumulative": [1.0], "cumulative_ci_lower": [0.5], "cumulative_ci_upper": [1.5]}),
        method="weekday mean",
        calibration=None,
        draws=tuple(np.linspace(lower, upper, 99)),
    )
    return replace(made, **changes)


def not_measured() -> Uplift:
    """Make the result of a series that nothing can be said about."""
    nan = float("nan")
    return uplift(
        nan,
        nan,
        nan,
        baseline=nan,
        observed=nan,
        verdict=Verdict.NOT_MEASURABLE,
        days=0,
        draws=(),
        reason=message("Too few quiet days."),
    )


HOSTILE = "<script>alert(1)</script>{{7*7}}{x}{0}**</b>&amp;\"'%s\u200f\u05d0 👩\u200d👩\u200d👧 " + "w" * 60
"""A user's text with everything that a page, a template or a sentence could trip over."""


def hostile_brief(**changes: object) -> Campaign:
    """Read the brief with the hostile text wherever a person may write freely."""
    indicators = {
        key: {**one, "label": HOSTILE, "noun": HOSTILE, "source": {**_SOURCE, "file": HOSTILE}}
        for key, one in BRIEF["indicators"].items()
    }
    costs = [{**cost, "note": HOSTILE, "estimated": True} for cost in BRIEF["actions"][0]["costs"]]
    written = {
        "title": HOSTILE,
        "brand": HOSTILE,
        "goal": HOSTILE,
        "indicators": indicators,
        "objectives": [{**one, "text": HOSTILE, "department": HOSTILE} for one in BRIEF["objectives"]],
        "actions": [{**BRIEF["actions"][0], "name": HOSTILE, "platform": HOSTILE, "costs": costs}],
        "other_campaigns": [{"name": HOSTILE, "start": "2026-03-08", "end": "2026-03-20"}],
        "exclusions": [{"start": "2025-12-24", "end": "2025-12-26", "reason": "holiday", "note": HOSTILE}],
    }
    return brief(**{**written, **changes})


@cache
def hostile(as_of: str) -> Evaluation:
    """Evaluate the hostile brief on a date; its data are those of the small campaign."""
    campaign = hostile_brief(as_of=as_of)
    data = data_of(campaign)
    facts = {key: replace(one, facts=replace(one.facts, file=HOSTILE)) for key, one in data.series.items()}
    return evaluate(campaign, replace(data, series=facts))


def spoken(made: Evaluation, language: str) -> Evaluation:
    """Give an evaluation in another language."""
    return replace(made, campaign=made.campaign.model_copy(update={"language": language}))


def with_uplift(made: Evaluation, key: str, effect: Uplift) -> Evaluation:
    """Give an evaluation with another effect on one indicator."""
    results = tuple(replace(one, uplift=effect) if one.key == key else one for one in made.indicators)
    return replace(made, indicators=results)
