"""What a brief asks of customers: with what was known on the date of the report, or why nothing is told."""

from __future__ import annotations

import hashlib
import json

import pandas as pd

from small import brief
from smmeasure.brief.campaign import Campaign
from smmeasure.core.days import frame_of
from smmeasure.core.loyalty.estimate import estimate_loyalty
from smmeasure.core.loyalty.of_campaign import Customers, customers_of
from smmeasure.core.loyalty.results import Comparison
from smmeasure.core.plain import plain
from smmeasure.customers import CustomerRows

ORDERS = {"file": "orders.csv"}
LISTED = {"file": "members.csv", "customer": "Email", "since": "Since"}


def name(number: int) -> str:
    """Give the keyed hash of an invented customer."""
    return hashlib.blake2b(str(number).encode(), digest_size=16).hexdigest()


def rows(members: int = 60, *, since: str = "2025-07-01") -> CustomerRows:
    """Give twins: each even customer joins, the next one is alike; half of the members buy again."""
    bought = [(name(who), "2025-06-01", 20.0 + who // 2 % 7) for who in range(120)]
    bought += [(name(2 * pair), "2025-12-01", 40.0) for pair in range(30)]
    orders = pd.DataFrame([*bought, (name(999), "2026-04-30", 1.0)], columns=["customer", "ordered_at", "net_amount"])
    orders["ordered_at"] = pd.to_datetime(orders["ordered_at"])
    joined = pd.Series(pd.Timestamp(since), [name(2 * pair) for pair in range(members)])
    return CustomerRows(orders, joined, None, None, ("orders.csv", "members.csv"))


def told(given: CustomerRows | None, as_of: str = "2026-04-10", **asked: object) -> Customers:
    """Work out what a brief asks."""
    campaign: Campaign = brief(as_of=as_of, loyalty={"orders": ORDERS, "members": LISTED, **asked} if given else None)
    return customers_of(campaign, given, frame_of(campaign, {}))


def test_the_brief_asks_as_python_does() -> None:
    """Matching, days and the past that counts are the brief's; the last day is that of the orders then known."""
    found = told(rows(), matching="propensity", days=150, before=90)
    call = rows()
    assert call.members is not None
    known = call.orders[call.orders["ordered_at"] <= "2026-04-10"]
    assert found.loyalty == estimate_loyalty(known, call.members, comparison="propensity", days=150, before=90)
    assert found.loyalty is not None
    assert str(found.loyalty.until) == "2025-12-01"
    drawn = told(rows(), randomised=True, others={**LISTED, "file": "others.csv"})
    assert (drawn.loyalty, str(drawn.loyalty_reason)) == (None, "Nobody had joined, or had been drawn, by 2026-04-10.")
    assert found.loyalty.comparison == Comparison.PROPENSITY


def test_what_is_not_declared_says_why() -> None:
    """Without orders, without members, before the end, or before anybody ordered or joined: one sentence each."""
    nothing = told(None)
    assert str(nothing.loyalty_reason) == (
        "The brief declares no orders with customer keys (loyalty): who comes back, and who brings others, is not "
        "known."
    )
    assert str(nothing.cohorts_reason) == "The brief declares no orders with customer keys (loyalty)."
    listless = CustomerRows(rows().orders, None, None, None, ("orders.csv",))
    assert str(told(listless).loyalty_reason) == (
        "The brief declares orders and no list of members (loyalty.members): nobody is compared."
    )
    running = told(rows(), as_of="2026-03-04")
    assert running.loyalty is not None
    assert str(running.cohorts_reason) == (
        "The campaign is running until 2026-03-08: returns are computed once it is over."
    )
    assert str(told(rows(), as_of="2025-05-01").loyalty_reason) == "No order of a known customer up to 2025-05-01."
    assert str(told(rows(since="2026-06-01")).loyalty_reason) == (
        "Nobody had joined, or had been drawn, by 2026-04-10."
    )


def test_who_joins_after_the_report_is_no_member_yet() -> None:
    """Of 60 members one joins later: 59 are listed, and a sentence says so."""
    given = rows()
    assert given.members is not None
    given.members.iloc[0] = pd.Timestamp("2026-04-11")
    found = told(given)
    assert found.loyalty is not None
    assert found.loyalty.listed == 59
    assert [str(doubt) for doubt in found.doubts] == [
        "1 members joined after 2026-04-10, the date of the report, and are left out."
    ]


def test_the_record_holds_numbers_and_nobody() -> None:
    """Every part has a place in the record, and no hash stands there."""
    record = plain(told(rows()))
    assert isinstance(record, dict)
    assert list(record) == ["loyalty", "loyalty_reason", "cohorts", "cohorts_reason", "files", "doubts", "facts"]
    text = json.dumps(record, allow_nan=False)
    assert name(0)[:12] not in text
    assert record["cohorts"]["figures"][0]["metric"] == "customers"
