"""How often the demo brand's intervals hold what its simulator really did, over many seeds.

First each campaign's effect, and what follows from it: the ROI of the red dresses, the savings of the public answers,
the earned value of the film's views. Costs and prices are those of the briefs; stated ones err as in `returns.py`. Then
half-lives: after the red dresses the page's views are made to fade from 45 % more, by half in so many days.

    python benchmarks/demo.py [--seeds N] [--first SEED] [--jobs N] [--worlds CAMPAIGN ...]
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import held
import numpy as np
import pandas as pd
from held import Row, row
from returns import Effect, Terms, of_calls, of_effect, of_exposure, of_sales

from smmeasure.brief.campaign import Campaign
from smmeasure.brief.reading import read_brief
from smmeasure.core.follow_up.estimate import estimate_follow_up
from smmeasure.core.uplift import estimate_uplift
from smmeasure.data.calendar import holiday_events
from smmeasure.data.demo import DemoData, simulate, truth
from smmeasure.data.demo.simulator import quiet_mean
from smmeasure.data.demo.story import PERIOD
from smmeasure.windows import Window

BRIEFS = Path(__file__).resolve().parents[1] / "params"
MAIN = {
    "robes-rouges": "red_pieces",
    "guide-des-tailles": "social_sessions",
    "brand-film": "views",
    "reponses-publiques": "phone",
}
"""The indicator of each campaign that is measured."""

TERMS = {
    "robes-rouges": Terms(price=59.0, margin=0.6, cost=6_270.0),
    "reponses-publiques": Terms(contact=6.5, cost=2_694.0),
    "brand-film": Terms(view=0.005),
}
"""What the effects are worth, as the briefs have it."""

VALUED = {"robes-rouges": of_sales, "reponses-publiques": of_calls, "brand-film": of_exposure}

FADING, REST, HALF_LIVES, AFTER = "views that fade", 0.45, (5.0, 14.0), 30


@cache
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


def effect_of(campaign: Campaign, data: DemoData) -> Effect:
    """Measure a campaign as its brief says, in a world with other noise; give the true effect beside it."""
    name = MAIN[campaign.campaign]
    uplift = estimate_uplift(
        indicator(data, name),
        campaign.window.start,
        campaign.window.end,
        controls=pieces(data, "Robe bleue").to_frame("blue_pieces") if name == "red_pieces" else None,
        events=holiday_events("FR", PERIOD.start, PERIOD.end),
        exclude=not_quiet(campaign),
    )
    return Effect(uplift, truth(campaign.campaign)[name])


def not_quiet(campaign: Campaign) -> list[Window]:
    """Give the days that a brief leaves out."""
    return [part.window() for part in (*campaign.other_campaigns, *campaign.exclusions)]


def hits(seed: int) -> dict[str, bool]:
    """Tell for each campaign whether its interval contains the truth in the world of a seed."""
    data = simulate(seed)
    return {name: bool(of_effect(name, effect_of(brief(name), data))[0].held) for name in MAIN}


def of_fading(data: DemoData, half_life: float) -> Row:
    """Let views fade after the red dresses, and compare the half-life with the true one."""
    campaign, views = brief("robes-rouges"), indicator(data, "views")
    end = pd.Timestamp(campaign.window.end)
    since = (views.index - end).days.to_numpy() - 1
    rest = np.where(since >= 0, REST * quiet_mean("views") * 0.5 ** (since / half_life), 0.0).round()
    decay = estimate_follow_up(
        (views + rest)[: end + pd.Timedelta(days=AFTER)],
        campaign.window.start,
        campaign.window.end,
        days=(AFTER,),
        events=holiday_events("FR", PERIOD.start, PERIOD.end),
        exclude=not_quiet(campaign),
    ).decay
    name = f"half-life of {half_life:g} days"
    if not decay.known:
        return Row(FADING, name, np.nan)
    return row(FADING, name, (decay.half_life_ci_lower, decay.half_life, decay.half_life_ci_upper), half_life)


def one(task: tuple[int, tuple[str, ...]]) -> list[Row]:
    """Measure and value campaigns in the world of a seed."""
    seed, names = task
    data, rows = simulate(seed), list[Row]()
    for place, name in enumerate(MAIN):
        if name in names:
            effect, rng = effect_of(brief(name), data), np.random.default_rng([seed, place])
            rows += of_effect(name, effect)
            rows += VALUED[name](name, effect, TERMS[name], rng) if name in VALUED else ()
    return rows + ([of_fading(data, half_life) for half_life in HALF_LIVES] if FADING in names else [])


def main() -> None:
    """Print the coverage of each campaign's effect and of its values, and of half-lives."""
    asked = held.options(__doc__ or "", choices=(*MAIN, FADING))
    seeds = range(asked.first, asked.first + asked.seeds)
    held.show(held.told(held.collect(one, ((seed, tuple(asked.worlds)) for seed in seeds), asked.jobs)))


if __name__ == "__main__":
    main()
