"""Real exports of shops, with sums worked out by hand beside the reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from smmeasure.data.exports.reading import Export, read_export

SHOPS = Path(__file__).parents[3] / "shared" / "data" / "exports" / "shopify"
KEY = bytes(range(32))

pytestmark = pytest.mark.skipif(
    not SHOPS.is_dir(), reason="the real data are not here: ../shared/data/exports/shopify, beside the repository"
)

SUMS = {
    "kids*.csv": (
        ("ZAR", 101, 50),
        {"net_amount": 144894.00, "shipping": 2805.00, "tax": 18833.97, "gross_amount": 147699.00}
        | {"discount": 0.00, "refund": 0.00, "line_amount": 144894.00, "quantity": 101},
        ["2021-05-13 9", "2021-05-14 13", "2021-05-15 14", "2021-05-16 11", "2021-05-17 3"],
    ),
    "*(9).csv": (
        ("BDT", 55, 50),
        {"net_amount": 87902.86, "shipping": 2750.00, "tax": 0.00, "gross_amount": 90652.86}
        | {"discount": 4527.18, "refund": 0.00, "line_amount": 92430.04, "quantity": 56},
        ["2026-04-04 15", "2026-04-05 32", "2026-04-06 3"],
    ),
    "shopbd_orders_export.csv": (
        ("BDT", 6, 5),
        {"net_amount": 7200.00, "shipping": 500.00, "tax": 0.00, "gross_amount": 7700.00}
        | {"discount": 400.00, "refund": 0.00, "line_amount": 7600.00, "quantity": 6},
        ["2026-04-05 4", "2026-04-06 1"],
    ),
}


def read(pattern: str) -> Export:
    """Read the one real file whose name is like this."""
    (file,) = SHOPS.glob(pattern)
    return read_export(file, key=KEY)


@pytest.mark.parametrize("file", SUMS)
def test_orders_add_up(file: str) -> None:
    """Every amount of the orders is in the table once, however many lines an order has."""
    (currency, rows, orders), sums, _ = SUMS[file]
    table = read(file).table("order")

    assert (table.currency, len(table.frame), table.frame["order_id"].nunique()) == (currency, rows, orders)
    # Amounts have two decimals: a sum of them is exact to half a cent.
    assert {name: table.total(name) for name in sums} == pytest.approx(sums, abs=0.005)


@pytest.mark.parametrize("file", SUMS)
def test_orders_stand_on_the_days_of_their_shop(file: str) -> None:
    """A day of orders is the shop's own, whatever its offset from UTC."""
    frame = read(file).table("order").frame
    days = frame[frame["line"] == 1]["ordered_at"].dt.date.value_counts().sort_index()

    assert [f"{day} {count}" for day, count in days.items()] == SUMS[file][2]


@pytest.mark.parametrize("file", SUMS)
def test_the_lines_of_orders_are_their_subtotals(file: str) -> None:
    """What the lines cost, less the discount of the order, is what the shop calls the subtotal."""
    frame = read(file).table("order").frame
    sums = frame.groupby("order_id")[["line_amount", "discount", "net_amount"]].sum()

    # Two decimals, added up per order.
    assert (sums["line_amount"] - sums["discount"]).to_numpy() == pytest.approx(
        sums["net_amount"].to_numpy(), abs=0.005
    )


def test_what_became_of_orders_is_told() -> None:
    """Cancelled, unpaid and taxed orders are in the table, and a reader is told."""
    export = read("kids*.csv")
    frame = export.table("order").frame

    assert frame[frame["line"] == 1]["cancelled"].notna().sum() == 2
    assert [str(doubt) for doubt in export.doubts] == [
        "orders of every state are in the table: paid 35, pending 13, voided 2",
        "the amounts of 49 orders include tax",
    ]
