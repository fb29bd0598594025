"""A level that wanders, a weekly pattern, and noise that returns."""

from __future__ import annotations

from smmeasure.core.baselines.specification import Dynamics, Specification, returning

_WANDERING = tuple(Dynamics(level=level) for level in (0.0, 1e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1.0))
_RETURNING = tuple(
    returning(persistence, irregular, level)
    for level in (0.0, 1e-3, 1e-2, 0.05)
    for persistence in (0.3, 0.6, 0.8, 0.92)
    for irregular in (0.02, 0.7)
)

UNOBSERVED_COMPONENTS = Specification(
    "unobserved components", "llevel", (*_WANDERING, *_RETURNING), regressors=True, adaptive=True
)
"""From a fixed level with independent noise to a random walk, the data weigh what lies between."""
