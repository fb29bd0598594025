"""From observed revenue to net gain: by hand, and parts that add up whatever the numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from small import brief, data_of, evaluation, uplift
from smmeasure.core.estimates import Evidence
from smmeasure.core.evaluate import evaluate
from smmeasure.core.plain import plain
from smmeasure.core.returns import Gain, ReturnName, gain_of, roi
from smmeasure.core.spending import certain
from smmeasure.core.waterfall import Sale, StepKind, Waterfall, waterfall
from smmeasure.costs import CostBasis, CostItem
from smmeasure.errors import UnitError
from smmeasure.units import Money, MoneyEquivalent

AMOUNTS = st.floats(-1e5, 1e5)
WIDTHS = st.floats(0, 1e4)


def euros(amount: float) -> Money:
    """Give an amount in euros."""
    return Money(amount, "EUR")


def cost(amount: float, category: str = "media", **ends: Money) -> CostItem:
    """Make an item of cost."""
    return CostItem("Ads", category, euros(amount), estimated=False, basis=CostBasis.AMOUNT, **ends)


def sale(effect: float, below: float, above: float, observed: float = 1120, margin: float = 0.6) -> Sale:
    """Sell pieces of 50 EUR."""
    lifted = uplift(effect, effect - below, effect + above)
    revenue = gain_of("pieces", lifted, euros(50), 1.0, saves=False)
    return Sale(euros(50 * observed), revenue, gain_of("pieces", lifted, euros(50), margin, saves=False))


def spared(effect: float = -200, width: float = 60) -> Gain:
    """Spare calls of 4.50 EUR."""
    return gain_of("calls", uplift(effect, effect - width, effect + width), euros(4.5), 1.0, saves=True)


def amounts(found: Waterfall) -> list[tuple[str, float, float]]:
    """Give each step's name, amount and running amount."""
    return [(step.category or step.kind.value, step.amount.amount, step.running.amount) for step in found.steps]


def test_from_revenue_to_net_gain() -> None:
    """1,120 × 50 = 56,000 EUR less 50,000 = 6,000; goods 40 % = 2,400; 3,600 + 900 saved − 1,500 − 500 = 2,500 EUR."""
    found = waterfall([sale(120, 40, 40)], [spared()], [cost(1500), cost(500, "staff")], 0.95)

    assert amounts(found) == [
        ("observed_revenue", 56000, 56000),
        ("baseline_revenue", -50000, 6000),
        ("incremental_revenue", 6000, 6000),
        ("goods", -2400, 3600),
        ("incremental_margin", 3600, 3600),
        ("verified_savings", 900, 4500),
        ("media", -1500, 3000),
        ("staff", -500, 2500),
        ("net_gain", 2500, 2500),
    ]
    assert found.roi.value == 2500 / 2000


def test_intervals_of_the_steps() -> None:
    """80 to 160 pieces: baseline 48,000 to 52,000 EUR, margin 2,400 to 4,800, net of 1,200 EUR 1,200 to 3,600 EUR."""
    steps = {step.kind: step for step in waterfall([sale(120, 40, 40)], [], [cost(1200)], 0.95).steps}

    ends = {kind: (step.amount_ci_lower.amount, step.amount_ci_upper.amount) for kind, step in steps.items()}
    assert ends[StepKind.BASELINE_REVENUE] == (-52000, -48000)
    assert ends[StepKind.INCREMENTAL_MARGIN] == (2400, 4800)
    assert ends[StepKind.GOODS] == (-3200, -1600)
    assert ends[StepKind.NET_GAIN] == (1200, 3600)
    assert steps[StepKind.BASELINE_REVENUE].evidence is Evidence.MODELLED


def test_savings_alone_begin_with_what_was_saved() -> None:
    """Without sales the way is 900 EUR saved less 600 EUR spent: 300 EUR."""
    assert amounts(waterfall([], [spared()], [cost(600)], 0.95)) == [
        ("verified_savings", 900, 900),
        ("media", -600, 300),
        ("net_gain", 300, 300),
    ]


