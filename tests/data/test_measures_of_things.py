"""Orders, mails, mentions, visits and support contacts become days, each by the rule of its table."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from smmeasure.series import IndicatorSeries

Series = Callable[..., IndicatorSeries]
Refusal = Callable[..., str]

ORDERS = (
    "order_id,ordered_at,status,sku,quantity,line_amount (EUR),net_amount,discount,refund,cancelled\n"
    "1,2026-03-01 09:00,paid,RED,2,80,95,5,,\n"
    "1,2026-03-01 09:00,paid,BELT,1,20,,,,\n"
    "2,2026-03-01 22:00,partially_refunded,RED,1,40,40,0,15,\n"
    "3,2026-03-03 10:00,paid,RED,1,40,40,0,,2026-03-04\n"
    "4,2026-03-03 11:00,voided,RED,1,40,40,0,,\n"
    "5,2026-03-04 11:00,paid,BELT,1,20,20,0,,\n"
)
SOLD = {"measure": "quantity", "measures": "units_sold"}
MAILS = (
    "mail_id,sent_at,opens_unique,open_rate\n"
    "a,2026-03-01 08:00,300,0.25\nb,2026-03-01 18:00,200,0.3\nc,2026-03-04 08:00,100,0.2\n"
)
MENTIONS = (
    "mention_id,published,sentiment,reach_estimate\n"
    "1,2026-03-01 10:00,positive,900\n2,2026-03-01 12:00,negative,\n3,2026-03-03 12:00,positive,50\n"
)
VISITS = (
    "date_start,channel,sessions,users\n"
    "2026-03-01,social,5,4\n2026-03-01,search,7,6\n2026-03-02,search,8,7\n2026-03-04,social,6,5\n"
)
WHOLE = "date_start,sessions,users\n2026-03-01,12,9\n2026-03-02,8,7\n"
SUPPORT = "day,channel,contacts\n2026-03-01,mail,12\n2026-03-01,chat,2\n2026-03-03,mail,5\n"


def test_pieces_of_orders_are_added_up_per_day(series: Series) -> None:
    """Cancelled and voided orders sell nothing; a day without an order sold nothing."""
    assert series({"o.csv": ORDERS}, **SOLD).values.tolist() == [4.0, 0.0, 0.0, 1.0]
    assert series({"o.csv": ORDERS}, **SOLD, where={"sku": "red"}).values.tolist() == [3.0, 0.0, 0.0, 0.0]


def test_revenue_is_net_of_discounts_and_refunds(series: Series) -> None:
    """An order brings its net amount less what was paid back: 95 and 40 - 15 on the first day."""
    revenue = series({"o.csv": ORDERS}, measure="revenue", measures="revenue")

    assert (revenue.values.tolist(), str(revenue.unit)) == ([120.0, 0.0, 0.0, 20.0], "EUR")


def test_orders_are_counted_and_not_their_lines(series: Series) -> None:
    """An order of two lines is one order, also where only its second line is meant."""
    assert series({"o.csv": ORDERS}, measure="orders", measures="orders").values.tolist() == [2.0, 0.0, 0.0, 1.0]
    belts = series({"o.csv": ORDERS}, measure="orders", measures="orders", where={"sku": "BELT"})
    assert belts.values.tolist() == [1.0, 0.0, 0.0, 1.0]


def test_a_brief_may_ask_for_a_status_itself(series: Series) -> None:
    """Where `status` is filtered the brief decides what counts."""
    voided = series({"o.csv": ORDERS}, **SOLD, where={"status": "voided"})

    assert voided.values.tolist() == [0.0, 0.0, 1.0, 0.0]


def test_amounts_of_whole_orders_are_no_amounts_of_lines(refusal: Refusal) -> None:
    """The net amount stands on the first line only, whatever that line sells."""
    assert refusal({"o.csv": ORDERS}, measure="revenue", measures="revenue", where={"sku": "RED"}) == (
        "indicators.x.source.where.sku: found revenue, an amount of whole orders, for single lines; expected a measure "
        "of single lines. Take line_amount or quantity, or leave the filter out."
    )


def test_opens_count_on_the_day_of_the_mail(series: Series, refusal: Refusal) -> None:
    """Two mails of a day add up; their rates don't."""
    opens = series({"m.csv": MAILS}, measure="opens_unique", measures="mail_opens")

    assert opens.values.tolist() == [500.0, 0.0, 0.0, 100.0]
    assert "found several rows on one day: 2026-03-01;" in refusal(
        {"m.csv": MAILS}, measure="open_rate", measures="other", unit="fraction"
    )


