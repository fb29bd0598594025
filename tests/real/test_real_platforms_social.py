"""Real exports of LinkedIn, X, TikTok and YouTube, with sums worked out beside the readers: csv, awk and calamine."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from smmeasure.data.exports.reading import Export, read_exports
from smmeasure.errors import UnitError

EXPORTS = Path(__file__).parents[3] / "shared" / "data" / "exports"
TIKTOK_DAY = date(2026, 2, 28)

pytestmark = pytest.mark.skipif(
    not EXPORTS.is_dir(), reason="the real data are not here: ../shared/data/exports, beside the repository"
)

TWEET_COLUMNS = [
    "impressions",
    "interactions",
    "reposts",
    "comments",
    "likes",
    "profile_visits",
    "link_clicks",
    "follows",
]
TWEET_SUMS = {
    "20161201": (37, [110828, 1421, 145, 5, 221, 68, 703, 2]),
    "20170101": (37, [103068, 1287, 94, 5, 187, 64, 626, 1]),
    "20170201": (25, [124783, 2940, 228, 11, 315, 190, 1207, 6]),
    "20170301": (26, [88555, 1515, 111, 7, 251, 106, 426, 1]),
    "20170401": (32, [93227, 2015, 149, 19, 294, 131, 713, 0]),
    "20170501": (20, [98518, 2267, 135, 13, 303, 106, 666, 4]),
    "20170601": (33, [197719, 3684, 229, 30, 494, 280, 1002, 5]),
    "20170701": (28, [149563, 2784, 259, 18, 420, 129, 830, 4]),
    "20170801": (45, [225538, 5201, 463, 27, 646, 239, 1833, 6]),
    "20170901": (46, [158315, 2489, 178, 36, 397, 196, 533, 3]),
    "20171001": (28, [190753, 4242, 332, 18, 653, 216, 1405, 2]),
    "20171101": (34, [196332, 4321, 185, 26, 480, 351, 1239, 2]),
    "20171201": (20, [231614, 5173, 291, 20, 640, 353, 2144, 3]),
    "20180101": (22, [149022, 2640, 162, 26, 489, 250, 811, 0]),
}
TWEET_DAY_SUMS = {
    "20210101": (31, [428246, 15473, 561, 245, 1981, 1010, 3510, 0, 189]),
    "20210201": (28, [401518, 13793, 257, 224, 1603, 903, 1670, 0, 193]),
    "20210301": (31, [546526, 18007, 314, 362, 2238, 1557, 1611, 0, 269]),
    "20210401": (30, [779400, 25388, 287, 430, 2912, 2640, 5522, 1, 306]),
    "20210501": (31, [526875, 13181, 266, 315, 2083, 1312, 783, 0, 265]),
    "20210601": (30, [546166, 20556, 359, 277, 2303, 1883, 2766, 1, 222]),
}
AUDIENCE_SUMS = {"Location": (10, 96), "Job function": (15, 87), "Seniority": (7, 92), "Industry": (27, 98)} | {
    "Company size": (8, 81)
}


def read(pattern: str, as_of: date | None = None) -> dict[str, Export]:
    """Read the one real file whose name is like this, by part: some names are those of other people."""
    (file,) = EXPORTS.glob(pattern)
    return {export.file.rpartition("/")[2]: export for export in read_exports(file, as_of=as_of)}


def one(pattern: str, as_of: date | None = None) -> Export:
    """Read a real file of one part."""
    (export,) = read(pattern, as_of).values()
    return export


def sums(frame: pd.DataFrame, columns: list[str]) -> list[int]:
    """Add up counts."""
    return [int(frame[column].sum()) for column in columns]


@pytest.mark.parametrize("month", TWEET_SUMS)
def test_tweets_add_up(month: str) -> None:
    """Every count of 14 monthly files is what the file holds; nothing was promoted, so no row is paid."""
    rows, expected = TWEET_SUMS[month]
    export = one(f"x/tweet_activity_*_{month}_????????_en.csv")
    frame = export.table("post_snapshot").frame

    assert (export.rows, export.table("post").frame["post_id"].nunique(), len(frame)) == (rows,) * 3
    assert (sums(frame, TWEET_COLUMNS), set(frame["basis"])) == (expected, {"total"})
    assert export.table("post").frame["post_id"].str.fullmatch(r"\d{18}").all()


@pytest.mark.parametrize("month", TWEET_DAY_SUMS)
def test_days_of_tweets_add_up(month: str) -> None:
    """Every count of 6 daily files is what the file holds, and the day that ends the name is not in it."""
    rows, expected = TWEET_DAY_SUMS[month]
    frame = one(f"x/daily_tweet_*_{month}_????????_en.csv").table("account_day").frame

    assert (len(frame), sums(frame, [*TWEET_COLUMNS, "posts"])) == (rows, expected)
    assert set(frame["day"].dt.strftime("%Y%m01")) == {month}


def test_the_content_of_x_adds_up() -> None:
    """The 201 posts of the current export have their own ids, days and counts."""
    export = one("x/account_analytics_content_*.csv", date(2026, 8, 2))
    post, frame = export.table("post").frame, export.table("post_snapshot").frame
    columns = [*TWEET_COLUMNS, "saves", "shares"]

    assert (len(frame), sums(frame, columns)) == (201, [25433, 584, 5, 77, 132, 96, 3, 3, 6, 1])
    assert (str(post["published"].min()), str(post["published"].max())) == (
        "2026-07-08 00:00:00",
        "2026-08-01 00:00:00",
    )


@pytest.mark.parametrize("kind", ["xls", "xlsx"])
def test_linkedin_workbooks_add_up(kind: str) -> None:
    """Each sheet of both copies of a workbook holds what calamine reads there."""
    parts = read(f"linkedin/*.{kind}")
    visitors, posts = parts["Visitor metrics"].table("account_day"), parts["Update Engagement"]
    snapshot = posts.table("post_snapshot").frame
    counts = ["impressions", "clicks", "likes", "comments", "shares"]

    assert (len(visitors.frame), visitors.total("profile_visits"), visitors.frame["visitors"].max()) == (91, 119.0, 5)
    with pytest.raises(UnitError, match="total of visitors: found people with people"):
        visitors.total("visitors")
    for sheet, (rows, views) in AUDIENCE_SUMS.items():
        table = parts[sheet].table("audience")
        assert (len(table.frame), table.total("views")) == (rows, views)
    assert (sums(snapshot, counts), set(snapshot["basis"])) == ([2551, 55, 101, 4, 5], {"organic"})
    assert str(posts.table("post").frame["published"].max()) == "2020-06-26 00:00:00"
    assert "Posted by" in posts.match.dropped


def test_both_copies_of_a_linkedin_workbook_agree() -> None:
    """The re-saved copy has other dates and a title row less; its first 91 days are those of the original."""
    old, new = (
        read(f"linkedin/*.{kind}")["Update metrics (aggregated)"].table("account_day") for kind in ("xls", "xlsx")
    )
    total = {"impressions": 2147, "clicks": 44, "reactions": 74, "comments": 4, "shares": 4}
    whole = {"impressions": 31776, "clicks": 681, "reactions": 778, "comments": 57, "shares": 50}

    assert old.frame.query("basis == 'total'")[list(total)].sum().to_dict() == total
    assert new.frame.query("basis == 'total'")[list(total)].sum().to_dict() == whole
    assert (len(old.frame), len(new.frame)) == (3 * 91, 3 * 175)
    assert old.frame.equals(new.frame.iloc[: len(old.frame)])


def test_the_overview_of_tiktok_adds_up() -> None:
    """365 days get their years from the day of the export; 35 days of comments stay negative."""
    table = one("tiktok/Overview.csv", TIKTOK_DAY).table("account_day")
    columns = ["views", "profile_visits", "likes", "comments", "shares"]

    assert sums(table.frame, columns) == [2946198, 9692, 23673, 3171, 2372]
    assert int((table.frame["comments"] < 0).sum()) == 35
    assert [str(day.date()) for day in (table.frame["day"].min(), table.frame["day"].max())] == [
        "2025-02-28",
        "2026-02-27",
    ]
    assert table.frame["day"].is_unique


def test_followers_and_viewers_of_tiktok_add_up() -> None:
    """25 undefined days stay unknown, and people are never added up."""
    followers = one("tiktok/*FollowerHistory.csv", TIKTOK_DAY).table("account_day").frame
    viewers = one("tiktok/Viewers.csv", TIKTOK_DAY).table("account_day")

    assert (int(followers["followers_net"].sum()), followers["followers_stock"].iloc[-1]) == (4976, 5013)
    assert followers["followers_stock"].isna().sum() == viewers.frame["viewers"].isna().sum() == 25
    assert sums(viewers.frame, ["new_viewers", "returning_viewers"]) == [1897400, 653581]
    with pytest.raises(UnitError, match="total of viewers: found people with people"):
        viewers.total("viewers")


def test_the_videos_of_tiktok_add_up() -> None:
    """13 videos stand as of the export's own day, and were published in the year before it."""
    export = one("tiktok/Content.csv", TIKTOK_DAY)
    post, snapshot = export.table("post").frame, export.table("post_snapshot").frame

    assert sums(snapshot, ["views", "likes", "comments", "shares"]) == [537161, 4063, 117, 275]
    assert (len(post), snapshot["as_of_date"].dt.date.unique().tolist()) == (13, [TIKTOK_DAY])
    assert (str(post["published"].min()), str(post["published"].max())) == (
        "2025-04-08 00:00:00",
        "2026-02-01 00:00:00",
    )


