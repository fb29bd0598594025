from __future__ import annotations

from collections.abc import Callable

import pytest

KEY = bytes(range(32))
HEADER = (
    "Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Shipping Country,Shipping Name,Cancelled at,"
    "Refunded Amount,Source,Lineitem discount\n"
)
FIRST = (
    "#11,Ann@Example.org ,paid,EUR,45.00,5.00,8.33,50.00,SPRING,10.00,2026-03-01 23:30:00 +0200,"
    "2,Red dress,20.00,RD-1,FR,Ann Example,,5.00,web,0.00\n"
    "#11,Ann@Example.org,,,,,,,,,2026-03-01 23:30:00 +0200,1,Belt,18.00,BE-1,,,,,,3.00\n"
)
SECOND = (
    "#12,ann@example.org,voided,EUR,20.00,0.00,0.00,20.00,,0.00,2026-03-02 08:00:00 +0200,"
    "1,Red dress,20.00,RD-1,FR,Ann Example,2026-03-02 09:15:00 +0200,0.00,5690175,0.00\n"
)
SHOPIFY = HEADER + FIRST + SECOND
BROWSER = (
    "Date,Order #,Status,Customer,Customer type,Product(s),Items sold,Coupon(s),Net sales,Attribution\n"
    "2026-03-01 10:00:00,501,completed,Ann Example,new,2× Red dress,2,SPRING,40.00,Organic: Google\n"
    "2026-03-03 10:00:00,501,refunded,Ann Example,returning,1× Red dress,-1,,-20.00,Organic: Google\n"
)
SERVER = BROWSER.replace("Net sales", "N. Revenue").replace("Order #,", "Order #,N. Revenue (formatted),")
SERVER = SERVER.replace(",501,", ",501,€40.00,")
LINES = (
    "Order Number,Order Status,Order Date,First Name (Billing),Email (Billing),Order Total Amount,"
    "Order Total Tax Amount,Item Name,Quantity,Item Cost\n"
    "501,completed,2026-01-15 12:00:00,Ann,ann@example.org,108.00,8.00,Red dress,2,40.00\n"
    "501,completed,2026-01-15 12:00:00,Ann,ann@example.org,108.00,8.00,Belt,1,20.00\n"
)


def test_amounts_of_an_order_stand_once(read_text: Callable) -> None:
    """The whole order's amounts are on its first line, what a line costs on each, so that all of them add up."""
    export = read_text(SHOPIFY, key=KEY)
    table = export.table("order")
    names = ("net_amount", "gross_amount", "shipping", "tax", "discount", "refund", "line_amount", "quantity")

    assert (export.match.report.platform, table.currency, export.rows) == ("shopify", "EUR", 3)
    assert table.frame["line"].tolist() == [1, 2, 1]
    assert [table.total(name) for name in names] == [65.0, 70.0, 5.0, 8.33, 10.0, 5.0, 75.0, 4.0]
    assert table.frame["net_amount"].isna().tolist() == [False, True, False]


def test_what_an_order_is_stands_on_each_of_its_lines(read_text: Callable) -> None:
    """State, code, channel and country of the order go with its lines; times stay the shop's own."""
    frame = read_text(SHOPIFY, key=KEY).table("order").frame

    assert frame["status"].tolist() == ["paid", "paid", "voided"]
    assert frame["channel"].tolist() == ["web", "web", "5690175"]
    assert frame["promo_code"].fillna("none").tolist() == ["SPRING", "SPRING", "none"]
    assert frame["country"].tolist() == ["FR", "FR", "FR"]
    assert frame["ordered_at"].astype(str).tolist()[1:] == ["2026-03-01 23:30:00", "2026-03-02 08:00:00"]
    assert frame["cancelled"].dropna().astype(str).to_dict() == {2: "2026-03-02"}


def test_a_customer_is_a_keyed_hash(read_text: Callable) -> None:
    """One customer has one hash under one key, another under another one, and none without a key."""
    keyed = read_text(SHOPIFY, key=KEY).table("order").frame
    other = read_text(SHOPIFY, key=KEY[::-1]).table("order").frame
    bare = read_text(SHOPIFY)

    assert keyed["customer"].nunique() == 1
    assert keyed["order_id"].nunique() == 2
    assert not set(keyed["customer"]) & set(other["customer"])
    assert bare.table("order").frame["customer"].isna().all()
    assert bare.table("order").frame["order_id"].tolist() == ["#11", "#11", "#12"]
    assert [str(doubt) for doubt in bare.doubts] == [
        "orders of every state are in the table: paid 1, voided 1",
        "the amounts of 1 orders include tax",
        "read without a `key`: its customers stay unknown",
    ]


