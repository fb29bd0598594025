"""From a brief to the value of its exposure: by medium and tone, never money; what can't be valued says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest

from bought_ads import bought_ads
from small import BRIEF, brief, data_of, evaluation, indicator, series_of
from smmeasure.ads import AD, DAY, MONTH, SPEND, UNITS, AdRows
from smmeasure.brief.campaign import Campaign, Medium
from smmeasure.brief.catalogue import entry_of, unit_of
from smmeasure.core.days import frame_of
from smmeasure.core.earned.media import EarnedMedia, PriceTest
from smmeasure.core.earned.pricing import Priced, price_findings, prices
from smmeasure.core.earned.reckoning import earned_media
from smmeasure.core.earned.value import MediaTotal
from smmeasure.core.evaluate import CampaignData, evaluate, look_at
from smmeasure.core.evaluation import Evaluation, IndicatorResult
from smmeasure.core.export import plain
from smmeasure.core.measuring import measure_indicator
from smmeasure.errors import UnitError
from smmeasure.units import Money

pytestmark = pytest.mark.xdist_group("earned")
"""One worker measures once for all of them."""

PRICES = {"low": 0.004, "central": 0.006, "high": 0.009, "source": "our own ads", "date": "2026-01-01"}
ADS = {"file": "ads.csv", "units": "impressions", "features": ["platform"]}
DATES = ("2026-03-20", "2026-03-05", "2026-04-30")
"""Dates of the report: the campaign is over, runs, and is followed up."""


def ads(day: str = "2026-02-01", **columns: object) -> AdRows:
    """Give ads of two platforms, at 0.006 and 0.004 EUR."""
    frame = bought_ads().rename(columns={"impressions": UNITS, "ad_id": AD})[[UNITS, SPEND, AD, "platform"]]
    return AdRows(frame.assign(**{DAY: pd.Timestamp(day), **columns}), "impressions", ("platform",), "ads.csv")


def written(as_of: str = DATES[0], **indicators: dict[str, object]) -> Campaign:
    """Write a brief of these indicators alone; nothing is said of money."""
    return brief(as_of=as_of, indicators=indicators, objectives=None, roi=None, funnel=None)


@cache
def measured(as_of: str) -> IndicatorResult:
    """Measure the views of the small campaign on a date; once per process, because it takes a while."""
    campaign = written(as_of, views=indicator("views"))
    data = data_of(campaign)
    return measure_indicator(campaign, "views", data, frame_of(campaign, data.series))


def result(campaign: Campaign, key: str) -> IndicatorResult:
    """Give what was measured of an indicator whose series is that of the views."""
    one, found = campaign.indicators[key], measured(str(campaign.as_of))
    entry = entry_of(one)
    return replace(found, key=key, name=one.label or entry.label, unit=unit_of(one, "EUR"), stage=entry.stage)


def priced(campaign: Campaign, rows: AdRows | None) -> dict[str, Priced]:
    """Give the prices of a brief, those of its views learnt from these ads."""
    return prices(campaign, {}, {"views": rows} if rows else {}, campaign.as_of or date.max)


def valued(rows: AdRows | None = None, as_of: str = DATES[0], **indicators: dict[str, object]) -> EarnedMedia:
    """Value the exposure of a campaign whose indicators all have the series of the views."""
    campaign = written(as_of, **indicators)
    results = {key: result(campaign, key) for key in indicators}
    frame = frame_of(campaign, {key: one.series for key, one in results.items()})
    return earned_media(campaign, results, priced(campaign, rows), frame)


def total(earned: EarnedMedia, medium: Medium, *, negative: bool = False) -> MediaTotal:
    """Give the only total of a medium and tone."""
    (found,) = earned.values.of(medium, negative=negative)
    return found


def test_gained_views_are_worth_their_number_times_the_price() -> None:
    """The central value is the effect times 0.006 EUR, in a range narrower than ends times ends; it is no money."""
    value, uplift = total(valued(views=indicator("views", rate_card=PRICES)), Medium.OWNED), measured(DATES[0]).uplift

    assert uplift is not None
    assert value.central.amount == pytest.approx(uplift.effect * 0.006)
    assert uplift.effect_ci_lower * 0.004 < value.low.amount < value.central.amount
    assert value.central.amount < value.high.amount < uplift.effect_ci_upper * 0.009
    with pytest.raises(UnitError):
        Money(1, "EUR") + value.central


@cache
def whole() -> Evaluation:
    """Evaluate the small campaign with views off an old card, people reached, and ads of after the report."""
    old = {**PRICES, "date": "2024-12-01"}
    added = {"seen": indicator("views", rate_card=old), "reach": indicator("reach_daily", rate_card=PRICES)}
    added["views"] = indicator("impressions", ad_prices=ADS)
    campaign = brief(as_of=DATES[0], indicators={**BRIEF["indicators"], **added})
    return evaluate(campaign, data_with(campaign, ads("2026-03-21")))


def data_with(campaign: Campaign, rows: AdRows) -> CampaignData:
    """Give the data of a brief, with ads."""
    return replace(data_of(campaign, seen=series_of("views")), ads={"views": rows})


def test_a_price_changes_neither_cost_nor_gains_nor_returns() -> None:
    """Money is the same with and without a rate card; without one a line says why nothing is valued."""
    without, with_prices = evaluation(), whole()

    assert with_prices.earned.parts
    assert (with_prices.total_cost, with_prices.gains) == (without.total_cost, without.gains)
    assert with_prices.returns[0] == without.returns[0]
    assert without.earned.parts == ()
    assert str(without.earned.reason) == (
        "No exposure is valued: the brief gives no indicator a price (rate_card or ad_prices)."
    )


def test_prices_that_can_not_be_trusted_are_findings_before_and_after_measuring() -> None:
    """A card out of date is a warning, ads of after the report an error; `check` finds the same without measuring."""
    made = whole()
    found = [(one.code, one.place) for one in made.findings if one.rule in {71, 72}]
    looked = look_at(made.campaign, data_with(made.campaign, ads("2026-03-21")))

    assert found == [("SMM72", "indicators.views.ad_prices"), ("SMM71", "indicators.seen.rate_card")]
    assert [(one.code, one.place) for one in looked if one.rule in {71, 72}] == found


def test_people_and_ads_of_later_days_are_never_valued() -> None:
    """Nobody adds people up over days: no sum of them has a price per unit; and no ad teaches from the future."""
    reasons = {one.volume.indicator: str(one.reason) for one in whole().earned.values.unknown}

    assert reasons["reach"] == (
        "People reached, shares and money are no units that add up over days: nothing has their price."
    )
    assert reasons["views"].startswith("Not measurable: 0 purchases have a price per unit of «impressions»")


def test_a_negative_tone_stands_apart_and_both_are_the_whole() -> None:
    """A fifth of 6,000 views that are negative is 1,200: both tones add up to the value without the key."""
    views = {"medium": "earned", "rate_card": PRICES}
    one, parted = (valued(views=indicator("views", **views, **tone)) for tone in ({}, {"negative_share": 0.2}))
    good, bad = (total(parted, Medium.EARNED, negative=tone).central.amount for tone in (False, True))

    assert good + bad == pytest.approx(total(one, Medium.EARNED).central.amount)
    assert bad == pytest.approx(0.2 * (good + bad))


def test_a_range_of_the_negative_share_enters_the_values() -> None:
    """A fifth, a tenth to two fifths: the negative part is as uncertain as that, and the middles still add up."""
    keys = {"medium": "earned", "rate_card": {**PRICES, "low": 0.006, "high": 0.006}, "negative_share": 0.2}
    ranged = valued(views=indicator("views", **keys, negative_low=0.1, negative_high=0.4))
    sure = valued(views=indicator("views", **keys))
    bad = total(ranged, Medium.EARNED, negative=True)

    # The effect itself is known to 5 % or so, which widens the range of the share a little.
    assert bad.low.amount / bad.central.amount == pytest.approx(0.5, abs=0.05)
    assert bad.high.amount / bad.central.amount == pytest.approx(2.0, abs=0.05)
    assert bad.central == total(sure, Medium.EARNED, negative=True).central
    assert [(one.share_ci_lower, one.share_ci_upper) for one in ranged.tones] == [(0.1, 0.4)]


def test_the_share_of_a_negative_tone_is_counted_in_the_window() -> None:
    """An indicator that counts as many as the whole gives a share of 1, nearly surely."""
    views = indicator("views", rate_card=PRICES, negative_indicator="angry")
    earned = valued(views=views, angry=indicator("views"))
    (tone,) = earned.tones

    assert (tone.share, str(tone.source).split(" in ")[1]) == (1.0, "the window")
    assert tone.share_ci_lower == pytest.approx(1.0, abs=1e-4)  # Wilson's lower end is n ÷ (n + 1.96²), n about 50,000
    assert earned.unpriced == ()


@cache
def learnt() -> tuple[EarnedMedia, PriceTest]:
    """Value views at the price of impressions on Instagram, learnt from ads once per process."""
    views = indicator("views", noun="looks", ad_prices={**ADS, "like": {"platform": "instagram"}})
    earned = valued(ads(), views=views)
    return earned, earned.prices[0]


def test_a_price_is_learnt_from_own_ads() -> None:
    """Views like those of Instagram are worth 0.006 EUR each, as its ads cost; the test of the price goes with it."""
    earned, test = learnt()
    (part,) = earned.parts

    # Thirty ads that differ by 20 % tell their mean to 0.2 / sqrt(30) = 4 %; twice that.
    assert part.price.central.amount == pytest.approx(0.006 * 1.25, rel=0.1)
    assert (test.ads, test.features) == (60, ("platform",))
    assert 0.8 < test.coverage <= 1.0
    assert test.explained == pytest.approx(1.0 - (test.error / test.error_of_mean) ** 2)
    assert str(part.price.source).endswith(", ads.csv")


def test_what_makes_a_unit_dearer_is_told_by_level() -> None:
    """Instagram costs half more than Facebook, of which most was bought."""
    first, second = learnt()[1].differences

    assert (first.level, first.is_reference, first.rel_price) == ("facebook", True, 0.0)
    assert (second.feature, second.level, second.ads) == ("platform", "instagram", 30)
    assert second.rel_price_ci_lower < 0.5 < second.rel_price_ci_upper
    assert first.share + second.share == pytest.approx(1.0)


def test_ads_that_count_something_else_are_told() -> None:
    """Views at the price of impressions are an equivalent only as far as both count the same; the brief names them."""
    earned, _ = learnt()

    assert str(earned.parts[0].price.doubts[-1]) == (
        "it is that of «impressions»: a cost equivalent only as far as both count the same thing."
    )
    assert earned.parts[0].volume.what == "looks"


@pytest.mark.parametrize(
    ("rows", "warnings"),
    [
        (
            ads("2025-01-31"),
            [
                (
                    "The latest ad of ads.csv is of 2025-01-31, 395 days before the campaign: prices of ads follow the "
                    "seasons and the market, and ads older than 365 days are out of date."
                )
            ],
        ),
        (
            replace(ads(**{MONTH: "2026-02"}), features=(MONTH,)),
            ["No ad was bought in 1 of the campaign's 1 months: the price is the mean of other months."],
        ),
        (
            ads(**{DAY: [pd.NaT, pd.NaT, *[pd.Timestamp("2026-03-02")] * 58]}),
            ["Rows of ads without a day, left out: 2."],
        ),
        (
            replace(ads(), frame=ads().frame.drop(columns=DAY)),
            ["The ads of ads.csv have no day: nobody can tell whether their prices are out of date."],
        ),
        (
            replace(ads(), frame=ads().frame.iloc[[0, 1, 2, 1]]),
            ["25 % of the rows of ads.csv are the same as another one to the cent: were they exported twice?"],
        ),
        (
            ads(**{UNITS: 12.34}),
            [
                (
                    "What was bought is no whole number in most rows of ads.csv, such as 12.34: are the columns of "
                    "what was paid and of what it bought mixed up?"
                )
            ],
        ),
    ],
    ids=["old", "empty month", "missing days", "no days", "twice", "mixed up"],
)
def test_ads_that_are_hardly_what_was_meant_are_told(rows: AdRows, warnings: list[str]) -> None:
    """Old ads, a month without any, rows or files without days, rows twice and swapped columns: a warning each."""
    few = replace(rows, frame=rows.frame.iloc[:4])
    campaign = written(views=indicator("impressions", ad_prices=ADS))
    told = prices(campaign, {}, {"views": few}, date(2026, 3, 20))["views"].warnings

    assert [str(one) for one in told] == warnings


def test_a_month_without_ads_has_no_price() -> None:
    """The price of a month in which nothing was bought is a finding, and no other month's."""
    asked = {**ADS, "features": [MONTH], "like": {MONTH: "2026-03"}}
    rows = ads(**{MONTH: ["2026-01", "2026-02"] * 30})
    campaign = written(views=indicator("impressions", ad_prices=asked))
    error, warning = price_findings(priced(campaign, replace(rows, features=(MONTH,))), campaign)

    assert (error.code, str(error.reason)) == (
        "SMM72",
        "No price of «2026-03»: the brand never bought it. Bought were, by «month»: 2026-01, 2026-02.",
    )
    assert warning.code == "SMM71"


