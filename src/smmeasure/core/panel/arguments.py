"""What a call about a panel may contain: every fault is found before anything is computed."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from difflib import get_close_matches
from typing import cast

import numpy as np
import pandas as pd

from smmeasure.core.argument_faults import (
    index_faults,
    no_numbers,
    numbers_of,
    share_faults,
    size_faults,
    window_of,
    wrong_type,
)
from smmeasure.core.panel.inference import Inference
from smmeasure.core.panel.question import Panel
from smmeasure.errors import CallError, Fault
from smmeasure.messages import message
from smmeasure.windows import Window

_DAY = pd.Timedelta(days=1)


def check(  # noqa: PLR0913, PLR0917 - the arguments of a public function
    outcomes: object,
    treated: object,
    start: object,
    end: object,
    method: object,
    level: object,
    known: Sequence[str],
    inference: object = Inference.AUTO,
) -> Panel:
    """Check the arguments of a panel measurement.

    Parameters
    ----------
    outcomes, treated, start, end, method, level
        As in `smmeasure.core.panel.estimate.estimate_panel_uplift`.
    known : sequence of str
        Names that `method` may have.
    inference
        As in the same function.

    Returns
    -------
    Panel
        From the first row to the last of the window.

    Raises
    ------
    CallError
        With every fault of the arguments at once.
    """
    faults = [
        *_table_faults(outcomes),
        *_choice_faults("method", method, known),
        *_choice_faults("inference", inference, tuple(Inference)),
        *share_faults("level", level),
    ]
    window = window_of("start, end", (start, end), faults, ("start", "end"))
    if isinstance(outcomes, pd.DataFrame):
        faults += _treated_faults(outcomes, treated)
        if window and isinstance(outcomes.index, pd.DatetimeIndex) and all(fault.place != "index" for fault in faults):
            faults += _window_faults(outcomes.index, window)
    if faults or not isinstance(outcomes, pd.DataFrame) or window is None:
        raise CallError(*faults)
    return _panel(outcomes, cast("Sequence[Hashable]", treated), window)


def _panel(outcomes: pd.DataFrame, treated: Sequence[Hashable], window: Window) -> Panel:
    used = outcomes.loc[: pd.Timestamp(window.end)]
    index = pd.DatetimeIndex(used.index)
    chosen = np.asarray(used.columns.isin(list(treated)))
    return Panel(
        values=used.to_numpy(dtype=float),
        treated=np.flatnonzero(chosen),
        controls=np.flatnonzero(~chosen),
        index=index,
        first=int(np.count_nonzero(index < pd.Timestamp(window.start))),
        daily=bool(len(index) > 1 and index[1] - index[0] == _DAY),
    )


def _table_faults(outcomes: object) -> Iterator[Fault]:
    if not isinstance(outcomes, pd.DataFrame):
        yield wrong_type(
            "outcomes",
            outcomes,
            message("a pandas DataFrame with one row per date and one column per unit"),
            message("Use pivot(index=…, columns=…, values=…) on a long table."),
        )
        return
    yield from index_faults("index", outcomes.index, _uneven)
    if len(outcomes.columns) < 2:  # noqa: PLR2004 - one treated, one not
        yield Fault(
            "outcomes",
            message("{count} units", count=len(outcomes.columns)),
            message("a treated unit and at least one other"),
            message("Use estimate_uplift for a single series."),
        )
    for name in outcomes.columns[outcomes.columns.duplicated()].unique():
        yield Fault(
            f"outcomes[{name!r}]",
            message("the column more than once"),
            message("each unit once"),
            message("Add up or rename the columns."),
        )
    for position, name in enumerate(outcomes.columns):
        yield from _number_faults(f"outcomes[{name!r}]", outcomes.iloc[:, position])


def _uneven(index: pd.DatetimeIndex) -> Fault | None:
    if _regular(index):
        return None
    return Fault(
        "index",
        message("dates at unequal distances"),
        message("whole days, weeks, months or years, none left out"),
        message("Resample first, and fill or drop the periods that miss."),
    )


def _regular(index: pd.DatetimeIndex) -> bool:
    """Whether dates are equally far apart in days, or in months on the same or the last day of each."""
    if (index != index.normalize()).any():
        return False
    days = np.diff(index.to_numpy().astype("datetime64[D]").astype(np.int64))
    months = np.diff(np.asarray(index.year * 12 + index.month))
    same_day = bool((index.day == index.day[0]).all() or index.is_month_end.all()) if len(index) else True
    return len(np.unique(days)) <= 1 or (len(np.unique(months)) == 1 and same_day)


def _number_faults(place: str, values: pd.Series) -> Iterator[Fault]:
    numbers = numbers_of(values)
    if numbers is None:
        yield no_numbers(place, values, message("finite numbers"))
        return
    missing = values.index[np.isnan(numbers)]
    if len(missing):
        yield Fault(
            place,
            message(
                "{count} periods without a value, the first on {day}",
                count=len(missing),
                day=missing[0].date() if isinstance(missing[0], pd.Timestamp) else str(missing[0]),
            ),
            message("a value in every period"),
            message("Fill the gaps from the source, or leave the unit out."),
        )
    yield from size_faults(place, numbers, message("finite numbers"))


def _choice_faults(place: str, value: object, known: Sequence[str]) -> Iterator[Fault]:
    if value not in known:
        near = get_close_matches(str(value).lower(), known, n=1, cutoff=0.4)
        yield Fault(
            place,
            message("{value}", value=repr(value)),
            message("one of {names}", names=", ".join(known)),
            message("Did you mean {near}?", near=near[0]) if near else message("'auto' chooses for you."),
        )


def _treated_faults(outcomes: pd.DataFrame, treated: object) -> Iterator[Fault]:
    if isinstance(treated, str) or not isinstance(treated, Sequence | pd.Index | pd.Series | np.ndarray):
        yield Fault(
            "treated",
            message("{value}", value=repr(treated)),
            message("a list of columns"),
            message("Write ['unit'] also for a single one."),
        )
        return
    names = list(treated)
    if not names:
        yield Fault(
            "treated",
            message("no unit"),
            message("at least one column of outcomes"),
            message("Name the units that had the campaign."),
        )
    columns = [str(column) for column in outcomes.columns]
    for name in names:
        if not isinstance(name, Hashable) or name not in outcomes.columns:
            near = get_close_matches(str(name), columns, n=1)
            yield Fault(
                "treated",
                message("{value}", value=repr(name)),
                message("a column of outcomes"),
                message("Did you mean {near}?", near=near[0]) if near else message("Look at outcomes.columns."),
            )
    if len(outcomes.columns) > 1 and all(name in names for name in outcomes.columns):
        yield Fault(
            "treated",
            message("every unit"),
            message("at least one unit without the campaign"),
            message("Add units that the campaign did not reach, or use estimate_uplift on the total."),
        )


def _window_faults(index: pd.DatetimeIndex, window: Window) -> Iterator[Fault]:
    start, end = pd.Timestamp(window.start), pd.Timestamp(window.end)
    # Months and years differ in length: a window may end with the longest.
    step = pd.Timedelta(np.diff(index.to_numpy()).max()) if len(index) > 1 else _DAY
    inside = len(index) and index[0] < start and end < index[-1] + step
    if not inside or not ((index >= start) & (index <= end)).any():
        yield Fault(
            "start, end",
            message("{start} to {end}", start=window.start, end=window.end),
            message("a window with dates of outcomes in it, and quiet ones before it"),
            message("Look at the first and last date of outcomes."),
        )
