"""How the panel estimators do on the process of the Recast simulation study of geo experiments.

All units share trend and weekly profile, noise is autocorrelated and its size differs; a lift of 0 % or 7.5 %
is put into one unit. False alarms, coverage, half-width, power and bias per scenario, as that study scores, each beside
its bar; * marks what misses it. Seeds are fixed; what was chosen on the first half of them is told apart from the
second half, on which it was confirmed.

    python benchmarks/recast.py [--panels N] [--method auto] [--jobs N]
"""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product

# One thread per process: the matrices are small, and the processes share the cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pandas as pd

from smmeasure.core.panel.estimate import estimate_panel_uplift
from smmeasure.core.results import Verdict

WEEKDAYS = np.array([-1.0, -0.5, 0.0, 0.2, 0.8, 1.0, 0.5])
LIFTS = (0.0, 0.075)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One row of the study."""

    name: str
    quiet: int
    controls: int
    widest: float
    least_power: float
    factor: float = 1.0
    window: int = 15


SCENARIOS = (
    Scenario("A1 textbook", 90, 20, 15.6, 0.14),
    Scenario("A2 outlier", 90, 20, 15.6, 0.14, factor=5.0),
    Scenario("A3 small pool", 90, 9, 15.3, 0.16),
    Scenario("A4 short past", 30, 20, 18.5, 0.10),
)
ALARMS, COVERAGE, BIAS = (0.04, 0.06), (0.94, 0.96), 0.5


def simulate(scenario: Scenario, rng: np.random.Generator) -> tuple[pd.DataFrame, int]:
    """Draw a panel without a campaign, and say which unit will have one."""
    units, periods = scenario.controls + 1, scenario.quiet + scenario.window
    bases = np.sort(rng.lognormal(np.log(4000.0) - 0.6**2 / 2.0, 0.6, units))
    treated = int(np.abs(bases - np.median(bases)).argmin())
    noise = 0.20 * np.sqrt(bases / bases.mean())
    bases[treated] *= scenario.factor
    days = np.arange(periods)
    common = (1.0 + 0.001 * (days + 1)) * (1.0 + 0.10 * WEEKDAYS[days % 7])
    swings = rng.normal(size=(periods, units))
    for day in range(1, periods):
        swings[day] += 0.30 * swings[day - 1]
    values = bases * common[:, None] * np.exp(noise * swings)
    return pd.DataFrame(values, pd.date_range("2024-01-01", periods=periods)), treated


def score(task: tuple[Scenario, float, int, str]) -> dict[str, object]:
    """Measure one panel; the same seed gives both lifts the same panel."""
    scenario, lift, seed, method = task
    panel, treated = simulate(scenario, np.random.default_rng([seed, scenario.quiet, scenario.controls]))
    window = panel.index[scenario.quiet :]
    untreated = float(panel.loc[window, treated].sum())
    panel.loc[window, treated] *= 1.0 + lift
    effect = lift * untreated
    found = estimate_panel_uplift(panel, [treated], window[0], window[-1], method=method)
    return {
        "scenario": scenario.name,
        "lift": lift,
        "seed": seed,
        "method": found.method,
        "measured": found.verdict is not Verdict.NOT_MEASURABLE,
        "found": found.verdict in (Verdict.RISE, Verdict.FALL),
        "covered": found.effect_ci_lower <= effect <= found.effect_ci_upper,
        "half-width %": 50.0 * (found.effect_ci_upper - found.effect_ci_lower) / untreated,
        "error": 100.0 * (found.effect - effect) / untreated,
        "own alarms": found.calibration.false_alarm_rate if found.calibration else np.nan,
    }


def against(value: float, lower: float, upper: float, digits: int) -> str:
    """Write a figure beside its bar."""
    ends = [f"{end:.{digits}f}" for end in (lower, upper) if np.isfinite(end)]
    bar = "-".join(ends) if len(ends) > 1 else ("<= " if np.isfinite(upper) else ">= ") + ends[0]
    return f"{value:.{digits}f} ({bar}){' ' if lower <= value <= upper else '*'}"


def row(scenario: Scenario, rows: pd.DataFrame) -> dict[str, object]:
    """Sum up the scores of one scenario."""
    calm, lifted = (rows[rows["lift"] == lift] for lift in LIFTS)
    bias = float(lifted["error"].mean())
    return {
        "scenario": scenario.name,
        "false alarms": against(calm["found"].mean(), *ALARMS, 3),
        "coverage": against(lifted["covered"].mean(), *COVERAGE, 3),
        "half-width %": against(lifted["half-width %"].median(), -np.inf, scenario.widest, 1),
        "power": against(lifted["found"].mean(), scenario.least_power, np.inf, 3),
        "bias, points": against(bias, -BIAS, BIAS, 2),
        "RMSE, points": round(float(np.sqrt(np.mean(lifted["error"] ** 2))), 2),
        "measured": rows["measured"].mean(),
        "own alarms": round(float(calm["own alarms"].mean()), 3),
    }


def table(rows: pd.DataFrame) -> str:
    """Lay out every scenario."""
    parts = [row(scenario, rows[rows["scenario"] == scenario.name]) for scenario in SCENARIOS]
    return pd.DataFrame(parts).set_index("scenario").to_string()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--panels", type=int, default=1000, help="panels per scenario and lift")
    parser.add_argument("--method", default="auto")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    tasks = [
        (scenario, lift, seed, options.method)
        for scenario, lift, seed in product(SCENARIOS, LIFTS, range(options.panels))
    ]
    with ProcessPoolExecutor(options.jobs) as pool:
        rows = pd.DataFrame(pool.map(score, tasks, chunksize=8))
    half = options.panels // 2
    for name, part in (
        ("seeds of the first half", rows[rows["seed"] < half]),
        ("seeds of the second half", rows[rows["seed"] >= half]),
        ("all seeds", rows),
    ):
        print(f"{name}:\n{table(part)}\n")
    print(pd.crosstab(rows["scenario"], rows["method"], normalize="index").round(3).to_string())


if __name__ == "__main__":
    main()
