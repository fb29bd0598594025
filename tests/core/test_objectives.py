"""Return on objectives: how much of a target was reached over the baseline."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from small import not_measured, uplift
from smmeasure.brief.campaign import Objective, ObjectiveKind
from smmeasure.core.estimates import Estimate
from smmeasure.core.objectives import CATEGORY_OF, Category, objective_result, wanted_effect
from smmeasure.core.results import Uplift
from smmeasure.messages import message

RISE = uplift(150, 100, 200)
"""1,150 observed over a baseline of 1,000: 150 more, between 100 and 200."""
FALL = uplift(-30, -45, -15)
"""970 observed over a baseline of 1,000: 30 fewer, between 15 and 45."""


def objective(**target: float) -> Objective:
    """Write an objective with a target."""
    keys: dict[str, Any] = {"kind": "traffic", "indicator": "sessions", "target": target or None}
    return Objective.model_validate(keys)


def roo(effect: Uplift, **target: float) -> Estimate:
    """Give the ROO of an effect."""
    reached = objective_result(objective(**target), effect, None).roo
    assert reached is not None
    return reached


def near(value: float, low: float, high: float) -> Any:  # noqa: ANN401 - what pytest.approx gives
    """Compare three numbers up to rounding."""
    return pytest.approx((value, low, high), rel=1e-12)


def ends(estimate: Estimate) -> tuple[float, float, float]:
    """Give number and ends."""
    return estimate.value, estimate.ci_lower, estimate.ci_upper


def test_more() -> None:
    """150 gained of 100 wanted: 150 ÷ 100 = 150 %, between 100 ÷ 100 and 200 ÷ 100."""
    assert ends(roo(RISE, more=100)) == near(1.5, 1.0, 2.0)


def test_less() -> None:
    """30 avoided of 60 wanted: −30 ÷ −60 = 50 %, between −15 ÷ −60 = 25 % and −45 ÷ −60 = 75 %."""
    assert ends(roo(FALL, less=60)) == near(0.5, 0.25, 0.75)


def test_a_rise_where_less_was_wanted_counts_against() -> None:
    """150 more where 100 fewer were wanted: 150 ÷ −100 = −150 %."""
    assert ends(roo(RISE, less=100)) == near(-1.5, -2.0, -1.0)


def test_total() -> None:
    """1,150 of 1,200 over a baseline of 1,000: 150 ÷ 200 = 75 %.

    With the baseline at 1,050 it is 100 ÷ 150 = 66.7 %, at 950 it is 200 ÷ 250 = 80 %.
    """
    assert ends(roo(RISE, total=1200)) == near(0.75, 100 / 150, 0.8)


def test_percent() -> None:
    """15 % gained of 20 % wanted: 0.15 ÷ 0.20 = 75 %.

    With the baseline at 1,050 it is (1,150 ÷ 1,050 − 1) ÷ 0.2 = 47.6 %, at 950 it is 105.3 %.
    """
    assert ends(roo(RISE, percent=20)) == near(0.75, (1150 / 1050 - 1) / 0.2, (1150 / 950 - 1) / 0.2)


def test_a_wanted_fall_in_per_cent() -> None:
    """3 % fewer of 6 % fewer wanted: −0.03 ÷ −0.06 = 50 %."""
    assert roo(FALL, percent=-6).value == pytest.approx(0.5, rel=1e-12)


@pytest.mark.parametrize(
    ("target", "effect", "reason"),
    [
        pytest.param({}, RISE, "The objective has no target.", id="no target"),
        pytest.param({"more": 1}, not_measured(), "The effect on its indicator could not be measured.", id="unknown"),
        pytest.param({"more": 1}, None, "The effect on its indicator could not be measured.", id="not begun"),
        pytest.param({"percent": 0}, RISE, "The target asks for no change.", id="no change wanted"),
        pytest.param(
            {"total": 1000},
            RISE,
            "The target lies where the series would have been without the campaign.",
            id="target at the baseline",
        ),
        pytest.param(
            {"percent": 20},
            uplift(150, -900, 1200),
            "The series might have been zero without the campaign: no percentage can be given.",
            id="baseline down to zero",
        ),
    ],
)
def test_there_is_a_reason_where_there_is_no_roo(target: dict[str, float], effect: Uplift | None, reason: str) -> None:
    """Where the share reached has no meaning, the reason stands in its place."""
    result = objective_result(objective(**target), effect, None)

    assert (result.roo, str(result.reason)) == (None, reason)


def test_the_phase_comes_before_the_data() -> None:
    """A reason given by the caller stands, and no ROO is computed."""
    result = objective_result(objective(more=100), RISE, message("Too early."))

    assert (result.roo, str(result.reason), result.wanted) == (None, "Too early.", 100)


@given(
    st.floats(-500, 500),
    st.floats(0.1, 400),
    st.floats(0.1, 400),
    st.sampled_from(["more", "less", "total", "percent"]),
    st.floats(1, 5000),
)
def test_the_interval_contains_the_share_reached(
    effect: float, below: float, above: float, way: str, target: float
) -> None:
    """Whatever the target, the share reached lies inside its interval, and is finite."""
    made = uplift(effect, effect - below, effect + above)
    reached = objective_result(objective(**{way: target}), made, None).roo

    if reached is not None:
        assert reached.ci_lower <= reached.value <= reached.ci_upper
        assert math.isfinite(reached.ci_lower)
        assert math.isfinite(reached.ci_upper)


def test_the_wanted_effect_is_in_the_unit_of_the_indicator() -> None:
    """A target of 1,200 or of 20 % over a baseline of 1,000 asks for 200."""
    assert wanted_effect(objective(total=1200).target, RISE) == 200
    assert wanted_effect(objective(percent=20).target, RISE) == 200
    assert math.isnan(wanted_effect(objective(percent=20).target, None))


def test_every_kind_has_its_category() -> None:
    """Two social and two financial categories hold the six kinds."""
    assert set(CATEGORY_OF) == set(ObjectiveKind)
    assert set(CATEGORY_OF.values()) == set(Category)