def test_a_day_without_a_mail_has_no_rate(series: Series) -> None:
    """A rate of nothing is unknown, not 0."""
    rates = series({"m.csv": MAILS.replace("b,2026-03-01", "b,2026-03-02")}, measure="open_rate", unit="fraction")

    assert rates.values.fillna(-1.0).tolist() == [0.25, 0.3, -1.0, 0.2]


def test_mentions_of_a_day_are_counted(series: Series) -> None:
    """Days without a mention, between the first and the last one, have none."""
    assert series({"m.csv": MENTIONS}, measure="mentions", measures="mentions").values.tolist() == [2.0, 0.0, 1.0]
    positive = series({"m.csv": MENTIONS}, measure="mentions", where={"sentiment": "positive"})
    assert positive.values.tolist() == [1.0, 0.0, 1.0]


def test_a_channel_without_visits_on_a_day_with_visits_had_none(series: Series) -> None:
    """A report by channel leaves out channels without visits; a day without any row is unknown."""
    social = series({"v.csv": VISITS}, measure="sessions", measures="sessions", where={"channel": "social"})

    assert social.values.fillna(-1.0).tolist() == [5.0, 0.0, -1.0, 6.0]


def test_visits_of_all_channels_are_added_up_and_visitors_are_not(series: Series, refusal: Refusal) -> None:
    """Sessions by channel are parts of the day's sessions; a visitor may come by two channels."""
    sessions = series({"v.csv": VISITS}, measure="sessions", measures="sessions")

    assert sessions.values.fillna(-1.0).tolist() == [12.0, 8.0, -1.0, 6.0]
    assert "found several rows on one day: 2026-03-01;" in refusal({"v.csv": VISITS}, measure="users", measures="users")


def test_a_report_of_the_whole_counts_before_its_parts(series: Series) -> None:
    """Visits as a whole and by channel are the same visits: the whole counts, and the reader is told."""
    files = {
        "parts.csv": VISITS.replace("2026-03-04", "2026-03-02").replace("social,6,5", "mail,1,1"),
        "whole.csv": WHOLE,
    }
    read = series(files, file=".", measure="sessions", measures="sessions")

    assert read.values.tolist() == [12.0, 8.0]
    assert [str(doubt) for doubt in read.facts.doubts] == ["left out, parted in another way: parts.csv"]


def test_a_whole_of_fewer_days_does_not_hide_its_parts(refusal: Refusal) -> None:
    """Where the report of the whole knows fewer days nothing is left out silently."""
    assert refusal({"parts.csv": VISITS, "whole.csv": WHOLE}, file=".", measure="sessions", measures="sessions") == (
        "indicators.x.source.where: found sessions parted in 2 ways: channel, (whole); expected one way. Name the "
        "column that is meant with `where`, or only the files of one way with `file`."
    )


def test_a_day_on_which_support_says_nothing_is_unknown(series: Series) -> None:
    """Contacts of all channels add up; a day without a row is no day without contacts."""
    contacts = series({"s.csv": SUPPORT}, measure="contacts", measures="support_contacts")

    assert contacts.values.fillna(-1.0).tolist() == [14.0, -1.0, 5.0]


def test_bases_are_told_apart(series: Series, refusal: Refusal) -> None:
    """Total, organic and paid views overlap: the brief says which it means."""
    page = "platform,day,basis,views\nlinkedin,2026-03-01,total,9\nlinkedin,2026-03-01,organic,5\n"

    assert refusal({"p.csv": page}, measure="views") == (
        "indicators.x.source: found views of basis organic, total; expected one basis. Say which one is meant, e.g. "
        "`basis: organic`; for several, write one indicator or cost for each."
    )
    assert series({"p.csv": page}, measure="views", basis="organic").values.tolist() == [5.0]
    assert "“paid” in no row" in refusal({"p.csv": page}, measure="views", basis="paid")


def test_levels_of_ads_are_told_apart(refusal: Refusal) -> None:
    """A campaign and its ads are the same money."""
    ads = "date_start,level,spend (EUR)\n2026-03-01,campaign,9\n2026-03-01,ad,9\n"

    assert "found spend of level ad, campaign;" in refusal({"a.csv": ads}, measure="spend", measures="ad_spend")


@pytest.mark.parametrize(
    ("member", "found"), [("x.zip/v.csv", None), ("x.zip", None), ("x.zip/w.csv", "no such file in the archive")]
)
def test_a_member_of_an_archive_is_read(
    series: Series, refusal: Refusal, tmp_path: Path, member: str, found: str | None
) -> None:
    """A ZIP is read with all its members, or one of them is named."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as packed:
        packed.writestr("v.csv", VISITS)
    asked = {"file": member, "measure": "sessions", "measures": "sessions"}

    if found is None:
        assert series({}, **asked).facts.files[0].file == "x.zip/v.csv"
    else:
        assert found in refusal({}, **asked)
