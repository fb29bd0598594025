"""Several exports of one table into one: the later export wins, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from smmeasure.data.exports.canonical import CanonicalTable, ColumnKind
from smmeasure.data.exports.overlaps import IDENTITY, Stack, doubts_of, faults_of, repeated_rows
from smmeasure.data.exports.reading import Export
from smmeasure.data.quote import clip, listed
from smmeasure.errors import CallError, DataError
from smmeasure.messages import Message, message

_OPEN_GRAIN = frozenset({"ad_day", "web_day"})
"""Tables where two things may share a grain, two ads of one name say: their rows stay apart within an export."""

_NAMED = {"campaign_name": "campaign_id", "ad_group_name": "ad_group_id", "ad_name": "ad_id"}
_NO_LAST_DAY = frozenset({"delivery_start", "delivery_end", "valid_from", "valid_to", "as_of_date"})


@dataclass(frozen=True, slots=True)
class Merged:
    """One table out of several exports.

    Attributes
    ----------
    table : CanonicalTable
        Every grain once, sorted by it.
    doubts : tuple of Message
        Where exports contradict one another, and which export counts.
    repeated : int
        Rows of a later export that say nothing else than an earlier one.
    """

    table: CanonicalTable
    doubts: tuple[Message, ...]
    repeated: int = 0


def merged(exports: Sequence[Export], name: str) -> Merged:
    """Merge the tables of one name: monthly files, repeated downloads, two networks, the parts of a ZIP file.

    Of two exports that know a cell the later one counts; a null never overwrites a value. An export is
    later by its day (``as_of`` where the user says it, else the last day of its data); of one day the
    one that is given later. Values of posts stand apart by the day of the export.

    Parameters
    ----------
    exports : sequence of Export
        The exports; those without the table are passed over.
    name : str
        Name of a canonical table, e.g. ``account_day``.

    Returns
    -------
    Merged
        The table, and what a reader should know.

    Raises
    ------
    CallError
        Where no export has the table.
    DataError
        Where the exports can't be added up: two currencies, periods or breakdowns that overlap, a
        network or account that one export names and another leaves out on the same days, a search
        index of two scales.
    """
    parts = sorted(_distinct(exports, name), key=last_day)
    if not parts:
        raise _no_table(exports, name)
    tables = [export.table(name) for export in parts]
    currency = _one_currency(parts, tables)
    stack = _stack(parts, tables)
    faults = faults_of(stack)
    if faults:
        raise DataError(*faults)
    # `last` passes over nulls: what a later export leaves out stays as it was.
    rows = stack.frame.groupby(stack.code, sort=False).last()
    table = CanonicalTable(stack.shape, _sorted(rows, stack), currency)
    return Merged(table, doubts_of(stack), repeated_rows(stack))


def last_day(export: Export) -> date:
    """Give the day of an export: the declared one, else the last day of its data."""
    if export.as_of is not None:
        return export.as_of
    days = [
        known.max().date()
        for table in export.tables
        for column, kind in table.shape.kinds.items()
        if kind in {ColumnKind.DAY, ColumnKind.MOMENT} and column not in _NO_LAST_DAY
        if len(known := table.frame[column].dropna())
    ]
    return max(days, default=datetime.min.date())  # noqa: DTZ901 - a day without any time


def _distinct(exports: Sequence[Export], name: str) -> list[Export]:
    return [export for export in exports if any(table.shape.name == name for table in export.tables)]


def _no_table(exports: Sequence[Export], name: str) -> CallError:
    known = sorted({table.shape.name for export in exports for table in export.tables})
    return CallError.at(
        "name",
        message("“{text}”, which no export has", text=clip(name)),
        message("a table of the exports: {names}", names=listed(known)),
        message("Name one of these tables, or read the exports that hold it."),
    )


def _one_currency(parts: Sequence[Export], tables: Sequence[CanonicalTable]) -> str | None:
    """Give the currency that all amounts share."""
    tabled = [(export, table) for export, table in zip(parts, tables, strict=True) if table.currency]
    # An export without rows has no amounts that could be added.
    named = [(export, table.currency) for export, table in tabled if len(table.frame)] or [
        (export, table.currency) for export, table in tabled[:1]
    ]
    other = next(((export, code) for export, code in named if code != named[0][1]), None)
    if other is not None:
        raise DataError.at(
            clip(other[0].file),
            message(
                "amounts in {currency}, those of {file} are in {other}",
                currency=str(other[1]),
                file=clip(named[0][0].file),
                other=str(named[0][1]),
            ),
            message("exports in one currency"),
            message("Merge the exports of each currency apart: two currencies are never added."),
        )
    return named[0][1] if named else None


def _stack(parts: Sequence[Export], tables: Sequence[CanonicalTable]) -> Stack:
    """Put the rows under one another, the earliest export first, each with the number of its grain."""
    shape = tables[0].shape
    frame = pd.concat([table.frame for table in tables], ignore_index=True)
    part = pd.Series([number for number, table in enumerate(tables) for _ in range(len(table.frame))], dtype="int64")
    keys = _keys(frame, shape.grain)
    code = frame.groupby(list(keys), dropna=False, sort=False).ngroup()
    if shape.name in _OPEN_GRAIN:
        place = part.groupby([code, part]).cumcount()
        code = pd.DataFrame({"code": code, "place": place}).groupby(["code", "place"], sort=False).ngroup()
    files = tuple(export.file for export in parts)
    return Stack(shape, frame, keys, code, part, files, tuple(map(last_day, parts)))


def _keys(frame: pd.DataFrame, grain: Sequence[str]) -> tuple[str, ...]:
    """Give the columns that tell rows of several exports apart; ids instead of names where all are known."""
    known = list(frame.columns)
    keys = [column for column in IDENTITY if column in known]
    for column in grain:
        identifier = _NAMED.get(column, "")
        is_known = identifier in known and not (frame[identifier].isna() & frame[column].notna()).any()
        keys.append(identifier if is_known and frame[identifier].notna().any() else column)
    if "date_start" in grain:
        keys.append("date_end")
    return tuple(dict.fromkeys(keys))


def _sorted(rows: pd.DataFrame, stack: Stack) -> pd.DataFrame:
    return rows.sort_values(list(stack.keys), kind="stable", ignore_index=True)[list(stack.shape.kinds)]
