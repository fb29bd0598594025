"""The known columns of a file with one header: totals left out, ambiguity settled, cells read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smmeasure.data.cells import is_missing
from smmeasure.data.exports.canonical import ColumnKind
from smmeasure.data.exports.dictionary import currency_in
from smmeasure.data.exports.matching import Kept, Match, mended
from smmeasure.data.exports.settling import Field, currency_of, day_first, decimal_sign
from smmeasure.data.exports.told import Declared
from smmeasure.data.exports.values import Settled, Value, values_of
from smmeasure.data.files import Content
from smmeasure.data.quote import clip, listed, normal
from smmeasure.data.rows import Cell, Row
from smmeasure.errors import DataError, Fault
from smmeasure.messages import Message, message

_NO_DATA = "no data available"


@dataclass(frozen=True, slots=True)
class Columns:
    """The typed columns of a file.

    Attributes
    ----------
    fields : tuple of Field
        The known columns as they stand in the file.
    values : tuple of list of Value, each of shape (rows,)
        Their typed values, in the same order.
    rows : int
        Rows of data.
    settled : Settled
        Decimal sign, order of days and currency.
    left_out : tuple of int
        Lines that were left out.
    doubts : tuple of Message
        What a reader should know.
    """

    fields: tuple[Field, ...]
    values: tuple[list[Value], ...]
    rows: int
    settled: Settled
    left_out: tuple[int, ...]
    doubts: tuple[Message, ...]

    def of(self, basis: str) -> dict[str, list[Value]]:
        """Give the columns of one basis by canonical name."""
        pairs = zip(self.fields, self.values, strict=True)
        return {field.column.column: values for field, values in pairs if field.column.basis == basis}

    def first_line(self, column: str, row: int) -> str:
        """Name a cell for a fault."""
        return next(field.place(row) for field in self.fields if field.column.column == column)


def read_columns(content: Content, match: Match, declared: Declared, *, each_row_named: bool) -> Columns:
    """Read the known columns of a file.

    Parameters
    ----------
    content : Content
        The file.
    match : Match
        What it is.
    declared : Declared
        What the user says.
    each_row_named : bool
        Whether every row without a label is left out, not only a first or last one.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    rows = [row for row in match.rows if row.filled and not _says_no_data(row)]
    body, left_out = _without_totals(rows, match, each_row_named=each_row_named)
    _refuse_long_rows(content, match, body)
    fields, doubts = _fields(content.file, match, body)
    settled = _settle(content, match, fields, declared)
    faults: list[Fault] = []
    values = tuple(values_of(field, settled, faults) for field in fields)
    if faults:
        raise DataError(*faults)
    if (garbled := _garbled(match)) is not None:
        doubts.append(message("its texts were decoded wrongly before, and were mended: “{name}”", name=clip(garbled)))
    if left_out:
        doubts.append(message("lines left out as totals or without a name: {lines}", lines=listed(left_out)))
    if short := _short_lines(match, body):
        doubts.append(message("lines that end before the header does, unknown from there on: {lines}", lines=short))
    if not body:
        doubts.append(message("no rows of data"))
    return Columns(tuple(fields), values, len(body), settled, left_out, tuple(doubts))


def _garbled(match: Match) -> str | None:
    """Give the first known header that was decoded twice."""
    return next((kept.header for kept in match.kept if mended(kept.header) != kept.header), None)


def _says_no_data(row: Row) -> bool:
    return row.filled == 1 and normal(row.cells[0]).startswith(_NO_DATA)


def _without_totals(rows: Sequence[Row], match: Match, *, each_row_named: bool) -> tuple[list[Row], tuple[int, ...]]:
    labels = [kept for kept in match.kept if kept.column.column in match.dictionary.labels]
    bare = [bool(labels) and all(_names_nothing(row.cell(kept.position), kept) for kept in labels) for row in rows]
    if not each_row_named:
        ends = {0, len(rows) - 1}
        bare = [is_bare and number in ends and len(rows) > 1 for number, is_bare in enumerate(bare)]
    out = [is_bare or _says_total(row, match) for row, is_bare in zip(rows, bare, strict=True)]
    body = [row for row, is_out in zip(rows, out, strict=True) if not is_out]
    return body, tuple(row.line for row, is_out in zip(rows, out, strict=True) if is_out)


