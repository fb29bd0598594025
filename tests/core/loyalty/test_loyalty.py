"""Loyalty: pairs worked out by hand, a shop whose truth is known, groups that can't be compared, no customer told."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from smmeasure.core.estimates import Evidence
from smmeasure.core.loyalty.counted import ambassadors
from smmeasure.core.loyalty.differences import paired
from smmeasure.core.loyalty.estimate import ASSOCIATION, EFFECT, estimate_loyalty
from smmeasure.core.loyalty.purchases import Purchases
from smmeasure.core.loyalty.results import Loyalty
from smmeasure.core.plain import plain
from smmeasure.core.results import Verdict
from smmeasure.errors import CallError

FIRST = pd.Timestamp("2025-01-01")
JOINED = pd.Timestamp("2025-07-01")
LAST = pd.Timestamp("2026-01-31")


def name(number: int) -> str:
    """Give the keyed hash of an invented customer."""
    return hashlib.blake2b(str(number).encode(), digest_size=16).hexdigest()


def bought(*orders: tuple[int, str, float]) -> pd.DataFrame:
    """Write orders: who, on which day, for how much."""
    table = pd.DataFrame(orders, columns=["customer", "ordered_at", "net_amount"])
    return table.assign(customer=table["customer"].map(name), ordered_at=pd.to_datetime(table["ordered_at"]))


def joined(*members: int, on: pd.Timestamp = JOINED) -> pd.Series:
    """List members who joined on one day."""
    return pd.Series(on, index=[name(member) for member in members])


def twins(people: int = 60, *, again: int = 30, others_again: int = 15) -> tuple[pd.DataFrame, pd.Series]:
    """Write a shop where each even customer joins and the next one is alike; some of them buy 40 euros again."""
    rows: list[tuple[int, str, float]] = []
    for pair in range(people):
        for who, returns in ((2 * pair, again), (2 * pair + 1, others_again)):
            rows.append((who, "2025-06-01", 20.0 + pair % 7))
            if pair < returns:
                rows.append((who, "2025-12-01", 40.0))
    rows.append((10_000, "2026-01-31", 1.0))
    return bought(*rows), joined(*range(0, 2 * people, 2))


def shop(seed: int, lift: float = 0.5) -> tuple[pd.DataFrame, pd.Series, float]:
    """Simulate a shop of 1,200: who has bought more joins more often; gives what membership adds in orders each."""
    rng = np.random.default_rng(seed)
    rate = rng.gamma(1.5, 0.005, 1200)
    count = rng.poisson(rate * 395)
    who, day = np.repeat(np.arange(1200), count), rng.integers(0, 395, count.sum())
    past = np.bincount(who[day <= 181], minlength=1200)
    wish = np.where(past > 0, np.sqrt(1.0 + past), 0.0)
    members = np.sort(rng.choice(1200, 100, replace=False, p=wish / wish.sum()))
    more = rng.poisson(rate[members] * lift * 180)
    who = np.concatenate([who, np.repeat(members, more)])
    day = np.concatenate([day, rng.integers(182, 362, more.sum())])
    orders = pd.DataFrame(
        {"customer": [name(int(one)) for one in who], "ordered_at": FIRST + pd.to_timedelta(day, "D")}
    )
    orders["net_amount"] = np.round(rng.lognormal(3.5, 0.5, len(day)), 2)
    return orders, joined(*members.tolist()), float(lift * 180 * rate[members].mean())


def test_twins_are_compared_by_hand() -> None:
    """Of 60 twins 30 members and 15 others buy 40 euros again: 25 points, 10 euros each, 600 euros in all."""
    found = estimate_loyalty(*twins())
    repeat, revenue = found.outcome("repeat_rate"), found.outcome("revenue")
    assert (found.compared, found.others_compared, found.listed, found.customers) == (60, 60, 60, 60)
    assert (repeat.members, repeat.others, repeat.difference.effect) == (0.5, 0.25, 0.25)
    assert (str(repeat.unit), str(revenue.unit)) == ("fraction", "EUR")
    assert revenue.difference.effect == pytest.approx(10.0)
    assert revenue.difference.total.value == pytest.approx(600.0)
    assert revenue.difference.rel_effect == pytest.approx(1.0)
    assert revenue.difference.verdict is Verdict.RISE
    assert found.outcome("retention").difference.effect == 0.25  # the first of December is in the second half
    assert {result.evidence for result in found.outcomes} == {Evidence.MODELLED}
    assert (found.statement, found.reason, found.doubts) == (ASSOCIATION, None, ())


def test_rates_of_pairs_have_the_published_interval() -> None:
    """Of 60 pairs 20 differ for members, 5 for others: (21 - 6)/62 ± 1.96 root((27/62 - (15/62)²)/62)."""
    members = np.array([1.0] * 20 + [0.0] * 40)
    others = np.array([0.0] * 20 + [1.0] * 5 + [0.0] * 35)
    said = paired(members, others, 0.95, binary=True)
    half = 1.959964 * np.sqrt((27 / 62 - (15 / 62) ** 2) / 62)
    assert said.effect == pytest.approx(0.25)
    # z is written with six digits.
    assert (said.effect_ci_lower, said.effect_ci_upper) == pytest.approx((15 / 62 - half, 15 / 62 + half), rel=1e-6)


def test_means_of_pairs_have_students_interval_and_fiellers() -> None:
    """The differences 0, 2, 1, 1 have the mean 1 and the error 0.408; the ratio leaves out 1 when they leave out 0."""
    members, others = np.array([5.0, 7.0, 5.0, 6.0]), np.array([5.0, 5.0, 4.0, 5.0])
    said = paired(members, others, 0.95, binary=False)
    half = 3.182446 * np.sqrt(2 / 3) / 2
    assert (said.effect, said.effect_ci_lower) == pytest.approx((1.0, 1.0 - half), rel=1e-6)
    assert said.rel_effect == pytest.approx(1.0 / 4.75)
    assert (said.effect_ci_lower > 0) == (said.rel_effect_ci_lower > 0)
    # At its ends R the mean of members - R others is exactly t errors away from 0.
    ratio = 1.0 + said.rel_effect_ci_upper
    gaps = members - ratio * others
    assert abs(gaps.mean()) == pytest.approx(3.182446 * gaps.std(ddof=1) / 2, rel=1e-6)


@pytest.mark.parametrize("comparison", ["coarsened", "propensity"])
def test_intervals_hold_the_truth_of_simulated_shops(comparison: str) -> None:
    """Of 25 shops the interval of orders holds the truth in 19 or more: fewer has odds of 1 in 5,000 at 95 %."""
    held = 0
    for seed in range(25):
        orders, members, truth = shop(seed)
        gap = estimate_loyalty(orders, members, comparison=comparison).outcome("orders").difference
        held += gap.effect_ci_lower <= truth <= gap.effect_ci_upper
    assert held >= 19


def test_matching_makes_the_groups_alike() -> None:
    """Members had bought more; after matching the groups are within a tenth of a standard deviation."""
    orders, members, _ = shop(5)
    rows = estimate_loyalty(orders, members).balance
    assert [row.trait for row in rows] == ["prior_orders", "prior_spend", "days_since_order"]
    assert rows[0].smd_before > 0.2
    assert max(abs(row.smd_after) for row in rows) < 0.1


def test_time_before_joining_earns_nobody_anything() -> None:
    """A member is followed from the day after joining, and his twin from the same day: June counts for neither."""
    orders, members = twins(again=0, others_again=0)
    on_the_day = bought(*((who, "2025-07-01", 500.0) for who in range(120)))
    found = estimate_loyalty(pd.concat([orders, on_the_day]), members)
    assert found.outcome("revenue").difference.verdict is Verdict.NOT_MEASURABLE
    assert found.balance[0].members_after == 2.0
    assert found.balance[2].members_after == 0.0


def test_members_who_cannot_be_compared_are_counted() -> None:
    """Who joined too late, had never bought, or has no twin is told apart."""
    orders, members = twins()
    rich = bought(*((20_000, f"2025-05-{day:02d}", 900.0) for day in range(1, 29)))
    more = pd.concat([members, joined(20_000, 20_001), joined(1, on=LAST)])
    left = estimate_loyalty(pd.concat([orders, rich]), more).left_out
    assert (left.not_followed, left.no_order_before, left.no_match) == (1, 1, 2)


def test_few_members_are_not_measurable() -> None:
    """With 20 pairs every outcome says that there are too few."""
    found = estimate_loyalty(*twins(20))
    assert str(found.reason) == (
        "Only 20 members could be compared; from 50 on an interval can be trusted. Wait, or take fewer days."
    )
    assert {result.difference.verdict for result in found.outcomes} == {Verdict.NOT_MEASURABLE}
    assert all(result.difference.reason == found.reason for result in found.outcomes)
    assert np.isnan(found.outcome("revenue").difference.effect)


def test_groups_that_do_not_overlap_are_not_measurable() -> None:
    """Members who bought ten times as often as anybody else find no twin; their past alone gives them away."""
    rows = [(who, f"2025-06-{1 + day:02d}", 20.0) for who in range(80) for day in range(20 if who < 60 else 1)]
    orders = bought(*rows, (99, "2026-01-31", 1.0))
    binned = estimate_loyalty(orders, joined(*range(60)))
    learnt = estimate_loyalty(orders, joined(*range(60)), comparison="propensity")
    assert binned.left_out.no_match == 60
    assert str(binned.reason).startswith("Only 0 members could be compared")
    assert str(learnt.reason).startswith("Members and other customers don't overlap")


def test_nobody_to_compare_with_is_told() -> None:
    """Where everybody is a member, or no member had bought before, it is said."""
    orders, members = twins()
    everybody = joined(*range(120), 10_000)
    assert "nobody to compare with" in str(estimate_loyalty(orders, everybody).reason)
    early = pd.Series(pd.Timestamp("2025-01-02"), members.index)
    assert str(estimate_loyalty(orders, early).reason).startswith("No member had ordered before joining")


def test_margin_is_compared_where_it_is_given() -> None:
    """Margins of half the amount make 5 euros per member; without them there is no such outcome."""
    orders, members = twins()
    found = estimate_loyalty(orders.assign(margin=orders["net_amount"] / 2), members)
    assert found.outcome("margin").difference.effect == pytest.approx(5.0)
    assert len(estimate_loyalty(orders, members).outcomes) == 4


def test_lines_of_an_order_are_one_order_and_cancelled_ones_none() -> None:
    """Two lines of one order count once, a cancelled order not at all, a refund lowers the revenue."""
    orders, members = twins()
    lines = orders.assign(order_id=[str(row) for row in range(len(orders))], line=1, refund=0.0)
    second = lines.assign(line=2, net_amount=np.nan)
    gone = lines[lines["ordered_at"] > JOINED].assign(order_id=lambda table: "x" + table["order_id"])
    table = pd.concat([lines, second, gone.assign(cancelled=JOINED)], ignore_index=True)
    table.loc[(table["line"] == 1) & (table["ordered_at"] > JOINED), "refund"] = 10.0
    found = estimate_loyalty(table, members)
    assert found.outcome("orders").difference.effect == pytest.approx(0.25)
    assert found.outcome("revenue").difference.effect == pytest.approx(0.25 * 30.0)
    assert [str(doubt) for doubt in found.doubts] == ["46 rows of cancelled orders were left out"]


def test_orders_that_failed_are_none() -> None:
    """An order that was voided or expired was never bought, whatever the case of its state."""
    orders, members = twins()
    orders["status"] = ["Voided" if day > JOINED else "paid" for day in orders["ordered_at"]]
    found = estimate_loyalty(orders, members, until=LAST)
    assert found.outcome("orders").difference.verdict is Verdict.NOT_MEASURABLE
    assert [str(doubt) for doubt in found.doubts] == ["46 rows of cancelled orders were left out"]


@pytest.mark.parametrize("column", ["net_amount", "margin"])
def test_an_order_without_an_amount_is_refused(column: str) -> None:
    """A missing amount is not 0: the orders that lack it are counted."""
    orders, members = twins()
    lacking = orders.assign(margin=1.0, order_id=[str(row) for row in range(len(orders))])
    lacking.loc[[0, 1], column] = np.nan
    with pytest.raises(CallError) as told:
        estimate_loyalty(lacking, members)
    assert str(told.value) == (
        f"orders[{column}]: found orders without an amount: 2; expected an amount for every order. Look the amounts "
        "up, or leave these orders out and say so; missing is not 0."
    )


def test_new_customers_are_counted() -> None:
    """From the day of joining one member and two others buy for the first time; 30 and 16 buy again."""
    orders, members = twins()
    fresh = bought(*((who, "2025-08-01", 5.0) for who in (500, 501, 502)))
    found = estimate_loyalty(pd.concat([orders, fresh]), pd.concat([members, joined(500)])).new_customers
    assert found is not None
    assert (found.members, found.others, found.history_days) == (1, 3, 30)
    assert (found.members_share, found.others_share) == pytest.approx((1 / 31, 3 / 18))


def test_ambassadors_are_counted() -> None:
    """Member 0's code brings customers 1 and 3, one of them new; his own order with it counts for nobody."""
    orders = bought((0, "2025-06-01", 9.0), (1, "2025-06-02", 10.0), (3, "2025-05-01", 1.0), (3, "2025-06-03", 20.0))
    orders["promo_code"] = ["ANNA ", "anna", None, "Anna"]
    found = estimate_loyalty(orders, joined(0), referrals=pd.Series({"Anna": name(0)})).ambassadors
    assert found is not None
    assert (found.members, found.members_orders, found.members_revenue, found.members_new) == (1, 2, 30.0, 1)
    assert (found.others, found.others_orders, found.own_orders) == (0, 0, 1)
    assert found.members_rate.value == 1.0


