"""Simulated daily series in which nothing happens: a weekly pattern, and noise of 10 % that each kind of series has."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

WEEKDAYS = np.array([1.0, 1.1, 1.05, 1.0, 0.95, 0.8, 0.7])
NOISE = 0.1
FIRST = "2024-01-01"


def returning(days: int, persistence: float, rng: np.random.Generator) -> np.ndarray:
    """Draw noise of unit variance that keeps so much of yesterday's, and returns to its level."""
    shocks = rng.normal(size=days) * np.sqrt(1.0 - persistence**2)
    noise = np.empty(days)
    noise[0] = rng.normal()
    for day in range(1, days):
        noise[day] = persistence * noise[day - 1] + shocks[day]
    return noise


def walking(days: int, rng: np.random.Generator) -> np.ndarray:
    """Draw independent noise of unit variance on a level that walks off, by .3 a day."""
    return rng.normal(size=days) + np.cumsum(0.3 * rng.normal(size=days))


NOISES: dict[str, Callable[[int, np.random.Generator], np.ndarray]] = {
    "independent days": lambda days, rng: returning(days, 0.0, rng),
    "returning .3": lambda days, rng: returning(days, 0.3, rng),
    "returning .5": lambda days, rng: returning(days, 0.5, rng),
    "returning .8": lambda days, rng: returning(days, 0.8, rng),
    "random walk": walking,
}
"""What moves each kind of series, in units of the noise."""


def calm(noise: np.ndarray, level: float) -> pd.Series:
    """Give a positive series of a mean level, a week's pattern and noise."""
    values = level * WEEKDAYS[np.arange(len(noise)) % 7] * np.exp(NOISE * noise)
    return pd.Series(values, pd.date_range(FIRST, periods=len(noise)))
