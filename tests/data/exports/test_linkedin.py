from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import biff
from smmeasure.data.exports.reading import Export, read_export, read_exports
from smmeasure.errors import DataError, UnitError

Sheet = Sequence[Sequence[object]]

LINK = "https://example.org/urn:li:activity:67000000000000000"
METRICS: Sheet = (
    ("Aggregated engagement metrics. All dates and times are in UTC.",),
    (
        *("Date", "Impressions (organic)", "Impressions (sponsored)", "Impressions (total)"),
        *("Unique impressions (organic)", "Clicks (organic)", "Clicks (sponsored)", "Clicks (total)"),
        *("Reactions (total)", "Reposts (total)", "Engagement rate (total)"),
    ),
    ("04/12/2026", 27, 5, 32, 11, 3, 1, 4, -1, 2, 0.25),
    ("04/13/2026", 30, 0, 30, 12, 0, 0, 0, 6, 0, 0.2),
)
POSTS: Sheet = (
    ("Engagement metrics for individual posts. All dates and times are in UTC.",),
    (
        *("Post title", "Post link", "Post type", "Posted by", "Created date", "Impressions"),
        *("Views (Excluding offsite video views)", "Clicks", "Click through rate (CTR)", "Likes", "Reposts", "Follows"),
    ),
    ("Post 1", f"{LINK}1", "Organic", "Ada Example", 44009, 98, None, 1, 0.0102, 2, 0, None),
    ("Post 2", f"{LINK}2", "Organic", "Ada Example", 44010, 90, None, 0, 0.0, 1, 0, None),
    ("Post 2", f"{LINK}2", "Sponsored", "Ada Example", 44010, 500, None, 7, 0.014, 0, 0, None),
)
FOLLOWERS: Sheet = (
    ("Date", "Sponsored followers", "Organic followers", "Auto-invited followers", "Total followers"),
    ("04/13/2026", 1, 4, 2, 7),
)
VISITORS: Sheet = (
    ("Date", "Life page views (total)", "Total page views (total)", "Total unique visitors (total)"),
    ("04/13/2026", 1, 5, 3),
    ("04/14/2026", 1, 6, 4),
)
LOCATION: Sheet = (("Location", "Total followers"), ("Paris", 40), ("NA", 2))
INDUSTRY: Sheet = (("Industry", "Total views"), ("Retail", 3))


def workbook(folder: Path, **sheets: Sheet) -> Path:
    """Write a workbook whose sheets have these names, underlines for spaces."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    book.save(folder / "page.xlsx")
    return folder / "page.xlsx"


def only(folder: Path, rows: Sheet, **said: object) -> Export:
    """Read a workbook of one sheet."""
    return read_export(workbook(folder, Sheet=rows), **said)  # type: ignore[arg-type]


def test_days_stand_by_basis(tmp_path: Path) -> None:
    """Sponsored is paid, unique impressions are people, a correction below zero stays."""
    table = only(tmp_path, METRICS).table("account_day")
    columns = ["basis", "impressions", "clicks", "reach", "reactions", "shares"]

    assert table.frame[columns].iloc[:3].to_numpy().tolist() == [
        ["total", 32, 4, pd.NA, -1, 2],
        ["organic", 27, 3, 11, pd.NA, pd.NA],
        ["paid", 5, 1, pd.NA, pd.NA, pd.NA],
    ]
    with pytest.raises(UnitError, match="total of reach: found people with people"):
        table.total("reach")


def test_posts_have_their_ids_in_their_links(tmp_path: Path) -> None:
    """One post with an organic and a sponsored row is one post; days are Excel's numbers; nobody is named."""
    export = only(tmp_path, POSTS, as_of=date(2026, 4, 14))
    post, snapshot = export.table("post").frame, export.table("post_snapshot").frame

    assert post["post_id"].tolist() == ["670000000000000001", "670000000000000002"]
    assert post["published"].astype(str).tolist() == ["2020-06-27", "2020-06-28"]
    assert snapshot["basis"].tolist() == ["organic", "organic", "paid"]
    assert snapshot[["impressions", "likes", "follows", "click_rate"]].iloc[0].tolist() == [98, 2, pd.NA, 0.0102]
    assert (export.match.dropped, export.doubts) == (("Posted by",), ())
    assert not any("Ada" in str(value) for table in export.tables for value in table.frame.to_numpy().ravel())


