"""From the columns of a table to one value per calendar day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from smmeasure.brief.campaign import Source
from smmeasure.data.cells import is_missing, looks_ambiguous, parse_days, parse_numbers
from smmeasure.data.exports.dictionary import is_about_persons
from smmeasure.data.privacy import shape_of
from smmeasure.data.quote import clip, listed, normal
from smmeasure.data.rows import Cell
from smmeasure.data.table import Table
from smmeasure.errors import DataError, Fault
from smmeasure.messages import Message, message
from smmeasure.units import Unit
from smmeasure.windows import Window

_MOST = 1e15
"""No day holds more, of whatever: beyond it a number has no exact units any more."""

_TOTALS = ("total", "grand total", "totals", "totaux", "gesamt", "итого")
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Daily:
    """The daily values of one source.

    Attributes
    ----------
    series : pandas.Series of float, shape (n,)
        One value per calendar day; nan where nothing is known.
    rows : int
        Rows of data that the file holds.
    rows_used : int
        Rows that the filter kept.
    duplicate_days : tuple of datetime.date
        Days that stood more than once with the same value.
    """

    series: pd.Series
    rows: int
    rows_used: int
    duplicate_days: tuple[date, ...]


def daily_values(table: Table, source: Source, unit: Unit, place: str) -> Daily:
    """Turn the table of a source into one value per day.

    Parameters
    ----------
    table : Table
        The columns that the source names.
    source : Source
        What the brief says about them.
    unit : Unit
        Unit of the values.
    place : str
        Key path of the source, for faults.

    Returns
    -------
    Daily
        The values on a calendar without holes.

    Raises
    ------
    DataError
        With every cell that is no day or no number, a filter that keeps nothing, or days that have
        two different values.
    """
    body = _without_totals(table.columns[source.day_column])
    days = parse_days(table.columns[source.day_column][body], source.date_format).items
    kept = _kept(table, source, body, place)
    faults = [_day_fault(table, source, body, days)] if None in days else []
    values: Sequence[float | None] = (1.0,) * len(kept)
    if source.value is not None:
        column = table.columns[source.value][body]
        numbers = parse_numbers([column[position] for position in kept], source.decimal_sign, unit)
        strange = [(table.lines[body][kept[row]], column[kept[row]]) for row in numbers.unread]
        faults += [_number_fault(table, source, strange, unit)] if strange else []
        values = numbers.items
        faults += _immense_faults(table, source, body, kept, values)
    if faults:
        raise DataError(*faults)
    series, duplicates = _series([day for day in days if day is not None], kept, values, table, source)
    return Daily(series, len(days), len(kept), duplicates)


def _without_totals(days: Sequence[Cell]) -> slice:
    """Leave out rows of totals: a first or last row whose day is blank or says so."""
    first = 1 if len(days) > 1 and _is_total(days[0]) else 0
    last = len(days)
    while last > first + 1 and _is_total(days[last - 1]):
        last -= 1
    return slice(first, last)


def _is_total(cell: Cell) -> bool:
    return is_missing(cell) or (isinstance(cell, str) and normal(cell).split(":")[0].strip() in _TOTALS)


def _kept(table: Table, source: Source, body: slice, place: str) -> list[int]:
    """Give the positions of the rows that the filter keeps."""
    kept = list(range(len(table.lines[body])))
    for column, text in source.where.items():
        cells = table.columns[column][body]
        left = [position for position in kept if normal(_text(cells[position])) == normal(text)]
        if not left:
            there = sorted({_text(cells[position]) for position in kept})
            raise DataError.at(
                f"{place}.where.{clip(column)}",
                message("“{text}” in no row of {file}", text=clip(text), file=clip(source.file)),
                message("a text that the column holds")
                if is_about_persons(column)
                else message("a text that the column holds: {texts}", texts=listed(there)),
                message("Write the text as it stands in the file."),
            )
        kept = left
    return kept


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return "" if cell is None else str(cell).strip()


def _day_fault(table: Table, source: Source, body: slice, days: Sequence[date | None]) -> Fault:
    cells = table.columns[source.day_column][body]
    strange = [(table.lines[body][position], cells[position]) for position, day in enumerate(days) if day is None]
    return Fault(
        _cell_place(table, source.day_column, strange[0][0]),
        _found(strange, table),
        message("a day as YYYY-MM-DD")
        if source.date_format is None
        else message("a day written as {date_format}", date_format=clip(source.date_format)),
        _day_cure(strange[0][1], source.date_format),
    )


def _day_cure(cell: Cell, date_format: str | None) -> Message:
    if date_format is None and looks_ambiguous(cell):
        return message(
            "Say in the brief which number is the month, with the key `date_format`: "
            '"%d/%m/%Y" is day/month/year, "%m/%d/%Y" is month/day/year.'
        )
    if is_missing(cell):
        return message("Give every row its day, or remove the row.")
    return message("Correct the key `date_format` in the brief, or the days in the file.")


def _number_fault(table: Table, source: Source, strange: list[tuple[int, Cell]], unit: Unit) -> Fault:
    other = "," if source.decimal_sign == "." else "."
    decimals = all(isinstance(cell, str) and other in cell for _, cell in strange)
    return Fault(
        _cell_place(table, source.value or "", strange[0][0]),
        _found(strange, table),
        message("numbers ({unit}) with the decimal sign “{decimal}”", unit=str(unit), decimal=source.decimal_sign),
        message("If “{other}” is the decimal sign, say so in the brief with the key `decimal`.", other=other)
        if decimals
        else message("Leave a cell empty where nothing is known; no text, no infinite value."),
    )


def _immense_faults(
    table: Table, source: Source, body: slice, kept: Sequence[int], values: Sequence[float | None]
) -> Iterator[Fault]:
    """Refuse numbers that no day can hold, such as two that have run together."""
    rows = [row for row, value in enumerate(values) if value is not None and abs(value) > _MOST]
    if rows:
        column = table.columns[source.value or ""][body]
        strange = [(table.lines[body][kept[row]], column[kept[row]]) for row in rows]
        yield Fault(
            _cell_place(table, source.value or "", strange[0][0]),
            _found(strange, table),
            message("numbers below {most}", most=f"{_MOST:.0f}"),
            message("Look for two numbers that have run together, or for a decimal sign that was lost."),
        )


def _cell_place(table: Table, column: str, line: int) -> str:
    return f"{clip(table.content.file)}:{line} [{clip(column)}]"


def _found(strange: list[tuple[int, Cell]], table: Table) -> Message:
    """Quote the first few cells with their lines and count the others.

    Beside columns about persons only how a cell is written is told: a shifted one may hold a name.
    """
    quoted = shape_of if any(map(is_about_persons, table.header)) else str
    first = ", ".join(f"“{clip(quoted(_text(cell)))}” ({line})" for line, cell in strange[:_SHOWN])
    if len(strange) > _SHOWN:
        return message("{cells} and {more} more", cells=first, more=len(strange) - _SHOWN)
    return message("{cells}", cells=first)


def _series(
    days: Sequence[date], kept: Sequence[int], values: Sequence[float | None], table: Table, source: Source
) -> tuple[pd.Series, tuple[date, ...]]:
    """Bring the kept rows to one value per day, and name the days that stood there twice."""
    index = pd.DatetimeIndex([days[position] for position in kept])
    records = pd.Series(list(values), index=index, dtype="float64")
    if source.value is not None and source.rows == "days":
        return _one_per_day(records, table, source)
    return _summed(records, Window(min(days), max(days)), source), ()


def _one_per_day(records: pd.Series, table: Table, source: Source) -> tuple[pd.Series, tuple[date, ...]]:
    groups = records.groupby(level=0)
    # A blank beside a number is no second value, and two blanks are one.
    differing = groups.max() > groups.min()
    if differing.any():
        raise DataError.at(
            f"{clip(table.content.file)} [{clip(source.value)}]",
            message("different values on one day: {days}", days=listed(_dates(differing[differing].index))),
            message("one value per day"),
            message("Keep one row per day, name the rows with `where`, or say `rows: events` to add them up."),
        )
    duplicates = groups.size() > 1
    values = groups.first().reindex(_calendar(records.index))
    return values.astype("float64"), _dates(duplicates[duplicates].index)


def _summed(records: pd.Series, file_window: Window, source: Source) -> pd.Series:
    """Add up the rows of each day; without a single known value the day stays unknown."""
    totals = records.groupby(level=0).sum(min_count=1)
    if source.rows == "events":
        days = file_window.index()
        quiet = ~days.isin(totals.index)
        totals = totals.reindex(days)
        totals[quiet] = 0.0
        return totals
    return totals.reindex(_calendar(records.index))


def _calendar(days: pd.Index) -> pd.DatetimeIndex:
    return pd.date_range(days.min(), days.max(), freq="D")


def _dates(days: pd.Index) -> tuple[date, ...]:
    return tuple(day.date() for day in days)
