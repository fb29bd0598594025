"""What days of sales tell against themselves: refunds that outweigh sales, and months without any value."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from smmeasure.brief.findings import Finding, Severity
from smmeasure.core.evaluation import IndicatorResult
from smmeasure.messages import Message, message
from smmeasure.units import Kind
from smmeasure.windows import Window

REFUND_RULE, EMPTY_MONTH_RULE = 56, 57
_SOLD = frozenset({Kind.COUNT, Kind.MONEY})


def sales_findings(result: IndicatorResult, window: Window | None) -> Iterator[Finding]:
    """Object to days below zero and to months without a value.

    Parameters
    ----------
    result : IndicatorResult
        One indicator with its series.
    window : Window or None
        The campaign's days up to the date of the report.
    """
    values, place = result.series.values, f"indicators.{result.key}"
    inside = values.reindex(window.index()) if window else values.iloc[:0]
    if result.unit.kind in _SOLD and (inside < 0).any():
        yield Finding(REFUND_RULE, Severity.WARNING, place, _refunds(result, inside), _REFUND_CURE)
    for month in _empty_months(values):
        yield Finding(
            EMPTY_MONTH_RULE,
            Severity.WARNING,
            place,
            message("«{name}» has no value from {start} to {end}.", name=result.name, start=month.start, end=month.end),
            message("Export the month again; its days teach nothing, and they are never counted as zero."),
        )


def _refunds(result: IndicatorResult, inside: pd.Series) -> Message:
    days = int((inside < 0).sum())
    if inside.sum() < 0:
        return message(
            "«{name}» is below zero in total (days below zero: {days}): more was paid back than sold.",
            name=result.name,
            days=days,
        )
    return message(
        "«{name}» has days below zero in the campaign ({days}): refunds are taken off on the day they were paid, not "
        "on the day of the sale.",
        name=result.name,
        days=days,
    )


_REFUND_CURE = message("Book refunds on the day of the sale, or leave them out and lower the margin by their share.")


def _empty_months(values: pd.Series) -> Iterator[Window]:
    """Give the calendar months without any value, between the first and the last value."""
    seen = values.dropna()
    if not len(seen):
        return
    covered = values.loc[seen.index[0] : seen.index[-1]].asfreq("D") if len(seen) > 1 else seen
    counts = covered.groupby(pd.DatetimeIndex(covered.index).to_period("M")).count()
    for month in counts.index[counts == 0]:
        yield Window(month.start_time.date(), month.end_time.date())
