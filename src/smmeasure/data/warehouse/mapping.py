"""Which columns of a large file become which columns of a table, and how its cells are written."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from smmeasure.data.exports.canonical import ColumnKind
from smmeasure.data.exports.matching import Kept, Match, recognise
from smmeasure.data.files import Content, Reading
from smmeasure.data.quote import clip, listed, nearest, normal
from smmeasure.data.rows import Row
from smmeasure.errors import DataError, Fault
from smmeasure.messages import message

_HEAD = 1 << 18
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of a file that becomes a column of a table.

    Attributes
    ----------
    header : str
        Its name in the file.
    name : str
        Its name in the table.
    kind : ColumnKind
        What its cells are.
    scale : float
        What a number that is no count is multiplied by.
    """

    header: str
    name: str
    kind: ColumnKind
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class FileMapping:
    """How a large text is read.

    Attributes
    ----------
    columns : tuple of FileColumn
        The columns that are read; the others are not.
    labels : tuple of str
        Columns of the table that name a row; a row without any of them holds totals and is left out.
    date_format : str or None
        How days and moments are written, in the signs of `datetime.strptime`; None stands for 2026-03-01 and
        2026-03-01 17:45.
    decimal : str
        Decimal sign, ``.`` or ``,``; the other one, spaces and apostrophes part thousands.
    """

    columns: tuple[FileColumn, ...]
    labels: tuple[str, ...] = ()
    date_format: str | None = None
    decimal: str = "."


@dataclass(frozen=True, slots=True)
class Head:
    """The first lines of a large text.

    Attributes
    ----------
    file : str
        Its name.
    encoding : str
        ``utf-8`` or ``utf-16``.
    delimiter : str
        What parts the cells.
    rows : tuple of Row
        Its first rows.
    """

    file: str
    encoding: str
    delimiter: str
    rows: tuple[Row, ...]

    def content(self) -> Content:
        """Give the rows as a file that can be recognised; its fingerprint is left out."""
        return Content(self.file, "", self.encoding, (Reading(self.rows, self.delimiter),))


def read_head(file: Path) -> Head:
    """Read the first rows of a text, however long it is.

    Raises
    ------
    DataError
        The file is missing, empty or no text in UTF-8 or UTF-16.
    """
    try:
        with file.open("rb") as opened:
            raw = opened.read(_HEAD)
    except OSError as problem:
        raise _unreadable(file, str(problem.strerror)) from None
    encoding = "utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
    try:
        text = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)().decode(raw)
    except UnicodeDecodeError:
        raise _unreadable(file, "neither UTF-8 nor UTF-16") from None
    whole = text if len(raw) < _HEAD else text[: text.rfind("\n") + 1]
    lines = whole.splitlines()
    delimiter = max(_DELIMITERS, key=lambda sign: sum(line.count(sign) for line in lines[:60]))
    rows: list[Row] = []
    reader, start = csv.reader(io.StringIO(whole, newline=""), delimiter=delimiter), 1
    for cells in reader:
        rows.append(Row(start, tuple(cells)))
        start = reader.line_num + 1
    if not any(row.filled for row in rows):
        raise _unreadable(file, "empty")
    return Head(file.name, encoding, delimiter, tuple(rows))


def _unreadable(file: Path, reason: str) -> DataError:
    return DataError.at(
        clip(file.name),
        message("a file that can't be read ({reason})", reason=reason),
        message("a CSV or TSV file in UTF-8 or UTF-16"),
        message("Export the file again, or save it in UTF-8."),
    )


def header_row(head: Head, mapping: FileMapping) -> Row:
    """Find the row that holds the headers of a mapping.

    Raises
    ------
    DataError
        With every header that the best row lacks, or that stands there twice.
    """
    wanted = [column.header for column in mapping.columns]
    best = max(head.rows, key=lambda row: len(set(wanted) & set(_names(row))))
    names = _names(best)
    faults = [
        Fault(
            f"{clip(head.file)}:{best.line} [{clip(name)}]",
            message("no such column") if names.count(name) == 0 else message("{count} columns of one name", count=2),
            message("one of: {names}", names=listed(name for name in names if name)),
            message("Did you mean {near}?", near=near)
            if (near := nearest(name, names)) and name not in names
            else message("Look the name up, and correct it."),
        )
        for name in wanted
        if names.count(name) != 1
    ]
    if faults:
        raise DataError(*faults)
    return best


def _names(row: Row) -> list[str]:
    return ["" if cell is None else str(cell).strip() for cell in row.cells]


def known_mapping(head: Head, *, date_format: str | None = None, decimal: str = ".") -> FileMapping | None:
    """Give the mapping of a platform's export by its header; None where no dictionary knows it.

    Parameters
    ----------
    head : Head
        The first rows.
    date_format, decimal : str
        How days and numbers are written.

    Raises
    ------
    DataError
        Where the headers are of two languages.
    """
    matches = recognise(head.content())
    if not matches:
        return None
    match = matches[0]
    columns = tuple(_column(kept) for kept in _once(match) if kept.column.kind is not ColumnKind.HASH)
    names = {column.name for column in columns}
    return FileMapping(columns, tuple(names.intersection(match.dictionary.labels)), date_format, decimal)


def _once(match: Match) -> Sequence[Kept]:
    """Leave out columns whose header stands twice, and those about persons."""
    headers = [normal(header) for header in match.header]
    return [
        kept
        for kept in match.kept
        if headers.count(normal(kept.header)) == 1 and not match.dictionary.is_personal(kept.header)
    ]


def _column(kept: Kept) -> FileColumn:
    column = kept.column
    name = column.column if column.basis == "total" else f"{column.column}_{column.basis}"
    return FileColumn(kept.header, name, column.kind, 0.01 if column.percent else column.scale)
