"""The scout leaves out only dynamics that the full filter would give no weight."""

from __future__ import annotations

import numpy as np
import pytest

from smmeasure.core.baselines import filtering
from smmeasure.core.baselines.scout import plausible
from smmeasure.core.baselines.specification import Dynamics
from smmeasure.core.baselines.unobserved_components import UNOBSERVED_COMPONENTS

GRID = UNOBSERVED_COMPONENTS.grid
NO_REGRESSORS = np.empty((300, 0))


def series(kind: str) -> np.ndarray:
    """Give 300 standardised days with a weekly pattern and a gap."""
    noise = np.random.default_rng(5).normal(size=300)
    wander = {"noise": noise, "walk": np.cumsum(noise) / 4, "both": noise + np.cumsum(noise[::-1]) / 8}[kind]
    values = wander + np.tile([0.0, 0.5, 0.3, 0.2, 0.0, -0.6, -0.4], 43)[:300]
    values = (values - values.mean()) / values.std()
    values[100:120] = np.nan
    return values


@pytest.mark.parametrize("kind", ["noise", "walk", "both"])
def test_what_the_full_filter_weighs_is_kept(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No dynamics to which the full filter gives a weight that shows is left out by the scout."""
    values = series(kind)
    kept = plausible(values, GRID, 7)
    monkeypatch.setattr(filtering, "_MANY", len(GRID) + 1)
    runs = filtering.filter_each(values, UNOBSERVED_COMPONENTS, NO_REGRESSORS, 7)
    likely = np.array([run.log_likelihood[-1] for run in runs])
    weights = np.exp(likely - likely.max())

    assert [point for point, weight in zip(GRID, weights / weights.sum(), strict=True) if weight > 1e-3] == [
        point for point, weight in zip(GRID, weights / weights.sum(), strict=True) if weight > 1e-3 and point in kept
    ]


@pytest.mark.parametrize("kind", ["noise", "walk", "both"])
def test_the_scout_rules_something_out(kind: str) -> None:
    """Three hundred days rule out part of the grid, else the scout would be of no use."""
    assert 1 <= len(plausible(series(kind), GRID, 7)) < len(GRID)


def test_a_series_without_a_day_rules_nothing_out() -> None:
    """Where nothing was observed every choice stays."""
    assert plausible(np.full(30, np.nan), GRID, 7) == GRID


def test_independent_noise_rules_out_a_random_walk() -> None:
    """A wandering level without noise of the day is no match for independent noise."""
    walk, noise = Dynamics(irregular=0.01, level=1.0), Dynamics()

    assert plausible(series("noise"), (walk, noise), 7) == (noise,)
