"""Rows of a workbook's sheets: .xlsx, the old binary .xls and .ods."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook

from smmeasure.data.quote import clip, listed, nearest
from smmeasure.data.rows import Cell, Row
from smmeasure.errors import DataError
from smmeasure.messages import message

_MOST_UNPACKED = 1 << 30
"""Bytes that a workbook may unpack to; a larger one is damaged or hostile."""

_ZIP = b"PK"


def workbook_rows(raw: bytes, file: str, sheet: str | None) -> tuple[Row, ...]:
    """Read one sheet of a workbook: the values of formulas, no styles.

    Parameters
    ----------
    raw : bytes
        The workbook.
    file : str
        Its name, for faults.
    sheet : str or None
        Name of the sheet; None takes the first one.

    Returns
    -------
    tuple of Row
        All rows of the sheet.

    Raises
    ------
    DataError
        Where the workbook is damaged or has no such sheet.
    """
    book = _open(raw, file)
    names = book.sheet_names
    if sheet is not None and sheet not in names:
        near = nearest(sheet, names)
        raise DataError.at(
            clip(file),
            message("no sheet {sheet}; the sheets are {names}", sheet=clip(sheet), names=listed(names)),
            message("a sheet of the workbook"),
            message("Did you mean {near}? Correct the key `sheet` in the brief.", near=near)
            if near
            else message("Correct the key `sheet` in the brief, or leave it out to read the first sheet."),
        )
    return _rows(book, file, sheet if sheet is not None else names[0])


def workbook_sheets(raw: bytes, file: str) -> dict[str, tuple[Row, ...]]:
    """Read all sheets of a workbook, by name in its order.

    Raises
    ------
    DataError
        Where the workbook is damaged.
    """
    book = _open(raw, file)
    return {name: _rows(book, file, name) for name in book.sheet_names}


def _open(raw: bytes, file: str) -> CalamineWorkbook:
    try:
        if raw.startswith(_ZIP) and _unpacked_size(raw) > _MOST_UNPACKED:
            raise _unreadable(file)  # noqa: TRY301 - one answer to every damaged workbook
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    except DataError:
        raise
    except Exception:  # noqa: BLE001 - a damaged workbook can raise anything inside the library
        raise _unreadable(file) from None
    if not book.sheet_names:
        raise _unreadable(file)
    return book


def _unpacked_size(raw: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        return sum(member.file_size for member in packed.infolist())


def _rows(book: CalamineWorkbook, file: str, sheet: str) -> tuple[Row, ...]:
    try:
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except Exception:  # noqa: BLE001 - a damaged sheet can raise anything inside the library
        raise _unreadable(file) from None
    return tuple(Row(line, _cells(cells)) for line, cells in enumerate(rows, start=1))


def _cells(cells: Sequence[object]) -> tuple[Cell, ...]:
    return tuple(map(_cell, cells))


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, timedelta):
        return value.total_seconds()
    if value == "":
        return None
    if value is None or isinstance(value, str | date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return str(value)


def _unreadable(file: str) -> DataError:
    return DataError.at(
        clip(file),
        message("a workbook that can't be opened"),
        message("an .xlsx, .xls or .ods workbook"),
        message("Open it in a spreadsheet and save it again as .xlsx or as CSV."),
    )
