"""A return is as sure as the effect it comes from: no step between widens an interval, or narrows it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from small import uplift
from smmeasure.brief.campaign import Medium
from smmeasure.core.earned.unit_price import UnitPrice
from smmeasure.core.earned.value import MediaValue, media_value
from smmeasure.core.earned.volume import gained
from smmeasure.core.estimates import Evidence
from smmeasure.core.results import Uplift
from smmeasure.core.returns import gain_of, roi
from smmeasure.core.spending import money_range
from smmeasure.messages import message
from smmeasure.units import Money

SHARES = np.arange(1, 1000) / 1000.0
EFFECTS, WIDTHS, PLACES = st.floats(-1e4, 1e4), st.floats(1.0, 1e4), st.floats(-3.0, 3.0)


def euros(amount: float) -> Money:
    """Give an amount in euros."""
    return Money(amount, "EUR")


def normal(effect: float, error: float) -> Uplift:
    """Make an effect whose error is normal."""
    half = 1.959964 * error
    made = uplift(effect, effect - half, effect + half)
    return replace(made, draws=tuple((effect + error * stats.norm.ppf(SHARES)).tolist()))


@given(EFFECTS, WIDTHS, PLACES, st.sampled_from([1.0, -1.0]))
def test_the_roi_holds_its_truth_exactly_when_the_effect_does(
    effect: float, width: float, place: float, sign: float
) -> None:
    """With value and cost known, the interval of the ROI is that of the effect, on another scale; savings turn it."""
    measured = uplift(effect, effect - width, effect + width)
    gain = gain_of("x", measured, euros(50), 0.6, saves=sign < 0.0)
    estimate = roi([gain], euros(1200)).estimate
    low, truth, high = (sign * (effect + part * width) * 30.0 / 1200.0 - 1.0 for part in (-sign, place, sign))

    assert estimate is not None
    # Rounding of four products and a sum.
    assert (estimate.ci_lower, estimate.ci_upper) == pytest.approx((low, high), rel=1e-12, abs=1e-9)
    if abs(abs(place) - 1.0) > 1e-6:  # on the very end rounding decides
        assert (estimate.ci_lower <= truth <= estimate.ci_upper) is (abs(place) < 1.0)


def test_errors_of_effect_and_cost_add_up_in_squares() -> None:
    """An effect known to 10 % over a cost known to 10 % gives a gain per euro known to 14 %, and no more."""
    gain = gain_of("pieces", normal(100.0, 10.0), euros(50), 0.6, saves=False)
    reach = float(np.exp(1.959964 * 0.1))
    estimate = roi([gain], money_range(euros(1000 / reach), euros(1000), euros(1000 * reach), 0.95)).estimate

    assert estimate is not None
    half = (estimate.ci_upper - estimate.ci_lower) / 2.0 / (estimate.value + 1.0)
    # A ratio is slightly skewed, and the cost has 99 draws: 3 %.
    assert half == pytest.approx(1.959964 * np.hypot(0.1, 0.1), rel=0.03)


def test_errors_of_volume_and_price_add_up_in_squares() -> None:
    """Exposure known to 10 % at a price known to 10 % has a value known to 14 %."""
    prices = tuple((0.01 * np.exp(0.1 * stats.norm.ppf(np.arange(1, 200) / 200.0))).tolist())
    ends = [euros(0.01 * np.exp(sign * 1.959964 * 0.1)) for sign in (-1.0, 1.0)]
    source = message("invented")
    price = UnitPrice("views", euros(0.01), *ends, prices, 0.95, Evidence.MODELLED, source)
    value = media_value(gained("views", Medium.EARNED, "views", normal(1000.0, 100.0)), price)

    assert isinstance(value, MediaValue)
    half = (value.high.amount - value.low.amount) / 2.0 / value.central.amount
    # A product is slightly skewed: 3 %.
    assert half == pytest.approx(1.959964 * np.hypot(0.1, 0.1), rel=0.03)
