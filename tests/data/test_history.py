"""Files without a brief: the days are found, the numbers are found, and nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from smmeasure.data.history import History, Wanted, read_history
from smmeasure.errors import DataError

PLAIN = "day,visits,note,sales\n2026-01-01,5,a,1.5\n2026-01-02,,b,2.5\n2026-01-04,7,,3.5\nTotal,12,,7.5\n"


def read(folder: Path, text: str, wanted: Wanted | None = None) -> History:
    """Write a file and read it."""
    (folder / "h.csv").write_text(text, encoding="utf-8")
    return read_history(folder, "h.csv", wanted or Wanted())


def fault(folder: Path, text: str, wanted: Wanted | None = None) -> str:
    """Write a file that can't be read, and give what is said of it."""
    with pytest.raises(DataError) as caught:
        read(folder, text, wanted)
    return str(caught.value)


def test_days_and_numbers_are_found(tmp_path: Path) -> None:
    """Every column of numbers is a series on a calendar without holes; totals and text are none."""
    history = read(tmp_path, PLAIN)

    assert (history.date_column, history.weekly, list(history.series)) == ("day", False, ["visits", "sales"])
    assert list(history.series["visits"].index) == list(pd.date_range("2026-01-01", periods=4))
    assert history.series["visits"].fillna(-1.0).tolist() == [5.0, -1.0, -1.0, 7.0]


def test_a_workbook_is_read_like_a_text_file(tmp_path: Path) -> None:
    """Days and numbers of a sheet are what they are."""
    book = openpyxl.Workbook()
    for row in [("day", "visits"), *((day.to_pydatetime(), 10) for day in pd.date_range("2026-01-01", periods=3))]:
        book.active.append(row)
    book.save(tmp_path / "h.xlsx")

    assert read_history(tmp_path, "h.xlsx", Wanted()).series["visits"].tolist() == [10.0] * 3


def test_days_a_week_apart_make_a_weekly_series(tmp_path: Path) -> None:
    """An absent week is unknown, and the days between weeks are no gaps."""
    history = read(tmp_path, "week,visits\n2026-01-05,1\n2026-01-12,2\n2026-01-26,4\n")

    assert history.weekly
    assert history.series["visits"].fillna(0.0).tolist() == [1.0, 2.0, 0.0, 4.0]


def test_what_the_user_says_of_the_file_is_followed(tmp_path: Path) -> None:
    """Columns are found whatever their case; days and decimals are read as he says."""
    text = "begin;end;Ventes\n01/02/2026;09/02/2026;1,5\n02/02/2026;10/02/2026;2,5\n"
    wanted = Wanted(("ventes",), "END", "%d/%m/%Y", ",")

    history = read(tmp_path, text, wanted)

    assert history.series["Ventes"].tolist() == [1.5, 2.5]
    assert history.series["Ventes"].index[0] == pd.Timestamp("2026-02-09")


def test_days_that_could_be_read_two_ways_are_not_guessed(tmp_path: Path) -> None:
    """The cure names the option, with both readings."""
    assert fault(tmp_path, "day,visits\n03/04/2026,5\n04/04/2026,6\n") == (
        "h.csv:2 [day]: found “03/04/2026”; expected a day as YYYY-MM-DD. Say which number is the month: "
        "`--date-format %d/%m/%Y` is day/month/year, `--date-format %m/%d/%Y` is month/day/year."
    )


def test_a_file_without_days_says_what_to_name(tmp_path: Path) -> None:
    """All columns are listed, and the two options that help."""
    assert fault(tmp_path, "name,visits\na,5\nb,6\n") == (
        "h.csv: found no column of days among name, visits; expected a day as YYYY-MM-DD. Name the column with "
        "`--date-column`, and say with `--date-format` how its days are written."
    )


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (
            Wanted(("vists",)),
            (
                "--column: found no column “vists” in h.csv; expected one of its columns: day, visits, note, sales. "
                "Did you mean visits?"
            ),
        ),
        (
            Wanted(date_column="xyz"),
            (
                "--date-column: found no column “xyz” in h.csv; expected one of its columns: day, visits, note, sales. "
                "Name one of these columns."
            ),
        ),
        (
            Wanted(("note",)),
            (
                "h.csv:2 [note]: found “a”; expected a number with the decimal sign “.”. Leave a cell empty where "
                "nothing is known; if “,” is the decimal sign, say `--decimal ,`."
            ),
        ),
        (
            Wanted(date_format="%d.%m.%Y"),
            (
                "h.csv: found no column of days among day, visits, note, sales; expected a day written as %d.%m.%Y. "
                "Name the column with `--date-column`, and say with `--date-format` how its days are written."
            ),
        ),
        (
            Wanted(date_column="note"),
            (
                "h.csv:2 [note]: found “a”; expected a day as YYYY-MM-DD. Say with `--date-format` how days are "
                "written, or correct the cell."
            ),
        ),
    ],
)
def test_a_wrong_name_is_told_with_the_right_ones(tmp_path: Path, wanted: Wanted, text: str) -> None:
    """Each option that doesn't fit the file is named with what the file holds."""
    assert fault(tmp_path, PLAIN, wanted) == text


def test_a_file_without_numbers_is_told_so(tmp_path: Path) -> None:
    """Text beside the days is no series."""
    assert fault(tmp_path, "day,note\n2026-01-01,a\n2026-01-02,b\n") == (
        "h.csv: found no column of numbers beside the days; expected one column or more with a number per day. Name "
        "it with `--column`; if “,” is the decimal sign, say `--decimal ,`."
    )


def test_a_day_with_two_values_is_told_for_every_column(tmp_path: Path) -> None:
    """The same value twice is one value; two different ones are a question."""
    assert fault(tmp_path, "day,a,b\n2026-01-01,1,1\n2026-01-01,2,1\n2026-01-02,3,3\n") == (
        "h.csv [a]: found different values on one day: 2026-01-01; expected one value per day. Keep one row per day, "
        "or leave the column out by naming the others with `--column`."
    )
