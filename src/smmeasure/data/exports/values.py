"""From the cells of a known column to typed values; what can't be read is a fault, never a zero."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from smmeasure.data.cells import parse_numbers
from smmeasure.data.exports.canonical import ColumnKind, unit_of_kind
from smmeasure.data.exports.moments import moment
from smmeasure.data.exports.settling import Field
from smmeasure.data.privacy import PROSE, person_hash, redacted
from smmeasure.data.rows import Cell
from smmeasure.errors import Fault
from smmeasure.messages import Message, message

Value = str | float | int | datetime | None
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_EXACT = 2**53
_CLOCK = re.compile(r"(?:(\d+):(?=[0-5]?\d:))?(\d{1,2}):([0-5]\d)")
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Settled:
    """What is known of a whole file.

    Attributes
    ----------
    decimal : str
        Its decimal sign.
    day_first : bool or None
        Whether days stand before months; None where the file has no such days.
    currency : str or None
        ISO 4217 code of its amounts.
    key : bytes or None
        Secret of the hashes of persons; None where there is none.
    """

    decimal: str
    day_first: bool | None
    currency: str | None
    key: bytes | None = None


def values_of(field: Field, settled: Settled, faults: list[Fault]) -> list[Value]:
    """Read a column; faults are added to the list.

    Returns
    -------
    list of str, float, int, datetime or None, shape (n,)
        One value per cell, None where nothing is known.
    """
    kind = field.column.kind
    cells = [None if kind is not ColumnKind.TEXT and field.is_missing(cell) else cell for cell in field.cells]
    if kind is ColumnKind.HASH:
        return [person_hash(cell, settled.key) for cell in cells]
    if kind in {ColumnKind.TEXT, ColumnKind.PERIOD}:
        return [_text(cell, settled.key, is_prose=field.column.column in PROSE) for cell in cells]
    if kind is ColumnKind.ID:
        return _each(field, cells, _identifier, faults, _ID_EXPECTED, _ID_CURE)
    if kind in {ColumnKind.DAY, ColumnKind.MOMENT}:
        return _each(field, cells, lambda cell: moment(cell, settled.day_first), faults, _DAY_EXPECTED, _DAY_CURE)
    return _numbers(field, cells, settled, faults)


_ID_EXPECTED = message("an id with all its digits")
_ID_CURE = message("A spreadsheet has shortened it: take the original export, or keep the column as text.")
_DAY_EXPECTED = message("a day that the calendar has")
_DAY_CURE = message("Correct the cell, or say with `date_format` which number is the month.")


def _text(cell: Cell, key: bytes | None, *, is_prose: bool) -> str | None:
    """Give a text without what leads to a person."""
    text = f"{cell:.0f}" if isinstance(cell, float) and cell.is_integer() else str(cell or "")
    return redacted(text.strip(), key, is_prose=is_prose) or None


def _each(  # noqa: PLR0913, PLR0917 - a column, how it is read and what is said where it can't be
    field: Field,
    cells: Sequence[Cell],
    read: Callable[[Cell], Value],
    faults: list[Fault],
    expected: Message,
    cure: Message,
) -> list[Value]:
    values: list[Value] = []
    strange: list[int] = []
    known: dict[Cell, Value] = {None: None}
    for row, cell in enumerate(cells):
        try:
            if cell not in known:
                known[cell] = read(cell)
            values.append(known[cell])
        except ValueError:
            values.append(None)
            strange.append(row)
    if strange:
        faults.append(Fault(field.place(strange[0]), _found(field, strange), expected, cure))
    return values


def _found(field: Field, rows: Sequence[int]) -> Message:
    shown = ", ".join(f"“{field.quoted(field.cells[row])}” ({field.lines[row]})" for row in rows[:_SHOWN])
    if len(rows) > _SHOWN:
        return message("{cells} and {more} more", cells=shown, more=len(rows) - _SHOWN)
    return message("{cells}", cells=shown)


def _identifier(cell: Cell) -> str:
    if isinstance(cell, float):
        if not cell.is_integer() or abs(cell) >= _EXACT:
            raise ValueError
        return f"{cell:.0f}"
    text = str(cell).strip()
    if _SCIENTIFIC.fullmatch(text):
        raise ValueError
    return text


def _numbers(field: Field, cells: Sequence[Cell], settled: Settled, faults: list[Fault]) -> list[Value]:
    unit = unit_of_kind(field.column.kind, settled.currency)
    if unit is None:
        raise TypeError(field.column.kind)
    whole = field.column.kind in {ColumnKind.COUNT, ColumnKind.PEOPLE}
    written = [_in_per_cent(cell) for cell in cells] if field.column.percent else list(cells)
    if field.column.kind in {ColumnKind.SECONDS, ColumnKind.AVERAGE}:
        written = [_in_seconds(cell) for cell in written]
    parsed = parse_numbers(written, settled.decimal, unit)
    odd = {row for row, number in enumerate(parsed.items) if whole and number is not None and not _is_whole(number)}
    strange = sorted(odd | set(parsed.unread))
    if strange:
        faults.append(
            Fault(
                field.place(strange[0]),
                _found(field, strange),
                message("whole numbers")
                if whole
                else message(
                    "numbers ({unit}) with the decimal sign “{decimal}”", unit=str(unit), decimal=settled.decimal
                ),
                message("Take the original export, or say with `decimal` which sign parts decimals."),
            )
        )
    return [
        number if number is None else int(number) if whole and row not in odd else number * field.column.scale
        for row, number in enumerate(parsed.items)
    ]


def _is_whole(number: float) -> bool:
    """Whether a number is whole and small enough to be exact."""
    return number.is_integer() and abs(number) < _EXACT


def _in_per_cent(cell: Cell) -> Cell:
    """Write the sign that a column of per cents leaves out."""
    if isinstance(cell, float):
        return cell / 100.0
    return f"{cell}%" if isinstance(cell, str) and cell.strip() and not cell.strip().endswith("%") else cell


def _in_seconds(cell: Cell) -> Cell:
    """Bring a duration like 0:16:02 or 0:24 to its number of seconds."""
    parts = _CLOCK.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if parts is None:
        return cell
    hours, minutes, seconds = (int(part or 0) for part in parts.groups())
    return float(hours * 3600 + minutes * 60 + seconds)
