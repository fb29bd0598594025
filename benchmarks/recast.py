"""How the panel estimators do on the process of the Recast simulation study of geo experiments.

All units share trend and weekly profile, noise is autocorrelated and its size differs; a lift of 0 % or 7.5 %
is put into one unit. False alarms, coverage, half-width, power and bias per scenario, as that study scores, each beside
its bar; * marks what misses it. Seeds are fixed; what was chosen on the first half of them is told apart from the
second half, on which it was confirmed.

    python benchmarks/recast.py [--panels N] [--method auto] [--only A3] [--jobs N]
"""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import product

# One thread per process: the matrices are small, and the processes share the cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pandas as pd

from smmeasure.core.panel.arguments import check
from smmeasure.core.panel.choice import choose, judge
from smmeasure.core.panel.estimate import AUTO
from smmeasure.core.panel.inference import Estimate
from smmeasure.core.panel.methods import METHODS, measure

WEEKDAYS = np.array([-1.0, -0.5, 0.0, 0.2, 0.8, 1.0, 0.5])
LIFTS = (0.0, 0.075)
LEVEL = 0.95


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


def score(task: tuple[Scenario, int, str]) -> list[dict[str, object]]:
    """Measure one panel at both lifts; the method is chosen once, as it is from the quiet period alone."""
    scenario, seed, method = task
    panel, treated = simulate(scenario, np.random.default_rng([seed, scenario.quiet, scenario.controls]))
    window = panel.index[scenario.quiet :]
    untreated = float(panel.loc[window, treated].sum())
    question = check(panel, [treated], window[0], window[-1], method, LEVEL, (AUTO, *METHODS))
    choice = choose(question, LEVEL) if method == AUTO else judge(question, METHODS[method], LEVEL)
    rows = []
    for lift in LIFTS:
        values = question.values.copy()
        values[scenario.quiet :, question.treated] *= 1.0 + lift
        found = measure(replace(question, values=values), choice.method, LEVEL)
        told, effect = isinstance(found, Estimate), lift * untreated
        estimate = values[scenario.quiet :, treated].sum() - found.path[scenario.quiet :].sum() if told else np.nan
        rows.append(
            {
                "scenario": scenario.name,
                "lift": lift,
                "seed": seed,
                "method": choice.method.name,
                "measured": told,
                "found": told and not found.lower <= 0.0 <= found.upper,
                "covered": told and found.lower <= effect <= found.upper,
                "half-width %": 50.0 * (found.upper - found.lower) / untreated if told else np.nan,
                "error": 100.0 * (estimate - effect) / untreated,
                "own alarms": choice.calibration.false_alarm_rate if choice.calibration else np.nan,
            }
        )
    return rows


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
    there = set(rows["scenario"])
    parts = [row(one, rows[rows["scenario"] == one.name]) for one in SCENARIOS if one.name in there]
    return pd.DataFrame(parts).set_index("scenario").to_string()


def measured(panels: int, method: str = "auto", only: str = "", jobs: int = 2) -> pd.DataFrame:
    """Measure panels of every scenario whose name begins with `only`: one row per panel and lift."""
    scenarios = [scenario for scenario in SCENARIOS if scenario.name.startswith(only)]
    tasks = [(scenario, seed, method) for scenario, seed in product(scenarios, range(panels))]
    with ProcessPoolExecutor(jobs) as pool:
        return pd.DataFrame([row for rows in pool.map(score, tasks, chunksize=8) for row in rows])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--panels", type=int, default=1000, help="panels per scenario and lift")
    parser.add_argument("--method", default="auto")
    parser.add_argument("--only", default="", help="scenarios whose name begins so")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    rows = measured(options.panels, options.method, options.only, options.jobs)
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