def test_posts_of_another_kind_are_told(tmp_path: Path) -> None:
    """A kind that is neither organic nor sponsored counts as both."""
    export = only(tmp_path, [*POSTS[:2], [*POSTS[2][:2], "Boosted", *POSTS[2][3:]]])

    assert export.table("post_snapshot").frame["basis"].tolist() == ["total"]
    assert str(export.doubts[0]) == "posts that are neither organic nor sponsored count as both: Boosted"


def test_total_followers_are_the_new_ones_of_the_day(tmp_path: Path) -> None:
    """They are no stock."""
    frame = only(tmp_path, FOLLOWERS).table("account_day").frame

    assert frame[["basis", "followers_gained"]].to_numpy().tolist() == [["total", 7], ["organic", 4], ["paid", 1]]
    assert frame["followers_stock"].isna().all()


def test_visitors_are_people(tmp_path: Path) -> None:
    """Views of the page add up, its visitors don't; parts of the page are left out."""
    export = only(tmp_path, VISITORS)
    table = export.table("account_day")

    assert (table.total("profile_visits"), table.frame["visitors"].tolist()) == (11.0, [3, 4])
    assert export.match.dropped == ("Life page views (total)",)
    with pytest.raises(UnitError, match="total of visitors: found people with people"):
        table.total("visitors")


def test_sheets_of_an_audience_are_parts_of_it(tmp_path: Path) -> None:
    """Followers are members, views are of a period; a place named NA is a place."""
    location, industry = read_exports(workbook(tmp_path, Location=LOCATION, Industry=INDUSTRY, Notes=[("Hello",)]))
    columns = ["dimension", "segment", "members", "views"]

    assert location.table("audience").frame[columns].to_numpy().tolist() == [
        ["location", "Paris", 40, pd.NA],
        ["location", "NA", 2, pd.NA],
    ]
    assert industry.table("audience").frame[columns].to_numpy().tolist() == [["industry", "Retail", pd.NA, 3]]
    assert [str(doubt) for doubt in industry.doubts] == [
        "an audience, and the file doesn't say of which day: say it with `as_of`",
        "values of the report's whole period, which the table doesn't name: no values of days",
    ]


def test_the_old_binary_workbook_is_the_same(tmp_path: Path) -> None:
    """A .xls and a .xlsx of the same cells give the same tables."""
    plain = [[cell if isinstance(cell, str | None) else float(str(cell)) for cell in row] for row in METRICS]
    (tmp_path / "page.xls").write_bytes(biff.old_workbook({"Metrics": plain}))
    old, new = read_export(tmp_path / "page.xls"), only(tmp_path, METRICS)

    assert (old.encoding, new.encoding) == ("xls", "xlsx")
    assert old.table("account_day").frame.equals(new.table("account_day").frame)


def test_days_below_13_are_ambiguous(tmp_path: Path) -> None:
    """04/12/2026 may be in April or in December until another day or the user tells."""
    with pytest.raises(DataError) as caught:
        only(tmp_path, METRICS[:3])

    assert str(caught.value).startswith("page.xlsx:3 [Date]: found “04/12/2026”, and no day above 12 in the file;")
    said = only(tmp_path, METRICS[:3], date_format="%m/%d/%Y").table("account_day").frame
    assert str(said["day"][0].date()) == "2026-04-12"


def test_a_comparison_with_competitors_is_refused(tmp_path: Path) -> None:
    """It has no days: the reason is said, and what to export."""
    header = ("Page", "Total Followers", "New Followers", "Total Post Engagements", "Total Posts")
    with pytest.raises(DataError) as caught:
        only(tmp_path, [("04/01/2026 - 04/30/2026",), header, ("Example", 10, 1, 5, 2)])

    assert str(caught.value) == (
        "page.xlsx:2: found a comparison of pages over a whole period; expected values of days or posts of one page. "
        "Export the analytics of your own page: content, followers or visitors."
    )
