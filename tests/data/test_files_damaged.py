"""Containers with bytes cut and flipped end in a table or in a fault: no other error, and no process that dies."""

from __future__ import annotations

import gzip
import io
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from smmeasure.data.biff import Corner, widest_corner
from smmeasure.data.files import look_into, read_parts
from smmeasure.errors import DataError

CASES = 150
SECTOR = 512


def xlsx() -> bytes:
    """Make a small workbook."""
    book, raw = openpyxl.Workbook(), io.BytesIO()
    for row in (("Day", "Views"), ("2026-03-01", 5), ("2026-03-02", 6.5)):
        book.active.append(row)
    book.save(raw)
    return raw.getvalue()


def archive() -> bytes:
    """Make a small archive of a text and a workbook."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a/b.csv", "a,b\n1,2\n" * 40)
        packed.writestr("c.xlsx", xlsx())
    return raw.getvalue()


def parquet() -> bytes:
    """Make a small Parquet file."""
    raw = io.BytesIO()
    pq.write_table(pa.table({"day": ["2026-03-01"] * 50, "n": list(range(50))}), raw)
    return raw.getvalue()


def xls(*records: tuple[int, bytes]) -> bytes:
    """Make the container of an old workbook with one sheet of the given records."""
    start = struct.pack("<HHIBBBB", 0x85, 8, 24, 0, 0, 0, 0) + bytes(4)
    sheet = b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)
    stream = (start + struct.pack("<HH", 0x0A, 0)).ljust(24, b"\0") + sheet + struct.pack("<HH", 0x0A, 0)
    name = "Workbook".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 18)
    folder = (name.ljust(116, b"\0") + struct.pack("<III", 2, len(stream), 0)).ljust(SECTOR, b"\0")
    table = struct.pack("<III", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE).ljust(SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(30, b"\0") + struct.pack("<H", 9)
    head = head.ljust(44, b"\0") + struct.pack("<II", 1, 1)
    head = head.ljust(68, b"\0") + struct.pack("<III", 0xFFFFFFFE, 0, 0)
    return head.ljust(SECTOR, b"\xff") + table + folder + stream.ljust(SECTOR, b"\0")


def damaged(raw: bytes, chance: random.Random) -> bytes:
    """Cut a file, take out some bytes, or write others."""
    kind = chance.random()
    if kind < 0.2:
        return raw[: chance.randrange(len(raw))]
    start = chance.randrange(len(raw))
    if kind < 0.3:
        return raw[:start] + raw[start + chance.randrange(1, 200) :]
    changed = bytearray(raw)
    for _ in range(chance.choice((1, 2, 5, 20))):
        changed[chance.randrange(len(raw))] = chance.randrange(256)
    return bytes(changed)


def refused(look: Callable[[], object]) -> list[str]:
    """Give the places of the faults that a look at a file ends with; none where it was read."""
    try:
        look()
    except DataError as error:
        return [fault.place for fault in error.faults]
    return []


@pytest.mark.parametrize("make", [xlsx, archive, parquet, lambda: gzip.compress(b"a,b\n1,2\n" * 50)])
def test_damaged_containers_are_read_or_refused(tmp_path: Path, make: Callable[[], bytes]) -> None:
    """Whatever became of a file, it is a table or an error with a place."""
    raw, chance = make(), random.Random(0)  # noqa: S311 - the same damage every time
    for _ in range(CASES):
        (tmp_path / "x").write_bytes(damaged(raw, chance))
        places = refused(lambda: read_parts(tmp_path, "x")) + refused(lambda: look_into(tmp_path, "x", 1000))

        assert all(place.startswith("x") for place in places)


def cell(row: int, column: int) -> tuple[int, bytes]:
    """Make the record of a number."""
    return 0x203, struct.pack("<HHHd", row, column, 0, 5.0)


def test_the_corner_of_an_old_workbook_is_that_of_its_cells() -> None:
    """What a sheet says of itself counts, and where its cells stand."""
    assert widest_corner(xls((0x200, struct.pack("<IIHHH", 0, 3, 0, 2, 0)), cell(4, 1))) == Corner(5, 2)


@pytest.mark.parametrize(
    "record",
    [
        (0x200, struct.pack("<IIHHH", 0, 0xFFFFFF00, 0, 200, 0)),
        (0x200, struct.pack("<IIHHH", 9, 3, 0, 2, 0)),
        cell(65_535, 65_535),
    ],
)
def test_an_old_workbook_with_places_that_it_cannot_have_is_refused(tmp_path: Path, record: tuple[int, bytes]) -> None:
    """The library would ask for more memory than there is, and end the process."""
    (tmp_path / "x.xls").write_bytes(xls(record, cell(0, 0)))

    with pytest.raises(DataError) as caught:
        read_parts(tmp_path, "x.xls")
    assert str(caught.value) == (
        "x.xls: found a workbook that can't be opened; expected an .xlsx, .xls or .ods workbook. "
        "Open it in a spreadsheet and save it again as .xlsx or as CSV."
    )
