from __future__ import annotations

from collections.abc import Callable

import pytest

ALL = (
    'Title,Subject,List,"Send Date","Send Weekday","Total Recipients","Successful Deliveries","Soft Bounces",'
    '"Hard Bounces","Total Bounces","Times Forwarded","Forwarded Opens","Unique Opens","Open Rate","Total Opens",'
    '"Unique Clicks","Click Rate","Total Clicks",Unsubscribes,"Abuse Complaints","Times Liked on Facebook",'
    '"Folder Id","Unique Id","Total Orders","Total Gross Sales","Total Revenue",Visits\n'
    'Spring,New dresses,Everyone,"Jun 09, 2018 09:30 pm",Saturday,"1,110",1108,1,1,2,0,0,277,25%,300,'
    "70,6.32%,77,3,1,0,0,5a6b7c8d9e,2,0,{revenue},n/a\n"
    'Summer,Hats,Everyone,"Jun 18, 2018 09:15 am",Monday,1200,1200,0,0,0,0,0,300,25%,350,60,5%,70,0,0,0,0,'
    "1122334455,0,0,0,n/a\n"
)
ONE = (
    'Email Campaign Report\n"Title:","Spring"\n"Subject Line:","New dresses"\n'
    '"Delivery Date/Time:","Mon, Apr 26, 2021 12:25"\n\n"Overall Stats"\n"Total Recipients:","1,600"\n'
    '"Successful Deliveries:","1,592"\n"Bounces:","8 (0.5%)"\n"Times Forwarded:","0"\n'
    '"Recipients Who Opened:","398 (25%)"\n"Total Opens:","500"\n"Last Open Date:","4/30/21 6:04"\n'
    '"Recipients Who Clicked:","100 (6.28%)"\n"Total Clicks:","150"\n"Total Unsubs:","5"\n'
    '"Total Abuse Complaints:","0"\n\n"Clicks by URL"\n"URL","Total Clicks","Unique Clicks"\n'
    '"https://example.org/a","10","9"\n'
)
TEST = (
    'Campaign Report\n"Title:","Test"\n"Delivery Date/Time:","Sat, May 1, 2021 10:15"\n\n"Combination 1 Stats"\n'
    '"Subject Line:","One"\n"From Name:","Ann Example"\n"From Email:","ann@example.org"\n'
    '"Total Recipients:","1,751"\n"Successful Deliveries:","1,742"\n"Bounces:","9 (0.5%)"\n\n"Combination 2 Stats"\n'
    '"Subject Line:","Two"\n"From Name:","Ann Example"\n"From Email:","ann@example.org"\n'
    '"Total Recipients:","1,750"\n"Successful Deliveries:","1,742"\n"Bounces:","8 (0.5%)"\n'
)


def test_all_mailings_are_read(read_text: Callable) -> None:
    """Named months with a half of the day, per cents and the ids of the mailings are understood."""
    export = read_text(ALL.format(revenue="0"))
    table = export.table("mail_campaign")
    first = table.frame.iloc[0]

    assert (export.match.report.platform, export.rows, export.doubts) == ("mailchimp", 2, ())
    assert (str(first["sent_at"]), first["mail_id"], first["title"]) == ("2018-06-09 21:30:00", "5a6b7c8d9e", "Spring")
    assert first[["open_rate", "click_rate"]].tolist() == pytest.approx([0.25, 0.0632])  # binary fractions
    assert [table.total(name) for name in ("recipients", "delivered", "opens", "clicks", "orders")] == [
        *(2310.0, 2308.0, 650.0, 147.0, 2.0)
    ]


def test_revenue_needs_a_currency(read_text: Callable, refusal: Callable) -> None:
    """No revenue needs no currency; revenue without one is refused until the user says it."""
    text = ALL.format(revenue="120.5")
    table = read_text(text, currency="USD").table("mail_campaign")

    assert (table.total("revenue"), table.currency) == (120.5, "USD")
    assert refusal(text) == (
        "x.csv:2 [Total Revenue]: found amounts without a currency; "
        "expected an ISO 4217 code in the header or in a column of currencies. "
        "Say with `currency` what the amounts are in, as `EUR`."
    )


def test_the_report_of_one_mailing_is_read(read_text: Callable) -> None:
    """A page of keys and values is one row; «8 (0.5%)» is a count, and opens and clicks have their shares."""
    export = read_text(ONE)
    frame = export.table("mail_campaign").frame
    counts = ["recipients", "delivered", "bounces", "opens_unique", "opens", "clicks_unique", "clicks", "unsubscribes"]

    assert (export.match.report.report, export.rows) == ("one campaign", 1)
    assert frame[counts].iloc[0].tolist() == [1600, 1592, 8, 398, 500, 100, 150, 5]
    assert frame[["open_rate", "click_rate"]].iloc[0].tolist() == pytest.approx([0.25, 0.0628])  # binary fractions
    assert frame[["title", "subject"]].iloc[0].tolist() == ["Spring", "New dresses"]
    assert str(frame["sent_at"].iloc[0]) == "2021-04-26 12:25:00"
    assert "Last Open Date:" in export.match.dropped


def test_the_mailings_of_a_test_are_two(read_text: Callable) -> None:
    """Each combination of an A/B test is a mailing, with the title and the day of the whole."""
    frame = read_text(TEST).table("mail_campaign").frame

    assert frame[["title", "subject", "recipients", "bounces"]].to_numpy().tolist() == [
        ["Test", "One", 1751, 9],
        ["Test", "Two", 1750, 8],
    ]
    assert frame["mail_id"].nunique() == 2
    assert "Ann" not in frame.to_csv()


def test_a_damaged_report_is_refused(refusal: Callable) -> None:
    """A count that is none is named by its line and its key."""
    assert refusal(ONE.replace("398 (25%)", "many")) == (
        "x.csv:11 [Recipients Who Opened:]: found “xxxx” (11); expected whole numbers. "
        "Take the original export, or say with `decimal` which sign parts decimals."
    )