def test_countries_of_youtube_add_up() -> None:
    """Table and chart hold the same views; those without a country are in the totals only, and NA is Namibia."""
    table = one("youtube/co*_Table data.csv")
    chart = one("youtube/co*_Chart data.csv").table("account_segment_day")
    totals = one("youtube/co*_Totals.csv").table("account_day")
    audience = table.table("audience")

    assert (table.left_out, len(audience.frame), audience.total("views")) == ((2,), 201, 14344009.0)
    # The file writes hours with four decimals: 201 rows are exact to a minute.
    assert audience.total("watch_time") == pytest.approx(1078604.379 * 3600, abs=60)
    assert "the rows hold 14344009 of 15503810 views: the rest is not in the file" in map(str, table.doubts)
    assert (len(chart.frame), chart.frame["segment"].nunique(), chart.total("views")) == (73365, 201, 14344009.0)
    assert int(chart.frame.loc[chart.frame["segment"] == "NA", "views"].sum()) == 586
    assert (len(totals.frame), totals.total("views"), set(totals.frame["platform"])) == (365, 15503810.0, {"youtube"})


def test_a_list_of_countries_of_youtube_adds_up() -> None:
    """Minutes become seconds, and countries may lose subscribers."""
    table = one("youtube/co*_geo.csv").table("audience")

    assert (len(table.frame), table.total("views"), table.total("followers_net")) == (236, 28214462.0, 495510.0)
    assert table.total("watch_time") == 178148260 * 60


