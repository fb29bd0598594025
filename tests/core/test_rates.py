"""Rates by hand: pooled over days, over the right denominator, against quiet days; and costs per unit."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from small import brief, data_of, indicator, uplift
from smmeasure.brief.rates import RATES
from smmeasure.core.estimates import Estimate
from smmeasure.core.evaluate import evaluate
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.rate_results import AgainstUsual, RateResult, UnitCostName, unit_cost
from smmeasure.core.rates import pooled_rate, rate_of_window
from smmeasure.core.returns import ReturnName, no_return, per_currency
from smmeasure.messages import message
from smmeasure.units import Money

MEASURES = {
    "interactions": "interactions",
    "reach": "reach_daily",
    "views": "views",
    "followers": "followers",
    "posts": "posts",
    "likes": "likes",
    "comments": "comments",
    "shares": "shares",
    "impressions": "impressions",
}
DAYS = pd.date_range("2026-01-05", "2026-03-08")


def flat(usual: float, *window: float) -> pd.Series:
    """Give a series of the same value on every quiet day, and of given values in the window's seven days."""
    values = pd.Series(float(usual), index=DAYS)
    values.iloc[-7:] = list(window) if len(window) > 1 else window[0]
    return values


def measured(measures: dict[str, str] | None = None, as_of: str = "2026-03-20", **series: pd.Series) -> Evaluation:
    """Evaluate a campaign with indicators of engagement; its series are flat."""
    names = {key: measure for key, measure in (measures or MEASURES).items() if measures or key in series}
    campaign = brief(
        as_of=as_of,
        indicators={key: indicator(measure) for key, measure in names.items()},
        objectives=None,
        roi=None,
        funnel=None,
    )
    return evaluate(campaign, data_of(campaign, **series))


def rate(made: Evaluation, name: str) -> RateResult:
    """Give a rate by its id."""
    return next(one for one in made.rates if one.rate == name)


def value(made: Evaluation, name: str) -> float:
    """Give the estimate of a rate that was computed."""
    estimate = rate(made, name).estimate
    assert estimate is not None
    return estimate.value


def test_rates_are_pooled_and_not_averaged() -> None:
    """(10 + 90) ÷ (100 + 300) = 25 %; the mean of 10 ÷ 100 and 90 ÷ 300 would be 20 %."""
    days = pd.date_range("2026-03-02", periods=2)

    assert pooled_rate(pd.Series([10.0, 90.0], days), pd.Series([100.0, 300.0], days), 0.95).value == 0.25


def test_the_interval_of_a_rate() -> None:
    """Three days of 10, 20 and 30 of 100 each: the rate is 20 %, the errors −10, 0 and 10.

    s.e. = √(3 ÷ 2 × 200) ÷ 300 = 17.32 ÷ 300 = 5.774 %. With two degrees of freedom 95 % lie within 4.3027
    of them, which is 24.84 %: from −4.84 %, cut at 0, to 44.84 %.
    """
    days = pd.date_range("2026-03-02", periods=3)
    found = pooled_rate(pd.Series([10.0, 20.0, 30.0], days), pd.Series(100.0, days), 0.95)

    # The quantile is rounded to four decimals above.
    assert found == Estimate(pytest.approx(0.2), 0.0, pytest.approx(0.44841, abs=1e-5))


def test_by_hand_over_every_denominator() -> None:
    """7 days of 60 interactions, 800 people reached, 1,500 views, 5,000 followers, 2 posts, 40 likes, 3 shares.

    By reach 60 ÷ 800 = 7.5 %, by views 60 ÷ 1,500 = 4 %, by followers 60 ÷ 5,000 = 1.2 % a day; 40 ÷ 2 = 20
    likes per post, over 5 thousand followers 4; 3 ÷ 2 = 1.5 shares per post, 0.3 per 1,000 followers; virality
    3 ÷ 800 = 0.375 % by reach and 3 ÷ 1,500 = 0.2 % by views. With 1,200 impressions 60 ÷ 1,200 = 5 % and 3 ÷ 1,200
    = 0.25 %; 5 comments ÷ 2 posts = 2.5 per post, over 5 thousand followers 0.5.
    """
    made = measured(
        interactions=flat(40, 60),
        reach=flat(800, 800),
        views=flat(1500, 1500),
        followers=flat(5000, 5000),
        posts=flat(2, 2),
        likes=flat(40, 40),
        comments=flat(5, 5),
        shares=flat(3, 3),
        impressions=flat(1200, 1200),
    )
    computed = {one.rate: one.estimate.value for one in made.rates if one.estimate}

    assert computed == pytest.approx(
        {
            "er_reach": 0.075,
            "er_impressions": 0.05,
            "er_views": 0.04,
            "er_followers": 0.012,
            "applause_per_post": 20,
            "conversation_per_post": 2.5,
            "amplification_per_post": 1.5,
            "applause_per_1000_followers": 4,
            "conversation_per_1000_followers": 0.5,
            "amplification_per_1000_followers": 0.3,
            "virality_reach": 0.00375,
            "virality_impressions": 0.0025,
            "virality_views": 0.002,
        }
    )


