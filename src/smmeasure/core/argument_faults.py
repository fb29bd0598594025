"""The faults that any estimator's arguments can have, each with the same words wherever it is found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

import numpy as np
import pandas as pd

from smmeasure.core.arrays import Floats
from smmeasure.errors import Fault
from smmeasure.messages import Message, message
from smmeasure.windows import Window

_LARGEST = 1e60
"""Beyond it the fourth power of a number, which some variances need, nears what a computer can hold."""

_SMALLEST = 1e-60
"""A series that never passes it would vanish once squared."""

_LEAST_SHARE = 1e-6
"""Shares nearer to 0 or 1 leave no quantile to compute."""

_YEARS = range(1700, 2200)
"""Years of days that twice a window, counted back from its start, still leaves on the calendar."""

_WRITTEN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
"""How a day in text begins: 01/04/2026 is January for some, April for others, and «now» is never the same."""

MEND_NUMBERS = message("Use pandas.to_numeric and mend what it can't read.")
CHECK_FILTER = message("Check the filter that led to these rows.")
ONE_COLUMN = message("Take one column: table['column'].")
TO_FRAME = message("Use to_frame() on a Series.")


def wrong_type(place: str, given: object, expected: Message, cure: Message) -> Fault:
    """Say that an argument is another kind of object."""
    return Fault(place, message("a {type}", type=type(given).__name__), expected, cure)


def index_faults(place: str, index: pd.Index, uneven: Callable[[pd.DatetimeIndex], Fault | None]) -> Iterator[Fault]:
    """Look for dates that are missing, repeated, out of order, or at other distances than an estimator takes.

    Parameters
    ----------
    place : str
        Argument that the index belongs to.
    index : pandas.Index
        Index of a series or a table.
    uneven : callable
        Gives the fault of the distances between ordered dates, or None.
    """
    if not isinstance(index, pd.DatetimeIndex):
        yield Fault(
            place,
            message("an index of {type}", type=str(index.dtype)),
            message("a DatetimeIndex"),
            message("Turn the dates into the index: set_index and pandas.to_datetime."),
        )
        return
    if index.tz is not None:
        yield Fault(
            place,
            message("the time zone {zone}", zone=str(index.tz)),
            message("days without a time zone"),
            message("Use tz_localize(None) after turning the times into local days."),
        )
    if index.hasnans:
        yield Fault(
            place,
            message("{count} rows without a date", count=int(np.count_nonzero(index.isna()))),
            message("a date on every row"),
            message("Drop those rows or mend their dates."),
        )
        return
    yield from _order_faults(place, index.tz_localize(None), uneven)


def _order_faults(
    place: str, index: pd.DatetimeIndex, uneven: Callable[[pd.DatetimeIndex], Fault | None]
) -> Iterator[Fault]:
    if index.has_duplicates:
        yield Fault(
            place,
            message("{day} more than once", day=index[index.duplicated()][0].date()),
            message("each day once"),
            message("Add up or drop the duplicate rows."),
        )
    if not index.is_monotonic_increasing:
        late = int(np.argmax(np.diff(index.to_numpy()) < np.timedelta64(0))) + 1
        yield Fault(
            place,
            message("{day} after a later day", day=index[late].date()),
            message("days in order"),
            message("Use sort_index()."),
        )
    elif not index.has_duplicates:
        fault = uneven(index)
        if fault:
            yield fault


def numbers_of(values: pd.Series) -> Floats | None:
    """Give the values as floats, nan where missing; None for what is no number."""
    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_complex_dtype(values):
        return None
    return values.to_numpy(dtype=float, na_value=np.nan)


def no_numbers(place: str, values: pd.Series, expected: Message, cure: Message = MEND_NUMBERS) -> Fault:
    """Say that a column holds something else than numbers."""
    return Fault(place, message("values of type {type}", type=str(values.dtype)), expected, cure)


def size_faults(place: str, numbers: Floats, expected: Message) -> Iterator[Fault]:
    """Look for values that no computation can take.

    Parameters
    ----------
    place : str
        Argument or column.
    numbers : ndarray of float
        Its values.
    expected : Message
        What should stand there.
    """
    immense = int((np.abs(numbers) > _LARGEST).sum())
    if immense:
        yield Fault(
            place,
            message("infinite or immense values: {count}", count=immense),
            expected,
            message("Look for a division by zero in the source, or count in a larger unit."),
        )


def vanishing_faults(place: str, numbers: Floats) -> Iterator[Fault]:
    """Look for values so small that their squares are 0.

    Parameters
    ----------
    place : str
        Argument or column.
    numbers : ndarray of float
        Its values.
    """
    largest = float(np.nanmax(np.abs(numbers), initial=0.0))
    if 0.0 < largest < _SMALLEST:
        yield Fault(
            place,
            message("no value larger than {largest}", largest=largest),
            message("numbers of a common size"),
            message("Count in a smaller unit."),
        )


def without_traces(numbers: Floats) -> Floats:
    """Give 0 for what is nothing but rounding, and would break a division."""
    return np.where(np.abs(numbers) < _SMALLEST, 0.0, numbers)


def share_faults(place: str, share: object) -> Iterator[Fault]:
    """Look for a share that is none: 95 for 95 %, 1, text."""
    number = share if isinstance(share, int | float) else None
    if number is None or not 0.0 < number < 1.0:
        yield Fault(
            place,
            message("{share}", share=repr(share) if number is None else number),
            message("a number between 0 and 1, both left out"),
            message("0.95 stands for 95 %."),
        )
    elif not _LEAST_SHARE <= number <= 1.0 - _LEAST_SHARE:
        yield Fault(
            place,
            message("{share}", share=repr(number)),
            message("a number from 0.000001 to 0.999999"),
            message("Nothing can be said so near to certainty, or so far from it."),
        )


def day_of(value: object) -> date | None:
    """Read a day, written year first; None for what is none, has a time zone, or lies centuries away."""
    day = _any_day(value)
    return day if day and day.year in _YEARS else None


def _any_day(value: object) -> date | None:
    if not isinstance(value, str | date | pd.Timestamp | np.datetime64):
        return None
    if isinstance(value, str) and not _WRITTEN_DAY.match(value):
        return None
    try:
        stamp = pd.Timestamp(value)
    except ValueError:
        return None
    return None if pd.isna(stamp) or stamp.tz is not None else stamp.date()


def no_day(place: str, value: object) -> Fault:
    """Say that an argument is no day, or none that a series could reach."""
    return Fault(
        place,
        message("{value}", value=repr(value)),
        message("a day between 1700 and 2200") if _any_day(value) else message("a day without a time zone"),
        message("Write it as '2026-03-31'."),
    )


def window_of(place: str, ends: tuple[object, object], faults: list[Fault], places: tuple[str, str]) -> Window | None:
    """Read a first and a last day; what is wrong with them is added to the faults.

    Parameters
    ----------
    place : str
        Argument or arguments that hold both days.
    ends : tuple of object
        First and last day as given.
    faults : list of Fault
        Takes what is found.
    places : tuple of str
        Where each of the two days stands.
    """
    first, last = day_of(ends[0]), day_of(ends[1])
    faults += [no_day(at, value) for at, value, day in zip(places, ends, (first, last), strict=True) if day is None]
    if first is None or last is None:
        return None
    if last < first:
        faults.append(
            Fault(
                place,
                message("{start} to {end}", start=first, end=last),
                message("an end on or after the start"),
                message("Swap the two days."),
            )
        )
        return None
    return Window(first, last)
