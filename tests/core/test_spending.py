"""The total cost, and what is gained per unit of it, where both are known within a range."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmeasure.core.estimates import Estimate
from smmeasure.core.ratios import crossed, interval, over_cost, share_above
from smmeasure.core.spending import TotalCost, certain, total_cost
from smmeasure.costs import CostBasis, CostItem
from smmeasure.errors import UnitError
from smmeasure.units import Money

GAINS = tuple(np.linspace(1000.0, 2000.0, 999))


def euros(amount: float) -> Money:
    """Give an amount in euros."""
    return Money(amount, "EUR")


def item(amount: float, low: float | None = None, high: float | None = None) -> CostItem:
    """Make an item of cost, with a range if one is given."""
    ends = [None if end is None else euros(end) for end in (low, high)]
    return CostItem("Ads", "media", euros(amount), False, CostBasis.AMOUNT, low=ends[0], high=ends[1])  # noqa: FBT003


def test_certain_amounts_add_up() -> None:
    """Without a range the total is one number."""
    cost = total_cost([item(900), item(300)], "EUR", 0.95)

    assert cost.is_certain
    assert (cost.amount, cost.low, cost.high, cost.draws) == (euros(1200), euros(1200), euros(1200), (1200.0,))


def test_ranges_add_up_end_to_end() -> None:
    """Items overrun together: 1,000 to 1,500 and 400 to 700 beside 300 that are certain make 1,700 to 2,500."""
    cost = total_cost([item(1200, 1000, 1500), item(500, 400, 700), item(300)], "EUR", 0.95)

    assert (cost.amount, cost.low, cost.high) == (euros(2000), euros(1700), euros(2500))
    assert not cost.is_certain


def test_a_range_is_reached_with_the_level_of_the_brief() -> None:
    """At a level of 80 % a tenth of the draws lies below low, a tenth above high, and half below the amount."""
    draws = total_cost([item(1200, 1000, 1500)], "EUR", 0.8).draws

    # Draw 10, 50 and 90 of 99 stand for shares of .1, .5 and .9, up to rounding.
    assert (draws[9], draws[49], draws[89]) == pytest.approx((1000.0, 1200.0, 1500.0), rel=1e-12)


@given(st.floats(0.01, 1e6), st.floats(0.001, 1.0), st.floats(1.0, 1e3), st.floats(0.51, 0.99))
def test_a_cost_is_never_negative(amount: float, down: float, up: float, level: float) -> None:
    """However wide the range, every draw is positive and the draws ascend."""
    draws = total_cost([item(amount, amount * down, amount * up)], "EUR", level).draws

    assert draws[0] > 0.0
    assert list(draws) == sorted(draws)


def test_another_currency_is_refused() -> None:
    """Pounds are not added to euros."""
    with pytest.raises(UnitError):
        total_cost([item(900)], "GBP", 0.95)


def test_a_certain_cost_only_changes_the_scale() -> None:
    """The interval of the gain, divided by the cost, is also what its draws say."""
    gain = Estimate(1500.0, *interval(np.array(GAINS), 0.95))
    found = over_cost(gain, GAINS, certain(euros(500)), 0.95)

    assert found == Estimate(3.0, gain.ci_lower / 500, gain.ci_upper / 500)
    # The same numbers in another order of operations.
    assert interval(crossed(GAINS, certain(euros(500))), 0.95) == pytest.approx((found.ci_lower, found.ci_upper))


def test_gain_and_cost_err_independently() -> None:
    """The variance of the logarithm of a ratio of independent numbers is the sum of both variances."""
    cost = total_cost([item(500, 400, 625)], "EUR", 0.95)
    ratio = np.log(crossed(GAINS, cost))

    # Both grids are complete: equal up to rounding.
    assert ratio.var() == pytest.approx(np.log(GAINS).var() + np.log(cost.draws).var(), rel=1e-9)


def test_a_range_of_the_cost_widens_the_interval() -> None:
    """What is known less well says less."""
    gain = Estimate(1500.0, 1025.0, 1975.0)
    sure, unsure = (over_cost(gain, GAINS, cost, 0.95) for cost in (certain(euros(500)), _range(300, 800)))

    assert unsure.ci_lower < sure.ci_lower < sure.value == unsure.value < sure.ci_upper < unsure.ci_upper


def _range(low: float, high: float) -> TotalCost:
    """Make a cost of 500 EUR between two ends."""
    return total_cost([item(500, low, high)], "EUR", 0.95)


def test_the_chance_of_a_gain_counts_every_pair() -> None:
    """Of 999 gains from 1,000 to 2,000, 499 lie above 1,500; against a range as many pairs as lie above each other."""
    assert share_above(GAINS, certain(euros(1500))) == pytest.approx(499 / 999, rel=1e-12)

    cost = total_cost([item(1500, 1200, 1800)], "EUR", 0.95)
    pairs = np.mean(np.array(GAINS)[:, None] > np.array(cost.draws))
    assert share_above(GAINS, cost) == pytest.approx(pairs, rel=1e-12)
