"""Several exports of one table into one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import permutations
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smmeasure.data.exports.canonical import CanonicalTable
from smmeasure.data.exports.merging import Merged, merged
from smmeasure.data.exports.reading import Export, read_export
from smmeasure.errors import CallError, DataError

ADS = "Day,Campaign name,Campaign ID,Ad name,Ad ID,Amount spent ({}),Impressions\n"
READ = Callable[..., Export]


def series(*cells: tuple[str, int], title: str = "Facebook reach") -> str:
    """Write a page series."""
    return f'sep=,\n"{title}"\n"Date","Primary"\n' + "".join(f'"{day}T00:00:00","{value}"\n' for day, value in cells)


@pytest.fixture
def read(tmp_path: Path) -> READ:
    """Write a text into a file of this name and read it."""

    def read(name: str, text: str, **said: object) -> Export:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return read_export(tmp_path / name, **said)  # type: ignore[arg-type]

    return read


def cells(table: CanonicalTable, *columns: str) -> list[list[object]]:
    """Give the rows of some columns as text; None is null."""
    frame = table.frame[list(columns)]
    return [[None if pd.isna(cell) else str(cell) for cell in row] for row in frame.itertuples(index=False)]


def test_the_later_export_wins_and_nothing_overwrites_a_value(read: READ) -> None:
    """A day that the later export changes has its new value; what it leaves out stays."""
    old = read("old.csv", series(("2026-01-01", 10), ("2026-01-02", 20)))
    new = read("new.csv", series(("2026-01-02", 21), ("2026-01-03", 30)))
    clicks = read("clicks.csv", series(("2026-01-03", 3), title="Facebook link clicks"))

    assert cells(merged([new, clicks, old], "account_day").table, "day", "reach", "link_clicks") == [
        ["2026-01-01 00:00:00", "10", None],
        ["2026-01-02 00:00:00", "21", None],
        ["2026-01-03 00:00:00", "30", "3"],
    ]


def test_the_declared_day_of_an_export_comes_before_the_last_day_of_its_data(read: READ) -> None:
    """A short export of today is later than a long one of last week."""
    today = read("today.csv", series(("2026-01-01", 11)), as_of=date(2026, 2, 8))
    before = read("before.csv", series(("2026-01-01", 10), ("2026-01-09", 9)), as_of=date(2026, 2, 1))

    assert cells(merged([today, before], "account_day").table, "reach") == [["11"], ["9"]]


def test_two_networks_stand_side_by_side(read: READ) -> None:
    """The same day of two networks is two rows."""
    exports = [read(f"{net}.csv", series(("2026-01-01", 5), title=f"{net} reach")) for net in ("Instagram", "Facebook")]

    assert cells(merged(exports, "account_day").table, "platform", "reach") == [["facebook", "5"], ["instagram", "5"]]


def test_a_repeated_download_is_counted_and_says_nothing(read: READ) -> None:
    """The same export twice is the export once, with its rows counted as repeated."""
    export = read("a.csv", series(("2026-01-01", 10), ("2026-01-02", 20)))
    both = merged([export, export], "account_day")

    assert (len(both.table.frame), both.repeated, both.doubts) == (2, 2, ())


def test_exports_that_disagree_beyond_revision_are_reported(read: READ) -> None:
    """An old day that changed by more than a twentieth is named with both values; the last three days may change."""
    old = read("old.csv", series(("2026-01-01", 1000), ("2026-01-02", 1000), ("2026-01-09", 500)))
    new = read("new.csv", series(("2026-01-01", 1049), ("2026-01-02", 1200), ("2026-01-09", 900), ("2026-01-12", 1)))

    assert [str(doubt) for doubt in merged([old, new], "account_day").doubts] == [
        "reach differs between exports (days: 1), most on 2026-01-02: 1000 in old.csv, 1200 in new.csv; later counts"
    ]


def test_a_change_of_a_few_units_is_no_disagreement(read: READ) -> None:
    """Two people instead of one on a small page is no contradiction."""
    old = read("old.csv", series(("2026-01-01", 1), ("2026-01-09", 5)))
    new = read("new.csv", series(("2026-01-01", 4), ("2026-01-10", 5)))

    assert merged([old, new], "account_day").doubts == ()


def refusal(exports: list[Export], name: str) -> str:
    """Give the text of the error that merging ends with."""
    with pytest.raises(DataError) as caught:
        merged(exports, name)
    return str(caught.value)


def test_a_network_that_one_export_leaves_out_is_refused(read: READ) -> None:
    """The same metric and day, once of a network and once of nobody knows which, is no sum."""
    known = read("known.csv", series(("2026-01-01", 5), title="Facebook reach"))
    unknown = read("unknown.csv", series(("2026-01-01", 5), title="Reach"))

    assert refusal([known, unknown], "account_day") == (
        "unknown.csv: found reach on 2026-01-01 without platform, which other exports name; expected exports that all "
        "name their platform, or none. Read this export with its own `platform`, or merge it apart."
    )


def test_other_metrics_without_a_network_stay_apart(read: READ) -> None:
    """Views of no network beside a network's reach are another row, and said so."""
    known = read("known.csv", series(("2026-01-01", 5), title="Facebook reach"))
    unknown = read("unknown.csv", series(("2026-01-01", 7), title="Views"))
    both = merged([known, unknown], "account_day")

    assert cells(both.table, "platform", "reach", "views") == [["facebook", "5", None], [None, None, "7"]]
    assert [str(doubt) for doubt in both.doubts] == ["without platform, so kept apart from the others: unknown.csv"]


