"""When the money came back, and which effect would have paid for the campaign."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from small import brief, data_of, evaluation, series_of, uplift
from smmeasure.core.estimates import Estimate
from smmeasure.core.evaluate import evaluate
from smmeasure.core.payback import Breakeven, Payback, breakeven, gain_so_far, payback
from smmeasure.core.results import Uplift
from smmeasure.core.returns import Gain, gain_of, roi
from smmeasure.core.spending import TotalCost, certain, money_range
from smmeasure.core.value_range import with_value_range
from smmeasure.units import Money

COST = certain(Money(100.0, "EUR"))


def so_far(*values: float, half: float = 0.0) -> pd.DataFrame:
    """Write money gained day by day, with an interval that widens with time."""
    days = pd.date_range("2026-03-02", periods=len(values))
    central = pd.Series(values, days, dtype=float)
    width = half * pd.Series(range(1, len(values) + 1), days)
    return pd.DataFrame({"ci_lower": central - width, "value": central, "ci_upper": central + width})


def of_end(path: pd.DataFrame) -> Estimate:
    """Give the ROI on a cost of 100 that a path ends with."""
    last = path.iloc[-1]
    return Estimate(*(last[end] / 100.0 - 1.0 for end in ("value", "ci_lower", "ci_upper")))


def march(day: int) -> date:
    """Give a day of March 2026."""
    return date(2026, 3, day)


def test_payback_is_the_day_from_which_the_cost_stays_covered() -> None:
    """A gain that passes the cost, falls back and passes again has paid the campaign the second time."""
    path = so_far(60, 120, 90, 130, 150)

    assert payback([path], COST, of_end(path)).day == march(5)


def test_payback_has_an_interval() -> None:
    """The upper end of the gain reaches the cost first, the lower end last or never."""
    path = so_far(40, 80, 120, 160, 200, half=10)

    assert payback([path], COST, of_end(path)) == Payback(march(4), march(3), march(5))
    weak = so_far(40, 80, 120, 130, 140, half=10)
    assert payback([weak], COST, of_end(weak)) == Payback(march(4), march(3), None)


def test_a_campaign_that_cost_more_than_it_brought_is_not_paid_back() -> None:
    """Where the interval of the ROI lies below 0 no day is given."""
    path = so_far(10, 20, 30)

    assert payback([path], COST, of_end(path)) == Payback(None, None, None)


def test_several_gains_pay_together() -> None:
    """Two gains of 60 cover a cost of 100 on the day on which both are there."""
    path = so_far(30, 60, 60)

    assert payback([path, path], COST, of_end(2 * path)).day == march(3)


def test_savings_come_from_a_fall() -> None:
    """Contacts avoided count as money, and the ends change places."""
    days = {"cumulative": [-1.0, -2.0], "cumulative_ci_lower": [-3.0, -4.0], "cumulative_ci_upper": [1.0, 0.0]}
    daily = pd.DataFrame(days, pd.date_range("2026-03-02", periods=2))
    path = gain_so_far(uplift(-2, -4, 0, daily=daily), -5.0)

    assert path.to_dict("list") == {"ci_lower": [-5.0, 0.0], "value": [5.0, 10.0], "ci_upper": [15.0, 20.0]}


def pieces(found: Uplift, *, saves: bool = False) -> Gain:
    """Turn an effect into money at 20 EUR a unit."""
    return gain_of("pieces", found, Money(20.0, "EUR"), 1.0, saves=saves)


def test_breakeven() -> None:
    """A cost of 100 EUR is paid by 5 pieces of 20 EUR, 0.5 % of a baseline of 1,000; savings by a fall."""
    found = uplift(10, 5, 15)

    assert breakeven([pieces(found)], COST, 1000.0) == Breakeven(Estimate(5.0, 5.0, 5.0), Estimate(0.005, 0.005, 0.005))
    saved = breakeven([pieces(uplift(-10, -15, -5), saves=True)], COST, 0.0)
    assert saved == Breakeven(Estimate(-5.0, -5.0, -5.0), None)
    assert breakeven([pieces(found), pieces(found)], COST, 1000.0) is None


def ranged(low: float, amount: float, high: float) -> TotalCost:
    """Give an amount between two ends."""
    return money_range(Money(low, "EUR"), Money(amount, "EUR"), Money(high, "EUR"), 0.95)


def needed(cost: TotalCost, value: TotalCost) -> Estimate:
    """Give the pieces that pay a cost, at a value per piece."""
    found = breakeven([with_value_range(pieces(uplift(10, 5, 15)), value, 0.95)], cost, 1000.0)
    assert found is not None
    return found.effect


def test_breakeven_has_the_range_of_the_value_of_one_unit() -> None:
    """100 EUR at 20 EUR a piece are 5 pieces; at 25 EUR 4, at 16 EUR 6.25."""
    assert needed(COST, ranged(16, 20, 25)) == Estimate(5.0, 4.0, pytest.approx(6.25))


def test_breakeven_has_both_ranges() -> None:
    """Cost and value each a quarter up or down: logarithms add as squares, 5 × 1.25^±√2, so 3.65 to 6.86 pieces."""
    found = needed(ranged(80, 100, 125), ranged(16, 20, 25))

    assert found.value == 5.0
    # 99 × 99 draws: the outermost shares are coarse.
    assert (found.ci_lower, found.ci_upper) == pytest.approx((5 / 1.25**2**0.5, 5 * 1.25**2**0.5), rel=0.02)


@given(st.floats(1, 1e6), st.floats(0.1, 1e4), *[st.floats(0.2, 1), st.floats(1, 5)] * 2)
def test_a_breakeven_lies_in_its_range(  # noqa: PLR0913, PLR0917 - drawn numbers
    cost: float, value: float, cheap: float, dear: float, little: float, much: float
) -> None:
    """Whatever the ranges of cost and value, the interval contains the break-even, and twice the cost needs more."""
    spent, worth = ranged(cost * cheap, cost, cost * dear), ranged(value * little, value, value * much)
    once, twice = needed(spent, worth), needed(ranged(2 * cost * cheap, 2 * cost, 2 * cost * dear), worth)

    slack = 1e-9 * once.value  # an end that equals the estimate on paper
    assert once.ci_lower - slack <= once.value <= once.ci_upper + slack
    assert twice.value > once.value


def test_breakeven_and_roi_agree() -> None:
    """An effect of exactly the break-even has an ROI of 0."""
    result = roi([pieces(uplift(needed(COST, certain(Money(20.0, "EUR"))).value, 0, 10))], COST)
    assert result.estimate is not None
    assert result.estimate.value == pytest.approx(0.0, abs=1e-12)


def test_payback_follows_the_roi_of_a_whole_campaign() -> None:
    """In an evaluation the last day decides: paid back within the window exactly if the ROI is positive."""
    small = evaluation()
    result = small.returns[0].estimate

    assert small.payback is not None
    assert result is not None
    for day, end in (
        (small.payback.day, result.value),
        (small.payback.earliest, result.ci_upper),
        (small.payback.latest, result.ci_lower),
    ):
        assert (day is not None) is (end >= 0.0)


def test_a_cost_with_a_range_reaches_every_return() -> None:
    """The range is recorded, and widens ROI, iROAS and break-even without moving them."""
    action = {"name": "Ads", "platform": "instagram", "medium": "paid"}
    ranged = [{**action, "costs": [{"category": "media", "amount": 1200, "low": 900, "high": 1700}]}]
    sure = [{**action, "costs": [{"category": "media", "amount": 1200}]}]
    found = []
    for actions in (sure, ranged):
        campaign = brief(as_of="2026-03-20", actions=actions)
        found.append(evaluate(campaign, data_of(campaign, **{key: series_of(key) for key in campaign.indicators})))
    known, guessed = found

    assert (known.cost_range, guessed.to_dict()["total_cost_range"]) == (
        None,
        {
            "amount": {"amount": 1200.0, "currency": "EUR"},
            "low": {"amount": 900.0, "currency": "EUR"},
            "high": {"amount": 1700.0, "currency": "EUR"},
        },
    )
    for before, after in zip(known.returns[:2], guessed.returns[:2], strict=True):
        assert before.estimate is not None
        assert after.estimate is not None
        assert after.estimate.value == before.estimate.value
        assert after.estimate.ci_lower < before.estimate.ci_lower
        assert after.estimate.ci_upper > before.estimate.ci_upper
    assert guessed.breakeven is not None
    assert (guessed.breakeven.effect.ci_lower, guessed.breakeven.effect.ci_upper) == (30.0, pytest.approx(1700 / 30))
