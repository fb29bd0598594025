"""A campaign looked at again: carry-over, cumulative effect, half-life, or the reason why not."""

import hashlib
import pickle
from functools import cache

import numpy as np
import pandas as pd
import pytest

from smmeasure.core.follow_up.estimate import estimate_follow_up
from smmeasure.core.follow_up.results import CheckpointState, FollowUp
from smmeasure.core.results import Verdict
from smmeasure.core.uplift import estimate_uplift
from smmeasure.errors import CallError

WEEKLY = np.array([1.0, 1.1, 1.05, 1.0, 0.95, 0.8, 0.7])
QUIET, WINDOW, AFTER = 200, 14, 100
INDEX = pd.date_range("2025-01-06", periods=QUIET + WINDOW + AFTER)
START, END = INDEX[QUIET], INDEX[QUIET + WINDOW - 1]


def calm(seed: int = 4, noise: float = 0.05) -> pd.Series:
    """Simulate a positive series with a weekly pattern and independent noise."""
    draws = np.random.default_rng(seed).normal(size=len(INDEX))
    return pd.Series(1000.0 * WEEKLY[np.arange(len(INDEX)) % 7] * np.exp(noise * draws), INDEX)


def lifted(lift: float = 0.4, half_life: float = 6.0) -> pd.Series:
    """Put in a campaign whose effect fades after its end."""
    factor = np.ones(len(INDEX))
    factor[QUIET : QUIET + WINDOW] += lift
    factor[QUIET + WINDOW :] += lift * 0.5 ** (np.arange(AFTER) / half_life)
    return calm() * factor


@cache
def followed() -> FollowUp:
    """Follow the campaign up, 7 and 30 days later, and when the data end too early."""
    return estimate_follow_up(lifted(), START, END, days=(7, 30, 90, 180))


def test_its_own_effect_is_that_of_the_uplift_to_the_last_bit() -> None:
    """Looking at it again changes nothing about the campaign itself."""
    own, uplift = followed().own, estimate_uplift(lifted(), START, END)
    assert pickle.dumps(own) == pickle.dumps(uplift)


def test_own_effect_and_carry_over_add_up_to_the_cumulative_effect() -> None:
    """One sum for the reader."""
    for point in followed().checkpoints[:2]:
        assert point.carry_over is not None
        assert point.cumulative is not None
        assert point.cumulative.effect == pytest.approx(followed().own.effect + point.carry_over.effect)
        assert point.cumulative.observed == pytest.approx(lifted()[START : pd.Timestamp(point.day)].sum())
        assert point.cumulative.days == WINDOW + point.days


def test_the_carry_over_holds_what_was_put_in() -> None:
    """The rest of the effect is found with its sign, and inside its interval."""
    true = (lifted() - calm())[END + pd.Timedelta(days=1) :]
    for point in followed().checkpoints[:2]:
        late = point.carry_over
        assert late is not None
        assert late.verdict is Verdict.RISE
        assert late.pvalue < 0.05
        assert late.effect_ci_lower < true.iloc[: point.days].sum() < late.effect_ci_upper


def test_the_half_life_is_found() -> None:
    """Six days were put in."""
    decay = followed().decay
    assert decay.half_life_ci_lower < 6.0 < decay.half_life_ci_upper
    # The daily noise of 5 % against an effect of 40 % leaves the half-life a standard error of 0.7 days.
    assert decay.half_life == pytest.approx(6.0, abs=2.1)
    assert decay.days == 30


def test_a_checkpoint_after_the_data_is_not_yet() -> None:
    """The reader is told which export to wait for."""
    point = followed().checkpoints[3]
    assert point.state is CheckpointState.NOT_YET
    assert point.carry_over is None
    assert str(point.reason) == (
        "The data end on 2025-11-15; day 180 after the campaign is 2026-02-03. A later export is needed."
    )


def test_a_checkpoint_beyond_the_quiet_period_is_not_measurable() -> None:
    """Twice the days asked about must have been quiet, and the reader is told from when."""
    point = followed().checkpoints[2]
    assert point.state is CheckpointState.NOT_MEASURABLE
    assert str(point.reason) == (
        "Day 90 after the campaign needs 208 quiet days before the campaign: twice the 104 days from its first day to "
        "that day; there are 200. Data should begin on 2024-12-29 or earlier."
    )


