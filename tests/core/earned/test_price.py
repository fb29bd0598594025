"""The price of a unit, learnt from a brand's own ads: by hand, on known prices, and on what can't be learnt from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import linalg, stats

from bought_ads import bought_ads
from smmeasure.core.earned.bought import AdColumns, bought
from smmeasure.core.earned.choosing import dealt
from smmeasure.core.earned.differences import differences
from smmeasure.core.earned.price import Price, PriceModel, learn_price
from smmeasure.core.earned.regression import PriceForm, fit
from smmeasure.core.earned.unit_price import NoPrice
from smmeasure.core.estimates import Evidence
from smmeasure.errors import CallError
from smmeasure.units import Money

FEATURES = ("platform", "age", "month")


def model_of(ads: pd.DataFrame, **changes: object) -> PriceModel:
    """Learn a price that can be learnt."""
    found = learn_price(ads, currency="EUR", **{"features": FEATURES, **changes})
    assert isinstance(found, PriceModel)
    return found


def price_of(model: PriceModel, **features: str) -> Price:
    """Tell a price that can be told."""
    found = model.price(**features)
    assert isinstance(found, Price)
    return found


def reason_of(ads: pd.DataFrame, **changes: object) -> str:
    """Give the reason why no price can be learnt."""
    found = learn_price(ads, currency="EUR", **{"features": FEATURES, **changes})
    assert isinstance(found, NoPrice)
    return str(found.reason)


@pytest.fixture(scope="module")
def learnt() -> PriceModel:
    """Learn the price from 60 ads."""
    return model_of(bought_ads())


def test_mean_price_by_hand() -> None:
    """Twenty ads of 10 EUR for 1,000 impressions and twenty of 20 EUR for 4,000: 30 EUR ÷ 5,000 = 0.006 EUR a unit."""
    ads = pd.DataFrame({"ad_id": range(40), "impressions": [1000, 4000] * 20, "spend": [10.0, 20.0] * 20})
    model = model_of(ads, features=())
    price = price_of(model)

    assert model.form is PriceForm.MEAN
    assert price.amount.amount == pytest.approx(0.006)
    assert model.overall == Money(pytest.approx(0.006), "EUR")
    # Folds hold the two kinds in other shares, so that their means differ by a few per cent.
    assert (price.low.amount, price.high.amount) == pytest.approx((0.005, 0.01), rel=0.1)


def test_smearing_by_hand() -> None:
    """Prices 1 and 4, equal units: exp(mean log) = 2, residuals ÷2 and ×2, smearing (0.5 + 2) ÷ 2 = 1.25, price 2.5."""
    ads = pd.DataFrame({"ad_id": range(4), "impressions": [10.0] * 4, "spend": [10.0, 40.0, 10.0, 40.0]})
    known = bought(ads, AdColumns("spend", "impressions", "ad_id", "ad_id", ()), "EUR", 0.95)
    fitted = fit(known, PriceForm.LOG_LINEAR, ())

    assert fitted is not None
    assert np.exp(fitted.coefficients) == pytest.approx([2.0, 1.25])
    assert np.exp(fitted.log_price(known.features)) == pytest.approx([2.5] * 4)


def test_errors_are_those_of_statsmodels() -> None:
    """Where every row is an ad of its own, robust covariances are statsmodels' (HC2), for both regressions."""
    known = bought(bought_ads(), AdColumns("spend", "impressions", "ad_id", "ad_id", FEATURES), "EUR", 0.95)
    even = replace(known, units=np.ones(60))  # statsmodels takes weights with robust errors for WLS, not for GLM
    log_linear, gamma = fit(known, PriceForm.LOG_LINEAR, FEATURES), fit(even, PriceForm.GAMMA, FEATURES)
    assert log_linear is not None
    assert gamma is not None
    matrix = log_linear.design.matrix(known.features)
    theirs = sm.WLS(np.log(known.price), matrix, weights=known.units).fit(cov_type="HC2")

    assert log_linear.covariance[:-1, :-1] == pytest.approx(theirs.cov_params())
    theirs = sm.GLM(known.price, matrix, family=sm.families.Gamma(sm.families.links.Log())).fit(cov_type="HC0")
    # statsmodels takes the observed information and leaves residuals shrunk, by 5 columns in 60 rows.
    assert np.sqrt(np.diag(gamma.covariance)[:-1]) == pytest.approx(theirs.bse, rel=0.15)
    assert gamma.coefficients[:-1] == pytest.approx(theirs.params)


