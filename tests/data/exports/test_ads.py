from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from smmeasure.data.exports.reading import read_export
from smmeasure.units import Kind, Unit

ENGLISH = (
    "Campaign name,Ad name,Day,Amount spent (USD),Impressions,Reach,Link clicks,CTR (all),Result type,Results,"
    "Purchases conversion value,Preview link\n"
    'Spring,Total Wine,2026-03-01,"1,012.50",2000,900,30,1.5,Purchases,2,95.15,x\n'
    "Spring,Film,2026-03-01,7.25,100,90,,,,,,y\n"
)
FRENCH = (
    "Nom de la campagne;Nom de l’ensemble de publicités;Nom de la publicité;Jour;Montant dépensé (EUR);Impressions;"
    "Couverture;Clics (tous);CTR (tous);Achats;Valeur de conversion des achats\n"
    "Printemps;Large;Film;27/03/2026;1\u202f020,50 €;2\u00a0000;900;31;1,55 %;2;95,15\n"
    "Printemps;Large;Photo;03/04/2026;--;100;90;0;0,00 %;;\n"
)


def test_ads_by_day_are_read(read_text: Callable) -> None:
    """Amounts have the header's currency, per cents become fractions, blanks stay null."""
    export = read_text(ENGLISH)
    table = export.table("ad_day")

    assert (export.decimal, export.match.dropped, export.left_out) == (".", ("Preview link",), ())
    assert table.frame["ad_name"].tolist() == ["Total Wine", "Film"]
    assert table.frame["date_start"].equals(table.frame["date_end"].rename("date_start"))
    assert table.total("spend") == pytest.approx(1019.75)  # binary fractions
    assert (table.unit("spend"), table.unit("conversion_value")) == (Unit(Kind.MONEY, "USD"),) * 2
    assert table.frame["click_rate"].iloc[0] == pytest.approx(0.015)  # binary fractions
    assert table.frame[["link_clicks", "click_rate", "results", "conversion_value"]].iloc[1].isna().all()


def test_a_french_export_is_read(read_text: Callable) -> None:
    """Decimal commas, spaces in thousands, per cents with their sign and a curly apostrophe are understood."""
    export = read_text(FRENCH)
    frame = export.table("ad_day").frame

    assert (export.match.report.locale, export.decimal, export.day_first) == ("fr", ",", True)
    assert frame["spend"].fillna(-1.0).tolist() == [1020.5, -1.0]
    assert frame["impressions"].tolist() == [2000, 100]
    assert frame["click_rate"].tolist() == pytest.approx([0.0155, 0.0])  # binary fractions
    assert frame["date_start"].astype(str).tolist() == ["2026-03-27", "2026-04-03"]
    assert frame["ad_group_name"].tolist() == ["Large", "Large"]


def test_headers_decoded_twice_are_mended_and_told(read_text: Callable) -> None:
    """«Montant dÃ©pensÃ©» is «Montant dépensé»: the whole file is mended, and the reader is told."""
    export = read_text(FRENCH.encode("utf-8").decode("cp1252"))

    assert export.table("ad_day").frame.equals(read_text(FRENCH).table("ad_day").frame)
    assert [str(doubt) for doubt in export.doubts] == [
        "its texts were decoded wrongly before, and were mended: “Nom de lâ€™ensemble de publicitÃ©s”"
    ]


def test_a_workbook_begins_with_an_unlabelled_total(tmp_path: Path) -> None:
    """The row that names no ad is left out and told, whatever its position at an end."""
    book = openpyxl.Workbook()
    header = ("Reporting starts", "Reporting ends", "Ad name", "Reach", "Impressions", "Amount spent (UAH)", "Ends")
    book.active.append(header)
    book.active.append(("2026-03-01", "2026-03-31", None, 100, 300, 12.5, None))
    book.active.append(("2026-03-01", "2026-03-31", "Film", 70, 200, 10, "Ongoing"))
    book.active.append(("2026-03-01", "2026-03-31", "Photo", 60, 100, 2.5, "2026-03-20"))
    book.save(tmp_path / "ads.xlsx")
    export = read_export(tmp_path / "ads.xlsx")
    table = export.table("ad_day")

    assert (export.left_out, table.total("spend"), table.total("impressions")) == ((2,), 12.5, 300.0)
    assert table.frame["delivery_end"].isna().tolist() == [True, False]
    assert [str(doubt) for doubt in export.doubts] == [
        "lines left out as totals or without a name: 2",
        "rows cover periods of several days: no daily series can be made of them",
    ]


def test_an_empty_report_is_no_error(read_text: Callable) -> None:
    """«No data available.» is a report with no rows."""
    export = read_text(ENGLISH.splitlines()[0] + '\n"No data available."\n')

    assert (export.rows, len(export.table("ad_day").frame)) == (0, 0)
    assert [str(doubt) for doubt in export.doubts] == ["no rows of data"]


def test_months_are_periods(read_text: Callable) -> None:
    """A report by month has the month's days, not the report's."""
    text = (
        "Account name,Region,Month,Impressions,Currency,Amount spent (UAH),Reporting starts,Reporting ends\n"
        "Example,Kyiv,2026-03-01 - 2026-03-11,10,UAH,1.5,2026-01-01,2026-03-11\n"
    )
    frame = read_text(text).table("ad_day").frame

    assert frame[["date_start", "date_end"]].astype(str).to_numpy().tolist() == [["2026-03-01", "2026-03-11"]]
