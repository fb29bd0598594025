"""Google Ads: reports with a title and a period above them, and the cards of the overview, into ad-days."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from smmeasure.data.cells import is_missing, parse_numbers
from smmeasure.data.exports.canonical import ColumnKind, canonical_table
from smmeasure.data.exports.columns import Columns, read_columns
from smmeasure.data.exports.matching import Match
from smmeasure.data.exports.periods import (
    Period,
    contradiction,
    covers_days,
    declared_period,
    no_period,
    period_in_name,
    repeated,
    time_column,
    weeks,
    written_period,
)
from smmeasure.data.exports.shapes import AD_DAY
from smmeasure.data.exports.told import Declared, Read
from smmeasure.data.exports.values import Value
from smmeasure.data.files import Content
from smmeasure.data.quote import clip, listed
from smmeasure.data.rows import Cell, Row
from smmeasure.errors import DataError
from smmeasure.messages import Message, message
from smmeasure.units import Kind, Money, Unit

_BOUND = re.compile(r"[<>]\s*\d[\d.,\s]*%?")
_HOURS = re.compile(r"(\d{1,2})\s*[-–]\s*(\d{1,2})")
_NAMES = frozenset({ColumnKind.TEXT, ColumnKind.ID})


def google_ads(content: Content, match: Match, declared: Declared) -> Read:
    """Read a report of campaigns, ads or keywords, or a card of the overview.

    Raises
    ------
    DataError
        With every fault of the file; where its rows have no days and nothing says its period.
    """
    match, doubts = _cleaned(match)
    columns = read_columns(content, match, declared, each_row_named=True)
    known = columns.of("total")
    known |= _hours(columns, known)
    stated = written_period(content.file, match.preamble, columns.fields, declared.date_format)
    known |= _days(content.file, match, columns, stated, declared)
    known |= {"platform": [match.report.platform] * columns.rows}
    settled = columns.settled
    if settled.currency is not None:
        known["currency"] = [settled.currency] * columns.rows
    table = canonical_table(AD_DAY, known, columns.rows, settled.currency)
    doubts += columns.doubts + contradiction(stated, declared) + covers_days(known)
    doubts += _from_name(content.file, known, stated, declared) + repeated(AD_DAY, known, columns.rows)
    doubts += _missing_spend(match, columns)
    return Read((table,), columns.rows, columns.left_out, settled.decimal, settled.day_first, doubts)


def _cleaned(match: Match) -> tuple[Match, tuple[Message, ...]]:
    """Take ``--`` out of names, and bounds like ``< 10%`` out of numbers: they say what a share is not."""
    bounds: list[str] = []
    names = {kept.position for kept in match.kept if kept.column.kind in _NAMES}
    numbers = {kept.position: kept.header for kept in match.kept if kept.column.kind not in _NAMES}

    def cleaned(place: int, cell: Cell) -> Cell:
        """Give the cell of a column as it is read, and keep in mind whose bounds were taken out."""
        if place in names:
            return None if is_missing(cell) else cell
        if place in numbers and isinstance(cell, str) and _BOUND.fullmatch(cell.strip()):
            bounds.append(numbers[place])
            return None
        return cell

    # A row's first cell says that it holds totals: it is no name yet.
    rows = tuple(
        Row(row.line, tuple(cell if place == 0 else cleaned(place, cell) for place, cell in enumerate(row.cells)))
        for row in match.rows
    )
    if not bounds:
        return replace(match, rows=rows), ()
    told = message(
        "cells that say only less or more than a number stay unknown: {count} in {names}",
        count=len(bounds),
        names=listed(dict.fromkeys(bounds)),
    )
    return replace(match, rows=rows), (told,)


def _days(
    file: str, match: Match, columns: Columns, stated: Period | None, declared: Declared
) -> dict[str, list[Value]]:
    """Give first and last day of each row: its day, its week, else the period of the report."""
    known = columns.of("total")
    named = time_column(file, match, columns, ("day", "week"))
    if named == "day":
        return {"date_start": known["day"], "date_end": known["day"]}
    if named == "week":
        starts = [day for day in known["week"] if isinstance(day, datetime)]
        return weeks(starts, stated.end if stated is not None else None)
    period = stated or declared_period(declared) or period_in_name(file)
    if period is None and columns.rows:
        raise no_period(file, match)
    return period.of(columns.rows) if period is not None else {"date_start": [], "date_end": []}


def _from_name(
    file: str, known: dict[str, list[Value]], stated: Period | None, declared: Declared
) -> tuple[Message, ...]:
    """Tell that only the file's name says the period."""
    said = "day" in known or "week" in known or stated is not None or declared_period(declared) is not None
    if said or period_in_name(file) is None:
        return ()
    return (message("its period is that of the file's name: check that nobody has changed it"),)


def _missing_spend(match: Match, columns: Columns) -> tuple[Message, ...]:
    """Tell that a row of totals spends more than all rows together: what was filtered out is not in the file."""
    spend, settled = columns.of("total").get("spend", []), columns.settled
    position = next(kept.position for kept in match.kept if kept.column.column == "spend")
    cells = [row.cell(position) for row in match.rows if row.line in columns.left_out]
    totals = parse_numbers(cells, settled.decimal, Unit(Kind.MONEY, settled.currency)).items
    largest = max((total for total in totals if total is not None), default=0.0)
    known = sum(amount for amount in spend if isinstance(amount, float))
    # Each row and the total are rounded to a cent.
    if settled.currency is None or largest <= known + 0.005 * (len(spend) + 1):
        return ()
    said = {"rows": Money(known, settled.currency), "total": Money(largest, settled.currency)}
    return (message("its rows spend {rows}, its totals {total}: the file holds only a part of the account", **said),)


def _hours(columns: Columns, known: dict[str, list[Value]]) -> dict[str, list[Value]]:
    """Name each hour of the day by its beginning: 00 - 01 is hour 00."""
    return {"hour": [_hour(columns, row, text) for row, text in enumerate(known["hour"])]} if "hour" in known else {}


def _hour(columns: Columns, row: int, text: Value) -> str:
    parts = _HOURS.fullmatch(str(text))
    if parts is None or (int(parts[1]) + 1) % 24 != int(parts[2]) % 24 or int(parts[1]) > 23:  # noqa: PLR2004 - hours of a day
        raise DataError.at(
            columns.first_line("hour", row),
            message("“{text}”", text=clip(text)),
            message("an hour like 00 - 01"),
            message("Take the original export."),
        )
    return f"{int(parts[1]):02d}"