def test_errors_of_ads_that_go_together_by_matrices() -> None:
    """By whole matrices: the residuals of each ad set times (1 − its hat matrix) to the power −½ (CR2)."""
    ads = bought_ads().assign(ad_set=lambda table: table["ad_id"].str[-1])
    known = bought(ads, AdColumns("spend", "impressions", "ad_id", "ad_set", FEATURES), "EUR", 0.95)
    fitted = fit(known, PriceForm.LOG_LINEAR, FEATURES)
    assert fitted is not None
    root = np.sqrt(known.units)
    matrix = fitted.design.matrix(known.features) * root[:, None]
    inverse = np.linalg.inv(matrix.T @ matrix)
    residuals = np.log(known.price) * root - matrix @ fitted.coefficients[:-1]
    sums = []
    for group in np.unique(known.groups):
        rows = known.groups == group
        left = np.eye(rows.sum()) - matrix[rows] @ inverse @ matrix[rows].T
        sums.append(inverse @ matrix[rows].T @ np.linalg.inv(linalg.sqrtm(left).real) @ residuals[rows])

    assert fitted.covariance[:-1, :-1] == pytest.approx(np.array(sums).T @ np.array(sums))


def test_error_of_the_smeared_mean_is_that_of_a_ratio() -> None:
    """Without features the error of the log-linear price is that of spend over units, by the delta method."""
    ads = bought_ads()
    known = bought(ads, AdColumns("spend", "impressions", "ad_id", "ad_id", ()), "EUR", 0.95)
    fitted = fit(known, PriceForm.LOG_LINEAR, ())
    assert fitted is not None
    spend, units = known.price * known.units, known.units
    residuals = (spend - known.overall * units) / spend.sum() / np.sqrt(1.0 - units / units.sum())

    assert np.ones(2) @ fitted.covariance @ np.ones(2) == pytest.approx(residuals @ residuals)


def test_degrees_of_freedom_by_hand() -> None:
    """Sixty ads of one size have 60 degrees of freedom; of sizes 3, 1, 1, 1: (9 + 1 + 1 + 1)² ÷ (81 + 3) = 1.71."""
    columns = AdColumns("spend", "impressions", "ad_id", "ad_id", ())
    sizes = pd.DataFrame({"ad_id": range(4), "impressions": [3.0, 1.0, 1.0, 1.0], "spend": [4.0, 1.0, 2.0, 3.0]})
    for ads, degrees in ((bought_ads().assign(impressions=1_000), 60), (sizes, 144 / 84)):
        fitted = fit(bought(ads, columns, "EUR", 0.95), PriceForm.MEAN, ())
        assert fitted is not None
        assert fitted.degrees(np.ones(2)) == pytest.approx(degrees)


def test_known_prices_are_found(learnt: PriceModel) -> None:
    """Instagram for 18 to 24 costs 0.006 × 1.5 = 0.009 EUR; one more ad differs more than the mean of many."""
    price = price_of(learnt, platform="instagram", age="18-24")

    assert price.mean_low.amount < 0.009 < price.mean_high.amount
    assert price.low < price.mean_low < price.amount < price.mean_high < price.high
    assert learnt.gain > 0.3


def test_a_price_says_what_it_is_made_of(learnt: PriceModel) -> None:
    """It is modelled, in money per unit, with ads, form, folds and what was left out."""
    price = price_of(learnt, platform="facebook").of_many_ads()

    assert (price.per, price.evidence, price.central.currency) == ("impressions", Evidence.MODELLED, "EUR")
    assert str(price.source).startswith("own ads: 60 purchases of 60 ads, ")
    assert [tried.chosen for tried in learnt.tried_forms] == [True, False, False]
    assert [str(doubt) for doubt in learnt.doubts] == [
        "«month» makes no price of an ad not seen more certain and is left out."
    ]


def test_a_feature_left_out_is_averaged() -> None:
    """Half the units for 0.006 × 1.5 and half for 0.006: over both ages Instagram costs about 0.0075 EUR."""
    price = price_of(model_of(bought_ads(spread=0.01)), platform="instagram")

    # Prices differ by 1 %, units by chance: the mean is off by less than 5 %.
    assert price.amount.amount == pytest.approx(0.0075, rel=0.05)


def test_the_same_rows_give_the_same_price(learnt: PriceModel) -> None:
    """Neither the order of the rows nor a second call changes a bit; another seed deals other folds."""
    again = model_of(bought_ads().sample(frac=1.0, random_state=1))

    assert price_of(again, platform="facebook").draws == price_of(learnt, platform="facebook").draws
    groups = np.arange(50)
    assert (dealt(groups, 0) == dealt(groups, 0)).all()
    assert (dealt(groups, 0) != dealt(groups, 1)).any()