def test_two_currencies_of_orders_are_refused(refusal: Callable) -> None:
    """Orders in two currencies are never added up."""
    assert refusal(HEADER + FIRST + SECOND.replace("EUR", "CHF")) == (
        "x.csv:4 [Currency]: found amounts in EUR and in CHF; expected one currency. "
        "Export each currency into a file of its own, and read it with its own `currency`."
    )


def test_a_currency_that_is_none_is_refused(refusal: Callable) -> None:
    """A shifted cell in the column of currencies is told by its form only: it may be a name."""
    assert refusal(SHOPIFY.replace("EUR", "Ann Example", 1)) == (
        "x.csv:2 [Currency]: found “xxx xxxxxxx”; expected an ISO 4217 code. "
        "Take the original export, or correct the cell."
    )


def test_an_order_that_stands_there_twice_is_refused(refusal: Callable) -> None:
    """Two exports put together would count an order twice."""
    assert refusal(SHOPIFY + SECOND) == (
        "x.csv:5 [Subtotal]: found the amounts of an order that began on another line; "
        "expected each order once, with its amounts on its first line. "
        "Two exports were put together: read each file for itself."
    )


def test_a_cut_order_has_no_amounts(read_text: Callable) -> None:
    """Where the first line of an order is missing, its amounts are null and the reader is told."""
    export = read_text(HEADER + FIRST.splitlines(keepends=True)[1] + SECOND, key=KEY)

    assert export.table("order").total("net_amount") == 20.0
    assert "1 orders have no amounts: their first line isn't there" in map(str, export.doubts)


def test_an_order_without_a_day_is_refused(refusal: Callable) -> None:
    """A line without a day, like one of totals that somebody has added, would be in no sum by day."""
    assert refusal(SHOPIFY + "Total,,,,65.00,,,,,,,,,,,,,,,,\n") == (
        "x.csv:5 [Created at]: found an order without a day; expected a day in every row. "
        "Take the original export, or remove the row."
    )


def test_an_export_without_orders_is_no_error(read_text: Callable) -> None:
    """A header alone is a period in which nothing was sold."""
    export = read_text(HEADER, key=KEY)

    assert (export.rows, [str(doubt) for doubt in export.doubts]) == (0, ["no rows of data"])


def test_several_offsets_are_told(read_text: Callable) -> None:
    """A change of the clock inside the export is no fault, and no secret."""
    export = read_text(SHOPIFY.replace("08:00:00 +0200", "08:00:00 +0100"), key=KEY)

    assert str(export.doubts[-1]) == "times of several offsets from UTC: +01:00, +02:00"


@pytest.mark.parametrize("text", [BROWSER, SERVER], ids=["browser", "server"])
def test_woocommerce_has_a_row_per_order_and_per_refund(read_text: Callable, text: str) -> None:
    """Both files of WooCommerce Analytics give the same; a refund is a row of its own day with a negative amount."""
    export = read_text(text, currency="EUR")
    table = export.table("order")

    assert (table.total("net_amount"), table.total("quantity")) == (20.0, 1.0)
    assert table.frame["ordered_at"].dt.day.tolist() == [1, 3]
    assert table.frame["customer_type"].tolist() == ["new", "returning"]
    assert table.frame["line"].tolist() == [1, 2]
    assert [str(doubt) for doubt in export.doubts] == [
        "orders of every state are in the table: completed 1",
        "1 rows are refunds, with a negative amount",
        "its form is known from public programs, and no real file was at hand: compare the sums with the tool",
    ]


def test_woocommerce_names_no_currency(refusal: Callable) -> None:
    """An amount without a currency is no money."""
    assert refusal(BROWSER).startswith("x.csv:1 [Net sales]: found amounts without a currency;")


def test_amounts_that_each_line_repeats_count_once(read_text: Callable, refusal: Callable) -> None:
    """A plugin writes the order's amounts on each line; lines that differ are refused."""
    table = read_text(LINES, currency="EUR", key=KEY).table("order")

    assert (table.total("gross_amount"), table.total("tax"), table.total("line_amount")) == (108.0, 8.0, 100.0)
    assert refusal(LINES[: LINES.rindex("108.00")] + "109.00,8.00,Belt,1,20.00\n", currency="EUR") == (
        "x.csv:3 [Order Total Amount]: found another amount than on the order's first line; "
        "expected the amounts of the order, repeated on each of its lines. "
        "Export the orders again, and don't put two exports together."
    )
