"""How often the demo brand's intervals hold what its simulator really did, over many seeds.

First each campaign's effect, and what follows from it: the ROI of the red dresses, the savings of the public answers,
the earned value of the film's views. Costs and prices are those of the briefs; stated ones err as in `returns.py`. Then
half-lives: after the red dresses the page's views are made to fade from 45 % more, by half in so many days. Last, the
same campaigns on other days of the year: on its own days the season errs alike in every world.

    python benchmarks/demo.py [--seeds N] [--first SEED] [--jobs N] [--worlds CAMPAIGN ...]
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import held
import numpy as np
import pandas as pd
from held import Row, row
from returns import Effect, Terms, of_calls, of_effect, of_exposure, of_sales, put_in

from smmeasure.brief.campaign import Campaign
from smmeasure.brief.reading import read_brief
from smmeasure.core.follow_up.estimate import estimate_follow_up
from smmeasure.core.results import Uplift
from smmeasure.core.uplift import estimate_uplift
from smmeasure.data.calendar import holiday_events
from smmeasure.data.demo import DemoData, simulate, truth
from smmeasure.data.demo.simulator import quiet_mean
from smmeasure.data.demo.story import OTHERS, PERIOD, SALES
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
MOVED, EARLIEST = "on other days", date(2025, 4, 1)


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
    uplift = measured(campaign.campaign, data, campaign.window, not_quiet(campaign))
    return Effect(uplift, truth(campaign.campaign)[MAIN[campaign.campaign]])


def measured(campaign: str, data: DemoData, window: Window, exclude: Sequence[Window]) -> Uplift:
    """Measure the indicator of a campaign on some days."""
    name = MAIN[campaign]
    return estimate_uplift(
        indicator(data, name),
        window.start,
        window.end,
        controls=pieces(data, "Robe bleue").to_frame("blue_pieces") if name == "red_pieces" else None,
        events=holiday_events("FR", PERIOD.start, PERIOD.end),
        exclude=exclude,
    )


def moved(campaign: str, data: DemoData, rng: np.random.Generator) -> Effect:
    """Measure as many other days in a world without the brand's own campaigns, and put the true effect in."""
    exclude = [*SALES, *(other.window for other in OTHERS)]
    length = brief(campaign).window.end - brief(campaign).window.start
    firsts = pd.date_range(EARLIEST, PERIOD.end - length)
    windows = [Window(first.date(), first.date() + length) for first in firsts]
    free = [one for one in windows if all(one.end < busy.start or busy.end < one.start for busy in exclude)]
    uplift = measured(campaign, data, free[rng.integers(len(free))], exclude)
    return put_in(uplift, truth(campaign)[MAIN[campaign]])


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
    for name in (one for one in MAIN if one in names):
        rows += valued(name, name, effect_of(brief(name), data), seed)
    if FADING in names:
        rows += [of_fading(data, half_life) for half_life in HALF_LIVES]
    if MOVED in names:
        data, rng = simulate(seed, without=tuple(MAIN)), np.random.default_rng([seed, len(MAIN)])
        for name in VALUED:
            rows += valued(f"{name}, {MOVED}", name, moved(name, data, rng), seed)
    return rows


def valued(world: str, name: str, effect: Effect, seed: int) -> list[Row]:
    """Compare an effect, and what follows from it, with the truth."""
    rng = np.random.default_rng([seed, [*MAIN].index(name)])
    worth = VALUED[name](world, effect, TERMS[name], rng) if name in VALUED else []
    return [*of_effect(world, effect), *worth]


def main() -> None:
    """Print the coverage of each campaign's effect and of its values, and of half-lives."""
    asked = held.options(__doc__ or "", choices=(*MAIN, FADING, MOVED))
    seeds = range(asked.first, asked.first + asked.seeds)
    held.show(held.told(held.collect(one, ((seed, tuple(asked.worlds)) for seed in seeds), asked.jobs)))


if __name__ == "__main__":
    main()
