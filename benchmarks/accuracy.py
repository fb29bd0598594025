"""How well the intervals keep their word: real series without a campaign, and simulated ones.

On each placebo window the true effect is 0: an interval that leaves 0 out is a false alarm. The same
window with its last days multiplied by 1.3 measures the power.

    python benchmarks/accuracy.py [--data FOLDER] [--jobs N] [--simulated N]
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

# One thread per process: the matrices are small, and the processes share the cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pandas as pd

from smmeasure.core.results import Uplift, Verdict
from smmeasure.core.uplift import estimate_uplift

DEFAULT_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
REAL_LIFT, SIMULATED_LIFT = 0.30, 0.05
PENALTY = 40.0  # 2 / (1 - level), as in the interval score of Gneiting and Raftery (2007), equation 43
CAP = 20.0


@dataclass(frozen=True, slots=True)
class Case:
    """A series without a campaign, and where one is pretended."""

    group: str
    half: str
    y: pd.Series
    start: pd.Timestamp
    lift: float = REAL_LIFT
    controls: pd.DataFrame | None = None
    events: pd.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class Draw:
    """A simulated series in units of its noise, with what is known beside it."""

    noise: np.ndarray
    control: np.ndarray | None = None
    holiday: np.ndarray | None = None


def score(case: Case) -> dict[str, object]:
    """Measure one case without and with its lift."""
    end = case.y.index[-1]
    begin = time.perf_counter()
    quiet = estimate_uplift(case.y, case.start, end, controls=case.controls, events=case.events)
    seconds = time.perf_counter() - begin
    lifted = case.y.copy()
    lifted[case.start :] *= 1.0 + case.lift
    effect = lifted[case.start :].sum() - case.y[case.start :].sum()
    raised = estimate_uplift(lifted, case.start, end, controls=case.controls, events=case.events)
    measurable = quiet.verdict is not Verdict.NOT_MEASURABLE
    miss = max(quiet.effect_ci_lower, -quiet.effect_ci_upper, 0.0)
    width = quiet.effect_ci_upper - quiet.effect_ci_lower
    return {
        "group": case.group,
        "half": case.half,
        "measurable": measurable,
        "rejected": quiet.verdict in (Verdict.RISE, Verdict.FALL),
        "covered": _covers(quiet, 0.0),
        "covered lifted": _covers(raised, effect),
        "score": min((width + PENALTY * miss) / abs(quiet.observed), CAP),
        "error": abs(quiet.effect / quiet.observed),
        "detected": raised.verdict is Verdict.RISE,
        "own rate": quiet.calibration.false_alarm_rate if quiet.calibration else np.nan,
        "seconds": seconds,
    }


def _covers(uplift: Uplift, effect: float) -> bool:
    return uplift.effect_ci_lower <= effect <= uplift.effect_ci_upper


def table(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Sum up scores by a column."""
    measured = rows[rows["measurable"]]
    seen, every = measured.groupby(by, sort=True), rows.groupby(by, sort=True)
    return pd.DataFrame(
        {
            "windows": every.size(),
            "rejected %": 100 * seen["rejected"].mean(),
            "coverage %": 100 * seen["covered"].mean(),
            "with lift %": 100 * seen["covered lifted"].mean(),
            "score": seen["score"].mean(),
            "error": seen["error"].median(),
            "power %": 100 * every["detected"].mean(),
            "not meas. %": 100 * (1 - every["measurable"].mean()),
            "own rate %": 100 * seen["own rate"].mean(),
            "seconds": every["seconds"].mean(),
            "slowest": every["seconds"].max(),
        }
    )


def placebo_cases(data: Path) -> list[Case]:
    """Read the placebo windows; sources are split into two halves of alike domains."""
    long = pd.read_parquet(data / "placebo_windows.parquet")
    windows = long.groupby("window", sort=True)
    halves = split(windows[["domain", "source"]].first())
    return [
        Case(
            group=rows["domain"].iloc[0],
            half=halves[rows["source"].iloc[0]],
            y=rows.sort_values("date").set_index("date")["value"],
            start=rows["start"].iloc[0],
        )
        for _, rows in windows
    ]


def split(windows: pd.DataFrame) -> dict[str, str]:
    """Deal the sources out, domain by domain, the largest first, to the half that has fewer windows."""
    sizes = windows.groupby(["domain", "source"]).size().rename("size").reset_index()
    sizes = sizes.sort_values(["domain", "size", "source"], ascending=[True, False, True])
    halves: dict[str, str] = {}
    load = {(domain, half): 0 for domain in sizes["domain"].unique() for half in "AB"}
    total = {"A": 0, "B": 0}
    for domain, source, size in sizes.itertuples(index=False):
        if source not in halves:
            half = min("AB", key=lambda name, domain=domain: (load[domain, name], total[name]))
            halves[source] = half
            load[domain, half] += size
            total[half] += size
    return halves


