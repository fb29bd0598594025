"""Rows of an .xlsx workbook's sheet."""

from __future__ import annotations

import io
import warnings
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING

from smmeasure.data.quote import clip, listed, nearest
from smmeasure.data.rows import Cell, Row
from smmeasure.errors import DataError
from smmeasure.messages import message

if TYPE_CHECKING:
    import openpyxl

_MOST_UNPACKED = 1 << 30
"""Bytes that a workbook may unpack to; a larger one is damaged or hostile."""


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
    import openpyxl  # noqa: PLC0415 - slow, and most exports are text

    try:
        if _unpacked_size(raw) > _MOST_UNPACKED:
            raise _unreadable(file)  # noqa: TRY301 - one answer to every damaged workbook
        with warnings.catch_warnings():
            # openpyxl warns about styles and print settings, which say nothing about the values.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
            return _sheet_rows(book, file, sheet)
    except DataError:
        raise
    except Exception:  # noqa: BLE001 - a damaged workbook can raise anything inside openpyxl
        raise _unreadable(file) from None


def _unpacked_size(raw: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        return sum(member.file_size for member in packed.infolist())


def _sheet_rows(book: openpyxl.Workbook, file: str, sheet: str | None) -> tuple[Row, ...]:
    names = [worksheet.title for worksheet in book.worksheets]
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
    worksheet = book[sheet if sheet is not None else names[0]]
    # Exporters often write a wrong extent into the sheet, and rows outside it would be lost.
    worksheet.reset_dimensions()
    rows = worksheet.iter_rows(values_only=True)
    return tuple(Row(line, tuple(_cell(value) for value in cells)) for line, cells in enumerate(rows, start=1))


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, str | date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return str(value)


def _unreadable(file: str) -> DataError:
    return DataError.at(
        clip(file),
        message("a workbook that can't be opened"),
        message("an .xlsx workbook"),
        message("Open it in a spreadsheet and save it again as .xlsx or as CSV."),
    )
