"""What a file is by its first bytes, and its parts: the sheets of a workbook, the files of an archive."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import BinaryIO
from zipfile import ZipFile

from smmeasure.data.archive import Budget, Member, Members, PassedOver, gunzip, members_of, open_archive, unpack
from smmeasure.data.content import Content, Part, Reading
from smmeasure.data.kinds import has_data, refuse_other
from smmeasure.data.parquet import parquet_rows
from smmeasure.data.quote import clip, listed, nearest
from smmeasure.data.rows import Row
from smmeasure.data.sheetml import is_sheetml, sheetml_sheets
from smmeasure.data.text import Text, TextReadings, decode, decode_end, decode_start
from smmeasure.data.workbook import (
    checked_old_workbook,
    checked_workbook,
    chosen_sheet,
    too_large_to_open,
    unpacked_size,
    workbook_rows,
    workbook_sheets,
    workbook_start,
)
from smmeasure.errors import DataError, Fault
from smmeasure.messages import message

_HEAD = 2048
_ZIP, _EMPTY_ZIP, _GZIP = b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b"
_PARQUET, _OLD_WORKBOOK = b"PAR1", b"\xd0\xcf\x11\xe0"
_END_BYTES = 1 << 15
_SIZE_BYTES = 4
"""At the end of a gzip file: what its last piece unpacks to."""

_CELL_BYTES = 1 << 10
"""Bytes that stand for one row of a Parquet file when it is only looked at."""

_OPENED_AT_ONCE = 4
"""How much longer than a look a workbook may be that can only be opened as a whole."""

_DEEPEST = 1
_CONTENT_TYPES, _MIME, _OPEN_DOCUMENT = "[Content_Types].xml", "mimetype", b"opendocument.spreadsheet"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of a file.

    Attributes
    ----------
    member : str or None
        One file of an archive, by its name there; None for all.
    sheet : str or None
        One sheet of a workbook; None for the first one.
    all_sheets : bool
        Whether every sheet is wanted.
    most : int or None
        Bytes of it to look at, about; None to read everything.
    """

    member: str | None = None
    sheet: str | None = None
    all_sheets: bool = True
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What came out of a file.

    Attributes
    ----------
    parts : tuple of Part
        What can be read.
    faults : tuple of Fault
        What should be readable and is not.
    passed_over : tuple of PassedOver
        Files in it that hold no data.
    """

    parts: tuple[Part, ...] = ()
    faults: tuple[Fault, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()


@dataclass(frozen=True, slots=True)
class _Source:
    """A file, or a file in an archive."""

    stream: BinaryIO
    file: str
    size: int
    sha256: str
    budget: Budget
    depth: int = 0
    most: int | None = None
    is_cut: bool = False

    def content(self, encoding: str, readings: Iterable[Reading], part: str | None = None) -> Content:
        """Give what was read of this file, or of one part of it, with the fingerprint of the whole."""
        return Content(self.file if part is None else f"{self.file}/{part}", self.sha256, encoding, readings)

    @property
    def is_large(self) -> bool:
        """Whether it is to be looked at in part only."""
        return self.most is not None and self.size > self.most


def open_source(stream: BinaryIO, file: str, sha256: str, budget: Budget, wanted: Wanted) -> Opened:
    """Open a file by what its bytes say that it is.

    Parameters
    ----------
    stream : binary file
        The file.
    file : str
        Its name.
    sha256 : str
        Its fingerprint.
    budget : Budget
        What may come out of it.
    wanted : Wanted
        What is wanted of it.

    Raises
    ------
    DataError
        Where it can't be read.
    """
    size = stream.seek(0, io.SEEK_END)
    return _open(_Source(stream, file, size, sha256, budget, most=wanted.most), wanted)


def _open(source: _Source, wanted: Wanted) -> Opened:
    source.stream.seek(0)
    head = source.stream.read(_HEAD)
    source.stream.seek(0)
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        return _open_zip(source, wanted)
    if wanted.member is not None:
        raise _no_archive(source.file, wanted.member)
    if head.startswith(_GZIP):
        return _open_gzip(source, wanted)
    if head.startswith(_PARQUET):
        return Opened((_parquet(source),))
    refuse_other(head, source.file)
    if head.startswith(_OLD_WORKBOOK):
        return Opened(_sheets(source, "xls", checked_old_workbook(_whole(source), source.file), wanted))
    if is_sheetml(head):
        sheets = sheetml_sheets(_whole(source), source.file)
        return Opened(_chosen(source, "xml", sheets, wanted))
    return Opened((_text(source),))


def _whole(source: _Source) -> bytes:
    """Read a workbook that can be opened as a whole only; one that takes too long for a look is refused."""
    if source.most is not None and source.size > _OPENED_AT_ONCE * source.most:
        raise too_large_to_open(source.file, source.size)
    return source.stream.read()


def _text(source: _Source) -> Part:
    if source.is_large or source.is_cut:
        return _start_of_text(source)
    raw = source.stream.read()
    text = decode(raw, source.file)
    return Part(_text_content(source, text), len(raw), len(raw))


def _text_content(source: _Source, text: Text) -> Content:
    if not text.text.strip():
        raise DataError.at(
            clip(source.file),
            message("an empty file"),
            message("a header and rows of data"),
            message("Export the file again."),
        )
    return source.content(text.encoding, TextReadings(text.text, source.file))


def _start_of_text(source: _Source) -> Part:
    """Look at the first and the last bytes of a long text."""
    raw = source.stream.read(-1 if source.most is None else source.most)
    text = decode_start(raw, source.file)
    content = _text_content(source, text)
    if source.is_cut:
        return Part(content, source.size, len(raw))
    source.stream.seek(max(source.size - _END_BYTES, len(raw)) // 4 * 4)
    last = source.stream.read()
    end = decode_end(last, text.codec)
    rows = source.content(text.encoding, TextReadings(end, source.file)) if end.strip() else None
    return Part(content, source.size, len(raw), end=rows)


def _parquet(source: _Source) -> Part:
    most = None if source.most is None else max(1, source.most // _CELL_BYTES)
    table = parquet_rows(source.stream, source.file, most)
    seen = source.size if most is None or table.count <= most else source.size * most // table.count
    return Part(source.content("parquet", (Reading(table.rows),)), source.size, seen, table.count)


def _sheets(source: _Source, container: str, raw: bytes, wanted: Wanted) -> tuple[Part, ...]:
    if wanted.all_sheets:
        return _chosen(source, container, workbook_sheets(raw, source.file), wanted)
    rows = workbook_rows(raw, source.file, wanted.sheet)
    return (_part(source, container, rows, None),)


def _chosen(source: _Source, container: str, sheets: dict[str, tuple[Row, ...]], wanted: Wanted) -> tuple[Part, ...]:
    """Give every sheet as a part; one that stands alone, or that is named, as the file itself."""
    if not wanted.all_sheets:
        name = chosen_sheet(list(sheets), source.file, wanted.sheet)
        return (_part(source, container, sheets[name], None),)
    alone = len(sheets) == 1
    return tuple(_part(source, container, rows, None if alone else name) for name, rows in sheets.items())


def _part(source: _Source, container: str, rows: tuple[Row, ...], name: str | None) -> Part:
    return Part(source.content(container, (Reading(rows),), name), source.size, source.size)


def _open_gzip(source: _Source, wanted: Wanted) -> Opened:
    _refuse_deep(source)
    if source.most is None:
        return _open(_inner(source, source.file, gunzip(source.stream, source.budget, source.file), None), wanted)
    raw = gunzip(source.stream, source.budget, source.file, source.most + 1)
    source.stream.seek(-_SIZE_BYTES, io.SEEK_END)
    return _open(_inner(source, source.file, raw, int.from_bytes(source.stream.read(), "little")), wanted)


def _inner(source: _Source, file: str, raw: bytes, size: int | None) -> _Source:
    """Give what was unpacked as a source of its own."""
    is_cut = source.most is not None and len(raw) > source.most
    return _Source(
        io.BytesIO(raw),
        file,
        len(raw) if size is None else max(size, len(raw)),
        source.sha256,
        source.budget,
        source.depth + 1,
        source.most,
        is_cut,
    )


def _refuse_deep(source: _Source) -> None:
    if source.depth > _DEEPEST:
        raise DataError.at(
            clip(source.file),
            message("an archive in an archive in an archive"),
            message("at most one archive in another"),
            message("Unpack it yourself, and give the folder."),
        )


def _open_zip(source: _Source, wanted: Wanted) -> Opened:
    try:
        with open_archive(source.stream, source.file) as archive:
            names = set(archive.namelist())
            is_ods = _MIME in names and _OPEN_DOCUMENT in _kind(archive, source)
            if _CONTENT_TYPES not in names and not is_ods:
                _refuse_deep(source)
                return _open_members(source, members_of(archive, source.budget, source.file), archive, wanted)
    except DataError:
        if source.file.lower().endswith(".zip"):
            raise
        raise _damaged_workbook(source.file) from None
    if wanted.member is not None:
        raise _no_archive(source.file, wanted.member)
    return _open_workbook(source, "ods" if is_ods else "xlsx", wanted)


def _open_workbook(source: _Source, container: str, wanted: Wanted) -> Opened:
    size = unpacked_size(source.stream, source.file)
    stream, most = source.stream, source.most
    is_large = most is not None and size > most
    if is_large and most is not None:
        stream = io.BytesIO(workbook_start(stream, source.budget, source.file, most))
    raw = checked_workbook(stream, source.budget, source.file)
    parts = _sheets(source, container, raw, wanted)
    if is_large:
        parts = tuple(Part(part.content, size, len(raw)) for part in parts)
    return Opened(parts)


def _open_members(source: _Source, members: Members, archive: ZipFile, wanted: Wanted) -> Opened:
    """Open the files of an archive; a fault of one does not hide the others."""
    chosen = members.files if wanted.member is None else _named(source.file, members, wanted.member)
    parts: list[Part] = []
    faults = list(members.faults)
    passed = list(members.passed_over)
    left = source.most
    for member in chosen:
        file = f"{source.file}/{member.name}"
        if wanted.member is None and not has_data(member.name):
            passed.append(PassedOver(file, message("no data file, by its name")))
            continue
        if left is not None and left <= 0:
            passed.append(PassedOver(file, message("not looked at: the archive is large")))
            continue
        try:
            inner = _member_source(source, archive, member, len(chosen))
            rest = None if wanted.member in {None, member.name} else str(wanted.member)[len(member.name) + 1 :]
            opened = _open(inner, Wanted(rest, wanted.sheet, wanted.all_sheets, inner.most))
        except DataError as error:
            faults += error.faults
            continue
        left = None if left is None else left - min(inner.size, inner.most or 0)
        parts += opened.parts
        faults += opened.faults
        passed += opened.passed_over
    return Opened(tuple(parts), tuple(faults), tuple(passed))


def _named(file: str, members: Members, name: str) -> tuple[Member, ...]:
    """Give the member of this name, or the archive in the archive that the name leads into."""
    found = tuple(one for one in members.files if name == one.name or name.startswith(f"{one.name}/"))
    if not found:
        names = [one.name for one in members.files]
        near = nearest(name, names)
        raise DataError.at(
            clip(f"{file}/{name}"),
            message("no such file in the archive, which holds {names}", names=listed(names)),
            message("a file of the archive"),
            message("Did you mean {near}? Correct the key `file` in the brief.", near=near)
            if near
            else message("Correct the key `file` in the brief."),
        )
    return found


def _member_source(source: _Source, archive: ZipFile, member: Member, count: int) -> _Source:
    file = f"{source.file}/{member.name}"
    if source.most is None:
        return _inner(source, file, unpack(archive, member, source.budget, file), None)
    most = max(source.most // count, source.most // 16)
    head = unpack(archive, member, source.budget, file, _HEAD)
    as_a_whole = head.startswith((_ZIP, _PARQUET, _OLD_WORKBOOK)) or is_sheetml(head)
    if as_a_whole and member.info.file_size > _OPENED_AT_ONCE * source.most:
        raise too_large_to_open(file, member.info.file_size)
    raw = unpack(archive, member, source.budget, file, None if as_a_whole else most + 1)
    inner = _inner(source, file, raw, member.info.file_size)
    return replace(inner, most=most, is_cut=not as_a_whole and len(raw) > most)


def _kind(archive: ZipFile, source: _Source) -> bytes:
    """Read what an open document says that it is."""
    return unpack(archive, Member(_MIME, archive.getinfo(_MIME)), source.budget, source.file, _HEAD)


def _no_archive(file: str, member: str) -> DataError:
    return DataError.at(
        clip(f"{file}/{member}"),
        message("a file named in {file}, which is no archive", file=clip(file)),
        message("a file of a ZIP archive"),
        message("Correct the key `file` in the brief; a sheet of a workbook is named with `sheet`."),
    )


def _damaged_workbook(file: str) -> DataError:
    return DataError.at(
        clip(file),
        message("a workbook that can't be opened"),
        message("an .xlsx, .xls or .ods workbook"),
        message("Open it in a spreadsheet and save it again as .xlsx or as CSV."),
    )
