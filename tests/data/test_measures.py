"""A measure of recognised exports becomes one value per day, or is refused with what settles it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from smmeasure.brief.campaign import Campaign
from smmeasure.costs import CostItem
from smmeasure.data.reader import load_costs
from smmeasure.errors import DataError
from smmeasure.series import FileFacts, IndicatorSeries

ADS = "Campaign name,Ad name,Day,Amount spent (EUR),Impressions,Reach\n"
SPRING = (
    ADS
    + "Spring,Film,2026-03-01,10.50,1000,900\n"
    + "Spring,Photo,2026-03-01,2.25,200,150\n"
    + "Spring,Film,2026-03-04,4.00,300,280\n"
    + "Autumn,Film,2026-03-02,1.00,100,90\n"
)
MONTHS = (
    "Campaign name,Ad name,Reporting starts,Reporting ends,Amount spent (EUR),Impressions,Reach\n"
    "Spring,Film,2026-02-01,2026-02-28,7.00,500,450\n"
    "Spring,Film,2026-03-03,2026-03-05,9.00,700,650\n"
)
POSTS = (
    "Post ID,Account ID,Publish time,Date,Views,Reach,Likes,Comments,Shares,Saves,Post type,Permalink\n"
    "1789,33,03/14/2026 09:05,Lifetime,500,400,30,2,1,4,IG reel,x\n"
    "1790,33,03/14/2026 18:00,Lifetime,100,90,3,0,1,0,IG image,y\n"
    "1791,33,03/16/2026 18:00,Lifetime,100,90,3,0,1,0,IG image,z\n"
)


def page(*blocks: str, days: str = "2026-03-01 2026-03-02", first: int = 5) -> str:
    """Write a page series with one block per title, day after day one more."""
    rows = [f'"{day}T00:00:00","{first + number}"' for number, day in enumerate(days.split())]
    return "sep=,\n" + "\n\n".join("\n".join([f'"{title}"', '"Date","Primary"', *rows]) for title in blocks) + "\n"


Series = Callable[..., IndicatorSeries]

REACH = {"measure": "reach", "measures": "reach_daily"}


def test_a_page_series_is_read_by_its_measure(series: Series) -> None:
    """Of an export as it was downloaded the brief names nothing but the measure."""
    text = page("Facebook reach")
    read = series({"Reach.csv": text}, **REACH)

    assert read.values.tolist() == [5.0, 6.0]
    assert str(read.unit) == "people"
    assert (read.facts.file, read.facts.sha256) == ("Reach.csv", hashlib.sha256(text.encode()).hexdigest())
    assert (read.facts.rows, read.facts.rows_used, read.facts.encoding) == (2, 2, "utf-8")


def test_ads_of_a_day_are_added_up(series: Series) -> None:
    """Impressions of all ads of a day are one sum; inside the report a day without a row had no ad."""
    read = series({"ads.csv": SPRING}, measure="impressions", measures="impressions")

    assert read.values.tolist() == [1200.0, 100.0, 0.0, 300.0]


def test_a_campaign_is_chosen_by_its_name(series: Series) -> None:
    """A filter names canonical columns; days of other campaigns only are days without this one."""
    read = series({"ads.csv": SPRING}, measure="spend", measures="ad_spend", where={"campaign_name": "spring"})

    assert read.values.tolist() == [12.75, 0.0, 0.0, 4.0]


def test_people_of_a_day_are_never_added_up(refusal: Callable[..., str]) -> None:
    """Two ads reach some people twice: their reach is refused with the cure."""
    assert refusal({"ads.csv": SPRING}, **REACH) == (
        "indicators.x.source.measure: found several rows on one day: 2026-03-01; expected one row per day: people, "
        "rates and parts of a total are never added up. Name with `where` the row that is meant, or take an export "
        "that is not parted by campaign, page or audience."
    )


def test_people_reached_by_one_ad_are_read(series: Series) -> None:
    """One row per day is one number of people; no ad reaches nobody."""
    read = series({"ads.csv": SPRING}, **REACH, where={"ad_name": "Photo"})

    assert read.values.tolist() == [150.0, 0.0, 0.0, 0.0]


def test_values_since_publication_are_no_days(refusal: Callable[..., str]) -> None:
    """What a post had on the day of the export can't be spread over days."""
    assert refusal({"posts.csv": POSTS}, measure="views", as_of="2026-03-20") == (
        "indicators.x.source.measure: found views as it stood on the day of the export, in posts.csv; expected values "
        "of single days. Take the platform's export by day in the place of the one by post, or count the posts of each "
        "day with `measure: posts`."
    )


