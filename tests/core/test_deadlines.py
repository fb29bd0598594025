"""Objectives whose deadline is not the last day of the campaign: what counts, up to which day, and why."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from small import BRIEF, brief, data_of, evaluation, indicator, series_of, uplift
from smmeasure.core.deadlines import judged_by
from smmeasure.core.effects import TotalEffect
from smmeasure.core.evaluate import evaluate
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.follow_up.results import Checkpoint, CheckpointState
from smmeasure.core.objectives import Standing
from smmeasure.core.results import Verdict
from smmeasure.messages import message

END, LATER = date(2026, 3, 8), date(2026, 4, 20)
OWN = uplift(150, 100, 200)
BY_THEN = TotalEffect(5250, 5000, 250, 150, 350, 0.05, 0.03, 0.07, 0.001, Verdict.RISE, 30)


def day(number: int) -> date:
    """Give a day of March."""
    return date(2026, 3, number)


def reached(total: TotalEffect | None = BY_THEN) -> Checkpoint:
    """Look at the deadline of 31 March."""
    if total is None:
        reason = message("Too few quiet days.")
        return Checkpoint(23, day(31), CheckpointState.NOT_MEASURABLE, reason=reason)
    return Checkpoint(23, day(31), CheckpointState.MEASURED, cumulative=total)


@pytest.mark.parametrize(
    ("deadline", "as_of", "look", "note"),
    [
        pytest.param(None, LATER, None, "None", id="none"),
        pytest.param(END, LATER, None, "None", id="last day"),
        pytest.param(
            day(5),
            LATER,
            None,
            "Judged on the last day of the campaign, 2026-03-08, not on the deadline.",
            id="within the campaign",
        ),
        pytest.param(
            day(31),
            day(20),
            None,
            "So far: only the days up to 2026-03-08 count; the deadline is to come.",
            id="to come",
        ),
        pytest.param(
            day(31),
            LATER,
            None,
            "Up to 2026-03-08: means per day don't add up towards a later deadline.",
            id="means per day",
        ),
        pytest.param(day(31), LATER, reached(None), "Only up to 2026-03-08. Too few quiet days.", id="not measurable"),
    ],
)
def test_the_campaigns_own_days_count_and_it_is_said_why(
    deadline: date | None, as_of: date, look: Checkpoint | None, note: str
) -> None:
    """Where the effect up to the deadline is not known, that of the window stands, with the reason."""
    judged = judged_by(OWN, END, as_of, deadline, look)

    assert (judged.effect, judged.day, str(judged.note)) == (OWN, END, note)


def test_the_effect_up_to_a_later_deadline_counts() -> None:
    """Of 31 March the cumulative effect since the first day stands in the place of that of the window."""
    judged = judged_by(OWN, END, LATER, day(31), reached())

    assert (judged.effect, judged.day, judged.note) == (BY_THEN, day(31), None)


@cache
def judged_small(deadline: str, as_of: str = "2026-04-10", **target: float) -> Evaluation:
    """Evaluate the small campaign with one objective on its pieces."""
    objective = {**BRIEF["objectives"][0], "deadline": deadline, "target": target or {"more": 300}}
    alone = {"pieces": BRIEF["indicators"]["pieces"]}
    campaign = brief(as_of=as_of, objectives=[objective], indicators=alone, funnel=None)
    lasting = series_of("pieces")
    lasting.loc["2026-03-09":"2026-03-28"] += 20
    return evaluate(campaign, data_of(campaign, pieces=lasting))


def test_the_roo_of_a_later_deadline_by_hand() -> None:
    """20 days after the end: (effect in the window + effect since) ÷ 300, and ends alike; 20 × 20 pieces more count."""
    made = judged_small("2026-03-28")
    (point,) = made.indicator("pieces").deadlines
    (objective,) = made.objectives

    assert point.cumulative is not None
    assert objective.roo is not None
    effects = (point.cumulative.effect, point.cumulative.effect_ci_lower, point.cumulative.effect_ci_upper)
    assert (objective.roo.value, objective.roo.ci_lower, objective.roo.ci_upper) == pytest.approx(
        [effect / 300 for effect in effects], rel=1e-12
    )
    own = made.indicator("pieces").uplift
    assert own is not None
    # 400 were added; the baseline of these days is estimated, and errs by less than a quarter of that.
    assert point.cumulative.effect - own.effect == pytest.approx(400, abs=100)
    assert (objective.judged_on, objective.note) == (date(2026, 3, 28), None)


def test_a_total_counts_up_to_the_deadline_as_well() -> None:
    """A total of 1,600 pieces by 28 March: (seen − baseline) ÷ (1,600 − baseline), both since the first day."""
    made = judged_small("2026-03-28", total=1600)
    total = made.indicator("pieces").deadlines[0].cumulative

    assert total is not None
    assert made.objectives[0].roo is not None
    share = (total.observed - total.baseline) / (1600 - total.baseline)
    assert made.objectives[0].roo.value == pytest.approx(share, rel=1e-12)


def test_before_its_deadline_nothing_is_missed() -> None:
    """What is not reached yet on the date of the report may still be, and is counted as not judged."""
    made = judged_small("2026-06-30", more=5000)

    assert made.objectives[0].standing is Standing.NOT_YET
    assert (made.scoreboard.met, made.scoreboard.unknown) == (0, 1)


def test_people_are_judged_on_the_campaigns_own_days() -> None:
    """Reach is a mean per day: it is not carried to a later deadline, and the note says why."""
    target = {"kind": "visibility", "indicator": "reach", "target": {"percent": 20}, "deadline": "2026-03-28"}
    people = {"reach": indicator("reach_daily")}
    campaign = brief(as_of="2026-04-10", indicators=people, objectives=[target], roi=None, funnel=None)
    (objective,) = evaluate(campaign, data_of(campaign)).objectives

    assert objective.roo is not None
    assert str(objective.note) == "Up to 2026-03-08: means per day don't add up towards a later deadline."


def test_the_record_tells_the_day_that_counts() -> None:
    """Deadline, last day that counts and note go out with the objective, the look with its indicator."""
    record = judged_small("2026-03-28").to_dict()

    assert record["objectives"][0]["judged_on"] == "2026-03-28"  # type: ignore[index]
    assert record["indicators"]["pieces"]["deadlines"][0]["state"] == "measured"  # type: ignore[index]


def test_nothing_is_looked_at_before_the_end() -> None:
    """While a campaign runs, and where a deadline is its last day, no look is taken."""
    assert [one.deadlines for one in (*evaluation("2026-03-05").indicators, *evaluation().indicators)] == [()] * 4
