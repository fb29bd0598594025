"""Regression on trend, weekday and events with errors that remember yesterday."""

from __future__ import annotations

from smmeasure.core.baselines.specification import Dynamics, Specification, returning

_GRID = (
    Dynamics(),
    *(returning(persistence, irregular) for persistence in (0.3, 0.6, 0.8, 0.92, 0.97) for irregular in (0.02, 0.5)),
)

REGRESSION = Specification("regression", "dconstant", _GRID, regressors=True, adaptive=True)
"""A fixed level with calendar and first-order autoregressive errors."""

REGRESSION_WITH_TREND = Specification("regression with trend", "dtrend", _GRID, regressors=True, adaptive=True)
"""The same with a straight trend."""
