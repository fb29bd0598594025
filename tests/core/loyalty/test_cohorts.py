"""Customers won: windows worked out by hand, days still to come, refunds, holes, and what holds of any shop."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smmeasure.core.estimates import Evidence
from smmeasure.core.follow_up.results import CheckpointState
from smmeasure.core.loyalty.cohorts import against, estimate_cohorts
from smmeasure.core.loyalty.quiet_windows import quiet_windows
from smmeasure.core.results import Verdict
from smmeasure.windows import Window
from support import cases
from won_customers import MARCH, QUIET, bought, shop


def test_the_customers_won_are_worked_out_by_hand() -> None:
    """60 against 20, 24 and 28: usually 24, their standard deviation 4, t(2) 4.302653: 36 ± 4.302653 * 4 * sqrt(4/3).

    After 30 days, on 1 April, 30 of 60 have brought 20 euros more: 20 each; half of them came back.
    """
    found = estimate_cohorts(bought(shop()), MARCH, quiet_start=QUIET)
    count = found.figure("customers")
    assert (found.customers, [one.customers for one in found.quiet]) == (60, [20, 24, 28])
    assert (count.usual, count.windows, str(count.unit), count.verdict) == (24.0, 3, "count", Verdict.RISE)
    assert count.difference is not None
    assert count.difference.value == 36.0
    assert count.difference.ci_lower == pytest.approx(36 - 4.302653 * 4 * math.sqrt(4 / 3), abs=1e-4)
    first, later, again = found.figure("revenue"), found.figure("revenue", 30), found.figure("repeat_rate", 30)
    assert (first.estimate, str(later.unit)) == (type(count.difference)(10.0, 10.0, 10.0), "EUR")
    assert later.estimate is not None
    assert again.estimate is not None
    # 30 times 10 and 30 times 30: mean 20, standard deviation 10 sqrt(60/59), t(59) 2.000995.
    assert later.estimate.value == 20.0
    assert later.estimate.ci_upper == pytest.approx(20 + 2.000995 * 10 * math.sqrt(60 / 59) / math.sqrt(60), abs=1e-5)
    assert (again.estimate.value, str(again.unit), again.evidence) == (0.5, "fraction", Evidence.MEASURED)


def test_a_day_that_is_not_reached_says_not_yet() -> None:
    """Who was won on 8 March has had 90 days on 6 June: on the day before, nothing is told of them."""
    found = estimate_cohorts(bought(shop(until=date(2026, 6, 5))), MARCH)
    late = found.figure("revenue", 90)
    assert (late.state, late.day, late.estimate) == (CheckpointState.NOT_YET, date(2026, 6, 6), None)
    assert str(late.reason) == (
        "Of the customers won, the last will have had 90 days on 2026-06-06; the orders end on 2026-06-05."
    )
    reached = estimate_cohorts(bought(shop(until=date(2026, 6, 6))), MARCH).figure("revenue", 90)
    assert reached.state is CheckpointState.MEASURED


def test_nothing_later_than_the_report_is_used() -> None:
    """Orders after the last day that counts change no number."""
    rows = shop(until=date(2026, 4, 10))
    later = [*rows, ("0-1", date(2026, 4, 11), 500.0), ("late", date(2026, 5, 1), 9.0)]
    until = date(2026, 4, 10)
    assert estimate_cohorts(bought(later), MARCH, until=until) == estimate_cohorts(bought(rows), MARCH, until=until)


def test_refunds_are_counted_and_taken_off() -> None:
    """A refund beside the order, on a line of it, and on a row of its own: 5 + 10 + 4 euros back, on three orders."""
    table = bought([*shop(again=0), ("0-2", date(2026, 3, 5), -4.0), ("never", date(2026, 3, 5), -9.0)])
    table["refund"] = np.where(np.arange(len(table)) == 2, 5.0, 0.0)
    table["order_id"] = [f"n{row}" for row in range(len(table))]
    table.loc[len(table)] = table.loc[3].to_dict() | {"net_amount": -10.0, "refund": 0.0}
    found = estimate_cohorts(table, MARCH)
    assert (found.customers, found.refunds, found.refunded.amount) == (60, 3, 19.0)
    value = found.figure("revenue", 30).estimate
    assert value is not None
    assert value.value == pytest.approx((600 - 19) / 60)
    assert [str(doubt) for doubt in found.doubts] == ["Refunds that belong to no order in the table, left out: 1."]


def test_a_margin_takes_the_place_of_revenue() -> None:
    """Where the margin is known customers are worth margin, 4 euros each."""
    found = estimate_cohorts(bought(shop(again=0), margin=4.0), MARCH)
    value = found.figure("margin", 30).estimate
    assert value is not None
    assert value.value == 4.0


def test_who_comes_back_after_a_pause_is_won_again() -> None:
    """A customer of 181 days ago counts as won, one of 180 days ago doesn't."""
    back = [("a", MARCH.start - timedelta(181), 1.0), ("b", MARCH.start - timedelta(180), 1.0)]
    now = [("a", MARCH.start, 1.0), ("b", MARCH.start, 1.0)]
    assert estimate_cohorts(bought([*shop(), *back, *now]), MARCH).customers == 61