def test_posts_of_a_day_are_counted(series: Series) -> None:
    """The days between the first and the last post without a post are zero."""
    assert series({"posts.csv": POSTS}, measure="posts", unit="count").values.tolist() == [2.0, 0.0, 1.0]


def test_an_absent_day_of_a_page_is_unknown(series: Series) -> None:
    """A page has values every day: a day without a row is nan."""
    read = series({"v.csv": page("Facebook visits", days="2026-03-01 2026-03-03")}, measure="profile_visits")

    assert np.isnan(read.values["2026-03-02"])


def test_periods_of_several_days_are_no_series(refusal: Callable[..., str]) -> None:
    """A month's impressions are not spread over its days."""
    assert refusal({"ads.csv": MONTHS}, measure="impressions") == (
        "indicators.x.source.measure: found values of several days at once, such as 2026-02-01 to 2026-02-28, in "
        "ads.csv; expected values of single days. Export the report again by day."
    )


def test_two_platforms_are_told_apart(series: Series, refusal: Callable[..., str]) -> None:
    """Rows of two networks are refused until the brief says which one it means."""
    both = {"Reach.csv": page("Facebook reach", "Instagram reach")}

    assert refusal(both, **REACH) == (
        "indicators.x.source: found reach of platform facebook, instagram; expected one platform. Say which one is "
        "meant, e.g. `platform: facebook`; for several, write one indicator or cost for each."
    )
    assert series(both, **REACH, platform="instagram").values.tolist() == [5.0, 6.0]


def test_a_title_without_a_network_belongs_to_the_platform_that_is_asked_for(series: Series) -> None:
    """«Follows» beside «Instagram follows» is Facebook's, and the other one stays Instagram's."""
    text = page("Follows") + "\n" + page("Instagram follows", first=50).removeprefix("sep=,\n")
    asked = {"measure": "followers_gained", "measures": "followers_net"}

    assert series({"Follows.csv": text}, **asked, platform="facebook").values.tolist() == [5.0, 6.0]
    assert series({"Follows.csv": text}, **asked, platform="instagram").values.tolist() == [50.0, 51.0]


def test_an_unknown_measure_is_refused_before_any_file_is_opened(refusal: Callable[..., str]) -> None:
    """The nearest word is suggested."""
    text = refusal({}, file="nothing.csv", measure="impresions")

    assert text.startswith("indicators.x.source.measure: found “impresions”; expected one of ")
    assert text.endswith(". Did you mean impressions?")


def test_a_measure_that_no_file_has_is_refused(refusal: Callable[..., str]) -> None:
    """The measures that the files do have are named."""
    assert refusal({"Reach.csv": page("Facebook reach")}, measure="views") == (
        "indicators.x.source.measure: found views in no file of Reach.csv; expected one of reach. Use one of these "
        "words."
    )


def test_a_measure_of_another_unit_is_refused(refusal: Callable[..., str]) -> None:
    """People are no views."""
    assert refusal({"Reach.csv": page("Facebook reach")}, measure="reach") == (
        "indicators.x.source.measure: found reach, whose unit is people; expected the unit of the indicator, count. "
        "Change `measures` or `unit` of the indicator, or the measure of its source."
    )


def test_a_currency_that_is_not_the_briefs_is_refused(refusal: Callable[..., str]) -> None:
    """Dollars are no euros."""
    assert refusal({"ads.csv": SPRING.replace("EUR", "USD")}, measure="spend", measures="ad_spend") == (
        "indicators.x.source.measure: found spend, whose unit is USD; expected the unit of the indicator, EUR. A brief "
        "has one currency: convert the column, or change the key `currency`."
    )


