"""The ad account ad by ad and month by month, as a report with breakdowns has it: the same euros as by day.

Every month of a campaign is bought with twelve ads: on two platforms, in two formats, for three audiences. What a
thousand impressions cost differs by factors that the tables below state, and by chance (15 % from ad to ad); the
month makes no difference. Spend and impressions of a campaign's month are those of the account to the cent and to
the unit, so that every price lies near the account's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np
import pandas as pd

from smmeasure.data.demo.simulator import DemoData, Floats

PLATFORMS: Mapping[str, float] = {"Instagram": 1.0, "Facebook": 0.8}
FORMATS: Mapping[str, float] = {"Reel": 1.0, "Image": 1.3}
AUDIENCES: Mapping[str, float] = {"18-24": 0.8, "25-44": 1.0, "45+": 1.15}
"""What an impression costs, relative to the others of its kind."""

_SPREAD = 0.15
"""Standard deviation of an ad's price on the logarithm: no two ads are equally liked."""


@dataclass(frozen=True, slots=True)
class AdRow:
    """One ad in one month.

    Attributes
    ----------
    campaign, ad, platform, format, audience : str
        What it is.
    first, last : datetime.date
        First and last day of the month on which the campaign had ads.
    spend : float
        Euros, in whole cents.
    impressions : int
        How often it was shown.
    """

    campaign: str
    ad: str
    platform: str
    format: str
    audience: str
    first: date
    last: date
    spend: float
    impressions: int


def ad_report(data: DemoData, seed: int) -> Iterator[AdRow]:
    """Part the ad account into ads.

    Parameters
    ----------
    data : DemoData
        The demo brand's data.
    seed : int
        Changes the noise and nothing else.
    """
    rng = np.random.default_rng([seed, 5])
    kinds = tuple(product(PLATFORMS, FORMATS, AUDIENCES))
    prices = np.array([PLATFORMS[one] * FORMATS[two] * AUDIENCES[three] for one, two, three in kinds])
    days = pd.DatetimeIndex(data.ads.index)
    for (_, name), rows in data.ads.groupby([days.strftime("%Y-%m"), "name"], sort=True):
        spend = _parted(rng.uniform(0.5, 1.5, len(kinds)), round(100 * float(rows["spend"].sum())))
        per_unit = prices * np.exp(_SPREAD * rng.standard_normal(len(kinds)))
        impressions = _parted(spend / per_unit, int(rows["impressions"].sum()))
        first, last = rows.index.min().date(), rows.index.max().date()
        for kind, cents, shown in zip(kinds, spend, impressions, strict=True):
            yield AdRow(str(name), " · ".join((str(name), *kind)), *kind, first, last, cents / 100, int(shown))


def _parted(weights: Floats, whole: int) -> Floats:
    """Part a whole number in proportion to weights, into whole numbers that add up to it; same shape."""
    parts: Floats = np.diff(np.rint(np.cumsum(weights) / weights.sum() * whole), prepend=0.0)
    return parts
