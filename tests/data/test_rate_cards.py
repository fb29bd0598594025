"""Prices of exposure are taken from a file of rate cards: those that hold on the campaign's first day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from small import BRIEF, brief
from smmeasure.brief.campaign import Campaign, RateCard
from smmeasure.data.rate_cards import load_rate_cards
from smmeasure.errors import BriefError, DataError
from smmeasure.run.fingerprint import data_files

CARDS = (
    "platform,action,low,central,high,currency,source,valid_from,valid_to\n"
    "instagram,view,0.004,0.006,0.009,EUR,media agency,2025-07-01,2025-12-31\n"
    "instagram,view,0.005,0.007,0.010,EUR,media agency,2026-01-01,\n"
    "instagram,click,0.30,0.45,0.60,EUR,,2026-01-01,2026-06-30\n"
)


def campaign(**card: object) -> Campaign:
    """Write a brief of March 2026 whose views have a rate card."""
    views = {
        "measures": "views",
        "source": {"file": "x.csv", "measure": "views"},
        "rate_card": {"file": "prices.csv", "platform": "instagram", "action": "view", **card},
    }
    return brief(indicators={**BRIEF["indicators"], "views": views})


@pytest.fixture
def refusal(tmp_path: Path) -> Callable[..., str]:
    """Give the whole text of the error that reading a file of prices ends with."""

    def text(content: str, **card: object) -> str:
        (tmp_path / "prices.csv").write_text(content, encoding="utf-8")
        with pytest.raises(DataError) as caught:
            load_rate_cards(campaign(**card), tmp_path)
        return str(caught.value)

    return text


def test_the_latest_prices_that_hold_are_taken(tmp_path: Path) -> None:
    """Platform and action are found in any case; a card without an end holds on."""
    (tmp_path / "prices.csv").write_text(CARDS, encoding="utf-8")

    assert load_rate_cards(campaign(action="View"), tmp_path) == {
        "views": RateCard(low=0.005, central=0.007, high=0.01, source="media agency", date=date(2026, 1, 1))
    }
    assert load_rate_cards(campaign(action="click"), tmp_path)["views"].source == "prices.csv"


def test_a_file_of_prices_belongs_to_the_inputs(tmp_path: Path) -> None:
    """A report is made anew where its prices change."""
    assert tmp_path / "prices.csv" in data_files(campaign(), tmp_path)


def test_decimal_commas_and_another_order_of_days_are_read(tmp_path: Path) -> None:
    """What the file leaves open the brief says."""
    text = "platform;action;low;central;high;valid_from\ninstagram;view;0,004;0,006;0,009;01/02/2026\n"
    (tmp_path / "prices.csv").write_text(text, encoding="utf-8")
    card = load_rate_cards(campaign(currency="EUR", decimal=",", date_format="%d/%m/%Y"), tmp_path)["views"]

    assert (card.central, card.date) == (0.006, date(2026, 2, 1))


@pytest.mark.parametrize(
    ("text", "asked", "fault"),
    [
        (
            CARDS.replace("2026-01-01,\n", "2026-01-01,2026-02-28\n"),
            {},
            (
                "file: found prices of 2025-07-01 – 2025-12-31, 2026-01-01 – 2026-02-28 in prices.csv; expected prices "
                "that hold on 2026-03-02, the first day of the campaign. Ask for a rate card of that time: prices "
                "follow the seasons and the market."
            ),
        ),
        (
            CARDS,
            {"platform": "tiktok"},
            (
                "platform: found “tiktok” in no row of prices.csv; expected a text that the column holds: instagram. "
                "Write the text as it stands in the file."
            ),
        ),
        (
            CARDS.replace("EUR", "USD"),
            {},
            (
                "file: found prices in USD in prices.csv; expected EUR, the currency of the brief. Convert the amounts "
                "at a stated rate: two currencies are never added."
            ),
        ),
        (
            CARDS.replace("0.005,0.007", "0.008,0.007"),
            {},
            (
                "file: found 0.008, 0.007, 0.01; expected low, central and high in ascending order. Put the three "
                "prices in order."
            ),
        ),
        (
            "day,channel,contacts\n2026-03-01,mail,5\n",
            {},
            (
                "file: found no rate card in prices.csv; expected the columns platform, action, low, central, high, "
                "source, valid_from, valid_to. Name the columns so in the file, or write the prices into the brief."
            ),
        ),
    ],
)
def test_prices_that_do_not_fit_are_refused(
    refusal: Callable[..., str], text: str, asked: dict[str, object], fault: str
) -> None:
    """Prices of another time, platform or currency, in the wrong order, or none at all."""
    assert refusal(text, **asked) == f"indicators.views.rate_card.{fault}"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A name that leads nowhere is no empty card."""
    with pytest.raises(DataError, match=r"prices\.csv: found no such file"):
        load_rate_cards(campaign(), tmp_path)


def test_a_card_is_stated_or_in_a_file() -> None:
    """A brief with half of the keys is told which are missing, by their own names."""
    with pytest.raises(BriefError) as caught:
        campaign(platform=None, low=1)

    assert [fault.place for fault in caught.value.faults] == [
        "brief.yaml: indicators.views.rate_card.platform",
        "brief.yaml: indicators.views.rate_card: low",
    ]
