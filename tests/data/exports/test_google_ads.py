"""Google Ads: reports with a title, a period and totals, in three languages; cards of the overview."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from smmeasure.data.exports.reading import Export, read_export
from smmeasure.errors import DataError

DAILY = (
    "Campaign report\n"
    '"September 1, 2026 - September 3, 2026"\n'
    "Day,Campaign,Campaign ID,Device,Currency code,Cost,Avg. cost,Impr.,Clicks,CTR,Search impr. share,Conversions\n"
    '2026-09-01,Total Wine,71,Computers,CAD,12.34,1.76,"1,234",7,0.57%,45.10%,1.50\n'
    '2026-09-01,Total Wine,71,Mobile phones,CAD,"1,020.50",11.6,"31,193",88,1.93%,< 10%,2.00\n'
    "2026-09-02,Brand - Search,72,Computers,CAD,3.10, --,40,2, --, --,0.00\n"
    'Total: Account,--,--,--,CAD,"1,035.94",10.7,"32,467",97,0.30%,,3.50\n'
    'Total: Search,--,--,--,CAD,"1,035.94",10.7,"32,467",97,0.30%,,3.50\n'
    'Total: Campaigns,--,--,--,CAD,"1,035.94",10.7,"32,467",97,0.30%,,3.50\n'
)
FRENCH = (
    "Rapport sur les campagnes\n"
    "1 sept. 2026 - 2 sept. 2026\n"
    "Jour;Campagne;Code de la devise;Coût;Impr.;Clics;Conversions\n"
    "2026-09-01;Toits;CAD;12,34;1\u202f234;7;1,00\n"
    "2026-09-02;Toits;CAD;1\u00a0020,50;10\u202f500;88;2,50\n"
    "Total\u00a0: compte;--;CAD;1\u00a0032,84;11\u202f734;95;3,50\n"
)
GERMAN = (
    "Kampagnenbericht\n"
    "1. September 2026 - 2. September 2026\n"
    "Tag,Kampagne,Währungscode,Kosten,Impr.,Klicks,Conversions\n"
    '2026-09-01,Dach,USD,"1.234,56","12.345",120,"3,00"\n'
    '2026-09-02,Dach,USD,"99,90",900,9,"0,50"\n'
    'Gesamt: Konto,--,USD,"1.334,46","13.245",129,"3,50"\n'
)
PERIOD = (
    "Campaign report\n"
    "27 January 2026 - 23 February 2026\n"
    "Campaign status,Campaign,Currency code,Clicks,Impr.,Cost,Conv. value\n"
    'Enabled,Film,GBP,603,"31,193",798.88,"1,286.58"\n'
    "Total: Account, --,GBP,603,31193,798.88,--\n"
)
CARD = (
    "Date,Clicks,Impressions,Avg. CPC,Cost\n"
    '"Thu, 5 Feb 2026",2,30,US$1.05,US$2.10\n"Fri, 6 Feb 2026",1,9,US$0.40,US$0.40\n'
)
HOURS = "Hour,Clicks,Impressions,Avg. CPC,Cost\n00 - 01,2,30,US$1.05,US$2.10\n23 - 00,1,9,US$0.40,US$0.40\n"
KEYWORDS = (
    "Search Keyword,Match type,Criterion Status,Cost,Clicks,CTR\n"
    "red shoes,Exact match,Enabled,€34.15,17,21.79%\nblue shoes,Phrase match,Paused,€0.00,0,0.00%\n"
)
SEVERAL = "rows cover periods of several days: no daily series can be made of them"


def days(export: Export) -> list[list[str]]:
    """Give first and last day of each row."""
    return export.table("ad_day").frame[["date_start", "date_end"]].astype(str).to_numpy().tolist()


def read_named(folder: Path, name: str, text: str, **said: object) -> Export:
    """Write a text into a file of this name and read it."""
    (folder / name).write_text(text, encoding="utf-8")
    return read_export(folder / name, **said)  # type: ignore[arg-type]


def test_totals_that_overlap_are_left_out(read_text: Callable) -> None:
    """Three rows of totals are not counted, a campaign named «Total Wine» is; devices repeat a day."""
    export = read_text(DAILY)
    table = export.table("ad_day")

    assert (export.left_out, table.currency, table.total("clicks"), table.total("impressions")) == (
        (7, 8, 9),
        "CAD",
        97,
        32467,
    )
    assert table.total("spend") == pytest.approx(1035.94)  # binary fractions
    assert table.frame["campaign_name"].tolist() == ["Total Wine", "Total Wine", "Brand - Search"]
    assert table.frame["device"].tolist() == ["Computers", "Mobile phones", "Computers"]
    assert days(export) == [["2026-09-01"] * 2] * 2 + [["2026-09-02"] * 2]
    assert table.frame["conversions"].tolist() == [1.5, 2.0, 0.0]


def test_a_bound_is_no_number(read_text: Callable) -> None:
    """«--» and «< 10%» are unknown, per cents are fractions, and the bound is told."""
    export = read_text(DAILY)
    frame = export.table("ad_day").frame

    assert frame["click_rate"].fillna(-1).tolist() == pytest.approx([0.0057, 0.0193, -1])  # binary fractions
    assert frame["impression_share"].fillna(-1).tolist() == pytest.approx([0.451, -1, -1])  # binary fractions
    assert [str(doubt) for doubt in export.doubts] == [
        "cells that say only less or more than a number stay unknown: 1 in Search impr. share",
        "lines left out as totals or without a name: 7, 8, 9",
    ]


def test_a_spreadsheet_csv_is_utf16_with_tabs(read_text: Callable) -> None:
    """«CSV for Excel» holds the same rows."""
    rows = DAILY.replace('"September 1, 2026 - September 3, 2026"', "September 1; 2026 - September 3; 2026")
    cells = [row.replace('"1,', '"1;').replace('"31,', '"31;').replace('"32,', '"32;') for row in rows.splitlines()]
    text = "\n".join(row.replace(",", "\t").replace(";", ",").replace('"', "") for row in cells)

    assert read_text(text, encoding="utf-16").table("ad_day").frame.equals(read_text(DAILY).table("ad_day").frame)


@pytest.mark.parametrize(
    ("text", "locale", "currency", "spend", "impressions"),
    [(FRENCH, "fr", "CAD", [12.34, 1020.5], 11734), (GERMAN, "de", "USD", [1234.56, 99.9], 13245)],
)
def test_other_languages_are_read(  # noqa: PLR0913, PLR0917 - a file and what it holds
    read_text: Callable, text: str, locale: str, currency: str, spend: list[float], impressions: int
) -> None:
    """Decimal commas, their thousands, and the account's total in its own words."""
    export = read_text(text)
    table = export.table("ad_day")

    assert (export.match.report.locale, export.decimal, table.currency, export.left_out) == (
        locale,
        ",",
        currency,
        (6,),
    )
    assert (table.frame["spend"].tolist(), table.total("impressions")) == (spend, impressions)
    assert days(export) == [["2026-09-01"] * 2, ["2026-09-02"] * 2]


