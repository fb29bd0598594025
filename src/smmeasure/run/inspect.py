"""What a data file holds, as far as it can be told without a brief."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from smmeasure.data.cells import parse_days
from smmeasure.data.files import read_content
from smmeasure.data.rows import Row
from smmeasure.errors import DataError, Fault


@dataclass(frozen=True, slots=True)
class Facts:
    """What was seen in a file.

    Attributes
    ----------
    encoding : str
        Encoding or container.
    columns : tuple of str
        Names in the header.
    rows : int
        Rows after the header.
    day_column : str or None
        The column with the most days; None where no column holds a day.
    first, last : datetime.date or None
        First and last day of that column.
    """

    encoding: str
    columns: tuple[str, ...]
    rows: int
    day_column: str | None = None
    first: date | None = None
    last: date | None = None


def inspect_files(files: Iterable[Path], write: Callable[[str], object]) -> None:
    """Write the facts of files, a paragraph each.

    Raises
    ------
    DataError
        With the faults of all files that can't be read, after the facts of the others.
    """
    faults: list[Fault] = []
    for file in files:
        try:
            facts = inspect_file(file)
        except DataError as error:
            faults.extend(error.faults)
            continue
        write(f"{file}: {facts.encoding}, {facts.rows} rows")
        write(f"  columns: {', '.join(facts.columns)}")
        write(f"  days: {facts.first} to {facts.last} in {facts.day_column}" if facts.day_column else "  days: none")
    if faults:
        raise DataError(*faults)


def inspect_file(file: Path) -> Facts:
    """Look into a file.

    Raises
    ------
    DataError
        The file can't be read.
    """
    content = read_content(file.parent, file.name)
    rows = max(content.readings, key=_common_width)
    width = _common_width(rows)
    start = next((number for number, row in enumerate(rows) if _filled(row) >= width), 0)
    header, body = rows[start], rows[start + 1 :]
    columns = tuple(str(cell).strip() for cell in header.cells)
    days = [[day for day in parse_days([row.cell(i) for row in body], None).items if day] for i in range(len(columns))]
    best = max(range(len(columns)), key=lambda position: len(days[position]))
    if not days[best]:
        return Facts(content.encoding, columns, len(body))
    return Facts(content.encoding, columns, len(body), columns[best], min(days[best]), max(days[best]))


def _common_width(rows: Sequence[Row]) -> int:
    """Give the number of filled cells that most rows have."""
    widths = Counter(_filled(row) for row in rows)
    return max(widths, key=lambda width: (widths[width], width))


def _filled(row: Row) -> int:
    return sum(cell is not None and str(cell).strip() != "" for cell in row.cells)
