"""What days of sales tell against themselves: refunds and empty months."""

from __future__ import annotations

import numpy as np

from small import brief, data_of, series_of
from smmeasure.core.evaluate import evaluate

REFUNDS = (
    "«Pieces sold» has days below zero in the campaign (1): refunds are taken off on the day they were paid, not on "
    "the day of the sale."
)


def told(rule: int, **days: float) -> list[str]:
    """Evaluate the small campaign with some pieces changed, and give the reasons of a rule."""
    campaign, pieces = brief(as_of="2026-03-20"), series_of("pieces")
    for span, value in days.items():
        start, end = span.strip("_").replace("_", "-").split("--")
        pieces.loc[start:end] = value
    made = evaluate(campaign, data_of(campaign, pieces=pieces))
    return [str(one.reason) for one in made.findings if one.rule == rule]


def test_refunds_on_a_day_are_told() -> None:
    """A day below zero is told with what it means."""
    assert told(56, **{"2026_03_04__2026_03_04": -5.0}) == [REFUNDS]


def test_more_refunds_than_sales_are_told() -> None:
    """A window below zero in total is told as such."""
    assert told(56, **{"2026_03_02__2026_03_08": -5.0}) == [
        "«Pieces sold» is below zero in total (days below zero: 7): more was paid back than sold."
    ]


def test_an_empty_month_is_told() -> None:
    """A calendar month without any value is named, and nothing is taken for zero."""
    assert told(57, **{"2025_11_01__2025_11_30": np.nan}) == [
        "«Pieces sold» has no value from 2025-11-01 to 2025-11-30."
    ]
