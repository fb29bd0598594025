"""What a cost carries besides its amount: conversion value of the same ads and days, and another currency."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from smmeasure.brief.campaign import Campaign
from smmeasure.data.reader import load_costs
from smmeasure.errors import DataError
from smmeasure.units import Money

ADS = (
    "Campaign name,Ad name,Day,Amount spent (EUR),Impressions,Attribution setting,Purchases conversion value\n"
    "Spring,Film,2026-03-01,10,100,7-day click,99\n"
    "Spring,Film,2026-03-02,20,100,7-day click,40\n"
    "Spring,Film,2026-03-03,30,100,7-day click,\n"
    "Spring,Photo,2026-03-03,5,100,7-day click,25.5\n"
)
SPEND = {"category": "media", "source": {"file": "ads.csv", "measure": "spend"}}
EXCHANGE = {"rate": 0.5, "source": "ECB", "date": "2026-03-02"}


def test_conversion_value_is_read_beside_the_spend(tmp_path: Path, make_campaign: Callable[..., Campaign]) -> None:
    """From 3 March on lie 30 + 5 EUR of spend and 25.50 EUR of conversion value; the setting is named."""
    (tmp_path / "ads.csv").write_text(ADS)
    (media,) = load_costs(make_campaign(costs=(SPEND,)), tmp_path)

    assert media.attributed is not None
    assert (media.amount, media.attributed.value) == (Money(35.0, "EUR"), Money(25.5, "EUR"))
    assert media.attributed.settings == ("7-day click",)


def test_an_export_without_conversion_value_carries_none(
    tmp_path: Path, make_campaign: Callable[..., Campaign]
) -> None:
    """Missing is not zero: without the column, or with an empty one, nothing is claimed."""
    (tmp_path / "ads.csv").write_text("\n".join(line.rsplit(",", 1)[0] for line in ADS.splitlines()) + "\n")
    (media,) = load_costs(make_campaign(costs=(SPEND,)), tmp_path)

    assert media.attributed is None


def test_a_column_is_named_by_hand(tmp_path: Path, make_campaign: Callable[..., Campaign]) -> None:
    """The key `attributed` names any file's column; the days are those of the action."""
    (tmp_path / "own.csv").write_text("Day,Spend,Sold\n2026-03-01,1,7\n2026-03-02,2,8\n2026-03-03,3,9\n")
    named = {"file": "own.csv", "date": "Day"}
    cost = {"category": "media", "source": {**named, "value": "Spend"}, "attributed": {**named, "value": "Sold"}}
    (media,) = load_costs(make_campaign(costs=(cost,)), tmp_path)

    assert media.attributed is not None
    assert (media.amount, media.attributed.value) == (Money(3.0, "EUR"), Money(9.0, "EUR"))


def test_another_currency_is_converted_at_its_rate(tmp_path: Path, make_campaign: Callable[..., Campaign]) -> None:
    """900 USD × 0.5 = 450 EUR, the ends with it; spend and conversion value of an export likewise."""
    (tmp_path / "ads.csv").write_text(ADS.replace("EUR", "USD"))
    told = {"currency": "USD", "exchange": EXCHANGE}
    costs = ({"category": "tools", "amount": 900, "low": 800, "high": 1000, **told}, {**SPEND, **told})
    tools, media = load_costs(make_campaign(costs=costs), tmp_path)

    assert (tools.amount, tools.low, tools.high) == (Money(450.0, "EUR"), Money(400.0, "EUR"), Money(500.0, "EUR"))
    assert str(tools.converted) == "900.00 USD × 0.5, the rate of ECB on 2026-03-02"
    assert media.attributed is not None
    assert (media.amount, media.attributed.value) == (Money(17.5, "EUR"), Money(12.75, "EUR"))


def test_an_export_in_another_currency_without_a_rate_is_refused(
    tmp_path: Path, make_campaign: Callable[..., Campaign]
) -> None:
    """Dollars are not added to euros."""
    (tmp_path / "ads.csv").write_text(ADS.replace("EUR", "USD"))
    with pytest.raises(DataError, match="USD"):
        load_costs(make_campaign(costs=(SPEND,)), tmp_path)