def test_an_owner_who_never_bought_is_an_ambassador_too() -> None:
    """A code brings an order though its owner has none."""
    orders = Purchases(np.array([0]), np.array([5]), np.array([7.0]), None, np.array(["anna"], dtype=object))
    found = ambassadors(orders, np.array([False, True]), np.array([True, False]), {"anna": 1}, 0.95)
    assert (found.members, found.members_revenue) == (1, 7.0)


def test_randomised_groups_are_compared_as_drawn() -> None:
    """People without an order count with 0, the evidence is measured, and the sentence says effect."""
    orders, members = twins()
    found = estimate_loyalty(orders, members, others=joined(*range(1, 141, 2)), comparison="randomised")
    repeat = found.outcome("repeat_rate")
    assert (found.compared, found.others_compared) == (60, 70)
    assert repeat.others == pytest.approx(15 / 70)
    assert (repeat.evidence, found.statement) == (Evidence.MEASURED, EFFECT)
    assert repeat.difference.method == "Newcombe hybrid score, MOVER-R ratio"


def test_every_fault_is_told_at_once_and_no_customer() -> None:
    """Customers in both groups, twice in a list, unhashed, without a day: counted, and never quoted."""
    orders, members = twins()
    orders.loc[0, "customer"] = "anna@example.org"
    orders.loc[1, "ordered_at"] = pd.NaT
    with pytest.raises(CallError) as told:
        estimate_loyalty(orders, pd.concat([members, members[:1]]), others=members[:2], days=3)
    assert str(told.value) == (
        "orders[customer]: found customers that are no keyed hash: 1; expected 32 hexadecimal digits each. Read the "
        "file with `smm.read_export(…, key=smm.load_key())`, which hashes at the door.\n"
        "orders[ordered_at]: found rows without a day: 1; expected a day on every row. Look the days up: without the "
        "day nothing tells before from after.\n"
        "members: found customers who stand there twice: 1; expected each customer once. Keep the first day on which "
        "each of them joined.\n"
        "others: found customers who are members too: 3; expected each customer in one group. Find out which of the "
        "two lists is right; nobody can be compared with himself.\n"
        "days: found 3; expected a whole number from 14 to 1100. Take about twice the usual time between two orders."
    )


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"orders": 3}, "orders: found a int"),
        ({"orders": pd.DataFrame({"customer": [name(1)]})}, "orders: found no column ordered_at, net_amount"),
        ({"members": ["a"]}, "members: found a list"),
        ({"members": joined()}, "members: found nobody"),
        ({"members": pd.Series("2025-07-01", [name(0)])}, "members: found values of type str"),
        ({"comparison": "twins"}, "comparison: found 'twins'"),
        ({"comparison": "randomised"}, "others: found nothing"),
        ({"comparison": ["twins"]}, "comparison: found ['twins']"),
        ({"rng": -1}, "rng: found -1"),
        ({"level": 95}, "level: found 95"),
        ({"currency": "EUR_eq"}, "currency: found 'EUR_eq'"),
        ({"until": "yesterday"}, "until: found"),
        ({"until": "2020-01-01"}, "orders: found no order of a known customer"),
        ({"referrals": pd.Series({"a": "Anna"})}, "referrals: found customers that are no keyed hash: 1"),
        ({"referrals": pd.Series([name(0)] * 2, ["a", "A "])}, "referrals: found codes that stand there twice: 1"),
    ],
)
def test_bad_arguments_are_refused(change: dict[str, Any], found: str) -> None:
    """Each argument that can't be taken is named, with what was found."""
    orders, members = twins()
    with pytest.raises(CallError) as told:
        estimate_loyalty(**{"orders": orders, "members": members, **change})
    assert str(told.value).startswith(found)


