"""Of which time the ads are that a price is learnt from: prices of ads follow the seasons and the market."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from smmeasure.ads import DAY, MONTH, AdRows
from smmeasure.brief.campaign import Campaign
from smmeasure.core.earned.unit_price import OLDEST_CARD
from smmeasure.messages import Message, message


def known_ads(frame: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Keep the ads of the date of the report and before.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows of ads; where days are known, a row without one may be later than the report and goes too.
    as_of : datetime.date
        Date of the report.
    """
    if DAY not in frame:
        return frame
    return frame[frame[DAY] <= pd.Timestamp(as_of)].drop(columns=DAY)


def dated(ads: AdRows, campaign: Campaign, as_of: date) -> Iterator[Message]:
    """Say what is wrong with the days of ads: none, missing ones, old ones, and months in which nothing was bought.

    Parameters
    ----------
    ads : AdRows
        The ads.
    campaign : Campaign
        The brief, with its window.
    as_of : datetime.date
        Date of the report; later ads teach nothing.
    """
    if DAY not in ads.frame:
        yield message(
            "The ads of {file} have no day: nobody can tell whether their prices are out of date.", file=ads.file
        )
        return
    days = ads.frame[DAY]
    if missing := int(days.isna().sum()):
        yield message("Rows of ads without a day, left out: {count}.", count=missing)
    used = days[days <= pd.Timestamp(as_of)]
    if used.empty:
        return
    window = campaign.window.window()
    age = (window.start - used.max().date()).days
    if age > OLDEST_CARD:
        yield message(
            "The latest ad of {file} is of {day}, {age} days before the campaign: prices of ads follow the seasons and "
            "the market, and ads older than {limit} days are out of date.",
            file=ads.file,
            day=used.max().date(),
            age=age,
            limit=OLDEST_CARD,
        )
    yield from _empty_months(ads, used, window.index())


def _empty_months(ads: AdRows, used: pd.Series, window: pd.DatetimeIndex) -> Iterator[Message]:
    """Say in how many months of the campaign nothing was bought, where the price may depend on the month."""
    own = set(window.strftime("%Y-%m"))
    bought = set(used.dt.strftime("%Y-%m"))
    if MONTH in ads.features and own - bought:
        yield message(
            "No ad was bought in {empty} of the campaign's {months} months: the price is the mean of other months.",
            empty=len(own - bought),
            months=len(own),
        )
