"""Days without a year, as TikTok writes them: which years they are in, or what settles it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from smmeasure.data.exports.matching import Match
from smmeasure.data.exports.moments import months
from smmeasure.data.exports.told import Declared
from smmeasure.data.files import Content
from smmeasure.data.quote import clip, normal
from smmeasure.data.rows import Cell, Row
from smmeasure.errors import DataError
from smmeasure.messages import Message, message

_DAY_MONTH = re.compile(r"(\d{1,2})(?:er|\.)?\s+(?:de\s+)?([^\W\d_]+)\.?")
_MONTH_DAY = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})")
_NAME = re.compile(r"(?:^|/)[^\W\d_]+_(\d{4}-\d{2}-\d{2})_\d{9,13}_")
_LATE = timedelta(days=7)
"""How long after its last day a report is believed to be of the latest year that fits."""
_LONGEST = timedelta(days=366)
"""Longest period that the platform exports."""

MonthDay = tuple[int, int]
"""A month and a day of it."""


@dataclass(frozen=True, slots=True)
class _Days:
    """The days of a column that have no year.

    Attributes
    ----------
    place : str
        Column and line of the first one.
    cells : tuple of Cell, shape (n,)
        How they are written.
    parts : tuple of MonthDay, shape (n,)
        Month and day of each.
    """

    place: str
    cells: tuple[Cell, ...]
    parts: tuple[MonthDay, ...]


def month_and_day(cell: Cell) -> MonthDay | None:
    """Read September 25 or 28 août; None where a cell is written otherwise."""
    text = normal(cell) if isinstance(cell, str) else ""
    if parts := _DAY_MONTH.fullmatch(text):
        number, name = parts[1], parts[2]
    elif parts := _MONTH_DAY.fullmatch(text):
        name, number = parts[1], parts[2]
    else:
        return None
    month = months().get(name)
    return None if month is None else (month, int(number))


def first_day_named(file: str) -> date | None:
    """Give the first day of the report that the name of its ZIP file says: Overview_2025-02-28_1772236800_name.zip."""
    named = _NAME.search(file)
    try:
        return date.fromisoformat(named[1]) if named else None
    except ValueError:
        return None


def latest(part: MonthDay, day: date) -> date:
    """Give the last such day that is not after another day.

    Raises
    ------
    ValueError
        Where that year has no such day.
    """
    return date(day.year - (part > (day.month, day.day)), *part)


def with_years(content: Content, match: Match, declared: Declared) -> Match:
    """Write the year into every day of a table by day; a table whose days have years stays as it is.

    The rows run forwards or backwards through one year at most, so that the year of one row tells all.

    Raises
    ------
    DataError
        Where nothing tells the year, or where what tells it can't be true.
    """
    place = next(kept.position for kept in match.kept if kept.column.column == "day")
    at = [number for number, row in enumerate(match.rows) if month_and_day(row.cell(place)) is not None]
    if not at:
        return match
    rows = [match.rows[number] for number in at]
    days = _Days(
        f"{clip(content.file)}:{rows[0].line} [{clip(match.header[place])}]",
        tuple(row.cell(place) for row in rows),
        tuple(part for row in rows if (part := month_and_day(row.cell(place))) is not None),
    )
    written = dict(zip(at, _dates(content.file, days, declared), strict=True))
    return replace(
        match,
        rows=tuple(
            put(row, place, written[number].isoformat()) if number in written else row
            for number, row in enumerate(match.rows)
        ),
    )


def put(row: Row, place: int, cell: Cell) -> Row:
    """Give a row with another cell at a place."""
    return Row(row.line, (*row.cells[:place], cell, *row.cells[place + 1 :]))


def _dates(file: str, days: _Days, declared: Declared) -> list[date]:
    """Give the day of each row."""
    offsets = _turns(days.parts)
    ends = sorted(zip(offsets, days.parts, strict=True))
    first_offset, first = ends[0]
    last_offset, last = ends[-1]
    year = _year_of_first(file, days, declared, first)
    if year is None:
        year = _year_of_last(days, declared, last) - last_offset + first_offset
    try:
        dates = [date(year + turn - first_offset, *part) for turn, part in zip(offsets, days.parts, strict=True)]
    except ValueError:
        raise _no_such_day(days, year) from None
    if max(dates) - min(dates) > _LONGEST:
        raise DataError.at(
            days.place,
            message("days in no order: they would run from {first} to {last}", first=min(dates), last=max(dates)),
            message("days that run forwards or backwards through one year at most"),
            message("Take the original export: sorted otherwise, days without a year are lost."),
        )
    return dates


def _turns(parts: Sequence[MonthDay]) -> list[int]:
    """Count the turns of the year up to each row, forwards or backwards, whichever covers fewer days."""
    forwards, backwards = [0], [0]
    for before, part in pairwise(parts):
        forwards.append(forwards[-1] + (part < before))
        backwards.append(backwards[-1] - (part > before))
    return min(forwards, backwards, key=lambda turns: _span(parts, turns))


def _span(parts: Sequence[MonthDay], turns: Sequence[int]) -> int:
    """Tell how much time rows cover, months counted as 31 days."""
    when = [turn * 372 + month * 31 + day for turn, (month, day) in zip(turns, parts, strict=True)]
    return max(when) - min(when)


def _year_of_first(file: str, days: _Days, declared: Declared, first: MonthDay) -> int | None:
    """Give the year of the first day where the user or the file's name says it."""
    said = declared.first_day
    if said is not None and (said.month, said.day) != first:
        raise DataError.at(
            days.place,
            message("days from {month}-{day} on", month=f"{first[0]:02}", day=f"{first[1]:02}"),
            message("the first day {day}, as `first_day` says", day=said),
            message("Correct `first_day`: it is the first day of the report, with its year."),
        )
    named = said or first_day_named(file)
    return named.year if named is not None and (named.month, named.day) == first else None


def _year_of_last(days: _Days, declared: Declared, last: MonthDay) -> int:
    """Give the year of the last day, which is shortly before the day of the export."""
    if declared.as_of is None:
        raise no_year(days.place, days.cells[0])
    try:
        day = latest(last, declared.as_of)
    except ValueError:
        raise _no_such_day(days, declared.as_of.year) from None
    if declared.as_of - day > _LATE:
        raise DataError.at(
            days.place,
            message("days up to {day} in an export of {as_of}", day=day, as_of=declared.as_of),
            message("a report that ends shortly before the day of the export"),
            message("Say with `first_day` the first day of the report, with its year."),
        )
    return day.year


def _no_such_day(days: _Days, year: int) -> DataError:
    found: Message = message("days that the calendar of {year} doesn't have", year=year)
    return DataError.at(
        days.place,
        found,
        message("days of the year that was told"),
        message("Correct the year: it comes from `first_day`, from the name of the ZIP file or from `as_of`."),
    )


def no_year(place: str, cell: Cell) -> DataError:
    """Make the fault of a day whose year nothing tells."""
    return DataError.at(
        place,
        message("“{text}”, a day whose year nothing tells", text=clip(cell)),
        message("a year in the name of the ZIP file, as Overview_2025-02-28_1772236800_name.zip"),
        message("Read the ZIP file as it was downloaded, or say the day of the export with `as_of`."),
    )
