"""What a campaign could detect, before it begins."""

import numpy as np
import pandas as pd
import pytest

from smmeasure.core.planning import plan
from smmeasure.core.uplift import estimate_uplift

Y = pd.Series(100.0 * np.exp(0.1 * np.random.default_rng(9).normal(size=126)), pd.date_range("2026-01-05", periods=126))


def test_the_detectable_effect_is_found_with_the_power_asked_for() -> None:
    """The curve passes through the power at the detectable effect, and through the false alarms at none."""
    planned = plan(Y, 14, level=0.9, power=0.7)
    curve = planned.curve.set_index("rel_effect")["power"]
    # The far tail of the interval adds less than 1 % of power.
    assert curve.iloc[20] == pytest.approx(0.7, abs=0.01)
    assert curve.index[20] == pytest.approx(planned.rel_mde)
    assert curve.iloc[0] == pytest.approx(0.1)
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
