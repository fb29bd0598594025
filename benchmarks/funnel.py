"""How often the intervals of step rates, of leaks and of engagement rates hold their truth, on simulated days.

A funnel: visits of about 800 a day, 5 % of them fill a basket, half of those order, 30 EUR each. Worlds: days that are
binomial; days, or weeks, whose own rate scatters by 10 % around 5 %; a rate that wanders by 10 % and remembers 80 % of
yesterday; weekdays with their own habits, the mean of which is the truth; few visits, ten a day, where most days have
no basket; weeks that scatter and a campaign that doubles the visits. A quiet period of 140 days. Beside the interval
the plain one of Wilson, which takes days for binomial. Then how often a funnel without any leak is said to leak, how
often one that lost 30 % is, and how often the interval of what that cost holds the truth, in orders and in euros: the
share of the true rate that was lost, on the visits that came, at the true rate of the later step.

Rates of engagement: interactions by reach, likes by post, shares by post and 1,000 followers, and shares by reach where
few are shared; in the same worlds, and with a campaign that doubles both sides or the rate itself.

At 95 % an interval should hold the truth for 93 to 97 % of the seeds; with few counts it may hold it more often.

    python benchmarks/funnel.py [--seeds N] [--days N]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.signal import lfilter

from smmeasure.brief.catalogue import Stage
from smmeasure.core.estimates import Estimate
from smmeasure.core.funnel import Funnel, build_funnel, rate_interval
from smmeasure.core.rates import pooled_rate, rate_of_window
from smmeasure.units import Money

QUIET, RATE, LATER, SPREAD, MEMORY, PRICE = 140, 0.05, 0.5, 0.1, 0.8, 30.0
HABITS = np.array([0.9, 0.9, 1.0, 1.0, 1.0, 1.1, 1.1])
STAGES = {"visits": Stage.VISIT, "baskets": Stage.CONVERSION, "orders": Stage.CONVERSION}
WORLDS = (
    "binomial days",
    "scattered days",
    "scattered weeks",
    "lasting moods",
    "weekdays",
    "few visits",
    "few visits, scattered weeks",
    "scattered weeks, visits doubled",
    "lasting moods, visits doubled",
)
ENGAGEMENT = {
    # Mean of a day above and below the line.
    "interactions by reach": (900.0, 26_000.0),
    "likes by post": (60.0, 3.0),
    "shares by post and 1,000 followers": (20.0, 3.0 * 5_000.0),
    "few shares by reach": (2.0, 900.0),
}
KINDS_OF_DAYS = ("counting", "scattered days", "scattered weeks", "lasting moods")
LIFTS = {"": (1.0, 1.0), ", both sides doubled": (2.0, 1.0), ", rate up by a half": (1.0, 1.5)}


def moods(world: str, days: int, rng: np.random.Generator) -> np.ndarray:
    """Draw by how much the rate of every day is above or below its mean, 1 on average."""
    shape = 1 / SPREAD**2
    if "scattered days" in world:
        return rng.gamma(shape, 1 / shape, days)
    if "scattered weeks" in world:
        return np.repeat(rng.gamma(shape, 1 / shape, -(-days // 7)), 7)[:days]
    if "lasting moods" in world:
        shocks = rng.normal(0.0, SPREAD * np.sqrt(1 - MEMORY**2), days + 100)
        return 1.0 + lfilter([1.0], [1.0, -MEMORY], shocks)[100:]
    if "weekdays" in world:
        return np.tile(HABITS, -(-days // 7))[:days]
    return np.ones(days)


def simulated(world: str, window: int, rng: np.random.Generator, kept: float = 1.0) -> Funnel:
    """Build the funnel of one simulated campaign, of whose usual rate a share is kept."""
    days = pd.date_range("2025-09-01", periods=QUIET + window)
    is_campaign = np.arange(len(days)) >= QUIET
    mean = (10 if "few visits" in world else 800) * np.where(is_campaign & ("doubled" in world), 2.0, 1.0)
    visits = rng.poisson(mean)
    baskets = rng.binomial(visits, RATE * moods(world, len(days), rng) * np.where(is_campaign, kept, 1.0))
    counts = {"visits": visits, "baskets": baskets, "orders": rng.binomial(baskets, LATER)}
    series = {key: pd.Series(values.astype(float), days) for key, values in counts.items()}
    before = {key: values.iloc[:QUIET] for key, values in series.items()}
    campaign = {key: values.iloc[QUIET:] for key, values in series.items()}
    return build_funnel(STAGES, campaign, before, 0.95, worth={"orders": Money(PRICE, "EUR")})


def holds(interval: Estimate | None, truth: float) -> bool:
    """Tell whether an interval holds the truth."""
    return interval is not None and interval.ci_lower <= truth <= interval.ci_upper


def losses_held(made: Funnel, kept: float) -> tuple[bool, bool] | None:
    """Tell whether the loss in orders, and that in euros, hold the truth; None where no leak was found."""
    leak = made.diagnosis
    if leak is None or leak.before != "visits" or leak.margin is None:
        return None
    orders = RATE * (1 - kept) * made.steps[0].total * LATER
    low, high = leak.margin.low.amount, leak.margin.high.amount
    return holds(leak.conversions, orders), low <= PRICE * orders <= high


def funnel_row(world: str, window: int, seeds: int) -> str:
    """Simulate campaigns of one world, with a leak and without."""
    rngs = [[np.random.default_rng([seed, part]) for seed in range(seeds)] for part in (1, 2)]
    made = [simulated(world, window, rng) for rng in rngs[0]]
    lost = [simulated(world, window, rng, 0.7) for rng in rngs[1]]
    ours = np.mean([holds(one.steps[1].rate, RATE) for one in made])
    plain = np.mean([holds(rate_interval(one.steps[1].total, one.steps[0].total, 0.95), RATE) for one in made])
    false = np.mean([one.leak is not None for one in made])
    told = [found for one in lost if (found := losses_held(one, 0.7))]
    orders, euros = np.mean(told, axis=0) if len(told) >= seeds // 2 else (np.nan, np.nan)
    found = len(told) / seeds
    return f"{world:32} {ours:9.1%} {plain:7.1%} {false:11.1%} {found:12.1%} {orders:12.1%} {euros:11.1%}"


def engagement(world: str, means: tuple[float, float], lift: tuple[float, float], rng: np.random.Generator) -> tuple:
    """Simulate a rate in the window; give the interval of weeks, the one of the window's days, and the truth."""
    above, below = means
    window = 14
    days = QUIET + window
    is_campaign = np.arange(days) >= QUIET
    size, better = (np.where(is_campaign, one, 1.0) for one in lift)
    whole = np.maximum(1.0, rng.poisson(below * size)) if below < 1e4 else below * size * rng.gamma(100, 0.01, days)
    rate = above / below * better
    part = rng.poisson(rate * whole * moods(world, days, rng))
    frame = pd.DataFrame({"above": part.astype(float), "below": whole}, pd.date_range("2025-09-01", periods=days))
    quiet, campaign = frame.iloc[:QUIET], frame.iloc[QUIET:]
    by_days = pooled_rate(campaign["above"], campaign["below"], 0.95)
    return rate_of_window(campaign, quiet, 0.95), by_days, above / below * lift[1]


def engagement_rows(seeds: int) -> Iterator[str]:
    """Simulate every rate in every world."""
    for name, means in ENGAGEMENT.items():
        for world in KINDS_OF_DAYS:
            for said, lift in LIFTS.items():
                made = [engagement(world, means, lift, np.random.default_rng([seed, 3])) for seed in range(seeds)]
                ours, days = (np.mean([holds(one[place], one[2]) for one in made]) for place in (0, 1))
                yield f"{name:36} {world + said:40} {ours:9.1%} {days:12.1%}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=500)
    parser.add_argument("--days", type=int, default=14, help="days of the campaign of a funnel")
    options = parser.parse_args()
    titles = (
        f"{'interval':>9} {'Wilson':>7} {'false leak':>11} {'leak of 30 %':>12} {'loss, orders':>12} {'loss, EUR':>11}"
    )
    print(f"{f'{options.seeds} seeds, {options.days} days':32} {titles}")
    for world in WORLDS:
        print(funnel_row(world, options.days, options.seeds), flush=True)
    print(f"\n{'rate':36} {'':40} {'interval':>9} {'window alone':>12}")
    for row in engagement_rows(options.seeds):
        print(row, flush=True)


if __name__ == "__main__":
    main()
