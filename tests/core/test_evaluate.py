"""One campaign evaluated: days, controls, funnel, findings, all in one frozen value."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date

import pandas as pd
import pytest

from small import BRIEF, brief, data_of, evaluation, indicator, series_of, unmeasurable
from smmeasure.core.days import before, frame_of, kept_out_days, quiet_days
from smmeasure.core.evaluate import evaluate, look_at
from smmeasure.core.results import Verdict
from smmeasure.units import Money
from smmeasure.windows import Window

LONE = {"objectives": None, "roi": None, "funnel": None}


def test_the_verdict_follows_from_the_interval() -> None:
    """A rise has an interval above zero, a fall below, and no change holds zero."""
    for day in ("2026-03-05", "2026-03-20"):
        for result in evaluation(day).measured:
            assert result.uplift is not None
            low, high = result.uplift.effect_ci_lower, result.uplift.effect_ci_upper
            expected = Verdict.RISE if low > 0 else Verdict.FALL if high < 0 else Verdict.NO_CHANGE
            assert result.uplift.verdict is expected


def test_the_cost_is_the_sum_of_its_items() -> None:
    """900 EUR of media and 10 hours at 30 EUR are 1,200 EUR."""
    assert evaluation().total_cost == Money(1200, "EUR")


def test_an_evaluation_is_frozen() -> None:
    """An evaluation can't be changed."""
    with pytest.raises(FrozenInstanceError):
        evaluation().quiet_days = 3  # type: ignore[misc]


def test_the_report_leads_with_the_first_objective() -> None:
    """The main indicator is the first objective's, else the first one that is no control."""
    assert evaluation().main.key == "pieces"
    keys = {"blue": indicator("units_sold"), "pieces": {**BRIEF["indicators"]["pieces"], "controls": ["blue"]}}
    campaign = brief(as_of="2026-02-01", indicators=keys, **LONE)
    result = evaluate(campaign, data_of(campaign))

    assert (result.main.key, result.indicator("blue").is_control, result.indicator("blue").plan) == (
        "pieces",
        True,
        None,
    )


def test_without_a_date_the_data_decide() -> None:
    """Where the brief gives no date, the report is dated on the last day of the data."""
    campaign = brief()

    assert frame_of(campaign, data_of(campaign).series).as_of == date(2026, 4, 30)


def test_declared_days_are_kept_out_of_the_quiet_period() -> None:
    """Other campaigns, exclusions and days after the declared quiet period teach nothing."""
    campaign = brief(
        quiet_period={"start": "2025-11-01", "end": "2026-02-20"},
        other_campaigns=[{"name": "Winter", "start": "2025-12-01", "end": "2025-12-10"}],
        exclusions=[{"start": "2025-12-08", "end": "2025-12-12", "reason": "sales"}],
        as_of="2026-03-20",
    )
    frame = frame_of(campaign, data_of(campaign).series)
    values = series_of("pieces").loc["2025-11-01":]

    assert frame.kept_out[-1] == Window(date(2026, 2, 21), date(2026, 3, 1))
    assert kept_out_days(values, frame) == 12 + 9
    assert quiet_days(values, frame) == 121 - 21
    assert before(values, frame).index[-1] == pd.Timestamp("2026-03-01")


def test_days_before_the_declared_quiet_period_are_not_used() -> None:
    """What stands in the data before the first quiet day changes nothing."""
    campaign = brief(quiet_period={"start": "2025-11-01", "end": "2026-03-01"}, as_of="2026-02-01")
    spoilt = {key: series_of(key) for key in campaign.indicators}
    for values in spoilt.values():
        values.loc[:"2025-10-31"] *= 9

    assert evaluate(campaign, data_of(campaign, **spoilt)).to_dict() == evaluate(campaign, data_of(campaign)).to_dict()


