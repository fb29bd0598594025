"""What is measured beside the total: predictors, blocks left out, periods by themselves, regions that spent."""

import numpy as np
import pandas as pd
import pytest

from smmeasure.core.panel import difference_in_differences, moving_blocks
from smmeasure.core.panel.debiased import mean_effect
from smmeasure.core.panel.geo_regression import geo_regression
from smmeasure.core.panel.predictors import Description, mix_for, placebo_ratios
from smmeasure.core.panel.question import Panel
from smmeasure.errors import CallError


def question(effect: float, seed: int = 1) -> Panel:
    """Simulate 40 quiet periods and 10 of a campaign; the treated is a mix of two of eight controls."""
    rng = np.random.default_rng(seed)
    controls = 100.0 + np.cumsum(rng.normal(size=(50, 8)), axis=0)
    treated = 0.5 * controls[:, 0] + 0.5 * controls[:, 1] + rng.normal(0.0, 0.3, 50)
    treated[40:] += effect
    values = np.column_stack([treated, controls])
    return Panel(values, np.array([0]), np.arange(1, 9), pd.date_range("2026-01-05", periods=50), 40, daily=True)


def test_the_mean_effect_is_found() -> None:
    """An effect of 5 a period is in the 90 % interval, and 0 is not."""
    found = mean_effect(question(5.0))
    assert found.ci_lower <= 5.0 <= found.ci_upper
    assert 0.0 < found.ci_lower <= found.effect <= found.ci_upper
    assert found.pvalue < 0.1


def test_the_mean_effect_keeps_its_word() -> None:
    """Without an effect 90 % of the intervals of 200 panels hold 0."""
    held = [mean_effect(question(0.0, seed)) for seed in range(200)]
    covered = np.mean([found.ci_lower <= 0.0 <= found.ci_upper for found in held])
    # The standard error of 90 % in 200 is 2 points; three of them.
    assert covered == pytest.approx(0.9, abs=0.064)


@pytest.mark.parametrize("blocks", [1, 40])
def test_too_many_or_few_blocks_are_told(blocks: int) -> None:
    """One block has no spread, forty leave nothing to learn from."""
    with pytest.raises(CallError) as caught:
        mean_effect(question(0.0), blocks=blocks)
    assert str(caught.value) == (
        f"blocks: found {blocks} for 40 quiet periods; expected 2 or more, and more quiet periods than blocks. "
        "Take fewer blocks, or data that begin earlier."
    )


def test_periods_by_themselves() -> None:
    """Each period has an interval of its own, which holds the effect put into it."""
    found = moving_blocks.pointwise(question(5.0), difference_in_differences.path, 0.9)
    assert found.shape == (10, 2)
    assert (found[:, 0] < found[:, 1]).all()


def test_predictors_that_tell_nothing_get_little_weight() -> None:
    """Of two predictors one gives the mix that the outcomes follow; the other is noise."""
    rng = np.random.default_rng(4)
    telling, noise = rng.normal(size=(2, 8)), rng.normal(size=(2, 9))
    traits = np.vstack([np.column_stack([telling[:, :2].mean(axis=1), telling]), noise])
    paths = np.cumsum(rng.normal(size=(30, 2)), axis=0) @ traits[:2] + 50.0
    found = mix_for(Description(traits, paths), 0)
    assert found.predictors[:2].sum() > 0.9
    assert found.units[0] == 0.0
    assert found.units.sum() == pytest.approx(1.0)
    assert found.loss < 0.1 * paths.var()


def test_the_unit_with_an_effect_stands_out() -> None:
    """Ranked by the gap since the campaign relative to that before, the treated unit comes first."""
    panel = question(8.0)
    traits = panel.values[:40].reshape(4, 10, 9).mean(axis=1)
    found = placebo_ratios(Description(traits, panel.values[:40]), panel.values, 40)
    assert found.argmax() == 0


def test_a_regression_of_regions_finds_the_return() -> None:
    """Regions that sold 3 more for each unit of spend show it, in proportion to their size."""
    rng = np.random.default_rng(5)
    before = rng.lognormal(8.0, 1.0, 60)
    spend = np.where(np.arange(60) % 2, 0.1 * before, 0.0)
    during = before * (1.02 + rng.normal(0.0, 0.02, 60)) + 3.0 * spend
    found = geo_regression(before, during, spend)
    assert found.ci_lower <= 3.0 <= found.ci_upper
    assert (found.freedom, found.probability_above(1.0)) == (57, pytest.approx(1.0, abs=1e-9))  # ten errors away


FOUR = np.array([1.0, 2.0, 3.0, 5.0])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            (FOUR[:3], FOUR[:3], FOUR[:3]),
            (
                "before, during, spend: found 3, 3 and 3 values; expected one of each for four regions or more. "
                "Give the sums of each region, in the same order."
            ),
        ),
        (
            (FOUR - 1.0, FOUR, FOUR),
            (
                "before, during, spend: found values that are missing or infinite, or a region without a response "
                "before; expected finite numbers, positive ones before the campaign. Leave those regions out."
            ),
        ),
        (
            (FOUR, FOUR, np.ones(4)),
            (
                "spend: found the same value everywhere; expected regions with and without spend. "
                "Without a difference in spend there is no return on it."
            ),
        ),
    ],
    ids=["few", "no past", "no difference"],
)
def test_what_a_regression_of_regions_refuses(arguments: tuple[np.ndarray, np.ndarray, np.ndarray], told: str) -> None:
    """Too few regions, one without a past, no difference in spend."""
    with pytest.raises(CallError) as caught:
        geo_regression(*arguments)
    assert str(caught.value) == told
