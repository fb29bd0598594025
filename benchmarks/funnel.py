"""How often the interval of a step rate holds its truth, on simulated days.

Visits of about 800 a day, 5 % of them order. Five worlds: days that are binomial; days, or weeks, whose own rate
scatters by 10 % around 5 %; weekdays with their own habits, the mean of which is the truth; few visits, ten a day,
where most days have no order. A quiet period of 140 days and a window of 14. At 95 % an interval should hold the true
rate for 93 to 97 % of the seeds, or more where counts are few. Beside it the plain interval of Wilson, which takes
days for binomial. Last, how often a funnel without any leak is said to leak, and one that lost 30 %.

    python benchmarks/funnel.py [--seeds N]
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

from smmeasure.brief.catalogue import Stage
from smmeasure.core.funnel import Funnel, build_funnel, rate_interval

QUIET, WINDOW, RATE, SPREAD = 140, 14, 0.05, 0.1
HABITS = np.array([0.9, 0.9, 1.0, 1.0, 1.0, 1.1, 1.1])
STAGES = {"visits": Stage.VISIT, "orders": Stage.CONVERSION}


def rates_of(world: str, days: int, rng: np.random.Generator) -> np.ndarray:
    """Draw the rate of every day, 5 % on average."""
    shape = (1 - RATE) / SPREAD**2 - RATE
    if world == "scattered days":
        return rng.beta(shape, shape * (1 / RATE - 1), days)
    if world == "scattered weeks":
        return np.repeat(rng.beta(shape, shape * (1 / RATE - 1), days // 7), 7)
    if world == "weekdays":
        return RATE * np.tile(HABITS, days // 7)
    return np.full(days, RATE)


def simulated(world: str, rng: np.random.Generator, kept: float = 1.0) -> Funnel:
    """Build the funnel of one simulated campaign, of whose usual rate a share is kept."""
    days = pd.date_range("2025-09-01", periods=QUIET + WINDOW)
    visits = rng.poisson(10 if world == "few visits" else 800, len(days))
    rates = rates_of(world, len(days), rng) * np.where(np.arange(len(days)) < QUIET, 1.0, kept)
    counts = {"visits": visits, "orders": rng.binomial(visits, rates)}
    series = {key: pd.Series(values.astype(float), days) for key, values in counts.items()}
    window = {key: values.iloc[QUIET:] for key, values in series.items()}
    quiet = {key: values.iloc[:QUIET] for key, values in series.items()}
    return build_funnel(STAGES, window, quiet, 0.95)


def held(made: Funnel) -> tuple[bool, bool]:
    """Tell whether the funnel's interval, and the plain one of Wilson, hold the true rate."""
    visits, orders = made.steps
    plain = rate_interval(orders.total, visits.total, 0.95)
    return tuple(bool(one and one.ci_lower <= RATE <= one.ci_upper) for one in (orders.rate, plain))  # type: ignore[return-value]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=500)
    seeds = parser.parse_args().seeds
    print(f"{'world':16} {'interval':>9} {'Wilson':>7} {'false leak':>11} {'leak of 30 %':>13}   ({seeds} seeds)")
    for world in ("binomial days", "scattered days", "scattered weeks", "weekdays", "few visits"):
        made = [simulated(world, np.random.default_rng([seed, 1])) for seed in range(seeds)]
        lost = [simulated(world, np.random.default_rng([seed, 2]), 0.7) for seed in range(seeds)]
        ours, plain = np.mean([held(one) for one in made], axis=0)
        leaks, found = (np.mean([one.leak is not None for one in some]) for some in (made, lost))
        print(f"{world:16} {ours:9.1%} {plain:7.1%} {leaks:11.1%} {found:13.1%}")


if __name__ == "__main__":
    main()
