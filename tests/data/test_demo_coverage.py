from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from smmeasure.brief.campaign import Campaign
from smmeasure.brief.reading import read_brief
from smmeasure.core.uplift import estimate_uplift
from smmeasure.data.calendar import holiday_events
from smmeasure.data.demo import DemoData, simulate, truth
from smmeasure.data.demo.story import PERIOD

ROOT = Path(__file__).parents[2]
SEEDS = 50
HOLIDAYS = holiday_events("FR", PERIOD.start, PERIOD.end)
MAIN = {
    "robes-rouges": "red_pieces",
    "guide-des-tailles": "social_sessions",
    "brand-film": "views",
    "reponses-publiques": "phone",
}


def brief(campaign: str) -> Campaign:
    return read_brief((ROOT / "params" / f"{campaign}.yaml").read_text(encoding="utf-8"), campaign)


def pieces(data: DemoData, product: str) -> pd.Series:
    return data.shop.loc[data.shop["product"] == product, "pieces"].astype(float)


def indicator(data: DemoData, name: str) -> pd.Series:
    if name == "red_pieces":
        return pieces(data, "Robe rouge")
    (frame,) = (frame for frame in (data.page, data.web, data.support) if name in frame)
    return frame[name].astype(float)


def contains_the_truth(campaign: Campaign, seed: int) -> bool:
    """Measure a campaign as its brief says, in a world with other noise, and compare with the truth."""
    data, name = simulate(seed), MAIN[campaign.campaign]
    days = [*campaign.other_campaigns, *campaign.exclusions]
    uplift = estimate_uplift(
        indicator(data, name),
        campaign.window.start,
        campaign.window.end,
        controls=pieces(data, "Robe bleue").to_frame("blue_pieces") if name == "red_pieces" else None,
        events=HOLIDAYS,
        exclude=[part.window() for part in days],
    )
    return uplift.effect_ci_lower <= truth(campaign.campaign)[name] <= uplift.effect_ci_upper


@pytest.mark.parametrize(
    "campaigns", [("robes-rouges", "guide-des-tailles"), ("brand-film", "reponses-publiques")], ids="+".join
)
def test_the_intervals_contain_the_truth(campaigns: tuple[str, ...]) -> None:
    """At least 93 % of the seeded campaigns have their true effect inside the 95 % interval: 200 in two halves."""
    hits = [contains_the_truth(campaign, seed) for campaign in map(brief, campaigns) for seed in range(SEEDS)]
    assert len(hits) == 100
    assert sum(hits) >= 93
