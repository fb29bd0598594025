"""GA4: reports of many tables with a preamble each, snapshots without one, and explorations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from smmeasure.data.exports.reading import Export, read_exports
from smmeasure.errors import CallError, DataError, UnitError

RULE = "# ----------------------------------------\n"
HEAD = RULE + "# Report CSV Export\n# Account: Example\n# Property: example.org - GA4\n" + RULE + "# \n# All Users\n"
PERIOD = "# Start date: 20260301\n# End date: 20260331\n"
DAILY = (
    f"{HEAD}{PERIOD}"
    "Date,Event count,Total users,Event count per user,Average session duration,New users,Sessions\n"
    "20260320,500,90,5.555555555555555,61.5,60,100\n"
    "20260301,400,80,5,60.25,50,90\n"
    "20260331,300,70,4.285714285714286,,40,80\n"
)
EXPLORATION = (
    f"{RULE}# example.org - GA4\n# A look around\n# 20260301-20260307\n{RULE}\n"
    "App-instance ID,Stream name,Event count,Sessions,Total users\n"
    ",,12,5,2,Grand total\n"
    "11.22,Website,7,3,1\n"
    "33.44,Website,5,2,1\n"
)


@pytest.fixture
def read_tables(tmp_path: Path) -> Callable[..., tuple[Export, ...]]:
    """Write a text into `x.csv` and read each of its tables."""

    def read(text: str, **said: object) -> tuple[Export, ...]:
        (tmp_path / "x.csv").write_text(text, encoding="utf-8", newline="")
        return read_exports(tmp_path / "x.csv", **said)  # type: ignore[arg-type]

    return read


def refused(read: Callable[[], object]) -> str:
    """Give the whole text of the error that a reading ends with."""
    with pytest.raises(DataError) as caught:
        read()
    return str(caught.value)


def days(export: Export) -> list[list[str]]:
    """Give first and last day of each row."""
    return export.table("web_day").frame[["date_start", "date_end"]].astype(str).to_numpy().tolist()


def test_a_daily_report_is_read_by_day(read_text: Callable) -> None:
    """A table sorted by a metric has its days; averages and people are there, and never added up."""
    export = read_text(DAILY.replace("\n", "\r\n"))
    table = export.table("web_day")

    assert (export.match.report.report, export.match.dropped, export.doubts) == (
        "web report",
        ("Event count per user",),
        (),
    )
    assert days(export) == [[day, day] for day in ("2026-03-20", "2026-03-01", "2026-03-31")]
    assert table.frame["account"].unique().tolist() == ["example.org - GA4"]
    assert (table.total("events"), table.total("sessions")) == (1200, 270)
    assert table.frame["session_duration"].isna().tolist() == [False, False, True]
    for column in ("users", "new_users", "session_duration"):
        with pytest.raises(UnitError):
            table.total(column)


def test_each_table_has_its_own_period(read_tables: Callable) -> None:
    """Days and weeks counted from 0 begin on the first day of the table's own preamble."""
    text = (
        f"{HEAD}{PERIOD}Nth day,Active users\n0000,5\n0030,7\n\n"
        "# Where do they come from?\n# Start date: 20260201\n# End date: 20260228\n"
        "Session primary channel group (Default channel group),Sessions,Engagement rate\nDirect,3,0.5\n(not set),1,1\n"
        f"\n{PERIOD}Nth week,Views\n0000,9\n0004,3\n"
    )
    users, channels, weeks = read_tables(text)

    assert days(users) == [["2026-03-01"] * 2, ["2026-03-31"] * 2]
    assert days(channels) == [["2026-02-01", "2026-02-28"]] * 2
    assert channels.table("web_day").frame["engagement_rate"].tolist() == [0.5, 1.0]
    assert channels.table("web_day").frame["channel"].tolist() == ["Direct", "(not set)"]
    assert days(weeks) == [["2026-03-01", "2026-03-07"], ["2026-03-29", "2026-03-31"]]
    assert [str(doubt) for doubt in (*users.doubts, *channels.doubts, *weeks.doubts)] == [
        "rows cover periods of several days: no daily series can be made of them",
        "rows cover periods of several days: no daily series can be made of them",
        "weeks are counted by sevens from the first day of the report: check it against one week's total",
    ]


def test_tables_that_nothing_is_known_of_are_told(read_tables: Callable) -> None:
    """A retention table, whose «Date» is a week, is passed over, by line; a table without rows is empty."""
    daily = DAILY.replace("# Account: Example", "# Account: Example, Inc.")
    text = f"{daily}\n{PERIOD}Date,Week 0,Week 1\nMar 1 - Mar 7,5,-1\n\n\n{PERIOD}Nth day,Total revenue\n\n"
    known, empty = read_tables(text)

    assert [str(doubt) for doubt in known.doubts] == [
        "other tables of the file that no dictionary knows, by line: 17 (Date, Week 0, Week 1)"
    ]
    assert (empty.rows, [str(doubt) for doubt in empty.doubts]) == (0, ["no rows of data"])


def test_the_first_day_settles_a_file_without_a_preamble(read_tables: Callable) -> None:
    """Days counted from an unsaid day are refused with the argument that says it; the other faults come along."""
    text = f"Nth day,Views\n0000,5\n0001,6\n\n{PERIOD}Nth day,Event count\n0031,1\n"

    assert refused(lambda: read_tables(text)) == (
        "x.csv:1 [Nth day]: found days counted from a first day that the file doesn't say; expected a line "
        "“# Start date” with a day above the table. Say with `first_day` which day has the number 0.\n"
        "x.csv:8 [Nth day]: found number 31; expected a number from 0 to 30: the report has no more days. Take the "
        "original export, or correct `first_day` and `last_day`."
    )
    (views,) = read_tables(text.split("\n\n", maxsplit=1)[0], first_day=date(2026, 3, 1))
    assert days(views) == [["2026-03-01"] * 2, ["2026-03-02"] * 2]


