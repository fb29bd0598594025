"""The tails of surprises, as degrees of freedom."""

import numpy as np
import pytest
from scipy import stats

from smmeasure.core.surprises import tail_degrees


def test_normal_surprises_have_as_many_degrees_as_days() -> None:
    """Quantiles of the normal distribution have no heavy tail; the scale was learnt from so many days."""
    surprises = stats.norm.ppf((np.arange(200) + 0.5) / 200)
    assert tail_degrees(surprises) == 200.0


def test_surprises_of_a_t_distribution_give_its_degrees() -> None:
    """The kurtosis of Student's t with 10 degrees is 3 + 6 / 6."""
    surprises = stats.t.ppf((np.arange(100_000) + 0.5) / 100_000, 10)
    # The outermost of so many quantiles lack the last of the tail's fourth moment: 0.3 degrees.
    assert tail_degrees(surprises) == pytest.approx(10.0, abs=0.5)


def test_days_that_are_unknown_do_not_count() -> None:
    """Missing surprises are left out."""
    surprises = stats.norm.ppf((np.arange(50) + 0.5) / 50)
    assert tail_degrees(np.append(surprises, [np.nan, np.inf])) == tail_degrees(surprises)


def test_surprises_that_are_nothing_tell_nothing() -> None:
    """A series that is always as expected has no tail to learn from."""
    assert tail_degrees(np.zeros(60)) == 0.0
    assert tail_degrees(np.array([np.nan])) == 0.0