@pytest.mark.parametrize(
    ("column", "values", "found"),
    [
        ("net_amount", "12,50", "orders[net_amount]: found values of type"),
        ("net_amount", np.nan, "orders[net_amount]: found no amount at all"),
        ("net_amount", np.inf, "orders[net_amount]: found infinite or immense values"),
        ("customer", None, "orders[customer]: found no customer on any of"),
        ("ordered_at", "2025-06-01", "orders[ordered_at]: found values of type"),
        ("currency", "euro", "orders[currency]: found 'euro'"),
        ("order_id", None, "orders[order_id]: found rows without a number"),
    ],
)
def test_bad_columns_are_refused(column: str, values: float | str | None, found: str) -> None:
    """Each column that can't be taken is named, with what was found."""
    orders, members = twins()
    with pytest.raises(CallError) as told:
        estimate_loyalty(orders.assign(**{column: values}), members)
    assert str(told.value).startswith(found)


def test_two_currencies_and_doubled_orders_are_refused() -> None:
    """Amounts of two currencies are never added, and an order that stands there twice is no second one."""
    orders, members = twins()
    twice = orders.assign(order_id="1", line=1, currency=["EUR", "USD"] + ["EUR"] * (len(orders) - 2))
    with pytest.raises(CallError, match=r"several currencies: EUR, USD.*\n.*stand there twice: 165"):
        estimate_loyalty(twice, members)


