"""How often the demo brand's intervals contain what its simulator really did: each campaign, over many seeds.

python benchmarks/demo.py [--seeds N] [--jobs N]
"""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

# One thread per process: the matrices are small, and the processes share the cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pandas as pd

from smmeasure.brief.campaign import Campaign
from smmeasure.brief.reading import read_brief
from smmeasure.core.uplift import estimate_uplift
from smmeasure.data.calendar import holiday_events
from smmeasure.data.demo import DemoData, simulate, truth
from smmeasure.data.demo.story import PERIOD

BRIEFS = Path(__file__).resolve().parents[1] / "params"
MAIN = {
    "robes-rouges": "red_pieces",
    "guide-des-tailles": "social_sessions",
    "brand-film": "views",
    "reponses-publiques": "phone",
}
"""The indicator of each campaign that is measured."""


def brief(campaign: str) -> Campaign:
    """Read the brief of a demo campaign."""
    return read_brief((BRIEFS / f"{campaign}.yaml").read_text(encoding="utf-8"), campaign)


def pieces(data: DemoData, product: str) -> pd.Series:
    """Give the pieces of a product that were sold on each day."""
    return data.shop.loc[data.shop["product"] == product, "pieces"].astype(float)


def indicator(data: DemoData, name: str) -> pd.Series:
    """Give the daily values of an indicator."""
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
        events=holiday_events("FR", PERIOD.start, PERIOD.end),
        exclude=[part.window() for part in days],
    )
    return uplift.effect_ci_lower <= truth(campaign.campaign)[name] <= uplift.effect_ci_upper


def hits(seed: int) -> dict[str, bool]:
    """Tell for each campaign whether its interval contains the truth in the world of a seed."""
    data = simulate(seed)
    return {name: contains_the_truth(brief(name), data) for name in MAIN}


def main() -> None:
    """Print the coverage of each campaign and of all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=50, help="worlds; each has four campaigns")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    with ProcessPoolExecutor(options.jobs) as pool:
        rows = pd.DataFrame(list(pool.map(hits, range(options.seeds))))
    rows["all"] = rows.mean(axis=1)
    print((100 * rows.mean()).round(1).rename("contained, %").to_string())


if __name__ == "__main__":
    main()
