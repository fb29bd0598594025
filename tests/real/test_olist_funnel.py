"""A real funnel: 8,000 leads of Olist by origin, and the 842 deals that were closed with them."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import smmeasure as smm
from small import brief
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.funnel import Funnel, rate_interval
from smmeasure.errors import DataError

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "cases" / "olist_funnel"
LEADS, COPY, DEALS = "mql_mdyyyy.csv", "mql_with_landing_page_ddmmyyyy.csv", "olist_closed_deals_dataset.csv"

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the real data are not here: ../shared/data/cases/olist_funnel, beside the repository"
)


def loaded(file: str, date_format: str | None) -> smm.CampaignData:
    """Read leads by the day of the first contact, and deals by the day they were won."""
    days = {"date_format": date_format} if date_format else {}
    leads = {"file": file, "date": "first_contact_date", "rows": "events", **days}
    deals = {"file": DEALS, "date": "won_date", "rows": "events", "date_format": "%Y-%m-%d %H:%M:%S"}
    indicators = {
        "leads": {"measures": "social_sessions", "source": leads},
        "deals": {"measures": "conversions", "source": deals},
    }
    lone = {"objectives": None, "roi": None}
    return smm.load(brief(data=str(FOLDER), indicators=indicators, funnel=["leads", "deals"], **lone))


BY_ORIGIN = {
    # z = 1.959964, z² = 3.841459; Wilson's centre ± half width, worked out by hand to four digits.
    # 75 of 1350: (0.055556 + 0.001423) / 1.002846 = 0.056817 ± 1.954403 x sqrt(3.8866e-5 + 5.27e-7) = 0.012267
    "social": (75, 1350, 0.04455, 0.06908),
    # 271 of 2296: (0.118031 + 0.000837) / 1.001673 = 0.118669 ± 1.956690 x sqrt(4.5340e-5 + 1.82e-7) = 0.013202
    "organic_search": (271, 2296, 0.10547, 0.13187),
    # 195 of 1586: (0.122951 + 0.001211) / 1.002422 = 0.123862 ± 1.955228 x sqrt(6.7992e-5 + 3.82e-7) = 0.016167
    "paid_search": (195, 1586, 0.10769, 0.14003),
    # 15 of 493: (0.030426 + 0.003896) / 1.007792 = 0.034057 ± 1.944810 x sqrt(5.9838e-5 + 3.951e-6) = 0.015533
    "email": (15, 493, 0.01852, 0.04959),
}


def closed() -> pd.DataFrame:
    """Count leads and closed deals by the origin of the lead."""
    leads, deals = pd.read_csv(FOLDER / LEADS), pd.read_csv(FOLDER / DEALS)
    won = leads["mql_id"].isin(deals["mql_id"])
    return won.groupby(leads["origin"].fillna("")).agg(["sum", "size"])


@pytest.mark.parametrize("origin", BY_ORIGIN)
def test_rates_by_origin(origin: str) -> None:
    """Every origin has the rate and the interval that were worked out by hand."""
    part, whole, low, high = BY_ORIGIN[origin]
    count = closed().loc[origin]
    rate = rate_interval(float(count["sum"]), float(count["size"]), 0.95)

    assert tuple(count) == (part, whole)
    assert rate is not None
    assert (rate.ci_lower, rate.ci_upper) == pytest.approx((low, high), abs=1e-5)  # five decimals by hand


def test_the_origins_add_up() -> None:
    """842 deals of 8,000 leads, those without an origin among them."""
    assert tuple(closed().sum()) == (842, 8000)


def test_both_copies_have_the_same_days() -> None:
    """Written as month/day or as day-month, each copy gives the same leads by day, and the deals all theirs."""
    first, second = loaded(LEADS, "%m/%d/%Y"), loaded(COPY, "%d-%m-%Y")

    pd.testing.assert_series_equal(first.series["leads"].values, second.series["leads"].values)
    assert first.series["leads"].values.sum() == 8000
    assert first.series["deals"].values.sum() == 842


@pytest.mark.parametrize(("file", "found"), [(LEADS, "“2/1/2018” (2)"), (COPY, "“01-02-2018” (2)")])
def test_days_of_two_meanings_are_refused(file: str, found: str) -> None:
    """Where the brief doesn't say which number is the month, no day is guessed."""
    with pytest.raises(DataError) as error:
        loaded(file, None)

    assert str(error.value).startswith(f"{file}:2 [first_contact_date]: found {found}, ")
    assert str(error.value).endswith(
        "7997 more; expected a day as YYYY-MM-DD. Say in the brief which number is the month, with the key "
        '`date_format`: "%d/%m/%Y" is day/month/year, "%m/%d/%Y" is month/day/year.'
    )


WAIT = 160
"""Days that every lead is given to become a deal; the last ones of May have so many in the data."""

MONTH = 31
ORIGINS = ("", "social", "organic_search", "paid_search")


@cache
def leads() -> pd.DataFrame:
    """Give the leads of January to May 2018, each with whether it was won within the wait."""
    found, deals = pd.read_csv(FOLDER / COPY), pd.read_csv(FOLDER / DEALS)
    found["day"] = pd.to_datetime(found["first_contact_date"], format="%d-%m-%Y")
    won = pd.to_datetime(found["mql_id"].map(deals.set_index("mql_id")["won_date"])).dt.normalize()
    found["won"] = ((won - found["day"]).dt.days <= WAIT).map({True: "yes", False: "no"})
    return found[found["day"] >= "2018-01-01"].fillna({"origin": "unknown"})[["day", "origin", "won"]]


