"""What controls are worth, and what becomes of those that the campaign touched.

Simulated series of 90 + 15 days with a weekly pattern: each control shares the wandering of the series and has
half a unit of independent noise of its own, like the series. In the window, in turn, nothing happens; the
campaign lifts the series alone; it lifts the first control as well; or a market lifts series and controls alike.

    python benchmarks/controls.py [--simulated N] [--jobs N]
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

from smmeasure.core.results import Verdict
from smmeasure.core.uplift import estimate_uplift

QUIET, WINDOW, NOISE = 90, 15, 0.5
LIFT, MARKET = 1.2, 1.08


@dataclass(frozen=True, slots=True)
class Scene:
    """What happens in the window, as factors."""

    name: str
    series: float = 1.0
    first: float = 1.0
    others: float = 1.0

    @property
    def effect(self) -> float:
        """What the campaign did to the series, relative to what it would have been."""
        return self.series / self.others - 1.0


SCENES = (
    Scene("nothing"),
    Scene("campaign", series=LIFT),
    Scene("campaign touches a control", series=LIFT, first=LIFT),
    Scene("market +8 %", MARKET, MARKET, MARKET),
    Scene("market +20 %", LIFT, LIFT, LIFT),
)


def autoregression(rng: np.random.Generator, persistence: float) -> np.ndarray:
    """Draw the days of a first-order autoregression with unit variance."""
    values = rng.normal(size=QUIET + WINDOW)
    for day in range(1, QUIET + WINDOW):
        values[day] = persistence * values[day - 1] + np.sqrt(1 - persistence**2) * values[day]
    return values


def draw(kind: str, count: int, seed: int) -> tuple[pd.Series, pd.DataFrame]:
    """Draw a series and its controls before anything happens in the window."""
    rng = np.random.default_rng([count, seed])
    common = autoregression(rng, 0.8) if kind == "AR .8" else np.cumsum(0.3 * rng.normal(size=QUIET + WINDOW))
    days = pd.date_range("2024-01-01", periods=QUIET + WINDOW)
    weekly = 3.0 * np.array([0.0, 0.5, 0.3, 0.2, 0.0, -0.6, -0.4])[np.arange(QUIET + WINDOW) % 7]
    drawn = [
        pd.Series(1000.0 * (1.0 + 0.05 * (common + weekly + NOISE * autoregression(rng, 0.0))), days)
        for _ in range(count + 1)
    ]
    return drawn[0], pd.DataFrame({f"control {place}": one for place, one in enumerate(drawn[1:], 1)})


def measure(task: tuple[str, int, int, Scene]) -> dict[str, object]:
    """Measure one simulated series."""
    kind, count, seed, scene = task
    y, controls = draw(kind, count, seed)
    start = y.index[QUIET]
    y[start:] *= scene.series
    controls.loc[start:, "control 1"] *= scene.first
    controls.loc[start:, "control 2":] *= scene.others
    uplift = estimate_uplift(y, start, y.index[-1], controls=controls)
    first, *others = uplift.controls
    bias, corrected = next(
        ((check.rel_bias, check.corrected) for check in uplift.controls if np.isfinite(check.rel_bias)), (np.nan, False)
    )
    error = uplift.rel_effect - scene.effect
    return {
        "noise": kind,
        "controls": count,
        "scene": scene.name,
        "first refused %": 100.0 * (not first.used),
        "others refused %": 100.0 * float(np.mean([not check.used for check in others])) if others else np.nan,
        "found %": 100.0 * (uplift.verdict in {Verdict.RISE, Verdict.FALL}),
        "effect %": 100.0 * uplift.rel_effect,
        "error": 100.0 * abs(error),
        "signal %": 100.0 * first.reliability,
        "bias told": 100.0 * bias,
        "corrected %": 100.0 * corrected,
        "error before": 100.0 * abs(error + (bias if corrected else 0.0)),
    }


def main() -> None:
    """Read the options and print the table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--simulated", type=int, default=60, metavar="N", help="simulated series per row")
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    chosen = options.parse_args()
    tasks = [
        (kind, count, seed, scene)
        for kind in ("AR .8", "random walk")
        for count in (1, 2)
        for scene in SCENES
        for seed in range(chosen.simulated)
    ]
    with ProcessPoolExecutor(chosen.jobs) as pool:
        rows = pd.DataFrame(pool.map(measure, tasks, chunksize=8))
    by = rows.groupby(["noise", "controls", "scene"], sort=False)
    table = by.mean().assign(**{name: by[name].median() for name in ("error", "error before")})
    print(table.round(2).to_string())


if __name__ == "__main__":
    main()