def test_videos_of_youtube_add_up() -> None:
    """498 ids are told apart without their leading spaces; the row of totals shows that videos are missing."""
    export = one("youtube/ch*_Table data.csv")
    post, snapshot = export.table("post").frame, export.table("post_snapshot").frame

    assert (export.left_out, len(post), post["post_id"].str.len().unique().tolist()) == ((2,), 498, [11])
    assert sums(snapshot, ["views", "follows", "impressions"]) == [34680203, 111769, 5567985]
    # The file writes hours with four decimals: 498 rows are exact to three minutes.
    assert snapshot["watch_time"].sum() == pytest.approx(154492.6102 * 3600, abs=180)
    assert (int(post["duration"].sum()), snapshot["click_rate"].isna().sum()) == (17593, 8)
    assert snapshot["click_rate"].max() <= 1.0
    assert [str(doubt) for doubt in export.doubts][-2:] == [
        "the rows hold 34680203 of 34838847 views: the rest is not in the file",
        "498 rows: the page exports only those that were loaded, some 500",
    ]


def test_durations_of_youtube_are_seconds() -> None:
    """The chart of five videos and the totals hold h:mm:ss; what is blank stays unknown, and means have no total."""
    chart = one("youtube/ch*_Chart data.csv").table("post_day")
    totals = one("youtube/ch*_Totals.csv").table("account_day")
    mean = "average_view_duration"

    assert (len(chart.frame), chart.frame["post_id"].nunique()) == (5485, 5)
    assert (int(chart.frame[mean].sum()), int(chart.frame[mean].isna().sum())) == (157, 1)
    assert (len(totals.frame), int(totals.frame[mean].sum()), int(totals.frame[mean].isna().sum())) == (1097, 31173, 19)
    with pytest.raises(UnitError, match=f"total of {mean}: found seconds with seconds"):
        totals.total(mean)
