"""Every bad argument of a measurement is told, with its place, all at once."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from smmeasure.core.planning import plan
from smmeasure.core.uplift import estimate_uplift
from smmeasure.errors import CallError

DAYS = pd.date_range("2026-01-01", periods=100)
GOOD = pd.Series(np.arange(100.0) % 7 + 10.0, DAYS)
START, END = "2026-04-01", "2026-04-10"

ROWS = {
    "a list": (
        [1, 2, 3],
        "y: found a list; expected a pandas Series with one value per day or week. Take one column: table['column'].",
    ),
    "no dates": (
        pd.Series([1.0, 2.0]),
        (
            "y: found an index of int64; expected a DatetimeIndex. "
            "Turn the dates into the index: set_index and pandas.to_datetime."
        ),
    ),
    "a time zone": (
        GOOD.tz_localize("Europe/Paris"),
        (
            "y: found the time zone Europe/Paris; expected days without a time zone. "
            "Use tz_localize(None) after turning the times into local days."
        ),
    ),
    "a row without a date": (
        pd.Series([1.0, 2.0], pd.DatetimeIndex(["2026-01-01", None])),
        "y: found 1 rows without a date; expected a date on every row. Drop those rows or mend their dates.",
    ),
    "a day twice": (
        pd.Series([1.0, 2.0], pd.DatetimeIndex(["2026-01-01", "2026-01-01"])),
        "y: found 2026-01-01 more than once; expected each day once. Add up or drop the duplicate rows.",
    ),
    "disorder": (
        GOOD.iloc[::-1],
        "y: found 2026-04-09 after a later day; expected days in order. Use sort_index().",
    ),
    "hours": (
        pd.Series(1.0, pd.date_range("2026-01-01", periods=5, freq="h")),
        (
            "y: found dates that are neither daily nor weekly; expected whole days, or the same weekday of each "
            "week. Resample first: resample('D').sum() or resample('W').sum(), with gaps left as nan."
        ),
    ),
    "months": (
        pd.Series(1.0, pd.date_range("2026-01-01", periods=5, freq="MS")),
        (
            "y: found dates that are neither daily nor weekly; expected whole days, or the same weekday of each "
            "week. Resample first: resample('D').sum() or resample('W').sum(), with gaps left as nan."
        ),
    ),
    "text": (
        GOOD.astype(str),
        (
            "y: found values of type str; expected numbers, with nan where a day is missing. "
            "Use pandas.to_numeric and mend what it can't read."
        ),
    ),
    "infinity": (
        GOOD.replace(12.0, np.inf),
        (
            "y: found infinite or immense values: 14; expected finite numbers, with nan where a day is missing. "
            "Look for a division by zero in the source, or count in a larger unit."
        ),
    ),
    "nothing": (
        GOOD.iloc[:0],
        "y: found no value; expected at least one day. Check the filter that led to these rows.",
    ),
}


@pytest.mark.parametrize(("y", "told"), ROWS.values(), ids=ROWS.keys())
def test_a_series_that_cannot_be_measured_is_refused(y: object, told: str) -> None:
    """Each fault of the series has its own sentence."""
    with pytest.raises(CallError) as caught:
        estimate_uplift(y, START, END)
    assert str(caught.value) == told


ARGUMENTS = {
    "an end before the start": (
        {"start": END, "end": START},
        "start, end: found 2026-04-10 to 2026-04-01; expected an end on or after the start. Swap the two days.",
    ),
    "no day": (
        {"start": "soon", "end": END},
        "start: found 'soon'; expected a day without a time zone. Write it as '2026-03-31'.",
    ),
    "a level in per cent": (
        {"level": 95},
        "level: found 95; expected a number between 0 and 1, both left out. 0.95 stands for 95 %.",
    ),
    "an exclusion of one day": (
        {"exclude": ["2026-02-01"]},
        "exclude[0]: found '2026-02-01'; expected a Window or a pair of days. Write (first day, last day).",
    ),
    "an exclusion the wrong way round": (
        {"exclude": [("2026-02-02", "2026-02-01")]},
        "exclude[0]: found 2026-02-02 to 2026-02-01; expected an end on or after the start. Swap the two days.",
    ),
    "a control as a Series": (
        {"controls": GOOD},
        "controls: found a Series; expected a pandas DataFrame with one row per day. Use to_frame() on a Series.",
    ),
    "a control of text": (
        {"controls": GOOD.astype(str).to_frame("sky")},
        (
            "controls['sky']: found values of type str; expected numbers, with nan where a day is missing. "
            "Use pandas.to_numeric and mend what it can't read."
        ),
    ),
    "a control with a gap in the window": (
        {"controls": GOOD.iloc[:-2].to_frame("other")},
        (
            "controls['other']: found 2 days without a value, the first on 2026-04-09; expected a value on every "
            "day that is needed. Fill the gaps from the source, or leave the column out."
        ),
    ),
    "an event with a gap before the window": (
        {"events": GOOD.iloc[1:].to_frame("holiday")},
        (
            "events['holiday']: found 1 days without a value, the first on 2026-01-01; expected a value on every "
            "day that is needed. Fill the gaps from the source, or leave the column out."
        ),
    ),
    "a control given twice": (
        {"controls": pd.concat([GOOD, GOOD], axis=1, keys=["blue", "blue"])},
        "controls['blue']: found the column more than once; expected each column once. Add up or rename the columns.",
    ),
}


@pytest.mark.parametrize(("changed", "told"), ARGUMENTS.values(), ids=ARGUMENTS.keys())
def test_an_argument_that_cannot_be_taken_is_refused(changed: dict[str, Any], told: str) -> None:
    """Each fault of another argument has its own sentence."""
    with pytest.raises(CallError) as caught:
        estimate_uplift(GOOD, **({"start": START, "end": END} | changed))
    assert str(caught.value) == told


def test_all_faults_are_told_at_once() -> None:
    """A call with three faults is mended in one go."""
    with pytest.raises(CallError) as caught:
        estimate_uplift(GOOD.astype(str), END, START, level=0)
    assert [fault.place for fault in caught.value.faults] == ["y", "start, end", "level"]


@pytest.mark.parametrize("days", [0, -3, 1.5, True, "14"])
def test_a_plan_needs_a_whole_number_of_days(days: object) -> None:
    """Lengths that are no count of days are refused."""
    with pytest.raises(CallError) as caught:
        plan(GOOD, days)
    assert str(caught.value) == (
        f"days: found {days!r}; expected a whole number of days, 1 or more. "
        "Count the campaign's days, both ends included."
    )


def test_the_power_of_a_plan_is_a_share() -> None:
    """Level and power are both checked."""
    with pytest.raises(CallError) as caught:
        plan(GOOD, 14, level=1.0, power=80)
    assert [fault.place for fault in caught.value.faults] == ["level", "power"]