def test_a_weekly_series_is_told_in_weeks() -> None:
    """Weeks are counted where weeks are given."""
    weeks = pd.Series(
        100.0 + np.random.default_rng(1).normal(size=50), pd.date_range("2025-01-05", periods=50, freq="7D")
    )
    found = estimate_follow_up(weeks, weeks.index[30], weeks.index[33], days=(28, 90))
    assert [point.state for point in found.checkpoints] == [CheckpointState.MEASURED, CheckpointState.NOT_MEASURABLE]
    assert found.checkpoints[0].carry_over is not None
    assert found.checkpoints[0].carry_over.days == 4
    assert str(found.checkpoints[1].reason) == (
        "Day 90 after the campaign needs 32 quiet weeks before the campaign: twice the 16 weeks from its first day to "
        "that day; there are 30. Data should begin on 2024-12-22 or earlier."
    )


def test_another_campaign_afterwards_does_not_count() -> None:
    """Days of other campaigns are left out of the carry-over, whatever happened on them."""
    y = lifted()
    other = (INDEX[QUIET + WINDOW + 20], INDEX[QUIET + WINDOW + 24])
    loud = y.copy()
    loud[other[0] : other[1]] *= 5.0
    without, found = (estimate_follow_up(one, START, END, days=(30,), exclude=[other]) for one in (y, loud))
    assert found.checkpoints == without.checkpoints
    assert found.checkpoints[0].carry_over is not None
    assert found.checkpoints[0].carry_over.days == 25


def test_too_many_days_of_other_campaigns_leave_nothing_to_measure() -> None:
    """A carry-over over a few remaining days is another quantity."""
    other = (INDEX[QUIET + WINDOW], INDEX[QUIET + WINDOW + 19])
    point = estimate_follow_up(lifted(), START, END, days=(30,), exclude=[other]).checkpoints[0]
    assert point.state is CheckpointState.NOT_MEASURABLE
    assert str(point.reason) == (
        "Of the 30 days since 2025-08-07, 10 were observed and free of other campaigns; at least 24 are needed."
    )


def test_without_an_effect_there_is_no_half_life() -> None:
    """A campaign that did nothing leaves nothing that could fade."""
    found = estimate_follow_up(calm(), START, END, days=(30,))
    assert found.own.verdict is Verdict.NO_CHANGE
    assert not found.decay.known
    assert str(found.decay.statement) == (
        "No half-life: the campaign itself shows no measurable effect that could fade."
    )
    assert found.daily["decay"].isna().all()


def test_without_a_measured_checkpoint_there_is_no_half_life() -> None:
    """The reason of the first checkpoint is the reason."""
    found = estimate_follow_up(lifted()[: END + pd.Timedelta(days=5)], START, END)
    assert found.latest is None
    assert found.daily.empty
    assert str(found.decay.statement) == (
        "No half-life: no checkpoint could be measured. The data end on 2025-08-12; day 30 after the campaign is "
        "2025-09-06. A later export is needed."
    )


def test_a_dip_after_a_rise_is_no_carry_over() -> None:
    """Purchases brought forward are missing afterwards: that is told, not fitted."""
    y = lifted(half_life=0.01)
    y[END + pd.Timedelta(days=2) :] *= 0.8
    found = estimate_follow_up(y, START, END, days=(30,))
    assert str(found.decay.statement) == (
        "No half-life: over the 30 days after the campaign the effect went the other way."
    )


def test_a_campaign_that_is_not_measurable_has_no_checkpoint() -> None:
    """The reason of the campaign itself holds for all that follows."""
    found = estimate_follow_up(lifted()[INDEX[160] :], START, END, days=(7,))
    assert found.checkpoints[0].state is CheckpointState.NOT_MEASURABLE
    assert found.checkpoints[0].reason == found.own.reason


def market(touched_from: int) -> pd.DataFrame:
    """Give a control that moves with the series, and from some day on with the campaign."""
    other = calm(seed=4, noise=0.05) * np.exp(0.01 * np.random.default_rng(8).normal(size=len(INDEX)))
    other.iloc[touched_from:] *= 1.5
    return pd.DataFrame({"market": other})


def test_a_control_that_moves_after_the_campaign_is_refused_from_then_on() -> None:
    """It serves the campaign's own effect; at the checkpoint it would take the carry-over for the market."""
    found = estimate_follow_up(lifted(), START, END, days=(7, 30), controls=market(QUIET + WINDOW + 8))
    assert [check.used for check in found.own.controls] == [True]
    early, late = found.checkpoints
    assert early.notes == ()
    assert str(late.notes[0]).startswith("Up to this day «market» is not used as a control. ")


