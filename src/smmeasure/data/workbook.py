"""Rows of a workbook's sheets: .xlsx, the old binary .xls and .ods."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import BinaryIO

from python_calamine import CalamineWorkbook

from smmeasure.data.archive import Budget, Member, open_archive, pieces, size_text, unpack
from smmeasure.data.extents import ods_extent, xls_extent, xlsx_extent
from smmeasure.data.quote import clip, listed, nearest
from smmeasure.data.rows import Cell, Row
from smmeasure.errors import DataError
from smmeasure.messages import Message, message

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_STRINGS = "xl/sharedStrings.xml"
_ODS_CONTENT = "content.xml"
_ENDS = {_STRINGS: (b"</si>", b"</sst>"), _ODS_CONTENT: (b"</table:table-row>", b"")}
_SHEET_END = (b"</row>", b"</sheetData></worksheet>")
_ODS_END = b"</table:table></office:spreadsheet></office:body></office:document-content>"


def checked_workbook(stream: BinaryIO, budget: Budget, file: str) -> bytes:
    """Give the bytes of an .xlsx or .ods workbook, once it is known what they unpack to.

    Parameters
    ----------
    stream : binary file
        The workbook.
    budget : Budget
        What may come out of it.
    file : str
        Its name, for faults.

    Raises
    ------
    DataError
        Where it is damaged, unpacks to too much, or its cells lie too far apart.
    """
    with open_archive(stream, file) as packed:
        for info in packed.infolist():
            member = Member(info.filename, info)
            unpacked = pieces(packed, member, budget, file)
            if _SHEET.fullmatch(info.filename):
                extent = xlsx_extent(unpacked)
            elif info.filename == _ODS_CONTENT:
                extent = ods_extent(unpacked)
            else:
                for _ in unpacked:
                    pass
                continue
            if extent.is_too_wide:
                found = message(
                    "a sheet of {rows} rows and {columns} columns for {cells} cells",
                    rows=extent.rows,
                    columns=extent.columns,
                    cells=extent.cells,
                )
                raise _unreadable(
                    file, found, message("Delete the cells far below or beside the table, and save it again.")
                )
    stream.seek(0)
    return stream.read()


def checked_old_workbook(raw: bytes, file: str) -> bytes:
    """Give the bytes of an .xls workbook whose cells lie in the places that such a workbook has.

    Raises
    ------
    DataError
        Where one lies far outside: the library would lay out every cell between.
    """
    try:
        is_too_wide = xls_extent(raw).is_too_wide
    except ValueError:
        is_too_wide = True
    if is_too_wide:
        raise _unreadable(file)
    return raw


def workbook_start(stream: BinaryIO, budget: Budget, file: str, most: int) -> bytes:
    """Give a workbook of the first rows of an .xlsx or .ods workbook.

    Parameters
    ----------
    stream : binary file
        The workbook.
    budget : Budget
        What may come out of it.
    file : str
        Its name, for faults.
    most : int
        Bytes of each sheet to take at most.

    Raises
    ------
    DataError
        Where it is damaged.
    """
    copy = io.BytesIO()
    with open_archive(stream, file) as packed, zipfile.ZipFile(copy, "w") as short:
        for info in packed.infolist():
            text = unpack(packed, Member(info.filename, info), budget, file, most + 1)
            row_end, end = _SHEET_END if _SHEET.fullmatch(info.filename) else _ENDS.get(info.filename, (b"", b""))
            if len(text) > most and row_end:
                text = text[: text.rfind(row_end) + len(row_end)] + (end or _ODS_END)
            short.writestr(info.filename, text)
    return copy.getvalue()


def unpacked_size(stream: BinaryIO, file: str) -> int:
    """Give the bytes that a workbook says it unpacks to.

    Raises
    ------
    DataError
        Where it is damaged.
    """
    with open_archive(stream, file) as packed:
        return sum(info.file_size for info in packed.infolist())


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
    return _rows(book, file, chosen_sheet(book.sheet_names, file, sheet))


def chosen_sheet(names: Sequence[str], file: str, sheet: str | None) -> str:
    """Give the sheet that is meant: the first one where none is named.

    Raises
    ------
    DataError
        Where the workbook has no such sheet.
    """
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
    return sheet if sheet is not None else names[0]


def workbook_sheets(raw: bytes, file: str) -> dict[str, tuple[Row, ...]]:
    """Read all sheets of a workbook, by name in its order.

    Raises
    ------
    DataError
        Where the workbook is damaged.
    """
    book = _open(raw, file)
    return {name: _rows(book, file, name) for name in book.sheet_names}


def too_large_to_open(file: str, size: int) -> DataError:
    """Say that a workbook takes too long to be looked into."""
    return _unreadable(
        file,
        message("a workbook of {size}, which takes a while to open", size=size_text(size)),
        message("It can still be read; for a look, save its sheets as CSV."),
    )


def _open(raw: bytes, file: str) -> CalamineWorkbook:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    except BaseException as problem:  # noqa: BLE001 - a damaged workbook can raise anything inside the library
        raise _damaged(problem, file) from None
    if not book.sheet_names:
        raise _unreadable(file)
    return book


def _rows(book: CalamineWorkbook, file: str, sheet: str) -> tuple[Row, ...]:
    try:
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except BaseException as problem:  # noqa: BLE001 - a damaged sheet can raise anything inside the library
        raise _damaged(problem, file) from None
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


def _damaged(problem: BaseException, file: str) -> BaseException:
    """Say that a workbook is damaged; what stops the program goes on, but a panic of the library does not stop it."""
    stops = not isinstance(problem, Exception) and type(problem).__name__ != "PanicException"
    return problem if stops else _unreadable(file)


def _unreadable(file: str, found: Message | None = None, cure: Message | None = None) -> DataError:
    return DataError.at(
        clip(file),
        found or message("a workbook that can't be opened"),
        message("an .xlsx, .xls or .ods workbook"),
        cure or message("Open it in a spreadsheet and save it again as .xlsx or as CSV."),
    )
