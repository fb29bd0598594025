"""A small export for every dictionary and language: its own headers over cells that fit their kinds."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from smmeasure.data.exports.canonical import ColumnKind
from smmeasure.data.exports.dictionary import Column, Dictionary, dictionaries

_CELLS = {
    ColumnKind.ID: ("71", "72", "73"),
    ColumnKind.TEXT: ("Film", "Photo", "Story"),
    ColumnKind.DAY: ("2026-03-21", "2026-03-22", "2026-03-23"),
    ColumnKind.MOMENT: ("2026-03-21 11:15", "2026-03-22 12:25", "2026-03-23 13:35"),
    ColumnKind.PERIOD: ("2026-03-21 - 2026-03-25",) * 3,
    ColumnKind.COUNT: ("15", "", "27"),
    ColumnKind.PEOPLE: ("9", "8", "7"),
    ColumnKind.NUMBER: ("1.5", "2.5", "3"),
    ColumnKind.MONEY: ("12.5", "13.75", ""),
    ColumnKind.RATE: ("3%", "4.5%", "5%"),
    ColumnKind.SECONDS: ("61", "62.5", "63"),
    ColumnKind.AVERAGE: ("0:21", "22.5", "0:00:23"),
    ColumnKind.POINTS: ("55", "56", "57"),
    ColumnKind.HASH: ("a@example.org", "b@example.org", "c@example.org"),
}
"""Three cells of each kind, none of them zero."""

_NAMED = {"currency": ("EUR",) * 3, "covers": ("Lifetime",) * 3, "time": ("11:15", "12:25", "13:35")} | {
    "hour_of_day": ("10", "11", "23"),
    "nth_day": ("0", "1", "2"),
    "nth_week": ("0", "1", "2"),
    "hour": ("10 - 11", "11 - 12", "23 - 00"),
    "calendar_month": ("2026-03", "2026-04", "2026-05"),
    "basis": ("total", "organic", "paid"),
    "line": ("1",) * 3,
    "distribution": ("50", "30", "20"),
}
"""Cells of columns whose texts have a meaning."""

_PERIOD_ABOVE = "# Start date: 20260321\n# End date: 20260412\n"
"""What stands above a table of a dictionary that asks for such a line."""

_FILLED = {"{currency}": "EUR", "{term}": "Film", "{region}": "France"}
"""Texts for the words in braces of a header."""

REFUSED = {"competitors"}
"""Readers of reports that are recognised in order to say why they can't be read."""

Sample = tuple[Dictionary, str]
"""A dictionary and a language of its headers."""


def samples() -> list[Sample]:
    """List every dictionary with every language that has all its required columns, but those of refused reports."""
    return [(one, language) for one in dictionaries() if one.reader not in REFUSED for language in _languages(one)]


def title(sample: Sample) -> str:
    """Name a sample for a test."""
    dictionary, language = sample
    return f"{dictionary.platform} {dictionary.report} {language}"


def _languages(dictionary: Dictionary) -> list[str]:
    named = {column.column: set(column.headers) for column in dictionary.columns}
    languages = sorted({language for column in dictionary.columns for language in column.headers})
    return [
        language
        for language in languages
        if all(any(language in named.get(name, ()) for name in either) for either in dictionary.required)
    ]


def written(sample: Sample, delimiter: str = ",", order: Sequence[int] | None = None) -> str:
    """Write a sample as text.

    Parameters
    ----------
    sample : Sample
        What to write.
    delimiter : str
        What parts its cells.
    order : sequence of int or None
        Order of its columns, as far as it goes.
    """
    dictionary, language = sample
    columns = [column for column in dictionary.columns if column.headers.get(language)]
    if dictionary.layout == "blocks":
        return "\n\n".join(_block(column, columns, language) for column in columns if column.kind in _QUANTITIES)
    if dictionary.layout == "titles":
        return "\n".join(_titled(column, language) for column in columns)
    columns = _shuffled(columns, order or ())
    text = io.StringIO(_PERIOD_ABOVE if dictionary.above else "")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    if dictionary.layout == "pairs":
        writer.writerows((column.headers[language][0], _CELLS[column.kind][0]) for column in columns)
        return text.getvalue()
    writer.writerow(_filled(column.headers[language][0]) for column in columns)
    writer.writerows([_NAMED.get(column.column, _CELLS[column.kind])[row] for column in columns] for row in range(3))
    return text.getvalue()


def _filled(header: str) -> str:
    for word, said in _FILLED.items():
        header = header.replace(word, said)
    return header


_QUANTITIES = {ColumnKind.COUNT, ColumnKind.PEOPLE, ColumnKind.SECONDS}


def _block(column: Column, columns: Sequence[Column], language: str) -> str:
    day = next(other for other in columns if other.kind is ColumnKind.DAY)
    name = column.headers[language][0]
    rows = zip(_CELLS[ColumnKind.DAY], _CELLS[column.kind], strict=True)
    lines = "\n".join(f'"{one}","{value}"' for one, value in rows)
    return f'"{name}"\n"{day.headers[language][0]}","{name}"\n{lines}'


def _titled(column: Column, language: str) -> str:
    """Write a block of a title and two lines of cells; a table of ages under genders, a number under its unit."""
    name = column.headers[language][0]
    if column.column == "age":
        return f'"{name}"\n"","Women","Men"\n"18-24","10.5","6.5"\n"25-34","26","19"\n'
    if column.column == "members":
        return f'"{name}"\n"UNIQUE_USERS","x"\n"512"\n'
    return f'"{name}"\n"Lyon","Paris"\n"12.5","7"\n'


def _shuffled(columns: Sequence[Column], order: Sequence[int]) -> list[Column]:
    """Bring columns into another order: each number takes one out of those that are left."""
    left = list(columns)
    taken = [left.pop(number % len(left)) for number in order if left]
    return taken + left