@pytest.mark.parametrize(
    ("changed", "code", "reason"),
    [
        (
            {"date": "2024-12-01"},
            "SMM71",
            (
                "The rate card of our own ads is 474 days old: prices of ads follow the seasons and the market, and "
                "a card older than 365 days is out of date."
            ),
        ),
        (
            {"date": "2026-04-01"},
            "SMM71",
            "The rate card of our own ads is of 2026-04-01, after the date of the report.",
        ),
        (
            {"low": 0},
            "SMM72",
            (
                "The rate card of our own ads has the prices 0, 0.006 and 0.009: low, central and high must rise in "
                "this order from above 0."
            ),
        ),
    ],
    ids=["old", "of the future", "free"],
)
def test_a_card_that_can_not_be_trusted_is_a_finding(changed: dict[str, object], code: str, reason: str) -> None:
    """A card out of date, of the future, or with a price of zero."""
    campaign = written(views=indicator("views", rate_card={**PRICES, **changed}))
    (finding,) = price_findings(priced(campaign, None), campaign)

    assert (finding.code, str(finding.reason), finding.place) == (code, reason, "indicators.views.rate_card")


@cache
def amplified(as_of: str = DATES[0]) -> EarnedMedia:
    """Count the same views as earned and as paid, beside shares that have no price."""
    earned, paid = indicator("views", medium="earned"), indicator("views", medium="paid")
    event = {"name": "the opening", "count": 1000}
    shares = indicator("shares")
    return valued(as_of=as_of, views={**earned, "reference_event": event}, ads=paid, shares=shares)


