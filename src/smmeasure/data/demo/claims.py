"""What is claimed at the demo brand: sales that the ad account counts as its own, answers that many have read.

The ad account counts every sale within seven days of a click or a day of a view, also those that would have come
anyway: of the red dresses it claims nearly three quarters of all that were sold while it advertised. Public answers
are read for weeks after they were written; how many readers would have called otherwise, nobody counts.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from smmeasure.data.demo.simulator import PRODUCTS, DemoData
from smmeasure.data.demo.story import WINDOWS, days

ATTRIBUTION = "7-day click or 1-day view"
"""How the ad account attributes sales, as it writes it."""

_RED, _CLAIMED = "Robes rouges", 0.72
"""The campaign for red dresses in the ad account, and the share of their sales that it claims."""

_USUAL, _VISITS_ONLY = 4.2, 0.6
"""Euros claimed per euro of spend: of campaigns that sell, and of those that only bring visits."""

_BRINGS_VISITS = frozenset({"Guide des tailles", "Brand film"})

_USUAL_READS, _READS, _FADES = 14.0, 240.0, 24.0
"""Readers of answers on a usual day, on a day of the campaign, and days in which they halve afterwards."""

_ANSWERS = (9, 8, 8, 7, 7, 0, 0)
"""Answers on a day of the campaign, from Monday to Sunday."""


def ad_values(data: DemoData, seed: int) -> pd.DataFrame:
    """Give what the ad account claims per campaign and day with delivery.

    Parameters
    ----------
    data : DemoData
        The exports that it belongs to.
    seed : int
        Changes the noise and nothing else.

    Returns
    -------
    pandas.DataFrame
        Index of days; columns name, spend (EUR), impressions, value (EUR).
    """
    rng = np.random.default_rng([seed, 6, 0])
    shop = data.shop[data.shop["product"] == PRODUCTS["red"]]
    red = shop["net_sales"].reindex(data.ads.index).to_numpy()
    name, spend = data.ads["name"], data.ads["spend"].to_numpy()
    noise = rng.lognormal(0.0, 0.25, len(data.ads))
    per_euro = np.where(name.isin(_BRINGS_VISITS), _VISITS_ONLY, _USUAL)
    value = np.where(name == _RED, _CLAIMED * red, per_euro * spend) * noise
    return pd.DataFrame({"name": name, "spend": spend, "impressions": data.ads["impressions"], "value": value.round(2)})


def public_answers(seed: int) -> pd.DataFrame:
    """Give answers and their readers by day.

    Parameters
    ----------
    seed : int
        Changes the noise and nothing else.

    Returns
    -------
    pandas.DataFrame
        Index of days; columns answers, reads.
    """
    rng, index, window = np.random.default_rng([seed, 6, 1]), days(), WINDOWS["reponses-publiques"]
    start, end = pd.Timestamp(window.start), pd.Timestamp(window.end)
    during = np.asarray((index >= start) & (index <= end))
    since = np.clip(np.asarray((index - end).days, dtype=float), 0.0, None)
    lasting = np.where(index > end, 0.5 ** (since / _FADES), during.astype(float))
    growing = np.where(during, np.clip(np.asarray((index - start).days, dtype=float) / 10.0, 0.2, 1.0), 1.0)
    reads = rng.poisson(_USUAL_READS + _READS * lasting * growing)
    usual = rng.poisson(0.3, len(index))
    answers = np.where(during, np.asarray(_ANSWERS)[index.day_of_week], usual)
    return pd.DataFrame({"answers": answers, "reads": reads}, index=index)