def _names_nothing(cell: Cell, kept: Kept) -> bool:
    """Whether a label is blank or a dash; a text like NA may be a name: Namibia's."""
    is_text = kept.column.kind is ColumnKind.TEXT
    return is_missing(cell) and not (is_text and any(sign.isalpha() for sign in str(cell or "")))


def _says_total(row: Row, match: Match) -> bool:
    """Whether the first filled cell, or one beyond the header, is or begins as the platform's rows of totals do."""
    if not match.dictionary.totals:
        return False
    first = next((normal(cell) for cell in row.cells if not is_missing(cell)), "")
    known = tuple(map(normal, match.dictionary.totals))
    beginnings = tuple(one for one in known if one.endswith(":"))
    beyond = {normal(cell) for cell in row.cells[len(match.header) :] if cell is not None}
    return first.startswith(beginnings) or not {first, *beyond}.isdisjoint(known)


def _refuse_long_rows(content: Content, match: Match, rows: Sequence[Row]) -> None:
    """Refuse rows with more cells than the header: an unquoted 1,234 has moved their columns."""
    width = len(match.header)
    long = [row for row in rows if any(not is_missing(cell) for cell in row.cells[width:])]
    if long:
        raise DataError.at(
            f"{clip(content.file)}:{long[0].line}",
            message("{count} cells under a header of {width}", count=len(long[0].cells), width=width),
            message("rows as wide as the header"),
            message("Look for a separator inside a cell without quotation marks, or export the file again."),
        )


def _fields(file: str, match: Match, rows: Sequence[Row]) -> tuple[list[Field], list[Message]]:
    """Give each known column once: of two with one name the first, or neither where they differ."""
    lines = tuple(row.line for row in rows)
    mend = _as_it_is if _garbled(match) is None else _mended_cell
    doubts: list[Message] = []
    fields: list[Field] = []
    groups: dict[tuple[str, str], list[Kept]] = {}
    for kept in match.kept:
        groups.setdefault((kept.column.column, kept.column.basis), []).append(kept)
    for same in groups.values():
        cells = [tuple(mend(row.cell(kept.position)) for row in rows) for kept in same]
        if any(other != cells[0] for other in cells[1:]):
            names = listed(dict.fromkeys(kept.header for kept in same))
            if any(same[0].column.column in alternatives for alternatives in match.dictionary.required):
                raise _twice(Field(file, same[0].header, same[0].column, cells[0], lines), match, same[0].line, names)
            doubts.append(message("left out, stands twice with different values: {names}", names=names))
            continue
        fields.append(Field(file, same[0].header, same[0].column, cells[0], lines, match.dictionary.names_persons))
    return fields, doubts


def _short_lines(match: Match, rows: Sequence[Row]) -> str:
    """List the lines of a text whose cells don't reach the last known column."""
    if match.delimiter is None:
        return ""
    last = max(kept.position for kept in match.kept)
    return listed(row.line for row in rows if len(row.cells) <= last)


def _twice(field: Field, match: Match, line: int, names: str) -> DataError:
    """Say that a column stands twice; two currencies are the likeliest reason, and have a cure of their own."""
    if currency_in(field.header):
        try:
            currency_of([field], match.header, field.file, line, None)
        except DataError as error:
            return error
    return DataError.at(
        f"{clip(field.file)}:{line} [{clip(field.header)}]",
        message("twice, with different values: {names}", names=names),
        message("a column that the report can't do without, once"),
        message("Take the original export, or remove the column that is wrong."),
    )


def _as_it_is(cell: Cell) -> Cell:
    return cell


def _mended_cell(cell: Cell) -> Cell:
    return mended(cell) if isinstance(cell, str) else cell


def _settle(content: Content, match: Match, fields: Sequence[Field], declared: Declared) -> Settled:
    """Settle the whole file; all that it leaves open is said at once."""
    faults: list[Fault] = []
    days, decimal, currency = None, ".", None
    try:
        days = day_first(fields, declared.date_format)
    except DataError as error:
        faults += error.faults
    try:
        decimal = decimal_sign(fields, declared.decimal)
    except DataError as error:
        faults += error.faults
    try:
        currency = currency_of(fields, match.header, content.file, match.kept[0].line, declared.currency)
    except DataError as error:
        faults += error.faults
    if faults:
        raise DataError(*faults)
    return Settled(decimal, days, currency, declared.key)
