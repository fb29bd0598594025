"""Real reports of GA4, Google Ads and Google Trends, with sums worked out by hand beside the reader."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from smmeasure.data.exports.reading import Export, read_export, read_exports
from smmeasure.errors import DataError

DATA = Path(__file__).parents[3] / "shared" / "data"

pytestmark = pytest.mark.skipif(
    not (DATA / "exports").is_dir(), reason="the real data are not here: ../shared/data/exports, beside the repository"
)

ADS = {
    "google_ads/Campaign report*.csv": (
        "GBP",
        2,
        ("2026-01-27", "2026-02-23"),
        {"spend": 1164.10, "impressions": 40585, "clicks": 867, "conversions": 74, "conversion_value": 2127.81},
    ),
    "google_ads/Ad report*.csv": (
        "USD",
        15,
        ("2026-01-20", "2026-01-21"),
        {"spend": 117.06, "impressions": 305, "interactions": 17, "conversions": 0},
    ),
    "google_ads/Search_keywords*.csv": ("USD", 44, ("2026-02-05", "2026-02-10"), {"spend": 139.67, "clicks": 91}),
    "google_ads/Time_series(2026.02.05-*.csv": (
        "USD",
        6,
        ("2026-02-05", "2026-02-10"),
        {"spend": 139.67, "clicks": 91, "impressions": 299},
    ),
    "google_ads/Time_series(2026.02.05).csv": (
        "USD",
        24,
        ("2026-02-05", "2026-02-05"),
        {"spend": 0, "clicks": 0, "impressions": 0},
    ),
}
INTEREST = {
    "google_trends/*_week.csv": ("en", 199, 6859, "2014-06-15", "2018-04-07"),
    "google_trends/french_*_month.csv": ("fr", 264, 6394, "2004-01-01", "2025-12-31"),
}


def file(pattern: str) -> Path:
    """Find the one real file whose name is like this."""
    folder, name = pattern.rsplit("/", 1)
    (found,) = (DATA / "exports" / folder).glob(name)
    return found


def totals(exports: tuple[Export, ...], column: str) -> list[tuple[int, float]]:
    """Give rows and total of a column of each table that has it."""
    tables = [export.table("web_day") for export in exports]
    return [(len(table.frame), table.total(column)) for table in tables if table.frame[column].notna().any()]


def test_the_days_of_a_site_add_up() -> None:
    """A daily table that is sorted by a metric has each of its 241 days once, and its events add up."""
    export = read_export(file("ga4/mh4u_ga4_data-export.csv"))
    table = export.table("web_day")
    frame = table.frame.set_index("date_start").sort_index()

    assert (len(frame), frame.index.is_unique, export.doubts) == (241, True, ())
    assert (str(frame.index[0].date()), str(frame.index[-1].date())) == ("2023-07-08", "2024-03-04")
    assert table.total("events") == 1003468
    assert frame[["users", "new_users", "returning_users"]].sum().tolist() == [283560, 242119, 23952]
    assert frame[["events", "users", "new_users", "returning_users"]].iloc[0].tolist() == [3171, 894, 795, 61]
    assert frame["session_duration"].iloc[-1] == 65.99524832505479


def test_the_case_holds_the_same_file() -> None:
    """The copy beside the case's other exports is the same report."""
    copies = (file("ga4/mh4u_ga4_data-export.csv"), DATA / "cases" / "mh4u" / "data-export.csv")
    one, other = map(read_export, copies)

    assert one.table("web_day").frame.equals(other.table("web_day").frame)


def test_events_are_of_the_report_period() -> None:
    """A table without days covers the period of its preamble; revenue of 0 in no currency is left out and told."""
    export = read_export(file("ga4/*_ga4_events.csv"))
    frame = export.table("web_day").frame

    assert totals((export,), "events") == [(39, 304804.0)]
    assert frame[["date_start", "date_end"]].astype(str).drop_duplicates().to_numpy().tolist() == [
        ["2023-01-01", "2023-12-31"]
    ]
    assert [str(doubt) for doubt in export.doubts] == [
        "left out, 0 everywhere and in no currency that the file names: Total revenue",
        "rows cover periods of several days: no daily series can be made of them",
    ]


def test_a_snapshot_of_many_tables_is_read_table_by_table() -> None:
    """Each table of the snapshot has its own period, and the five that nothing is known of are told by line."""
    exports = read_exports(file("ga4/*_ga4_snapshot.csv"))

    assert (len(exports), totals(exports, "sessions"), totals(exports, "views")) == (10, [(3, 6.0)], [(1, 15.0)])
    assert totals(exports, "events") == [(5, 47.0)]
    assert [line for line in range(1, 210) if f" {line} (" in str(exports[0].doubts[0])] == [126, 137, 170, 203, 209]


def test_a_ragged_total_of_an_exploration_is_no_row() -> None:
    """The rows of an exploration add up to its grand total, which is left out, and nobody's id is read."""
    export = read_export(file("ga4/*_ga4_exploration_download.csv"))

    assert export.left_out == (8,)
    assert (totals((export,), "events"), totals((export,), "sessions")) == ([(3, 48.0)], [(3, 5.0)])
    assert "App-instance ID" in export.match.dropped


def test_days_counted_from_an_unsaid_day_are_refused_until_it_is_said() -> None:
    """A file that begins without a preamble needs its first day; then each table adds up."""
    path = file("ga4/*_ga4_nth_day.csv")
    with pytest.raises(DataError) as caught:
        read_exports(path)
    exports = read_exports(path, first_day=date(2023, 12, 8))

    assert str(caught.value).endswith("Say with `first_day` which day has the number 0.")
    assert totals(exports, "views") == [(28, 4890.0), (36, 4168.0)]
    assert totals(exports, "events") == [(28, 17797.0), (91, 17797.0)]


@pytest.mark.parametrize("pattern", ADS)
def test_ads_add_up_without_their_totals(pattern: str) -> None:
    """Rows of totals, which overlap one another, are not counted."""
    currency, rows, period, sums = ADS[pattern]
    table = read_export(file(pattern)).table("ad_day")

    assert (table.currency, len(table.frame)) == (currency, rows)
    assert (str(table.frame["date_start"].min().date()), str(table.frame["date_end"].max().date())) == period
    # The file has cents: a sum of binary fractions is off by far less.
    assert {column: table.total(column) for column in sums} == pytest.approx(sums, abs=0.001)


def test_a_report_of_some_ads_says_that_the_account_spent_more() -> None:
    """The rows are the total of the ads that were not removed; the account's total is larger, and told."""
    assert str(read_export(file("google_ads/Ad report*.csv")).doubts[-1]) == (
        "its rows spend 117.06 USD, its totals 133.89 USD: the file holds only a part of the account"
    )


@pytest.mark.parametrize("pattern", INTEREST)
def test_search_interest_adds_up(pattern: str) -> None:
    """Every week or month is there once, with its first and last day, in the language of the file."""
    locale, rows, total, first, last = INTEREST[pattern]
    export = read_export(file(pattern))
    frame = export.table("search_interest").frame

    assert (export.match.report.locale, len(frame), frame["interest"].sum()) == (locale, rows, total)
    assert (str(frame["date_start"].min().date()), str(frame["date_end"].max().date())) == (first, last)
    assert frame["date_start"].is_unique