def test_earned_exposure_is_divided_by_what_was_paid_for() -> None:
    """A third of the views of the window is gained, all are paid for: a ratio of a third, never overtaking."""
    told = amplified().amplification

    assert told is not None
    assert told.earned_over_bought.estimate is not None
    # The lift is a half of the baseline, a third of what was seen; noise of a day is 5 %.
    assert told.earned_over_bought.estimate.value == pytest.approx(1 / 3, abs=0.03)
    assert told.overtaking is not None
    assert told.overtaking.day is None
    assert told.half_life is None


def test_what_has_no_price_is_still_told_by_medium() -> None:
    """Paid views are counted, 35,000 lifted by a half; earned views and shares are gained: three volumes, apart."""
    volumes = {one.medium: one for one in amplified().unpriced}

    assert list(volumes) == [Medium.PAID, Medium.SHARED, Medium.EARNED]
    assert volumes[Medium.PAID].is_counted
    assert volumes[Medium.PAID].estimate.value == pytest.approx(52_500, rel=0.05)  # noise of a day is 5 %
    assert volumes[Medium.EARNED].estimate == volumes[Medium.SHARED].estimate
    assert str(volumes[Medium.SHARED].what) == "shares"


def fading() -> pd.Series:
    """Give views whose gain of 2,500 on the last day halves every six days after it."""
    values = series_of("views")
    after = (pd.DatetimeIndex(values.index) - pd.Timestamp("2026-03-08")).days.to_numpy()
    return (values + np.where(after > 0, 2_500 * 0.5 ** (after / 6.0), 0.0)).round()


