"""Returns, each by hand under its own name: ROI, iROAS, two ROA, two ROE."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from small import BRIEF, brief, data_of, evaluation, indicator, series_of, uplift
from smmeasure.brief.catalogue import CATALOGUE
from smmeasure.brief.checks import roi_refusal
from smmeasure.core.estimates import Estimate
from smmeasure.core.evaluate import evaluate
from smmeasure.core.returns import (
    Gain,
    ReturnName,
    gain_of,
    iroas,
    per_currency,
    roa_expectations,
    roi,
)
from smmeasure.core.spending import TotalCost, total_cost
from smmeasure.costs import CostBasis, CostItem
from smmeasure.errors import UnitError
from smmeasure.units import Money, MoneyEquivalent

EFFECTS = st.floats(-1e5, 1e5)
COSTS = st.floats(1, 1e6)
EXTRA = uplift(120, 80, 160)
"""120 pieces more, between 80 and 160."""


def euros(amount: float) -> Money:
    """Give an amount in euros."""
    return Money(amount, "EUR")


def ranged(low: float, amount: float, high: float, factor: float = 1.0) -> TotalCost:
    """Make a cost between two ends, all of it times a factor."""
    ends = {"low": euros(low * factor), "high": euros(high * factor)}
    item = CostItem("Ads", "media", euros(amount * factor), estimated=True, basis=CostBasis.AMOUNT, **ends)
    return total_cost([item], "EUR", 0.95)


def pieces(effect: float = 120, below: float = 40, above: float = 40) -> Gain:
    """Turn an effect on pieces of 50 EUR with a margin of 60 % into money."""
    return gain_of("pieces", uplift(effect, effect - below, effect + above), euros(50), 0.6, saves=False)


def test_gain() -> None:
    """120 pieces × 50 EUR × 60 % = 3,600 EUR, between 80 × 30 = 2,400 EUR and 160 × 30 = 4,800 EUR."""
    gain = gain_of("pieces", EXTRA, euros(50), 0.6, saves=False)

    assert (gain.low, gain.central, gain.high) == (euros(2400), euros(3600), euros(4800))
    assert (gain.units, gain.per_unit) == (120, euros(30))


def test_savings() -> None:
    """200 contacts fewer × 4.50 EUR = 900 EUR, between 140 × 4.50 = 630 EUR and 260 × 4.50 = 1,170 EUR."""
    gain = gain_of("contacts", uplift(-200, -260, -140), euros(4.5), 1.0, saves=True)

    assert (gain.low, gain.central, gain.high) == (euros(630), euros(900), euros(1170))
    assert (gain.units, gain.per_unit) == (200, euros(4.5))
    assert gain.draws == tuple(sorted(gain.draws))


def test_roi() -> None:
    """(3,600 EUR − 1,200 EUR) ÷ 1,200 EUR = 200 %, between 100 % and 300 %."""
    result = roi([pieces()], euros(1200))

    assert result.estimate == Estimate(2.0, 1.0, 3.0)
    assert str(result.calculation) == "120 × 30.00 EUR ≈ 3,600.00 EUR gained, on 1,200.00 EUR spent"
    assert result.probability == 1.0


def test_roi_of_sales_and_savings() -> None:
    """(3,600 EUR + 900 EUR − 3,000 EUR) ÷ 3,000 EUR = 50 %, ends added to ends: 1 % to 99 %."""
    saved = gain_of("contacts", uplift(-200, -260, -140), euros(4.5), 1.0, saves=True)
    result = roi([pieces(), saved], euros(3000))

    assert result.estimate == Estimate(0.5, pytest.approx(0.01), pytest.approx(0.99))
    assert str(result.calculation) == "4,500.00 EUR gained, on 3,000.00 EUR spent"


def test_probability_of_earning_money() -> None:
    """Of 99 equally likely gains from 2,400 EUR to 4,800 EUR, 49 lie above a cost of 3,600 EUR."""
    assert roi([pieces()], euros(3600)).probability == pytest.approx(49 / 99, rel=1e-12)


@given(EFFECTS, st.floats(0, 1e4), st.floats(0, 1e4), COSTS)
def test_an_roi_lies_in_its_interval_and_its_probability_in_0_to_1(
    effect: float, below: float, above: float, cost: float
) -> None:
    """Whatever the effect, the interval contains the ROI, and the probability is one."""
    result = roi([pieces(effect, below, above)], euros(cost))

    assert result.estimate is not None
    assert result.estimate.ci_lower <= result.estimate.value <= result.estimate.ci_upper
    assert result.probability is not None
    assert 0 <= result.probability <= 1


@given(EFFECTS, st.floats(0, 1e4), COSTS)
def test_probability_and_interval_agree(effect: float, width: float, cost: float) -> None:
    """An interval above 0 comes with a probability of 1, one below 0 with 0."""
    result = roi([pieces(effect, width, width)], euros(cost))

    assert result.estimate is not None
    if result.estimate.ci_lower > 1e-9:  # the draws end where the interval does, up to rounding
        assert result.probability == 1
    if result.estimate.ci_upper < -1e-9:
        assert result.probability == 0


@given(st.floats(0, 1e5), st.floats(0, 1e4), COSTS)
def test_a_doubled_cost_never_raises_an_roi(effect: float, width: float, cost: float) -> None:
    """With something gained, a campaign that costs twice as much returns no more."""
    once, twice = (roi([pieces(effect, 0, width)], euros(cost * factor)) for factor in (1, 2))

    assert once.estimate is not None
    assert twice.estimate is not None
    assert twice.estimate.value <= once.estimate.value
    assert (twice.probability or 0) <= (once.probability or 0)


@given(EFFECTS, st.floats(0, 1e4), COSTS, st.floats(0.1, 1), st.floats(1, 10))
def test_a_range_of_the_cost_keeps_the_rules(effect: float, width: float, cost: float, down: float, up: float) -> None:
    """With a cost of any range the interval contains the ROI, and doubling the cost never raises it."""
    gain = pieces(effect, width, width)
    once, twice = (roi([gain], ranged(cost * down, cost, cost * up, factor)) for factor in (1.0, 2.0))

    assert once.estimate is not None
    assert twice.estimate is not None
    assert once.estimate.ci_lower <= once.estimate.value <= once.estimate.ci_upper
    assert (twice.probability or 0) <= (once.probability or 0)
    if effect > 0:
        assert twice.estimate.value <= once.estimate.value
    if effect > width:  # every draw is a gain
        assert twice.estimate.ci_lower <= once.estimate.ci_lower
        assert twice.estimate.ci_upper <= once.estimate.ci_upper


def test_iroas() -> None:
    """120 pieces × 50 EUR = 6,000 EUR of revenue on 2,000 EUR of media: 3, between 2 and 4, surely above 1."""
    revenue = gain_of("pieces", EXTRA, euros(50), 1.0, saves=False)
    result = iroas([revenue], euros(2000))

    assert result.estimate == Estimate(3.0, 2.0, 4.0)
    assert result.probability == 1.0
    assert str(result.calculation) == "6,000.00 EUR of revenue gained ÷ 2,000.00 EUR of media"


def test_iroas_counts_media_alone() -> None:
    """Of 1,200 EUR in all the small campaign paid 900 EUR for media; margin is not taken off."""
    small = evaluation()
    effect, result = small.indicator("pieces").uplift, small.return_named(ReturnName.IROAS)

    assert effect is not None
    assert result.estimate is not None
    assert result.estimate.value == pytest.approx(effect.effect * 50 / 900, rel=1e-12)


NO_IROAS = [
    pytest.param({"roi": None}, "The brief names no indicator whose effect is revenue.", id="no money"),
    pytest.param(
        {"actions": [{**BRIEF["actions"][0], "costs": [{"category": "staff", "amount": 300}]}]},
        "No media cost is given: nothing can be divided by it.",
        id="no media",
    ),
    pytest.param(
        {"objectives": [BRIEF["objectives"][1]]},
        "An ROI is asked of a campaign that has no financial objective: it was not made to earn or save.",
        id="traffic campaign",
    ),
    pytest.param({}, "The effect on «Pieces sold» could not be measured.", id="not measurable"),
]


@pytest.mark.parametrize(("changes", "reason"), NO_IROAS)
def test_where_there_is_no_iroas_the_reason_is_told(changes: dict[str, object], reason: str) -> None:
    """No revenue, no media cost, no financial objective or no effect: a sentence in the place of the number."""
    campaign = brief(as_of="2026-03-20", **changes)
    begin = "2025-10-01" if "actions" in changes else "2026-02-20"  # nothing is measured: it is quick
    result = evaluate(campaign, data_of(campaign, **{key: series_of(key).loc[begin:] for key in campaign.indicators}))

    assert result.return_named(ReturnName.IROAS).estimate is None
    assert str(result.return_named(ReturnName.IROAS).reason) == reason


def test_revenue_needs_no_margin() -> None:
    """A brief without margin has no ROI, but an iROAS."""
    sold = {**BRIEF["indicators"], "pieces": indicator("units_sold", value_per_unit=50)}
    campaign = brief(as_of="2026-03-20", indicators=sold)
    result = evaluate(campaign, data_of(campaign))

    assert result.return_named(ReturnName.ROI).estimate is None
    assert result.return_named(ReturnName.IROAS).estimate is not None


@pytest.mark.parametrize(
    ("value", "cost"),
    [
        pytest.param(MoneyEquivalent(50, "EUR"), euros(100), id="equivalent gained"),
        pytest.param(euros(50), MoneyEquivalent(100, "EUR"), id="equivalent spent"),
        pytest.param(Money(50, "GBP"), euros(100), id="other currency"),
        pytest.param(euros(50), 100.0, id="number spent"),
    ],
)
def test_an_roi_takes_money_only(value: Money, cost: Money) -> None:
    """An equivalent, another currency or a bare number is refused by the type."""
    gain = gain_of("views", EXTRA, value, 1.0, saves=False)

    with pytest.raises(UnitError):
        roi([gain], cost)
    with pytest.raises(UnitError):
        iroas([gain], cost)


def test_return_on_expectations() -> None:
    """Two intermediate objectives reached to 150 % and 50 %: mean 100 %, ends averaged."""
    result = roa_expectations([Estimate(1.5, 1.0, 2.0), Estimate(0.5, 0.25, 0.75)])

    assert result.estimate == Estimate(1.0, 0.625, 1.375)
    assert str(result.calculation) == "mean of the intermediate objectives (2)"


@pytest.mark.parametrize("name", [ReturnName.ROA_ATTENTION, ReturnName.ROE_PER_CURRENCY])
def test_units_gained_per_euro(name: ReturnName) -> None:
    """120 units gained ÷ 60 EUR = 2 per euro, between 80 ÷ 60 and 160 ÷ 60."""
    result = per_currency(name, EXTRA, euros(60))

    assert result.estimate is not None
    assert (result.estimate.value, result.estimate.ci_lower, result.estimate.ci_upper) == pytest.approx(
        (2.0, 80 / 60, 160 / 60)
    )
    assert str(result.calculation) == "120 gained ÷ 60.00 EUR spent"


def test_every_return_is_a_number_or_a_reason() -> None:
    """An evaluation gives each of the six returns once, as a number or as the reason why not."""
    returns = evaluation().returns

    assert [result.name for result in returns] == list(ReturnName)
    assert all((result.estimate is None) is (result.reason is not None) for result in returns)


def test_the_small_campaign_pays() -> None:
    """The ROI of the small campaign is what its effect, price, margin and cost make: (e × 30 − 1,200) ÷ 1,200."""
    small = evaluation()
    effect, result = small.indicator("pieces").uplift, small.return_named(ReturnName.ROI)

    assert effect is not None
    assert result.estimate is not None
    assert small.total_cost == euros(1200)
    assert result.estimate.value == pytest.approx((effect.effect * 30 - 1200) / 1200, rel=1e-12)


REFUSED = [
    pytest.param(
        {"roi": ["sessions"]},
        "«Sessions from social media» is not measured in EUR: an ROI is money gained over money spent, and this "
        "indicator is not money.",
        id="ROI of visits",
    ),
    pytest.param(
        {"objectives": [BRIEF["objectives"][1]]},
        "An ROI is asked of a campaign that has no financial objective: it was not made to earn or save.",
        id="ROI of a traffic campaign",
    ),
    pytest.param(
        {"indicators": {**BRIEF["indicators"], "pieces": indicator("units_sold", value_per_unit=50)}},
        "The margin is not given: turnover is no gain, goods have to be bought or made.",
        id="no margin",
    ),
    pytest.param(
        {"actions": None}, "An ROI is asked and no cost is given: there is nothing to divide by.", id="no cost"
    ),
    pytest.param(
        {"roi": None},
        "The brief names no indicator that is money: this campaign is not judged by an ROI.",
        id="no ROI asked",
    ),
]


@pytest.mark.parametrize(("changes", "reason"), REFUSED)
def test_an_roi_that_the_method_refuses_is_never_computed(changes: dict[str, object], reason: str) -> None:
    """Where the check of the method objects to an ROI, its sentence stands in the place of the number."""
    campaign = brief(as_of="2026-03-20", **changes)
    short = {key: series_of(key).loc["2026-02-20":] for key in campaign.indicators}  # nothing is measured: it is quick
    result = evaluate(campaign, data_of(campaign, **short))

    assert result.return_named(ReturnName.ROI).estimate is None
    assert str(result.return_named(ReturnName.ROI).reason) == reason
    assert result.gains == ()


def test_a_window_without_values_has_no_return() -> None:
    """Where the whole campaign has no value, engagement against what was expected is no number."""
    keys = {"interactions": indicator("interactions", expected=400)}
    campaign = brief(as_of="2026-03-20", indicators=keys, objectives=None, roi=None, funnel=None)
    values = series_of("interactions")
    values.loc["2026-03-02":] = float("nan")
    result = evaluate(campaign, data_of(campaign, interactions=values)).return_named(ReturnName.ROE_EXPECTED)

    assert (result.estimate, str(result.reason)) == (None, "«Interactions» has no value in the campaign's days.")


SOLD_OR_SAVED = {
    "baskets",
    "orders",
    "conversions",
    "new_customers",
    "units_sold",
    "revenue",
    "support_contacts",
    "other",
}
"""Kinds of which one may be worth money: from the basket on, contacts spared, and what has no name in the catalogue."""


@pytest.mark.parametrize("kind", sorted(set(CATALOGUE) - SOLD_OR_SAVED))
def test_nothing_before_a_sale_enters_an_roi_even_with_a_price(kind: str) -> None:
    """Likes, views, reach, clicks and visits are refused whatever value the brief gives to one of them."""
    priced = {**BRIEF["indicators"], "it": indicator(kind, value_per_unit=5, margin=0.5)}

    assert roi_refusal(brief(indicators=priced, roi=["it"]), "it") is not None
