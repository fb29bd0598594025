"""From a file on a disk to rows of cells: paths, encodings and separators."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from smmeasure.data.quote import clip, listed, nearest
from smmeasure.data.rows import Row
from smmeasure.data.workbook import workbook_rows, workbook_sheets
from smmeasure.errors import DataError
from smmeasure.messages import message

_DELIMITERS = (",", ";", "\t")
_HEAD_LINES = 60
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of a file by one separator.

    Attributes
    ----------
    rows : tuple of Row
        All its rows.
    delimiter : str or None
        What parts the cells; None where the file is no text.
    """

    rows: tuple[Row, ...]
    delimiter: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """A file that was read, or one part of it.

    Attributes
    ----------
    file : str
        Name as given in the brief; of a part ``file/part``.
    sha256 : str
        Fingerprint of the bytes of the whole file.
    encoding : str
        ``utf-8``, ``utf-16``, ``cp1252``, or the container: ``xlsx``, ``xls``.
    readings : iterable of Reading
        The rows, once for every separator that may have been meant, the likeliest first.
    """

    file: str
    sha256: str
    encoding: str
    readings: Iterable[Reading]


class _TextReadings:
    """The rows of a text by one separator after the other, each parted when it is asked for."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        self._known: dict[str, Reading] = {}

    def __iter__(self) -> Iterator[Reading]:
        for delimiter in _likely_delimiters(self._text):
            if delimiter not in self._known:
                rows = tuple(_text_rows(self._text, delimiter, self._file))
                self._known[delimiter] = Reading(rows, delimiter)
            yield self._known[delimiter]


def read_content(folder: Path, file: str, sheet: str | None = None) -> Content:
    """Read a CSV, TSV or XLSX file of the data folder.

    Parameters
    ----------
    folder : Path
        The data folder.
    file : str
        Name of the file inside the folder.
    sheet : str or None
        Sheet of a workbook; None takes the first one.

    Returns
    -------
    Content
        Its rows and its fingerprint.

    Raises
    ------
    DataError
        Where the file is missing, outside the folder, empty, or neither text nor a workbook.
    """
    raw = _bytes_of(folder, file)
    fingerprint = hashlib.sha256(raw).hexdigest()
    if (container := _container(raw)) is not None:
        return Content(file, fingerprint, container, (Reading(workbook_rows(raw, file, sheet)),))
    return _text_content(raw, file, fingerprint)


def read_parts(folder: Path, file: str) -> tuple[Content, ...]:
    """Read a file with all its parts: every sheet of a workbook; one part where it has no parts.

    Raises
    ------
    DataError
        Where the file is missing, outside the folder, empty, or neither text nor a workbook.
    """
    raw = _bytes_of(folder, file)
    fingerprint = hashlib.sha256(raw).hexdigest()
    container = _container(raw)
    if container is None:
        return (_text_content(raw, file, fingerprint),)
    sheets = workbook_sheets(raw, file)
    if len(sheets) == 1:
        return (Content(file, fingerprint, container, tuple(map(Reading, sheets.values()))),)
    return tuple(Content(f"{file}/{name}", fingerprint, container, (Reading(rows),)) for name, rows in sheets.items())


def _container(raw: bytes) -> str | None:
    """Give the kind of a workbook by its first bytes; None where it is none."""
    return "xlsx" if raw.startswith(_ZIP) else "xls" if raw.startswith(_OLD_WORKBOOK) else None


def _text_content(raw: bytes, file: str, fingerprint: str) -> Content:
    text, encoding = _decode(raw, file)
    if not text.strip():
        raise DataError.at(
            clip(file),
            message("an empty file"),
            message("a header and rows of data"),
            message("Export the file again."),
        )
    return Content(file, fingerprint, encoding, _TextReadings(text, file))


def _bytes_of(folder: Path, file: str) -> bytes:
    refuse_outside(file)
    try:
        return (folder / file).read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise _missing(folder, file) from None
    except OSError as problem:
        raise DataError.at(
            clip(file),
            message("a file that can't be opened ({reason})", reason=str(problem.strerror)),
            message("a file that may be read"),
            message("Give yourself the right to read it, or copy it anew."),
        ) from None


def refuse_outside(file: str) -> None:
    """Refuse a name that leads out of the data folder.

    Raises
    ------
    DataError
        Where it is absolute, climbs with ``..``, or names a drive.
    """
    posix, windows = PurePosixPath(file), PureWindowsPath(file)
    outside = posix.is_absolute() or windows.drive or windows.root or ".." in windows.parts or "\0" in file
    if outside:
        raise DataError.at(
            clip(file),
            message("a path that leaves the data folder"),
            message("a file inside the data folder"),
            message("Put the file in the data folder and name it without “..” or a drive."),
        )


def _missing(folder: Path, file: str) -> DataError:
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    near = nearest(file, names)
    cure = message("Put the file there, or correct the key `file` in the brief.")
    if near:
        cure = message("Did you mean {near}? Correct the key `file` in the brief.", near=near)
    elif names:
        cure = message("Put the file there. The folder holds: {names}.", names=listed(names))
    return DataError.at(clip(file), message("no such file in the data folder"), message("an export"), cure)


def _decode(raw: bytes, file: str) -> tuple[str, str]:
    """Decode by the byte-order mark, else as UTF-8, else as the Windows code page of western Europe."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        attempts: tuple[str, ...] = ("utf-16",)
    elif b"\0" in raw:
        attempts = ()
    else:
        attempts = ("utf-8", "cp1252")
    for encoding in attempts:
        try:
            return raw.decode("utf-8-sig" if encoding == "utf-8" else encoding), encoding
        except UnicodeDecodeError:
            continue
    raise DataError.at(
        clip(file),
        message("bytes that are neither text nor an .xlsx workbook"),
        message("a CSV, TSV or XLSX file"),
        message("Open the file in a spreadsheet and save it as .xlsx or as CSV in UTF-8."),
    )


def _likely_delimiters(text: str) -> list[str]:
    head = text.splitlines()[:_HEAD_LINES]
    declared = head[0].strip(' "')[4:5] if head[0].strip(' "').startswith("sep=") else ""
    counts = {delimiter: sum(line.count(delimiter) for line in head) for delimiter in _DELIMITERS}
    return sorted(_DELIMITERS, key=lambda delimiter: (delimiter != declared, -counts[delimiter]))


def _text_rows(text: str, delimiter: str, file: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    first, line = 1, 1
    try:
        for cells in reader:
            yield Row(line, tuple(cells))
            first, line = line, reader.line_num + 1
    except csv.Error as problem:
        raise _broken_line(file, line, clip(problem)) from None
    if line - first > 1 and _has_open_quote(text, first):
        raise _broken_line(file, first, "quotation mark not closed")


def _has_open_quote(text: str, line: int) -> bool:
    """Whether the last row swallowed the rest of the file because a quotation mark was not closed."""
    return "".join(list(io.StringIO(text, newline=""))[line - 1 :]).count('"') % 2 == 1


def _broken_line(file: str, line: int, reason: str) -> DataError:
    return DataError.at(
        f"{clip(file)}:{line}",
        message("a line that is no table row ({reason})", reason=reason),
        message("rows of cells"),
        message("Look for a quotation mark that is never closed, or export the file again."),
    )
