"""How often the intervals of loyalty hold their truth, on simulated shops.

Customers buy at rates of their own, skewed, and pay log-normal amounts. Who buys more joins the community sooner
(the more so, the more was bought before: past orders alone decide). From the day of joining a member buys at a known
multiple of the rate. The truth of a shop is what the compared members bought less what they would have bought, drawn
from the same purchases: each order after joining is kept with the probability that the multiple leaves. An interval
at 95 % should hold the expectation of that for 93 to 97 % of the seeds.

The customers whom a campaign wins are simulated beside it (rows `won`): customers come at random, each window of four
weeks with a level, a price and a habit of its own, some orders are paid back, and the campaign adds known customers and
a known share to what each of them spends. `own` is what a customer of the campaign brings, against its expectation;
`gap` the difference from the quiet windows, against what the campaign truly added.

    python benchmarks/loyalty.py [--seeds N] [--jobs N]
"""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

# One thread per process: the matrices are small, and the processes share the cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pandas as pd

from smmeasure.core.loyalty.cohorts import estimate_cohorts
from smmeasure.core.loyalty.estimate import estimate_loyalty
from smmeasure.windows import Window

CUSTOMERS, MEMBERS, HISTORY, JOINING, DAYS, LIFT = 4000, 250, 365, 60, 180, 0.3
MEAN_RATE, SHAPE, SPREAD, PRICE = 0.006, 1.2, 0.6, 60.0
FIRST = np.datetime64("2024-01-01")
BAR = (0.93, 0.97)
WINDOW, WINDOWS, PER_WINDOW, EXTRA, RICHER = 28, 22, 90, 40, 0.15
"""Of the customers won: days of a window, quiet windows, customers of each, those that the campaign adds, and how much
more each of its customers spends."""

WINDOW_SPREAD, PRICE_SPREAD, AGAIN, PAID_BACK = 0.12, 0.06, 0.004, 0.06
"""How far windows differ in customers and habits, and in prices; further orders a day, and how many are paid back."""


@dataclass(frozen=True)
class Shop:
    """Orders, members with their days, and what membership truly adds per member."""

    orders: pd.DataFrame
    members: pd.Series
    truth: dict[str, float]


def simulate(rng: np.random.Generator) -> Shop:
    """Simulate a shop whose customers decide once, on a day of chance, by what they have bought."""
    rate = rng.gamma(SHAPE, MEAN_RATE / SHAPE, CUSTOMERS)
    length = HISTORY + JOINING + DAYS
    decides = rng.integers(HISTORY, HISTORY + JOINING, CUSTOMERS)
    count = rng.poisson(rate * length)
    who, day = np.repeat(np.arange(CUSTOMERS), count), rng.integers(0, length, count.sum())
    past = np.bincount(who[day <= decides[who]], minlength=CUSTOMERS)
    wish = np.where(past > 0, np.exp(0.5 * np.log1p(past)), 0.0)
    joined = np.sort(rng.choice(CUSTOMERS, MEMBERS, replace=False, p=wish / wish.sum()))
    more = rng.poisson(rate[joined] * LIFT * DAYS)
    late = decides[np.repeat(joined, more)] + rng.integers(1, DAYS + 1, more.sum())
    who, day = np.concatenate([who, np.repeat(joined, more)]), np.concatenate([day, late])
    amount = PRICE * np.exp(rng.normal(-(SPREAD**2) / 2, SPREAD, len(who)))
    names = np.array([f"{number:032x}" for number in range(CUSTOMERS)])
    orders = pd.DataFrame({"customer": names[who], "ordered_at": FIRST + day.astype("timedelta64[D]")})
    orders["net_amount"] = amount
    expected = rate[joined] * DAYS
    truth = {
        "orders": float(LIFT * expected.mean()),
        "revenue": float(PRICE * LIFT * expected.mean()),
        "repeat_rate": float((np.exp(-expected) - np.exp(-expected * (1 + LIFT))).mean()),
        "retention": float((np.exp(-expected / 2) - np.exp(-expected * (1 + LIFT) / 2)).mean()),
    }
    return Shop(orders, pd.Series(FIRST + decides[joined].astype("timedelta64[D]"), names[joined]), truth)


def held(seed: int) -> pd.DataFrame:
    """Say for one shop and each way of matching which intervals hold their truth."""
    rows: list[dict[str, object]] = []
    shop = simulate(np.random.default_rng(seed))
    for comparison in ("coarsened", "propensity"):
        found = estimate_loyalty(shop.orders, shop.members, comparison=comparison, days=DAYS)
        for name, truth in shop.truth.items():
            gap = found.outcome(name).difference
            holds = gap.effect_ci_lower <= truth <= gap.effect_ci_upper
            told = {"holds": holds, "error": gap.effect - truth, "truth": truth, "compared": found.compared}
            rows.append({"comparison": comparison, "outcome": name, "measurable": found.reason is None, **told})
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class Won:
    """Orders of a shop whose last window had a campaign, and what is true of the customers won in it."""

    orders: pd.DataFrame
    truth: dict[tuple[str, int, str], float]