def steps_of(origin: str) -> dict[str, object]:
    """Write the two steps of an origin, all origins together where it is empty."""
    of_origin = {"origin": origin} if origin else {}
    source = {"file": "leads.csv", "date": "day", "rows": "events"}
    return {
        f"leads_{origin or 'all'}": {"measures": "social_sessions", "source": {**source, "where": of_origin}},
        f"deals_{origin or 'all'}": {
            "measures": "conversions",
            "source": {**source, "where": {**of_origin, "won": "yes"}},
        },
    }


@pytest.fixture(scope="module")
def may(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    """Read and evaluate May 2018 against January to April, every origin against itself."""
    folder = tmp_path_factory.mktemp("olist")
    leads().to_csv(folder / "leads.csv", index=False)
    steps = {origin or "campaign": steps_of(origin) for origin in ORIGINS}
    campaign = brief(
        data=str(folder),
        indicators={key: one for named in steps.values() for key, one in named.items()},
        funnel={name: list(named) for name, named in steps.items()},
        window={"start": "2018-05-01", "end": "2018-05-31"},
        as_of="2018-06-10",
        objectives=None,
        roi=None,
    )
    return smm.evaluate(campaign, smm.load(campaign))


def by_day(origin: str) -> pd.DataFrame:
    """Count leads and deals by day with pandas alone."""
    rows = leads() if not origin else leads().query("origin == @origin")
    counted = rows.assign(leads=1, deals=rows["won"] == "yes").groupby("day")[["leads", "deals"]].sum()
    return counted.reindex(pd.date_range("2018-01-01", "2018-05-31"), fill_value=0)


def usual_of(origin: str) -> pd.Series:
    """Give the rates of the pretend Mays of an origin: 31 days, one beginning every week, before May."""
    days = by_day(origin).loc[:"2018-04-30"]
    sums = pd.DataFrame([days.iloc[first : first + MONTH].sum() for first in range(0, len(days) - MONTH + 1, 7)])
    return sums["deals"] / sums["leads"]


def made_of(found: Evaluation, origin: str) -> Funnel:
    """Give the funnel of an origin, the whole one where it is empty."""
    return next(one for one in (found.funnel, *found.platform_funnels) if one and one.platform == origin)


@pytest.mark.parametrize("origin", ORIGINS)
def test_every_origin_has_the_sums_of_its_days(may: Evaluation, origin: str) -> None:
    """Leads, deals, their rate and the usual one are those that pandas gives."""
    leads_of, deals_of = made_of(may, origin).steps
    total = by_day(origin).loc["2018-05-01":].sum()

    assert (leads_of.total, deals_of.total) == (total["leads"], total["deals"])
    assert deals_of.rate is not None
    assert deals_of.usual is not None
    assert deals_of.rate.value == pytest.approx(total["deals"] / total["leads"])
    assert (deals_of.usual.ci_lower, deals_of.usual.value) == pytest.approx(
        tuple(usual_of(origin).quantile([0.05, 0.5]))
    )


def test_leads_from_social_media_and_all_together_leak(may: Evaluation) -> None:
    """In May the way from lead to deal leaks for social leads and for all, not for organic or paid search."""
    leaks = {origin for origin in ORIGINS if made_of(may, origin).diagnosis}

    assert leaks == {"", "social"}


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Wilson's interval at 95 %, as the textbook writes it."""
    z = 1.959964
    middle = (part + z**2 / 2) / (whole + z**2)
    half = z / (whole + z**2) * math.sqrt(part * (whole - part) / whole + z**2 / 4)
    return middle - half, middle + half


LOST = {
    # Usually 7.82 % (28 of 358, the median of 13 months) of 269 leads: 21.04 deals, of which 11 came.
    "social": (10.04, 11, 269, 52, 782),
    # Usually 13.29 % of 1303 leads: 173.22 deals, of which 127 came.
    "": (46.22, 127, 1303, 610, 4695),
}


@pytest.mark.parametrize("origin", LOST)
def test_the_size_of_a_leak(may: Evaluation, origin: str) -> None:
    """Lost deals are the usual rate times the leads less the deals that came, with the interval of both rates.

    Weeks scatter no more than counting here, so that both intervals are Wilson's; the ends of the difference are as
    far away as both together (Zou & Donner 2008).
    """
    leak, usual = made_of(may, origin).diagnosis, usual_of(origin).median()
    lost, part, whole, past_part, past_whole = LOST[origin]
    (low, high), (past_low, past_high) = wilson(part, whole), wilson(past_part, past_whole)
    rate, past = part / whole, past_part / past_whole

    assert leak is not None
    assert leak.conversions is not None
    assert leak.conversions.value == pytest.approx(lost, abs=0.005)  # two decimals by hand
    assert leak.conversions.value == pytest.approx(usual * whole - part)
    assert leak.conversions.ci_lower == pytest.approx(
        whole * (usual - rate - math.hypot(past - past_low, high - rate)), rel=1e-6
    )  # z is rounded to six decimals
    assert leak.conversions.ci_upper == pytest.approx(
        whole * (usual - rate + math.hypot(past_high - past, rate - low)), rel=1e-6
    )
    assert (leak.margin, str(leak.reason)) == (None, "no step from here on has a price and a margin in the brief")
