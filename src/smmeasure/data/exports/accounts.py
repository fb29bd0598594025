"""Accounts by day: a table with a row per day into a row per day and basis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from smmeasure.data.exports.canonical import CanonicalTable, canonical_table
from smmeasure.data.exports.columns import Columns, read_columns
from smmeasure.data.exports.matching import Match
from smmeasure.data.exports.settling import Field
from smmeasure.data.exports.shapes import ACCOUNT_DAY
from smmeasure.data.exports.snapshots import BASES
from smmeasure.data.exports.told import Declared, Read
from smmeasure.data.exports.values import Value
from smmeasure.data.files import Content
from smmeasure.data.quote import clip
from smmeasure.errors import DataError, Fault
from smmeasure.messages import Message, message


def account_table(content: Content, match: Match, declared: Declared) -> Read:
    """Read a table with a row per day, in any order.

    Raises
    ------
    DataError
        With every fault of the file; where a row has no day, or a day two values.
    """
    return account_read(content, match, declared, match.report.platform)


def account_read(content: Content, match: Match, declared: Declared, platform: str | None) -> Read:
    """Read a table with a row per day of an account on a platform; None where nobody knows which.

    Raises
    ------
    DataError
        With every fault of the file; where a row has no day, or a day two values.
    """
    columns = read_columns(content, match, declared, each_row_named=False)
    days = whole_days(columns)
    rows = each_once(columns, {"day": days})
    doubts = columns.doubts + _repeated(columns, rows) + absent_days(columns, days)
    table = _table(columns, days, rows, platform)
    settled = columns.settled
    return Read((table,), columns.rows, columns.left_out, settled.decimal, settled.day_first, doubts)


def day_field(columns: Columns) -> Field:
    """Give the column of the days."""
    return next(field for field in columns.fields if field.column.column == "day")


def whole_days(columns: Columns) -> list[Value]:
    """Give the day of every row, without its time.

    Raises
    ------
    DataError
        Where a row has none.
    """
    days = columns.of("total")["day"]
    if None in days:
        raise DataError.at(
            columns.first_line("day", days.index(None)),
            message("a row without a day"),
            message("a day in every row"),
            message("Take the original export, or remove the row."),
        )
    return [datetime(day.year, day.month, day.day) for day in days if isinstance(day, datetime)]  # noqa: DTZ001 - a day has no zone


def each_once(columns: Columns, keys: Mapping[str, Sequence[Value]]) -> list[int]:
    """Give the rows in the order of their keys, of equal rows the first.

    Parameters
    ----------
    columns : Columns
        The file.
    keys : mapping of str to sequence of Value, each of shape (rows,)
        What tells rows apart, the day last.

    Raises
    ------
    DataError
        Where two rows of one key differ.
    """
    first: dict[tuple[Value, ...], int] = {}
    faults: list[Fault] = []
    for row, key in enumerate(zip(*keys.values(), strict=True)):
        before = first.setdefault(key, row)
        other = next((f for f, v in _pairs(columns) if before != row and v[before] != v[row]), None)
        if other is not None:
            faults.append(_second_value(other, row, key))
    if faults:
        raise DataError(*faults)
    return [first[key] for key in sorted(first, key=lambda key: tuple(map(str, key)))]


def _pairs(columns: Columns) -> zip[tuple[Field, list[Value]]]:
    return zip(columns.fields, columns.values, strict=True)


def _second_value(field: Field, row: int, key: Sequence[Value]) -> Fault:
    day = key[-1]
    return Fault(
        field.place(row),
        message("a second value on {day}", day=day.date() if isinstance(day, datetime) else str(day)),
        message("one value per day"),
        message("Keep the row that counts: an export that was put together from several may hold a day twice."),
    )


def _repeated(columns: Columns, rows: Sequence[int]) -> tuple[Message, ...]:
    if len(rows) == columns.rows:
        return ()
    return (message("{count} rows stand there twice and count once", count=columns.rows - len(rows)),)


def absent_days(columns: Columns, days: Sequence[Value]) -> tuple[Message, ...]:
    """Say how many days are absent between the first and the last one."""
    known = {day for day in days if isinstance(day, datetime)}
    absent = (max(known) - min(known)) // timedelta(days=1) + 1 - len(known) if known else 0
    if not absent:
        return ()
    return (
        message(
            "“{title}”: {count} days are absent; the file doesn't say whether they are 0, so they stay unknown",
            title=clip(day_field(columns).header),
            count=absent,
        ),
    )


def _table(columns: Columns, days: Sequence[Value], rows: Sequence[int], platform: str | None) -> CanonicalTable:
    """Put the bases that say anything under one another, day by day."""
    parts = {basis: columns.of(basis) for basis in BASES}
    says = {basis: {name: values for name, values in known.items() if name != "day"} for basis, known in parts.items()}
    bases = [basis for basis, known in says.items() if any(value is not None for v in known.values() for value in v)]
    bases = bases or ["total"]
    long: dict[str, list[Value]] = {name: [] for name in ACCOUNT_DAY.kinds}
    for row in rows:
        for basis in bases:
            cells = {name: values[row] for name, values in says[basis].items()}
            cells |= {"platform": platform, "day": days[row], "basis": basis}
            for name, column in long.items():
                column.append(cells.get(name))
    return canonical_table(ACCOUNT_DAY, long, len(rows) * len(bases))
