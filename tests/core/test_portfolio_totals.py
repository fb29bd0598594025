"""Sums over campaigns: money with money, equivalents apart, nothing twice."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmeasure.core.estimates import Estimate
from smmeasure.core.portfolio_totals import portfolio_totals, shares_rows
from smmeasure.units import Unit

SOURCE = {"file": "orders.csv", "date": "Day", "value": "Pieces", "where": {"Product": "Red"}}


def money(amount: float, currency: str = "EUR") -> dict[str, object]:
    """Give an amount as recorded."""
    return {"amount": amount, "currency": currency}


def gain(low: float, central: float, high: float, *, saves: bool = False, currency: str = "EUR") -> dict[str, object]:
    """Give money gained as recorded."""
    ends = {"low": low, "central": central, "high": high}
    return {"indicator": "pieces", "saves": saves} | {end: money(amount, currency) for end, amount in ends.items()}


def record(
    campaign: str, start: str, end: str, *gains: object, cost: float = 1000.0, **changes: object
) -> dict[str, Any]:
    """Give the record of a measured campaign as far as totals need it."""
    indicators = {"pieces": {"source": changes.pop("source", SOURCE)}}
    return {
        "campaign": campaign,
        "title": campaign.upper(),
        "brand": "Maison Alba",
        "phase": "measured",
        "window": {"start": start, "end": end},
        "gains": list(gains),
        "total_cost": money(cost),
        "parameters": {"indicators": indicators},
        **changes,
    }


AMOUNTS = st.floats(-1e6, 1e6)
MARCH, MAY = ("2026-03-01", "2026-03-20"), ("2026-05-01", "2026-05-20")


def test_two_campaigns_by_hand() -> None:
    """1 500 € (1 200 to 1 800) on 1 000 € and 700 € (400 to 900) on 600 € make 2 200 € (1 600 to 2 700) on 1 600 €.

    The ROI together is 2 200 / 1 600 − 1 = +37.5 %, between 1 600 / 1 600 − 1 = 0 and 2 700 / 1 600 − 1 = +68.75 %.
    """
    first = record("a", *MARCH, gain(1200, 1500, 1800))
    (found,) = portfolio_totals([first, record("b", *MAY, gain(400, 700, 900), cost=600.0)])

    assert (str(found.unit), found.campaigns, found.cost) == ("EUR", ("a", "b"), 1600.0)
    assert found.amount == Estimate(2200.0, 1600.0, 2700.0)
    assert found.roi == Estimate(0.375, 0.0, 0.6875)


def test_a_cost_with_a_range_widens_the_roi() -> None:
    """1 500 € on 1 000 € (800 to 1 200): the ROI lies between 1 200 / 1 200 − 1 = 0 and 1 800 / 800 − 1 = +125 %."""
    ends = {"low": money(800), "high": money(1200)}
    (found,) = portfolio_totals([record("a", *MARCH, gain(1200, 1500, 1800), total_cost_range=ends)])

    assert found.roi == Estimate(0.5, 0.0, 1.25)


def test_a_loss_is_worst_on_the_smallest_cost() -> None:
    """A gain of −400 € at worst on 800 € to 1 000 € is an ROI of −400 / 800 − 1 = −150 %, never better for it."""
    ends = {"low": money(800), "high": money(1000)}
    (found,) = portfolio_totals([record("a", *MARCH, gain(-400, 100, 600), total_cost_range=ends)])

    assert found.roi is not None
    assert found.roi.ci_lower == pytest.approx(-1.5)


def test_overlapping_campaigns_on_one_series_are_not_added() -> None:
    """Neither of two enters the total, a third does, and the reason names both and the days."""
    both = record("a", *MARCH, gain(1, 2, 3)), record("b", "2026-03-20", "2026-04-02", gain(4, 5, 6))
    (found,) = portfolio_totals([*both, record("c", *MAY, gain(10, 20, 30))])
    (overlap,) = found.left_out

    assert (found.campaigns, found.amount, found.cost) == (("c",), Estimate(20.0, 10.0, 30.0), 1000.0)
    assert str(overlap.reason) == (
        "«A» and «B» were measured on the same series, and both ran from 2026-03-20 to 2026-03-20: each effect holds "
        "some of the other's, so that neither is in the total."
    )


def test_campaigns_on_other_rows_or_other_brands_are_added() -> None:
    """Red and blue dresses are different rows of one file; two brands are two shops."""
    red, blue = record("a", *MARCH, gain(1, 2, 3)), {**SOURCE, "where": {"Product": "Blue"}}
    other_rows = record("b", *MARCH, gain(1, 2, 3), source=blue)
    other_brand = record("c", *MARCH, gain(1, 2, 3), brand="Other")
    (found,) = portfolio_totals([red, other_rows, other_brand])

    assert found.campaigns == ("a", "b", "c")


def test_pieces_and_net_sales_of_the_same_rows_are_the_same_money() -> None:
    """Another column of one file is the same money for sales, and another thing for contacts saved."""
    mail = {**SOURCE, "value": "Mail"}
    sold = [record("a", *MARCH, gain(1, 2, 3)), record("b", *MARCH, gain(1, 2, 3), source={**SOURCE, "value": "Net"})]
    saved = gain(1, 2, 3, saves=True)
    answers = [record("a", *MARCH, saved), record("b", *MARCH, saved, source=mail)]

    assert portfolio_totals(sold)[0].campaigns == ()
    assert portfolio_totals(answers)[0].campaigns == ("a", "b")


def test_an_equivalent_and_another_currency_stay_apart() -> None:
    """Euros, pounds and EUR_eq stay apart, clicks from impressions too; paid and negative exposure have no total."""
    worth = {"amount": 40.0, "unit": "EUR_eq"}
    part = {"volume": {"indicator": "pieces"}, "low": worth, "central": worth, "high": worth}
    view = {"medium": "earned", "per": "impressions", "negative": False, "parts": [part]}
    others = [{**view, "medium": "paid"}, {**view, "negative": True}, {**view, "per": "clicks"}]
    earned = {"values": {"totals": [view, *others]}}
    euros = record("a", *MARCH, gain(1, 2, 3), earned_media=earned)
    pounds = record("b", *MAY, gain(1, 2, 3, currency="GBP"), total_cost=money(1, "GBP"))
    found = portfolio_totals([euros, pounds])

    assert [(str(one.unit), one.counted, one.amount.value) for one in found] == [
        *(("EUR", "", 2.0), ("GBP", "", 2.0)),
        *(("EUR_eq", "clicks", 40.0), ("EUR_eq", "impressions", 40.0)),
    ]
    assert found[2].unit == Unit.parse("EUR_eq")
    assert (found[2].cost, found[2].roi) == (None, None)


def test_campaigns_without_a_result_bring_nothing() -> None:
    """A campaign that runs or failed has no part in any total."""
    running = record("a", *MARCH, gain(1, 2, 3), phase="running")

    assert portfolio_totals([running, {"campaign": "b", "failure": "died"}]) == ()


def test_a_filter_that_only_one_source_has_tells_nothing_apart() -> None:
    """All sales hold the red ones, all platforms hold Instagram."""
    everything = {**SOURCE, "where": {}}

    assert shares_rows(SOURCE, everything)
    assert shares_rows({**SOURCE, "platform": "instagram"}, SOURCE)
    assert not shares_rows({**SOURCE, "platform": "instagram"}, {**SOURCE, "platform": "tiktok"})
    assert not shares_rows(SOURCE, {**SOURCE, "file": "other.csv"})


CAMPAIGNS = st.lists(
    st.tuples(
        st.integers(1, 25), st.integers(0, 5), st.sampled_from(["Red", "Blue", None]), st.sampled_from("AB"), AMOUNTS
    ),
    max_size=8,
)
"""First day in March, days, product, brand and gain of each campaign."""


def _records(drawn: list[tuple[int, int, str | None, str, float]]) -> list[dict[str, Any]]:
    made = []
    for number, (first, days, product, brand, amount) in enumerate(drawn):
        span = f"2026-03-{first:02}", f"2026-03-{first + days:02}"
        source = {**SOURCE, "where": {"Product": product} if product else {}}
        made.append(record(f"c{number}", *span, gain(amount - 1, amount, amount + 1), source=source, brand=brand))
    return made


@given(CAMPAIGNS)
def test_nothing_is_counted_twice_and_nothing_is_lost(drawn: list[tuple[int, int, str | None, str, float]]) -> None:
    """No two campaigns of a total share a row on a day; every campaign is in it or named as left out."""
    records = _records(drawn)
    for found in portfolio_totals(records):
        left_out = {name for overlap in found.left_out for name in (overlap.first, overlap.second)}
        assert {*found.campaigns, *left_out} == {one["campaign"] for one in records}
        assert not left_out & {*found.campaigns}

        kept = [int(name[1:]) for name in found.campaigns]
        sold = [
            (drawn[one][3], product, day)
            for one in kept
            for product in _products(drawn[one][2])
            for day in _days(drawn[one])
        ]
        assert len(sold) == len(set(sold))

        # Sums of up to eight amounts of up to 1e6.
        assert found.amount.value == pytest.approx(sum(drawn[one][4] for one in kept), abs=1e-6)
        assert found.cost == pytest.approx(1000.0 * len(kept))
        assert found.amount.ci_lower <= found.amount.value <= found.amount.ci_upper


def _products(product: str | None) -> tuple[str, ...]:
    """List the rows that a source counts."""
    return (product,) if product else ("Red", "Blue")


def _days(campaign: tuple[int, int, str | None, str, float]) -> range:
    return range(campaign[0], campaign[0] + campaign[1] + 1)


@given(CAMPAIGNS, st.randoms(use_true_random=False))
def test_the_order_of_campaigns_changes_no_total(
    drawn: list[tuple[int, int, str | None, str, float]], order: random.Random
) -> None:
    """Whoever comes first, the same campaigns are in the total."""
    records = _records(drawn)
    shuffled = order.sample(records, len(records))

    assert [set(one.campaigns) for one in portfolio_totals(records)] == [
        set(one.campaigns) for one in portfolio_totals(shuffled)
    ]


@given(CAMPAIGNS)
def test_equivalents_never_enter_money(drawn: list[tuple[int, int, str | None, str, float]]) -> None:
    """With or without the value of earned exposure, the total of money is the same."""
    worth = {"amount": 40.0, "unit": "EUR_eq"}
    part = {"volume": {"indicator": "pieces"}, "low": worth, "central": worth, "high": worth}
    total = {"medium": "earned", "per": "impressions", "negative": False, "parts": [part]}
    records = _records(drawn)
    worthy = [{**one, "earned_media": {"values": {"totals": [total]}}} for one in records]
    money_alone, both = portfolio_totals(records), portfolio_totals(worthy)

    assert [one for one in both if one.unit.is_money] == list(money_alone)
    assert {str(one.unit) for one in both} <= {"EUR", "EUR_eq"}
