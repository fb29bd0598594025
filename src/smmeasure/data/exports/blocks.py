"""Page series: titled blocks of days under one another, into one row per account and day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from smmeasure.data.cells import is_missing
from smmeasure.data.exports.canonical import ColumnKind, canonical_table
from smmeasure.data.exports.dictionary import Column
from smmeasure.data.exports.matching import Kept, Match
from smmeasure.data.exports.settling import Field, day_first, decimal_sign
from smmeasure.data.exports.shapes import ACCOUNT_DAY
from smmeasure.data.exports.told import Declared, Read
from smmeasure.data.exports.values import Settled, Value, values_of
from smmeasure.data.files import Content
from smmeasure.data.quote import clip
from smmeasure.data.rows import Row
from smmeasure.errors import DataError, Fault
from smmeasure.messages import Message, message

_Key = tuple[str | None, datetime]


def account_days(content: Content, match: Match, declared: Declared) -> Read:
    """Read a file of page series.

    Raises
    ------
    DataError
        With every fault of the file; where a day has two values.
    """
    blocks = [_block(content.file, match, kept) for kept in match.kept]
    fields = [field for pair in blocks for field in pair]
    settled = Settled(decimal_sign(fields, declared.decimal), day_first(fields, declared.date_format), None)
    table: dict[_Key, dict[str, Value]] = {}
    faults: list[Fault] = []
    doubts: list[Message] = []
    for days, numbers in blocks:
        read_days, read_numbers = values_of(days, settled, faults), values_of(numbers, settled, faults)
        platform = numbers.column.platform or declared.platform
        for row, (day, number) in enumerate(zip(read_days, read_numbers, strict=True)):
            _put(table, (platform, day), numbers, row, number, faults)
        doubts += _doubts(numbers, platform, read_days)
    if faults:
        raise DataError(*faults)
    columns: dict[str, list[Value]] = {name: [] for name in ACCOUNT_DAY.kinds}
    for (platform, day), cells in sorted(table.items(), key=lambda entry: (entry[0][0] or "", entry[0][1])):
        row_of = {"platform": platform, "day": day, "basis": "total"} | cells
        for name, values in columns.items():
            values.append(row_of.get(name))
    tables = (canonical_table(ACCOUNT_DAY, columns, len(table)),)
    rows = sum(len(days.cells) for days, _ in blocks)
    return Read(tables, rows, (), settled.decimal, settled.day_first, tuple(doubts))


def _block(file: str, match: Match, kept: Kept) -> tuple[Field, Field]:
    """Give the days and the values under a title, up to the next blank line or title."""
    start = next(number for number, row in enumerate(match.rows) if row.line == kept.line)
    body: list[Row] = []
    for row in match.rows[start + 2 :]:
        if row.filled < 1 or (row.filled == 1 and not str(row.cells[0])[:1].isdigit()):
            break
        body.append(row)
    lines = tuple(row.line for row in body)
    day = Column("day", ColumnKind.DAY, {})
    header = str(match.rows[start + 1].cells[0])
    days = Field(file, header, day, tuple(_date_part(row.cell(0)) for row in body), lines)
    return days, Field(file, kept.header, kept.column, tuple(row.cell(1) for row in body), lines)


def _date_part(cell: object) -> str:
    """Take the date of a time stamp: 01:00 instead of 00:00 is no other day."""
    return str(cell if cell is not None else "").split("T")[0].strip()


def _put(  # noqa: PLR0913, PLR0917 - a cell and where it goes
    table: dict[_Key, dict[str, Value]],
    key: tuple[str | None, Value],
    field: Field,
    row: int,
    number: Value,
    faults: list[Fault],
) -> None:
    platform, day = key
    if not isinstance(day, datetime):
        if not is_missing(field.cells[row]):
            faults.append(
                Fault(
                    field.place(row),
                    message("a value without a day"),
                    message("a day in every row"),
                    message("Take the original export."),
                )
            )
        return
    cells = table.setdefault((platform, day), {})
    before = cells.setdefault(field.column.column, number)
    if before != number:
        faults.append(
            Fault(
                field.place(row),
                message("a second value on {day}", day=day.date()),
                message("one value per day"),
                message("Keep one of the two blocks; if they are of two networks, read each with its own `platform`."),
            )
        )


def _doubts(field: Field, platform: str | None, days: Sequence[Value]) -> list[Message]:
    known = [day for day in days if isinstance(day, datetime)]
    doubts: list[Message] = []
    if platform is None:
        doubts.append(message("“{title}” names no network: say it with `platform`", title=clip(field.header)))
    if not known:
        doubts.append(message("“{title}” has no rows", title=clip(field.header)))
        return doubts
    absent = (max(known) - min(known)) // timedelta(days=1) + 1 - len(set(known))
    if absent:
        doubts.append(
            message(
                "“{title}”: {count} days are absent; the file doesn't say whether they are 0, so they stay unknown",
                title=clip(field.header),
                count=absent,
            )
        )
    return doubts
