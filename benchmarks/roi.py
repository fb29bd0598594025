"""How often the intervals of ROI and of savings hold the truth, on simulated series whose true effect is known.

Sales: a daily count with a weekly pattern and persistent noise of 10 %, lifted by a known factor; contacts: the same,
lowered by a known factor. Price and margin are known. Costs are known, or stated with an error of 15 % and the range
that tells so; the cost of one contact likewise. An interval at 95 % should hold the truth for 93 to 97 % of the seeds.

    python benchmarks/roi.py [--seeds N] [--jobs N]
"""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ProcessPoolExecutor

# One thread per process: the matrices are small, and the processes share the cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pandas as pd

from smmeasure.core.results import Uplift
from smmeasure.core.returns import Gain, gain_of, roi
from smmeasure.core.spending import TotalCost, certain, money_range
from smmeasure.core.uplift import estimate_uplift
from smmeasure.core.value_range import with_value_range
from smmeasure.units import Money

WEEKDAYS = np.array([1.0, 1.1, 1.05, 1.0, 0.95, 0.8, 0.7])
QUIET, WINDOW, LEVEL, NOISE, PERSISTENCE = 120, 14, 200.0, 0.1, 0.3
LIFT, FALL = 0.4, -0.2
PRICE, MARGIN, CONTACT, COST, SPREAD = 50.0, 0.6, 6.5, 20_000.0, 0.15
REACH = float(np.exp(1.959964 * SPREAD))
BAR = (0.93, 0.97)


def measured(rng: np.random.Generator, lift: float) -> tuple[Uplift, float]:
    """Simulate days with an effect, and measure it; give the true effect beside it."""
    days = pd.date_range("2025-10-01", periods=QUIET + WINDOW)
    shocks = rng.normal(0.0, NOISE * np.sqrt(1 - PERSISTENCE**2), len(days))
    noise = np.zeros(len(days))
    for day in range(1, len(days)):
        noise[day] = PERSISTENCE * noise[day - 1] + shocks[day]
    untouched = LEVEL * WEEKDAYS[days.day_of_week] * np.exp(noise)
    lifted = untouched * np.where(np.arange(len(days)) >= QUIET, 1.0 + lift, 1.0)
    values = pd.Series(lifted, days)
    return estimate_uplift(values, days[QUIET], days[-1]), float((lifted - untouched).sum())


def stated(rng: np.random.Generator, truth: float) -> TotalCost:
    """State an amount that errs as much as its range says."""
    amount = truth * float(np.exp(rng.normal(0.0, SPREAD)))
    return money_range(euros(amount / REACH), euros(amount), euros(amount * REACH), 0.95)


def euros(amount: float) -> Money:
    """Give an amount in euros."""
    return Money(amount, "EUR")


def row(name: str, low: float, central: float, high: float, truth: float) -> dict[str, object]:
    """Say whether an interval holds the truth, and how wide it is."""
    return {"value": name, "held": low <= truth <= high, "width": high - low, "error": abs(central - truth)}


def of_roi(name: str, gains: list[Gain], cost: TotalCost, truth: float) -> dict[str, object]:
    """Compare an ROI with its truth."""
    estimate = roi(gains, cost).estimate
    if estimate is None:
        raise TypeError(name)
    return row(name, estimate.ci_lower, estimate.value, estimate.ci_upper, truth)


def of_saving(name: str, gain: Gain, truth: float) -> dict[str, object]:
    """Compare a saving with its truth, in thousands of euros."""
    return row(name, gain.low.amount / 1000, gain.central.amount / 1000, gain.high.amount / 1000, truth / 1000)


def one(seed: int) -> list[dict[str, object]]:
    """Work out the ROI and the savings of one campaign in every way."""
    rng = np.random.default_rng([51, seed])
    sales, sold = measured(rng, LIFT)
    calls, avoided = measured(rng, FALL)
    cost, contact = stated(rng, COST), stated(rng, CONTACT)
    earned = gain_of("pieces", sales, euros(PRICE), MARGIN, saves=False)
    saved = gain_of("calls", calls, euros(CONTACT), 1.0, saves=True)
    ranged = with_value_range(gain_of("calls", calls, contact.amount, 1.0, saves=True), contact, 0.95)
    margin, saving = sold * PRICE * MARGIN, -avoided * CONTACT
    return [
        of_roi("ROI of sales, cost known", [earned], certain(euros(COST)), margin / COST - 1),
        of_roi("ROI of sales, cost in a range", [earned], cost, margin / COST - 1),
        of_saving("savings, cost of a contact known", saved, saving),
        of_saving("savings, cost of a contact in a range", ranged, saving),
        of_roi("ROI of savings, both in a range", [ranged], cost, saving / COST - 1),
        of_roi("no bar: ROI of both, ends added to ends", [earned, ranged], cost, (margin + saving) / COST - 1),
    ]


def main() -> None:
    """Simulate, work out, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=500)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    with ProcessPoolExecutor(options.jobs) as processes:
        rows = pd.DataFrame([row for some in processes.map(one, range(options.seeds), chunksize=10) for row in some])
    found = rows.groupby("value", sort=False)
    table = pd.DataFrame(
        {
            "seeds": found.size(),
            "coverage %": 100 * found["held"].mean(),
            "width": found["width"].median(),
            "error": found["error"].median(),
        }
    )
    share = table["coverage %"] / 100
    table["93-97 %"] = np.where((share >= BAR[0]) & (share <= BAR[1]), "pass", "MISS")
    table.loc[table.index.str.startswith("no bar"), "93-97 %"] = ""
    print(table.round({"coverage %": 1, "width": 2, "error": 3}).to_string())


if __name__ == "__main__":
    main()
