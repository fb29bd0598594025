"""A file without a brief: which column holds the days, which hold numbers, and their daily series."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from smmeasure.data.cells import is_missing, looks_ambiguous, parse_days, parse_numbers
from smmeasure.data.files import Content, read_content
from smmeasure.data.quote import clip, listed, nearest, normal
from smmeasure.data.rows import Cell, Row
from smmeasure.errors import DataError, Fault
from smmeasure.messages import Message, message
from smmeasure.units import Kind, Unit

_WEEK = 7
_MOST_LISTED = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a user says of a file.

    Attributes
    ----------
    columns : tuple of str
        Columns of numbers; every one that holds numbers only where empty.
    date_column : str or None
        Column of the days; the one with the most days where None.
    date_format : str or None
        How days are written, in the signs of `datetime.strptime`; None for YYYY-MM-DD.
    decimal : str
        Decimal sign, ``.`` or ``,``.
    """

    columns: tuple[str, ...] = ()
    date_column: str | None = None
    date_format: str | None = None
    decimal: str = "."


@dataclass(frozen=True, slots=True)
class History:
    """The series of a file.

    Attributes
    ----------
    file : str
        Name of the file.
    sha256 : str
        Fingerprint of its bytes.
    date_column : str
        Column of the days.
    weekly : bool
        Whether the days are whole weeks apart.
    series : mapping of str to pandas.Series of float
        By column, in the file's order: one value per day (or week) from the first to the last row; nan where unknown.
    """

    file: str
    sha256: str
    date_column: str
    weekly: bool
    series: Mapping[str, pd.Series] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Grid:
    """The likeliest table of a file.

    Attributes
    ----------
    content : Content
        The file.
    columns : tuple of str
        Names in the header.
    body : tuple of Row
        What follows the header; rows without a filled cell are left out.
    """

    content: Content
    columns: tuple[str, ...]
    body: tuple[Row, ...]

    def cells(self, position: int) -> tuple[Cell, ...]:
        """Give the cells of one column."""
        return tuple(row.cell(position) for row in self.body)

    def place(self, position: int, row: int) -> str:
        """Name a cell for a fault."""
        return f"{clip(self.content.file)}:{self.body[row].line} [{clip(self.columns[position])}]"


def likely_grid(content: Content) -> Grid:
    """Find the table of a file that no brief describes: the separator and header that make the widest rows."""
    rows = max((reading.rows for reading in content.readings), key=_common_width)
    width = _common_width(rows)
    start = next((number for number, row in enumerate(rows) if row.filled >= width), 0)
    columns = tuple(str(cell).strip() if cell is not None else "" for cell in rows[start].cells)
    return Grid(content, columns, tuple(row for row in rows[start + 1 :] if row.filled))


def _common_width(rows: Sequence[Row]) -> int:
    """Give the number of filled cells that most rows have."""
    widths = Counter(row.filled for row in rows if row.filled)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def read_history(folder: Path, file: str, wanted: Wanted) -> History:
    """Read the daily or weekly series of a file.

    Parameters
    ----------
    folder : pathlib.Path
        Folder of the file.
    file : str
        Its name.
    wanted : Wanted
        What the user says of it.

    Raises
    ------
    DataError
        With every fault: no such column, no day, days that could be read two ways, cells that are no number, a day
        with two values.
    """
    grid = likely_grid(read_content(folder, file))
    dates = _date_position(grid, wanted)
    numbers = _number_positions(grid, dates, wanted)
    kept, days = _days(grid, dates, wanted)
    columns = {grid.columns[position]: _values(grid, position, kept, wanted) for position in numbers}
    table = pd.DataFrame({name: pd.Series(values, dtype="float64") for name, values in columns.items()})
    table.index = days
    _refuse_two_values(grid, table)
    daily = table.groupby(level=0).first()
    weekly = _is_weekly(pd.DatetimeIndex(daily.index))
    calendar = pd.date_range(daily.index[0], daily.index[-1], freq=f"{_WEEK if weekly else 1}D")
    series = {name: daily[name].reindex(calendar) for name in columns}
    return History(file, grid.content.sha256, grid.columns[dates], weekly, series)


def _is_weekly(days: pd.DatetimeIndex) -> bool:
    gaps = np.diff(days.to_numpy()) // np.timedelta64(1, "D")
    return len(gaps) > 0 and bool((gaps % _WEEK == 0).all())


def _position(grid: Grid, name: str) -> int | None:
    exact = [place for place, other in enumerate(grid.columns) if other == name.strip()]
    found = exact or [place for place, other in enumerate(grid.columns) if normal(other) == normal(name)]
    return found[0] if found else None


def _no_column(grid: Grid, name: str, option: str) -> Fault:
    near = nearest(name, [column for column in grid.columns if column])
    return Fault(
        option,
        message("no column “{name}” in {file}", name=clip(name), file=clip(grid.content.file)),
        message("one of its columns: {columns}", columns=listed(filter(None, grid.columns), most=_MOST_LISTED)),
        message("Did you mean {near}?", near=near) if near else message("Name one of these columns."),
    )


