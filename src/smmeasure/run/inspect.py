"""What a data file holds, as far as it can be told without a brief."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from smmeasure.data.cells import parse_days
from smmeasure.data.files import read_content
from smmeasure.data.history import likely_grid
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
    grid = likely_grid(read_content(file.parent, file.name))
    encoding, columns, rows = grid.content.encoding, grid.columns, len(grid.body)
    days = [[day for day in parse_days(grid.cells(place), None).items if day] for place in range(len(columns))]
    best = max(range(len(columns)), key=lambda place: len(days[place]))
    if not days[best]:
        return Facts(encoding, columns, rows)
    return Facts(encoding, columns, rows, columns[best], min(days[best]), max(days[best]))