def test_few_customers_have_no_mean() -> None:
    """Of 49 customers the number is told, of their worth only why not."""
    found = estimate_cohorts(bought(shop((49, 20, 24, 28), again=0)), MARCH)
    assert found.figure("customers").estimate is not None
    assert str(found.figure("revenue", 30).reason) == (
        "Only 49 customers were won; from 50 on the mean has an honest interval."
    )


def test_few_or_equal_quiet_windows_give_no_difference() -> None:
    """Two windows don't say how far they scatter, and three alike neither."""
    two = estimate_cohorts(bought(shop()), MARCH, quiet_start=QUIET + timedelta(weeks=1)).figure("customers")
    assert (two.windows, two.difference, str(two.untold)) == (
        2,
        None,
        "Too few quiet windows to compare with: 2; from 3 on their scatter is known.",
    )
    alike = estimate_cohorts(bought(shop((60, 20, 20, 20))), MARCH, quiet_start=QUIET).figure("customers")
    assert (alike.difference, alike.verdict) == (None, Verdict.NOT_MEASURABLE)


def test_an_empty_month_is_a_hole_and_not_a_zero() -> None:
    """A month without any order in a shop of three a day is told, and no window of it is compared with."""
    days = [date(2025, 1, 1) + timedelta(day) for day in range(500)]
    rows = [(f"{day}-{who}", day, 10.0) for day in days for who in range(3)]
    january = [row for row in rows if row[1].replace(day=1) != date(2026, 1, 1)]
    found = estimate_cohorts(bought(january), MARCH)
    (doubt,) = found.doubts
    assert str(doubt) == (
        "No order from 2026-01-01 to 2026-01-31, where many are usual: the file may lack these days, and windows with "
        "them are left out."
    )
    assert {one.customers for one in found.quiet} == {21}
    assert not any(one.window.overlaps(Window(date(2026, 1, 1), date(2026, 1, 31))) for one in found.quiet)
    march = [row for row in rows if row[1].replace(day=1) != date(2026, 3, 1)]
    untold = estimate_cohorts(bought(march), MARCH).figures
    assert [(one.state, one.estimate) for one in untold] == [(CheckpointState.NOT_MEASURABLE, None)]


def test_orders_that_begin_too_late_tell_nobody_who_is_new() -> None:
    """With 100 days of orders before it, nobody knows who was won after a pause of 180 days."""
    rows = [(f"{day}", MARCH.start + timedelta(day), 1.0) for day in range(-100, 60)]
    (only,) = estimate_cohorts(bought(rows), MARCH).figures
    assert str(only.reason) == (
        "Who is new can be told from 2026-05-21 on only: the orders begin too late, or new_after is too long."
    )


def test_quiet_windows_begin_on_the_same_weekday_and_leave_out_other_days() -> None:
    """Of ten days from a Monday on, the windows begin on Mondays two weeks apart; a sale moves them by weeks."""
    window = Window(date(2026, 3, 2), date(2026, 3, 11))
    sale = Window(date(2026, 2, 10), date(2026, 2, 11))
    found = quiet_windows(window, [sale], date(2026, 1, 1))
    assert [one.start for one in found] == [date(2026, 2, 16), date(2026, 1, 26), date(2026, 1, 12)]
    assert {one.days for one in found} == {10}


@settings(max_examples=cases(30, 300), deadline=None, derandomize=True)
@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=12), st.floats(-1e6, 1e6), st.floats(0.5, 0.99))
def test_an_interval_contains_its_difference(usual: list[float], own: float, level: float) -> None:
    """Whatever the windows give; and a wider level gives a wider interval."""
    found, wider = against(own, usual, level), against(own, usual, 0.995)
    if found is None or wider is None:
        assert len(set(usual)) == 1 or float(np.std(usual)) < 1e-9
        return
    assert found.ci_lower <= found.value <= found.ci_upper
    assert wider.ci_upper - wider.ci_lower >= found.ci_upper - found.ci_lower


@settings(max_examples=cases(10, 100), deadline=None, derandomize=True)
@given(st.integers(0, 1000), st.floats(0.5, 20.0))
def test_money_scales_and_the_order_of_rows_says_nothing(seed: int, factor: float) -> None:
    """Amounts of another scale give values of that scale, the same customers, whatever the order of the rows."""
    rng = np.random.default_rng(seed)
    table = bought(shop())
    table["net_amount"] = np.round(rng.lognormal(3.0, 0.5, len(table)), 2)
    found = estimate_cohorts(table, MARCH)
    scaled = table.assign(net_amount=table["net_amount"] * factor).sample(frac=1.0, random_state=seed)
    other = estimate_cohorts(scaled, MARCH)
    assert other.customers == found.customers
    for one, two in zip(found.figures, other.figures, strict=True):
        if one.unit.is_money and one.estimate and two.estimate:
            # Sums are rounded to a millionth of the currency.
            assert two.estimate.value == pytest.approx(factor * one.estimate.value, abs=1e-4)
        else:
            assert one.estimate == two.estimate
