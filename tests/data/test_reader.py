from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

from smmeasure.brief.campaign import Campaign
from smmeasure.data.reader import load_series
from smmeasure.errors import DataError
from smmeasure.series import IndicatorSeries

Read = Callable[..., IndicatorSeries]


def values(series: IndicatorSeries) -> list[float]:
    return series.values.tolist()


def test_a_plain_table_becomes_a_daily_series(read: Read) -> None:
    """Values stand on the calendar, with unit and provenance."""
    series = read("Day,Views\n2026-03-01,5\n2026-03-02,7\n")
    assert values(series) == [5.0, 7.0]
    assert series.values.index.tolist() == [pd.Timestamp("2026-03-01"), pd.Timestamp("2026-03-02")]
    assert (str(series.unit), series.facts.rows, series.facts.encoding) == ("count", 2, "utf-8")
    assert series.facts.sha256 == hashlib.sha256(b"Day,Views\n2026-03-01,5\n2026-03-02,7\n").hexdigest()


def test_an_absent_day_is_unknown(read: Read) -> None:
    """A day without a row is nan, never 0."""
    series = read("Day,Views\n2026-03-01,5\n2026-03-03,7\n")
    assert np.isnan(series.values["2026-03-02"])


@pytest.mark.parametrize("blank", ["", " --", "-", "n/a", "undefined", "N/A"])
def test_a_missing_value_is_unknown(read: Read, blank: str) -> None:
    """What platforms write for a missing value is nan."""
    series = read(f"Day,Views\n2026-03-01,5\n2026-03-02,{blank}\n")
    assert np.isnan(series.values["2026-03-02"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_are_told_by_their_mark(read: Read, encoding: str) -> None:
    """Text with a byte-order mark reads like text without one."""
    series = read("Day,Vues payées\n2026-03-01,5\n".encode(encoding), value="Vues payées")
    assert values(series) == [5.0]
    assert series.facts.encoding == encoding.removesuffix("-sig")


def test_a_windows_code_page_is_reported(read: Read) -> None:
    """Text that is no UTF-8 is read as cp1252, and the facts say so."""
    series = read("Day,Dépense\n2026-03-01,5\n".encode("cp1252"), value="Dépense")
    assert series.facts.encoding == "cp1252"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_separators_are_found(read: Read, delimiter: str) -> None:
    """Commas, semicolons and tabs part cells."""
    assert values(read(f"Day{delimiter}Views\n2026-03-01{delimiter}5\n")) == [5.0]


def test_titles_before_the_header_are_passed_over(read: Read) -> None:
    """The separator line, titles and comment lines of exports are no data."""
    meta = 'sep=,\n"Views"\n"Day","Views"\n"2026-03-01T00:00:00","5"\n'
    google = "# ---\n# Start date: 20260301\nDay,Views\n20260301,5\n"
    assert values(read(meta)) == values(read(google)) == [5.0]


def test_column_names_match_in_spite_of_spaces_case_and_apostrophes(read: Read) -> None:
    """Names that differ in form only are the same column."""
    assert values(read("day,Ouverture  d’e-mail\n2026-03-01,5\n", value="ouverture d'e-mail")) == [5.0]


def test_total_rows_are_left_out(read: Read) -> None:
    """Totals before or after the days are no day."""
    assert values(read("Day,Views\n,12\n2026-03-01,5\n2026-03-02,7\nTotal,12\n")) == [5.0, 7.0]


def test_a_second_block_ends_the_table(read: Read) -> None:
    """A title after a blank line begins another table."""
    assert values(read("Day,Views\n2026-03-01,5\n\nCountries\nCountry,Views\nFR,5\n")) == [5.0]


@pytest.mark.parametrize(
    ("written", "decimal", "number"),
    [
        ("1,234.5", ".", 1234.5),
        ("1\u202f234,5", ",", 1234.5),
        ("1.234,5", ",", 1234.5),
        ("1'234", ".", 1234.0),
        ("−3", ".", -3.0),
        ("1.2E+05", ".", 120000.0),
    ],
)
def test_numbers_are_read_by_the_decimal_sign(read: Read, written: str, decimal: str, number: float) -> None:
    """Signs between thousands are dropped."""
    assert values(read(f'Day;Views\n2026-03-01;"{written}"\n', decimal=decimal)) == [number]


def test_money_may_carry_its_own_sign(read: Read) -> None:
    """An amount in the brief's currency is a number."""
    assert values(read("Day;Views\n2026-03-01;12,34 €\n", decimal=",", measures="revenue")) == [12.34]


def test_a_fraction_may_be_in_per_cent(read: Read) -> None:
    """Per cent become fractions where the unit is a fraction."""
    assert values(read("Day;Views\n2026-03-01;12 %\n", unit="fraction")) == [0.12]


def test_a_declared_date_format_is_used(read: Read) -> None:
    """Days are read as the brief says."""
    series = read("Day,Views\n03/04/2026,5\n", date_format="%d/%m/%Y")
    assert series.values.index[0] == pd.Timestamp("2026-04-03")


def test_equal_duplicates_are_kept_once_and_named(read: Read) -> None:
    """A day that stands twice with one value is reported, not doubled."""
    series = read("Day,Views\n2026-03-01,5\n2026-03-01,5\n2026-03-02,7\n")
    assert values(series) == [5.0, 7.0]
    assert series.facts.duplicate_days == (date(2026, 3, 1),)


def test_events_are_added_up_and_silent_days_are_zero(read: Read) -> None:
    """Sales of a day are summed over the span of the file, whatever the filter keeps."""
    rows = "Day,Item,Views\n2026-03-01,b,1\n2026-03-02,a,2\n2026-03-02,a,3\n2026-03-04,b,1\n"
    assert values(read(rows, rows="events", where={"Item": "a"})) == [0.0, 5.0, 0.0, 0.0]


def test_rows_are_counted_where_no_value_is_named(read: Read) -> None:
    """Each row is one event."""
    series = read("Day,Item\n2026-03-01,b\n2026-03-01,a\n2026-03-03,a\n", value=None, rows="events")
    assert values(series) == [2.0, 0.0, 1.0]


def test_a_workbook_reads_like_a_text_file(
    tmp_path: Path, make_campaign: Callable[..., Campaign], recwarn: pytest.WarningsRecorder
) -> None:
    """Real days, day serials and numbers of a named sheet are read without a warning."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Daily")
    for row in (["A title"], ["Day", "Views"], [datetime(2026, 3, 1), 5], [46083, 7.5]):  # noqa: DTZ001 - a sheet's day
        sheet.append(row)
    book.save(tmp_path / "book.xlsx")
    source = {"file": "book.xlsx", "sheet": "Daily", "date": "Day", "value": "Views"}
    series = load_series(make_campaign(x=source), tmp_path)["x"]
    assert values(series) == [5.0, 7.5]
    assert series.facts.encoding == "xlsx"
    assert not recwarn.list


def test_a_text_file_in_a_workbooks_clothes_is_told_by_its_bytes(
    tmp_path: Path, make_campaign: Callable[..., Campaign]
) -> None:
    """A workbook that is named .csv is still a workbook."""
    packed = io.BytesIO()
    book = openpyxl.Workbook()
    for row in (["Day", "Views"], ["2026-03-01", 5]):
        book.worksheets[0].append(row)
    book.save(packed)
    (tmp_path / "x.csv").write_bytes(packed.getvalue())
    assert values(load_series(make_campaign(x={"file": "x.csv", "date": "Day", "value": "Views"}), tmp_path)["x"]) == [
        5
    ]


def test_each_file_is_read_once(
    tmp_path: Path, make_campaign: Callable[..., Campaign], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Indicators of one file share one reading of it."""
    (tmp_path / "x.csv").write_text("Day,Views,Clicks\n2026-03-01,5,1\n")
    opened: list[Path] = []
    original = Path.open
    monkeypatch.setattr(Path, "open", lambda path, *how: (opened.append(path), original(path, *how))[1])
    source: dict[str, Any] = {"file": "x.csv", "date": "Day"}
    load_series(make_campaign(a=source | {"value": "Views"}, b=source | {"value": "Clicks"}), tmp_path)
    assert opened == [tmp_path / "x.csv"]


def test_all_faults_of_all_indicators_are_told_at_once(tmp_path: Path, make_campaign: Callable[..., Campaign]) -> None:
    """One error lists every fault, each of them once."""
    (tmp_path / "orders.csv").write_text("Day,Pieces\n2026-03-01,five\n")
    source: dict[str, Any] = {"file": "orders.csv", "date": "Day", "value": "Pieces"}
    campaign = make_campaign(a=source, b=source, c=source | {"file": "order.csv"}, d=source | {"value": "Piece"})
    with pytest.raises(DataError) as caught:
        load_series(campaign, tmp_path)
    assert str(caught.value) == (
        "orders.csv:2 [Pieces]: found “five” (2); expected numbers (count) with the decimal sign “.”. "
        "Leave a cell empty where nothing is known; no text, no infinite value.\n"
        "order.csv: found no such file in the data folder; expected an export. "
        "Did you mean orders.csv? Correct the key `file` in the brief.\n"
        "indicators.d.source.value: found no column “Piece” in orders.csv; expected one of its columns: Day, Pieces. "
        "Did you mean Pieces?"
    )


@pytest.mark.parametrize("file", ["../x.csv", "/etc/passwd", "a/../../x.csv", "C:\\x.csv", "\\\\host\\x.csv"])
def test_a_path_cant_leave_the_data_folder(tmp_path: Path, make_campaign: Callable[..., Campaign], file: str) -> None:
    """Absolute paths and paths with two dots are refused before anything is opened."""
    with pytest.raises(DataError) as caught:
        load_series(make_campaign(x={"file": file, "date": "Day"}), tmp_path)
    assert str(caught.value) == (
        f"{file}: found a path that leaves the data folder; expected a file inside the data folder. "
        "Put the file in the data folder and name it without “..” or a drive."
    )


def test_a_name_too_long_for_the_disk_is_one_sentence(tmp_path: Path, make_campaign: Callable[..., Campaign]) -> None:
    """A file that the system can't open is told with the system's reason."""
    with pytest.raises(DataError) as caught:
        load_series(make_campaign(x={"file": "x" * 400, "date": "Day"}), tmp_path)
    assert str(caught.value) == (
        f"{'x' * 59}…: found a file that can't be opened (File name too long); expected a file that may be read. "
        "Give yourself the right to read it, or copy it anew."
    )


Fault = Callable[..., str]


def test_an_ambiguous_day_is_refused(fault_of: Fault) -> None:
    """03/04/2026 is no day until the brief says which number is the month."""
    assert fault_of("Day,Views\n03/04/2026,5\n") == (
        "file.csv:2 [Day]: found “03/04/2026” (2); expected a day as YYYY-MM-DD. "
        "Say in the brief which number is the month, with the key `date_format`: "
        '"%d/%m/%Y" is day/month/year, "%m/%d/%Y" is month/day/year.'
    )


@pytest.mark.parametrize("date_format", ["%d/%m/%Y", "%d%d", "%Q", "%"])
def test_a_day_that_doesnt_fit_the_declared_format_is_refused(fault_of: Fault, date_format: str) -> None:
    """A wrong format, even an impossible one, ends with one sentence."""
    assert fault_of("Day,Views\n2026-03-01,5\n", date_format=date_format) == (
        f"file.csv:2 [Day]: found “2026-03-01” (2); expected a day written as {date_format}. "
        "Correct the key `date_format` in the brief, or the days in the file."
    )


def test_a_row_without_day_is_refused(fault_of: Fault) -> None:
    """A blank day between two others is no total."""
    assert fault_of("Day,Views\n2026-03-01,5\n,6\n2026-03-03,5\n") == (
        "file.csv:3 [Day]: found “” (3); expected a day as YYYY-MM-DD. Give every row its day, or remove the row."
    )


def test_a_decimal_comma_must_be_declared(fault_of: Fault) -> None:
    """12,34 may be a number or two: the brief says which."""
    assert fault_of("Day;Views\n2026-03-01;12,34\n") == (
        "file.csv:2 [Views]: found “12,34” (2); expected numbers (count) with the decimal sign “.”. "
        "If “,” is the decimal sign, say so in the brief with the key `decimal`."
    )


@pytest.mark.parametrize("cell", ["inf", "1e999", "#DIV/0!", "12 %", "0,500", "5 $"])
def test_a_value_that_is_no_number_is_refused(fault_of: Fault, cell: str) -> None:
    """Infinite values, spreadsheet errors and foreign signs are no counts."""
    assert fault_of(f"Day;Views\n2026-03-01;{cell}\n").startswith(
        f"file.csv:2 [Views]: found “{cell}” (2); expected numbers (count) with the decimal sign “.”."
    )


def test_two_values_on_one_day_are_refused(fault_of: Fault) -> None:
    """Different values of one day are a question to the user."""
    assert fault_of("Day,Views\n2026-03-01,5\n2026-03-01,6\n") == (
        "file.csv [Views]: found different values on one day: 2026-03-01; expected one value per day. "
        "Keep one row per day, name the rows with `where`, or say `rows: events` to add them up."
    )


def test_a_filter_that_keeps_nothing_shows_what_there_is(fault_of: Fault) -> None:
    """The texts of the column are listed."""
    assert fault_of("Day,Item,Views\n2026-03-01,a,5\n2026-03-01,b,5\n", where={"Item": "c"}) == (
        "indicators.x.source.where.Item: found “c” in no row of file.csv; expected a text that the column holds: a, b. "
        "Write the text as it stands in the file."
    )


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("", "an empty file; expected a header and rows of data. Export the file again."),
        (
            "Day,Views\n",
            "a header but no rows; expected rows of data. Export the file again for a period that has data.",
        ),
        (
            "Day,Views\nNo data available.\n",
            "a header but no rows; expected rows of data. Export the file again for a period that has data.",
        ),
        (
            b"\xd0\xcf\x11\xe0 old workbook",
            (
                "a workbook that can't be opened; expected an .xlsx, .xls or .ods workbook. "
                "Open it in a spreadsheet and save it again as .xlsx or as CSV."
            ),
        ),
        (
            b"PK\x03\x04 damaged",
            (
                "a workbook that can't be opened; expected an .xlsx, .xls or .ods workbook. "
                "Open it in a spreadsheet and save it again as .xlsx or as CSV."
            ),
        ),
        (
            "Day,Views\n2026-03-01,5\n\nOther\nDay,Views\n2026-03-01,6\n",
            (
                "two tables with these columns, at lines 1 and 5; expected one table. "
                "Save the table that you mean in a file of its own."
            ),
        ),
    ],
)
def test_a_file_that_holds_no_table_is_refused(fault_of: Fault, content: str | bytes, found: str) -> None:
    """Empty, damaged and double files each have their sentence."""
    assert fault_of(content) == f"file.csv: found {found}"