@given(AMOUNTS, WIDTHS, WIDTHS, AMOUNTS, st.floats(0, 1), AMOUNTS, st.lists(st.floats(1, 1e6), min_size=1, max_size=4))
def test_parts_add_up_to_the_whole(  # noqa: PLR0913, PLR0917 - drawn numbers
    effect: float, below: float, above: float, observed: float, margin: float, calls: float, costs: list[float]
) -> None:
    """The changes add up to every total, the net gain over the cost is the ROI, intervals contain their estimates."""
    items = [
        cost(amount, category) for amount, category in zip(costs, ("media", "staff", "tools", "media"), strict=False)
    ]
    found = waterfall([sale(effect, below, above, observed, margin)], [spared(calls)], items, 0.95)
    running = 0.0
    for step in found.steps:
        running = step.amount.amount if step is found.steps[0] else running
        running += 0.0 if step.kind.is_total else step.amount.amount
        assert step.running.amount == pytest.approx(running, rel=1e-9, abs=1e-4)  # sums of amounts up to 1e7
        slack = 1e-9 * (abs(step.amount.amount) + 1e7)
        assert step.amount_ci_lower.amount - slack <= step.amount.amount <= step.amount_ci_upper.amount + slack

    assert found.net_gain.amount / found.total_cost == pytest.approx(found.roi.value, rel=1e-9, abs=1e-6)  # as above


@given(AMOUNTS, WIDTHS, st.floats(10, 1e5), st.floats(0.5, 1), st.floats(1, 2))
def test_a_cost_with_a_range_widens_the_net_gain_and_keeps_its_estimate(
    effect: float, width: float, amount: float, low: float, high: float
) -> None:
    """The net gain lies in its interval, also where the cost is uncertain."""
    item = cost(amount, low=euros(amount * low), high=euros(amount * high))
    net = waterfall([sale(effect, width, width)], [], [item], 0.95).net_gain

    assert net.amount_ci_lower.amount <= net.amount.amount <= net.amount_ci_upper.amount


def test_equivalents_are_refused() -> None:
    """What something would have cost is no cost, and no revenue."""
    equivalent = CostItem("Press", "media", MoneyEquivalent(9, "EUR"), estimated=False, basis=CostBasis.AMOUNT)  # type: ignore[arg-type]
    with pytest.raises(UnitError):
        waterfall([], [spared()], [equivalent], 0.95)


@given(st.sampled_from([5.0, 7, "900", None, MoneyEquivalent(1200, "EUR"), object()]))
def test_an_roi_never_takes_what_is_no_money(spent: object) -> None:
    """A number without a currency, a text and an equivalent are refused."""
    with pytest.raises(UnitError):
        roi([spared()], spent)  # type: ignore[arg-type]


@given(st.floats(0, 1e5), WIDTHS, st.floats(1, 1e6))
def test_a_doubled_cost_never_raises_a_net_gain(effect: float, width: float, amount: float) -> None:
    """A campaign that costs twice as much leaves less."""
    once, twice = (
        waterfall([sale(effect, width, width)], [], [cost(amount * factor)], 0.95).net_gain.amount for factor in (1, 2)
    )
    assert twice < once


def test_the_roi_is_the_one_of_the_returns() -> None:
    """A campaign's waterfall ends at the ROI that its report leads with, and goes into the record."""
    made = evaluation()
    assert made.worth is not None
    assert made.worth.waterfall is not None
    assert made.worth.waterfall.roi == made.return_named(ReturnName.ROI).estimate

    record = made.to_dict()["worth"]
    assert record == plain(made.worth)
    assert record["waterfall"]["steps"][0]["kind"] == "observed_revenue"  # type: ignore[index]


def test_no_roi_no_waterfall() -> None:
    """Before the end, and without a cost, nothing is drawn."""
    free = brief(as_of="2026-03-20", actions=None)

    assert [
        made.worth and made.worth.waterfall for made in (evaluation("2026-03-05"), evaluate(free, data_of(free)))
    ] == [
        None,
        None,
    ]
    assert certain(euros(0)).is_certain
