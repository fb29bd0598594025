"""Which effect a brief expects of a plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from small import BRIEF, brief, evaluation, indicator
from smmeasure.core.plans.expected import for_objective
from smmeasure.core.results import Plan


def planned(key: str) -> Plan:
    """Give the plan of the small campaign for one of its indicators."""
    plan = evaluation("2026-03-01").indicator(key).plan
    assert plan is not None
    return plan


@pytest.mark.parametrize(
    ("target", "share"),
    [({"more": 140}, 0.5), ({"less": 70}, -0.25), ({"percent": 40}, 0.4), ({"total": 350}, 0.25), (None, None)],
)
def test_a_target_is_told_against_the_baseline(target: dict[str, float] | None, share: float | None) -> None:
    """On a usual total of 280, 140 more are 50 %, and a total of 350 is 25 % more."""
    wanted = {key: value for key, value in BRIEF["objectives"][0].items() if key != "target"}
    campaign = brief(objectives=[{**wanted, "target": target} if target else wanted])
    made = replace(planned("pieces"), baseline=280.0, effect=None)

    assert for_objective(made, "pieces", campaign).effect == share
    assert for_objective(made, "sessions", campaign).effect is None


def test_people_are_expected_per_day() -> None:
    """Of people reached, a target of 500 more is a day's, against a usual day of 1,000."""
    reach = {"kind": "visibility", "indicator": "reach", "target": {"more": 500}}
    campaign = brief(indicators={**BRIEF["indicators"], "reach": indicator("reach_daily")}, objectives=[reach])
    made = replace(planned("pieces"), baseline=7000.0, effect=None)

    assert for_objective(made, "reach", campaign).effect == 0.5


def test_the_evaluation_asks_for_its_target() -> None:
    """A planned campaign knows how long it must run for its target, or why no length would do."""
    plan = planned("pieces")

    assert plan.effect == pytest.approx(100 / plan.baseline)
    assert (plan.days_needed is None) is (plan.days_reason is not None)
    record = evaluation("2026-03-01").to_dict()["indicators"]["pieces"]["plan"]  # type: ignore[index]
    assert record["days_needed"] == plan.days_needed
    assert [row["days"] for row in record["lengths"]] == plan.lengths["days"].to_list()