def test_how_fast_the_attention_fades_is_told_once_the_campaign_is_followed_up() -> None:
    """Fifty-three days after the end the half-life of earned views is told, though no objective rests on them."""
    objective = {"kind": "visibility", "indicator": "ads", "target": {"more": 1}, "deadline": "2026-03-08"}
    keys = {"views": indicator("views", medium="earned"), "ads": indicator("views", medium="paid")}
    campaign = brief(as_of=DATES[2], indicators=keys, objectives=[objective], roi=None, funnel=None)
    data = data_of(campaign, views=fading(), ads=series_of("views"))
    frame = frame_of(campaign, data.series)
    results = {"views": measure_indicator(campaign, "views", data, frame), "ads": measured(DATES[2])}
    told = earned_media(campaign, results, {}, frame).amplification

    assert told is not None
    assert told.half_life is not None
    # The series' own noise of 5 % a day hides neither the fading nor its pace.
    assert told.half_life.half_life_ci_lower < 6.0 < told.half_life.half_life_ci_upper


def test_an_effect_is_compared_with_an_event() -> None:
    """Seventeen thousand views gained are 17 times an event of a thousand."""
    (comparison,) = amplified().comparisons

    assert comparison.times.estimate is not None
    assert comparison.times.estimate.value == pytest.approx(17.5, abs=1.5)  # 7 days of 5,000, lifted by a half


