"""Google Trends: weeks, months and days of one or several terms, in several languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from smmeasure.errors import UnitError

WEEKS = "Category: All categories\n\nWeek,red shoes: (Worldwide)\n2026-03-01,26\n2026-03-08,<1\n2026-03-15,100\n"
MONTHS = (
    "Catégorie\u00a0: Toutes catégories\n\n"
    "Mois,chaussures: (France),bottes: (États-Unis)\n2026-01,19,0\n2026-02,26,<1\n"
)
SCALE = "an index from 0 to 100 of the highest value in this file: comparable within this file only, never added up"


def test_weeks_are_periods_of_seven_days(read_text: Callable) -> None:
    """A week has its first and last day; term, region and category are read out of header and preamble."""
    export = read_text(WEEKS)
    table = export.table("search_interest")

    assert table.frame.astype(str).to_numpy().tolist() == [
        ["red shoes", "Worldwide", "All categories", "2026-03-01", "2026-03-07", "26.0"],
        ["red shoes", "Worldwide", "All categories", "2026-03-08", "2026-03-14", "0.5"],
        ["red shoes", "Worldwide", "All categories", "2026-03-15", "2026-03-21", "100.0"],
    ]
    assert [str(doubt) for doubt in export.doubts] == [
        SCALE,
        "values written <1 are read as 0.5, neither 0 nor unknown: 1",
    ]
    with pytest.raises(UnitError):
        table.total("interest")


def test_french_months_of_two_terms_are_read(read_text: Callable) -> None:
    """Each term has its rows, 0 stays 0, and a month ends with its last day."""
    export = read_text(MONTHS)
    frame = export.table("search_interest").frame

    assert (export.match.report.locale, export.rows, len(frame)) == ("fr", 2, 4)
    assert frame["term"].tolist() == ["chaussures", "chaussures", "bottes", "bottes"]
    assert frame["region"].unique().tolist() == ["France", "États-Unis"]
    assert frame["category"].unique().tolist() == ["Toutes catégories"]
    assert frame["date_end"].astype(str).tolist() == ["2026-01-31", "2026-02-28"] * 2
    assert frame["interest"].tolist() == [19, 26, 0, 0.5]


@pytest.mark.parametrize(
    ("header", "locale", "last"),
    [("semaine", "fr", "2026-03-07"), ("Mese", "it", "2026-03-31"), ("Day", "en", "2026-03-01")],
)
def test_other_words_for_time_are_known(read_text: Callable, header: str, locale: str, last: str) -> None:
    """Weeks in French, months in Italian, days in English."""
    day = "2026-03" if header == "Mese" else "2026-03-01"
    export = read_text(f"Categoria: x\n\n{header},apple: (phone): (Italia)\n{day},5\n")
    frame = export.table("search_interest").frame

    assert (export.match.report.locale, frame["term"].iloc[0], frame["region"].iloc[0]) == (
        locale,
        "apple: (phone)",
        "Italia",
    )
    assert str(frame["date_end"].iloc[0].date()) == last


def test_a_declared_comma_does_not_touch_the_index(read_text: Callable) -> None:
    """Whole numbers have no decimal sign: <1 is a half in every country."""
    assert read_text(WEEKS, decimal=",").table("search_interest").frame["interest"].tolist() == [26, 0.5, 100]


def test_a_blank_is_not_zero(read_text: Callable) -> None:
    """A cell that says nothing stays unknown."""
    frame = read_text(WEEKS.replace("2026-03-01,26", "2026-03-01,")).table("search_interest").frame

    assert frame["interest"].isna().tolist() == [True, False, False]


def test_texts_decoded_twice_are_mended(read_text: Callable) -> None:
    """«Ã‰tats-Unis» is «États-Unis», and the reader is told."""
    export = read_text(MONTHS.encode("utf-8").decode("cp1252"))
    frame = export.table("search_interest").frame

    assert frame.equals(read_text(MONTHS).table("search_interest").frame)
    assert str(export.doubts[0]).startswith("its texts were decoded wrongly before, and were mended")


REFUSED = {
    "hours": ("Week,", "Time,"),
    "scale": ("2026-03-15,100", "2026-03-15,101"),
    "calendar": ("2026-03-15", "2026-03-32"),
    "blank": ("2026-03-15,", ","),
    "month": ("Week,", "Month,"),
}
ERRORS = {
    "hours": "x.csv:4 [Time]: found values of hours or minutes; expected values of days, weeks or months. Choose a "
    "longer period on the page of the search interest, and export it again.",
    "scale": "x.csv:6 [red shoes: (Worldwide)]: found 101; expected an index from 0 to 100. Take the original export.",
    "calendar": "x.csv:6 [Week]: found “2026-03-32” (6); expected a day that the calendar has. Correct the cell, or "
    "say with `date_format` which number is the month.",
    "blank": "x.csv:6 [Week]: found a row without a day; expected a day or a period in every row. Take the original "
    "export, or remove the row.",
    "month": "x.csv:5 [Month]: found “2026-03-08”; expected a month like 2026-03. Take the original export.",
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_index_by_period_is_refused(refusal: Callable, case: str) -> None:
    """Hours, values beyond 100, days that the calendar lacks and days among months are refused."""
    assert refusal(WEEKS.replace(*REFUSED[case])) == ERRORS[case]


def test_a_week_that_stands_twice_is_told(read_text: Callable) -> None:
    """Rows of one term and week are not told apart by anything."""
    export = read_text(WEEKS.replace("2026-03-08", "2026-03-01"))

    assert str(export.doubts[-1]) == "rows that differ from another one only in columns that are left out: 1"


def test_an_ordinary_table_of_weeks_is_no_search_interest(refusal: Callable) -> None:
    """«Week,Sales» may come from anywhere."""
    assert refusal("Week,Sales\n2026-03-01,5\n").startswith("x.csv: found headers that no dictionary knows;")