def test_two_tables_with_the_measure_are_told_apart(series: Series, refusal: Callable[..., str]) -> None:
    """Reach of a page and reach of ads are different things; `table` says which one is meant."""
    files = {"Reach.csv": page("Facebook reach"), "ads.csv": SPRING}

    assert refusal(files, file=".", **REACH) == (
        "indicators.x.source.measure: found reach in the tables account_day, ad_day; expected one table. Say with the "
        "key `table` which one is meant."
    )
    assert series(files, file=".", **REACH, table="account_day").values.tolist() == [5.0, 6.0]


@pytest.mark.parametrize("named", [".", "meta", "meta/*.csv", "**/*.csv"])
def test_several_files_are_merged(series: Series, named: str) -> None:
    """A folder and a pattern give one series; the later export wins where they overlap, and every file is told."""
    early = page("Facebook visits")
    late = page("Facebook visits", days="2026-03-02 2026-03-03", first=7)
    files = {"meta/a.csv": early, "meta/b.csv": late, "picture.png": "x", "meta/.hidden.csv": "x"}
    read = series(files, file=named, measure="profile_visits", platform="facebook")

    assert read.values.tolist() == [5.0, 7.0, 8.0]
    assert read.facts.file == named
    assert read.facts.files == tuple(
        FileFacts(name, hashlib.sha256(text.encode()).hexdigest())
        for name, text in (("meta/a.csv", early), ("meta/b.csv", late))
    )


def test_the_same_file_twice_counts_once(series: Series) -> None:
    """A second copy of an export doubles nothing."""
    read = series({"a.csv": SPRING, "b.csv": SPRING}, file="*.csv", measure="impressions")

    assert read.values.tolist() == [1200.0, 100.0, 0.0, 300.0]


def test_days_between_two_reports_are_unknown(series: Series) -> None:
    """Outside of every report's period nobody knows whether an ad was shown."""
    later = ADS + "Spring,Film,2026-03-06,1.00,50,40\n"
    read = series({"a.csv": SPRING, "b.csv": later}, file="*.csv", measure="impressions")

    assert read.values.fillna(-1.0).tolist() == [1200.0, 100.0, 0.0, 300.0, -1.0, 50.0]


def test_two_currencies_are_never_added(refusal: Callable[..., str]) -> None:
    """Reports in euros and dollars are refused with the files' names."""
    files = {"a.csv": SPRING, "b.csv": SPRING.replace("EUR", "USD")}

    assert refusal(files, file="*.csv", measure="spend", measures="ad_spend").startswith(
        "b.csv: found amounts in USD, those of a.csv are in EUR; expected exports in one currency."
    )


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ("x/*.csv", "no data file of this name"),
        ("../*.csv", "a path that leaves the data folder"),
        ("/etc", "a path that leaves the data folder"),
        ("x**.csv", "a pattern that can't be read"),
    ],
)
def test_a_name_that_leads_nowhere_is_refused(refusal: Callable[..., str], named: str, found: str) -> None:
    """A pattern that fits no file, leaves the folder or is none is told as it stands."""
    assert refusal({"Reach.csv": page("Facebook reach")}, **REACH | {"file": named}).startswith(
        f"{named}: found {found};"
    )


def test_a_link_is_followed_and_a_broken_one_is_told(
    series: Series, refusal: Callable[..., str], tmp_path: Path
) -> None:
    """Large files may lie elsewhere; a link to nothing is a file that isn't there."""
    (tmp_path / "data").mkdir()
    (tmp_path / "link.csv").symlink_to(tmp_path / "data" / "Reach.csv")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert "no such file in the data folder" in refusal({}, file="link.csv", **REACH)

    read = series({"data/Reach.csv": page("Facebook reach")}, **REACH | {"file": "link.csv"})
    assert read.values.tolist() == [5.0, 6.0]
    assert series({}, **REACH | {"file": "."}).facts.files[0].file == "data/Reach.csv"