def test_rows_without_days_cover_the_period_of_the_report(read_text: Callable) -> None:
    """The second line says the period, in British or American order, quoted or not."""
    american = PERIOD.replace("27 January 2026 - 23 February 2026", "January 27, 2026 - February 23, 2026")

    for text in (
        PERIOD,
        american,
        american.replace("January 27, 2026 - February 23, 2026", '"Jan 27, 2026 - Feb 23, 2026"'),
    ):
        export = read_text(text)
        assert days(export) == [["2026-01-27", "2026-02-23"]]
        assert [str(doubt) for doubt in export.doubts][-1] == SEVERAL


def test_all_time_is_no_period(read_text: Callable, refusal: Callable) -> None:
    """«All time» says no day: the two arguments that say them are named, and settle it."""
    text = PERIOD.replace("27 January 2026 - 23 February 2026", "All time")

    assert refusal(text) == (
        "x.csv:3: found rows without a day, and no period above them (“All time”); expected a first and a last day. "
        "Say the first and the last day of the report with `first_day` and `last_day`."
    )
    assert days(read_text(text, first_day=date(2025, 1, 1), last_day=date(2026, 2, 23))) == [
        ["2025-01-01", "2026-02-23"]
    ]


def test_an_ambiguous_period_is_refused(read_text: Callable, refusal: Callable) -> None:
    """01/02/2026 - 03/02/2026 may be in January or in February."""
    text = PERIOD.replace("27 January 2026 - 23 February 2026", "01/02/2026 - 03/02/2026")

    assert refusal(text) == (
        "x.csv:2 [01/02/2026 - 03/02/2026]: found “01/02/2026”, and no day above 12 in the file; expected days whose "
        "order of day and month the file proves. Say which number is the month with `date_format`: "
        '"%d/%m/%Y" is day/month/year, "%m/%d/%Y" is month/day/year.'
    )
    assert days(read_text(text, date_format="%d/%m/%Y")) == [["2026-02-01", "2026-02-03"]]


def test_a_report_of_a_part_of_the_account_says_so(read_text: Callable) -> None:
    """Where the account's total is larger than its rows together, the reader is told."""
    export = read_text(PERIOD.replace("603,31193,798.88", "999,41193,900.00"))

    assert [str(doubt) for doubt in export.doubts][-1] == (
        "its rows spend 798.88 GBP, its totals 900.00 GBP: the file holds only a part of the account"
    )