def test_a_rate_is_held_against_quiet_days() -> None:
    """60 of 800 in the window against 40 of 800 before: 7.5 % lies above the usual 5 %."""
    found = rate(measured(interactions=flat(40, 60), reach=flat(800, 800)), "er_reach")

    assert found.usual == Estimate(0.05, 0.05, 0.05)
    assert found.against_usual is AgainstUsual.ABOVE


def test_reach_weighs_days_and_is_no_number_of_people() -> None:
    """Daily rates of 10 % on 100 people and 20 % on 300 weigh 1 to 3: 17.5 %, and no total of people is recorded."""
    reach = [100, 300, 100, 300, 100, 300, 400]
    counted = [10, 60, 10, 60, 10, 60, 70]
    made = measured(interactions=flat(20, *counted), reach=flat(200, *reach))
    weights = np.array(reach) / sum(reach)

    assert value(made, "er_reach") == pytest.approx(float(weights @ (np.array(counted) / np.array(reach))))
    assert str(sum(reach)) not in str(made.to_dict()["rates"])


def test_a_missing_day_counts_on_neither_side() -> None:
    """A day without its reach takes its 1,000 interactions away with it: 6 days of 60 ÷ 800 stay 7.5 %."""
    nan = math.nan
    made = measured(
        interactions=flat(40, 1000, 60, 60, 60, 60, 60, 60), reach=flat(800, nan, 800, 800, 800, 800, 800, 800)
    )

    assert (value(made, "er_reach"), rate(made, "er_reach").days) == (pytest.approx(0.075), 6)


@pytest.mark.parametrize(
    ("above", "below", "reason"),
    [
        (flat(40, 60), flat(800, 0), "What it is divided by is 0 over the whole window."),
        (
            flat(40, 60, 60, 60, 60, 60, 60, -1),
            flat(800, 800),
            "A day has a value below 0: what was taken back can't be told from what was counted.",
        ),
        (
            flat(40, 60, 60, *[math.nan] * 5),
            flat(800, 800),
            "Both sides are known on 2 days only; 3 are needed.",
        ),
    ],
    ids=["zero", "negative", "unknown"],
)
def test_there_is_a_reason_where_there_is_no_rate(above: pd.Series, below: pd.Series, reason: str) -> None:
    """Nothing is divided by nothing, and no rate comes from two days."""
    found = rate(measured(interactions=above, views=below), "er_views")

    assert (found.estimate, str(found.reason)) == (None, reason)


def test_what_a_rate_lacks_is_named() -> None:
    """The reason names the entries of the catalogue that the brief has no indicator of."""
    made = measured(likes=flat(40, 40))

    assert str(rate(made, "applause_per_1000_followers").reason) == "The brief has no posts, followers."


def test_two_accounts_are_not_mixed() -> None:
    """Interactions of one page are never divided by the views of another where nobody says which belong together."""
    names = {"a": "interactions", "b": "interactions", "views": "views"}
    series = {key: flat(40, 40) for key in names}

    assert str(rate(measured(names, **series), "er_views").reason) == (
        "The brief has several of interactions, views: which belong together isn't known."
    )


def test_views_of_others_are_not_divided_by() -> None:
    """60 interactions on 1,500 own views stay 4 % where others' posts were seen 9,000 times, too."""
    keys = {
        "interactions": indicator("interactions"),
        "views": indicator("views"),
        "seen_elsewhere": indicator("views", medium="earned"),
    }
    campaign = brief(as_of="2026-03-20", indicators=keys, objectives=None, roi=None, funnel=None)
    series = {"interactions": flat(40, 60), "views": flat(1500, 1500), "seen_elsewhere": flat(9000, 9000)}
    found = rate(evaluate(campaign, data_of(campaign, **series)), "er_views")

    assert found.indicators == ("interactions", "views")
    assert found.estimate is not None
    assert found.estimate.value == pytest.approx(0.04)