def test_a_file_that_no_dictionary_knows_is_refused(refusal: Callable[..., str]) -> None:
    """The way out is a mapping of its columns."""
    text = refusal({"x.csv": "Jour;Vues\n2026-03-01;5\n"}, measure="views")

    assert text.startswith("indicators.x.source.file: found headers that no dictionary knows in x.csv; expected")
    assert text.endswith(". Name the columns instead of the measure, with the keys `date` and `value`.")


@pytest.mark.parametrize(
    ("where", "place", "found"),
    [
        ({"campaign": "Spring"}, "where.campaign", "no column “campaign” in the table ad_day"),
        ({"campaign_name": "Sprnig"}, "where.campaign_name", "“Sprnig” in no row"),
    ],
)
def test_a_filter_that_keeps_nothing_is_refused(
    refusal: Callable[..., str], where: dict[str, str], place: str, found: str
) -> None:
    """A column or a text that there is not is a slip, never an empty series."""
    text = refusal({"ads.csv": SPRING}, measure="impressions", where=where)

    assert text.startswith(f"indicators.x.source.{place}: found {found}; expected ")


def test_a_key_that_a_table_does_not_know_is_refused(refusal: Callable[..., str]) -> None:
    """Ads are paid: another basis is a misunderstanding."""
    assert refusal({"ads.csv": SPRING}, measure="impressions", basis="organic") == (
        "indicators.x.source.basis: found the key basis for the table ad_day, which doesn't tell it; expected a source "
        "without this key. Remove it."
    )


Cost = Callable[..., CostItem]


@pytest.fixture
def cost(tmp_path: Path, make_campaign: Callable[..., Campaign]) -> Cost:
    """Read the spend of a file in the window from 3 to 5 March."""

    def read(text: str, **source: object) -> CostItem:
        (tmp_path / "ads.csv").write_text(text, encoding="utf-8")
        item = {"category": "media", "source": {"file": "ads.csv", "measure": "spend", **source}}
        return load_costs(make_campaign(costs=(item,)), tmp_path)[0]

    return read


def test_spend_is_read_by_its_measure(cost: Cost) -> None:
    """The amounts of the window's days are added up; a day after the report's last one is missing."""
    item = cost(SPRING)

    assert (item.amount.amount, item.amount.currency, item.days_missing) == (4.0, "EUR", 1)
    assert item.facts is not None
    assert item.facts.rows == 4


def test_spend_of_a_period_counts_where_it_lies_in_the_window(cost: Cost) -> None:
    """Three days at once are the cost of an action of these three days; the month before is none of it."""
    assert cost(MONTHS).amount.amount == 9.0


def test_spend_of_a_period_is_never_cut(cost: Cost) -> None:
    """A period that begins before the action can't be shared out."""
    with pytest.raises(DataError) as caught:
        cost(MONTHS.replace("2026-03-03", "2026-03-02"))

    assert str(caught.value) == (
        "actions[0].costs[0].source.measure: found an amount for 2026-03-02 to 2026-03-05, partly outside the window; "
        "expected amounts of single days, or of periods that lie in the window of the action. Export the report again "
        "by day, or give the action a `window` of whole periods."
    )


def test_negative_spend_is_refused(cost: Cost) -> None:
    """A refund is no spend."""
    with pytest.raises(DataError, match=r"found negative spend on 2026-03-04; expected amounts of 0 or more\."):
        cost(SPRING.replace("4.00", "-4.00"))


def test_spend_of_a_folder_counts_once(cost: Cost, tmp_path: Path) -> None:
    """A second download of the same days adds nothing."""
    (tmp_path / "again.csv").write_text(SPRING, encoding="utf-8")

    assert cost(SPRING, file="*.csv").amount.amount == 4.0


def test_the_calendar_has_no_holes(series: Series) -> None:
    """The series stands on every calendar day from its first to its last."""
    read = series({"ads.csv": SPRING}, measure="impressions")

    assert read.values.index.equals(pd.date_range("2026-03-01", "2026-03-04"))
