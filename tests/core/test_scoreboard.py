"""The scoreboard: families, categories, departments, terms, and targets behind the baseline."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from small import BRIEF, brief, data_of, evaluation, not_measured, uplift
from smmeasure.brief.campaign import Horizon, Objective
from smmeasure.core.evaluate import evaluate
from smmeasure.core.objectives import Family, ObjectiveResult, Setting, Standing, objective_result
from smmeasure.core.results import Uplift
from smmeasure.core.scoreboard import DepartmentScore, HorizonScore, scoreboard, target_findings

MARCH = Setting(rises=True, end=date(2026, 3, 8), as_of=date(2026, 3, 20))
LESS_IS_BETTER = Setting(rises=False, end=date(2026, 3, 8), as_of=date(2026, 3, 20))


def result(
    effect: Uplift, target: dict[str, float] | None, setting: Setting = MARCH, **keys: object
) -> ObjectiveResult:
    """Judge an objective."""
    written = {"kind": "traffic", "indicator": "it", "target": target, **keys}
    return objective_result(Objective.model_validate(written), effect, None, setting)


@pytest.mark.parametrize(
    ("low", "effect", "high", "standing"),
    [
        (100, 150, 200, Standing.REACHED),
        (90, 150, 210, Standing.PROBABLY_REACHED),
        (10, 60, 110, Standing.PERHAPS_MISSED),
        (10, 50, 90, Standing.MISSED),
        (-50, 10, 90, Standing.MISSED),
        (-50, 60, 170, Standing.UNDECIDED),
        (-50, 150, 350, Standing.UNDECIDED),
    ],
)
def test_the_standing_follows_from_the_interval(low: float, effect: float, high: float, standing: Standing) -> None:
    """Of 100 wanted: 100 to 200 is reached, 90 to 210 probably, 10 to 110 perhaps missed, 10 to 90 missed."""
    assert result(uplift(effect, low, high), {"more": 100}).standing is standing


def test_without_a_number_nothing_is_known() -> None:
    """Without a target, and without a baseline, the reason stands in the place of the ROO."""
    for one in (result(uplift(1, 0, 2), None), result(not_measured(), {"more": 1})):
        assert (one.standing, one.roo) == (Standing.UNKNOWN, None)
        assert one.reason is not None


@pytest.mark.parametrize(
    ("total", "setting", "reason"),
    [
        (900, MARCH, "The target is lower than the series would have been without the campaign."),
        (1100, LESS_IS_BETTER, "The target is higher than the series would have been without the campaign."),
        (1040, MARCH, "The target lies where the series would have been without the campaign."),
        (1200, MARCH, "None"),
        (900, LESS_IS_BETTER, "None"),
    ],
)
def test_a_target_behind_the_baseline_has_no_roo(total: float, setting: Setting, reason: str) -> None:
    """Over a baseline between 950 and 1,050, 900 is reached by doing nothing where more is better."""
    one = result(uplift(150, 100, 200), {"total": total}, setting)

    assert str(one.reason) == reason
    assert (one.roo is None) == (reason != "None")


def test_targets_behind_the_baseline_are_findings() -> None:
    """Below the baseline it is an error, within its interval a warning; a good target is neither."""
    made = [result(uplift(150, 100, 200), {"total": total}) for total in (1200, 900, 1040)]
    found = [(one.code, one.severity.value, one.place) for one in target_findings(made)]

    assert found == [("SMM20", "error", "objectives[1].target"), ("SMM20", "warning", "objectives[2].target")]


def test_deadlines_and_terms() -> None:
    """On 20 March a deadline on the 8th is past; the one of 20 March is not; without one nothing is."""
    days = ("2026-03-08", "2026-03-20", "2027-03-08", None)
    made = [result(uplift(1, 0, 2), {"more": 1}, deadline=day) for day in days]

    assert [one.deadline_passed for one in made] == [True, False, False, None]
    assert [one.horizon for one in made] == [Horizon.SHORT, Horizon.SHORT, Horizon.LONG, None]


def test_social_stands_before_financial_and_departments_are_counted() -> None:
    """Two departments and nobody: met, missed and unknown are counted, shares are not averaged."""
    effect = uplift(150, 100, 200)
    made = [
        result(effect, {"more": 100}, kind="revenue growth", department="Shop"),
        result(effect, {"more": 900}, kind="traffic", department="Web"),
        result(effect, None, kind="image", department="Web"),
        result(effect, {"more": 120}, kind="savings"),
    ]
    board = scoreboard(made)

    assert [line.number for line in board.lines] == [2, 1, 0, 3]
    assert [line.family for line in board.lines] == [Family.SOCIAL, Family.SOCIAL, Family.FINANCIAL, Family.FINANCIAL]
    assert board.departments == (
        DepartmentScore("Shop", 1, 1, 0),
        DepartmentScore("Web", 2, 0, 1),
        DepartmentScore(None, 1, 1, 0),
    )
    assert (board.met, board.unknown) == (2, 1)


def test_terms_are_counted_short_before_long() -> None:
    """Two short ones of which one is met, a long one that is met, and one without a term."""
    effect = uplift(150, 100, 200)
    made = [
        result(effect, {"more": 100}, horizon="long"),
        result(effect, {"more": 100}, deadline="2026-03-08"),
        result(effect, {"more": 900}, deadline="2026-03-08"),
        result(effect, {"more": 100}),
    ]

    assert scoreboard(made).horizons == (
        HorizonScore(Horizon.SHORT, 2, 1, 0),
        HorizonScore(Horizon.LONG, 1, 1, 0),
        HorizonScore(None, 1, 1, 0),
    )


@given(st.floats(1, 4000), st.sampled_from(["more", "total", "percent"]))
def test_roo_is_0_at_the_baseline_and_1_at_the_target(wanted: float, way: str) -> None:
    """Whatever is wanted over a baseline of 1,000, nothing gained is 0 and what was wanted is 1."""
    target = {"more": wanted, "total": 1000 + wanted, "percent": wanted / 10}[way]
    nothing = result(uplift(0, -0.5, 0.5), {way: target}).roo
    all_of_it = result(uplift(wanted, wanted - 0.5, wanted + 0.5), {way: target}).roo

    assert nothing is not None
    assert all_of_it is not None
    # Both are quotients of numbers of the order of the baseline, of which 1 may be the difference.
    assert (nothing.value, all_of_it.value) == (pytest.approx(0, abs=1e-9), pytest.approx(1, rel=1e-9))


def test_a_target_that_goes_the_wrong_way_has_no_roo() -> None:
    """A wanted fall of sessions is no objective; the ROO of the others stands."""
    objectives = [BRIEF["objectives"][0], {**BRIEF["objectives"][1], "target": {"percent": -40}}]
    campaign = brief(as_of="2026-03-20", objectives=objectives)
    pieces, sessions = evaluate(campaign, data_of(campaign)).objectives

    assert pieces.roo is not None
    assert sessions.roo is None
    assert str(sessions.reason) == "The target goes the wrong way: of «Sessions from social media», more is better."


def test_the_record_holds_the_scoreboard() -> None:
    """A record tells every line and department in plain values."""
    record = evaluation().to_dict()

    assert record["scoreboard"] == {
        "lines": [
            {"number": 1, "family": "social", "category": "marketing effectiveness", "standing": "reached"},
            {"number": 0, "family": "financial", "category": "revenue growth", "standing": "reached"},
        ],
        "departments": [{"department": None, "objectives": 2, "met": 2, "unknown": 0}],
        "horizons": [{"horizon": "short", "objectives": 2, "met": 2, "unknown": 0}],
    }
