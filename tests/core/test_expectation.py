"""Engagement against what was expected: by hand, all of it as counted and what lies beyond the baseline."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from small import BRIEF, brief, data_of, indicator, not_measured, series_of, uplift
from smmeasure.core.estimates import Estimate
from smmeasure.core.evaluate import evaluate
from smmeasure.core.expectation import roe_expected
from smmeasure.core.returns import Beyond, ReturnName

GAINED = uplift(150, 100, 200)
"""1,150 interactions over a baseline of 1,000: 150 more, between 100 and 200."""


def total(value: float, low: float | None = None, high: float | None = None) -> Estimate:
    """Expect a total, with its range."""
    return Estimate(value, value if low is None else low, value if high is None else high)


def beyond(expected: Estimate) -> Beyond:
    """Give what 150 gained interactions are of an expectation, beyond the baseline."""
    found = roe_expected(GAINED, expected).beyond
    assert found is not None
    return found


def test_all_of_it_is_counted() -> None:
    """1,150 counted ÷ 1,250 expected = 92 %, without an interval: nothing of it is estimated."""
    result = roe_expected(GAINED, total(1250))

    assert result.estimate == Estimate(0.92, 0.92, 0.92)
    assert str(result.calculation) == "1150 counted ÷ 1250 expected"


def test_a_range_of_the_expectation_is_the_interval() -> None:
    """1,150 ÷ 1,250 = 92 %, between 1,150 ÷ 1,437.5 = 80 % and 1,150 ÷ 1,150 = 100 %."""
    assert roe_expected(GAINED, total(1250, 1150, 1437.5)).estimate == Estimate(0.92, pytest.approx(0.8), 1.0)


def test_beyond_the_baseline_it_has_the_interval_of_the_effect() -> None:
    """150 ÷ (1,250 − 1,000) = 60 %; baseline 1,050: 100 ÷ 200 = 50 %; baseline 950: 200 ÷ 300 = 66.7 %."""
    found = beyond(total(1250))

    assert found.estimate == Estimate(pytest.approx(0.6), pytest.approx(0.5), pytest.approx(200 / 300))
    assert str(found.calculation) == "150 gained ÷ 250 expected beyond the baseline"


def test_both_ranges_widen_what_lies_beyond() -> None:
    """Expected 1,150 to 1,350: highest 200 ÷ (1,150 − 950) = 100 % or 100 ÷ 100, lowest 100 ÷ (1,350 − 1,050)."""
    assert beyond(total(1250, 1150, 1350)).estimate == Estimate(pytest.approx(0.6), pytest.approx(100 / 300), 1.0)


@pytest.mark.parametrize(
    ("expected", "reason"),
    [
        (total(1050), "What was expected lies within what would have come without the campaign."),
        (total(1250, 1040, 1300), "What was expected lies within what would have come without the campaign."),
    ],
)
def test_an_expectation_within_the_baseline_has_no_share_beyond_it(expected: Estimate, reason: str) -> None:
    """Where doing nothing would perhaps have met it, nothing is divided: not by 0, and not by less."""
    found = beyond(expected)

    assert (found.estimate, str(found.reason)) == (None, reason)


def test_an_effect_that_is_not_measurable_leaves_the_count() -> None:
    """What was counted stands; beyond the baseline the reason stands in the place of the number."""
    counted = roe_expected(uplift(0, 0, 0, effect_ci_lower=math.nan, effect_ci_upper=math.nan), total(1250))

    assert counted.estimate is not None
    assert counted.beyond is not None
    assert (counted.beyond.estimate, str(counted.beyond.reason)) == (None, "The effect could not be measured.")
    assert not_measured().reason is not None


@given(
    st.floats(-900, 5000), st.floats(0, 900), st.floats(0, 900), st.floats(1, 1e5), st.floats(0.1, 1), st.floats(1, 9)
)
def test_intervals_contain_their_estimates(  # noqa: PLR0913, PLR0917 - drawn numbers
    effect: float, below: float, above: float, expected: float, down: float, up: float
) -> None:
    """Whatever was gained and expected, both shares lie in their intervals and are finite."""
    result = roe_expected(
        uplift(effect, effect - below, effect + above), total(expected, expected * down, expected * up)
    )
    for one in (result.estimate, result.beyond.estimate if result.beyond else None):
        if one is not None:
            # Quotients that are equal on paper may differ in the last digits.
            slack = 1e-9 * (1.0 + abs(one.value))
            assert one.ci_lower - slack <= one.value <= one.ci_upper + slack
            assert math.isfinite(one.ci_upper - one.ci_lower)


def test_a_brief_may_expect_a_range() -> None:
    """The range of the brief becomes the interval of the return, and goes into the record."""
    keys = {"expected": 4000, "expected_low": 3200, "expected_high": 5000}
    campaign = brief(
        as_of="2026-03-20",
        indicators={**BRIEF["indicators"], "interactions": indicator("interactions", **keys)},
    )
    made = evaluate(campaign, data_of(campaign))
    result = made.return_named(ReturnName.ROE_EXPECTED)
    counted = float(series_of("interactions").loc["2026-03-02":"2026-03-08"].sum())

    assert result.estimate == Estimate(counted / 4000, counted / 5000, counted / 3200)
    assert made.to_dict()["returns"]["roe_expected"]["beyond"]["estimate"] is not None  # type: ignore[index]