def simulate_won(rng: np.random.Generator) -> Won:
    """Simulate customers who come in windows, and order again for 180 days at rates of their own."""
    levels = rng.gamma(1 / WINDOW_SPREAD**2, WINDOW_SPREAD**2, WINDOWS + 1)
    prices = PRICE * np.exp(rng.normal(-(PRICE_SPREAD**2) / 2, PRICE_SPREAD, WINDOWS + 1))
    count = rng.poisson(PER_WINDOW * levels)
    count[-1] += EXTRA
    window = np.repeat(np.arange(WINDOWS + 1), count)
    first = window * WINDOW + rng.integers(0, WINDOW, len(window))
    habits = AGAIN * rng.gamma(1 / WINDOW_SPREAD**2, WINDOW_SPREAD**2, WINDOWS + 1)
    rate = habits[window] * rng.gamma(SHAPE, 1 / SHAPE, len(window))
    times = rng.poisson(rate * DAYS)
    who = np.concatenate([np.arange(len(window)), np.repeat(np.arange(len(window)), times)])
    day = np.concatenate([first, np.repeat(first, times) + rng.integers(1, DAYS + 1, times.sum())])
    usual = prices[window[who]] * np.exp(rng.normal(-(SPREAD**2) / 2, SPREAD, len(who)))
    usual = usual * np.where(rng.random(len(who)) < PAID_BACK, 0.0, 1.0)
    is_own = window[who] == WINDOWS
    names = np.array([f"{number:032x}" for number in range(len(window) + 1)])
    last = {"customer": names[-1:], "ordered_at": [FIRST + np.timedelta64((WINDOWS + 1) * WINDOW + DAYS, "D")]}
    orders = pd.DataFrame({"customer": names[who], "ordered_at": FIRST + day.astype("timedelta64[D]")})
    orders["net_amount"] = np.where(is_own, 1.0 + RICHER, 1.0) * usual
    orders = pd.concat([orders, pd.DataFrame({**last, "net_amount": [1.0]})], ignore_index=True)
    truth: dict[tuple[str, int, str], float] = {("customers", 0, "gap"): EXTRA}
    for days in (30, 90, 180):
        expected = (1.0 + habits[-1] * days) * prices[-1] * (1.0 - PAID_BACK) * (1.0 + RICHER)
        truth["revenue", days, "own"] = expected
        brought = usual[is_own & (day - first[who] <= days)].sum() / count[-1]
        truth["revenue", days, "gap"] = float(RICHER * brought)
        truth["repeat_rate", days, "own"] = float(1.0 - (1.0 + habits[-1] * days / SHAPE) ** -SHAPE)
        truth["repeat_rate", days, "gap"] = 0.0
    return Won(orders, truth)


def won_held(seed: int) -> pd.DataFrame:
    """Say for one shop which intervals of the customers won hold their truth."""
    shop = simulate_won(np.random.default_rng([seed, 1]))
    start = (FIRST + WINDOWS * WINDOW).item()
    found = estimate_cohorts(shop.orders, Window(start, (FIRST + WINDOWS * WINDOW + WINDOW - 1).item()), new_after=DAYS)
    rows: list[dict[str, object]] = []
    for (metric, days, kind), truth in shop.truth.items():
        figure = found.figure(metric, days)
        said = figure.estimate if kind == "own" else figure.difference
        if said is not None:
            told = {"holds": said.ci_lower <= truth <= said.ci_upper, "error": said.value - truth, "truth": truth}
            name = f"{metric} {days} {kind}"
            rows.append({"comparison": "won", "outcome": name, "measurable": True, **told, "compared": figure.windows})
    return pd.DataFrame(rows)


def main() -> None:
    """Print the share of seeds whose interval holds the truth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=500)
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    with ProcessPoolExecutor(asked.jobs) as pool:
        seeds = range(asked.seeds)
        rows = pd.concat([*pool.map(held, seeds, chunksize=5), *pool.map(won_held, seeds, chunksize=5)])
    table = rows[rows["measurable"]].groupby(["comparison", "outcome"]).mean()
    table["shops"] = rows[rows["measurable"]].groupby(["comparison", "outcome"]).size()
    table["pass"] = table["holds"].between(*BAR)
    print(table.drop(columns="measurable").round(4).to_string())


if __name__ == "__main__":
    main()
