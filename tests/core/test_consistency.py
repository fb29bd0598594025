"""No result contradicts itself: effect, interval, p-value, verdict and relative effect say the same."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from smmeasure.core.calibration import Distribution
from smmeasure.core.experiment.estimate import estimate_experiment
from smmeasure.core.panel.estimate import estimate_panel_uplift
from smmeasure.core.placebos import ErrorScale
from smmeasure.core.results import Uplift, Verdict
from smmeasure.core.totals import said_of
from smmeasure.core.uplift import too_wild
from smmeasure.core.verdicts import Said, Told, measured, not_measurable

NO_DAYS = pd.DataFrame()
LEVELS = st.floats(1e-6, 1.0 - 1e-6)
SIZES = st.floats(1e-12, 1e12)


def contradictions(uplift: Uplift) -> list[str]:
    """Name what in a result can't be true together."""
    if uplift.verdict is Verdict.NOT_MEASURABLE:
        numbers = (uplift.baseline, uplift.effect, uplift.effect_ci_lower, uplift.rel_effect, uplift.pvalue)
        return [] if all(map(math.isnan, numbers)) and uplift.reason else ["numbers without a measure"]
    lower, upper, relative = uplift.effect_ci_lower, uplift.effect_ci_upper, uplift.rel_effect
    ends = uplift.rel_effect_ci_lower, uplift.rel_effect_ci_upper
    outside = lower > 0.0 or upper < 0.0
    said = {
        "finite": all(map(math.isfinite, (uplift.observed, uplift.baseline, uplift.effect, lower, upper))),
        "effect": uplift.effect == uplift.observed - uplift.baseline,
        "interval": lower <= uplift.effect <= upper,
        "verdict": uplift.verdict is _verdict(lower, upper),
        "p-value": 0.0 <= uplift.pvalue <= 1.0 and (uplift.pvalue < 1.0 - uplift.level) == outside,
        "relative effect": math.isnan(relative) == (not uplift.baseline > 0.0),
        "sign": math.isnan(relative) or np.sign(relative) == np.sign(uplift.effect),
        "relative ends": math.isnan(ends[0]) == math.isnan(ends[1]),
        "relative interval": math.isnan(ends[0])
        or (ends[0] <= relative <= ends[1] and _verdict(*ends) is uplift.verdict),
        "draws": bool((np.diff(uplift.draws) >= 0.0).all()),
    }
    return [name for name, true in said.items() if not true]


def _verdict(lower: float, upper: float) -> Verdict:
    return Verdict.RISE if lower > 0.0 else Verdict.FALL if upper < 0.0 else Verdict.NO_CHANGE


def total_of(rng: np.random.Generator) -> tuple[Distribution, float]:
    """Draw the distribution of a total, told as factors or as differences, and the total that came."""
    factor, days = bool(rng.integers(2)), int(rng.integers(1, 91))
    size, spread = 10.0 ** rng.uniform(-12.0, 12.0), 10.0 ** rng.uniform(-9.0, 0.0)
    expected = size if factor else rng.uniform(-3.0, 3.0) * size
    scale = ErrorScale(factor=factor, typical=size / days)
    degrees = rng.uniform(3.0, 200.0)
    total = Distribution(np.array([expected]), np.array([spread]), np.array([days]), degrees, scale)
    # Around the ends of the interval, where a verdict turns, and anywhere.
    near = float(scale.total(total.expected, np.array([rng.uniform(-4.0, 4.0) * spread]), total.days)[0])
    return total, float(rng.choice([near, near, expected, 0.0, -near, size * 1e3]))


@given(seed=st.integers(0, 2**32))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_no_estimate_of_a_series_contradicts_itself(seed: int) -> None:
    """Two hundred times fifty distributions and totals, through the steps that end every estimate."""
    rng = np.random.default_rng(seed)
    for _ in range(50):
        total, observed = total_of(rng)
        level = float(rng.choice([rng.uniform(1e-6, 1.0 - 1e-6), 0.8, 0.9, 0.95, 0.99, 0.999999]))
        told = Told(level, int(total.days[0]), "", None)
        reason = too_wild(total, level)
        made = (
            measured(said_of(total, observed, level), told, NO_DAYS)
            if reason is None
            else not_measurable(reason, observed, told, pd.Series(dtype=float))
        )
        assert contradictions(made) == []


@given(
    observed=SIZES | st.just(0.0) | SIZES.map(lambda size: -size),
    baseline=SIZES | st.just(0.0) | SIZES.map(lambda size: -size),
    below=st.floats(0.0, 1e12),
    above=st.floats(0.0, 1e12),
    pvalue=st.floats(0.0, 1.0),
    level=LEVELS,
)
@settings(max_examples=500, deadline=None, derandomize=True)
def test_no_interval_around_an_effect_leads_to_a_contradiction(  # noqa: PLR0913, PLR0917 - one number each
    observed: float, baseline: float, below: float, above: float, pvalue: float, level: float
) -> None:
    """Any interval that holds the effect, with any p-value of a test in steps, makes a result that agrees."""
    effect = observed - baseline
    said = Said(observed, baseline, effect - below, effect + above, pvalue, ())
    assert contradictions(measured(said, Told(level, 1, "", None), NO_DAYS)) == []


@given(
    seed=st.integers(0, 2**32),
    method=st.sampled_from(["tbr", "did", "synthetic_control", "augmented", "sdid", "auto"]),
    level=st.sampled_from([0.5, 0.8, 0.95]),
    factor=st.sampled_from([0.0, 0.7, 1.0, 1.02, 1.5]),
)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_no_estimate_of_a_panel_contradicts_itself(seed: int, method: str, level: float, factor: float) -> None:
    """Small panels, by each method."""
    rng = np.random.default_rng(seed)
    values = 100.0 * np.exp(0.1 * rng.normal(size=(30, 5)) + 0.2 * rng.normal(size=5))
    values[24:, 0] *= factor
    panel = pd.DataFrame(values, pd.date_range("2026-01-05", periods=30), list("ABCDE"))
    made = estimate_panel_uplift(panel, ["A"], "2026-01-29", "2026-02-03", method=method, level=level)
    assert contradictions(made) == []


@given(
    treated=st.lists(st.sampled_from([0.0, 1.0, 2.0, 50.0, -3.0]), min_size=3, max_size=12),
    control=st.lists(st.sampled_from([0.0, 1.0, 2.0, 50.0, -3.0]), min_size=3, max_size=12),
    level=st.floats(0.01, 0.99),
)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_no_estimate_of_an_experiment_contradicts_itself(
    treated: list[float], control: list[float], level: float
) -> None:
    """Rates and means of a few people; the ratio's interval is another one of the textbook."""
    arms = pd.Series(["mail"] * len(treated) + ["none"] * len(control))
    (arm,) = estimate_experiment(pd.Series(treated + control), arms, control="none", level=level).arms
    found = arm.difference
    if found.verdict is Verdict.NOT_MEASURABLE:
        assert math.isnan(found.effect)
        assert found.reason
        return
    lower, upper = found.effect_ci_lower, found.effect_ci_upper
    assert lower <= found.effect <= upper
    assert found.verdict is _verdict(lower, upper)
    assert (found.pvalue < 1.0 - level) == (lower > 0.0 or upper < 0.0)
    assert math.isnan(found.rel_effect) or np.sign(found.rel_effect) == np.sign(found.effect)
    assert (found.total.ci_lower, found.total.value, found.total.ci_upper) == (
        lower * len(treated),
        found.effect * len(treated),
        upper * len(treated),
    )
