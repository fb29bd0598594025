"""The period of a table whose rows have no days: what stands above it, in the file's name, or is declared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from smmeasure.data.cells import is_missing
from smmeasure.data.exports.canonical import ColumnKind, Shape
from smmeasure.data.exports.columns import Columns
from smmeasure.data.exports.dictionary import Column
from smmeasure.data.exports.matching import Match
from smmeasure.data.exports.moments import moment
from smmeasure.data.exports.settling import Field, day_first
from smmeasure.data.exports.told import Declared
from smmeasure.data.exports.values import Value
from smmeasure.data.quote import clip
from smmeasure.data.rows import Row
from smmeasure.errors import DataError
from smmeasure.messages import Message, message

_DASH = re.compile(r"\s+[-–—]\s+")
_MARKED_DAY = re.compile(r"#[^:]*:\s*(\d{8})")
_MARKED_DAYS = re.compile(r"#\s*(\d{8})-(\d{8})")
_NAMED_DAYS = re.compile(r"\((\d{4}\.\d{2}\.\d{2})(?:-(\d{4}\.\d{2}\.\d{2}))?\)")
_LAST_DAY = datetime(9999, 12, 31)  # noqa: DTZ001 - days have no time zone
SEVERAL_DAYS = message("rows cover periods of several days: no daily series can be made of them")


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day of a table, both included.

    Attributes
    ----------
    start, end : datetime.datetime
        Midnights of the two days.
    """

    start: datetime
    end: datetime

    @property
    def days(self) -> int:
        """Number of its days."""
        return (self.end - self.start).days + 1

    def of(self, count: int) -> dict[str, list[Value]]:
        """Give its days as columns of a table with this many rows."""
        return {"date_start": [self.start] * count, "date_end": [self.end] * count}


def text_of(row: Row) -> str:
    """Write a line above a table in one piece, also where its comma parted it into cells."""
    return ", ".join(str(cell).strip() for cell in row.cells if not is_missing(cell))


def marked_period(above: Sequence[Row]) -> Period | None:
    """Find the period in lines like ``# Start date: 20260301`` and ``# 20260301-20260331``; the last ones count."""
    days: list[str] = []
    for row in above:
        text = text_of(row)
        both, one = _MARKED_DAYS.fullmatch(text), _MARKED_DAY.fullmatch(text)
        days += both.groups() if both else one.groups() if one else ()
    return _period(days[-2:]) if len(days) > 1 else None


def written_period(file: str, above: Sequence[Row], fields: Sequence[Field], date_format: str | None) -> Period | None:
    """Find the period in a line like ``January 20, 2026 - January 21, 2026``.

    Raises
    ------
    DataError
        Where its order of day and month is open.
    """
    for row in above:
        parts = _DASH.split(text_of(row))
        if len(parts) in {1, 2}:
            column = Column("day", ColumnKind.DAY, {})
            field = Field(file, text_of(row), column, tuple(parts), (row.line,) * len(parts))
            period = _period(parts, day_first([*fields, field], date_format))
            if period is not None:
                return period
    return None


def period_in_name(file: str) -> Period | None:
    """Find the period in a file's name like ``Time_series(2026.02.05-2026.02.10).csv``."""
    named = _NAMED_DAYS.search(file)
    return None if named is None else _period([day.replace(".", "-") for day in named.groups() if day])


def declared_period(declared: Declared) -> Period | None:
    """Give the period that the user says; None where he doesn't say both its days."""
    if declared.first_day is None or declared.last_day is None:
        return None
    return Period(midnight(declared.first_day), midnight(declared.last_day))


def midnight(day: date) -> datetime:
    """Give the first moment of a day."""
    return datetime.combine(day, time())


def _period(days: Sequence[str], is_day_first: bool | None = None) -> Period | None:  # noqa: FBT001 - what the file has proved
    """Read the first and the last of some days; None where they are none, or in the wrong order."""
    try:
        start, end = (midnight(moment(day, is_day_first).date()) for day in (days[0], days[-1]))
    except ValueError:
        return None
    return Period(start, end) if start <= end else None


def no_period(file: str, match: Match) -> DataError:
    """Make the error of rows without a day in a file that says no period."""
    above = text_of(match.preamble[-1]) if match.preamble else ""
    return DataError.at(
        f"{clip(file)}:{match.kept[0].line}",
        message("rows without a day, and no period above them (“{text}”)", text=clip(above))
        if above
        else message("rows without a day, and no period above them"),
        message("a first and a last day"),
        message("Say the first and the last day of the report with `first_day` and `last_day`."),
    )


def time_column(file: str, match: Match, columns: Columns, names: Sequence[str]) -> str | None:
    """Choose the first of some columns of days that a table has; None where its rows have no days.

    Raises
    ------
    DataError
        Where the column stands twice with different days, or is empty in a row.
    """
    kept = next((kept for name in names for kept in match.kept if kept.column.column == name), None)
    if kept is None:
        return None
    known = columns.of("total").get(kept.column.column)
    if known is None:
        raise DataError.at(
            f"{clip(file)}:{kept.line} [{clip(kept.header)}]",
            message("two columns of days that differ"),
            message("one column of days"),
            message("Remove the one that is not meant."),
        )
    if None in known:
        raise DataError.at(
            columns.first_line(kept.column.column, known.index(None)),
            message("a row without a day"),
            message("a day or a period in every row"),
            message("Take the original export, or remove the row."),
        )
    return kept.column.column


def contradiction(stated: Period | None, declared: Declared) -> tuple[Message, ...]:
    """Tell where the file says another first or last day than the user: the file counts."""
    if stated is None:
        return ()
    said = ((declared.first_day, stated.start), (declared.last_day, stated.end))
    return tuple(
        message("the file says {stated} where {said} was given: the file counts", stated=day.date(), said=other)
        for other, day in said
        if other is not None and other != day.date()
    )


def later(day: datetime, days: int) -> datetime:
    """Give a later day, no later than the calendar goes."""
    return day + timedelta(days=min(days, (_LAST_DAY - day).days))


def week_end(start: datetime) -> datetime:
    """Give the last day of the week that begins on a day."""
    return later(start, 6)


def weeks(starts: Sequence[datetime], last: datetime | None) -> dict[str, list[Value]]:
    """Give the days of weeks by their first days; none goes beyond the last day of the report."""
    ends = [week_end(start) if last is None else min(week_end(start), last) for start in starts]
    return {"date_start": list(starts), "date_end": list(ends)}


def covers_days(known: Mapping[str, Sequence[Value]]) -> tuple[Message, ...]:
    """Tell that rows cover several days each, where they do."""
    several = any(start != end for start, end in zip(known["date_start"], known["date_end"], strict=True))
    return (SEVERAL_DAYS,) if several else ()


def repeated(shape: Shape, known: Mapping[str, Sequence[Value]], rows: int) -> tuple[Message, ...]:
    """Tell that rows stand there more than once, as far as the columns go that are kept of them."""
    names = [name for name in shape.grain if name in known]
    keys = [tuple(known[name][row] for name in names) for row in range(rows)]
    count = rows - len(set(keys))
    if not count:
        return ()
    return (message("rows that differ from another one only in columns that are left out: {count}", count=count),)