def test_the_record_leads_to_nobody() -> None:
    """The result as JSON holds no hash and no code, only finite numbers and None."""
    orders, members, _ = shop(1)
    orders["promo_code"] = "secret-code"
    owners = pd.Series({"secret-code": members.index[0]})
    found = estimate_loyalty(orders, members, referrals=owners)
    for result in (found, replace(found, outcomes=()), estimate_loyalty(orders, members[:5])):
        text = json.dumps(result.to_dict(), allow_nan=False)
        assert not re.search(r"[0-9a-f]{32}|secret-code", text + repr(result))
    record = found.to_dict()
    assert record["comparison"] == "coarsened"
    assert record["outcomes"][0]["unit"] == "fraction"  # type: ignore[index]


def test_the_order_of_the_rows_says_nothing() -> None:
    """Shuffled orders and members give the same result."""
    orders, members, _ = shop(2)

    def record(shuffled: pd.DataFrame, listed: pd.Series) -> object:
        found: Loyalty = estimate_loyalty(shuffled, listed)
        return plain(found)

    assert record(orders, members) == record(orders.sample(frac=1, random_state=1), members[::-1])


def test_the_past_may_be_a_window() -> None:
    """With 90 days before the first of July, orders of the first of April and earlier are no past: 59 have one."""
    orders, members = twins()
    early = orders["customer"].isin([name(0), name(1)]) & (orders["ordered_at"] < JOINED)
    moved = orders.assign(ordered_at=orders["ordered_at"].mask(early, pd.Timestamp("2025-04-02")))
    assert estimate_loyalty(moved, members, before=91).compared == 60
    found = estimate_loyalty(moved, members, before=90)
    assert (found.compared, found.left_out.no_order_before) == (59, 1)
    assert [str(doubt) for doubt in estimate_loyalty(orders, members, before=90).doubts] == [
        "For 60 members the orders begin less than 90 days before they joined: their past is cut off."
    ]
    with pytest.raises(CallError, match="before: found 7; expected a whole number from 28 to 3660"):
        estimate_loyalty(orders, members, before=7)


