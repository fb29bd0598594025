"""Every bad argument of a measurement is told, with its place, all at once."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from smmeasure.core.campaigns.estimate import estimate_campaigns
from smmeasure.core.follow_up.estimate import estimate_follow_up
from smmeasure.core.planning import plan
from smmeasure.core.results import Verdict
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
        pd.Series(1.0, pd.date_range("2026-01-01", periods=50, freq="h")),
        (
            "y: found times of day, the first 01:00 on 2026-01-01; expected days without a time. Turn the times into "
            "local days, then use resample('D').sum(min_count=23): a day with hours missing stays nan."
        ),
    ),
    "midnights of another time zone": (
        GOOD.set_axis(DAYS - pd.Timedelta(hours=2)),
        (
            "y: found times of day, the first 22:00 on 2025-12-31; expected days without a time. Turn the times into "
            "the days they stand for in your own time zone: 22:00 in London is the next day in Moscow; then use "
            "normalize()."
        ),
    ),
    "months": (
        pd.Series(1.0, pd.date_range("2026-01-01", periods=5, freq="MS")),
        (
            "y: found dates that are neither daily nor weekly; expected whole days, or the same weekday of each "
            "week. Give each day its own row, or use resample('W').sum(min_count=1); gaps stay nan, never 0."
        ),
    ),
    "every second day": (
        GOOD.iloc[::2],
        (
            "y: found dates that are neither daily nor weekly; expected whole days, or the same weekday of each "
            "week. Give each day its own row, or use resample('W').sum(min_count=1); gaps stay nan, never 0."
        ),
    ),
    "periods": (
        GOOD.to_period("D"),
        (
            "y: found an index of period[D]; expected a DatetimeIndex. "
            "Turn the dates into the index: set_index and pandas.to_datetime."
        ),
    ),
    "several levels": (
        pd.Series(1.0, pd.MultiIndex.from_product([["shop"], DAYS])),
        (
            "y: found an index of object; expected a DatetimeIndex. "
            "Turn the dates into the index: set_index and pandas.to_datetime."
        ),
    ),
    "decimals": (
        pd.Series([Decimal("1.5")] * 100, DAYS),
        (
            "y: found values of type object; expected numbers, with nan where a day is missing. "
            "Use pandas.to_numeric and mend what it can't read."
        ),
    ),
    "categories": (
        GOOD.astype("category"),
        (
            "y: found values of type category; expected numbers, with nan where a day is missing. "
            "Use pandas.to_numeric and mend what it can't read."
        ),
    ),
    "complex numbers": (
        GOOD.astype(complex),
        (
            "y: found values of type complex128; expected numbers, with nan where a day is missing. "
            "Use pandas.to_numeric and mend what it can't read."
        ),
    ),
    "immense values": (
        GOOD * 1e300,
        (
            "y: found infinite or immense values: 100; expected finite numbers, with nan where a day is missing. "
            "Look for a division by zero in the source, or count in a larger unit."
        ),
    ),
    "vanishing values": (
        GOOD * 1e-300,
        ("y: found no value larger than 1.6e-299; expected numbers of a common size. Count in a smaller unit."),
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
    "the clock's day": (
        {"start": "now"},
        "start: found 'now'; expected a day without a time zone. Write it as '2026-03-31'.",
    ),
    "a day that Paris and New York read differently": (
        {"end": "04/05/2026"},
        "end: found '04/05/2026'; expected a day without a time zone. Write it as '2026-03-31'.",
    ),
    "the last of all days": (
        {"end": "9999-12-31"},
        "end: found '9999-12-31'; expected a day between 1700 and 2200. Write it as '2026-03-31'.",
    ),
    "a day with a time zone beside days without": (
        {"start": pd.Timestamp("2026-04-01", tz="UTC")},
        (
            "start: found Timestamp('2026-04-01 00:00:00+0000', tz='UTC'); expected a day without a time zone. "
            "Write it as '2026-03-31'."
        ),
    ),
    "a level in words": (
        {"level": "0.95"},
        "level: found '0.95'; expected a number between 0 and 1, both left out. 0.95 stands for 95 %.",
    ),
    "a level that is no number": (
        {"level": float("nan")},
        "level: found nan; expected a number between 0 and 1, both left out. 0.95 stands for 95 %.",
    ),
    "a level next to certainty": (
        {"level": 0.9999999},
        (
            "level: found 0.9999999; expected a number from 0.000001 to 0.999999. Nothing can be said so near to "
            "certainty, or so far from it."
        ),
    ),
    "no list of exclusions": (
        {"exclude": "2026-02-01"},
        (
            "exclude: found '2026-02-01'; expected a list of Windows or pairs of days. "
            "Write [(first day, last day)], or leave it out."
        ),
    ),
    "controls with a time zone": (
        {"controls": GOOD.tz_localize("UTC").to_frame("sky")},
        (
            "controls: found the time zone UTC; expected days without a time zone. "
            "Use tz_localize(None) after turning the times into local days."
        ),
    ),
    "a control twice": (
        {"controls": pd.concat([GOOD, GOOD], axis=1, keys=["sky", "sky"])},
        "controls['sky']: found the column more than once; expected each column once. Add up or rename the columns.",
    ),
    "an immense control": (
        {"controls": (GOOD * 1e300).to_frame("sky")},
        (
            "controls['sky']: found infinite or immense values: 100; expected finite numbers, with nan where a day is "
            "missing. Look for a division by zero in the source, or count in a larger unit."
        ),
    ),
    "a weekly control of a daily series": (
        {"controls": GOOD.iloc[::7].to_frame("sky")},
        (
            "controls['sky']: found 8 days without a value, the first on 2026-04-01; expected a value on every day "
            "that is needed. Fill the gaps from the source, or leave the column out."
        ),
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


MANY = pd.DataFrame({f"region {number}": GOOD + number for number in range(120)})
CALLS = {
    "estimate_uplift": lambda: estimate_uplift(GOOD, START, END, controls=MANY),
    "plan": lambda: plan(GOOD, 14, controls=MANY),
    "estimate_follow_up": lambda: estimate_follow_up(GOOD, START, END, controls=MANY),
    "estimate_campaigns": lambda: estimate_campaigns(GOOD, {"a": (START, START), "b": (END, END)}, controls=MANY),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_more_controls_than_can_be_checked_are_refused(call: Callable[[], object]) -> None:
    """Whoever has a hundred series is told at once to make a few of them, not left to wait."""
    with pytest.raises(CallError) as caught:
        call()
    assert str(caught.value) == (
        "controls: found 120 controls; expected at most 20. Add up or average them into a few series: each is checked "
        "by an estimate of its own, and a mean of many carries what they share with less noise than any of them."
    )


def test_all_faults_are_told_at_once() -> None:
    """A call with three faults is mended in one go."""
    with pytest.raises(CallError) as caught:
        estimate_uplift(GOOD.astype(str), END, START, level=0)
    assert [fault.place for fault in caught.value.faults] == ["y", "start, end", "level"]


@pytest.mark.parametrize("days", [0, -3, 1.5, True, "14", 10**9])
def test_a_plan_needs_a_whole_number_of_days(days: object) -> None:
    """Lengths that are no count of days are refused."""
    with pytest.raises(CallError) as caught:
        plan(GOOD, days)
    assert str(caught.value) == (
        f"days: found {days!r}; expected a whole number of days from 1 to 3660. "
        "Count the campaign's days, both ends included."
    )


def test_the_power_of_a_plan_is_a_share() -> None:
    """Level and power are both checked."""
    with pytest.raises(CallError) as caught:
        plan(GOOD, 14, level=1.0, power=80)
    assert [fault.place for fault in caught.value.faults] == ["level", "power"]


BLANK = GOOD.where(DAYS < START)
UNMEASURABLE = {
    "an empty quiet period": (GOOD.where(DAYS >= START), {}, "0 quiet days before the campaign; at least 56 are"),
    "no value at all": (GOOD * np.nan, {}, "0 quiet days before the campaign; at least 56 are needed: twice the"),
    "seven weeks": (GOOD.iloc[41:], {}, "49 quiet days before the campaign; at least 56 are needed: twice the"),
    "everything excluded": (GOOD, {"exclude": [(DAYS[0], DAYS[99])]}, "0 quiet days before the campaign; at least"),
    "a start before the data": (GOOD, {"start": "2025-12-01"}, "0 quiet days before the campaign; at least 262"),
    "a window after the data": (GOOD, {"start": "2027-01-01", "end": "2027-01-09"}, "The data end on 2026-04-10, "),
    "nothing in the window": (BLANK, {}, "The data end on 2026-03-31, before the campaign begins on 2026-04-01."),
    "zeros": (GOOD * 0.0, {}, "The series never moves in the quiet period: it is 0 on all 90 days."),
    "one value, then a jump": (BLANK.clip(10.0, 10.0).fillna(19.0), {}, "The series never moves in the quiet period"),
}


@pytest.mark.parametrize(("y", "changed", "told"), UNMEASURABLE.values(), ids=UNMEASURABLE.keys())
def test_a_series_that_says_nothing_is_not_measurable(y: pd.Series, changed: dict[str, Any], told: str) -> None:
    """What is no mistake of the call, but allows no statement, has a reason that says what would be needed."""
    uplift = estimate_uplift(y, **({"start": START, "end": END} | changed))
    assert uplift.verdict is Verdict.NOT_MEASURABLE
    assert str(uplift.reason).startswith(told)


SHORT = (GOOD + np.random.default_rng(3).normal(size=100)).iloc[30:95]
VALUES = {
    "whole numbers with a gap": SHORT.round().astype("Int64").mask(np.arange(65) == 5),
    "small whole numbers": SHORT.round().astype(np.int8),
    "the largest whole numbers": pd.Series(2**64 - 1 - np.arange(65, dtype=np.uint64) % 5 * 2**60, SHORT.index),
    "yes and no": SHORT.gt(SHORT.median()),
    "sparse": SHORT.astype(pd.SparseDtype(float)),
    "half precision": SHORT.astype(np.float16),
    "negative": -SHORT,
    "large": SHORT * 1e50,
    "small": SHORT * 1e-50,
    "an immense outlier": SHORT.mask(np.arange(65) == 9, 1e59),
    "a vanishing outlier": SHORT.mask(np.arange(65) == 9, 5e-324),
    "one day unlike all others": SHORT.clip(10.0, 10.0).mask(np.arange(65) == 9, 11.0),
}


@pytest.mark.parametrize("y", VALUES.values(), ids=VALUES.keys())
def test_unusual_numbers_give_a_finite_interval(y: pd.Series) -> None:
    """What is odd and can be measured is measured, without a warning."""
    uplift = estimate_uplift(y, "2026-04-03", "2026-04-05")
    assert uplift.verdict is Verdict.NO_CHANGE
    assert uplift.effect_ci_lower <= uplift.effect <= uplift.effect_ci_upper
    assert np.isfinite([uplift.effect_ci_lower, uplift.effect_ci_upper, uplift.pvalue]).all()