def test_rows_of_one_ad_are_unseen_together() -> None:
    """All rows of an ad fall into the same fold."""
    groups = np.repeat(np.arange(20), 5)

    assert (dealt(groups, 0).reshape(20, 5) == dealt(groups, 0)[::5, None]).all()


def test_rows_without_a_price_are_told() -> None:
    """Free ads, ads that bought nothing, dust and gaps are left out, each with its number."""
    ads = bought_ads()
    ads.loc[0, "spend"] = 0.0
    ads.loc[1, "impressions"] = 0
    ads.loc[2, "spend"] = np.nan
    ads.loc[3, ["impressions", "spend"]] = [3, 1.0]
    model = model_of(ads, features=("platform",))

    assert model.rows == 56
    assert [str(doubt).partition(";")[0] for doubt in model.doubts[:4]] == [
        "Rows of ads without an amount or a number of units, left out: 1.",
        "Ads that cost nothing, left out: 1",
        "Ads so small that their prices are chance, left out: 1",
        "Ads that bought nothing, left out: 1",
    ]


def test_few_ads() -> None:
    """Thirty purchases leave no interval at 95 %, and the reason says how many are needed."""
    assert reason_of(bought_ads(30)) == (
        "Not measurable: 30 purchases have a price per unit of «impressions», and tell as much as 29 ads of the same "
        "size; at least 39 purchases of 5 ads are needed. Give a longer export, or a dated rate card."
    )


def test_one_ad_that_bought_nearly_all() -> None:
    """Sixty ads of which one bought nearly all tell as much as one."""
    ads = bought_ads()
    ads.loc[0, ["impressions", "spend"]] = [4_000_000, 20_000]

    assert "tell as much as 1 ads of the same size" in reason_of(ads)


def test_nothing_was_paid() -> None:
    """Ads that cost nothing have no price, and no infinite one."""
    assert reason_of(bought_ads().assign(spend=0.0)).endswith(
        "Ads that cost nothing, left out: 60; they hold 100 % of all units."
    )


def test_no_rows() -> None:
    """An empty export has no price."""
    assert reason_of(bought_ads().iloc[:0]).startswith("Not measurable: 0 purchases")


def test_one_platform_only() -> None:
    """A platform never bought has no price; a single one tells nothing apart."""
    ads = bought_ads(120)
    model = model_of(ads[ads["platform"] == "facebook"])
    price = model.price(platform="tiktok")

    assert isinstance(price, NoPrice)
    assert str(price.reason) == "No price of «tiktok»: the brand never bought it. Bought were, by «platform»: facebook."
    assert "«platform» has a single level in the ads: it tells no prices apart." in map(str, model.doubts)
    unknown = model.price(weather="rain")
    assert isinstance(unknown, NoPrice)
    assert str(unknown.reason) == "No price by «weather»: the ads were learnt by platform, age, month."


def test_levels_that_go_together() -> None:
    """Two columns that say the same change no price."""
    columns = AdColumns("spend", "impressions", "ad_id", "ad_id", ("platform", "network", "age"))
    known = bought(bought_ads().assign(network=lambda ads: ads["platform"] + "!"), columns, "EUR", 0.95)
    for form in (PriceForm.LOG_LINEAR, PriceForm.GAMMA):
        twice, once = fit(known, form, ("platform", "network", "age")), fit(known, form, ("platform", "age"))
        assert twice is not None
        assert once is not None
        # Gamma regressions end on a tolerance of 1e-8 of their deviance.
        assert twice.log_price(known.features) == pytest.approx(once.log_price(known.features), abs=1e-4)


def test_prices_that_the_platform_tells_exactly() -> None:
    """Ads at exactly 0.004 EUR on one platform and 0.006 EUR on the other give these prices, without a width."""
    ads = bought_ads()
    exact = ads.assign(spend=ads["impressions"] * np.where(ads["platform"] == "facebook", 0.004, 0.006))
    price = price_of(model_of(exact, features=("platform",)), platform="facebook")

    assert (price.low.amount, price.amount.amount, price.high.amount) == pytest.approx((0.004, 0.004, 0.004))


def test_prices_that_are_all_the_same() -> None:
    """Ads at one price give that price without a width, and no division by 0."""
    ads = bought_ads()
    price = price_of(model_of(ads.assign(spend=ads["impressions"] * 0.005)), platform="facebook")

    assert (price.low.amount, price.amount.amount, price.high.amount) == pytest.approx((0.005, 0.005, 0.005))