def test_a_control_that_the_campaign_moves_is_not_used() -> None:
    """A control that judges the campaign is a finding, and the effect is that without it."""
    keys = {**BRIEF["indicators"], "pieces": {**BRIEF["indicators"]["pieces"], "controls": ["sessions"]}}
    campaign = brief(as_of="2026-03-20", indicators=keys)
    result = evaluate(campaign, data_of(campaign))

    assert [finding.code for finding in result.findings] == ["SMM16"]
    assert result.indicator("pieces").uplift is not None
    assert result.to_dict()["gains"] == evaluation().to_dict()["gains"]


def test_a_control_with_a_hole_in_the_window_is_left_out() -> None:
    """A day on which a control has no value costs the control, not the report, and is told."""
    keys = {**BRIEF["indicators"], "blue": indicator("units_sold", label="Blue")}
    keys["pieces"] = {**keys["pieces"], "controls": ["blue"]}
    campaign = brief(as_of="2026-03-20", indicators=keys)
    blue = series_of("blue")
    blue.loc["2026-03-04":"2026-03-05"] = float("nan")
    result = evaluate(campaign, data_of(campaign, blue=blue))

    assert [(finding.code, finding.place) for finding in result.findings][-1] == ("SMM34", "indicators.pieces.controls")
    assert str(result.findings[-1].reason) == (
        "«Blue» has no value on 2 days of the campaign: «Pieces sold» is measured without this control."
    )
    assert result.gains == evaluation().gains


def test_a_gap_in_the_window_is_a_finding_of_the_data() -> None:
    """Findings of the data stand among those of the method, by weight."""
    campaign = brief(as_of="2026-03-20", **{**LONE, "indicators": {"pieces": indicator("units_sold")}})
    values = series_of("pieces").loc["2026-02-20":]
    values.loc["2026-03-04"] = float("nan")
    found = evaluate(campaign, data_of(campaign, pieces=values)).findings

    assert [finding.code for finding in found] == ["SMM09", "SMM31"]


def test_indicators_that_control_each_other_leave_nothing_to_measure() -> None:
    """Where every indicator is only a control, nothing is estimated and nothing fails."""
    keys = {"a": indicator("views", controls=["b"]), "b": indicator("views", controls=["a"])}
    campaign = brief(as_of="2026-03-20", indicators=keys, **LONE)
    result = evaluate(campaign, data_of(campaign))

    assert (result.measured, result.main.key) == ((), "a")


def test_the_funnel_is_that_of_the_brief_or_of_the_stages() -> None:
    """Where the brief names no funnel, the first indicator of every stage is a step."""
    measured = unmeasurable()
    campaign = brief(as_of="2026-03-20", funnel=None)
    chosen = evaluate(campaign, data_of(campaign, **{k: series_of(k).loc["2026-02-24":] for k in campaign.indicators}))

    assert measured.funnel is not None
    assert chosen.funnel is not None
    assert [step.indicator for step in measured.funnel.steps] == ["sessions", "pieces"]
    assert chosen.funnel == measured.funnel


def test_a_return_is_found_by_its_name() -> None:
    """Every return of an evaluation can be asked for by name, every indicator by its key."""
    small = evaluation()

    assert all(small.return_named(result.name) is result for result in small.returns)
    assert all(small.indicator(result.key) is result for result in small.indicators)


def test_what_stands_out_in_the_data_is_a_finding_and_in_the_record() -> None:
    """A last day that was exported before it was over is left out, told, and kept with the result."""
    campaign = brief(as_of="2026-03-07")
    sessions = series_of("sessions").copy()
    sessions.loc["2026-03-07"] = 1.0
    made = evaluate(campaign, data_of(campaign, sessions=sessions))
    found = [finding for finding in made.findings if finding.code == "SMM35"]
    record = made.to_dict()["indicators"]["sessions"]  # type: ignore[index]
    assert [(finding.place, finding.severity.value) for finding in found] == [("indicators.sessions", "warning")]
    assert (made.indicator("sessions").uplift.days, record["notes"][0]["kind"]) == (5, "partial last day")
    assert found[0] in look_at(campaign, data_of(campaign, sessions=sessions))
