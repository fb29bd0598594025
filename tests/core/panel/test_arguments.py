"""Every bad argument of a panel measurement is told, with its place, all at once."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from smmeasure.core.panel.estimate import estimate_panel_uplift
from smmeasure.errors import CallError

START, END = "2026-03-16", "2026-03-29"

CALLS: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown unit": (
        {"treated": ["Paris", "A"]},
        "treated: found 'Paris'; expected a column of outcomes. Look at outcomes.columns.",
    ),
    "a single name": (
        {"treated": "A"},
        "treated: found 'A'; expected a list of columns. Write ['unit'] also for a single one.",
    ),
    "nobody treated": (
        {"treated": []},
        "treated: found no unit; expected at least one column of outcomes. Name the units that had the campaign.",
    ),
    "everybody treated": (
        {"treated": list("ABCDEF")},
        (
            "treated: found every unit; expected at least one unit without the campaign. "
            "Add units that the campaign did not reach, or use estimate_uplift on the total."
        ),
    ),
    "a misspelt method": (
        {"method": "synthetic-control"},
        (
            "method: found 'synthetic-control'; expected one of auto, tbr, did, synthetic_control, augmented, sdid. "
            "Did you mean synthetic_control?"
        ),
    ),
    "a strange method": (
        {"method": 3},
        (
            "method: found 3; expected one of auto, tbr, did, synthetic_control, augmented, sdid. "
            "'auto' chooses for you."
        ),
    ),
    "a unit that is a list": (
        {"treated": [["A"]]},
        "treated: found ['A']; expected a column of outcomes. Look at outcomes.columns.",
    ),
    "a misspelt inference": (
        {"inference": "placebos"},
        (
            "inference: found 'placebos'; expected one of auto, moving_blocks, placebo_units. "
            "Did you mean placebo_units?"
        ),
    ),
    "a window before the data": (
        {"start": "2020-01-01", "end": "2020-01-31"},
        (
            "start, end: found 2020-01-01 to 2020-01-31; expected a window with dates of outcomes in it, and quiet "
            "ones before it. Look at the first and last date of outcomes."
        ),
    ),
    "a day with a time zone": (
        {"start": pd.Timestamp("2026-03-16", tz="Europe/Paris")},
        (
            "start: found Timestamp('2026-03-16 00:00:00+0100', tz='Europe/Paris'); expected a day without a time "
            "zone. Write it as '2026-03-31'."
        ),
    ),
    "a level in per cent": (
        {"level": 95},
        "level: found 95; expected a number between 0 and 1, both left out. 0.95 stands for 95 %.",
    ),
    "a window after the data": (
        {"start": "2027-01-01", "end": "2027-01-31"},
        (
            "start, end: found 2027-01-01 to 2027-01-31; expected a window with dates of outcomes in it, and quiet "
            "ones before it. Look at the first and last date of outcomes."
        ),
    ),
    "a window that outlasts the data": (
        {"end": "2026-03-30"},
        (
            "start, end: found 2026-03-16 to 2026-03-30; expected a window with dates of outcomes in it, and quiet "
            "ones before it. Look at the first and last date of outcomes."
        ),
    ),
    "a window without a past": (
        {"start": "2026-01-05"},
        (
            "start, end: found 2026-01-05 to 2026-03-29; expected a window with dates of outcomes in it, and quiet "
            "ones before it. Look at the first and last date of outcomes."
        ),
    ),
    "a window that ends before it begins": (
        {"start": END, "end": START},
        "start, end: found 2026-03-29 to 2026-03-16; expected an end on or after the start. Swap the two days.",
    ),
    "no day": (
        {"start": "soon"},
        "start: found 'soon'; expected a day without a time zone. Write it as '2026-03-31'.",
    ),
    "a list": (
        {"outcomes": [1, 2]},
        (
            "outcomes: found a list; expected a pandas DataFrame with one row per date and one column per unit. "
            "Use pivot(index=…, columns=…, values=…) on a long table."
        ),
    ),
}

TABLES: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame], str]] = {
    "one unit": (
        lambda panel: panel[["A"]],
        (
            "outcomes: found 1 units; expected a treated unit and at least one other. "
            "Use estimate_uplift for a single series."
        ),
    ),
    "a unit twice": (
        lambda panel: panel.set_axis(list("AABCDE"), axis=1),
        "outcomes['A']: found the column more than once; expected each unit once. Add up or rename the columns.",
    ),
    "text": (
        lambda panel: panel.assign(B="many"),
        (
            "outcomes['B']: found values of type str; expected finite numbers. "
            "Use pandas.to_numeric and mend what it can't read."
        ),
    ),
    "a gap in the window": (
        lambda panel: panel.assign(B=panel["B"].where(panel.index != "2026-03-20")),
        (
            "outcomes['B']: found 1 periods without a value, the first on 2026-03-20; expected a value in every "
            "period. Fill the gaps from the source, or leave the unit out."
        ),
    ),
    "infinity": (
        lambda panel: panel.assign(B=np.inf),
        (
            "outcomes['B']: found infinite or immense values: 84; expected finite numbers. "
            "Look for a division by zero in the source, or count in a larger unit."
        ),
    ),
    "numbers as dates": (
        lambda panel: panel.reset_index(drop=True),
        (
            "index: found an index of int64; expected a DatetimeIndex. "
            "Turn the dates into the index: set_index and pandas.to_datetime."
        ),
    ),
    "a time zone": (
        lambda panel: panel.tz_localize("Europe/Paris"),
        (
            "index: found the time zone Europe/Paris; expected days without a time zone. "
            "Use tz_localize(None) after turning the times into local days."
        ),
    ),
    "disorder": (
        lambda panel: panel.iloc[::-1],
        "index: found 2026-03-28 after a later day; expected days in order. Use sort_index().",
    ),
    "a day twice": (
        lambda panel: pd.concat([panel.iloc[:1], panel]),
        "index: found 2026-01-05 more than once; expected each day once. Add up or drop the duplicate rows.",
    ),
    "a day left out": (
        lambda panel: panel.drop(panel.index[10]),
        (
            "index: found dates at unequal distances; expected whole days, weeks, months or years, none left out. "
            "Resample first, and fill or drop the periods that miss."
        ),
    ),
    "a row without a date": (
        lambda panel: panel.set_axis([pd.NaT, *panel.index[1:]], axis=0),
        "index: found 1 rows without a date; expected a date on every row. Drop those rows or mend their dates.",
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_bad_argument_is_told(panel: pd.DataFrame, name: str) -> None:
    """The message names the argument, what was found, what was expected and the cure."""
    change, told = CALLS[name]
    arguments = {"outcomes": panel, "treated": ["A"], "start": START, "end": END} | change
    with pytest.raises(CallError) as caught:
        estimate_panel_uplift(**arguments)
    assert str(caught.value) == told


@pytest.mark.parametrize("name", TABLES)
def test_a_bad_table_is_told(panel: pd.DataFrame, name: str) -> None:
    """The message names the column or the index."""
    change, told = TABLES[name]
    with pytest.raises(CallError) as caught:
        estimate_panel_uplift(change(panel), ["A"], START, END)
    assert str(caught.value) == told


def test_every_fault_is_told_at_once(panel: pd.DataFrame) -> None:
    """A bad table, unit, window, method and level make one error of five lines."""
    broken = panel.assign(B=np.nan)
    with pytest.raises(CallError) as caught:
        estimate_panel_uplift(broken, ["Z"], "2030-01-01", "2030-01-02", method="ddi", level=0.0)
    assert [fault.place for fault in caught.value.faults] == [
        "outcomes['B']",
        "method",
        "level",
        "treated",
        "start, end",
    ]


@pytest.mark.parametrize("freq", ["D", "2D", "W", "MS", "ME", "QS", "YS", "YE"])
def test_any_regular_distance_is_taken(panel: pd.DataFrame, freq: str) -> None:
    """Days, weeks, months, quarters and years, at their first or last day."""
    table = panel.set_axis(pd.date_range("1990-01-01", periods=84, freq=freq), axis=0)
    uplift = estimate_panel_uplift(table, ["A"], table.index[70], table.index[-1], method="did")
    assert (uplift.days, uplift.reason) == (14, None)
