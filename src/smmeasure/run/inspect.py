"""What a data file holds, as far as it can be told without a brief."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from smmeasure.data.cells import parse_days
from smmeasure.data.exports.canonical import CanonicalTable
from smmeasure.data.exports.matching import Kept, Match, recognise
from smmeasure.data.exports.reading import read_match
from smmeasure.data.exports.told import Declared
from smmeasure.data.files import Content, read_content
from smmeasure.data.history import likely_grid
from smmeasure.data.quote import clip
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
            lines = _lines(file, read_content(file.parent, file.name))
        except DataError as error:
            faults.extend(error.faults)
            continue
        for line in lines:
            write(line)
    if faults:
        raise DataError(*faults)


def _lines(file: Path, content: Content) -> list[str]:
    """Tell what a file is where its headers are known, else what it holds."""
    try:
        matches = recognise(content)
    except DataError as error:
        return _plain_lines(file, content) + _doubtful(error.faults)
    if not matches:
        return _plain_lines(file, content)
    return [line for match in matches for line in _export_lines(file, content, match)]


def _plain_lines(file: Path, content: Content) -> list[str]:
    facts = _facts(content)
    return [
        f"{file}: {facts.encoding}, {facts.rows} rows",
        f"  columns: {', '.join(facts.columns)}",
        f"  days: {facts.first} to {facts.last} in {facts.day_column}" if facts.day_column else "  days: none",
    ]


def _export_lines(file: Path, content: Content, match: Match) -> list[str]:
    report = match.report
    lines = [
        f"  platform: {report.platform}, report: {report.report}, locale: {report.locale}",
        f"  kept: {', '.join(f'{clip(kept.header)} → {_canonical(kept)}' for kept in match.kept)}",
        f"  dropped: {', '.join(map(clip, match.dropped)) or 'none'}",
    ]
    try:
        export = read_match(content, match, Declared())
    except DataError as error:
        return [f"{file}: {content.encoding}", *lines, *_doubtful(error.faults)]
    lines += [f"  table {table.shape.name}: {len(table.frame)} rows{_period(table)}" for table in export.tables]
    lines += [f"  decimal sign: {export.decimal}", *_date_order(export.day_first)]
    return [f"{file}: {content.encoding}, {export.rows} rows", *lines, *_doubtful(export.doubts)]


def _canonical(kept: Kept) -> str:
    column = kept.column
    return column.column if column.basis == "total" else f"{column.column} ({column.basis})"


def _period(table: CanonicalTable) -> str:
    """Tell the first and the last day of a table; nothing where it has none."""
    named = [name for name in ("day", "published", "date_start", "date_end") if name in table.shape.kinds]
    days = [day.date() for name in named for day in table.frame[name].dropna()]
    return f", {min(days)} to {max(days)}" if days else ""


def _date_order(day_first: bool | None) -> list[str]:  # noqa: FBT001 - what the file has proved
    return [] if day_first is None else [f"  date order: {'day/month/year' if day_first else 'month/day/year'}"]


def _doubtful(said: Iterable[object]) -> list[str]:
    return [f"  doubtful: {one}" for one in said]


def inspect_file(file: Path) -> Facts:
    """Look into a file.

    Raises
    ------
    DataError
        The file can't be read.
    """
    return _facts(read_content(file.parent, file.name))


def _facts(content: Content) -> Facts:
    grid = likely_grid(content)
    encoding, columns, rows = grid.content.encoding, grid.columns, len(grid.body)
    days = [[day for day in parse_days(grid.cells(place), None).items if day] for place in range(len(columns))]
    best = max(range(len(columns)), key=lambda place: len(days[place]))
    if not days[best]:
        return Facts(encoding, columns, rows)
    return Facts(encoding, columns, rows, columns[best], min(days[best]), max(days[best]))
