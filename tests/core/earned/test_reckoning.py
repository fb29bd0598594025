"""From a brief to the value of its exposure: by medium and tone, never money; what can't be valued says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from bought_ads import bought_ads
from small import BRIEF, brief, data_of, indicator, series_of
from smmeasure.ads import AD, DAY, SPEND, UNITS, AdRows
from smmeasure.brief.campaign import Medium
from smmeasure.core.earned.media import EarnedMedia
from smmeasure.core.evaluate import evaluate
from smmeasure.core.evaluation import Evaluation
from smmeasure.errors import UnitError
from smmeasure.units import Money

PRICES = {"low": 0.004, "central": 0.006, "high": 0.009, "source": "our own ads", "date": "2026-01-01"}
ADS = {"file": "ads.csv", "units": "impressions", "features": ["platform"]}


def ads() -> AdRows:
    """Give ads of two platforms, at 0.006 and 0.004 EUR."""
    frame = bought_ads().rename(columns={"impressions": UNITS, "ad_id": AD})[[UNITS, SPEND, AD, "platform"]]
    frame[DAY] = pd.Timestamp("2026-02-01")
    return AdRows(frame, "impressions", ("platform",), "ads.csv")


def valued(rows: AdRows | None = None, as_of: str = "2026-03-20", **indicators: dict[str, object]) -> Evaluation:
    """Evaluate the small campaign with more indicators; each has the series of views."""
    campaign = brief(as_of=as_of, indicators={**BRIEF["indicators"], **indicators})
    data = data_of(campaign, **{key: series_of("views") for key in indicators})
    return evaluate(campaign, replace(data, ads={"views": rows}) if rows else data)


def test_gained_views_are_worth_their_number_times_the_price() -> None:
    """The central value is the effect times 0.006 EUR, in a range narrower than ends times ends; it is no money."""
    evaluation = valued(views=indicator("views", rate_card=PRICES))
    (total,) = evaluation.earned.values.of(Medium.OWNED)
    uplift = evaluation.indicator("views").uplift

    assert uplift is not None
    assert total.central.amount == pytest.approx(uplift.effect * 0.006)
    assert uplift.effect_ci_lower * 0.004 < total.low.amount < total.central.amount
    assert total.central.amount < total.high.amount < uplift.effect_ci_upper * 0.009
    with pytest.raises(UnitError):
        Money(1, "EUR") + total.central


def test_a_price_changes_neither_cost_nor_gains_nor_returns() -> None:
    """Money is the same with and without a rate card; without one a line says why nothing is valued."""
    without, priced = (valued(views=indicator("views", **card)) for card in ({}, {"rate_card": PRICES}))

    assert (priced.total_cost, priced.gains, priced.returns) == (without.total_cost, without.gains, without.returns)
    assert without.earned.parts == ()
    assert str(without.earned.reason) == (
        "No exposure is valued: the brief gives no indicator a price (rate_card or ad_prices)."
    )


def test_a_negative_tone_stands_apart_and_both_are_the_whole() -> None:
    """A fifth of 6,000 views that are negative is 1,200: both tones add up to the value without the key."""
    whole, parted = (
        valued(views=indicator("views", medium="earned", rate_card=PRICES, **tone))
        for tone in ({}, {"negative_share": 0.2})
    )
    (one,) = whole.earned.values.of(Medium.EARNED)
    (good,) = parted.earned.values.of(Medium.EARNED)
    (bad,) = parted.earned.values.of(Medium.EARNED, negative=True)

    assert good.central.amount + bad.central.amount == pytest.approx(one.central.amount)
    assert bad.central.amount == pytest.approx(0.2 * one.central.amount)


def test_the_share_of_a_negative_tone_is_counted_in_the_window() -> None:
    """An indicator that counts as many as the whole gives a share of 1; the rest is worth nothing."""
    views = indicator("views", rate_card=PRICES, negative_indicator="angry")
    (tone,) = valued(views=views, angry=indicator("mentions")).earned.tones

    assert (tone.share, str(tone.source).split(" in ")[1]) == (1.0, "the window")


def test_a_price_is_learnt_from_own_ads() -> None:
    """Views like those of Instagram are worth 0.006 EUR each, as its ads cost; the test of the price goes with it."""
    views = indicator("impressions", ad_prices={**ADS, "like": {"platform": "instagram"}})
    earned = valued(ads(), views=views).earned
    (part,), (test,) = earned.parts, earned.prices

    # Thirty ads that differ by 20 % tell their mean to 0.2 / sqrt(30) = 4 %; twice that.
    assert part.price.central.amount == pytest.approx(0.006 * 1.25, rel=0.1)
    assert (test.ads, test.features) == (60, ("platform",))
    assert 0.8 < test.coverage <= 1.0
    assert str(part.price.source).endswith(", ads.csv")


def test_ads_after_the_date_of_the_report_teach_nothing() -> None:
    """All ads were bought after the report: there is no price, and a finding says so."""
    evaluation = valued(
        replace(ads(), frame=ads().frame.assign(**{DAY: pd.Timestamp("2026-03-21")})),
        views=indicator("impressions", ad_prices=ADS),
    )
    (unknown,) = evaluation.earned.values.unknown
    finding = next(finding for finding in evaluation.findings if finding.rule == 72)

    assert str(unknown.reason).startswith("Not measurable: 0 purchases have a price per unit")
    assert (finding.place, finding.reason) == ("indicators.views.ad_prices", unknown.reason)


def test_ads_that_count_something_else_are_told() -> None:
    """Views at the price of impressions are an equivalent only as far as both count the same."""
    doubts = valued(ads(), views=indicator("views", ad_prices=ADS)).earned.prices[0].doubts

    assert str(doubts[-1]) == (
        "it is that of «impressions»: a cost equivalent only as far as both count the same thing."
    )


@pytest.mark.parametrize(
    ("prices", "rule", "reason"),
    [
        (
            {"date": "2024-12-01"},
            71,
            (
                "The rate card of our own ads is 474 days old: prices of ads follow the seasons and the market, and "
                "a card older than 365 days is out of date."
            ),
        ),
        ({"date": "2026-04-01"}, 71, "The rate card of our own ads is of 2026-04-01, after the date of the report."),
        (
            {"low": 0},
            72,
            (
                "The rate card of our own ads has the prices 0, 0.006 and 0.009: low, central and high must rise in "
                "this order from above 0."
            ),
        ),
    ],
)
def test_a_card_that_can_not_be_trusted_is_a_finding(prices: dict[str, object], rule: int, reason: str) -> None:
    """A card out of date, of the future, or with a price of zero."""
    findings = valued(views=indicator("views", rate_card={**PRICES, **prices})).findings
    (finding,) = (one for one in findings if one.rule in {71, 72})

    assert (finding.rule, str(finding.reason), finding.place) == (rule, reason, "indicators.views.rate_card")


def test_people_reached_are_never_valued() -> None:
    """Reach is a mean per day of people: no sum of it has a price per unit."""
    campaign = brief(
        as_of="2026-03-20", indicators={**BRIEF["indicators"], "reach": indicator("reach_daily", rate_card=PRICES)}
    )
    (unknown,) = evaluate(campaign, data_of(campaign)).earned.values.unknown

    assert str(unknown.reason) == (
        "People reached, shares and money are no units that add up over days: nothing has their price."
    )


def amplified() -> EarnedMedia:
    """Count the same views as earned and as paid."""
    earned, paid = indicator("views", medium="earned"), indicator("views", medium="paid")
    event = {"name": "the opening", "count": 1000}
    return valued(views={**earned, "reference_event": event}, ads=paid).earned


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


def test_an_effect_is_compared_with_an_event() -> None:
    """Seventeen thousand views gained are 17 times an event of a thousand."""
    (comparison,) = amplified().comparisons

    assert comparison.times.estimate is not None
    assert comparison.times.estimate.value == pytest.approx(17.5, abs=1.5)  # 7 days of 5,000, lifted by a half


def test_without_earned_exposure_a_line_says_why_nothing_is_compared() -> None:
    """Owned views alone tell nothing of what others passed on."""
    told = valued(views=indicator("views")).earned.amplification

    assert told is not None
    assert str(told.earned_over_bought.reason) == (
        "How far others carried it can't be told: no indicator counts earned exposure (views or impressions whose "
        "medium is earned)."
    )


def test_nothing_is_valued_before_the_end() -> None:
    """A campaign that runs has no value of its exposure, and says so."""
    earned = valued(as_of="2026-03-05", views=indicator("views", rate_card=PRICES)).earned

    assert (earned.parts, earned.amplification) == ((), None)
    assert str(earned.reason) == "Exposure is valued when the campaign is over, not before."
    assert date.fromisoformat(PRICES["date"]) < date(2026, 3, 5)  # type: ignore[arg-type]
