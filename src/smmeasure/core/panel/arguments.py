"""What a call about a panel may contain: every fault is found before anything is computed."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from typing import cast

import numpy as np
import pandas as pd

from smmeasure.core.panel.question import Panel
from smmeasure.errors import CallError, Fault
from smmeasure.messages import message

_DAY = pd.Timedelta(days=1)


def check(  # noqa: PLR0913, PLR0917 - the arguments of a public function
    outcomes: object, treated: object, start: object, end: object, method: object, level: object, known: Sequence[str]
) -> Panel:
    """Check the arguments of a panel measurement.

    Parameters
    ----------
    outcomes, treated, start, end, method, level
        As in `smmeasure.core.panel.estimate.estimate_panel_uplift`.
    known : sequence of str
        Names that `method` may have.

    Returns
    -------
    Panel
        From the first row to the last of the window.

    Raises
    ------
    CallError
        With every fault of the arguments at once.
    """
    faults = [*_table_faults(outcomes), *_choice_faults(method, level, known)]
    days = [_day(name, value, faults) for name, value in (("start", start), ("end", end))]
    if isinstance(outcomes, pd.DataFrame):
        faults += _treated_faults(outcomes, treated)
        if isinstance(outcomes.index, pd.DatetimeIndex) and not any(fault.place == "index" for fault in faults):
            faults += _window_faults(outcomes.index, *days)
    first, last = days
    if faults or not isinstance(outcomes, pd.DataFrame) or first is None or last is None:
        raise CallError(*faults)
    return _panel(outcomes, cast("Sequence[Hashable]", treated), first, last)


def _panel(outcomes: pd.DataFrame, treated: Sequence[Hashable], start: pd.Timestamp, end: pd.Timestamp) -> Panel:
    used = outcomes.loc[:end]
    index = pd.DatetimeIndex(used.index)
    chosen = np.asarray(used.columns.isin(list(treated)))
    return Panel(
        values=used.to_numpy(dtype=float),
        treated=np.flatnonzero(chosen),
        controls=np.flatnonzero(~chosen),
        index=index,
        first=int(np.count_nonzero(index < start)),
        daily=bool(len(index) > 1 and index[1] - index[0] == _DAY),
    )


def _table_faults(outcomes: object) -> Iterator[Fault]:
    if not isinstance(outcomes, pd.DataFrame):
        yield Fault(
            "outcomes",
            message("a {type}", type=type(outcomes).__name__),
            message("a pandas DataFrame with one row per date and one column per unit"),
            message("Use pivot(index=…, columns=…, values=…) on a long table."),
        )
        return
    yield from _index_faults(outcomes.index)
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


def _index_faults(index: pd.Index) -> Iterator[Fault]:
    if not isinstance(index, pd.DatetimeIndex):
        yield Fault(
            "index",
            message("an index of {type}", type=str(index.dtype)),
            message("a DatetimeIndex"),
            message("Turn the dates into the index: set_index and pandas.to_datetime."),
        )
        return
    if index.tz is not None:
        yield Fault(
            "index",
            message("the time zone {zone}", zone=str(index.tz)),
            message("days without a time zone"),
            message("Use tz_localize(None) after turning the times into local days."),
        )
    if index.hasnans:
        yield Fault(
            "index",
            message("{count} rows without a date", count=int(np.count_nonzero(index.isna()))),
            message("a date on every row"),
            message("Drop those rows or mend their dates."),
        )
        return
    yield from _order_faults(index.tz_localize(None))


def _order_faults(index: pd.DatetimeIndex) -> Iterator[Fault]:
    if index.has_duplicates:
        yield Fault(
            "index",
            message("{day} more than once", day=index[index.duplicated()][0].date()),
            message("each day once"),
            message("Add up or drop the duplicate rows."),
        )
    if not index.is_monotonic_increasing:
        late = int(np.argmax(np.diff(index.to_numpy()) < np.timedelta64(0))) + 1
        yield Fault(
            "index",
            message("{day} after a later day", day=index[late].date()),
            message("days in order"),
            message("Use sort_index()."),
        )
    elif not index.has_duplicates and not _regular(index):
        yield Fault(
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
    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_complex_dtype(values):
        yield Fault(
            place,
            message("values of type {type}", type=str(values.dtype)),
            message("finite numbers"),
            message("Use pandas.to_numeric and mend what it can't read."),
        )
        return
    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    if np.isnan(numbers).any():
        missing = values.index[np.isnan(numbers)][0]
        yield Fault(
            place,
            message(
                "{count} periods without a value, the first on {day}",
                count=int(np.isnan(numbers).sum()),
                day=missing.date() if isinstance(missing, pd.Timestamp) else str(missing),
            ),
            message("a value in every period"),
            message("Fill the gaps from the source, or leave the unit out."),
        )
    if np.isinf(numbers).any():
        yield Fault(
            place,
            message("{count} infinite values", count=int(np.isinf(numbers).sum())),
            message("finite numbers"),
            message("Look for a division by zero in the source."),
        )


def _choice_faults(method: object, level: object, known: Sequence[str]) -> Iterator[Fault]:
    if method not in known:
        near = get_close_matches(str(method).lower(), known, n=1, cutoff=0.4)
        yield Fault(
            "method",
            message("{value}", value=repr(method)),
            message("one of {names}", names=", ".join(known)),
            message("Did you mean {near}?", near=near[0]) if near else message("'auto' chooses for you."),
        )
    if isinstance(level, bool) or not isinstance(level, int | float) or not 0.0 < level < 1.0:
        yield Fault(
            "level",
            message("{share}", share=level),
            message("a number between 0 and 1, both left out"),
            message("0.95 stands for 95 %."),
        )


def _treated_faults(outcomes: pd.DataFrame, treated: object) -> Iterator[Fault]:
    if isinstance(treated, str) or not isinstance(treated, Sequence | pd.Index | np.ndarray):
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
        if name not in outcomes.columns:
            near = get_close_matches(str(name), columns, n=1)
            yield Fault(
                "treated",
                message("{value}", value=repr(name)),
                message("a column of outcomes"),
                message("Did you mean {near}?", near=near[0]) if near else message("Look at outcomes.columns."),
            )
    if len(outcomes.columns) > 1 and set(names) >= set(outcomes.columns):
        yield Fault(
            "treated",
            message("every unit"),
            message("at least one unit without the campaign"),
            message("Add units that the campaign did not reach, or use estimate_uplift on the total."),
        )


def _day(place: str, value: object, faults: list[Fault]) -> pd.Timestamp | None:
    stamp = None
    if isinstance(value, str | date | pd.Timestamp | np.datetime64):
        stamp = pd.to_datetime(str(value) if isinstance(value, str) else value, errors="coerce")
    if not isinstance(stamp, pd.Timestamp) or stamp.tz is not None:
        faults.append(
            Fault(
                place,
                message("{value}", value=repr(value)),
                message("a day without a time zone"),
                message("Write it as '2026-03-31'."),
            )
        )
        return None
    return stamp.normalize()


def _window_faults(index: pd.DatetimeIndex, start: pd.Timestamp | None, end: pd.Timestamp | None) -> Iterator[Fault]:
    if start is None or end is None:
        return
    if end < start:
        yield Fault(
            "start, end",
            message("{start} to {end}", start=start.date(), end=end.date()),
            message("an end on or after the start"),
            message("Swap the two days."),
        )
        return
    # Months and years differ in length: a window may end with the longest.
    step = pd.Timedelta(np.diff(index.to_numpy()).max()) if len(index) > 1 else _DAY
    inside = len(index) and index[0] < start and end < index[-1] + step
    if not inside or not ((index >= start) & (index <= end)).any():
        yield Fault(
            "start, end",
            message("{start} to {end}", start=start.date(), end=end.date()),
            message("a window with dates of outcomes in it, and quiet ones before it"),
            message("Look at the first and last date of outcomes."),
        )
