"""A file whose headers are our own canonical columns is read, wherever it comes from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from smmeasure.data.exports.dictionary import dictionaries
from smmeasure.data.exports.own_headers import PLATFORM
from smmeasure.data.exports.shapes import SHAPES

SUPPORT = "day,channel,contacts,answered,cost (EUR),agent\n2026-03-01,mail,12,11,30.5,x\n2026-03-02,chat,3,,7,x\n"
CARD = (
    "platform;action;low;central;high;currency;source;valid_from;valid_to\n"
    "instagram;view;0,004;0,006;0,009;EUR;media agency;2026-01-01;2026-06-30\n"
)
ORDERS = "order_id,ordered_at,sku,quantity,net_amount (EUR)\n7,2026-03-01 10:00,R1,1,80\n7,2026-03-01 10:00,R2,2,{}\n"


def test_days_of_a_support_team_are_read(read_text: Callable) -> None:
    """Headers are the names of the columns, in any case; what the table doesn't know is dropped."""
    export = read_text(SUPPORT.replace("day,channel", "Day,Channel"))
    table = export.table("support_day")

    assert (export.match.report.platform, export.match.dropped) == ("canonical", ("agent",))
    assert table.frame["contacts"].tolist() == [12, 3]
    assert (table.total("cost"), str(table.unit("cost"))) == (37.5, "EUR")


def test_a_rate_card_is_read(read_text: Callable) -> None:
    """Prices with decimal commas, their source and the days on which they hold."""
    frame = read_text(CARD, decimal=",").table("rate_card").frame

    assert frame[["low", "central", "high"]].to_numpy().tolist() == [[0.004, 0.006, 0.009]]
    assert frame["valid_to"].astype(str).tolist() == ["2026-06-30"]


def test_what_a_file_may_leave_out_is_filled_in(read_text: Callable) -> None:
    """A row of one day ends on it, a basis that isn't said is the total, and lines of an order are numbered."""
    visits = read_text("date_start,channel,sessions\n2026-03-01,social,5\n").table("web_day").frame
    page = read_text("platform,day,views\ninstagram,2026-03-01,5\n").table("account_day").frame

    assert visits["date_end"].equals(visits["date_start"].rename("date_end"))
    assert page["basis"].tolist() == ["total"]
    assert read_text(ORDERS.format("")).table("order").frame["line"].tolist() == [1, 2]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            ORDERS.format("80"),
            (
                ":3 [net_amount (EUR)]: found an amount of the whole order on a later line of it; expected each "
                "order's amounts on its first line only. Leave the cell empty on the other lines, or give the price of "
                "the line as line_amount."
            ),
        ),
        (
            "platform,day,basis,views\ninstagram,2026-03-01,all,5\n",
            ":2 [basis]: found “all”; expected one of total organic paid. Use one of these words.",
        ),
        (
            "day,channel,contacts\n2026-03-01,mail,5\n,mail,6\n2026-03-03,mail,5\n",
            (
                ":3 [day]: found a row without a day; expected a day or a period in every row. Give every row its "
                "day, or remove the row."
            ),
        ),
        (
            "day,channel,contacts\n03/04/2026,mail,5\n",
            (
                ":2 [day]: found “03/04/2026”, and no day above 12 in the file; expected days whose order of day and "
                'month the file proves. Say which number is the month with `date_format`: "%d/%m/%Y" is day/month/'
                "year, "
                '"%m/%d/%Y" is month/day/year.'
            ),
        ),
        (
            "day,channel,contacts,cost\n2026-03-01,mail,5,1.5\n",
            (
                ":1 [cost]: found amounts without a currency; expected an ISO 4217 code in the header or in a column "
                "of currencies. Say with `currency` what the amounts are in, as `EUR`."
            ),
        ),
    ],
)
def test_what_the_tables_do_not_hold_is_refused(refusal: Callable[..., str], text: str, fault: str) -> None:
    """Amounts that would count twice, unknown words, rows without a day, and what a file leaves open."""
    assert refusal(text) == f"x.csv{fault}"


def test_every_table_can_be_brought_in() -> None:
    """Each canonical table has its own headers."""
    own = {one.report for one in dictionaries() if one.platform == PLATFORM}

    assert own == set(SHAPES)
