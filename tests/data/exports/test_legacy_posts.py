"""Posts of older and of home-made tables: two header rows, or neither ids nor days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from smmeasure.data.exports.reading import Export

ReadText = Callable[..., Export]

LEGACY = (
    "Post ID,Permalink,Post Message,Type,Posted,Lifetime Post Total Reach,Lifetime Post organic reach,"
    "Lifetime Post Paid Reach,Lifetime Post Total Impressions,Lifetime Post Paid Impressions,"
    "Lifetime Post Stories by action type - like,Lifetime Organic Video Views,Lifetime Organic Video Views\n"
    ',,,,,"Lifetime: The total number of people your Page post was served to. (Unique Users)",,,,,,'
    "Lifetime: Number of times your video was viewed. (Unique Users),"
    "Lifetime: Number of times your video was viewed. (Total Count)\n"
    "77_1001,https://example.org/1,Hello,Photo,06/30/2016 05:45:00 PM,90,60,30,120,40,,,\n"
    "77_1002,https://example.org/2,World,Video,06/01/2016 09:00:00 AM,50,50,0,70,0,4,11,13\n"
)
TABLE = (
    "Page total likes,Type,Category,Post Month,Post Weekday,Post Hour,Paid,Lifetime Post Total Reach,"
    "Lifetime Post Total Impressions,Lifetime Post Consumptions,comment,like,share,Total Interactions\n"
    "1394,Photo,2,12,4,3,0,275,509,15,4,79,17,100\n1394,Status,2,12,3,10,1,1046,1905,167,5,,29,164\n"
)


def known(frame: pd.DataFrame, *columns: str) -> list[list[object]]:
    """Give the rows of some columns; None is null."""
    rows = frame[list(columns)].itertuples(index=False)
    return [[None if pd.isna(cell) else cell for cell in row] for row in rows]


def test_the_second_header_row_tells_what_a_column_counts(read_text: ReadText) -> None:
    """Of two columns of one name the one that counts views is read; descriptions are no post, a blank is no zero."""
    export = read_text(LEGACY, as_of=date(2016, 7, 1))
    columns = ("post_id", "basis", "impressions", "reach", "likes", "video_views")

    assert (export.match.report.report, export.rows, export.left_out, export.doubts) == ("posts (legacy)", 2, (), ())
    assert known(export.table("post_snapshot").frame, *columns) == [
        ["1001", "total", 120, 90, None, None],
        ["1002", "total", 70, 50, 4, None],
        ["1001", "organic", None, 60, None, None],
        ["1002", "organic", None, 50, None, 13],
        ["1001", "paid", 40, 30, None, None],
        ["1002", "paid", 0, 0, None, None],
    ]


def test_the_page_is_written_before_its_post(read_text: ReadText) -> None:
    """An id of page and post is parted, and half past five in the afternoon is read."""
    assert known(read_text(LEGACY).table("post").frame, "account_id", "post_id", "published", "format") == [
        ["77", "1001", pd.Timestamp("2016-06-30 17:45"), "Photo"],
        ["77", "1002", pd.Timestamp("2016-06-01 09:00"), "Video"],
    ]


def test_without_its_second_header_row_a_column_that_stands_twice_is_left_out(read_text: ReadText) -> None:
    """Nothing then tells views from viewers."""
    lines = LEGACY.splitlines(keepends=True)
    export = read_text(lines[0] + "".join(lines[2:]), as_of=date(2016, 7, 1))

    assert export.table("post_snapshot").frame["video_views"].isna().all()
    assert [str(doubt) for doubt in export.doubts] == [
        "left out, stands twice with different values: Lifetime Organic Video Views"
    ]


def test_posts_without_ids_are_named_by_file_and_line(read_text: ReadText) -> None:
    """A table of neither ids nor days is read, told apart and doubted; commas and semicolons say the same."""
    export = read_text(TABLE, as_of=date(2015, 1, 1))
    frame = export.table("post_snapshot").frame
    columns = ("basis", "reach", "impressions", "clicks", "comments", "likes", "shares", "interactions")

    assert known(frame, *columns) == [
        ["total", 275, 509, 15, 4, 79, 17, 100],
        ["total", 1046, 1905, 167, 5, None, 29, 164],
    ]
    assert known(export.table("post").frame, "format", "boosted", "published") == [
        ["Photo", 0, None],
        ["Status", 1, None],
    ]
    assert frame["post_id"].tolist() == [f"{export.sha256[:12]}-{line}" for line in (2, 3)]
    assert known(read_text(TABLE.replace(",", ";")).table("post_snapshot").frame, *columns) == known(frame, *columns)
    assert [str(doubt) for doubt in export.doubts] == [
        "posts without ids: file and line name them, and no other export can be joined to them",
        "posts without a day: no daily series can be made of them",
    ]


def test_impressions_by_where_they_came_from_are_parts_of_the_whole(read_text: ReadText) -> None:
    """Each source of impressions is a basis of its own, never added to the total."""
    export = read_text(
        "Date,Impressions,From Home,From Hashtags,From Explore,From Other,Saves,Comments,Shares,Likes,Profile Visits,"
        "Follows,Conversion Rate,Caption,Hashtags\n"
        "2026-01-02,100,60,20,15,5,9,8,7,6,5,4,80,Hello,#a #b\n",
        as_of=date(2026, 2, 1),
    )

    assert known(export.table("post_snapshot").frame, "basis", "impressions", "saves", "follows") == [
        ["total", 100, 9, 4],
        ["home", 60, None, None],
        ["hashtags", 20, None, None],
        ["explore", 15, None, None],
        ["other", 5, None, None],
    ]
    assert known(export.table("post").frame, "published", "text") == [[pd.Timestamp("2026-01-02"), "Hello"]]
    assert export.match.dropped == ("Conversion Rate",)
