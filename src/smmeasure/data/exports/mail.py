"""Mailings: the table of all of them, and the report of one of them as keys and values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from smmeasure.data.cells import is_missing
from smmeasure.data.exports.canonical import ColumnKind, canonical_table
from smmeasure.data.exports.columns import Columns, read_columns
from smmeasure.data.exports.dictionary import Column
from smmeasure.data.exports.matching import Kept, Match
from smmeasure.data.exports.settling import Field, day_first, decimal_sign
from smmeasure.data.exports.shapes import MAIL_CAMPAIGN
from smmeasure.data.exports.told import Declared, Read
from smmeasure.data.exports.unproved import UNPROVED
from smmeasure.data.exports.values import Settled, Value, values_of
from smmeasure.data.files import Content
from smmeasure.data.privacy import row_id
from smmeasure.data.rows import Cell, Row
from smmeasure.errors import DataError, Fault
from smmeasure.messages import message

_WITH_SHARE = re.compile(r"\s*([\d\s.,]+?)\s*\(\s*([\d.,]+\s*%)\s*\)\s*")
_SHARES = {"opens_unique": "open_rate", "clicks_unique": "click_rate"}

_Record = dict[str, tuple[Kept, Row]]
"""What a report says of one mailing, by canonical column."""


def mail_campaigns(content: Content, match: Match, declared: Declared) -> Read:
    """Read the table of all mailings.

    Raises
    ------
    DataError
        With every fault of the file; where there is revenue, and no currency was declared.
    """
    columns = read_columns(content, match, declared, each_row_named=True)
    known, count = columns.of("total"), columns.rows
    known |= {"platform": [match.report.platform] * count, "revenue": _revenue(columns, declared)}
    table = canonical_table(MAIL_CAMPAIGN, known, count, declared.currency)
    settled = columns.settled
    return Read((table,), count, columns.left_out, settled.decimal, settled.day_first, columns.doubts)


def _revenue(columns: Columns, declared: Declared) -> list[Value]:
    """Give the revenue; nothing at all needs no currency."""
    amounts = columns.of("total").get("sales", [None] * columns.rows)
    row = next((row for row, amount in enumerate(amounts) if amount), None)
    if row is not None and declared.currency is None:
        raise DataError.at(
            columns.first_line("sales", row),
            message("amounts without a currency"),
            message("an ISO 4217 code in the header or in a column of currencies"),
            message("Say with `currency` what the amounts are in, as `EUR`."),
        )
    return amounts


def mail_report(content: Content, match: Match, declared: Declared) -> Read:
    """Read the report of one mailing, or of the mailings of one test, each under its own title.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    records = _records(match)
    fields = [_field(content.file, match, records, column) for column in match.dictionary.columns]
    shares = [_share_field(field) for field in fields if field.column.column in _SHARES]
    fields = [_without_shares(field) for field in fields] + shares
    settled = Settled(
        decimal_sign(fields, declared.decimal), day_first(fields, declared.date_format), None, declared.key
    )
    faults: list[Fault] = []
    known = {field.column.column: values_of(field, settled, faults) for field in fields}
    if faults:
        raise DataError(*faults)
    count = len(records)
    known["platform"] = [match.report.platform] * count
    known["mail_id"] = [
        row_id(*said) for said in zip(known["title"], known["subject"], known["sent_at"], range(count), strict=True)
    ]
    table = canonical_table(MAIL_CAMPAIGN, known, count)
    return Read((table,), count, (), settled.decimal, settled.day_first, (UNPROVED,))


def _records(match: Match) -> list[_Record]:
    """Part the keys into mailings: a key that comes again begins the next one, which shares the texts above it."""
    lines = {row.line: row for row in match.rows}
    records: list[_Record] = [{}]
    for kept in match.kept:
        name = kept.column.column
        if name in records[-1] and _has_counts(records[-1]):
            records.append({key: said for key, said in records[-1].items() if not _is_count(said[0])})
        records[-1][name] = (kept, lines[kept.line])
    return records


def _has_counts(record: _Record) -> bool:
    return any(_is_count(kept) for kept, _ in record.values())


def _is_count(kept: Kept) -> bool:
    return kept.column.kind is ColumnKind.COUNT


def _field(file: str, match: Match, records: Sequence[_Record], column: Column) -> Field:
    entries = [record.get(column.column) for record in records]
    header = next((kept.header for kept, _ in filter(None, entries)), column.column)
    cells = tuple(None if entry is None else _said(entry[1]) for entry in entries)
    lines = tuple(0 if entry is None else entry[1].line for entry in entries)
    return Field(file, header, column, cells, lines, match.dictionary.names_persons)


def _said(row: Row) -> Cell:
    """Give what stands beside a key; a day like Mon, Apr 26, 2021 may fill several cells."""
    cells = [cell for cell in row.cells[1:] if not is_missing(cell)]
    return cells[0] if len(cells) == 1 else ", ".join(str(cell).strip() for cell in cells) or None


def _without_shares(field: Field) -> Field:
    """Leave of a count like 8 (0.5%) the count."""
    if field.column.kind is not ColumnKind.COUNT:
        return field
    found = [_WITH_SHARE.fullmatch(str(cell)) for cell in field.cells]
    return replace(
        field, cells=tuple(parts[1] if parts else cell for parts, cell in zip(found, field.cells, strict=True))
    )


def _share_field(field: Field) -> Field:
    found = [_WITH_SHARE.fullmatch(str(cell)) for cell in field.cells]
    column = Column(_SHARES[field.column.column], ColumnKind.RATE, {})
    return replace(field, column=column, cells=tuple(parts[2] if parts else None for parts in found))
