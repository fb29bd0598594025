from __future__ import annotations

from pathlib import Path

import pytest

from smmeasure.brief.campaign import Campaign
from smmeasure.data.reader import load_costs, load_series

CASE = Path(__file__).parents[3] / "shared" / "data" / "cases" / "mh4u"

pytestmark = pytest.mark.skipif(
    not CASE.is_dir(), reason="the real data are not here: ../shared/data/cases/mh4u, beside the repository"
)


def campaign(file: str, **values: str) -> Campaign:
    spend = {"file": "combined.xlsx", "date": "Date", "value": "Amount spent (UAH)"}
    return Campaign.model_validate(
        {
            "campaign": "mh4u",
            "title": "Paid season",
            "brand": "mh4u",
            "language": "en",
            "currency": "UAH",
            "goal": "Bring people to the site.",
            "window": {"start": "2024-01-24", "end": "2024-01-31"},
            "data": "mh4u",
            "indicators": {
                key: {"measures": "social_sessions", "source": {"file": file, "date": "Date", "value": column}}
                for key, column in values.items()
            },
            "actions": [
                {
                    "name": "Ads",
                    "platform": "facebook",
                    "medium": "paid",
                    "costs": [{"category": "media", "source": spend}],
                }
            ],
        }
    )


def test_the_joined_workbook_is_read() -> None:
    """241 days of reach and visits come without a hole."""
    brief = campaign("combined.xlsx", reach="Total_Reach", facebook="Sessions from Facebook", sessions="Sessions")
    loaded = load_series(brief, CASE)
    assert {key: len(found.values) for key, found in loaded.items()} == {"reach": 241, "facebook": 241, "sessions": 241}
    assert all(found.values.notna().all() for found in loaded.values())
    assert loaded["reach"].values.iloc[[0, -1]].tolist() == [2768.0, 31469.0]


def test_the_spend_of_the_spell_is_summed() -> None:
    """Eight days of ads cost about 7,200 hryvnias."""
    (media,) = load_costs(campaign("combined.xlsx", reach="Total_Reach"), CASE)
    assert media.amount.amount == pytest.approx(7197.97)
    assert media.days_missing == 0


def test_an_export_sorted_by_value_is_put_in_order() -> None:
    """The web export's preamble is passed over and its days are sorted."""
    users = load_series(campaign("data-export.csv", users="Total users"), CASE)["users"].values
    assert users.index.is_monotonic_increasing
    assert len(users) == 241
