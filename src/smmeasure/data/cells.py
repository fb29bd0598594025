"""From cells to days and numbers, without guessing."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar

from babel.numbers import get_currency_symbol

from smmeasure.data.quote import normal
from smmeasure.data.rows import Cell
from smmeasure.units import Kind, Unit

T = TypeVar("T")

MISSING = frozenset({"", "-", "--", "–", "—", "n/a", "na", "nan", "null", "none", "undefined", "#n/a"})
"""Cells, in the form of `normal`, that say that nothing is known."""
_ISO = re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMERIC_DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b.*")
_YEARS = range(1990, 2101)
_EXCEL_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = ((date(year, 1, 1) - _EXCEL_EPOCH).days for year in (_YEARS[0], _YEARS[-1]))
_SPACES = str.maketrans(dict.fromkeys(" \u00a0\u202f\u2009", ""))
_SIGNS = str.maketrans({"−": "-", "’": "'"})
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
# A group of three after 0 is no thousand: 0,500 is a decimal comma that was not declared.
_GROUPED = {
    ".": re.compile(r"[+-]?[1-9]\d{0,2}(?:[,']\d{3})+(?:\.\d*)?"),
    ",": re.compile(r"[+-]?[1-9]\d{0,2}(?:[.']\d{3})+(?:,\d*)?"),
}


class NotReadableError(ValueError):
    """A cell holds something that is not what its column should hold; never leaves this package."""


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """A column that was understood as far as possible.

    Attributes
    ----------
    items : tuple
        One value per cell; None where the cell says nothing or was not understood.
    unread : tuple of int
        Positions of the cells that were not understood.
    """

    items: tuple[T | None, ...]
    unread: tuple[int, ...]


def is_missing(cell: Cell) -> bool:
    """Whether a cell says that nothing is known: blank, ``--``, ``-``, ``n/a``, ``undefined``."""
    if not isinstance(cell, str):
        return cell is None
    # Most cells are numbers: none of the texts that say nothing begins with a digit.
    return not cell[:1].isdigit() and normal(cell) in MISSING


def looks_ambiguous(cell: Cell) -> bool:
    """Whether a cell is a day like 03/04/2026, which may be in March or in April."""
    return isinstance(cell, str) and _NUMERIC_DAY.fullmatch(cell.strip()) is not None


def parse_days(cells: Sequence[Cell], date_format: str | None) -> Parsed[date]:
    """Read a column of days.

    Parameters
    ----------
    cells : sequence of Cell, shape (n,)
        The column.
    date_format : str or None
        How days are written, in the signs of `datetime.strptime`; None accepts ``YYYY-MM-DD`` (with
        or without a time, which is dropped), ``YYYYMMDD`` and a workbook's own days only.

    Returns
    -------
    Parsed of datetime.date
        The days, and the cells that are none.
    """
    return _parse(cells, lambda cell: _day(cell, date_format))


def parse_numbers(cells: Sequence[Cell], decimal: str, unit: Unit) -> Parsed[float]:
    """Read a column of numbers.

    Parameters
    ----------
    cells : sequence of Cell, shape (n,)
        The column.
    decimal : str
        Decimal sign, ``.`` or ``,``; the other one, spaces and apostrophes part thousands.
    unit : Unit
        Unit of the values: a fraction may be written in per cent, money with its own currency sign.

    Returns
    -------
    Parsed of float
        The finite numbers, and the cells that hold anything else.
    """
    signs = _currency_signs(unit)
    return _parse(cells, lambda cell: _number(cell, decimal, unit, signs))


def _parse(cells: Sequence[Cell], read: Callable[[Cell], T]) -> Parsed[T]:
    known: dict[Cell, T | None] = {}
    strange: set[Cell] = set()
    for cell in dict.fromkeys(cells):
        known[cell] = None
        if not is_missing(cell):
            try:
                known[cell] = read(cell)
            except NotReadableError:
                strange.add(cell)
    unread = tuple(position for position, cell in enumerate(cells) if cell in strange) if strange else ()
    return Parsed(tuple(known[cell] for cell in cells), unread)


def _day(cell: Cell, date_format: str | None) -> date:
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
    elif isinstance(cell, float):
        day = _day_of_number(cell)
    else:
        day = _day_of_text(str(cell).strip(), date_format)
    if day.year not in _YEARS:
        raise NotReadableError
    return day


def _day_of_number(number: float) -> date:
    """Read a workbook's number: YYYYMMDD, or days since the last day of 1899."""
    if not number.is_integer():
        raise NotReadableError
    if _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return _EXCEL_EPOCH + timedelta(days=int(number))
    return _day_of_text(f"{number:.0f}", None)


def _day_of_text(text: str, date_format: str | None) -> date:
    try:
        if date_format is not None:
            return datetime.strptime(text, date_format).date()  # noqa: DTZ007 - days have no time zone here
        parts = _ISO.fullmatch(text) or _COMPACT.fullmatch(text)
        if parts is None:
            raise NotReadableError
        return date(*map(int, parts.groups()))
    except (ValueError, re.error):
        # strptime answers a format with twice the same sign by re.error.
        raise NotReadableError from None


def _currency_signs(unit: Unit) -> tuple[str, ...]:
    if unit.kind is not Kind.MONEY or unit.currency is None:
        return ()
    symbol = get_currency_symbol(unit.currency, locale="en")
    bare = "".join(sign for sign in symbol if not sign.isalpha())
    dollar = f"{unit.currency[:2]}$" if bare == "$" else ""
    return tuple(sorted({unit.currency, symbol, dollar, bare} - {""}, key=lambda sign: (-len(sign), sign)))


def _number(cell: Cell, decimal: str, unit: Unit, signs: tuple[str, ...]) -> float:
    if isinstance(cell, float):
        return _finite(cell)
    if not isinstance(cell, str):
        raise NotReadableError
    text = _without_currency(cell.strip().translate(_SPACES).translate(_SIGNS), signs)
    scale = 1.0
    if unit.kind is Kind.FRACTION and text.endswith("%"):
        text, scale = text[:-1], 0.01
    if _GROUPED[decimal].fullmatch(text):
        text = text.replace("." if decimal == "," else ",", "").replace("'", "")
    elif decimal == "," and "." in text:
        raise NotReadableError
    text = text.replace(",", ".") if decimal == "," else text
    if not _PLAIN.fullmatch(text):
        raise NotReadableError
    return _finite(float(text)) * scale


def _without_currency(text: str, signs: tuple[str, ...]) -> str:
    for sign in signs:
        if text.startswith(sign):
            return text[len(sign) :]
        if text.endswith(sign):
            return text[: -len(sign)]
    return text


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise NotReadableError
    return number