def _date_position(grid: Grid, wanted: Wanted) -> int:
    if wanted.date_column is not None:
        named = _position(grid, wanted.date_column)
        if named is None:
            raise DataError(_no_column(grid, wanted.date_column, "--date-column"))
        return named
    counts = [_count_days(grid.cells(place), wanted.date_format) for place in range(len(grid.columns))]
    best = max(range(len(counts)), key=lambda place: counts[place], default=None)
    if best is not None and 2 * counts[best] >= len(grid.body) > 0:
        return best
    raise DataError(_no_days(grid, wanted))


def _count_days(cells: Sequence[Cell], date_format: str | None) -> int:
    return sum(day is not None for day in parse_days(cells, date_format).items)


def _no_days(grid: Grid, wanted: Wanted) -> Fault:
    ambiguous = [sum(map(looks_ambiguous, grid.cells(place))) for place in range(len(grid.columns))]
    best = max(range(len(ambiguous)), key=lambda place: ambiguous[place], default=0)
    if wanted.date_format is None and ambiguous and ambiguous[best]:
        row = next(number for number, cell in enumerate(grid.cells(best)) if looks_ambiguous(cell))
        return _unread_day(grid, best, row, wanted)
    return Fault(
        clip(grid.content.file),
        message("no column of days among {columns}", columns=listed(filter(None, grid.columns), most=_MOST_LISTED)),
        _day_shape(wanted),
        message("Name the column with `--date-column`, and say with `--date-format` how its days are written."),
    )


def _day_shape(wanted: Wanted) -> Message:
    if wanted.date_format is None:
        return message("a day as YYYY-MM-DD")
    return message("a day written as {date_format}", date_format=clip(wanted.date_format))


def _unread_day(grid: Grid, position: int, row: int, wanted: Wanted) -> Fault:
    cell = grid.body[row].cell(position)
    ambiguous = wanted.date_format is None and looks_ambiguous(cell)
    return Fault(
        grid.place(position, row),
        message("“{text}”", text=clip(cell)),
        _day_shape(wanted),
        message(
            "Say which number is the month: `--date-format %d/%m/%Y` is day/month/year, "
            "`--date-format %m/%d/%Y` is month/day/year."
        )
        if ambiguous
        else message("Say with `--date-format` how days are written, or correct the cell."),
    )


def _days(grid: Grid, position: int, wanted: Wanted) -> tuple[list[int], pd.DatetimeIndex]:
    """Give the rows that have a day, and the days; a row without one holds totals or notes."""
    cells = grid.cells(position)
    kept = [row for row, cell in enumerate(cells) if not is_missing(cell)]
    while kept and _is_total(cells[kept[-1]]):
        kept.pop()
    days = parse_days([cells[row] for row in kept], wanted.date_format).items
    strange = next((row for row, day in zip(kept, days, strict=True) if day is None), None)
    if strange is not None or not kept:
        raise DataError(_no_days(grid, wanted) if strange is None else _unread_day(grid, position, strange, wanted))
    return kept, pd.DatetimeIndex(days)


def _is_total(cell: Cell) -> bool:
    return isinstance(cell, str) and normal(cell).startswith(("total", "grand total", "totaux"))


def _number_positions(grid: Grid, dates: int, wanted: Wanted) -> list[int]:
    if wanted.columns:
        found = {name: _position(grid, name) for name in wanted.columns}
        faults = [_no_column(grid, name, "--column") for name, place in found.items() if place is None]
        if faults:
            raise DataError(*faults)
        return sorted({place for place in found.values() if place is not None})
    every = [place for place in range(len(grid.columns)) if place != dates and grid.columns[place]]
    numeric = [place for place in every if _holds_numbers(grid.cells(place), wanted.decimal)]
    if not numeric:
        raise DataError.at(
            clip(grid.content.file),
            message("no column of numbers beside the days"),
            message("one column or more with a number per day"),
            message("Name it with `--column`; if “,” is the decimal sign, say `--decimal ,`."),
        )
    return numeric


_COUNT = Unit(Kind.COUNT)


def _holds_numbers(cells: Sequence[Cell], decimal: str) -> bool:
    parsed = parse_numbers(cells, decimal, _COUNT)
    return not parsed.unread and any(number is not None for number in parsed.items)


def _values(grid: Grid, position: int, kept: Sequence[int], wanted: Wanted) -> list[float]:
    cells = grid.cells(position)
    parsed = parse_numbers([cells[row] for row in kept], wanted.decimal, _COUNT)
    if parsed.unread:
        row = kept[parsed.unread[0]]
        raise DataError.at(
            grid.place(position, row),
            message("“{text}”", text=clip(cells[row])),
            message("a number with the decimal sign “{decimal}”", decimal=wanted.decimal),
            message("Leave a cell empty where nothing is known; if “,” is the decimal sign, say `--decimal ,`."),
        )
    return [float("nan") if number is None else number for number in parsed.items]


def _refuse_two_values(grid: Grid, table: pd.DataFrame) -> None:
    groups = table.groupby(level=0)
    differing = groups.max() > groups.min()
    faults = [
        Fault(
            f"{clip(grid.content.file)} [{clip(name)}]",
            message("different values on one day: {days}", days=listed(day.date() for day in table_days)),
            message("one value per day"),
            message("Keep one row per day, or leave the column out by naming the others with `--column`."),
        )
        for name in table.columns
        if len(table_days := differing.index[differing[name]])
    ]
    if faults:
        raise DataError(*faults)
