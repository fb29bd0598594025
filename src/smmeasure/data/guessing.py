"""A table that no dictionary knows: which column holds days, which hold numbers, and how a brief would read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from smmeasure.data.cells import is_missing, parse_days, parse_numbers
from smmeasure.data.content import Content
from smmeasure.data.history import Grid, likely_grid
from smmeasure.data.quote import clip, listed
from smmeasure.data.rows import Cell
from smmeasure.messages import Message, message
from smmeasure.units import Kind, Unit

_SAMPLE = 300
_LONGEST = 40
_COUNT = Unit(Kind.COUNT)
_COMPACT_DAYS = range(19_000_101, 21_001_232)
_FORMATS = (
    None,
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d.%m.%Y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %I:%M:%S %p",
    "%b %d, %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%d %B %Y",
)


@dataclass(frozen=True, slots=True)
class DayColumn:
    """A column of days.

    Attributes
    ----------
    name : str
        Its name.
    date_format : str or None
        How its days are written; None where a brief need not say it.
    first, last : datetime.date
        Its first and its last day.
    """

    name: str
    date_format: str | None
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Guess:
    """What an unknown table holds.

    Attributes
    ----------
    columns : tuple of str
        Names in the header.
    rows : int
        Rows after the header.
    delimiter : str or None
        What parts the cells.
    day : DayColumn or None
        The column of days; None where there is none, or where its days can be read in two ways.
    numbers : tuple of str
        Columns of numbers only.
    decimal : str or None
        Their decimal sign; None where nothing proves one.
    doubts : tuple of Message
        What a reader should know.
    """

    columns: tuple[str, ...]
    rows: int
    delimiter: str | None
    day: DayColumn | None
    numbers: tuple[str, ...]
    decimal: str | None
    doubts: tuple[Message, ...]


def guess(content: Content) -> Guess:
    """Tell what a table holds that no dictionary knows.

    Raises
    ------
    DataError
        Where its lines are no table rows.
    """
    grid = likely_grid(content)
    delimiter = _delimiter(content, grid)
    places = [place for place, name in enumerate(grid.columns) if name]
    formats = {place: _formats(grid.cells(place)) for place in places}
    dated = next((place for place in places if formats[place]), None)
    doubts: list[Message] = []
    day = None if dated is None else _day_column(grid, dated, formats[dated], doubts)
    decimals = {place: _decimals(grid.cells(place)) for place in places if place != dated}
    decimal = _decimal(grid, decimals, doubts)
    numbers = tuple(grid.columns[place] for place, signs in decimals.items() if (decimal or ".") in signs)
    return Guess(grid.columns, len(grid.body), delimiter, day, numbers, decimal, tuple(doubts))


def _delimiter(content: Content, grid: Grid) -> str | None:
    """Give the separator by which the rows of a table were parted."""
    first = grid.body[:1]
    return next(
        (one.delimiter for one in content.readings if not first or any(row is first[0] for row in one.rows)), None
    )


def _formats(cells: Sequence[Cell]) -> list[str | None]:
    """Give the ways in which all cells of a column are days; the usual one excludes the others."""
    sample = list(islice((cell for cell in dict.fromkeys(cells) if not is_missing(cell)), _SAMPLE))
    if not sample or _is_prose(sample) or any(isinstance(cell, float) and not _is_compact(cell) for cell in sample):
        return []
    found = [one for one in _FORMATS if not parse_days(sample, one).unread]
    return [None] if None in found else found


def _is_prose(cells: Sequence[Cell]) -> bool:
    """Whether a cell is too long for a day or a number."""
    return any(isinstance(cell, str) and len(cell) > _LONGEST for cell in cells)


def _is_compact(number: float) -> bool:
    """Whether a number may be a day like 20260301; the serial numbers of a workbook look like any other number."""
    return number.is_integer() and int(number) in _COMPACT_DAYS


def _day_column(grid: Grid, place: int, formats: Sequence[str | None], doubts: list[Message]) -> DayColumn | None:
    cells = grid.cells(place)
    name = grid.columns[place]
    parsed = [parse_days(cells, one) for one in formats]
    whole = [(one, days) for one, days in zip(formats, parsed, strict=True) if not days.unread]
    if len(whole) > 1:
        text = next(str(cell) for cell in cells if not is_missing(cell))
        written = listed(str(one) for one, _ in whole)
        doubts.append(
            message(
                "“{text}” in “{name}” may be read in {count} ways; say one with `date_format`: {formats}",
                text=clip(text),
                name=clip(name),
                count=len(whole),
                formats=written,
            )
        )
        return None
    date_format, days = whole[0] if whole else (formats[0], parsed[0])
    known = [day for day in days.items if day is not None]
    if days.unread:
        first = grid.place(place, days.unread[0])
        doubts.append(
            message("cells that are no days: {count}, the first at {place}", count=len(days.unread), place=first)
        )
    if len(set(known)) < len(known):
        doubts.append(
            message("several rows a day: choose some with `where`, or say `rows: events` where each row is an event")
        )
    return DayColumn(name, date_format, min(known), max(known))


def _decimals(cells: Sequence[Cell]) -> frozenset[str]:
    """Give the decimal signs by which all cells of a column are numbers."""
    if _is_prose(cells) or all(is_missing(cell) for cell in cells):
        return frozenset()
    return frozenset(sign for sign in ".," if not parse_numbers(cells, sign, _COUNT).unread)


def _decimal(grid: Grid, decimals: dict[int, frozenset[str]], doubts: list[Message]) -> str | None:
    """Give the sign that a column proves; what could be read by both is doubtful."""
    proved = {next(iter(signs)) for signs in decimals.values() if len(signs) == 1}
    if len(proved) == 1:
        return next(iter(proved))
    for place, signs in decimals.items():
        open_cells = [cell for cell in grid.cells(place) if isinstance(cell, str) and ("," in cell or "." in cell)]
        if len(signs) > 1 and open_cells:
            doubts.append(
                message(
                    "“{text}” in “{name}”: say with `decimal` which sign parts decimals",
                    text=clip(open_cells[0]),
                    name=clip(grid.columns[place]),
                )
            )
            break
    return None
