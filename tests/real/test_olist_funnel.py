"""A real funnel: 8,000 leads of Olist by origin, and the 842 deals that were closed with them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import smmeasure as smm
from small import brief
from smmeasure.core.funnel import rate_interval
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
