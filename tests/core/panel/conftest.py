"""A panel that the specifications share."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest


@pytest.fixture
def panel() -> pd.DataFrame:
    """Simulate 12 weeks of 6 regions that share trend and weekdays, with independent noise of 5 %."""
    days = pd.date_range("2026-01-05", periods=84)
    common = (1.0 + 0.002 * np.arange(84)) * np.array([1.0, 1.1, 1.05, 1.0, 0.95, 0.8, 0.7])[np.arange(84) % 7]
    levels = np.array([200.0, 300.0, 400.0, 500.0, 700.0, 900.0])
    noise = np.random.default_rng(7).normal(0.0, 0.05, (84, 6))
    return pd.DataFrame(common[:, None] * levels * np.exp(noise), days, list("ABCDEF"))
