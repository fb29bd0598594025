"""How often the intervals of loyalty hold their truth, on simulated shops.

Customers buy at rates of their own, skewed, and pay log-normal amounts. Who buys more joins the community sooner
(the more so, the more was bought before: past orders alone decide). From the day of joining a member buys at a known
multiple of the rate. The truth of a shop is what the compared members bought less what they would have bought, drawn
from the same purchases: each order after joining is kept with the probability that the multiple leaves. An interval
at 95 % should hold the expectation of that for 93 to 97 % of the seeds.

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

from smmeasure.core.loyalty.estimate import estimate_loyalty

CUSTOMERS, MEMBERS, HISTORY, JOINING, DAYS, LIFT = 4000, 250, 365, 60, 180, 0.3
MEAN_RATE, SHAPE, SPREAD, PRICE = 0.006, 1.2, 0.6, 60.0
FIRST = np.datetime64("2024-01-01")
BAR = (0.93, 0.97)


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


def main() -> None:
    """Print the share of seeds whose interval holds the truth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=500)
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    with ProcessPoolExecutor(asked.jobs) as pool:
        rows = pd.concat(pool.map(held, range(asked.seeds), chunksize=5))
    table = rows[rows["measurable"]].groupby(["comparison", "outcome"]).mean()
    table["shops"] = rows[rows["measurable"]].groupby(["comparison", "outcome"]).size()
    table["pass"] = table["holds"].between(*BAR)
    print(table.drop(columns="measurable").round(4).to_string())


if __name__ == "__main__":
    main()
