"""Old binary workbooks (.xls), made by hand: no library here writes them."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SMALLEST = 4096
"""Bytes from which a stream stands in whole sectors."""

Cells = Sequence[Sequence[str | float | None]]
"""Rows of cells; None is a blank one."""


def old_workbook(sheets: Mapping[str, Cells]) -> bytes:
    """Write sheets as Excel 97 did: a stream of BIFF8 records in an OLE2 container."""
    return _container(_stream(sheets))


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _stream(sheets: Mapping[str, Cells]) -> bytes:
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    parts = [_sheet(cells) for cells in sheets.values()]
    names = [name.encode("latin-1") for name in sheets]
    length = len(start) + sum(len(name) + 12 for name in names) + 4
    listed = b""
    for name, part in zip(names, parts, strict=True):
        listed += _record(0x0085, struct.pack("<IHBB", length, 0, len(name), 0) + name)
        length += len(part)
    return start + listed + _record(0x000A) + b"".join(parts)


def _sheet(rows: Cells) -> bytes:
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    widest = max(map(len, rows))
    size = _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, widest, 0))
    cells = b"".join(_cell(row, place, cell) for row, cells in enumerate(rows) for place, cell in enumerate(cells))
    return start + size + cells + _record(0x000A)


def _cell(row: int, place: int, cell: str | float | None) -> bytes:
    at = struct.pack("<HHH", row, place, 0)
    if cell is None:
        return b""
    if isinstance(cell, str):
        return _record(0x0204, at + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))
    return _record(0x0203, at + struct.pack("<d", cell))


def _container(stream: bytes) -> bytes:
    stream = stream.ljust(max(_SMALLEST, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    many = len(stream) // _SECTOR
    chain = [_FAT, _END, *range(3, many + 2), _END]
    fat = struct.pack(f"<{_SECTOR // 4}I", *chain, *[_FREE] * (_SECTOR // 4 - len(chain)))
    entries = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 2, len(stream))
    return _head() + fat + entries.ljust(_SECTOR, b"\0") + stream


def _head() -> bytes:
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    sizes = struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, _SMALLEST, _END, 0, _END, 0)
    return magic + sizes + struct.pack("<109I", 0, *[_FREE] * 108)


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    named = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, _FREE, _FREE, child)
    return named + bytes(36) + struct.pack("<IQ", start, size)
