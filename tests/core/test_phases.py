"""Phases: no result before the match is played, and nothing later than the report's date is used."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from small import brief, data_of, evaluation, indicator, series_of, unmeasurable
from smmeasure.brief import campaign_from, parse_yaml
from smmeasure.core.evaluate import CampaignData, evaluate
from smmeasure.core.phases import Phase, phase_on
from smmeasure.core.results import Verdict
from smmeasure.run.loading import load
from smmeasure.windows import Window

ROOT = Path(__file__).parents[2]
WEEK = Window(date(2026, 3, 2), date(2026, 3, 8))

DATES = [
    ("2026-03-01", Phase.PLANNED),
    ("2026-03-02", Phase.RUNNING),
    ("2026-03-07", Phase.RUNNING),
    ("2026-03-08", Phase.MEASURED),
    ("2026-04-06", Phase.MEASURED),
    ("2026-04-07", Phase.FOLLOWED_UP),
]


@pytest.mark.parametrize(("day", "phase"), DATES)
def test_the_date_of_the_report_decides_the_phase(day: str, phase: Phase) -> None:
    """A week that ends on 8 March is measured from that day on, and followed up from 30 days later."""
    assert phase_on(date.fromisoformat(day), WEEK) is phase


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_a_phase_never_goes_back(day: date) -> None:
    """A later report is never in an earlier phase."""
    order = list(Phase)

    assert order.index(phase_on(day, WEEK)) <= order.index(phase_on(day + timedelta(days=1), WEEK))


@pytest.mark.parametrize("as_of", ["2026-03-01", "2026-03-05"])
def test_no_return_before_the_campaign_is_over(as_of: str) -> None:
    """Planned and running campaigns have no return, no ROO, no gain and no earned value, each with its reason."""
    early = evaluation(as_of)

    assert [result.estimate for result in early.returns] == [None] * 6
    assert [objective.roo for objective in early.objectives] == [None, None]
    assert (early.gains, early.earned.parts) == ((), ())
    assert all(result.reason for result in (*early.returns, *early.objectives))


def test_the_reason_is_the_phase() -> None:
    """The reason names what is missing: the beginning, or the end with its date."""
    planned, running = (evaluation(day).returns[0].reason for day in ("2026-03-01", "2026-03-05"))

    assert str(planned) == "The campaign has not begun: there is no result before the match is played."
    assert str(running) == "The campaign is running until 2026-03-08: returns are computed once it is over."


def test_before_the_campaign_it_says_what_could_be_seen() -> None:
    """A planned campaign has a plan for every indicator, no effect and no funnel."""
    planned = evaluation("2026-03-01")

    assert all(result.plan and result.plan.measurable and result.plan.days == 7 for result in planned.indicators)
    assert [result.uplift for result in planned.indicators] == [None, None]
    assert (planned.funnel, planned.observed_window) == (None, None)


def test_a_running_campaign_is_measured_on_the_days_so_far() -> None:
    """On the fourth day of the campaign its effect is that of four days."""
    running = evaluation("2026-03-05")

    assert running.observed_window == Window(date(2026, 3, 2), date(2026, 3, 5))
    assert [result.uplift.days for result in running.measured if result.uplift] == [4, 4]


def test_a_measured_campaign_has_its_returns() -> None:
    """Once the campaign is over there is an ROI, and it stays the same when it is followed up."""
    measured, later = evaluation("2026-03-20"), evaluation("2026-04-10")

    assert (measured.phase, later.phase) == (Phase.MEASURED, Phase.FOLLOWED_UP)
    assert measured.returns[0].estimate is not None
    assert measured.returns == later.returns


def test_a_series_that_says_nothing_gives_no_return() -> None:
    """Six quiet days are too few: every result is a reason and none is a number."""
    unknown = unmeasurable()

    assert [result.uplift.verdict for result in unknown.measured if result.uplift] == [Verdict.NOT_MEASURABLE] * 2
    assert str(unknown.returns[0].reason) == "The effect on «Pieces sold» could not be measured."
    assert [str(objective.reason) for objective in unknown.objectives] == [
        "The effect on its indicator could not be measured."
    ] * 2


def spoilt(data: CampaignData, day: str) -> CampaignData:
    """Change everything that the files say of the days after a day."""
    after = pd.Timestamp(day) + pd.Timedelta(days=1)
    changed = {}
    for key, one in data.series.items():
        values = one.values.copy()
        values.loc[after:] = values.loc[after:] * 7 + 1000
        facts = replace(one.facts, duplicate_days=(after.date(),))
        changed[key] = replace(one, values=values.iloc[: len(values) - 3], facts=facts)
    return replace(data, series=changed)


def told(campaign_data: CampaignData, day: str) -> str:
    """Write what is known on a day, without the fingerprints of the files."""
    campaign = brief(as_of=day)
    record = dict(evaluate(campaign, campaign_data).to_dict())
    for result in record["indicators"].values():  # type: ignore[attr-defined]
        del result["source"]
    return json.dumps(record)


@pytest.mark.parametrize("day", ["2026-03-01", "2026-03-05"])
def test_nothing_after_the_date_of_the_report_is_used(day: str) -> None:
    """Values, length and repeated rows of later days change nothing."""
    data = data_of(brief())

    assert told(spoilt(data, day), day) == told(data, day)


def test_the_demo_campaign_follows_its_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """The red dresses of the demo have no ROI on the campaign's last day but one, and one on its last."""
    monkeypatch.chdir(ROOT)
    keys = parse_yaml((ROOT / "params" / "robes-rouges.yaml").read_text(encoding="utf-8"), "robes-rouges.yaml")
    indicators = keys["indicators"]
    assert isinstance(indicators, dict)
    pieces = {key: value for key, value in indicators["pieces"].items() if key != "controls"}
    objectives = [one for one in keys["objectives"] if one["indicator"] == "pieces"]  # type: ignore[attr-defined]
    kept = {**keys, "indicators": {"pieces": pieces}, "objectives": objectives, "funnel": [], "country": None}
    kept["actions"] = [{k: v for k, v in action.items() if k != "conversion"} for action in keys["actions"]]  # type: ignore[attr-defined]
    campaigns = [campaign_from({**kept, "as_of": day}, "robes-rouges.yaml") for day in ("2026-04-04", "2026-04-05")]
    data = load(campaigns[0])
    running, measured = (evaluate(campaign, data) for campaign in campaigns)

    assert (running.phase, measured.phase) == (Phase.RUNNING, Phase.MEASURED)
    assert running.returns[0].estimate is None
    assert measured.returns[0].estimate is not None


def test_data_that_begin_after_the_report_leave_nothing_to_say() -> None:
    """A report dated before the first day of the data has no plan, and doesn't fall over."""
    keys = {"pieces": indicator("units_sold", value_per_unit=50, margin=0.6)}
    early = brief(as_of="2025-09-01", indicators=keys, objectives=None, funnel=None)
    result = evaluate(early, data_of(early, pieces=series_of("pieces")))

    assert (result.phase, result.indicators[0].plan, result.quiet_days) == (Phase.PLANNED, None, 0)
