"""What a call may contain: every fault of the arguments is found before anything is computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from smmeasure.core.argument_faults import (
    CHECK_FILTER,
    ONE_COLUMN,
    TO_FRAME,
    index_faults,
    no_numbers,
    numbers_of,
    share_faults,
    size_faults,
    vanishing_faults,
    window_of,
    without_traces,
    wrong_type,
)
from smmeasure.errors import CallError, Fault
from smmeasure.messages import message
from smmeasure.series import control_faults
from smmeasure.windows import Window

DateLike = str | date | pd.Timestamp
"""A day: ISO text, `datetime.date`, or anything `pandas.Timestamp` takes."""

_DAY = pd.Timedelta(days=1)
_WEEK = pd.Timedelta(days=7)

_MOST_DAYS = 3660
"""No campaign is planned for more than ten years."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """A call whose arguments hold together.

    Attributes
    ----------
    y : pandas.Series of float, shape (n,)
        Regular daily or weekly series without absent dates; nan where missing.
    step : pandas.Timedelta
        One day or one week.
    window : Window
        The campaign.
    exclude : tuple of Window
        Days that are not quiet.
    controls, events : pandas.DataFrame
        Regressors on any index that covers the need; without columns where none were given.
    """

    y: pd.Series
    step: pd.Timedelta
    window: Window
    exclude: tuple[Window, ...]
    controls: pd.DataFrame
    events: pd.DataFrame


def check(  # noqa: PLR0913 - the arguments of a public function
    y: object,
    start: object,
    end: object,
    *,
    controls: object,
    events: object,
    exclude: Iterable[object],
    shares: dict[str, float],
) -> Arguments:
    """Check the arguments of a measurement.

    Parameters
    ----------
    y, start, end, controls, events, exclude
        As in `smmeasure.core.uplift.estimate_uplift`.
    shares : dict of str to float
        Arguments that must lie between 0 and 1, by name.

    Raises
    ------
    CallError
        With every fault of the arguments at once.
    """
    faults: list[Fault] = list(_series_faults(y))
    window = window_of("start, end", (start, end), faults, ("start", "end"))
    arguments = _arguments(y, window, (controls, events), exclude, shares, faults)
    faults += _coverage_faults(arguments)
    if faults:
        raise CallError(*faults)
    return arguments


def check_ahead(
    y: object, days: object, *, controls: object, exclude: Iterable[object], shares: dict[str, float]
) -> Arguments:
    """Check the arguments of a plan; its window follows the last day of the series.

    Parameters
    ----------
    y, days, controls, exclude
        As in `smmeasure.core.planning.plan`.
    shares : dict of str to float
        Arguments that must lie between 0 and 1, by name.

    Raises
    ------
    CallError
        With every fault of the arguments at once.
    """
    faults: list[Fault] = list(_series_faults(y))
    window = None
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= _MOST_DAYS:
        faults.append(
            Fault(
                "days",
                message("{value}", value=repr(days)),
                message("a whole number of days from 1 to {most}", most=_MOST_DAYS),
                message("Count the campaign's days, both ends included."),
            )
        )
    elif not faults and isinstance(y, pd.Series):
        step = _step(pd.DatetimeIndex(y.index)) or _DAY
        last = pd.Timestamp(y.index[-1])
        window = Window((last + step).date(), (last + days * step).date())
    return _arguments(y, window, (controls, None), exclude, shares, faults)


def _arguments(  # noqa: PLR0913, PLR0917 - the arguments of a public function
    y: object,
    window: Window | None,
    tables: tuple[object, object],
    exclude: Iterable[object],
    shares: dict[str, float],
    faults: list[Fault],
) -> Arguments:
    for name, share in shares.items():
        faults += share_faults(name, share)
    periods = [_excluded(place, item, faults) for place, item in enumerate(_several(exclude, faults))]
    controls, events = (_table(name, table, faults) for name, table in zip(("controls", "events"), tables, strict=True))
    faults += control_faults("controls", len(controls.columns))
    if faults or not isinstance(y, pd.Series) or window is None:
        raise CallError(*faults)
    return Arguments(
        *_regular(y), window, tuple(period for period in periods if period), _floats(controls), _floats(events)
    )


def _series_faults(y: object) -> Iterator[Fault]:
    if not isinstance(y, pd.Series):
        yield wrong_type("y", y, message("a pandas Series with one value per day or week"), ONE_COLUMN)
        return
    yield from index_faults("y", y.index, partial(_uneven, "y"))
    yield from _number_faults("y", y)
    if not len(y):
        yield Fault("y", message("no value"), message("at least one day"), CHECK_FILTER)


def _uneven(place: str, index: pd.DatetimeIndex) -> Fault | None:
    if _step(index) is not None:
        return None
    days = index.normalize()
    if (index == days).all():
        return Fault(
            place,
            message("dates that are neither daily nor weekly"),
            message("whole days, or the same weekday of each week"),
            message("Give each day its own row, or use resample('W').sum(min_count=1); gaps stay nan, never 0."),
        )
    odd = int(np.argmax(index != days))
    return Fault(
        place,
        message("times of day, the first {time} on {day}", time=f"{index[odd]:%H:%M}", day=index[odd].date()),
        message("days without a time"),
        message(
            "Turn the times into local days, then use resample('D').sum(min_count=23): a day with hours missing "
            "stays nan."
        )
        if days.has_duplicates
        else message(
            "Turn the times into the days they stand for in your own time zone: 22:00 in London is the next "
            "day in Moscow; then use normalize()."
        ),
    )


def _step(index: pd.DatetimeIndex) -> pd.Timedelta | None:
    """Find the step of an ordered index: one day, or one week where every gap is whole weeks."""
    if (index != index.normalize()).any():
        return None
    days = np.asarray(index.to_numpy().astype("datetime64[D]"), dtype=np.int64)
    gaps: npt.NDArray[np.int64] = np.diff(days)
    if len(gaps) and gaps.min() == _WEEK.days and (gaps % _WEEK.days == 0).all():
        return _WEEK
    return _DAY if not len(gaps) or gaps.min() == 1 else None


def _number_faults(place: str, values: pd.Series) -> Iterator[Fault]:
    numbers = numbers_of(values)
    if numbers is None:
        yield no_numbers(place, values, message("numbers, with nan where a day is missing"))
        return
    yield from size_faults(place, numbers, message("finite numbers, with nan where a day is missing"))
    yield from vanishing_faults(place, numbers)


def _several(exclude: object, faults: list[Fault]) -> Iterable[object]:
    if isinstance(exclude, Iterable) and not isinstance(exclude, str):
        return exclude
    faults.append(
        Fault(
            "exclude",
            message("{value}", value=repr(exclude)),
            message("a list of Windows or pairs of days"),
            message("Write [(first day, last day)], or leave it out."),
        )
    )
    return ()


def _excluded(position: int, item: object, faults: list[Fault]) -> Window | None:
    place = f"exclude[{position}]"
    if isinstance(item, Window):
        return item
    if isinstance(item, tuple | list) and len(item) == 2:  # noqa: PLR2004 - first and last day
        return window_of(place, (item[0], item[1]), faults, (place, place))
    faults.append(
        Fault(
            place,
            message("{value}", value=repr(item)),
            message("a Window or a pair of days"),
            message("Write (first day, last day)."),
        )
    )
    return None


def _table(name: str, table: object, faults: list[Fault]) -> pd.DataFrame:
    if table is None:
        return pd.DataFrame(index=pd.DatetimeIndex([]))
    if not isinstance(table, pd.DataFrame):
        faults.append(wrong_type(name, table, message("a pandas DataFrame with one row per day"), TO_FRAME))
        return pd.DataFrame(index=pd.DatetimeIndex([]))
    faults += index_faults(name, table.index, partial(_uneven, name))
    repeated = table.columns[table.columns.duplicated()].unique()
    faults += [
        Fault(
            f"{name}[{column!r}]",
            message("the column more than once"),
            message("each column once"),
            message("Add up or rename the columns."),
        )
        for column in repeated
    ]
    for position, column in enumerate(table.columns):
        faults += _number_faults(f"{name}[{column!r}]", table.iloc[:, position])
    return table


def _floats(table: pd.DataFrame) -> pd.DataFrame:
    columns = [table.iloc[:, place].to_numpy(dtype=float, na_value=np.nan) for place in range(len(table.columns))]
    values = without_traces(np.column_stack(columns)) if columns else np.empty((len(table), 0))
    return pd.DataFrame(values, index=table.index, columns=table.columns)


def _regular(y: pd.Series) -> tuple[pd.Series, pd.Timedelta]:
    step = _step(pd.DatetimeIndex(y.index)) or _DAY
    index = pd.date_range(y.index[0], y.index[-1], freq=step)
    values = pd.Series(without_traces(y.to_numpy(dtype=float, na_value=np.nan)), index=y.index)
    return values.reindex(index), step


def _coverage_faults(arguments: Arguments) -> Iterator[Fault]:
    """Ask that controls and events be known in the window, and events also before it."""
    window = arguments.y.loc[pd.Timestamp(arguments.window.start) : pd.Timestamp(arguments.window.end)].index
    before = arguments.y.loc[: pd.Timestamp(arguments.window.start) - _DAY].index
    needs = (
        ("controls", arguments.controls, window),
        ("events", arguments.events, before.union(window)),
    )
    for name, table, days in needs:
        for column in table.columns:
            missing = table[column].reindex(days).isna()
            if missing.any():
                yield Fault(
                    f"{name}[{column!r}]",
                    message(
                        "{count} days without a value, the first on {day}",
                        count=int(missing.sum()),
                        day=missing.index[missing][0].date(),
                    ),
                    message("a value on every day that is needed"),
                    message("Fill the gaps from the source, or leave the column out."),
                )
