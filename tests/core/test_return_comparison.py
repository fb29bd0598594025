"""ROIs of several campaigns: drawn to their mean by hand, and only where they may be compared."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmeasure.core.estimates import Estimate
from smmeasure.core.return_comparison import compared_returns
from smmeasure.core.shrinkage import shrink_measured

HALF = 0.1 * 1.959963984540054
"""Half of a 95 % interval whose standard error is 0.1."""


def record(campaign: str, roi: float | None, half: float = HALF, **changes: object) -> dict[str, Any]:
    """Give the record of a campaign with an ROI and a gain on a series of its own."""
    estimate = None if roi is None else {"value": roi, "ci_lower": roi - half, "ci_upper": roi + half}
    money = {"amount": 100.0, "currency": "EUR"}
    source = {"file": f"{changes.pop('file', campaign)}.csv", "date": "Day"}
    return {
        "campaign": campaign,
        "title": campaign.upper(),
        "phase": "measured",
        "window": {"start": "2026-03-01", "end": "2026-03-20"},
        "returns": {"roi": {"estimate": estimate}},
        "gains": [{"indicator": "pieces", "saves": False, "low": money, "central": money, "high": money}],
        "parameters": {"indicators": {"pieces": {"source": source}}, "level": 0.95},
        **changes,
    }


def test_three_rois_by_hand() -> None:
    """0 %, 30 % and 60 % with errors of 10 points: tau² = 0.09 − 0.01 = 0.08, each keeps 0.08 / 0.09 = 8/9.

    0 % → 30/9 = 3.3 %, 30 % stays, 60 % → 60 − 30/9 = 56.7 %.
    """
    found = compared_returns([record("a", 0.0), record("b", 0.3), record("c", 0.6)])
    drawn = [one.shrunk.value for one in found.members if one.shrunk]

    assert found.reason is None
    assert drawn == pytest.approx([0.3 / 9, 0.3, 0.6 - 0.3 / 9], rel=1e-5)  # statsmodels' search for tau² stops there
    assert [one.raw.value for one in found.members] == [0.0, 0.3, 0.6]


def test_a_loss_of_everything_and_more_is_compared_too() -> None:
    """An ROI whose interval reaches below −100 % stays in: leaving it out would flatter the others."""
    found = compared_returns([record("a", -0.9, half=0.6), record("b", 0.3), record("c", 0.6)])

    assert [one.campaign for one in found.members] == ["a", "b", "c"]


def test_too_few_rois_and_a_reason() -> None:
    """Campaigns under way, without an ROI and failed ones don't count."""
    others = [record("b", None), record("c", 0.3, phase="running"), {"campaign": "d", "failure": "died"}]
    found = compared_returns([record("a", 0.2), *others])

    assert [one.campaign for one in found.members] == ["a"]
    assert str(found.reason) == (
        "Measured campaigns with an ROI of their own: 1. Three are needed to draw ROIs together."
    )


def test_rois_that_hold_some_of_each_other_are_left_out() -> None:
    """Two campaigns on one series in the same days don't err independently: both are named, neither is drawn."""
    twins = [record("d", 0.9, file="shop"), record("e", 0.8, file="shop")]
    found = compared_returns([record("a", 0.0), record("b", 0.3), record("c", 0.6), *twins])

    assert [one.campaign for one in found.members] == ["a", "b", "c"]
    assert [(one.first, one.second) for one in found.left_out] == [("d", "e")]


@given(st.lists(st.tuples(st.floats(-2, 5), st.floats(0.01, 3)), min_size=3, max_size=8))
def test_drawn_rois_lie_between_their_own_and_the_mean_and_in_their_intervals(
    measured: list[tuple[float, float]],
) -> None:
    """None is drawn past another: all stay within the range of what was measured."""
    values = [Estimate(value, value - half, value + half) for value, half in measured]
    drawn = shrink_measured(values, [0.95] * len(values))
    lowest, highest = min(value for value, _ in measured), max(value for value, _ in measured)

    for one in drawn:
        assert one.ci_lower <= one.value <= one.ci_upper
        assert lowest - 1e-9 <= one.value <= highest + 1e-9  # a mean of equal numbers, up to rounding


def test_on_simulated_campaigns_the_error_falls_and_the_intervals_hold() -> None:
    """300 portfolios of ten campaigns whose gain over cost is log-normal, so that true ROIs are skewed."""
    rng = np.random.default_rng(5)
    held, raw, drawn = [], [], []
    for _ in range(300):
        truth = np.exp(rng.normal(0.3, 0.3, 10)) - 1.0
        error = rng.uniform(0.1, 0.5, 10)
        seen = truth + error * rng.standard_normal(10)
        half = 1.959963984540054 * error
        found = shrink_measured(
            [Estimate(*row) for row in zip(seen, seen - half, seen + half, strict=True)], [0.95] * 10
        )
        value = np.asarray([one.value for one in found])
        inside = [one.ci_lower <= real <= one.ci_upper for one, real in zip(found, truth, strict=True)]
        held.append(np.mean(inside))
        raw.append(np.mean(np.square(seen - truth)))
        drawn.append(np.mean(np.square(value - truth)))

    assert np.sqrt(np.mean(drawn)) < 0.85 * np.sqrt(np.mean(raw))
    # The prior is normal and the truth is skewed, which costs up to two points; two standard errors are 0.008.
    assert np.mean(held) > 0.92