def test_two_currencies_are_refused(read: READ) -> None:
    """Euros and pounds are never one table."""
    euro = read("euro.csv", ADS.format("EUR") + "2026-01-01,A,1,a,11,5.00,100\n")
    pound = read("pound.csv", ADS.format("GBP") + "2026-01-02,A,1,a,11,5.00,100\n")

    assert refusal([euro, pound], "ad_day") == (
        "pound.csv: found amounts in GBP, those of euro.csv are in EUR; expected exports in one currency. "
        "Merge the exports of each currency apart: two currencies are never added."
    )


def test_an_export_without_rows_adds_nothing(read: READ) -> None:
    """Neither its rows nor its currency count."""
    none = read("none.csv", ADS.format("GBP") + "No data available.\n")
    euro = read("euro.csv", ADS.format("EUR") + "2026-01-01,A,1,a,11,5.00,100\n")
    both = merged([none, euro], "ad_day")

    assert (len(both.table.frame), both.table.currency, both.doubts) == (1, "EUR", ())
    assert merged([none, none], "ad_day").table.currency == "GBP"


def test_an_index_of_two_exports_is_refused_but_a_repeated_one_is_not(read: READ) -> None:
    """Each file of searches is scaled to its own highest week."""
    first = read("first.csv", "Category: All categories\n\nWeek,alba: (France)\n2026-01-04,50\n2026-01-11,100\n")
    later = read("later.csv", "Category: All categories\n\nWeek,alba: (France)\n2026-01-11,80\n2026-01-18,100\n")

    assert len(merged([first, first], "search_interest").table.frame) == 2
    assert refusal([first, later], "search_interest") == (
        "first.csv: found “alba”, which another export holds on another scale; expected one export per term. "
        "Ask for the whole period in one export: each file is scaled to its own highest value."
    )


def test_ads_are_told_apart_by_their_ids(read: READ) -> None:
    """Two ads of one name are two; an ad that was renamed is one, under its last name."""
    old = read("old.csv", ADS.format("EUR") + "2026-01-01,A,1,a,11,5.00,100\n2026-01-01,A,1,a,12,6.00,100\n")
    new = read("new.csv", ADS.format("EUR") + "2026-01-01,A,1,b,11,5.00,100\n2026-01-02,A,1,b,11,1.00,100\n")

    assert sorted(cells(merged([old, new], "ad_day").table, "ad_id", "ad_name", "spend")) == [
        ["11", "b", "1.0"],
        ["11", "b", "5.0"],
        ["12", "a", "6.0"],
    ]


def test_ads_of_one_name_without_ids_stay_apart_within_an_export(read: READ) -> None:
    """No spend is lost where two ads share a name and a day, and none is added by a second download."""
    text = "Day,Ad name,Amount spent (EUR),Impressions\n2026-01-01,a,5.00,100\n2026-01-01,a,6.00,100\n"
    export = read("a.csv", text)

    assert merged([export, export], "ad_day").table.total("spend") == 11.0


def test_a_month_and_one_of_its_weeks_are_refused(read: READ) -> None:
    """The spend of the week would count twice."""
    header = "Campaign name,Amount spent (EUR),Impressions,Reporting starts,Reporting ends\n"
    month = read("month.csv", header + "A,50.00,1000,2026-03-01,2026-03-31\n")
    week = read("week.csv", header + "A,9.00,200,2026-03-30,2026-04-05\n")

    assert refusal([month, week], "ad_day") == (
        "week.csv: found 2026-03-30 to 2026-04-05, which overlaps a period of month.csv; expected periods that are the "
        "same or apart. Leave one of the two exports out: the days that both hold would count twice."
    )


