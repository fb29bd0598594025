"""From the rows that a source measures to one value per day, or to what was spent in an action's window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from smmeasure.data.exports.canonical import ColumnKind
from smmeasure.data.measures import DAYS
from smmeasure.data.measuring import Measured
from smmeasure.data.quote import clip, listed
from smmeasure.errors import DataError
from smmeasure.messages import message
from smmeasure.windows import Window, mask

_ADDED = frozenset({ColumnKind.COUNT, ColumnKind.NUMBER, ColumnKind.MONEY, ColumnKind.SECONDS})
_NOTHING = _ADDED | {ColumnKind.PEOPLE}
"""Kinds that are 0 on a day on which nothing happened; a rate or an index has no value then."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent in the windows of an action.

    Attributes
    ----------
    amount : float
        Money, in the currency of the source.
    days_missing : int
        Days of the windows for which the exports say nothing.
    """

    amount: float
    days_missing: int


def one_value_per_day(measured: Measured, source: str, place: str) -> pd.Series:
    """Add up the rows of each day where they add up; people, rates and points need a single row.

    Parameters
    ----------
    measured : Measured
        The rows.
    source : str
        What the brief calls the files, for faults.
    place : str
        Key path of the source, for faults.

    Returns
    -------
    pandas.Series of float, shape (n,)
        One value per calendar day; nan where nothing is known, 0 where the table says that nothing was.

    Raises
    ------
    DataError
        Where rows cover several days, or where several rows of a day may not be added up.
    """
    rows = measured.rows
    _refuse_periods(rows, source, place)
    if not DAYS[measured.table].adds_up or measured.kind not in _ADDED:
        _refuse_several_rows(measured, place)
    daily = rows.groupby("start")["value"].sum(min_count=1)
    days = pd.DatetimeIndex(daily.index)
    quiet = _quiet_days(measured).difference(days)
    everything = days.union(quiet)
    calendar = pd.date_range(everything.min(), everything.max(), freq="D")
    series = daily.reindex(calendar).astype("float64")
    series[calendar.isin(quiet)] = 0.0
    return series


def _quiet_days(measured: Measured) -> pd.DatetimeIndex:
    """Give the days on which nothing happened where no row stands for them.

    That is every day of a period where the table is complete, and else a day whose rows the filter
    leaves out: a site with visits on that day, but none from this channel.
    """
    rule = DAYS[measured.table]
    if measured.kind not in _NOTHING:
        return pd.DatetimeIndex([])
    if rule.is_complete:
        return pd.DatetimeIndex([day for period in measured.periods for day in period.index()]).unique()
    return measured.days_left_out if rule.lists_all else pd.DatetimeIndex([])


def _refuse_periods(rows: pd.DataFrame, source: str, place: str) -> None:
    long = rows[(rows["end"] > rows["start"]) & rows["value"].notna()]
    if len(long):
        raise DataError.at(
            f"{place}.measure",
            message(
                "values of several days at once, such as {start} to {end}, in {file}",
                start=long["start"].iloc[0].date(),
                end=long["end"].iloc[0].date(),
                file=clip(source),
            ),
            message("values of single days"),
            message("Export the report again by day."),
        )


def _refuse_several_rows(measured: Measured, place: str) -> None:
    known = measured.rows.dropna(subset=["value"])
    days = known.loc[known["start"].duplicated(), "start"].drop_duplicates()
    if len(days):
        raise DataError.at(
            f"{place}.measure",
            message("several rows on one day: {days}", days=listed(day.date() for day in days.sort_values())),
            message("one row per day: people, rates and parts of a total are never added up"),
            message(
                "Name with `where` the row that is meant, or take an export that is not parted by campaign, page or "
                "audience."
            ),
        )


def spent_in(measured: Measured, windows: Sequence[Window], place: str) -> Spent:
    """Add up the money of the rows that lie in the windows, also of rows that cover several days.

    Raises
    ------
    DataError
        Where a row's days lie partly inside and partly outside of the windows, or an amount is negative.
    """
    rows = measured.rows.dropna(subset=["value"])
    inside = pd.Series([_lies_in(start, end, windows) for start, end in _spans(rows)], index=rows.index, dtype=bool)
    cut = [
        Window(start, end)
        for start, end in _spans(rows[~inside])
        if any(one.overlaps(Window(start, end)) for one in windows)
    ]
    if cut:
        raise DataError.at(
            f"{place}.measure",
            message("an amount for {start} to {end}, partly outside the window", start=cut[0].start, end=cut[0].end),
            message("amounts of single days, or of periods that lie in the window of the action"),
            message("Export the report again by day, or give the action a `window` of whole periods."),
        )
    _refuse_negative(rows[inside], place)
    return Spent(float(rows.loc[inside, "value"].sum()), _missing_days(measured, rows[inside], windows))


def _spans(rows: pd.DataFrame) -> list[tuple[date, date]]:
    ends = rows["end"].fillna(rows["start"])
    return [(start.date(), end.date()) for start, end in zip(rows["start"], ends, strict=True)]


def _lies_in(start: date, end: date, windows: Sequence[Window]) -> bool:
    return any(window.contains(start) and window.contains(end) for window in windows)


def _refuse_negative(rows: pd.DataFrame, place: str) -> None:
    if (rows["value"] < 0).any():
        raise DataError.at(
            f"{place}.measure",
            message("negative spend on {day}", day=rows.loc[rows["value"] < 0, "start"].iloc[0].date()),
            message("amounts of 0 or more"),
            message("Leave refunds out of the export, or give the cost as `amount`."),
        )


def _missing_days(measured: Measured, rows: pd.DataFrame, windows: Sequence[Window]) -> int:
    known = [Window(start, end) for start, end in _spans(rows)]
    known += measured.periods if DAYS[measured.table].is_complete else ()
    days = [window.index() for window in windows]
    return sum(int((~mask(index, known)).sum()) for index in days)