def test_differences_of_prices_by_hand() -> None:
    """Instagram at exactly 0.006 EUR and Facebook at 0.004 EUR: half dearer, without a width."""
    ads = bought_ads()
    exact = ads.assign(spend=ads["impressions"] * np.where(ads["platform"] == "facebook", 0.004, 0.006))
    model = model_of(exact, features=("platform",))
    reference, other = differences(model.learnt.fit, model.known, 0.95)
    bought_there = ads.groupby("platform")["impressions"].sum() / ads["impressions"].sum()

    assert (reference.level, other.level) == ("facebook", "instagram")
    assert (other.rel_price, other.rel_price_ci_lower, other.rel_price_ci_upper) == pytest.approx((0.5, 0.5, 0.5))
    assert (reference.share, other.share) == pytest.approx((bought_there["facebook"], bought_there["instagram"]))


def test_errors_of_differences_are_those_of_statsmodels() -> None:
    """The other level's coefficient against the one bought most, and its robust error (HC2), are statsmodels' own."""
    known = bought(bought_ads(), AdColumns("spend", "impressions", "ad_id", "ad_id", FEATURES), "EUR", 0.95)
    fitted = fit(known, PriceForm.LOG_LINEAR, ("platform", "age"))
    assert fitted is not None
    other = differences(fitted, known, 0.95)[1]
    columns = [np.ones(60), known.features["platform"] == "instagram", known.features["age"] == "18-24"]
    matrix = np.column_stack(columns).astype(float)
    theirs = sm.WLS(np.log(known.price), matrix, weights=known.units).fit(cov_type="HC2")
    low, middle, high = np.log1p([other.rel_price_ci_lower, other.rel_price, other.rel_price_ci_upper])

    assert middle == pytest.approx(theirs.params[1])
    # Student's t has as many degrees of freedom as there are ads that tell the two apart: 50 to 60.
    assert (high - low) / 2 / theirs.bse[1] == pytest.approx(stats.t.ppf(0.975, 55), rel=0.01)


def test_a_price_out_of_all_proportion() -> None:
    """An ad at a billion euros throws the Gamma regression out of bounds: the other forms are left, and finite."""
    ads = bought_ads()
    ads.loc[3, "spend"] = 1e9
    model = model_of(ads)

    assert {tried.form for tried in model.tried_forms if np.isfinite(tried.error)} >= {PriceForm.MEAN}
    assert np.isfinite(price_of(model).draws).all()


def test_a_rare_level_shares_its_price_with_the_rare() -> None:
    """Audiences bought fewer than five times are priced together."""
    ads = bought_ads()
    ads["interest"] = ["a", "b", "c", "d"] + ["all"] * 56
    model = model_of(ads, features=("platform", "interest"))

    assert price_of(model, interest="a").amount == price_of(model, interest="b").amount


def test_a_missing_audience_is_a_level_of_its_own() -> None:
    """Rows without an age are not counted as another age."""
    ads = bought_ads()
    ads.loc[:19, "age"] = None

    assert price_of(model_of(ads), age="not stated").amount.amount > 0


def test_faults_of_a_table() -> None:
    """Every fault is told at once, with its place."""
    ads = bought_ads().assign(currency=["EUR", "USD"] * 30)
    ads.loc[4, "spend"] = -3.0
    ads["impressions"] = ads["impressions"].astype(str)
    with pytest.raises(CallError) as error:
        learn_price(ads, currency="EUR")

    assert str(error.value) == (
        "rows['spend']: found -3 in row 4; expected numbers from 0 up. "
        "Take corrections and refunds out before a price is learnt.\n"
        "rows['impressions']: found values of str; expected numbers. "
        "Use pandas.to_numeric and mend what it can't read.\n"
        "rows['currency']: found EUR, USD; expected EUR. "
        "Prices of several currencies have no mean: keep the rows of one, or convert them at a rate."
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"level": 95}, "level: found 95; expected a number between 0 and 1, both left out. 0.95 stands for 95 %."),
        ({"units": "views"}, "rows['views']: found 0 columns of this name; expected one. The columns are: ad_id, "),
        ({"features": ("spend",)}, "features: found spend, impressions, spend; expected spend, units and features in"),
    ],
)
def test_arguments_that_no_price_takes(changes: dict[str, object], said: str) -> None:
    """A level in per cent, a column that is not there and a price that depends on itself are refused."""
    with pytest.raises(CallError) as error:
        learn_price(bought_ads(), currency="EUR", **changes)

    assert str(error.value).startswith(said)


def test_what_is_no_table() -> None:
    """A list of rows is refused."""
    with pytest.raises(CallError) as error:
        learn_price([{"spend": 1.0}], currency="EUR")

    assert str(error.value) == (
        "rows: found a list; expected a table of ads (pandas.DataFrame). Read it with pandas.read_csv."
    )