def test_a_breakdown_and_its_whole_are_refused(read: READ) -> None:
    """The same spend by gender and as a whole would count twice."""
    whole = read("whole.csv", "Day,Campaign name,Amount spent (EUR),Impressions\n2026-01-01,A,9.00,90\n")
    header = "Day,Campaign name,Gender,Amount spent (EUR),Impressions\n"
    parted = read("parted.csv", header + "2026-01-01,A,female,4.00,40\n2026-01-01,A,male,5.00,50\n")

    assert refusal([whole, parted], "ad_day") == (
        "parted.csv: found rows parted by gender, and rows of the same days in whole.csv that are not; expected "
        "exports of the same days parted alike. Merge exports of one breakdown only: the same amounts would count "
        "twice."
    )


def posts(read: READ, name: str, views: int, as_of: date | None) -> Export:
    """Read an export of one post."""
    text = f"Post ID,Page ID,Publish time,Date,Views\n7,1,01/31/2026 10:00,Lifetime,{views}\n"
    return read(name, text, as_of=as_of)


def test_values_since_publication_stay_apart_by_the_day_of_the_export(read: READ) -> None:
    """Two exports of one post on two days are two rows, and one post."""
    exports = [posts(read, "a.csv", 10, date(2026, 2, 1)), posts(read, "b.csv", 90, date(2026, 3, 1))]

    assert cells(merged(exports, "post_snapshot").table, "as_of_date", "views") == [
        ["2026-02-01 00:00:00", "10"],
        ["2026-03-01 00:00:00", "90"],
    ]
    assert len(merged(exports, "post").table.frame) == 1


def test_posts_of_unknown_days_are_reported(read: READ) -> None:
    """Where no export says its day the one given last counts, and the reader is told."""
    both = merged([posts(read, "a.csv", 10, None), posts(read, "b.csv", 90, None)], "post_snapshot")

    assert cells(both.table, "views") == [["90"]]
    assert [str(doubt) for doubt in both.doubts] == [
        "values since publication of unknown days; the last of these exports counts: a.csv, b.csv"
    ]


def test_a_table_that_no_export_has_is_a_fault_of_the_call(read: READ) -> None:
    """The error names the tables that are there."""
    with pytest.raises(CallError) as caught:
        merged([read("a.csv", series(("2026-01-01", 1)))], "order")
    assert str(caught.value) == (
        "name: found “order”, which no export has; expected a table of the exports: account_day. "
        "Name one of these tables, or read the exports that hold it."
    )


FILES = st.lists(st.dictionaries(st.integers(1, 28), st.integers(0, 10**6), min_size=1), min_size=1, max_size=3)


def exports_of(read: READ, files: list[dict[int, int]]) -> list[Export]:
    """Read one export per file, each of another day."""
    texts = [series(*((f"2026-01-{day:02d}", value) for day, value in sorted(file.items()))) for file in files]
    return [read(f"{number}.csv", text, as_of=date(2026, 2, 1 + number)) for number, text in enumerate(texts)]


def same(one: Merged, other: Merged) -> bool:
    """Whether two merged tables say the same."""
    return one.table.frame.equals(other.table.frame) and list(map(str, one.doubts)) == list(map(str, other.doubts))


# The fixture only writes files and each example overwrites its own; reading three files takes some milliseconds.
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=FILES)
def test_order_and_repetition_change_nothing_where_days_differ(read: READ, files: list[dict[int, int]]) -> None:
    """Whichever order exports come in, and however often, the table is the same: each day's last value."""
    exports = exports_of(read, files)
    once = merged(exports, "account_day")
    expected = {day: value for file in files for day, value in file.items()}

    assert once.table.frame["reach"].tolist() == [expected[day] for day in sorted(expected)]
    assert all(same(once, merged(order, "account_day")) for order in permutations(exports))
    assert merged([*exports, *exports], "account_day").table.frame.equals(once.table.frame)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.integers(1, 28), unique=True, min_size=2), cut=st.integers(1, 27))
def test_sums_of_disjoint_exports_add_up(read: READ, days: list[int], cut: int) -> None:
    """Files that share no day are added up, with nothing to report."""
    parts = [part for part in (days[:cut], days[cut:]) if part]
    texts = [series(*((f"2026-01-{day:02d}", day) for day in part), title="Facebook visits") for part in parts]
    whole = merged([read(f"{number}.csv", text) for number, text in enumerate(texts)], "account_day")

    assert (whole.table.total("profile_visits"), whole.doubts, whole.repeated) == (sum(days), (), 0)
