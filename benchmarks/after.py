"""How well half-lives and shares keep their word on simulated series whose truth is known.

Every series is positive, with a weekly pattern and multiplicative noise of 10 % that returns to the level. After a
campaign the effect fades by a known half-life; several campaigns have known effects on their own days. Printed per
scenario: how often an answer is given, how often the intervals hold the truth, their width, and the error.

    python benchmarks/after.py [--seeds N] [--first SEED] [--jobs N] [--worlds fading together]
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import held
import numpy as np
import pandas as pd
from worlds import calm, returning

from smmeasure.core.campaigns.estimate import estimate_campaigns
from smmeasure.core.follow_up.estimate import estimate_follow_up

LEVEL, AFTER = 1000.0, 40


@dataclass(frozen=True, slots=True)
class Fading:
    """A campaign whose effect fades after its end."""

    name: str
    persistence: float
    lift: float
    half_life: float
    quiet: int = 240
    window: int = 20


@dataclass(frozen=True, slots=True)
class Together:
    """Two campaigns; `days` holds first and last-but-one day of each, counted from the start of the first."""

    name: str
    persistence: float
    lifts: tuple[float, float]
    days: tuple[tuple[int, int], tuple[int, int]]
    quiet: int = 240


FADING = (
    *(
        Fading(f"{name}, half-life {half_life:g}", persistence, lift, half_life)
        for name, persistence, lift in (
            ("independent days", 0.0, 0.6),
            ("returning .5", 0.5, 0.6),
            ("returning .8", 0.8, 0.8),
        )
        for half_life in (5.0, 14.0)
    ),
    Fading("long past, slow", 0.5, 0.4, 12.0, quiet=500),
    Fading("no effect", 0.5, 0.0, 6.0),
    Fading("gone at once", 0.5, 0.6, 0.0),
)

TOGETHER = (
    Together("apart", 0.5, (0.3, 0.5), ((0, 14), (80, 94))),
    Together("half overlap", 0.5, (0.3, 0.5), ((0, 20), (10, 30))),
    Together("half overlap, returning .8", 0.8, (0.3, 0.5), ((0, 20), (10, 30))),
    Together("strong overlap", 0.5, (0.3, 0.5), ((0, 20), (2, 20))),
    Together("half overlap, one without effect", 0.5, (0.3, 0.0), ((0, 20), (10, 30))),
)


def score_fading(task: tuple[Fading, int]) -> list[dict[str, object]]:
    """Follow one campaign up."""
    case, seed = task
    rng = np.random.default_rng([seed, case.quiet, int(10 * case.persistence)])
    y = calm(returning(case.quiet + case.window + AFTER, case.persistence, rng), LEVEL)
    factor = np.ones(len(y))
    end = case.quiet + case.window
    factor[case.quiet : end] += case.lift
    if case.half_life:
        factor[end:] += case.lift * 0.5 ** (np.arange(AFTER) / case.half_life)
    found = estimate_follow_up(y * factor, y.index[case.quiet], y.index[end - 1], days=(30,))
    decay, late = found.decay, found.checkpoints[0].carry_over
    truth = float((y * (factor - 1.0)).iloc[end : end + 30].sum())
    said = {
        "scenario": case.name,
        "told": decay.known,
        "covered": decay.half_life_ci_lower <= case.half_life <= decay.half_life_ci_upper,
        "half-life": decay.half_life,
        "lower": decay.half_life_ci_lower,
        "upper": decay.half_life_ci_upper,
        "open": np.isinf(decay.half_life_ci_upper),
        "carry-over covered": late is not None and late.effect_ci_lower <= truth <= late.effect_ci_upper,
    }
    return [said]


def score_together(task: tuple[Together, int]) -> list[dict[str, object]]:
    """Measure two campaigns in one series."""
    case, seed = task
    rng = np.random.default_rng([seed, case.quiet, int(10 * case.persistence)])
    y = calm(returning(case.quiet + case.days[1][1] + 28, case.persistence, rng), LEVEL)
    effects = np.zeros((2, len(y)))
    for place, ((first, last), lift) in enumerate(zip(case.days, case.lifts, strict=True)):
        effects[place, case.quiet + first : case.quiet + last] = lift
    effects *= y.to_numpy()
    windows = {
        name: (y.index[case.quiet + first], y.index[case.quiet + last - 1])
        for name, (first, last) in zip("AB", case.days, strict=True)
    }
    found = estimate_campaigns(y + effects.sum(axis=0), windows)
    truth, whole = effects.sum(axis=1), float(effects.sum())
    totals = [part.total for part in found.parts]
    inside = [one.effect_ci_lower <= true <= one.effect_ci_upper for one, true in zip(totals, truth, strict=True)]
    first = found.parts[0]
    said = {
        "scenario": case.name,
        "measured": found.reason is None,
        "A covered": inside[0],
        "B covered": inside[1],
        "joint covered": found.joint.effect_ci_lower <= whole <= found.joint.effect_ci_upper,
        "share covered": first.share_ci_lower <= truth[0] / whole <= first.share_ci_upper,
        "share": first.share,
        "share error": first.share - truth[0] / whole,
        "half-width A %": 50.0 * (totals[0].effect_ci_upper - totals[0].effect_ci_lower) / totals[0].baseline,
        "correlation": found.correlation.iloc[0, 1],
    }
    return [said]


def fading_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Sum up the half-lives by scenario; coverage is among the series for which one was told."""
    told = rows[rows["told"]].groupby("scenario", sort=False)
    every = rows.groupby("scenario", sort=False)
    return pd.DataFrame(
        {
            "told": every["told"].mean(),
            "coverage": told["covered"].mean(),
            "median half-life": told["half-life"].median(),
            "median lower": told["lower"].median(),
            "median upper": told["upper"].median(),
            "open upwards": told["open"].mean(),
            "carry-over coverage": every["carry-over covered"].mean(),
        }
    )


def together_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Sum up the shares by scenario; the share's coverage is among the series with a joint effect."""
    shared = rows[rows["share"].notna()].groupby("scenario", sort=False)
    every = rows.groupby("scenario", sort=False)
    names = ["measured", "A covered", "B covered", "joint covered"]
    table = every[names].mean()
    table["share covered"] = shared["share covered"].mean()
    table["share RMSE"] = shared["share error"].agg(lambda error: np.sqrt(np.mean(error**2)))
    table["half-width A %"] = every["half-width A %"].median()
    table["correlation"] = every["correlation"].mean()
    return table


def main() -> None:
    """Print both tables."""
    asked = held.options(__doc__ or "", choices=("fading", "together"))
    seeds = range(asked.first, asked.first + asked.seeds)
    if "fading" in asked.worlds:
        fading = pd.DataFrame(held.collect(score_fading, product(FADING, seeds), asked.jobs))
        print(fading_table(fading).round(3).to_string(), end="\n\n")
    if "together" in asked.worlds:
        together = pd.DataFrame(held.collect(score_together, product(TOGETHER, seeds), asked.jobs))
        print(together_table(together).round(3).to_string())


if __name__ == "__main__":
    main()
