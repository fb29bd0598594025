"""What a file must prove before its cells are read: order of day and month, decimal sign, currency."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smmeasure.data.cells import is_missing
from smmeasure.data.exports.canonical import ColumnKind
from smmeasure.data.exports.currencies import currency_signed
from smmeasure.data.exports.dictionary import Column, currency_in
from smmeasure.data.privacy import shape_of
from smmeasure.data.quote import clip, normal
from smmeasure.data.rows import Cell
from smmeasure.errors import DataError
from smmeasure.messages import message

NUMERIC_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)(.*)")
_MONTHS = 12
_WHOLE = frozenset({ColumnKind.COUNT, ColumnKind.PEOPLE})
_DECIMAL = frozenset({ColumnKind.NUMBER, ColumnKind.MONEY, ColumnKind.RATE, ColumnKind.SECONDS, ColumnKind.AVERAGE})
_DAYS = frozenset({ColumnKind.DAY, ColumnKind.MOMENT})
_DIGITS = re.compile(r"\d[\d\s.,'’]*")
_SPACED = re.compile(r"\d{1,3}(?:\s\d{3})+[.,]\d+")
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
_OTHER = {".": ",", ",": "."}


@dataclass(frozen=True, slots=True)
class Field:
    """One known column of a file with its cells.

    Attributes
    ----------
    file, header : str
        Where it stands.
    column : Column
        What it is.
    cells : tuple of Cell, shape (n,)
        Its cells, without totals.
    lines : tuple of int, shape (n,)
        Their lines.
    beside_persons : bool
        Whether the file has columns about persons: a shifted cell may then hold a name.
    """

    file: str
    header: str
    column: Column
    cells: tuple[Cell, ...]
    lines: tuple[int, ...]
    beside_persons: bool = False

    def quoted(self, cell: object) -> str:
        """Quote a cell for a fault; beside columns about persons only how it is written, not what it says."""
        return clip(shape_of(str(cell)) if self.beside_persons else cell)

    def place(self, row: int) -> str:
        """Name a cell for a fault."""
        return f"{clip(self.file)}:{self.lines[row]} [{clip(self.header)}]"

    def is_missing(self, cell: Cell) -> bool:
        """Whether a cell says that nothing is known."""
        return is_missing(cell) or (isinstance(cell, str) and normal(cell) in map(normal, self.column.missing))


def day_first(fields: Sequence[Field], date_format: str | None) -> bool | None:
    """Tell whether days are written before months; None where no day is written in numbers of two places.

    Parameters
    ----------
    fields : sequence of Field
        The columns of a file; one export writes all its days alike.
    date_format : str or None
        What the user says, in the signs of `datetime.strptime`: its order of ``%d`` and ``%m`` counts.

    Raises
    ------
    DataError
        Where no day is above 12, or where days and months both are.
    """
    if date_format is not None and "%d" in date_format and "%m" in date_format and not date_format.startswith("%Y"):
        return date_format.find("%d") < date_format.find("%m")
    open_place, proofs = None, dict[bool, str]()
    for place, text, first, second in _numeric_days(fields):
        open_place = open_place or (place, text)
        if max(first, second) > _MONTHS:
            proofs.setdefault(first > _MONTHS, place)
    if len(proofs) == 1 or open_place is None:
        return next(iter(proofs), None)
    place, text = open_place
    found = (
        message("“{text}”, and no day above 12 in the file", text=clip(text))
        if not proofs
        else message("day/month at {day} and month/day at {month}", day=proofs[True], month=proofs[False])
    )
    raise DataError.at(
        place,
        found,
        message("days whose order of day and month the file proves"),
        message(
            'Say which number is the month with `date_format`: "%d/%m/%Y" is day/month/year, '
            '"%m/%d/%Y" is month/day/year.'
        ),
    )


def _numeric_days(fields: Sequence[Field]) -> Iterator[tuple[str, str, int, int]]:
    for field in fields:
        if field.column.kind in _DAYS:
            for row, cell in enumerate(field.cells):
                parts = NUMERIC_DAY.match(cell.strip()) if isinstance(cell, str) else None
                if parts:
                    yield field.place(row), field.quoted(parts[0]), int(parts[1]), int(parts[2])


def decimal_sign(fields: Sequence[Field], decimal: str | None) -> str:
    """Tell the sign that parts decimals in a file; a point where no number has any sign.

    Parameters
    ----------
    fields : sequence of Field
        The columns of a file; one export writes all its numbers alike.
    decimal : str or None
        What the user says.

    Raises
    ------
    DataError
        Where the file proves neither sign, or both.
    """
    if decimal is not None:
        return decimal
    open_place, proofs = None, dict[str, str]()
    for place, text, sign in _signs(fields):
        if sign is None:
            open_place = open_place or (place, text)
        else:
            proofs.setdefault(sign, place)
    if len(proofs) == 1 or (not proofs and open_place is None):
        return next(iter(proofs), ".")
    cure = message('Say which sign parts decimals with `decimal`: "," or ".".')
    if proofs:
        found = message("the decimal sign “,” here and “.” at {place}", place=proofs["."])
        raise DataError.at(proofs[","], found, message("one decimal sign in a file"), cure)
    place, text = open_place or ("", "")
    raise DataError.at(
        place,
        message("“{text}”, and no number in the file that proves the decimal sign", text=clip(text)),
        message("a number like 1 020,50 or 1,020.50 or 12.5"),
        cure,
    )


def _signs(fields: Sequence[Field]) -> Iterator[tuple[str, str, str | None]]:
    """Give the cells that have a point or a comma, and the decimal sign that they prove, if any."""
    for field in fields:
        if field.column.kind not in _WHOLE | _DECIMAL:
            continue
        for row, cell in enumerate(field.cells):
            core = _DIGITS.search(cell) if isinstance(cell, str) else None
            number = core[0].strip(" .,'’\u00a0\u202f") if core else ""
            if "." in number or "," in number:
                yield field.place(row), field.quoted(cell), _proof(number, whole=field.column.kind in _WHOLE)


def _proof(number: str, *, whole: bool) -> str | None:
    """Give the decimal sign that a number proves; None where it could be read two ways."""
    last = max(".,", key=number.rfind)
    if {".", ","} <= set(number) or _SPACED.fullmatch(number):
        return last
    if _GROUPS.fullmatch(number):
        return _OTHER[last] if whole or number.count(last) > 1 else None
    # A lone 12,34 may be a damaged 1,234: only a point is beyond doubt.
    return "." if last == "." else None


def _signed(field: Field) -> Iterator[tuple[str, str]]:
    """Give each currency that the cells of an amount are written with, and the first place of it."""
    for cell in dict.fromkeys(field.cells):
        if (code := currency_signed(cell)) is not None:
            yield code, field.place(field.cells.index(cell))


def currency_of(
    fields: Sequence[Field], header: Sequence[str], file: str, line: int, declared: str | None
) -> str | None:
    """Tell the one currency of a file's amounts; None where it has no amounts.

    Parameters
    ----------
    fields : sequence of Field
        The columns of the file.
    header : sequence of str
        All its header names.
    file : str
        Its name.
    line : int
        Line of the header.
    declared : str or None
        What the user says.

    Raises
    ------
    DataError
        Where there are two currencies, amounts without any, or a cell of currencies that is none.
    """
    named = [(code, f"{clip(file)}:{line} [{clip(name)}]") for name in header if (code := currency_in(name))]
    for field in fields:
        if field.column.column == "currency":
            named += _codes(field)
    amounts = [field for field in fields if field.column.kind is ColumnKind.MONEY and not _is_blank(field)]
    named += [signed for field in amounts for signed in _signed(field)]
    first = named[0][0] if named else declared
    other = next(((code, place) for code, place in named if code != first), None)
    if other is None and declared not in {None, first}:
        other = (str(declared), named[0][1])
    if amounts and other is not None:
        raise DataError.at(
            other[1],
            message("amounts in {first} and in {other}", first=str(first), other=other[0]),
            message("one currency"),
            message("Export each currency into a file of its own, and read it with its own `currency`."),
        )
    if amounts and first is None:
        raise DataError.at(
            f"{clip(file)}:{line} [{clip(amounts[0].header)}]",
            message("amounts without a currency"),
            message("an ISO 4217 code in the header or in a column of currencies"),
            message("Say with `currency` what the amounts are in, as `EUR`."),
        )
    return first


def _is_blank(field: Field) -> bool:
    """Whether a column says nothing at all, so that no currency is missed."""
    return all(field.is_missing(cell) for cell in field.cells)


def _codes(field: Field) -> list[tuple[str, str]]:
    """Give the currencies of a column with their places."""
    known = [(row, str(cell).strip().upper()) for row, cell in enumerate(field.cells) if not is_missing(cell)]
    strange = next((row for row, code in known if currency_in(f"({code})") is None), None)
    if strange is not None:
        raise DataError.at(
            field.place(strange),
            message("“{text}”", text=field.quoted(field.cells[strange])),
            message("an ISO 4217 code"),
            message("Take the original export, or correct the cell."),
        )
    return [(code, field.place(row)) for row, code in known]
