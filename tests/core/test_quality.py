"""The state of a series: gaps, zeros, repeated days, an early end."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from smmeasure.core.quality import Quality, quality_findings, quality_of
from smmeasure.series import IndicatorSeries, SourceFacts
from smmeasure.units import COUNT
from smmeasure.windows import Window

NAN = float("nan")
WINDOW = Window(date(2026, 3, 8), date(2026, 3, 10))


def series(*values: float, twice: tuple[date, ...] = ()) -> IndicatorSeries:
    """Make a series that begins on 1 March."""
    index = pd.date_range("2026-03-01", periods=len(values))
    return IndicatorSeries("x", pd.Series(values, index, dtype=float), COUNT, SourceFacts("x.csv", "", 1, 1, twice, ""))


def test_gaps_zeros_and_repeated_days_are_counted() -> None:
    """Ten days with three gaps, one of two days, two zeros and a day told twice."""
    seen = quality_of(series(NAN, 5, NAN, NAN, 0, 7, 0, NAN, 4, 3, NAN, twice=(date(2026, 3, 2),)), WINDOW)

    assert seen == Quality(
        first=date(2026, 3, 2),
        last=date(2026, 3, 10),
        days=6,
        missing=3,
        missing_in_window=1,
        longest_gap=2,
        zeros=2,
        duplicates=1,
    )


def test_days_before_the_first_and_after_the_last_value_are_no_gap() -> None:
    """A series that starts late has no gap before its first value."""
    assert quality_of(series(NAN, NAN, 1, 2, NAN), None).missing == 0


@pytest.mark.parametrize("values", [(), (NAN, NAN)])
def test_a_series_without_values_is_described(values: tuple[float, ...]) -> None:
    """Where there is no value there is no first day, and the window misses all of its days."""
    assert quality_of(series(*values), WINDOW) == Quality(None, None, 0, 0, 3, 0, 0, 0)


def test_repeated_days_that_are_not_known_yet_are_not_counted() -> None:
    """A day told twice after the last known day is no fault of this report."""
    assert quality_of(series(1, 2, twice=(date(2026, 3, 2), date(2026, 3, 3))), None).duplicates == 1


def found(quality: Quality) -> list[tuple[str, str, str]]:
    """List number, weight and reason of what is found."""
    findings = quality_findings("x", "Views", quality, WINDOW)
    return [(finding.code, finding.severity.value, str(finding.reason)) for finding in findings]


def test_a_complete_series_has_no_finding() -> None:
    """A series with a value on every day of the campaign is not objected to."""
    assert found(quality_of(series(*np.ones(10)), WINDOW)) == []


def test_a_gap_in_the_campaign_is_left_out_and_told() -> None:
    """A missing day of the campaign is a warning: it is never counted as zero."""
    assert found(quality_of(series(*np.ones(8), NAN, 1), WINDOW)) == [
        (
            "SMM31",
            "warning",
            "«Views» has no value on 1 days of the campaign: they are left out, never counted as zero.",
        )
    ]


def test_a_series_that_ends_early_is_told() -> None:
    """A series that ends inside the campaign is a warning with both days."""
    assert found(quality_of(series(*np.ones(9)), WINDOW)) == [
        ("SMM33", "warning", "«Views» ends on 2026-03-09, before 2026-03-10.")
    ]


def test_days_told_twice_are_advice() -> None:
    """Repeated rows of the same value are counted once and told."""
    assert found(quality_of(series(*np.ones(10), twice=(date(2026, 3, 4),)), WINDOW)) == [
        ("SMM32", "advice", "«Views» has 1 days twice in its file, with the same value; they are counted once.")
    ]