def test_rows_of_weeks_cover_seven_days(read_text: Callable) -> None:
    """A week is dated by its first day, and ends with the report at the latest."""
    text = (
        "Campaign report\nSeptember 1, 2026 - September 10, 2026\n"
        "Week,Campaign,Currency code,Cost,Clicks\n2026-08-31,Film,EUR,7.5,3\n2026-09-07,Film,EUR,7.5,3\n"
    )

    assert days(read_text(text)) == [["2026-08-31", "2026-09-06"], ["2026-09-07", "2026-09-10"]]


def test_a_card_by_day_has_its_currency_in_the_cells(tmp_path: Path) -> None:
    """US$ is the dollar of one country, and days have names."""
    export = read_named(tmp_path, "Time_series(2026.02.05-2026.02.06).csv", CARD)
    table = export.table("ad_day")

    assert (table.currency, table.total("spend"), table.total("clicks"), export.doubts) == ("USD", 2.5, 3, ())
    assert days(export) == [["2026-02-05"] * 2, ["2026-02-06"] * 2]


def test_a_card_by_hour_is_of_the_day_in_its_name(tmp_path: Path) -> None:
    """Hours have the day of the file's name, which the reader is told, or the declared one."""
    export = read_named(tmp_path, "Time_series(2026.02.05).csv", HOURS)
    said = read_named(tmp_path, "hours.csv", HOURS, first_day=date(2026, 2, 6), last_day=date(2026, 2, 6))

    assert (days(export), days(said)) == ([["2026-02-05"] * 2] * 2, [["2026-02-06"] * 2] * 2)
    assert export.table("ad_day").frame["hour"].tolist() == ["00", "23"]
    assert [str(doubt) for doubt in (*export.doubts, *said.doubts)] == [
        "its period is that of the file's name: check that nobody has changed it"
    ]


def test_a_card_of_keywords_is_of_the_period_in_its_name(tmp_path: Path) -> None:
    """Keywords have a match type, and € is one currency."""
    export = read_named(tmp_path, "Search_keywords(2026.02.05-2026.02.10).csv", KEYWORDS)
    table = export.table("ad_day")

    assert (days(export), table.currency, table.total("spend")) == ([["2026-02-05", "2026-02-10"]] * 2, "EUR", 34.15)
    assert table.frame["match_type"].tolist() == ["Exact match", "Phrase match"]


def test_a_sign_of_many_currencies_names_none(tmp_path: Path) -> None:
    """A bare $ is refused until its currency is said; two currencies are refused at all."""
    with pytest.raises(DataError) as bare:
        read_named(tmp_path, "x.csv", CARD.replace("US$", "$"))
    with pytest.raises(DataError) as two:
        read_named(tmp_path, "x.csv", CARD.replace("US$0.40\n", "€0.40\n"))

    assert str(bare.value) == (
        "x.csv:1 [Cost]: found amounts without a currency; expected an ISO 4217 code in the header or in a column of "
        "currencies. Say with `currency` what the amounts are in, as `EUR`."
    )
    assert str(two.value) == (
        "x.csv:3 [Cost]: found amounts in USD and in EUR; expected one currency. Export each currency into a file of "
        "its own, and read it with its own `currency`."
    )
    assert read_named(tmp_path, "x.csv", CARD.replace("US$", "$"), currency="AUD").table("ad_day").currency == "AUD"


def test_an_hour_that_no_day_has_is_refused(refusal: Callable) -> None:
    """24 - 25 and 3 pm are no hours of this report."""
    for text in ("24 - 25", "10 - 12", "3 pm"):
        assert refusal(HOURS.replace("23 - 00", text), first_day=date(2026, 2, 6), last_day=date(2026, 2, 6)) == (
            f"x.csv:3 [Hour]: found “{text}”; expected an hour like 00 - 01. Take the original export."
        )


def test_two_columns_of_days_are_refused(refusal: Callable) -> None:
    """Days that contradict one another are not replaced by the period of the report."""
    text = (
        "Campaign report\n1 March 2026 - 2 March 2026\nDay,Day,Campaign,Cost,Clicks\n2026-03-01,2026-03-02,Film,1.5,2\n"
    )

    assert refusal(text, currency="EUR") == (
        "x.csv:3 [Day]: found two columns of days that differ; expected one column of days. "
        "Remove the one that is not meant."
    )


def test_averages_are_no_amounts(read_text: Callable) -> None:
    """«Avg. cost» and «Cost / conv.» are not «Cost»."""
    export = read_text(PERIOD.replace("Impr.", "Avg. cost").replace("Conv. value", "Cost / conv."))

    assert export.match.dropped == ("Campaign status", "Avg. cost", "Cost / conv.")
    assert export.table("ad_day").total("spend") == 798.88
