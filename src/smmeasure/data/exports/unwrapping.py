"""Re-saves that put each whole line into quotation marks, and doubled those that were there."""

from __future__ import annotations

import csv
import io

from smmeasure.data.content import Reading
from smmeasure.data.rows import Row

_SEARCH = 60
_SIGNS = (",", ";", "\t")


def unwrapped(reading: Reading) -> Reading | None:
    """Take the quotation marks off lines that stand in them as a whole.

    Returns
    -------
    Reading or None
        The rows once more; None where no line near the top is one cell with marked cells inside.
    """
    inside = (_sign(row) for row in reading.rows[:_SEARCH])
    sign = next((sign for sign in inside if sign is not None), None)
    if sign is None:
        return None
    return Reading(tuple(_parted(row, sign) for row in reading.rows), sign)


def _sign(row: Row) -> str | None:
    """Give what parts the cells inside the only cell of a row; None where it holds none."""
    text = _only_cell(row)
    return next((sign for sign in _SIGNS if f'{sign}"' in text), None)


def _only_cell(row: Row) -> str:
    return next((cell for cell in row.cells if isinstance(cell, str) and cell.strip()), "") if row.filled == 1 else ""


def _parted(row: Row, sign: str) -> Row:
    text = _only_cell(row)
    if sign not in text:
        return row
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    except csv.Error:
        return row
    return Row(row.line, tuple(lines[0])) if len(lines) == 1 else row
