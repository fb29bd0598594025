"""A campaign's report, once it is followed up, says what is left."""

import json
from typing import Any

import pandas as pd
import pytest

from small import brief, data_of, evaluation, indicator, series_of
from smmeasure.core.evaluate import evaluate
from smmeasure.core.follow_up.results import CheckpointState, FollowUp
from smmeasure.core.phases import Phase

LATER = "2026-04-10"


def follow_up(key: str, as_of: str = LATER) -> FollowUp:
    """Give the follow-up of an indicator of the small campaign, which must be there."""
    found = evaluation(as_of).indicator(key).follow_up
    assert found is not None
    return found


def test_a_followed_up_campaign_is_measured_again_at_each_checkpoint() -> None:
    """Thirty days have passed since its end, ninety not yet."""
    found = follow_up("pieces")
    assert evaluation(LATER).phase is Phase.FOLLOWED_UP
    assert [point.days for point in found.checkpoints] == [30, 90, 180]
    assert [point.state for point in found.checkpoints] == [
        CheckpointState.MEASURED,
        CheckpointState.NOT_YET,
        CheckpointState.NOT_YET,
    ]
    assert found.own is evaluation(LATER).indicator("pieces").uplift


def test_before_that_phase_there_is_no_follow_up() -> None:
    """Twelve days after the end nothing is said of what lasts."""
    assert [result.follow_up for result in evaluation("2026-03-20").indicators] == [None, None]


def test_only_indicators_that_judge_the_campaign_are_followed() -> None:
    """The report stays short: steps of the funnel that nothing rests on are left out."""
    campaign = brief(
        as_of=LATER,
        indicators={**brief_indicators(), "interactions": indicator("interactions")},
        funnel=["interactions", "sessions", "pieces"],
    )
    made = evaluate(campaign, data_of(campaign))
    assert {result.key for result in made.indicators if result.follow_up} == {"sessions", "pieces"}


def brief_indicators() -> dict[str, Any]:
    """Give the indicators of the small campaign as keys."""
    return {
        "sessions": indicator("social_sessions"),
        "pieces": indicator("units_sold", value_per_unit=50, margin=0.6),
    }


def test_values_that_do_not_add_up_are_told_per_day() -> None:
    """People reached on two days are not twice as many people."""
    campaign = brief(
        as_of=LATER,
        indicators={"reach": indicator("reach_daily")},
        objectives=[{"kind": "visibility", "indicator": "reach", "target": {"percent": 40}, "deadline": "2026-03-08"}],
        roi=None,
        funnel=None,
    )
    found = evaluate(campaign, data_of(campaign)).indicator("reach").follow_up
    assert found is not None
    late = found.checkpoints[0].carry_over
    assert late is not None
    seen = series_of("reach").loc["2026-03-09":"2026-04-07"]
    # A sum times a share, or a mean: rounding only.
    assert late.observed == pytest.approx(seen.mean(), rel=1e-12)


def test_a_control_with_a_hole_after_the_campaign_is_left_out_of_the_follow_up() -> None:
    """It serves the window; afterwards the estimate goes on without it."""
    keys = brief_indicators() | {"clicks": indicator("link_clicks")}
    keys["pieces"]["controls"] = ["clicks"]
    market = series_of("clicks").where(lambda y: y.index != pd.Timestamp("2026-03-25"))
    market.loc["2026-03-02":"2026-03-08"] /= 1.5
    campaign = brief(as_of=LATER, indicators=keys)
    result = evaluate(campaign, data_of(campaign, clicks=market)).indicator("pieces")
    assert result.uplift is not None
    assert [check.used for check in result.uplift.controls] == [True]
    assert result.follow_up is not None
    assert result.follow_up.checkpoints[0].carry_over is not None


def test_the_record_holds_what_follows() -> None:
    """Checkpoints with numbers or reasons, and the half-life with its sentence."""
    record: Any = json.loads(json.dumps(evaluation(LATER).to_dict()))["indicators"]["pieces"]["follow_up"]
    first, second, _ = record["checkpoints"]
    carry_over = follow_up("pieces").checkpoints[0].carry_over
    assert carry_over is not None
    # The record keeps ten digits.
    assert abs(first["carry_over"]["effect"] / carry_over.effect - 1.0) < 1e-9
    assert (first["day"], first["state"], first["reason"]) == ("2026-04-07", "measured", None)
    assert (second["state"], second["carry_over"]) == ("not yet", None)
    assert second["reason"]["values"] == {"last": LATER, "days": 90, "day": "2026-06-06"}
    assert "message" in record["decay"]["statement"]


def test_the_record_of_a_campaign_that_is_not_followed_up_says_so() -> None:
    """The key is there, and empty."""
    record: Any = evaluation("2026-03-20").to_dict()
    assert record["indicators"]["pieces"]["follow_up"] is None


def test_mails_and_reviews_are_watched_though_nothing_rests_on_them() -> None:
    """What subscribers open and what customers write after a campaign is followed with the indicators that judge it."""
    watched = {"opens": indicator("mail_opens"), "written": indicator("reviews")}
    campaign = brief(as_of=LATER, indicators={**brief_indicators(), **watched})
    made = evaluate(campaign, data_of(campaign))
    assert {result.key for result in made.indicators if result.follow_up} == {"sessions", "pieces", "opens", "written"}
