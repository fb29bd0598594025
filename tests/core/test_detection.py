"""What a plan learns from pretend campaigns is what the calibration of an estimate tells of them."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from smmeasure.core.arguments import check_ahead
from smmeasure.core.calibration import calibrate
from smmeasure.core.plans.detection import detection
from smmeasure.core.quiet import quiet

DAYS = pd.date_range("2026-01-05", periods=120)


@pytest.mark.parametrize("seed", [3, 14])
def test_without_an_effect_the_pretend_campaigns_found_are_the_false_alarms(seed: int) -> None:
    """Both judge each pretend campaign by the interval that the others, sharing no day with it, allow."""
    rng = np.random.default_rng(seed)
    y = pd.Series(100.0 * np.exp(0.1 * np.cumsum(rng.standard_t(3, 120)) * 0.3 + rng.normal(0.0, 0.1, 120)), DAYS)
    question = quiet(check_ahead(y, 7, controls=None, exclude=(), shares={}))
    baseline = calibrate(question, 0.8)
    assert baseline is not None

    found = detection(baseline, question, 7, 0.8)

    reach = stats.t.ppf(0.9, baseline.degrees) * found.total.spread[0]
    assert len(found.errors) == baseline.calibration.placebos
    assert float((np.abs(found.errors) > reach).mean()) == baseline.calibration.false_alarm_rate > 0.0
