"""Search interest: a column per term and region into one row per term, region and period."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from smmeasure.data.exports.canonical import canonical_table
from smmeasure.data.exports.columns import Columns, read_columns
from smmeasure.data.exports.dictionary import header_parts
from smmeasure.data.exports.matching import Kept, Match, mended
from smmeasure.data.exports.periods import repeated, text_of, time_column, week_end
from smmeasure.data.exports.shapes import SEARCH_INTEREST
from smmeasure.data.exports.told import Declared, Read
from smmeasure.data.exports.values import Value
from smmeasure.data.files import Content
from smmeasure.data.quote import clip
from smmeasure.data.rows import Cell, Row
from smmeasure.errors import DataError
from smmeasure.messages import Message, message

_NAME = "{term}: ({region})"
_MONTH = re.compile(r"(\d{4})-(\d{2})(?:-01)?")
_BELOW_ONE = re.compile(r"<\s*1")
_HIGHEST = 100.0
_HALF = 0.5
"""What ``<1`` is read as: above 0 and below 1, so wrong by at most a half, as every rounded value of the index is.

Null would take the lowest periods out of the series and raise its mean, 0 would say that nobody searched.
"""


def search_interest(content: Content, match: Match, declared: Declared) -> Read:
    """Read a file of search interest, by day, week or month.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    times = [kept for kept in match.kept if kept.column.column != "interest"]
    terms = [kept for kept in match.kept if kept.column.column == "interest"]
    rows, below = _halved(match.rows, {kept.position for kept in terms})
    long: dict[str, list[Value]] = {name: [] for name in SEARCH_INTEREST.kinds}
    doubts: dict[str, Message] = {}
    columns: Columns | None = None
    for kept in terms:
        columns = read_columns(content, replace(match, kept=(*times, kept), rows=rows), declared, each_row_named=False)
        _add(long, content.file, columns, kept, match)
        doubts |= {str(doubt): doubt for doubt in columns.doubts}
    count = columns.rows if columns is not None else 0
    table = canonical_table(SEARCH_INTEREST, long, count * len(terms))
    told = (*doubts.values(), *_told(below), *repeated(SEARCH_INTEREST, long, count * len(terms)))
    return Read((table,), count, columns.left_out if columns is not None else (), None, None, told)


def _halved(rows: Sequence[Row], places: set[int]) -> tuple[tuple[Row, ...], int]:
    """Write a half where the file says below one, and count such cells."""
    below = 0

    def halved(place: int, cell: Cell) -> Cell:
        """Give the cell of a column as it is read."""
        nonlocal below
        is_below = place in places and isinstance(cell, str) and _BELOW_ONE.fullmatch(cell.strip()) is not None
        below += is_below
        return _HALF if is_below else cell

    return tuple(Row(row.line, tuple(map(halved, range(len(row.cells)), row.cells))) for row in rows), below


def _add(long: dict[str, list[Value]], file: str, columns: Columns, kept: Kept, match: Match) -> None:
    """Add the rows of one term."""
    interest = columns.of("total")["interest"]
    _refuse_other_scales(columns, interest)
    parts = header_parts(_NAME, mended(kept.header))
    starts, ends = _days(file, match, columns)
    rows = {"date_start": starts, "date_end": ends, "interest": interest}
    rows |= {name: [parts[name].strip()] * columns.rows for name in ("term", "region")}
    rows["category"] = [_category(match)] * columns.rows
    for name, values in long.items():
        values.extend(rows[name])


def _refuse_other_scales(columns: Columns, interest: Sequence[Value]) -> None:
    """Refuse what is no index: then the file has been worked on, and nothing tells how."""
    numbers = [value if isinstance(value, float) else 0.0 for value in interest]
    strange = next((row for row, value in enumerate(numbers) if not 0.0 <= value <= _HIGHEST), None)
    if strange is not None:
        raise DataError.at(
            columns.first_line("interest", strange),
            message("{value}", value=interest[strange]),
            message("an index from 0 to 100"),
            message("Take the original export."),
        )


def _category(match: Match) -> str | None:
    """Read the category in a line like ``Category: All categories`` above the table."""
    texts = [mended(text_of(row)).partition(":")[2].strip() for row in match.preamble]
    return next((text for text in texts if text), None)


def _days(file: str, match: Match, columns: Columns) -> tuple[list[Value], list[Value]]:
    """Give first and last day of each row."""
    named = time_column(file, match, columns, ("day", "week", "calendar_month", "time")) or ""
    cells = columns.of("total")[named]
    if named == "time" and cells:
        raise DataError.at(
            columns.first_line("time", 0),
            message("values of hours or minutes"),
            message("values of days, weeks or months"),
            message("Choose a longer period on the page of the search interest, and export it again."),
        )
    if named == "calendar_month":
        starts = [_month(columns, row, cell) for row, cell in enumerate(cells)]
        ends = [start.replace(day=monthrange(start.year, start.month)[1]) for start in starts]
        return list(starts), list(ends)
    days = [cell for cell in cells if isinstance(cell, datetime)]
    return list(days), [week_end(day) if named == "week" else day for day in days]


def _month(columns: Columns, row: int, cell: Value) -> datetime:
    parts = _MONTH.fullmatch(str(cell))
    try:
        return datetime.fromisoformat(f"{parts[1]}-{parts[2]}-01" if parts else "")
    except ValueError:
        raise DataError.at(
            columns.first_line("calendar_month", row),
            message("“{text}”", text=clip(cell)),
            message("a month like 2026-03"),
            message("Take the original export."),
        ) from None


def _told(below: int) -> tuple[Message, ...]:
    scale = message(
        "an index from 0 to 100 of the highest value in this file: comparable within this file only, never added up"
    )
    if not below:
        return (scale,)
    return (scale, message("values written <1 are read as 0.5, neither 0 nor unknown: {count}", count=below))
