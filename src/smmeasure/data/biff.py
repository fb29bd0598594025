"""The places of the cells of an old .xls workbook, before a library lays out every cell between them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_SECTOR_NUMBERS = 109
_NO_SECTOR = 0xFFFFFFFA
"""Sector numbers from here on mean that there is none."""

_ENTRY = 128
_STREAMS = ("Workbook", "Book")
_SHEET, _DIMENSIONS, _END = 0x0085, 0x0200, 0x000A
_LONG_DIMENSIONS = 12
_ENDLESS = 1 << 32
_CELLS = frozenset({0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E})
"""Records that begin with a row and a column."""


@dataclass(frozen=True, slots=True)
class Corner:
    """How far a sheet goes.

    Attributes
    ----------
    rows, columns : int
        The larger of what the sheet says and of where its cells stand.
    """

    rows: int
    columns: int


def widest_corner(raw: bytes) -> Corner:
    """Find the corner of the sheet with the most places.

    Parameters
    ----------
    raw : bytes
        The workbook.

    Raises
    ------
    ValueError
        Where the container is damaged.
    """
    try:
        stream = _workbook_stream(raw)
        starts = [struct.unpack_from("<I", body)[0] for kind, body in _records(stream, 0) if kind == _SHEET]
    except (struct.error, IndexError) as problem:
        raise ValueError from problem
    corners = [_corner(stream, start) for start in starts]
    return max(corners, key=lambda corner: corner.rows * corner.columns, default=Corner(0, 0))


def _corner(stream: bytes, start: int) -> Corner:
    rows = columns = 0
    for kind, body in _records(stream, start):
        if kind in _CELLS and len(body) >= struct.calcsize("<HH"):
            row, column = struct.unpack_from("<HH", body)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind == _DIMENSIONS and len(body) >= struct.calcsize("<HHHH"):
            form = "<IIHH" if len(body) >= _LONG_DIMENSIONS else "<HHHH"
            first_row, last_row, first_column, last_column = struct.unpack_from(form, body)
            # A first place after the last one is as good as endless to a reader that subtracts them.
            rows = max(rows, last_row if first_row <= last_row else _ENDLESS)
            columns = max(columns, last_column if first_column <= last_column else _ENDLESS)
    return Corner(rows, columns)


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Give the records from a place to the end of their sheet."""
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        if kind == _END:
            return
        place += 4 + length


def _workbook_stream(raw: bytes) -> bytes:
    """Put the workbook together from the sectors of its container."""
    size = 1 << min(struct.unpack_from("<H", raw, 30)[0], 16)
    table = _sector_table(raw, size)
    (first,) = struct.unpack_from("<I", raw, 48)
    folder = b"".join(_chain(raw, table, first, size))
    for start in range(0, len(folder) - _ENTRY + 1, _ENTRY):
        entry = folder[start : start + _ENTRY]
        name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", "replace")
        if name in _STREAMS:
            sector, length = struct.unpack_from("<II", entry, 116)
            return b"".join(_chain(raw, table, sector, size))[:length]
    raise IndexError


def _sector_table(raw: bytes, size: int) -> list[int]:
    """Read which sector follows which."""
    count, extra = struct.unpack_from("<I", raw, 44)[0], struct.unpack_from("<I", raw, 68)[0]
    sectors = list(struct.unpack_from(f"<{_SECTOR_NUMBERS}I", raw, 76))
    seen: set[int] = set()
    while extra < _NO_SECTOR and extra not in seen:
        seen.add(extra)
        *more, extra = struct.unpack_from(f"<{size // 4}I", raw, size * (extra + 1))
        sectors += more
    table: list[int] = []
    for sector in sectors[:count]:
        if sector < _NO_SECTOR:
            table += struct.unpack_from(f"<{size // 4}I", raw, size * (sector + 1))
    return table


def _chain(raw: bytes, table: list[int], sector: int, size: int) -> Iterator[bytes]:
    """Give the sectors that follow one another; one that comes back ends them."""
    seen: set[int] = set()
    while sector < _NO_SECTOR and sector not in seen:
        seen.add(sector)
        yield raw[size * (sector + 1) : size * (sector + 2)]
        sector = table[sector]
