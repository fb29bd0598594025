"""Real audiences, older posts and tables of posts, with sums worked out by hand beside the reader."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from smmeasure.data.exports.merging import merged
from smmeasure.data.exports.reading import Export, read_export
from smmeasure.errors import DataError

DATA = Path(__file__).parents[3] / "shared" / "data"

pytestmark = pytest.mark.skipif(
    not (DATA / "exports").is_dir(), reason="the real data are not here: ../shared/data/exports, beside the repository"
)

AUDIENCE_SUMS = {
    "exports/meta_insights_en/Audience.csv": {
        (None, "age"): (12, 1.0),
        (None, "city"): (10, 0.377),
        (None, "country"): (10, 0.914),
    },
    "exports/meta_insights_en/dd_Audience.csv": {
        (None, "age"): (12, 1.0),
        (None, "city"): (10, 0.069),
        (None, "country"): (10, 0.674),
    },
    "cases/mh4u/Audience.csv": {
        ("facebook", "age"): (12, 1.0),
        ("instagram", "age"): (12, 1.0),
        ("facebook", "city"): (10, 0.384),
        ("instagram", "city"): (5, 0.414),
        ("facebook", "country"): (10, 0.964),
        ("instagram", "country"): (5, 0.896),
        ("facebook", "all"): (1, 30222),
        ("instagram", "all"): (1, 3098),
    },
}
"""Rows and sum of the shares, or of the followers, by network and dimension."""

POST_SUMS = {
    ("exports/facebook_2016/fb_post_data.csv", "total"): (
        362,
        {"impressions": 5453984, "reach": 3406986, "likes": 55790, "comments": 6612, "shares": 13731, "clicks": 127481}
        | {"link_clicks": 37978, "other_clicks": 83449, "negative_feedback": 1181},
    ),
    ("exports/facebook_2016/fb_post_data.csv", "organic"): (
        362,
        {"impressions": 5453984, "reach": 3406986, "video_views": 23378},
    ),
    ("exports/facebook_2016/fb_post_data.csv", "paid"): (362, {"impressions": 0, "reach": 0, "video_views": 0}),
    ("exports/instagram/Instagram data*.csv", "total"): (
        176,
        {"impressions": 3464652, "saves": 67414, "comments": 1382, "shares": 4561, "likes": 53286}
        | {"profile_visits": 31204, "follows": 19616},
    ),
    ("exports/instagram/Instagram data*.csv", "home"): (176, {"impressions": 641959}),
    ("exports/instagram/Instagram data*.csv", "hashtags"): (176, {"impressions": 456262}),
    ("exports/instagram/Instagram data*.csv", "explore"): (176, {"impressions": 2232217}),
    ("exports/instagram/Instagram data*.csv", "other"): (176, {"impressions": 79495}),
    ("exports/uci_facebook_metrics/dataset_Facebook.csv", "total"): (
        500,
        {"reach": 6951680, "impressions": 14792974, "clicks": 707565, "comments": 3741, "likes": 88795}
        | {"shares": 13524, "interactions": 106060},
    ),
    ("exports/uci_facebook_metrics/semicolon_*.csv", "total"): (
        496,
        {"reach": 6948098, "impressions": 14786498, "clicks": 706574, "comments": 3741, "likes": 88768}
        | {"shares": 13524, "interactions": 106033},
    ),
}


REACH_SUMS = {
    "exports/meta_insights_en/Reach.csv": {"facebook": (105, 10734)},
    "exports/meta_insights_en/dd_Reach.csv": {None: (28, 808076)},
    "exports/meta_insights_en/dgentle_Reach.csv": {"facebook": (28, 35755), "instagram": (28, 1510)},
    "cases/mh4u/Reach.csv": {"facebook": (242, 3897137), "instagram": (242, 150759)},
}
"""Days and people of each network: a sum of people that means nothing but that every cell is there."""

X_SUMS = {
    ("daily_tweet_activity_metrics_*.csv", "account_day"): (6, 181, 3228731, 13120),
    ("tweet_activity_metrics_*.csv", "post_snapshot"): (14, 433, 2117835, 5790),
}
"""Files, rows, impressions and likes of the months of an account."""


def read(pattern: str, **said: str) -> Export:
    """Read the one real file whose name is like this."""
    (file,) = DATA.glob(pattern)
    return read_export(file, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize("file", AUDIENCE_SUMS)
def test_audiences_add_up(file: str) -> None:
    """Every block of an audience is there with its shares, whatever their order and the separator of a re-save."""
    frame = read(file).table("audience").frame
    values = frame["share"].fillna(frame["members"].astype("float64"))
    groups = values.groupby(
        [frame["platform"].astype(object).where(frame["platform"].notna(), None), frame["dimension"]], dropna=False
    )
    found = {(key if isinstance(key, str) else None, name): (len(rows), rows.sum()) for (key, name), rows in groups}

    # Shares are rounded to a tenth of a per cent: their sum is exact but for the binary ends of decimals.
    assert found == {key: (count, pytest.approx(total)) for key, (count, total) in AUDIENCE_SUMS[file].items()}


@pytest.mark.parametrize(("file", "basis"), POST_SUMS)
def test_posts_add_up(file: str, basis: str) -> None:
    """Every count of the posts is what the file holds, by basis."""
    rows, sums = POST_SUMS[file, basis]
    frame = read(file).table("post_snapshot").frame.query("basis == @basis")

    assert len(frame) == rows
    assert {column: int(frame[column].sum()) for column in sums} == sums


def test_paid_posts_and_gaps_of_the_2014_table() -> None:
    """139 of the posts were paid for; a like and four shares that nobody knows stay unknown."""
    export = read("exports/uci_facebook_metrics/dataset_Facebook.csv")
    frame = export.table("post_snapshot").frame

    assert export.table("post").total("boosted") == 139
    assert (frame["likes"].isna().sum(), frame["shares"].isna().sum()) == (1, 4)


def test_monthly_exports_of_ads_merge_to_the_sum_of_their_files() -> None:
    """Three months share no day: their spend is the sum of what each file holds."""
    months = [read(f"exports/meta_ads/gbp_monthly-{month}-final.csv") for month in ("march", "jan", "feb")]
    table = merged(months, "ad_day").table

    # The platform writes eight decimals in some rows: cents are what was paid.
    assert (len(table.frame), table.total("spend")) == (384, pytest.approx(903.10 + 779.98 + 864.52, abs=0.005))


def test_a_month_and_a_week_that_overlap_are_not_added() -> None:
    """The first week of April begins in March, whose days the month holds already."""
    exports = [read("exports/meta_ads/gbp_april-w1.csv"), read("exports/meta_ads/gbp_monthly-march-final.csv")]

    with pytest.raises(DataError, match=r"2025-03-30 to 2025-04-05, which overlaps a period of gbp_monthly-march"):
        merged(exports, "ad_day")


def test_posts_of_two_exports_of_one_page_are_counted_once() -> None:
    """48 posts stand in both files of the page."""
    exports = [read("exports/meta_insights_en/Jan-14-*.csv"), read("exports/meta_insights_en/Mar-18-*_5*.csv")]
    posts = merged(exports, "post")

    assert (len(posts.table.frame), posts.repeated) == (261, 48)


@pytest.mark.parametrize("file", REACH_SUMS)
def test_every_day_of_reach_is_there_by_network(file: str) -> None:
    """People reached have no total, but each cell of the file is in the table."""
    frame = read(file).table("account_day").frame
    networks = frame["platform"].astype(object).where(frame["platform"].notna(), None)
    found = {None if pd.isna(key) else key: rows for key, rows in frame.groupby(networks, dropna=False)["reach"]}

    assert {key: (len(rows), int(rows.sum())) for key, rows in found.items()} == REACH_SUMS[file]


@pytest.mark.parametrize(("pattern", "name"), X_SUMS)
def test_the_months_of_an_account_merge_to_their_sum(pattern: str, name: str) -> None:
    """Monthly files of X share no day and no post: nothing is lost, repeated or doubtful, in whichever order."""
    count, rows, impressions, likes = X_SUMS[pattern, name]
    exports = [read_export(file) for file in sorted((DATA / "exports" / "x").glob(pattern))]
    months = merged(exports, name)

    assert (len(exports), len(months.table.frame), months.repeated, months.doubts) == (count, rows, 0, ())
    assert (months.table.total("impressions"), months.table.total("likes")) == (impressions, likes)
    assert merged(exports[::-1], name).table.frame.equals(months.table.frame)
