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
SEEDS, SHARES = 50, 4
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


def contains_the_truth(campaign: Campaign, data: DemoData) -> bool:
    """Measure a campaign as its brief says, in a world with other noise, and compare with the truth."""
    name = MAIN[campaign.campaign]
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


@pytest.mark.parametrize("share", range(SHARES))
def test_the_intervals_contain_the_truth(share: int) -> None:
    """At least 93 % of the seeded campaigns have their true effect inside the 95 % interval: 200 in four shares."""
    campaigns, seeds = [brief(name) for name in MAIN], range(share, SEEDS, SHARES)
    hits = [contains_the_truth(campaign, data) for data in map(simulate, seeds) for campaign in campaigns]
    assert len(hits) == 4 * len(seeds)
    assert sum(hits) >= 0.93 * len(hits)


def test_the_shares_make_up_the_whole() -> None:
    """Each of the 50 seeds is in one share, and each share has as much to do as the others, for parallel runs."""
    shares = [range(share, SEEDS, SHARES) for share in range(SHARES)]
    assert sorted(seed for seeds in shares for seed in seeds) == list(range(SEEDS))
    assert {len(seeds) for seeds in shares} == {12, 13}
