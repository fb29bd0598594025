"""What the demo brand's networks, its second page and its creators add to the exports, day by day.

Everything here is a part of what `simulate` draws, so that it follows the campaigns and adds up: interactions
are likes, comments, shares and saves; visits from social media come from Instagram, Facebook, the creators' own
links, and elsewhere; orders with a creator's code are orders of red dresses. During the red dresses' campaign the
creators bring more of the visits, and the delivery cost lets fewer of them become orders.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from smmeasure.data.demo.simulator import DemoData, wobble
from smmeasure.data.demo.story import WINDOWS, days
from smmeasure.windows import mask

Counts = npt.NDArray[np.int64]

_ARRIVES, _FACEBOOK_ARRIVES = 0.75, 0.8
"""Share of the clicks on Instagram, and on Facebook, that become visits."""

_FACEBOOK_SHARE, _CREATORS_SHARE, _CREATORS_IN_MARCH = 0.5, 0.35, 0.7
"""Share of the other visits that come from Facebook; of those left, from the creators, usually and in March."""

_CODE_RATE, _CODE_RATE_IN_MARCH = 0.034, 0.022
"""Share of the creators' visits that order with a code."""

_FACEBOOK_CLICK_RATE, _FACEBOOK_INTERACTION_RATE = 0.009, 0.018

_INTERACTIONS = (0.865, 0.045, 0.04, 0.05)
"""Shares of likes, comments, shares and saves."""

_FIRST_FOLLOWERS, _LEAVING = 18_400, 15
"""Followers before the first day, and how many leave on a day."""

_POSTS = (1, 1, 1, 2, 1, 0, 1)
"""Posts from Monday to Sunday."""


@dataclass(frozen=True, slots=True)
class NetworkData:
    """The exports of networks and creators, a row per day.

    Attributes
    ----------
    facebook : pandas.DataFrame
        Facebook page: views, interactions, link_clicks.
    visits : pandas.DataFrame
        Visits of the site by network: instagram, facebook, creators, other.
    creators : pandas.DataFrame
        What the creators' links and codes did: sessions, orders.
    engagement : pandas.DataFrame
        Instagram page: posts, followers, likes, comments, shares, saves.
    """

    facebook: pd.DataFrame
    visits: pd.DataFrame
    creators: pd.DataFrame
    engagement: pd.DataFrame


def networks(data: DemoData, seed: int) -> NetworkData:
    """Part what was simulated among networks, creators and kinds of interactions.

    Parameters
    ----------
    data : DemoData
        The exports to part.
    seed : int
        Changes the noise and nothing else.
    """
    visits = _visits(data, np.random.default_rng([seed, 5, 0]))
    return NetworkData(
        facebook=_facebook(visits["facebook"].to_numpy(), np.random.default_rng([seed, 5, 1])),
        visits=visits,
        creators=_creators(data, visits["creators"].to_numpy(), np.random.default_rng([seed, 5, 2])),
        engagement=_engagement(data, np.random.default_rng([seed, 5, 3])),
    )


def _in_march(inside: float, outside: float) -> npt.NDArray[np.float64]:
    """Take one value on the days of the red dresses' campaign and another on all others."""
    return np.where(mask(days(), [WINDOWS["robes-rouges"]]), inside, outside)


def _visits(data: DemoData, rng: np.random.Generator) -> pd.DataFrame:
    """Part visits from social media; no network brings more than there were."""
    social, clicks = (frame.to_numpy() for frame in (data.web["social_sessions"], data.page["link_clicks"]))
    instagram = np.minimum(rng.binomial(clicks, _ARRIVES * np.exp(wobble(rng, 0.02))), social)
    left = social - instagram
    facebook = rng.binomial(left, _FACEBOOK_SHARE)
    creators = rng.binomial(left - facebook, _in_march(_CREATORS_IN_MARCH, _CREATORS_SHARE))
    parts = {"instagram": instagram, "facebook": facebook, "creators": creators}
    return pd.DataFrame({**parts, "other": left - facebook - creators}, index=days())


def _facebook(sessions: Counts, rng: np.random.Generator) -> pd.DataFrame:
    """Write the page that the visits came from: some clicks never arrive."""
    clicks = sessions + rng.poisson(sessions * (1 / _FACEBOOK_ARRIVES - 1))
    views = np.rint(clicks / (_FACEBOOK_CLICK_RATE * np.exp(wobble(rng, 0.08)))).astype(np.int64)
    interactions = rng.binomial(views, _FACEBOOK_INTERACTION_RATE * np.exp(wobble(rng, 0.06)))
    return pd.DataFrame({"views": views, "interactions": interactions, "link_clicks": clicks}, index=days())


def _creators(data: DemoData, sessions: Counts, rng: np.random.Generator) -> pd.DataFrame:
    red = data.shop.loc[data.shop["product"] == "Robe rouge", "orders"].to_numpy()
    orders = rng.binomial(sessions, _in_march(_CODE_RATE_IN_MARCH, _CODE_RATE))
    return pd.DataFrame({"sessions": sessions, "orders": np.minimum(orders, red)}, index=days())


def _engagement(data: DemoData, rng: np.random.Generator) -> pd.DataFrame:
    page = data.page
    kinds = rng.multinomial(page["interactions"].to_numpy(), _INTERACTIONS)
    followers = _FIRST_FOLLOWERS + np.cumsum(page["follows"].to_numpy() - rng.poisson(_LEAVING, len(page)))
    return pd.DataFrame(
        {
            "posts": np.take(_POSTS, days().day_of_week) + rng.binomial(1, 0.15, len(page)),
            "followers": followers,
            **{name: kinds[:, place] for place, name in enumerate(("likes", "comments", "shares", "saves"))},
        },
        index=days(),
    )
