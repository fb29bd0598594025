"""How far the cells of a workbook lie apart, before a library lays out every cell between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from smmeasure.data.biff import widest_corner

_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,3})(\d{1,10})[\"']")
_ODS_TAG = re.compile(rb"<table:(table|table-row|(?:covered-)?table-cell)(?=[\s/>])([^>]*)>")
_ODS_ROWS = re.compile(rb"number-rows-repeated\s*=\s*[\"'](\d{1,10})[\"']")
_ODS_COLUMNS = re.compile(rb"number-columns-repeated\s*=\s*[\"'](\d{1,10})[\"']")
_LONGEST_TAG = 1 << 16
_FREE = 2_000_000
_SPARSE = 10
_MOST = 40_000_000


@dataclass(frozen=True, slots=True)
class Extent:
    """The corner of a sheet.

    Attributes
    ----------
    rows, columns : int
        Number of the last row and of the last column with a cell.
    cells : int
        Cells that are written in the file.
    """

    rows: int
    columns: int
    cells: int

    @property
    def is_too_wide(self) -> bool:
        """Whether the sheet would fill the memory with cells that hold nothing, or with too many."""
        area = self.rows * self.columns
        return area > _MOST or (area > _FREE and area > _SPARSE * self.cells)


def xlsx_extent(pieces: Iterable[bytes]) -> Extent:
    """Find the corner of an .xlsx sheet from the places of its cells."""
    rows = cells = 0
    widest: set[bytes] = set()
    for text in _joined(pieces, b"<"):
        found = _REFERENCE.findall(text)
        cells += len(found)
        rows = max(rows, max((int(row) for _, row in found), default=0))
        widest.update(letters for letters, _ in found)
    return Extent(rows, max(map(_column_number, widest), default=0), cells)


def ods_extent(pieces: Iterable[bytes]) -> Extent:
    """Find the corner of the largest .ods sheet, its repeated rows and cells counted."""
    row = column = rows = columns = cells = repeated = 0
    for text in _joined(pieces, b"<"):
        for tag in _ODS_TAG.finditer(text):
            if tag[1] == b"table":
                row = repeated = 0
            elif tag[1] == b"table-row":
                row, column = row + repeated, 0
                repeated = _times(_ODS_ROWS, tag[2])
            else:
                column += _times(_ODS_COLUMNS, tag[2])
                if b"value" in tag[2]:
                    cells += 1
                    rows, columns = max(rows, row + repeated), max(columns, column)
    return Extent(rows, columns, cells)


def xls_extent(raw: bytes) -> Extent:
    """Find the corner of the widest sheet of an old workbook.

    Its format has 65 536 rows of 256 columns at most, which is not too wide: only a damaged place is.

    Raises
    ------
    ValueError
        Where the workbook is damaged.
    """
    corner = widest_corner(raw)
    return Extent(corner.rows, corner.columns, corner.rows * corner.columns)


def _joined(pieces: Iterable[bytes], sign: bytes) -> Iterator[bytes]:
    """Cut a text before a sign, so that no tag is parted."""
    rest = b""
    for piece in pieces:
        text = rest + piece
        cut = text.rfind(sign)
        if cut <= 0 or len(text) - cut > _LONGEST_TAG:
            cut = len(text)
        rest = text[cut:]
        yield text[:cut]
    yield rest


def _column_number(letters: bytes) -> int:
    number = 0
    for sign in letters.upper():
        number = 26 * number + sign - ord("A") + 1
    return number


def _times(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1
