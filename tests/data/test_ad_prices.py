"""Rows of ads are read from recognised exports, or by the columns that a brief names; every fault tells its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from small import BRIEF, brief, indicator
from smmeasure.ads import AD, DAY, SPEND, UNITS, AdRows
from smmeasure.brief.campaign import Campaign
from smmeasure.data.ad_prices import load_ad_rows
from smmeasure.errors import BriefError, DataError
from smmeasure.run.fingerprint import data_files

OWN = (
    "Publicité;Jour;Dépense;Vues;Format\nA;2026-03-01;12,50;2 000;film\nA;2026-04-02;6,00;1 000;film\n"
    "B;2026-03-02;4,00;500;\n;;22,50;3 500;\n"
)
NAMED: dict[str, Any] = {"file": "own.csv", "spend": "Dépense", "units": "Vues", "ad": "Publicité", "day": "Jour"}
GOOGLE = (
    "Day,Campaign,Ad group,Currency code,Cost,Impr.,Clicks\n"
    "2026-03-01,Spring,Films,EUR,12.50,2000,40\n2026-03-02,Spring,Films,EUR,4.00,500,9\n"
)


def campaign(**asked: object) -> Campaign:
    """Write a brief whose views have the prices of ads."""
    return brief(indicators={**BRIEF["indicators"], "views": indicator("views", ad_prices=asked)})


@pytest.fixture
def rows(tmp_path: Path) -> Callable[..., AdRows]:
    """Give the ads that a brief reads off a file."""

    def read(text: str = OWN, **asked: object) -> AdRows:
        wanted = {**NAMED, "decimal": ",", **asked}
        (tmp_path / str(wanted["file"])).write_text(text, encoding="utf-8")
        return load_ad_rows(campaign(**{key: value for key, value in wanted.items() if value}), tmp_path)["views"]

    return read


def test_columns_are_read_by_their_names(rows: Callable[..., AdRows]) -> None:
    """Amounts, units, ads and days are read; a total without an ad is left out; a missing format stays missing."""
    frame = rows(features=["Format", "month"]).frame

    assert frame[[SPEND, UNITS]].to_numpy().tolist() == [[12.5, 2000], [6, 1000], [4, 500]]
    assert frame[AD].tolist() == ["A", "A", "B"]
    assert frame["Format"].fillna("–").tolist() == ["film", "film", "–"]
    assert frame["month"].tolist() == ["2026-03", "2026-04", "2026-03"]


def test_an_export_is_recognised(tmp_path: Path) -> None:
    """A Google Ads report needs no columns; the finest name that it has tells ads apart."""
    (tmp_path / "google.csv").write_text(GOOGLE, encoding="utf-8")
    asked = campaign(file="google.csv", features=["month"])
    frame = load_ad_rows(asked, tmp_path)["views"].frame

    assert frame[[SPEND, UNITS]].to_numpy().tolist() == [[12.5, 2000], [4, 500]]
    assert (frame[AD].tolist(), frame["month"].tolist()) == (["Films"] * 2, ["2026-03"] * 2)
    assert frame[DAY].dt.day.tolist() == [1, 2]
    assert tmp_path / "google.csv" in data_files(asked, tmp_path)


@pytest.mark.parametrize(
    ("changed", "asked", "told"),
    [
        (
            {},
            {"units": "Vue", "ad": "Annonce"},
            (
                "indicators.views.ad_prices.units: found no column “Vue” in own.csv; expected one of its columns: "
                "Publicité, Jour, Dépense, Vues, Format. Did you mean Vues?"
            ),
        ),
        (
            {"12,50": "a dozen"},
            {},
            (
                "own.csv:2 [Dépense]: found “a dozen”, and 0 cells like it; expected numbers (EUR). Correct the "
                "cells, or say how they are written with the keys `decimal` and `date_format`."
            ),
        ),
        (
            {"12,50": "-12,50"},
            {},
            (
                "own.csv:2 [Dépense]: found -12.5; expected amounts and units from 0 up. Take corrections and "
                "refunds out before a price is learnt."
            ),
        ),
        (
            {"Dépense": "Dépense (USD)"},
            {"spend": "Dépense (USD)"},
            (
                "indicators.views.ad_prices.file: found amounts in USD in own.csv; expected EUR, the currency of the "
                "brief. Convert the amounts at a stated rate: two currencies are never added."
            ),
        ),
    ],
)
def test_a_file_that_can_not_be_read_tells_where(
    rows: Callable[..., AdRows], changed: dict[str, str], asked: dict[str, object], told: str
) -> None:
    """A column that is not there, a text, a refund, another currency."""
    text = OWN
    for one, other in changed.items():
        text = text.replace(one, other)
    with pytest.raises(DataError) as caught:
        rows(text, **asked)

    assert told in str(caught.value)


def test_names_that_no_export_has_are_refused_at_once(tmp_path: Path) -> None:
    """Units and features of a recognised export are words of its table."""
    with pytest.raises(DataError) as caught:
        load_ad_rows(campaign(file="google.csv", units="impresions", features=["plattform"]), tmp_path)

    first, second = caught.value.faults
    assert str(first).startswith("indicators.views.ad_prices.units: found “impresions”, which no ad export has;")
    assert str(second).endswith("Did you mean platform?")


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (
            {"ad_prices": NAMED, "rate_card": {"low": 1, "central": 1, "high": 1, "source": "x", "date": "2026-01-01"}},
            (
                "brief.yaml: indicators.views: found rate_card and ad_prices; expected one of the two. Keep the one "
                "that you trust: ad_prices is measured, rate_card is assumed."
            ),
        ),
        (
            {"negative_indicator": "piece"},
            (
                "brief.yaml: indicators.views.negative_indicator: found «piece»; expected an indicator of this brief: "
                "sessions, pieces, views. Did you mean «pieces»?"
            ),
        ),
        (
            {"ad_prices": {**NAMED, "features": ["Vues"]}},
            (
                "brief.yaml: indicators.views.ad_prices.features[0]: found «Vues», which is named already or is what "
                "the price is made of; expected columns of their own, each once. Remove it: a price can't depend on "
                "what it is made of. For the month of the day write month."
            ),
        ),
        (
            {"negative_share": 0.2, "negative_low": 0.3, "negative_high": 0.4},
            (
                "brief.yaml: indicators.views.negative_share: found negative_low 0.3, negative_share 0.2, "
                "negative_high 0.4; expected negative_low, negative_share, negative_high in ascending order. Give all "
                "three, the lowest first; a range says how sure you are of the value."
            ),
        ),
        (
            {"negative_indicator": "people"},
            (
                "brief.yaml: indicators.views.negative_indicator: found an indicator in people; expected one in count, "
                "as «views». A share is one count of another: name the one that counts those of a negative tone."
            ),
        ),
        (
            {"ad_prices": {"file": "x.csv", "day": "Jour"}},
            (
                "brief.yaml: indicators.views.ad_prices.day: found a column without spend; expected spend, units, ad "
                "and day of a file that is not recognised. Name the column of what was paid with spend, or remove "
                "the key."
            ),
        ),
    ],
)
def test_keys_that_contradict_each_other_are_refused(keys: dict[str, object], told: str) -> None:
    """Two prices, an unknown indicator, one of people, a range out of order, a feature of the price itself."""
    added = {"views": indicator("views", **keys)}
    if keys.get("negative_indicator") == "people":
        added["people"] = indicator("reach_daily")
    with pytest.raises(BriefError) as caught:
        brief(indicators={**BRIEF["indicators"], **added})

    assert str(caught.value) == told


def test_a_rate_card_without_a_date_is_refused() -> None:
    """A price has a day: ads cost more in December."""
    card = {"low": 1, "central": 1, "high": 1, "source": "x"}
    with pytest.raises(BriefError) as caught:
        brief(indicators={**BRIEF["indicators"], "views": indicator("views", rate_card=card)})

    assert "indicators.views.rate_card.date" in str(caught.value)
