"""Large files into a table of the embedded database, streamed: they are never held in memory."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
from ibis.backends.duckdb import Backend

from smmeasure.data.cells import MISSING
from smmeasure.data.exports.canonical import ColumnKind
from smmeasure.data.quote import clip
from smmeasure.data.rows import Row
from smmeasure.data.warehouse.mapping import FileColumn, FileMapping, Head, header_row, known_mapping, read_head
from smmeasure.data.warehouse.refusals import told_as_fault
from smmeasure.errors import DataError, Fault
from smmeasure.messages import Message, message

_SHOWN = 3
_LONGEST_MISSING = 20
_STRANGE = "a strange cell"
_TOTALS = '"holds totals"'
_WHOLE = frozenset({ColumnKind.COUNT, ColumnKind.PEOPLE})
_TEXTS = frozenset({ColumnKind.ID, ColumnKind.TEXT, ColumnKind.PERIOD})
_ISO_DAY = r"\d{4}-\d{2}-\d{2}"
_ISO_MOMENT = _ISO_DAY + r"([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+]00:?00)?)?"
_YEARS = "year({}) BETWEEN 1990 AND 2100"
_SPACES = "[ \u00a0\u202f\u2009']"


@dataclass(frozen=True, slots=True)
class Stored:
    """A table that was made of a large file.

    Attributes
    ----------
    table : str
        Its name.
    rows : int
        Rows of the table.
    left_out : int
        Rows of totals, which it doesn't hold.
    """

    table: str
    rows: int
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class _Source:
    """A text file, its header and what its columns are."""

    file: Path
    head: Head
    header: Row
    mapping: FileMapping

    def sql(self) -> str:
        """Read the rows after the header, every cell as a text."""
        columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(self.header.cells)))
        return (
            f"read_csv({_text(str(self.file))}, auto_detect=false, header=true, skip={self.header.line - 1}, "
            f"delim={_text(self.head.delimiter)}, quote='\"', escape='\"', encoding={_text(self.head.encoding)}, "
            f"columns={{{columns}}})"
        )

    def place(self, column: FileColumn) -> int:
        """Give the place of a column in the row."""
        return [str(cell or "").strip() for cell in self.header.cells].index(column.header)

    def cell(self, column: FileColumn) -> str:
        """Name the cell of a column."""
        return f"c{self.place(column)}"

    def totals(self) -> str:
        """Say which rows hold totals: those without any of the columns that name a row."""
        labels = [_is_missing(self.cell(one)) for one in self.mapping.columns if one.name in self.mapping.labels]
        return " AND ".join(labels) or "false"


def store_csv(backend: Backend, table: str, file: Path, mapping: FileMapping | None = None) -> Stored:
    """Stream a CSV or TSV file into a table; a table of this name is replaced.

    Parameters
    ----------
    backend : ibis.backends.duckdb.Backend
        The embedded database.
    table : str
        Name of the table.
    file : pathlib.Path
        The file, in UTF-8 or UTF-16.
    mapping : FileMapping or None
        Its columns; None takes those that a header dictionary knows, with ISO days and decimal points. Columns of
        the kind `hash` are about persons: they are not read.

    Raises
    ------
    DataError
        With every column that holds a cell that is not what it should be, with its line; where a line is broken.
    """
    head = read_head(file)
    mapping = mapping or known_mapping(head)
    if mapping is None:
        raise _unknown(file)
    mapping = replace(mapping, columns=tuple(one for one in mapping.columns if one.kind is not ColumnKind.HASH))
    source = _Source(file, head, header_row(head, mapping), mapping)
    chosen = ", ".join(f"{_typed(one, source)} AS {_name(one.name)}" for one in mapping.columns)
    name, totals = _name(table), source.totals()
    try:
        backend.con.execute(
            f"CREATE OR REPLACE TABLE {name} AS SELECT {chosen}, {totals} AS {_TOTALS} FROM {source.sql()}"  # noqa: S608 - names are quoted
        )
    except duckdb.Error as error:
        raise _told(backend, error, source) from None
    # A second look at the file would take as long as the first: rows of totals go out of the table again.
    left_out = _count(backend, f"{name} WHERE {_TOTALS}")
    if left_out:
        backend.con.execute(f"DELETE FROM {name} WHERE {_TOTALS}")  # noqa: S608 - names are quoted
    backend.con.execute(f"ALTER TABLE {name} DROP COLUMN {_TOTALS}")
    return Stored(table, _count(backend, name), left_out)


def store_parquet(backend: Backend, table: str, files: str | Sequence[Path], *, copy: bool = True) -> Stored:
    """Make a table of Parquet files; a table of this name is replaced.

    Parameters
    ----------
    backend : ibis.backends.duckdb.Backend
        The embedded database.
    table : str
        Name of the table.
    files : str or sequence of pathlib.Path
        The files, or a pattern such as ``events/*.parquet``.
    copy : bool
        Whether the rows are copied into the database; otherwise they stay in the files, for this session only.

    Raises
    ------
    DataError
        A file is missing or is no Parquet.
    """
    named = [files] if isinstance(files, str) else [str(file) for file in files]
    listing = ", ".join(map(_text, named))
    what = "OR REPLACE TABLE" if copy else "OR REPLACE TEMPORARY VIEW"
    with told_as_fault(clip(table)):
        backend.con.execute(f"CREATE {what} {_name(table)} AS SELECT * FROM read_parquet([{listing}])")  # noqa: S608 - names are quoted
        return Stored(table, _count(backend, _name(table)))


def _count(backend: Backend, source: str) -> int:
    found = backend.con.execute(f"SELECT count(*) FROM {source}").fetchone()  # noqa: S608 - names are quoted
    return int(found[0]) if found else 0


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _is_missing(cell: str) -> str:
    listing = ", ".join(_text(word) for word in sorted(MISSING))
    return f"({cell} IS NULL OR (length({cell}) <= {_LONGEST_MISSING} AND lower(trim({cell})) IN ({listing})))"


def _typed(column: FileColumn, source: _Source) -> str:
    """Give the value of a cell: null where it says nothing, an error where it is not what it should be.

    Nearly all cells of a large file are written plainly: one short pattern is enough for them.
    """
    cell = source.cell(column)
    if column.kind is ColumnKind.TEXT:
        return f"nullif(trim({cell}), '')"
    if column.kind in _TEXTS:
        return f"CASE WHEN {_is_missing(cell)} THEN NULL ELSE trim({cell}) END"
    careful = f"coalesce({_value(column, source.mapping, cell)}, error({_text(_STRANGE)}))"
    plain = _plain_value(column, source.mapping, cell)
    return f"coalesce({plain}, CASE WHEN NOT {_is_missing(cell)} THEN {careful} END)"


def _plain_value(column: FileColumn, mapping: FileMapping, cell: str) -> str:
    """Give the value of a cell that is written plainly; null of every other one."""
    if column.kind in {ColumnKind.DAY, ColumnKind.MOMENT}:
        if column.kind is ColumnKind.MOMENT or mapping.date_format is not None:
            return "NULL"
        day = f"CASE WHEN length({cell}) = 10 AND {cell}[5] = '-' AND {cell}[8] = '-' THEN try_cast({cell} AS DATE) END"
        return f"CASE WHEN {_YEARS.format(day)} THEN {day} END"
    if column.kind in _WHOLE:
        return f"CASE WHEN regexp_full_match({cell}, '[0-9]{{1,15}}') THEN try_cast({cell} AS BIGINT) END"
    form = f"-?[0-9]{{1,15}}([{mapping.decimal}][0-9]{{1,15}})?"
    number = f"replace({cell}, ',', '.')" if mapping.decimal == "," else cell
    scaled = f"try_cast({number} AS DOUBLE)" + ("" if column.scale == 1.0 else f" * {column.scale!r}")
    return f"CASE WHEN regexp_full_match({cell}, {_text(form)}) THEN {scaled} END"


def _value(column: FileColumn, mapping: FileMapping, cell: str) -> str:
    """Give the typed value of a cell that says something; null where it is not what it should be."""
    trimmed = f"trim({cell})"
    if column.kind in {ColumnKind.DAY, ColumnKind.MOMENT}:
        return _day(trimmed, mapping.date_format, "DATE" if column.kind is ColumnKind.DAY else "TIMESTAMP")
    plain, grouped = _number_forms(mapping.decimal)
    thin = f"regexp_replace({trimmed}, {_text(_SPACES)}, '', 'g')"
    other = "," if mapping.decimal == "." else "."
    bare = f"replace(replace({thin}, {_text(other)}, ''), ',', '.')"
    fits = f"regexp_full_match({thin}, {_text(f'{plain}|{grouped}')})"
    number = f"CASE WHEN {fits} THEN try_cast({bare} AS DOUBLE) END"
    if column.kind in _WHOLE:
        return f"CASE WHEN abs({number}) < 9007199254740992 AND {number} = floor({number}) THEN ({number})::BIGINT END"
    return f"CASE WHEN isfinite({number}) THEN {number} * {column.scale!r} END"


def _number_forms(decimal: str) -> tuple[str, str]:
    """Give the patterns of numbers without and with groups of thousands; after 0 no group is a thousand."""
    sign, other = (re.escape(one) for one in (decimal, "," if decimal == "." else "."))
    return (
        rf"[+-]?(\d+({sign}\d*)?|{sign}\d+)([eE][+-]?\d+)?",
        rf"[+-]?[1-9]\d{{0,2}}({other}\d{{3}})+({sign}\d*)?",
    )


def _day(cell: str, date_format: str | None, kind: str) -> str:
    moment = (
        f"CASE WHEN regexp_full_match({cell}, {_text(_ISO_MOMENT)}) THEN try_cast({cell} AS TIMESTAMP) END"
        if date_format is None
        else f"try_strptime({cell}, {_text(date_format)})"
    )
    return f"CASE WHEN {_YEARS.format(moment)} THEN ({moment})::{kind} END"


def _told(backend: Backend, error: duckdb.Error, source: _Source) -> DataError:
    """Tell why a file was refused: its strange cells, else its broken line."""
    if _STRANGE in str(error):
        return DataError(*_strange_cells(backend, source))
    width = len(source.header.cells)
    line = next((start for start, row in _rows(source) if row and len(row) != width), None)
    return DataError.at(
        clip(source.file.name) if line is None else f"{clip(source.file.name)}:{line}",
        message("a broken line"),
        message("rows as wide as the header"),
        message("Look for a separator inside a cell without quotation marks, or export the file again."),
    )


def _strange_cells(backend: Backend, source: _Source) -> Iterator[Fault]:
    for column in source.mapping.columns:
        cell = source.cell(column)
        if column.kind in _TEXTS:
            continue
        strange = f"NOT {_is_missing(cell)} AND ({_value(column, source.mapping, cell)}) IS NULL"
        cells = backend.con.execute(
            f"SELECT DISTINCT trim({cell}) AS cell FROM {source.sql()} WHERE {strange} ORDER BY 1 LIMIT {_SHOWN}"  # noqa: S608 - names are quoted
        ).fetchall()
        if cells:
            texts = [str(row[0]) for row in cells]
            yield Fault(
                f"{clip(source.file.name)}:{_first_line(source, column, texts)} [{clip(column.header)}]",
                message("{cells}", cells=", ".join(f"“{clip(text)}”" for text in texts)),
                _expected(column, source.mapping),
                _cure(column),
            )


def _expected(column: FileColumn, mapping: FileMapping) -> Message:
    if column.kind in {ColumnKind.DAY, ColumnKind.MOMENT}:
        if mapping.date_format is None:
            return message("a day as YYYY-MM-DD")
        return message("a day written as {date_format}", date_format=clip(mapping.date_format))
    if column.kind in _WHOLE:
        return message("whole numbers")
    return message("numbers with the decimal sign “{decimal}”", decimal=mapping.decimal)


def _cure(column: FileColumn) -> Message:
    if column.kind in {ColumnKind.DAY, ColumnKind.MOMENT}:
        return message("Correct the cell, or say with `date_format` how days are written.")
    return message("Take the original export, or say with `decimal` which sign parts decimals.")


def _first_line(source: _Source, column: FileColumn, cells: Sequence[str]) -> int:
    """Find the line of the first of some cells."""
    place = source.place(column)
    lines = (start for start, row in _rows(source) if len(row) > place and row[place].strip(" ") in cells)
    return next(lines, source.header.line)


def _rows(source: _Source) -> Iterator[tuple[int, list[str]]]:
    """Read the rows after the header one by one, each with its line; only a refused file is read so."""
    encoding = "utf-8-sig" if source.head.encoding == "utf-8" else source.head.encoding
    with source.file.open(encoding=encoding, errors="replace", newline="") as opened:
        reader, start = csv.reader(opened, delimiter=source.head.delimiter), 1
        for row in reader:
            if start > source.header.line:
                yield start, row
            start = reader.line_num + 1


def _unknown(file: Path) -> DataError:
    return DataError.at(
        clip(file.name),
        message("headers that no dictionary knows"),
        message("an export that is recognised, or a mapping"),
        message("Name its columns in a mapping."),
    )
