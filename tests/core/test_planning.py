"""What a campaign could detect, before it begins."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmeasure.core.planning import plan
from smmeasure.core.plans.lengths import asked
from smmeasure.core.results import Plan
from smmeasure.core.uplift import estimate_uplift
from smmeasure.errors import CallError

Y = pd.Series(100.0 * np.exp(0.1 * np.random.default_rng(9).normal(size=126)), pd.date_range("2026-01-05", periods=126))


def test_the_detectable_effect_is_found_with_the_power_asked_for() -> None:
    """The curve passes through the power at the detectable effect, and through the false alarms at none."""
    planned = plan(Y, 14, level=0.9, power=0.7)
    curve = planned.curve.set_index("rel_effect")["power"]
    # The smallest effect is found by halving an interval sixty times: rounding is left.
    assert curve.iloc[20] == pytest.approx(0.7, abs=1e-9)
    assert curve.index[20] == pytest.approx(planned.rel_mde)
    # The past itself, with eight independent campaigns of 16 that the claim counts for, adds its own false alarms.
    assert curve.iloc[0] == pytest.approx(0.1, abs=0.02)
    assert curve.is_monotonic_increasing


def test_a_plan_expects_what_the_estimate_will_expect() -> None:
    """Before and after the campaign, one distribution."""
    campaign = pd.Series(100.0, pd.date_range("2026-05-11", periods=14))
    uplift = estimate_uplift(pd.concat([Y, campaign]), "2026-05-11", "2026-05-24")
    assert plan(Y, 14).baseline == pytest.approx(uplift.baseline)


def test_a_longer_campaign_can_detect_a_smaller_share() -> None:
    """Independent noise averages out."""
    assert plan(Y, 28).rel_mde < plan(Y, 4).rel_mde


def test_controls_need_no_future() -> None:
    """A plan knows the control up to today."""
    control = pd.DataFrame({"other": np.log(Y)})
    planned = plan(Y, 14, controls=control)
    assert planned.measurable
    assert planned.rel_mde < plan(Y, 14).rel_mde


@cache
def planned() -> Plan:
    """Plan two weeks on the series; made once."""
    return plan(Y, 14, effect=0.05)


def test_lengths_go_as_far_as_the_quiet_period_allows() -> None:
    """126 quiet days allow campaigns of up to 63 days; the length asked about has the plan's own effect."""
    lengths = planned().lengths.set_index("days")["rel_mde"]

    assert lengths.index.to_list() == [3, 7, 10, 14, 21, 28, 42, 56]
    assert lengths[14] == planned().rel_mde
    # Independent noise averages out, but 126 days hold few independent campaigns of 28: the interval is wider for it.
    assert lengths[28] < lengths[7] < lengths[3]


def test_a_length_is_told_as_a_plan_of_that_length_would() -> None:
    """One learnt baseline answers for all lengths, nearly as if it were learnt for each."""
    lengths = planned().lengths.set_index("days")["rel_mde"]

    for days in (7, 28):
        # The spread of 14 days' pretend campaigns stands for theirs: a tenth to a fifth apart on this series.
        assert lengths[days] == pytest.approx(plan(Y, days).rel_mde, rel=0.25)


def test_days_needed() -> None:
    """The shortest length whose detectable effect is the expected one, between two lengths of the table."""
    lengths = pd.DataFrame({"days": [7, 14, 28], "rel_mde": [0.4, 0.2, 0.1]})
    made = replace(planned(), lengths=lengths, effect=None, days_needed=None)
    needed = [asked(made, effect).days_needed for effect in (0.9, 0.4, 0.3, 0.2, -0.2, 0.1)]

    # Between 7 and 14 days the effect falls as 1 / days: 0.3 needs 7 × 4 / 3 = 9.33 days.
    assert needed == [7, 7, 10, 14, 14, 28]
    assert asked(made, None) is made


def test_an_effect_too_small_for_any_length_has_a_reason() -> None:
    """Where no length suffices, the smallest effect that can be seen and its length are told."""
    lengths = pd.DataFrame({"days": [7, 14, 28], "rel_mde": [0.4, 0.2, 0.25]})
    found = asked(replace(planned(), lengths=lengths), 0.1)

    assert found.days_needed is None
    assert str(found.days_reason) == (
        "No length that the quiet period allows, up to 28 days, shows an effect of 10 %; the smallest that can be seen "
        "is 20 %, over 14 days. A stronger campaign, a steadier indicator or a good control is needed."
    )


def test_a_series_that_can_not_be_measured_needs_no_length() -> None:
    """Too short a past: the reason stands in the place of the days."""
    found = plan(Y.iloc[:40], 14, effect=0.1)

    assert not found.measurable
    assert (found.days_needed, len(found.lengths)) == (None, 0)
    assert found.days_reason == found.reason


@pytest.mark.parametrize("effect", [0.0, -1.0, float("nan"), float("inf"), True, "10 %"])
def test_an_effect_is_a_fraction(effect: float) -> None:
    """Nothing, a loss of everything, or no number is refused."""
    with pytest.raises(CallError) as caught:
        plan(Y, 14, effect=effect)

    assert str(caught.value) == (
        f"effect: found {effect!r}; expected a fraction above -1 and other than 0. 0.1 stands for +10 % against the "
        "baseline."
    )


def test_faults_are_told_together() -> None:
    """A wrong length and a wrong effect are two faults of one error."""
    with pytest.raises(CallError) as caught:
        plan(Y, 0, effect=0.0)

    assert [fault.place for fault in caught.value.faults] == ["days", "effect"]


@given(st.floats(0.001, 0.9), st.floats(1.0, 3.0))
def test_a_larger_effect_never_needs_more_days(effect: float, factor: float) -> None:
    """What is easier to see is seen as soon."""
    few, many = (asked(planned(), size).days_needed for size in (effect * factor, effect))

    assert many is None or (few is not None and few <= many)


def test_the_unit_of_measure_changes_no_share() -> None:
    """The same series in cents is planned alike."""
    cents = plan(100.0 * Y, 14)

    # Equal up to rounding in the filter.
    assert cents.rel_mde == pytest.approx(planned().rel_mde, rel=1e-6)
    assert cents.mde == pytest.approx(100.0 * planned().mde, rel=1e-6)


def test_a_weekly_series_is_planned_in_weeks() -> None:
    """Lengths of a weekly series are whole weeks."""
    weeks = pd.Series(
        np.random.default_rng(3).normal(700.0, 30.0, 60), pd.date_range("2025-01-05", periods=60, freq="W")
    )

    found = plan(weeks, 4, effect=0.0001)
    assert found.lengths["days"].to_list() == [1, 2, 3, 4, 6, 8, 12, 16, 20, 26]
    assert str(found.days_reason).startswith(
        "No length that the quiet period allows, up to 26 weeks, shows an effect of "
    )
