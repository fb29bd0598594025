"""The demo's ads and mentions: the account's euros parted by ad, known factors of price, a known number of views."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from smmeasure.core.earned.differences import differences
from smmeasure.core.earned.price import PriceModel, learn_price
from smmeasure.data.demo.ad_report import AUDIENCES, FORMATS, PLATFORMS, ad_report
from smmeasure.data.demo.mentions import FILM_VIEWS, film_views, mentions
from smmeasure.data.demo.simulator import SEED, effect_profile, simulate
from smmeasure.data.demo.story import EFFECTS, WINDOWS, days
from smmeasure.windows import mask


@pytest.fixture(scope="module")
def ads() -> pd.DataFrame:
    """Part the shipped ad account into ads."""
    return pd.DataFrame(
        [{name: getattr(one, name) for name in one.__slots__} for one in ad_report(simulate(SEED), SEED)]
    )


def test_ads_are_parts_of_the_account(ads: pd.DataFrame) -> None:
    """Cents and impressions of every campaign are those of the account, day by day."""
    account = simulate(SEED).ads.groupby("name")[["spend", "impressions"]].sum()
    parts = ads.groupby("campaign")[["spend", "impressions"]].sum()

    assert np.rint(100 * parts["spend"]).to_dict() == np.rint(100 * account["spend"]).to_dict()
    assert parts["impressions"].to_dict() == account["impressions"].to_dict()
    assert (ads[["spend", "impressions"]] > 0).all(axis=None)


def test_the_price_model_finds_what_makes_ads_dearer(ads: pd.DataFrame) -> None:
    """Every factor of platform, format and audience lies in its interval; on ads not seen it errs a third less."""
    model = learn_price(ads, currency="EUR", ad="ad", features=("platform", "format", "audience"))
    assert isinstance(model, PriceModel)
    truth = {"platform": PLATFORMS, "format": FORMATS, "audience": AUDIENCES}
    told = differences(model.learnt.fit, model.known, 0.95)
    references = {one.feature: truth[one.feature][one.level] for one in told if one.is_reference}

    assert model.gain > 1 / 3
    assert len(told) == 7
    for one in told:
        real = truth[one.feature][one.level] / references[one.feature] - 1.0
        assert one.rel_price_ci_lower <= real + 1e-12
        assert one.rel_price_ci_upper >= real - 1e-12


def test_the_film_is_shown_by_others_as_often_as_stated() -> None:
    """The window holds the stated views; they begin behind those of the own page and pass them on 26 May."""
    inside = mask(days(), [WINDOWS["brand-film"]]).to_numpy()
    (own,) = (one for one in EFFECTS if (one.campaign, one.series) == ("brand-film", "views"))
    ahead = film_views()[inside].cumsum() > effect_profile(own)[inside].cumsum()

    assert film_views()[inside].sum() == FILM_VIEWS
    assert str(days()[inside][int(np.flatnonzero(~ahead)[-1]) + 1].date()) == "2026-05-26"
    assert (film_views()[~inside & (days() < pd.Timestamp("2026-05-11"))] == 0).all()


def test_mentions_stay_possible() -> None:
    """No more mentions are negative than there are, and views are whole numbers from 0 up."""
    found = mentions(7)

    assert (found["negative"] <= found["mentions"]).all()
    assert (found >= 0).all(axis=None)
    assert set(found.dtypes.astype(str)) == {"int64"}
