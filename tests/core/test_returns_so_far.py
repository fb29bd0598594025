"""What a campaign has returned so far: numbers by hand from the cumulative effect."""

from __future__ import annotations

import json

import pytest

from small import brief, data_of, evaluation
from smmeasure.core.evaluate import evaluate

LATER = "2026-04-10"


def test_the_roi_so_far_by_hand() -> None:
    """At day 30 each piece gained since the first day brings 50 € × 0.6 = 30 €, on 900 + 10 × 30 = 1 200 € once."""
    made = evaluation(LATER)
    follow_up = made.indicator("pieces").follow_up
    assert follow_up is not None
    total = follow_up.checkpoints[0].cumulative
    first = made.returns_so_far[0]
    assert total is not None
    assert first.estimate is not None
    assert first.probability is not None

    ends = (first.estimate.value, first.estimate.ci_lower, first.estimate.ci_upper)
    effects = (total.effect, total.effect_ci_lower, total.effect_ci_upper)
    assert first.days == 30
    assert ends == pytest.approx([30 * effect / 1200 - 1 for effect in effects])
    assert 0.0 <= first.probability <= 1.0
    assert (first.estimate.ci_lower > 0.0) <= (first.probability > 0.9)


def test_days_to_come_have_a_reason_and_no_number() -> None:
    """The data end before day 90: the reason is the checkpoint's own."""
    found = evaluation(LATER).returns_so_far[1]

    assert (found.days, found.estimate, found.probability) == (90, None, None)
    assert str(found.reason).startswith("The data end on 2026-04-10; day 90 after the campaign is 2026-06-06.")


def test_before_the_follow_up_and_without_an_roi_there_is_none() -> None:
    """A measured campaign has its ROI alone, and one without money has none later either."""
    assert evaluation().returns_so_far == ()

    campaign = brief(as_of=LATER, roi=None)
    assert evaluate(campaign, data_of(campaign)).returns_so_far == ()


def test_a_record_holds_every_day() -> None:
    """The numbers go out by the names of the grammar, without draws."""
    record = json.loads(json.dumps(evaluation(LATER).to_dict()))
    first = record["returns_so_far"][0]

    assert set(first) == {"days", "day", "estimate", "probability", "reason"}
    assert set(first["estimate"]) == {"value", "ci_lower", "ci_upper"}
    assert "draws" not in record["indicators"]["pieces"]["follow_up"]["checkpoints"][0]["cumulative"]
