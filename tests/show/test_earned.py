"""Earned media as the report says it: a row per medium and tone, how sure the price is, and one line where none is."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bought_ads import bought_ads
from small import BRIEF, brief, data_of, evaluation, indicator, series_of
from smmeasure.ads import AD, SPEND, UNITS, AdRows
from smmeasure.core.evaluate import evaluate
from smmeasure.show.sections.earned import earned_media
from smmeasure.show.words import Words

PRICES = {"low": 0.004, "central": 0.006, "high": 0.009, "source": "agency", "date": "2026-01-01"}


def shown(language: str = "en") -> str:
    """Show mentions by a card, parted by tone, and earned views by own ads, beside paid ones."""
    views = {"ad_prices": {"file": "ads.csv", "features": ["platform"]}, "medium": "earned"}
    added = {
        "talk": indicator("mentions", rate_card=PRICES, negative_share=0.25),
        "views": indicator("impressions", reference_event={"name": "the opening", "count": 1000}, **views),
        "paid": indicator("impressions", label="Ads", medium="paid"),
    }
    campaign = brief(as_of="2026-03-20", language=language, indicators={**BRIEF["indicators"], **added})
    ads = bought_ads().rename(columns={"impressions": UNITS, "ad_id": AD})[[UNITS, SPEND, AD, "platform"]]
    data = data_of(campaign, talk=series_of("views"), paid=series_of("clicks"))
    made = evaluate(campaign, replace(data, ads={"views": AdRows(ads, UNITS, ("platform",), "ads.csv")}))
    return " ".join(re.sub(r"<.*?>", " ", piece.markup) for piece in earned_media(made, Words(language)))


def test_every_value_stands_with_its_medium_its_price_and_its_evidence() -> None:
    """Three rows: both tones of the mentions, and the views; the sentence that it is no return goes with them."""
    text = re.sub(r"\s+", " ", shown())

    assert "it is no return, is never added to money and never enters an ROI" in text
    assert "Mentions earned, negative tone" in text
    assert text.count("equivalent: units measured, price assumed (rate card of agency, 1 January 2026)") == 2
    assert text.count("equivalent: units measured, price modelled (own ads: 60 purchases of 60 ads") == 1
    assert "€6 between €4 and €9" in text  # a thousand times 0.004, 0.006 and 0.009


def test_the_price_and_the_comparison_say_how_sure_they_are() -> None:
    """Ads, coverage on ads not seen, tone, event, ratio and day are each told in a sentence."""
    text = re.sub(r"\s+", " ", shown())

    assert re.search(r"60 own ads, 60 purchases, .* its range holds for \d+% of them \(should: 95%\)", text)
    assert "25% of a negative tone, valued apart and added to nothing (assumed: share stated in the brief)" in text
    assert re.search(r"gained [\d.]+ times “the opening” \(1,000\), between [\d.]+ and [\d.]+ times", text)
    assert re.search(r"For one unit of paid and owned exposure others gave [\d.]+ , between", text)
    assert "Earned exposure overtook what was paid for and owned on 2 March 2026." in text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_is_left_unsaid(language: str) -> None:
    """No sentence of the section is left in another language, and no number is missing."""
    text = shown(language)

    assert "nan" not in text
    assert ("This is a cost equivalent" in text) is (language == "en")


def test_without_a_price_a_line_says_so() -> None:
    """The section doesn't vanish: it says that no price is given."""
    (piece,) = earned_media(evaluation(), Words("en"))

    assert "No exposure is valued: the brief gives no indicator a price (rate_card or ad_prices)." in piece.markup
