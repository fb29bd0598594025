"""A season of paid social from the original exports equals the table into which its analyst joined them.

Of the join's columns the originals hold the reach and follows of the page, and the site's events, users and
session duration: these are equal on each of its 241 days (a ratio of two of them has a damaged cell). Its
spend and impressions per day come from an ad report by day that is not among the originals; the report by
month and region has the same sums in every month. Its reach, frequency and engagement of the ads and its
sessions come from reports that are not there.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from smmeasure.brief.campaign import Campaign
from smmeasure.data.exports.reading import read_export
from smmeasure.data.reader import load_costs, load_series
from smmeasure.errors import DataError

SEASON = Path(__file__).parents[3] / "shared" / "data" / "cases" / "mh4u"
JOINED = "combined.xlsx"
BY_MONTH = "Untitled-report-Apr-1-2023-to-Mar-11-2024.xlsx"

pytestmark = pytest.mark.skipif(not SEASON.is_dir(), reason="the real data folder ../shared/data is not there")

COLUMNS = {
    "Total_Reach": ("reach", "Reach.csv", "people", "facebook"),
    "Follows": ("followers_gained", "Follows.csv", "count", "facebook"),
    "Total events": ("events", "data-export.csv", "count", None),
    "Total users": ("users", "data-export.csv", "people", None),
    "New users": ("new_users", "data-export.csv", "people", None),
    "Returning users": ("returning_users", "data-export.csv", "people", None),
    "Average session duration": ("session_duration", "data-export.csv", "seconds", None),
}
"""Columns of the join, and what they are in which original."""

MONTHS = {"2023-07": 31, "2023-08": 31, "2023-09": 30, "2023-10": 31, "2023-11": 30, "2023-12": 31}
MONTHS |= {"2024-01": 31, "2024-02": 29, "2024-03": 11}
"""Months of the ad report and their last days; the last one ends with the report."""


def brief(**parts: object) -> Campaign:
    """Write a brief over the season."""
    read = {"unit": "count", "source": {"file": JOINED, "date": "Date", "value": "Follows"}}
    named = dict.fromkeys(("campaign", "title", "brand", "goal", "data"), "x")
    window = {"start": "2024-01-01", "end": "2024-01-31"}
    whole = {"language": "en", "currency": "UAH", "window": window, "indicators": {"x": {"measures": "other", **read}}}
    return Campaign.model_validate({**named, **whole, **parts})


@pytest.fixture(scope="module")
def series() -> dict[str, tuple[pd.Series, pd.Series]]:
    """Read each column of the join, and the same from its original."""
    sources = {}
    for number, (column, (measure, file, unit, platform)) in enumerate(COLUMNS.items()):
        joined = {"file": JOINED, "date": "Date", "value": column}
        original = {"file": file, "measure": measure, "platform": platform}
        sources[f"joined_{number}"] = {"measures": "other", "unit": unit, "source": joined}
        sources[f"original_{number}"] = {"measures": "other", "unit": unit, "source": original}
    read = load_series(brief(indicators=sources), SEASON)
    return {
        column: (read[f"joined_{number}"].values, read[f"original_{number}"].values)
        for number, column in enumerate(COLUMNS)
    }


@pytest.mark.parametrize("column", COLUMNS)
def test_each_day_is_the_joins(series: dict[str, tuple[pd.Series, pd.Series]], column: str) -> None:
    """The values of the original are the join's, day after day, to the last bit."""
    joined, original = series[column]

    assert len(joined) == 241
    pd.testing.assert_series_equal(original.reindex(joined.index), joined, check_names=False, check_exact=True)


def test_a_ratio_that_a_spreadsheet_turned_into_a_day_is_refused() -> None:
    """The join's events per user hold a day: somewhere on the way 3.1995 became March 1995, and it is no number."""
    ratio = {"file": JOINED, "date": "Date", "value": "Event count per user"}
    with pytest.raises(DataError) as caught:
        load_series(brief(indicators={"x": {"measures": "other", "unit": "count", "source": ratio}}), SEASON)

    assert str(caught.value) == (
        "combined.xlsx:235 [Event count per user]: found “1995-03-01” (235); expected numbers (count) with the decimal "
        "sign “.”. Leave a cell empty where nothing is known; no text, no infinite value."
    )


@pytest.mark.parametrize("month", MONTHS)
def test_the_cost_of_each_month_is_the_joins(month: str) -> None:
    """The report by month and region costs a campaign of that month what the join's days add up to."""
    window = {"start": f"{month}-01", "end": f"{month}-{MONTHS[month]}"}
    sources = [
        {"file": BY_MONTH, "measure": "spend"},
        {"file": JOINED, "date": "Date", "value": "Amount spent (UAH)"},
    ]
    ads = {"name": "Ads", "platform": "facebook", "medium": "paid"}
    costs = [{"category": "media", "source": source} for source in sources]
    original, joined = load_costs(brief(window=window, actions=[{**ads, "costs": costs}]), SEASON)

    assert original.amount.amount == pytest.approx(joined.amount.amount, abs=0.005)  # regions to a millionth
    assert original.days_missing == 0


def test_the_impressions_of_each_month_are_the_joins() -> None:
    """Ads were shown as often in the report by month as on the join's days."""
    impressions = {"file": JOINED, "date": "Date", "value": "Impressions"}
    days = load_series(brief(indicators={"x": {"measures": "impressions", "source": impressions}}), SEASON)["x"].values
    table = read_export(SEASON / BY_MONTH).table("ad_day").frame
    by_month = table.groupby("date_start")["impressions"].sum()

    assert days.resample("MS").sum().tolist() == by_month[by_month.index >= "2023-07-01"].astype(float).tolist()
