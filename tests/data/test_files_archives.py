"""Archives, read where they lie: nothing is unpacked to a disk, and never more than the memory should hold."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest

from smmeasure.data.archive import Limits
from smmeasure.data.files import Content, look_into, read_content, read_parts
from smmeasure.errors import DataError

CSV = b"Day,Views\n2026-03-01,5\n"
SMALL = Limits(unpacked=4 << 20, ratio=40, free=1 << 20, members=3)
MB = 1 << 20


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Pack files into a ZIP archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    return packed.getvalue()


def write(folder: Path, raw: bytes, name: str = "x.zip") -> Path:
    """Write a file into the data folder."""
    (folder / name).write_bytes(raw)
    return folder


def refusal(act: Callable[[], object]) -> str:
    """Give the whole text of the error that an act ends with."""
    with pytest.raises(DataError) as caught:
        act()
    return str(caught.value)


def cells(content: Content) -> list[tuple[object, ...]]:
    """Give the cells of the likeliest reading of a file."""
    return [row.cells for row in next(iter(content.readings)).rows]


def test_each_file_of_an_archive_is_a_part(tmp_path: Path) -> None:
    """Files of nested folders, and of an archive in the archive, are read in the order of their names."""
    inner = zipped({"d.csv": CSV})
    folder = write(tmp_path, zipped({"b/c.csv": CSV, "a.csv": CSV, "b/d.zip": inner, "b/": b""}))

    parts = read_parts(folder, "x.zip")

    assert [part.file for part in parts] == ["x.zip/a.csv", "x.zip/b/c.csv", "x.zip/b/d.zip/d.csv"]
    assert len({part.sha256 for part in parts}) == 1
    assert all(cells(part) == [("Day", "Views"), ("2026-03-01", "5")] for part in parts)


@pytest.mark.parametrize("name", ["x.zip/b/c.csv", "x.zip/d.zip/e.csv", "y.zip"])
def test_one_file_of_an_archive_can_be_named(tmp_path: Path, name: str) -> None:
    """A brief names a file by its path through the archive; an archive of one file needs no name."""
    write(tmp_path, zipped({"b/c.csv": CSV, "d.zip": zipped({"e.csv": CSV})}))
    write(tmp_path, zipped({"only.csv": CSV, "note.pdf": b"%PDF"}), "y.zip")

    assert cells(read_content(tmp_path, name)) == [("Day", "Views"), ("2026-03-01", "5")]


def test_a_name_that_the_archive_lacks_is_refused_with_the_nearest(tmp_path: Path) -> None:
    """What was probably meant is said."""
    write(tmp_path, zipped({"views.csv": CSV, "reach.csv": CSV}))

    assert refusal(lambda: read_content(tmp_path, "x.zip/view.csv")) == (
        "x.zip/view.csv: found no such file in the archive, which holds reach.csv, views.csv; expected a file of the "
        "archive. Did you mean views.csv? Correct the key `file` in the brief."
    )
    assert refusal(lambda: read_content(tmp_path, "x.zip")) == (
        "x.zip: found an archive of 2 files; expected one file. Name one of them: x.zip/reach.csv, x.zip/views.csv."
    )


def test_what_may_not_be_read_is_said_at_once(tmp_path: Path) -> None:
    """Names that lead out of the archive and encrypted files are faults, each with its place."""
    raw = bytearray(zipped({"../out.csv": CSV, "/etc/x.csv": CSV, "c:\\x.csv": CSV, "z.csv": CSV}))
    for sign, offset in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        raw[raw.rfind(sign) + offset] |= 1  # the last file is called encrypted

    assert refusal(lambda: read_parts(write(tmp_path, bytes(raw)), "x.zip")).splitlines() == [
        *(
            f"x.zip/{name}: found a name that leads out of the archive; expected names inside the archive. "
            "Don't trust this archive: download it again from its origin."
            for name in ("../out.csv", "/etc/x.csv", "c:\\x.csv")
        ),
        (
            "x.zip/z.csv: found an encrypted file; expected a file without a password. "
            "Unpack it with its password, and give the folder."
        ),
    ]


def test_files_that_are_no_data_are_passed_over_and_named(tmp_path: Path) -> None:
    """What the computer made for itself and documents by their names are told, and hinder nothing."""
    write(tmp_path, zipped({"a.csv": CSV, "__MACOSX/._a.csv": b"\0", ".DS_Store": b"\0", "notes.pdf": b"%PDF"}))
    opened = look_into(tmp_path, "x.zip", MB)

    assert [part.content.file for part in opened.parts] == ["x.zip/a.csv"]
    assert [(one.name, str(one.reason)) for one in opened.passed_over] == [
        ("x.zip/.DS_Store", "made by the computer for itself"),
        ("x.zip/__MACOSX/._a.csv", "made by the computer for itself"),
        ("x.zip/notes.pdf", "no data file, by its name"),
    ]


def test_an_archive_without_data_is_refused(tmp_path: Path) -> None:
    """An empty archive is not an empty table."""
    assert refusal(lambda: read_parts(write(tmp_path, zipped({})), "x.zip")) == (
        "x.zip: found an archive without a data file; expected an archive of exports. "
        "Put an export into the archive, or name another file."
    )


def test_archives_in_archives_end_somewhere(tmp_path: Path) -> None:
    """One archive in another is read, the third is refused."""
    third = zipped({"1.zip": zipped({"2.zip": zipped({"a.csv": CSV})})})

    assert refusal(lambda: read_parts(write(tmp_path, third), "x.zip")) == (
        "x.zip/1.zip/2.zip: found an archive in an archive in an archive; expected at most one archive in another. "
        "Unpack it yourself, and give the folder."
    )


def test_one_damaged_file_does_not_hide_the_others(tmp_path: Path) -> None:
    """A look tells of the good files and of the damaged one."""
    raw = bytearray(zipped({"a.csv": CSV, "b.csv": CSV[::-1] * 40}))
    raw[raw.index(b"b.csv") + 12] ^= 0xFF
    opened = look_into(write(tmp_path, bytes(raw)), "x.zip", MB)

    assert [part.content.file for part in opened.parts] == ["x.zip/a.csv"]
    assert [str(fault) for fault in opened.faults] == [damaged("x.zip/b.csv")]


def damaged(place: str) -> str:
    """Give the sentence of an archive that can't be unpacked."""
    return (
        f"{place}: found an archive that is damaged or cut; expected a ZIP or gzip file that can be unpacked. "
        "Download or copy it again."
    )


