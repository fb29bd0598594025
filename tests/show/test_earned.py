"""Earned media as the report says it: a row per medium and tone, how sure the price is, and one line where none is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from bought_ads import bought_ads
from small import brief, data_of, evaluation, indicator, series_of
from smmeasure.ads import AD, SPEND, UNITS, AdRows
from smmeasure.brief.campaign import Medium
from smmeasure.core.earned.amplification import Overtaking, Ratio
from smmeasure.core.earned.bought import OTHER
from smmeasure.core.earned.differences import LevelPrice
from smmeasure.core.earned.media import EarnedMedia
from smmeasure.core.estimates import Estimate
from smmeasure.core.evaluate import evaluate
from smmeasure.core.evaluation import Evaluation
from smmeasure.messages import message
from smmeasure.show.sections.earned import earned_media
from smmeasure.show.words import Words

pytestmark = pytest.mark.xdist_group("earned")
"""One worker measures once for all of them."""

PRICES = {"low": 0.004, "central": 0.006, "high": 0.009, "source": "agency", "date": "2026-01-01"}


@cache
def valued() -> Evaluation:
    """Evaluate mentions by a card, parted by tone, and earned impressions by own ads, beside paid ones; once."""
    learnt = {"file": "ads.csv", "features": ["publisher_platform"]}
    event = {"name": "the opening", "count": 1000}
    indicators = {
        "talk": indicator("mentions", rate_card=PRICES, negative_share=0.25, negative_low=0.2, negative_high=0.35),
        "views": indicator("impressions", medium="earned", ad_prices=learnt, reference_event=event),
        "paid": indicator("impressions", label="Ads", medium="paid"),
    }
    campaign = brief(as_of="2026-03-20", indicators=indicators, objectives=None, roi=None, funnel=None)
    names = {"impressions": UNITS, "ad_id": AD, "platform": "publisher_platform"}
    ads = bought_ads().rename(columns=names)[[UNITS, SPEND, AD, "publisher_platform"]]
    data = data_of(campaign, talk=series_of("views"), paid=series_of("clicks"))
    rows = AdRows(ads, "impressions", ("publisher_platform",), "ads.csv")
    return evaluate(campaign, replace(data, ads={"views": rows}))


def text(made: Evaluation, language: str = "en") -> str:
    """Give the section as a reader reads it."""
    markup = " ".join(piece.markup for piece in earned_media(made, Words(language)))
    return re.sub(r"\s+", " ", re.sub(r"<.*?>", " ", markup)).replace("\u00a0", " ").replace(" .", ".")


def changed(**parts: object) -> Evaluation:
    """Give the evaluation with other parts of its earned media."""
    return replace(valued(), earned=replace(valued().earned, **parts))


def test_every_value_stands_with_its_medium_its_price_and_its_evidence() -> None:
    """Three rows: both tones of the mentions, and the views; the sentence that it is no return goes with them."""
    told = text(valued())

    assert "it is no return, is never added to money and never enters an ROI" in told
    assert "Mentions earned, negative tone" in told
    assert told.count("equivalent: units measured, price assumed (rate card of agency, 1 January 2026)") == 2
    assert told.count("equivalent: units measured, price modelled (own ads: 60 purchases of 60 ads") == 1
    assert "€6 between €4 and €9" in told  # a thousand times 0.004, 0.006 and 0.009


def test_the_price_and_the_comparison_say_how_sure_they_are() -> None:
    """Ads, error, coverage on ads not seen, tone with its range, event, ratio and day are each told in a sentence."""
    told = text(valued())

    assert re.search(r"learnt from 60 own ads. On ads that it has not seen it errs \d+% less than their mean", told)
    assert re.search(r"its range holds for \d+% of them \(should: 95%\)", told)
    assert (
        "25% (between 20% and 35%) of a negative tone, valued apart and added to nothing (assumed: share stated in "
        "the brief)"
    ) in told
    assert re.search(r"gained [\d.]+ times “the opening” \(1,000\), between [\d.]+ and [\d.]+ times", told)
    assert re.search(r"For one unit of paid and owned exposure others gave [\d.]+ , between", told)
    assert "Earned exposure overtook what was paid for and owned on 2 March 2026." in told


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", r"dearer, all else alike: platform instagram: \d+% dearer than facebook \(between \d+% and \d+%\)\."),
        ("fr", r"plus cher, toutes choses égales par ailleurs : plateforme instagram : \d+ % plus cher que facebook"),
    ],
)
def test_what_makes_a_unit_dearer_is_said_in_words(language: str, line: str) -> None:
    """A column of an export is a platform in both languages; the fold has every level with its ads."""
    told = text(valued(), language)

    assert re.search(line, told)
    assert "publisher_platform" not in told
    assert re.search(r"facebook (platform|plateforme) (the measure of the others|la mesure des autres) 51 ?% 30 ", told)


def test_levels_without_a_name_and_months_are_said_in_words() -> None:
    """Rare levels are «all others», 2026-05 is May 2026; a level that is not told apart has no sentence."""
    rare = LevelPrice("Placement", OTHER, 4, 0.1, is_reference=False, rel_price=0.5, **ends(0.2, 0.8))
    may = LevelPrice("month", "2026-05", 9, 0.6, is_reference=True, rel_price=0.0, **ends(0.0, 0.0))
    june = LevelPrice("month", "2026-06", 8, 0.3, is_reference=False, rel_price=-0.2, **ends(-0.4, 0.1))
    reel = LevelPrice("Placement", "Reel", 8, 0.9, is_reference=True, rel_price=0.0, **ends(0.0, 0.0))
    (test,) = valued().earned.prices
    told = text(changed(prices=(replace(test, differences=(reel, rare, may, june)),)), "fr")

    assert "emplacement toutes les autres : 50 % plus cher que Reel (entre 20 % et 80 %)." in told
    assert "juin 2026 mois −20 % entre −40 % et +10 % 30 % 8" in told


def ends(lower: float, upper: float) -> dict[str, float]:
    """Name the ends of an interval."""
    return {"rel_price_ci_lower": lower, "rel_price_ci_upper": upper}


def test_units_are_in_the_readers_language() -> None:
    """Impressions, mentions and clicks of the catalogue are French in a French report."""
    told = text(valued(), "fr")

    assert "Mentions gagné, ton négatif mentions" in told
    assert re.search(r"\d impressions gagnées ÷ [\d ]+ payées et possédées", told)
    assert "views" not in told


def test_several_values_of_a_kind_have_a_total() -> None:
    """Two volumes of one medium, tone and unit are rows of their own and a sum, ends added to ends."""
    (whole,) = valued().earned.values.of(Medium.EARNED, negative=True)
    twice = replace(whole, low=whole.low + whole.low, central=whole.central + whole.central, parts=whole.parts * 2)
    twice = replace(twice, high=whole.high + whole.high)
    told = text(changed(values=replace(valued().earned.values, totals=(twice,))))
    amount = Words("en").money(twice.central)

    assert told.count("Mentions earned, negative tone") == 2
    assert f"All of this kind: earned, negative tone {amount} between".replace("\u00a0", " ") in told
    assert "ends added to ends" in told


def test_what_has_no_price_is_listed_by_medium() -> None:
    """Paid impressions have no price here: how many there were is folded away below."""
    assert re.search(r"without a price, by medium .* Ads paid impressions 3,\d{3} counted", text(valued()))


AMPLIFIED: list[tuple[dict[str, object], str]] = [
    (
        {"overtaking": Overtaking(None, None, None)},
        "Earned exposure never overtook what was paid for and owned.",
    ),
    (
        {"overtaking": Overtaking(date(2026, 3, 4), date(2026, 3, 3), None)},
        (
            "Earned exposure overtook what was paid for and owned on 4 March 2026; it may have been 3 March 2026, or "
            "never."
        ),
    ),
    (
        {"overtaking": Overtaking(None, date(2026, 3, 3), None)},
        (
            "By the best estimate earned exposure never overtook what was paid for and owned; it may have, from 3 "
            "March 2026 on."
        ),
    ),
    (
        {"overtaking": Overtaking(date(2026, 3, 4), date(2026, 3, 3), date(2026, 3, 6))},
        (
            "Earned exposure overtook what was paid for and owned on 4 March 2026, between 3 March 2026 and 6 March "
            "2026."
        ),
    ),
    (
        {"overtaking": Overtaking(None, None, None, message("Too few quiet days."))},
        "The day on which earned exposure overtakes can’t be told: Too few quiet days.",
    ),
    (
        {"virality": Ratio(Estimate(0.012, 0.01, 0.014), message("Virality by views"))},
        "Virality by views: passed on 12 times per 1,000, between 10 and 14.",
    ),
]


@pytest.mark.parametrize(
    ("parts", "line"), AMPLIFIED, ids=["never", "uncertain", "perhaps", "between", "unknown", "virality"]
)
def test_how_far_others_carried_it_is_one_line_each(parts: dict[str, object], line: str) -> None:
    """The day of overtaking with what is known of it, and virality."""
    told = valued().earned.amplification
    assert told is not None

    assert line in text(changed(amplification=replace(told, **parts)))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_is_left_unsaid(language: str) -> None:
    """No sentence of the section is left in another language, and no number is missing."""
    told = text(valued(), language)

    assert "nan" not in told
    assert ("This is a cost equivalent" in told) is (language == "en")


def test_without_a_price_a_line_says_so() -> None:
    """The section doesn't vanish: it says that no price is given."""
    (piece,) = earned_media(evaluation(), Words("en"))

    assert "No exposure is valued: the brief gives no indicator a price (rate_card or ad_prices)." in piece.markup


def test_a_campaign_without_a_result_has_one_line() -> None:
    """Before the end nothing is valued, and no fold is empty."""
    made = replace(valued(), earned=EarnedMedia(reason=message("Not before the end.")))

    assert text(made).endswith("not a return Not before the end. ")
