"""Real exports, with sums worked out by hand beside the reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from smmeasure.data.exports.reading import Export, read_export

DATA = Path(__file__).parents[3] / "shared" / "data"

pytestmark = pytest.mark.skipif(
    not (DATA / "exports").is_dir(), reason="the real data are not here: ../shared/data/exports, beside the repository"
)

POST_SUMS = {
    "meta_insights_en/Jan-14-*.csv": (
        261,
        {"views": 15982, "interactions": 127, "reactions": 87, "comments": 20, "shares": 20, "clicks": 162}
        | {"link_clicks": 21, "other_clicks": 100},
    ),
    "meta_insights_en/Mar-18-*_5*.csv": (
        48,
        {"views": 0, "interactions": 10, "reactions": 8, "clicks": 20, "link_clicks": 2, "other_clicks": 10},
    ),
    "meta_insights_en/Mar-18-*_1*.csv": (
        78,
        {"views": 10931, "likes": 274, "comments": 1, "shares": 8, "saves": 4, "follows": 6},
    ),
    "meta_insights_en/dd_May-25-*.csv": (
        21,
        {"views": 541645, "likes": 31172, "comments": 1082, "shares": 4776, "saves": 3255, "follows": 525},
    ),
    "../cases/mh4u/Dec-12-*.csv": (
        41,
        {"impressions": 1237195, "interactions": 28188, "clicks": 39560, "link_clicks": 2974},
    ),
}
SERIES_SUMS = {
    "meta_insights_en/Follows.csv": ("followers_gained", 105, 66),
    "meta_insights_en/Interactions.csv": ("interactions", 105, 208),
    "meta_insights_en/Interactions (1).csv": ("interactions", 105, 749),
    "meta_insights_en/Views.csv": ("views", 105, 29981),
    "meta_insights_en/Visits.csv": ("profile_visits", 105, 976),
    "meta_insights_en/Visits (1).csv": ("profile_visits", 105, 449),
    "meta_insights_en/dd_Follows.csv": ("followers_gained", 20, 2736),
    "meta_insights_en/dd_Interactions.csv": ("interactions", 28, 53288),
    "meta_insights_en/dd_Link clicks.csv": ("link_clicks", 28, 9838),
    "meta_insights_en/dd_Views.csv": ("views", 28, 1117725),
    "meta_insights_en/dd_Visits.csv": ("profile_visits", 28, 7724),
    "../cases/mh4u/Visits.csv": ("profile_visits", 484, 88535),
    "../cases/mh4u/Follows.csv": ("followers_gained", 471, 6147),
}
AD_SUMS = {
    "meta_ads/gbp_april-w1.csv": (46, "GBP", 148.93, 17131),
    "meta_ads/gbp_april-w2.csv": (41, "GBP", 231.34, 26610),
    "meta_ads/gbp_april-w3.csv": (53, "GBP", 228.49, 23789),
    "meta_ads/gbp_monthly-jan-final.csv": (130, "GBP", 903.10, 133238),
    "meta_ads/gbp_monthly-feb-final.csv": (119, "GBP", 779.98, 76113),
    "meta_ads/gbp_monthly-march-final.csv": (135, "GBP", 864.52, 94769),
    "meta_ads/usd_daily_*EF.csv": (992, "USD", 103255.29, 5332650),
    "meta_ads/usd_daily_*LA.csv": (385, "USD", 96565.47, 3516439),
    "meta_ads/usd_daily_*LD*.csv": (735, "USD", 34751.22, 1269591),
    "meta_ads/empty_no_data_available.csv": (0, "USD", None, None),
    "../cases/mh4u/MH4U-Ads-*.xlsx": (50, "UAH", 77818.01, 3159843),
    "../cases/mh4u/Untitled-report-*.xlsx": (310, "UAH", 77818.01, 3159843),
}


def read(pattern: str) -> Export:
    """Read the one real file whose name is like this: some names hold the ids of other people's pages."""
    folder, name = pattern.rsplit("/", 1)
    (file,) = (DATA / "exports" / folder).glob(name)
    return read_export(file)


@pytest.mark.parametrize("file", POST_SUMS)
def test_posts_add_up(file: str) -> None:
    """Every count of the posts is what the file holds."""
    rows, sums = POST_SUMS[file]
    export = read(file)
    total = export.table("post_snapshot").frame.query("basis == 'total'")

    assert (export.rows, len(export.table("post").frame), len(total)) == (rows,) * 3
    assert {column: int(total[column].sum()) for column in sums} == sums


@pytest.mark.parametrize("file", SERIES_SUMS)
def test_page_series_add_up(file: str) -> None:
    """Every day of the page's series is there once."""
    column, rows, total = SERIES_SUMS[file]
    table = read(file).table("account_day")

    assert (len(table.frame), table.total(column)) == (rows, total)


@pytest.mark.parametrize("file", AD_SUMS)
def test_ads_add_up(file: str) -> None:
    """Spend and impressions of the ads are those of the file, its totals row not counted."""
    rows, currency, spend, impressions = AD_SUMS[file]
    table = read(file).table("ad_day")

    assert (len(table.frame), table.currency) == (rows, currency)
    if rows:
        # The platform writes eight decimals in some rows: cents are what was paid.
        assert (table.total("spend"), table.total("impressions")) == (pytest.approx(spend, abs=0.005), impressions)


def test_days_before_months_are_proved_by_any_day_of_the_file() -> None:
    """A week of 06/04 to 12/04 is in April, because the delivery ended on 30/04."""
    export = read("meta_ads/gbp_april-w2.csv")
    frame = export.table("ad_day").frame

    assert export.day_first
    assert frame[["date_start", "date_end"]].astype(str).drop_duplicates().to_numpy().tolist() == [
        ["2025-04-06", "2025-04-12"]
    ]


def test_two_networks_of_one_file_stay_two() -> None:
    """A file with a block per network gives rows per network, and reach has no total."""
    frame = read("../cases/mh4u/Reach.csv").table("account_day").frame

    assert frame.groupby("platform").size().to_dict() == {"facebook": 242, "instagram": 242}