def too_much(size: str) -> str:
    """Give the sentence of a bomb."""
    return (
        f"x.zip: found a file that unpacks to more than {size}; expected exports of a usual size. It may be made to "
        "fill the memory. If you trust it, unpack it yourself and read its files."
    )


@cache
def bomb() -> bytes:
    """Pack 200 MB of zeros, piece by piece."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("a.csv", "w", force_zip64=True) as member,
    ):
        for _ in range(200):
            member.write(bytes(MB))
    return packed.getvalue()


@pytest.mark.parametrize("said", [200 * MB, 1000, 2_000_000_000])
def test_a_bomb_is_refused_before_it_fills_the_memory(tmp_path: Path, said: int) -> None:
    """200 MB of zeros end in an error after 4 MB, whatever the archive says of their size."""
    sizes = ((200 * MB).to_bytes(size, "little") for size in (8, 4))
    raw = bomb()
    for size in sizes:
        raw = raw.replace(size, said.to_bytes(len(size), "little"))
    write(tmp_path, raw)
    tracemalloc.start()
    try:
        text = refusal(lambda: read_parts(tmp_path, "x.zip", limits=SMALL))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert text == (too_much("4 MB") if said > 1000 else damaged("x.zip/a.csv"))
    assert peak < 8 * MB  # the limit of 4 MB, and as much again for the pieces that are put together


def test_a_bomb_in_gzip_is_refused(tmp_path: Path) -> None:
    """A compressed text may not be a thousand times as long as its file."""
    packer = zlib.compressobj(wbits=31)
    raw = b"".join([packer.compress(bytes(MB)) for _ in range(20)]) + packer.flush()

    assert refusal(lambda: read_parts(write(tmp_path, raw), "x.zip", limits=SMALL)) == too_much("1 MB")


def test_a_bomb_in_a_workbook_is_refused(tmp_path: Path) -> None:
    """A workbook is counted before the library that reads it unpacks it."""
    raw = zipped({"[Content_Types].xml": b"<Types/>", "xl/worksheets/sheet1.xml": bytes(20 * MB)})

    assert refusal(lambda: read_parts(write(tmp_path, raw), "x.zip", limits=SMALL)) == too_much("1 MB")


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    """The number of files has a limit, too."""
    write(tmp_path, zipped({f"{number}.csv": CSV for number in range(4)}))

    assert refusal(lambda: read_parts(tmp_path, "x.zip", limits=SMALL)) == (
        "x.zip: found an archive of 4 files; expected at most 3. Unpack it yourself, and give the folder."
    )
