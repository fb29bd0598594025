"""From rows of cells to the columns that a brief names: where the header is and where the table ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smmeasure.brief.campaign import Source
from smmeasure.data.files import Content
from smmeasure.data.quote import clip, listed, nearest, normal
from smmeasure.data.rows import Cell, Row
from smmeasure.errors import DataError, Fault
from smmeasure.messages import message

_NO_DATA = "no data available"
_HEADER_SEARCH = 60


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a file that one source of a brief names.

    Attributes
    ----------
    content : Content
        The file.
    header : tuple of str
        The whole header, as it stands in the file.
    columns : Mapping[str, tuple of Cell]
        The named columns, all of one length, by the names that the brief uses.
    lines : tuple of int
        Line of each row in the file.
    """

    content: Content
    header: tuple[str, ...]
    columns: Mapping[str, tuple[Cell, ...]]
    lines: tuple[int, ...]


def find_table(content: Content, source: Source, place: str) -> Table:
    """Find the table that holds all columns of a source.

    The header is the first row that holds every name; titles and preambles before it are passed
    over. A blank line followed by a new title ends the table.

    Parameters
    ----------
    content : Content
        The file.
    source : Source
        The columns that the brief names.
    place : str
        Key path of the source, for faults.

    Returns
    -------
    Table
        Its columns, without blank rows.

    Raises
    ------
    DataError
        Where a column is missing or stands twice, where two tables of the file have these columns,
        or where no row follows the header.
    """
    return find_columns(content, _wanted(source), place)


def find_columns(content: Content, wanted: Mapping[str, str], place: str) -> Table:
    """Find the table that holds some columns, as `find_table` does.

    Parameters
    ----------
    content : Content
        The file.
    wanted : mapping of str to str
        Columns by the keys of the brief that name them.
    place : str
        Key path above these keys, for faults.

    Raises
    ------
    DataError
        As `find_table`.
    """
    for reading in content.readings:
        rows = reading.rows
        for start, row in enumerate(rows):
            if _holds(row, wanted.values()):
                return _table(content, rows, start, wanted, place)
    raise _missing_columns(content, wanted, place)


def _wanted(source: Source) -> dict[str, str]:
    """Give the columns by key of the brief."""
    named = {"date": source.day_column, "value": source.value or source.day_column}
    return named | {f"where.{column}": column for column in source.where}


def _holds(row: Row, names: object) -> bool:
    forms = {normal(cell) for cell in row.cells if isinstance(cell, str)}
    return bool(forms) and forms.issuperset(map(normal, names))  # type: ignore[call-overload]


def _table(content: Content, rows: Sequence[Row], start: int, wanted: Mapping[str, str], place: str) -> Table:
    header = tuple(str(cell).strip() if cell is not None else "" for cell in rows[start].cells)
    positions = {name: _position(header, name, place, content.file) for name in dict.fromkeys(wanted.values())}
    body, rest = _body(rows[start + 1 :], rows[start])
    second = next((row.line for row in rest if _holds(row, wanted.values())), None)
    if second is not None:
        raise DataError.at(
            clip(content.file),
            message(
                "two tables with these columns, at lines {first} and {second}", first=rows[start].line, second=second
            ),
            message("one table"),
            message("Save the table that you mean in a file of its own."),
        )
    if not body:
        raise DataError.at(
            clip(content.file),
            message("a header but no rows"),
            message("rows of data"),
            message("Export the file again for a period that has data."),
        )
    columns = {name: tuple(row.cell(position) for row in body) for name, position in positions.items()}
    return Table(content, header, columns, tuple(row.line for row in body))


def _position(header: Sequence[str], name: str, place: str, file: str) -> int:
    exact = [position for position, other in enumerate(header) if other == name.strip()]
    found = exact or [position for position, other in enumerate(header) if normal(other) == normal(name)]
    if len(found) > 1:
        raise DataError.at(
            place,
            message("the column “{name}” {count} times in {file}", name=clip(name), count=len(found), file=clip(file)),
            message("a column that stands once"),
            message("Give the columns different names in the file."),
        )
    return found[0]


def _body(rows: Sequence[Row], header: Row) -> tuple[list[Row], list[Row]]:
    """Part the rows of a table from what follows it in the same file."""
    body: list[Row] = []
    after_blank = False
    for position, row in enumerate(rows):
        filled = row.filled
        if filled == 0:
            after_blank = True
            continue
        if after_blank and _begins_block(row, filled, header):
            return body, list(rows[position:])
        after_blank = False
        if not (filled == 1 and normal(row.cells[0]).startswith(_NO_DATA)):
            body.append(row)
    return body, []


def _begins_block(row: Row, filled: int, header: Row) -> bool:
    is_title = filled == 1 and header.filled > 1 and not str(row.cells[0])[:1].isdigit()
    return is_title or [normal(cell) for cell in row.cells] == [normal(cell) for cell in header.cells]


def _missing_columns(content: Content, wanted: Mapping[str, str], place: str) -> DataError:
    header = _likely_header(content, wanted)
    forms = {normal(name) for name in header}
    missing = {key: name for key, name in wanted.items() if normal(name) not in forms}
    faults = [_missing_column(content.file, header, f"{place}.{key}", name) for key, name in missing.items()]
    return DataError(*faults)


def _missing_column(file: str, header: Sequence[str], place: str, name: str) -> Fault:
    near = nearest(name, header)
    return Fault(
        place,
        message("no column “{name}” in {file}", name=clip(name), file=clip(file)),
        message("one of its columns: {columns}", columns=listed(header, most=40)),
        message("Did you mean {near}?", near=near) if near else message("Name one of these columns in the brief."),
    )


def _likely_header(content: Content, wanted: Mapping[str, str]) -> list[str]:
    """Choose the row that was most probably meant as the header: most names found, then widest."""
    names = {normal(name) for name in wanted.values()}
    candidates = [row for reading in content.readings for row in reading.rows[:_HEADER_SEARCH]]
    best = max(candidates, key=lambda row: (len(names & {normal(cell) for cell in row.cells}), row.filled))
    return [str(cell).strip() for cell in best.cells if cell is not None and str(cell).strip()]