def test_without_earned_exposure_a_line_says_why_nothing_is_compared() -> None:
    """Owned views alone tell nothing of what others passed on."""
    told = valued(views=indicator("views")).amplification

    assert told is not None
    assert str(told.earned_over_bought.reason) == (
        "How far others carried it can't be told: no indicator counts earned exposure (views or impressions whose "
        "medium is earned)."
    )


def test_nothing_is_valued_before_the_end() -> None:
    """A campaign that runs has no value of its exposure, and says so."""
    campaign = written(DATES[1], views=indicator("views", rate_card=PRICES))
    earned = earned_media(campaign, {}, {}, frame_of(campaign, data_of(campaign).series))

    assert (earned.parts, earned.amplification) == ((), None)
    assert str(earned.reason) == "Exposure is valued when the campaign is over, not before."


def test_the_record_holds_what_the_section_shows() -> None:
    """Differences of prices, the range of a tone and volumes without a price are in the record, without their draws."""
    keys = {"medium": "earned", "rate_card": PRICES, "negative_share": 0.2, "negative_low": 0.1, "negative_high": 0.4}
    record = plain(valued(views=indicator("views", **keys), shares=indicator("shares")))
    assert isinstance(record, dict)

    assert (record["tones"][0]["share_ci_lower"], record["tones"][0]["share_ci_upper"]) == (0.1, 0.4)
    assert "draws" not in record["tones"][0]
    assert [(one["indicator"], one["medium"]) for one in record["unpriced"]] == [("shares", "shared")]
    priced_record = plain(learnt()[1])
    assert isinstance(priced_record, dict)
    assert {"feature", "level", "ads", "share", "rel_price", "rel_price_ci_lower", "rel_price_ci_upper"} <= set(
        priced_record["differences"][1]
    )
