"""Seasonal ARIMA: level and weekday pattern both wander."""

from __future__ import annotations

from smmeasure.core.baselines.specification import SEASONAL_ARIMA, Dynamics, Specification

_LEAST_DAYS = 120
"""A weekday pattern that wanders takes some four months to be told from noise."""

AIRLINE = Specification(
    "seasonal ARIMA",
    SEASONAL_ARIMA,
    tuple(
        Dynamics(irregular=0.0, moving_average=daily, seasonal_moving_average=weekly)
        for daily in (0.2, 0.5, 0.75, 0.9, 0.97)
        for weekly in (0.6, 0.85, 0.97)
    ),
    regressors=True,
    adaptive=True,
    least_days=_LEAST_DAYS,
)
"""(0, 1, 1) x (0, 1, 1) of the week, the model of airline passengers (Box and Jenkins 1976, section 9.2)."""