def test_the_file_counts_where_it_says_a_period(read_tables: Callable) -> None:
    """A declared day that the preamble contradicts is told; an impossible period is a wrong call."""
    (export,) = read_tables(f"{HEAD}{PERIOD}Nth day,Views\n0000,5\n", first_day=date(2026, 2, 1))

    assert days(export) == [["2026-03-01"] * 2]
    assert [str(doubt) for doubt in export.doubts] == [
        "the file says 2026-03-01 where 2026-02-01 was given: the file counts"
    ]
    with pytest.raises(CallError, match="last_day: found 2026-01-01, before 2026-02-01"):
        read_tables(DAILY, first_day=date(2026, 2, 1), last_day=date(2026, 1, 1))


def test_a_table_without_days_needs_a_period(read_tables: Callable) -> None:
    """Where the period's lines are cut, the two arguments that say it are named."""
    text = f"{RULE}Event name,Event count\npage_view,5\n"

    assert refused(lambda: read_tables(text)) == (
        "x.csv:2: found rows without a day, and no period above them (“# ----------------------------------------”); "
        "expected a first and a last day. Say the first and the last day of the report with `first_day` and `last_day`."
    )
    (export,) = read_tables(text, first_day=date(2026, 3, 1), last_day=date(2026, 3, 5))
    assert days(export) == [["2026-03-01", "2026-03-05"]]


def test_an_exploration_has_a_ragged_total(read_text: Callable) -> None:
    """The total, one field wider than the header, is left out; ids of people are not read, and the rows stay apart."""
    export = read_text(EXPLORATION)
    table = export.table("web_day")

    assert (export.left_out, days(export)) == (
        (8,),
        [["2026-03-01", "2026-03-07"]] * 2,
    )
    assert (table.total("events"), table.total("sessions")) == (12, 5)
    assert table.frame["account"].unique().tolist() == ["example.org - GA4"]
    assert "11.22" not in table.frame.to_csv()
    assert [str(doubt) for doubt in export.doubts] == [
        "lines left out as totals or without a name: 8",
        "rows cover periods of several days: no daily series can be made of them",
        "rows that differ from another one only in columns that are left out: 1",
    ]


def test_a_hash_sign_in_a_value_is_no_comment(read_text: Callable) -> None:
    """A page or campaign with a # is read whole."""
    text = f"{HEAD}{PERIOD}Page path and screen class,Views,Active users\n/shop#top,5,4\n#sale,3,2\n"

    assert read_text(text).table("web_day").frame["page"].tolist() == ["/shop#top", "#sale"]


def test_source_and_medium_are_parted(read_text: Callable) -> None:
    """«google / cpc» is a source and a medium."""
    text = f"{HEAD}{PERIOD}Session source / medium,Sessions\ngoogle / cpc,5\n(direct) / (none),3\nnewsletter,1\n"
    frame = read_text(text).table("web_day").frame

    assert frame["source"].tolist() == ["google", "(direct)", "newsletter"]
    assert frame["medium"].fillna("?").tolist() == ["cpc", "(none)", "?"]


def test_revenue_has_a_currency_or_is_refused(read_text: Callable, refusal: Callable) -> None:
    """Reports name no currency: revenue is refused until it is said, and left out where all of it is 0."""
    text = f"{HEAD}{PERIOD}Event name,Event count,Total revenue\npurchase,5,120.5\nscroll,7,0\n"
    idle = read_text(text.replace("120.5", "0"))

    assert refusal(text) == (
        "x.csv:10 [Total revenue]: found amounts without a currency; expected an ISO 4217 code in the header or in a "
        "column of currencies. Say with `currency` what the amounts are in, as `EUR`."
    )
    assert read_text(text, currency="EUR").table("web_day").total("revenue") == 120.5
    assert idle.table("web_day").frame["revenue"].isna().all()
    assert str(idle.doubts[0]) == ("left out, 0 everywhere and in no currency that the file names: Total revenue")


def test_two_columns_of_days_are_refused(refusal: Callable) -> None:
    """Days that contradict one another are not replaced by the period of the report."""
    assert refusal(f"{HEAD}{PERIOD}Date,Date,Views\n20260301,20260302,5\n").startswith(
        "x.csv:10 [Date]: found twice, with different values: Date;"
    )


def test_total_and_purchase_revenue_are_two_things(read_text: Callable) -> None:
    """An exploration may hold both; the total has other revenue, too."""
    text = f"{HEAD}{PERIOD}Date,Total revenue,Purchase revenue\n20260301,120.5,100.25\n"
    table = read_text(text, currency="EUR").table("web_day")

    assert (table.total("revenue"), table.total("purchase_revenue")) == (120.5, 100.25)


def test_an_ordinary_table_of_days_is_no_ga4_report(refusal: Callable) -> None:
    """«Date,Sessions» with nothing above it may come from anywhere."""
    assert refusal("Date,Sessions\n2026-03-01,5\n").startswith("x.csv: found headers that no dictionary knows;")


def test_a_day_that_the_calendar_lacks_is_refused(refusal: Callable) -> None:
    """20260231 is no day, and a row without one is no row of a daily table."""
    assert refusal(DAILY.replace("20260320", "20260231")) == (
        "x.csv:11 [Date]: found “20260231” (11); expected a day that the calendar has. Correct the cell, or say with "
        "`date_format` which number is the month."
    )
    assert refusal(DAILY.replace("20260301,", ",")) == (
        "x.csv:12 [Date]: found a row without a day; expected a day or a period in every row. Take the original "
        "export, or remove the row."
    )
