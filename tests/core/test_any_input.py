"""Whatever is passed, an answer that agrees with itself or an error that names the fix."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from smmeasure.core.planning import plan
from smmeasure.core.results import Uplift, Verdict
from smmeasure.core.uplift import estimate_uplift
from smmeasure.errors import CallError
from support import cases

DAYS = pd.date_range("2026-01-05", periods=70)

SPOILT = st.sampled_from([np.nan, 0.0, -1.0, 1e9, -1e9, np.inf, 5e-324, 1e59, 1e61])
CHANGES = st.lists(st.tuples(st.integers(0, 69), st.integers(1, 30), SPOILT), max_size=2)
SCALES = st.sampled_from([*[1.0] * 6, 1e-55, 1e50, -1.0, 0.0, 1e-70])
TYPES = st.sampled_from([*["float64"] * 9, "Float64", "object", "str", "category", "complex128"])
ORDERS = st.sampled_from(
    [*["whole"] * 12, "reversed", "twice", "weekdays", "weeks", "zone", "times", "numbers", "empty"]
)
STARTS = st.sampled_from([*range(57, 69), -3, 0, 40, 75, 10**6])
LENGTHS = st.sampled_from([*range(6), -1, 30])
LEVELS = st.sampled_from([*[0.95] * 6, 0.5, 1e-6, 0.999999, 0.0, float("nan"), None, "95 %"])
EXCLUDED = st.lists(st.tuples(st.integers(0, 69), st.integers(0, 20)), max_size=2)


def spoilt(seed: int, changes: list[tuple[int, int, float]], scale: float, kind: str, order: str) -> pd.Series:
    """Make a short series and spoil some stretches, its size, its type and its dates."""
    values = 50.0 + 10.0 * np.random.default_rng(seed).normal(size=70)
    for first, length, value in changes:
        values[first : first + length] = value
    y = pd.Series(values * scale if np.isfinite(values).all() else values, DAYS).astype(kind)
    orders = {
        "whole": lambda: y,
        "reversed": lambda: y.iloc[::-1],
        "twice": lambda: pd.concat([y.iloc[:9], y.iloc[8:]]),
        "weekdays": lambda: y[y.index.day_of_week < 5],
        "weeks": lambda: y.set_axis(pd.date_range(DAYS[0], periods=70, freq="7D")),
        "zone": lambda: y.tz_localize("Europe/Paris"),
        "times": lambda: y.set_axis(DAYS + pd.Timedelta(hours=1)),
        "numbers": lambda: y.reset_index(drop=True),
        "empty": lambda: y.iloc[:0],
    }
    return orders[order]()


def day(position: int) -> pd.Timestamp | str:
    """Give a day of the series, before it or after it; far away none that a calendar holds."""
    return DAYS[0] + pd.Timedelta(days=position) if position < 10**6 else "9999-12-31"


@given(
    seed=st.integers(0, 99),
    changes=CHANGES,
    scale=SCALES,
    kind=TYPES,
    order=ORDERS,
    start=STARTS,
    length=LENGTHS,
    level=LEVELS,
    excluded=EXCLUDED,
    controlled=st.sampled_from([*[None] * 6, "its own noise", "a gap", "itself", "text"]),
)
@settings(max_examples=cases(120, 300), deadline=None, derandomize=True, phases=[Phase.generate])
def test_any_call_gives_an_answer_or_an_error_that_names_the_fix(  # noqa: PLR0913, PLR0917 - everything at once
    seed: int,
    changes: list[tuple[int, int, float]],
    scale: float,
    kind: str,
    order: str,
    start: int,
    length: int,
    level: object,
    excluded: list[tuple[int, int]],
    controlled: str | None,
) -> None:
    """No other error, no warning (they are errors here), no number that is not finite, no interval upside down."""
    y = spoilt(seed, changes, scale, kind, order)
    exclude = [(day(first), day(first + length)) for first, length in excluded]
    try:
        controls = control_of(y, seed, controlled)
        uplift = estimate_uplift(y, day(start), day(start + length), exclude=exclude, level=level, controls=controls)  # type: ignore[arg-type]
        # A plan costs as much as an estimate: every fourth says enough.
        planned = plan(y, 1 + seed % 9, exclude=exclude, level=level) if seed % 4 == 0 else None  # type: ignore[arg-type]
    except CallError as error:
        told = [str(fault.cure) for fault in error.faults]
    else:
        told = [] if uplift.reason is None else [str(uplift.reason)]
        check_numbers(uplift)
        assert planned is None or planned.reason or 0.0 <= planned.mde < math.inf
    assert all(told)


def check_numbers(uplift: Uplift) -> None:
    """Ask for finite numbers in order, or for none with a reason."""
    numbers = (uplift.effect, uplift.effect_ci_lower, uplift.effect_ci_upper, uplift.pvalue)
    if uplift.verdict is Verdict.NOT_MEASURABLE:
        assert all(map(math.isnan, numbers))
        assert uplift.reason is not None
    else:
        assert np.isfinite(numbers).all()
        assert uplift.effect_ci_lower <= uplift.effect <= uplift.effect_ci_upper


def control_of(y: pd.Series, seed: int, kind: str | None) -> pd.DataFrame | None:
    """Make a control on the dates of a series."""
    noise = pd.Series(np.random.default_rng(seed + 100).normal(size=len(y)), y.index)
    made = {"its own noise": noise, "a gap": noise.where(noise < 2.0), "itself": y, "text": noise.astype(str)}
    return None if kind is None else made[kind].to_frame("control")
