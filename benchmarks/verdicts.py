"""Random results of every estimator, searched for verdicts that contradict their interval or their p-value."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
import pandas as pd

from smmeasure.core.experiment.estimate import estimate_experiment
from smmeasure.core.experiment.outcome import Difference
from smmeasure.core.panel.estimate import estimate_panel_uplift
from smmeasure.core.results import Uplift, Verdict
from smmeasure.core.uplift import estimate_uplift

Result = Uplift | Difference


def single(rng: np.random.Generator, level: float) -> Result:
    """Measure a single series of 70 days whose last week is moved by a random amount."""
    y = pd.Series(100.0 + rng.normal(0.0, 5.0, 70), pd.date_range("2024-01-01", periods=70))
    y.iloc[-7:] += rng.normal(0.0, 5.0)
    return estimate_uplift(y, y.index[-7], y.index[-1], level=level)


def panel(rng: np.random.Generator, level: float) -> Result:
    """Measure a panel of four units over 45 days whose last week is moved by a random amount in one."""
    walks = 100.0 + rng.normal(size=(45, 4)).cumsum(axis=0)
    walks[-7:, 0] += rng.normal(0.0, 4.0)
    outcomes = pd.DataFrame(walks, pd.date_range("2024-01-01", periods=45))
    method = str(rng.choice(["tbr", "did"]))
    return estimate_panel_uplift(outcomes, [0], outcomes.index[-7], outcomes.index[-1], method=method, level=level)


def experiment(rng: np.random.Generator, level: float) -> Result:
    """Compare two arms of forty people whose means, or rates, differ by a random amount."""
    people, moved = 80, rng.normal(0.0, 0.4)
    treated = np.arange(people) % 2 == 1
    values = rng.normal(size=people) + moved * treated
    if rng.random() < 0.5:
        values = (values > 0.5).astype(float)
    arms = pd.Series(np.where(treated, "posts", "none"))
    return estimate_experiment(pd.Series(values), arms, control="none", level=level).arms[0].difference


SHARES: tuple[tuple[Callable[[np.random.Generator, float], Result], int], ...] = (
    (experiment, 75),
    (panel, 20),
    (single, 5),
)
"""Per cent of the results that each estimator gives; the quick ones give most."""


def contradicts(result: Result) -> bool:
    """Whether verdict, interval and p-value of a result don't say the same."""
    lower, upper = result.effect_ci_lower, result.effect_ci_upper
    if result.verdict is Verdict.NOT_MEASURABLE:
        return not all(map(np.isnan, (lower, upper, result.pvalue)))
    expected = Verdict.RISE if lower > 0.0 else Verdict.FALL if upper < 0.0 else Verdict.NO_CHANGE
    significant = result.pvalue < 1.0 - result.level
    inside = lower <= result.effect <= upper
    return result.verdict is not expected or significant is (expected is Verdict.NO_CHANGE) or not inside


def contradictions(count: int, jobs: int) -> int:
    """Count contradictions among so many random results; the same ones every time."""
    with ProcessPoolExecutor(jobs) as pool:
        return sum(pool.map(partial(_contradicts_by_chance, total=count), range(count), chunksize=50))


def _contradicts_by_chance(number: int, total: int) -> bool:
    rng = np.random.default_rng([20, number])
    level = float(rng.choice([0.8, 0.9, 0.95, 0.99]))
    place, reached = 100.0 * number / total, 0
    for draw, share in SHARES:
        reached += share
        if place < reached:
            return contradicts(draw(rng, level))
    raise AssertionError(number)