def test_a_refund_on_a_row_of_its_own_is_no_order() -> None:
    """30 members give back what they bought in December: nobody more ordered, and 40 euros each are gone."""
    orders, members = twins()
    back = [(2 * pair, "2025-12-10", -40.0) for pair in range(30)]
    found = estimate_loyalty(pd.concat([orders, bought(*back)], ignore_index=True), members)
    assert (found.outcome("repeat_rate").members, found.outcome("orders").members) == (0.5, 0.5)
    assert (found.outcome("revenue").members, found.outcome("revenue").others) == (0.0, 10.0)


def test_a_shop_without_refunds_has_an_empty_column() -> None:
    """The column of refunds may be empty, as in an export that knows none; amounts may not."""
    orders, members = twins()
    assert estimate_loyalty(orders.assign(refund=np.nan), members) == estimate_loyalty(orders, members)
    with pytest.raises(CallError, match=r"orders\[net_amount\]: found no amount at all"):
        estimate_loyalty(orders.assign(net_amount=np.nan), members)


def test_days_without_any_order_are_told() -> None:
    """A shop with an order on every day but those of October says that the file may lack them."""
    orders, members = twins()
    days = [FIRST + pd.Timedelta(day, "D") for day in range(396)]
    rest = bought(*((5000 + day, str(on.date()), 1.0) for day, on in enumerate(days) if on.month != 10))
    found = estimate_loyalty(pd.concat([orders, rest], ignore_index=True), members)
    (doubt,) = found.doubts
    assert str(doubt) == (
        "No order from 2025-10-01 to 2025-10-31, where many are usual: if the file lacks these days, everybody looks "
        "less loyal than he is."
    )
