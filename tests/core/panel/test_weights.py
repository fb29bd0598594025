"""Weights of donors: on the simplex, and no others are nearer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmeasure.core.panel.weights import simplex_weights


def test_a_mix_of_donors_is_found_again() -> None:
    """A target made of three tenths and seven tenths has these weights."""
    donors = np.random.default_rng(1).normal(100.0, 10.0, (20, 5))
    weights = simplex_weights(donors, donors @ [0.3, 0.0, 0.7, 0.0, 0.0])
    # The problem is solved directly: only rounding is left.
    assert weights == pytest.approx([0.3, 0.0, 0.7, 0.0, 0.0], abs=1e-9)


def test_a_large_penalty_spreads_the_weights() -> None:
    """Without regard to the target every donor weighs the same."""
    donors = np.random.default_rng(2).normal(100.0, 10.0, (20, 4))
    # The penalty is a million times the sum of squares.
    assert simplex_weights(donors, donors[:, 0], ridge=1e10) == pytest.approx([0.25] * 4, abs=1e-5)


@given(seed=st.integers(0, 10_000), periods=st.integers(2, 30), donors=st.integers(1, 12))
def test_no_other_weights_are_nearer(seed: int, periods: int, donors: int) -> None:
    """Random points of the simplex are not nearer to the target."""
    rng = np.random.default_rng(seed)
    table, target = rng.normal(50.0, 20.0, (periods, donors)), rng.normal(50.0, 20.0, periods)
    weights = simplex_weights(table, target)
    others = rng.dirichlet(np.ones(donors), 50)
    distance = np.linalg.norm(table @ weights - target)
    assert weights.min() >= 0.0
    assert weights.sum() == pytest.approx(1.0)
    # Equal up to rounding when another point is the same.
    assert distance <= np.linalg.norm(others @ table.T - target, axis=1).min() * (1.0 + 1e-9)