def test_an_open_quotation_mark_loses_no_rows_in_silence(fault_of: Fault) -> None:
    """A quotation mark that swallows the rest of a file is a fault."""
    assert fault_of('Day,Views,Caption\n2026-03-01,5,"hello\n2026-03-02,6,world\n') == (
        "file.csv:2: found a line that is no table row (quotation mark not closed); expected rows of cells. "
        "Look for a quotation mark that is never closed, or export the file again."
    )


def test_a_column_that_stands_twice_is_refused(fault_of: Fault) -> None:
    """A name that two columns bear says nothing."""
    assert fault_of("Day,Views,Views\n2026-03-01,5,6\n") == (
        "indicators.x.source: found the column “Views” 2 times in file.csv; expected a column that stands once. "
        "Give the columns different names in the file."
    )


def test_another_currency_in_the_header_is_refused(fault_of: Fault) -> None:
    """A brief has one currency."""
    assert fault_of("Day,Spend (USD)\n2026-03-01,5\n", value="Spend (USD)", measures="ad_spend") == (
        "indicators.x.source.value: found the column “Spend (USD)” of file.csv; expected an amount in EUR. "
        "A brief has one currency: convert the column, or change the key `currency`."
    )


def test_quoted_values_are_short_and_on_one_line(fault_of: Fault) -> None:
    """Hostile content can't flood or break a message."""
    message = fault_of('Day,Views\n2026-03-01,"' + "\x1b[31m\n" * 500 + '"\n')
    assert len(message) < 300  # the sentence is 150 characters, the quotation at most 60
    assert "\n" not in message
    assert "\x1b" not in message


def test_no_library_warning_leaks(read: Read) -> None:
    """A column of mixed cells is read without a warning of a library."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read("Day,Views\n2026-03-01,5\n2026-03-02,\n")