def test_quiet_weeks_say_how_wide_an_interval_is() -> None:
    """Weeks of 350 and 210 interactions by turns on 5,600 people reached; the campaign's week has 350.

    By hand: eight weeks, on average 280 or 5 %, each off by 70: 70² / 280 = 17.5, x 8 weeks / 7 degrees = 20 times the
    variance of counting. At 350 counts 1 + 19 x 350 / 280 = 24.75; 7 x 24.75² / (20 x 1.25)² = 6.8607 degrees, of which
    the 97.5 % quantile is 2.3744. Score: 350 + 2.3744² x 24.75 / 2 = 419.77, +- 2.3744 x sqrt(24.75 x (350 + 2.3744² x
    24.75 / 4)) = 231.74: from 188.03 to 651.51 of 5,600, which is 3.358 % to 11.634 %.
    """
    days = pd.date_range("2026-01-05", periods=63)
    above = pd.Series(np.repeat([50.0, 30.0] * 4 + [50.0], 7), days)
    table = pd.DataFrame({"above": above, "below": 800.0})
    found = rate_of_window(table.iloc[56:], table.iloc[:56], 0.95)

    assert found.value == 0.0625
    ends = (found.ci_lower, found.ci_upper)
    assert ends == pytest.approx((0.03358, 0.11634), abs=1e-5)  # rounded to five decimals above


def test_before_the_campaign_there_is_no_rate() -> None:
    """A planned campaign has the same reason for every rate."""
    reasons = {str(one.reason) for one in measured(as_of="2026-03-01", likes=flat(40, 40)).rates}

    assert reasons == {"The campaign has not begun: there is no result before the match is played."}


@given(st.lists(st.tuples(st.floats(0, 1e6), st.floats(0.001, 1e6)), min_size=3, max_size=40), st.floats(0.51, 0.99))
def test_a_rate_is_never_below_0_and_lies_in_its_interval(days: list[tuple[float, float]], level: float) -> None:
    """Whatever was counted, 0 ≤ lower end ≤ rate ≤ upper end, all finite."""
    above, below = (pd.Series(list(one)) for one in zip(*days, strict=True))
    found = pooled_rate(above, below, level)

    assert 0 <= found.ci_lower <= found.value <= found.ci_upper < math.inf


def gained(effect: float, low: float, high: float) -> Estimate | None:
    """Give the cost of one unit where 600 EUR bought an effect."""
    ratio = per_currency(ReturnName.ROA_ATTENTION, uplift(effect, low, high), Money(600, "EUR"))
    return unit_cost(UnitCostName.COST_PER_ATTENTION, ratio, "views", "EUR").estimate


def test_cost_per_unit() -> None:
    """600 EUR ÷ 120 units = 5 EUR, between 600 ÷ 150 = 4 EUR and 600 ÷ 100 = 6 EUR."""
    assert gained(120, 100, 150) == Estimate(pytest.approx(5), pytest.approx(4), pytest.approx(6))


@pytest.mark.parametrize("ends", [(120, -10, 250), (120, 0, 240), (-50, -90, -10), (1e-300, 1e-310, 1)])
def test_a_cost_per_unit_has_an_end_or_is_not_given(ends: tuple[float, float, float]) -> None:
    """Where nothing may have been gained there is a reason, and never an infinite cost."""
    assert gained(*ends) is None


def test_the_reason_of_the_return_is_that_of_the_cost() -> None:
    """Without a return per currency there is no cost per unit either."""
    none = no_return(ReturnName.ROE_PER_CURRENCY, message("No cost is given: nothing can be divided by it."))

    assert str(unit_cost(UnitCostName.COST_PER_ENGAGEMENT, none, None, "EUR").reason) == (
        "No cost is given: nothing can be divided by it."
    )


@given(st.floats(0.01, 1e5), st.floats(0, 1e5), st.floats(0, 1e5))
def test_a_cost_per_unit_lies_in_its_interval(low: float, more: float, most: float) -> None:
    """Whatever was gained above 0, the interval contains the cost, and all of it is above 0."""
    found = gained(low + more, low, low + more + most)

    assert found is not None
    assert 0 < found.ci_lower <= found.value <= found.ci_upper < math.inf


def test_the_record_holds_rates_and_costs() -> None:
    """Every rate of the catalogue and both costs are in the record, each a number or its reason."""
    record = measured(interactions=flat(40, 60), views=flat(1500, 1500)).to_dict()
    rates, costs = record["rates"], record["unit_costs"]

    assert isinstance(rates, dict)
    assert isinstance(costs, dict)
    assert list(rates) == list(RATES)
    assert list(costs) == [name.value for name in UnitCostName]
    assert all((one["estimate"] is None) == (one["reason"] is not None) for one in [*rates.values(), *costs.values()])


def test_what_counts_ads_is_named_as_of_another_medium() -> None:
    """Interactions with ads are in the brief, and say nothing of the own page's views."""
    keys = {"views": indicator("views"), "ad_interactions": indicator("interactions", medium="paid")}
    campaign = brief(as_of="2026-03-20", indicators=keys, objectives=None, roi=None, funnel=None)
    made = evaluate(campaign, data_of(campaign, views=flat(800, 800), ad_interactions=flat(40, 40)))

    reason = "The brief has interactions of another medium only: they are not divided."
    assert str(rate(made, "er_views").reason) == reason