def simulated_cases(count: int) -> list[Case]:
    """Simulate the cells of Brodersen-like series: 90 + 15 days, weekly pattern, nine kinds of noise."""
    kinds: dict[str, Callable[[np.random.Generator], Draw]] = {
        "iid": lambda rng: Draw(autoregression(rng, 0.0)),
        "AR .5": lambda rng: Draw(autoregression(rng, 0.5)),
        "AR .8": lambda rng: Draw(autoregression(rng, 0.8)),
        "random walk": lambda rng: Draw(autoregression(rng, 0.0) + walk(rng)),
        "trend": lambda rng: Draw(autoregression(rng, 0.0) + 0.06 * np.arange(105)),
        "level shift": lambda rng: Draw(autoregression(rng, 0.0) + 2.0 * (np.arange(105) >= rng.integers(30, 76))),
        "holiday weeks": holiday_weeks,
        "AR .8, control": lambda rng: controlled(rng, autoregression(rng, 0.8)),
        "random walk, control": lambda rng: controlled(rng, walk(rng)),
    }
    return [
        simulated_case(kind, draw(np.random.default_rng([place, seed])))
        for place, (kind, draw) in enumerate(kinds.items())
        for seed in range(count)
    ]


def simulated_case(kind: str, draw: Draw) -> Case:
    """Lay a draw over the weekly pattern."""
    days = pd.date_range("2024-01-01", periods=105)
    weekly = 3.0 * np.array([0.0, 0.5, 0.3, 0.2, 0.0, -0.6, -0.4])[np.arange(105) % 7]
    control = None if draw.control is None else 500.0 * (1.0 + 0.05 * (draw.control + weekly))
    return Case(
        group=kind,
        half="",
        y=pd.Series(1000.0 * (1.0 + 0.05 * (draw.noise + weekly)), days),
        start=days[90],
        lift=SIMULATED_LIFT,
        controls=None if control is None else pd.DataFrame({"control": control}, days),
        events=None if draw.holiday is None else pd.DataFrame({"holiday": draw.holiday}, days),
    )


def walk(rng: np.random.Generator) -> np.ndarray:
    """Draw 105 days of a random walk with steps of .3."""
    return np.cumsum(0.3 * rng.normal(size=105))


def holiday_weeks(rng: np.random.Generator) -> Draw:
    """Draw independent noise with three known weeks of 3 more, the last one in the window."""
    holiday = np.zeros(105)
    for first in (rng.integers(7, 35), rng.integers(42, 76), rng.integers(90, 99)):
        holiday[first : first + 7] = 1.0
    return Draw(autoregression(rng, 0.0) + 3.0 * holiday, holiday=holiday)


def controlled(rng: np.random.Generator, common: np.ndarray) -> Draw:
    """Draw a series and a control that share their wandering; each has independent noise of its own, of half a unit."""
    own, other = (0.5 * autoregression(rng, 0.0) for _ in range(2))
    return Draw(common + own, control=common + other)


def autoregression(rng: np.random.Generator, persistence: float) -> np.ndarray:
    """Draw 105 days of a first-order autoregression with unit variance."""
    values = np.empty(105)
    values[0] = rng.normal()
    for day in range(1, 105):
        values[day] = persistence * values[day - 1] + np.sqrt(1 - persistence**2) * rng.normal()
    return values


def measure(cases: Iterable[Case], jobs: int) -> pd.DataFrame:
    """Score every case in parallel processes."""
    with ProcessPoolExecutor(jobs) as pool:
        return pd.DataFrame(pool.map(score, cases, chunksize=8))


def show(rows: pd.DataFrame) -> None:
    """Print the table overall, by group and by half."""
    whole = table(rows.assign(all="all"), "all")
    parts = [whole, table(rows, "group")]
    if rows["half"].any():
        parts.append(table(rows, "half"))
    print(pd.concat(parts).round(3).to_string())


def main() -> None:
    """Read the options and print the tables."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder with placebo_windows.parquet")
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options.add_argument("--simulated", type=int, default=0, metavar="N", help="simulated series per kind")
    chosen = options.parse_args()
    if (chosen.data / "placebo_windows.parquet").exists():
        print("Placebo windows of real series, nominal level 95 %; lift 30 %")
        show(measure(placebo_cases(chosen.data), chosen.jobs))
    else:
        print(f"No placebo_windows.parquet in {chosen.data}: the real series are left out (option --data).")
    if chosen.simulated:
        print(f"\nSimulated series, {chosen.simulated} of each kind, 90 + 15 days; lift 5 %")
        show(measure(simulated_cases(chosen.simulated), chosen.jobs))


if __name__ == "__main__":
    main()