def test_a_market_that_moves_after_the_campaign_is_followed_as_in_the_window() -> None:
    """Noisy controls follow a rise of a quarter by too little: the baseline of these days is corrected, and says so."""
    rng = np.random.default_rng(0)
    wandering = np.zeros(150)
    for day in range(1, 150):
        wandering[day] = 0.8 * wandering[day - 1] + 0.06 * rng.normal()
    wandering[130:] += np.log(1.25)
    y, one, other = (
        pd.Series(1000.0 * WEEKLY[np.arange(150) % 7] * np.exp(wandering + 0.04 * rng.normal(size=150)), INDEX[:150])
        for _ in range(3)
    )

    found = estimate_follow_up(y, INDEX[120], INDEX[129], days=(20,), controls=pd.DataFrame({"a": one, "b": other}))

    (point,) = found.checkpoints
    assert point.carry_over is not None
    assert point.cumulative is not None
    (note,) = point.notes
    assert str(note).startswith(
        "After the campaign all controls moved together by more than is usual, and their noise hides part of it: the "
        "baseline of these days is corrected by +"
    )
    # The whole rise would be 25 %; what is left of it is within the noise of 20 days.
    assert point.carry_over.rel_effect == pytest.approx(0.0, abs=0.05)
    assert point.carry_over.verdict is point.cumulative.verdict is Verdict.NO_CHANGE
    assert found.daily["baseline"].sum() == pytest.approx(point.carry_over.baseline)
    assert point.cumulative.baseline == pytest.approx(found.own.baseline + point.carry_over.baseline)


def test_a_control_that_the_campaign_touched_is_used_nowhere() -> None:
    """Refused for the window, refused for what follows."""
    found = estimate_follow_up(lifted(), START, END, days=(7,), controls=market(QUIET))
    without = estimate_follow_up(lifted(), START, END, days=(7,))
    assert [check.used for check in found.own.controls] == [False]
    assert found.checkpoints[0].carry_over == without.checkpoints[0].carry_over


def test_a_control_must_be_known_up_to_the_last_checkpoint_reached() -> None:
    """Without it nobody knows what the days after would have been."""
    with pytest.raises(CallError) as caught:
        estimate_follow_up(lifted(), START, END, days=(7,), controls=market(len(INDEX))[: END + pd.Timedelta(days=3)])
    assert str(caught.value) == (
        "controls['market']: found 4 days without a value, the first on 2025-08-11; expected a value on every day that "
        "is needed. Fill the gaps from the source, or leave the column out."
    )


def test_the_daily_table_shows_the_days_after_the_campaign() -> None:
    """Every day up to the last measured checkpoint, with the fitted fading."""
    daily = followed().daily
    assert daily.index.equals(pd.date_range(END + pd.Timedelta(days=1), periods=30))
    assert daily["effect"].to_numpy() == pytest.approx((daily["observed"] - daily["baseline"]).to_numpy())
    assert daily["effect"].sum() == pytest.approx(followed().checkpoints[1].carry_over.effect)
    assert (daily["decay"] > 0.0).all()
    assert (daily["baseline_ci_lower"] < daily["baseline"]).all()


def test_a_series_that_repeats_itself_exactly_gives_the_exact_half_life() -> None:
    """Without noise nothing breaks: rounding is no effect, and six days are six days."""
    exact = calm(noise=0.0) * (lifted() / calm())
    decay = estimate_follow_up(exact, START, END, days=(30,)).decay
    # Neighbouring half-lives that are tried differ by 0.7 %.
    assert decay.half_life == pytest.approx(6.0, rel=0.007)


def test_the_same_input_gives_the_same_bytes() -> None:
    """Nothing is drawn at random."""
    twice = [estimate_follow_up(lifted(), START, END, days=(30,)) for _ in range(2)]
    assert len({hashlib.sha256(pickle.dumps(found)).hexdigest() for found in twice}) == 1


@pytest.mark.parametrize("days", [(), (30, 30), (90, 30), (0, 30), (30.5,), 30, (True,), ("30",)], ids=repr)
def test_checkpoints_are_positive_and_ascending(days: object) -> None:
    """Anything else is refused in one sentence."""
    with pytest.raises(CallError) as caught:
        estimate_follow_up(calm(), START, END, days=days)
    assert str(caught.value) == (
        f"days: found {days!r}; expected whole numbers of days after the end, 1 or more, each greater than the one "
        "before. Write days=(30, 90, 180)."
    )


def test_every_fault_of_a_call_is_told_at_once() -> None:
    """The window runs backwards, the level is a percentage, and the checkpoints descend."""
    with pytest.raises(CallError) as caught:
        estimate_follow_up(calm(), "2025-08-10", "2025-08-01", days=(90, 30), level=95.0)
    assert str(caught.value) == (
        "start, end: found 2025-08-10 to 2025-08-01; expected an end on or after the start. Swap the two days.\n"
        "level: found 95; expected a number between 0 and 1, both left out. 0.95 stands for 95 %.\n"
        "days: found (90, 30); expected whole numbers of days after the end, 1 or more, each greater than the one "
        "before. Write days=(30, 90, 180)."
    )
