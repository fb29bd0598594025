"""Persons are planted into every column of every report, and looked for in everything that comes out."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

import samples
from smmeasure.data.exports.canonical import ColumnKind
from smmeasure.data.exports.dictionary import Column
from smmeasure.data.exports.reading import Export, read_exports
from smmeasure.data.privacy import PROSE
from smmeasure.errors import DataError
from smmeasure.run.inspect import inspect_files

KEY = bytes(range(32))
FIRST, AS_OF, LAST = date(2026, 3, 21), date(2026, 3, 31), date(2026, 4, 12)
NAME, STREET = "Zelda Quibble", "12 Fennimore Lane"
EMAIL, HANDLE, PHONE, LINK = "zmail@example.org", "@zhandle", "+33 6 98 76 54 32", "https://social.example/zhandle/1"
PERSON = f"{NAME}, {STREET}, {EMAIL}, {HANDLE}, {PHONE}"
PROSE_CELL = f"Thanks {HANDLE}! Write to {EMAIL}, call {PHONE} or 0698765432, see {LINK}"
BRAND_CELL = f"Film {HANDLE} {EMAIL} {PHONE}"
PIECES = ("zmail", "zhandle", "98 76 54 32", "98765432")
"""What no output tells of anybody, wherever it stood."""

NAMES = ("quibble", "fennimore")
"""What no output tells of a file that has columns about persons."""

FREE = ("Film", "Photo", "Story")
"""Texts of a sample that might be any others."""


def planted(sample: samples.Sample, *, is_shifted: bool) -> str:
    """Write a sample with a person in every column that may hold any text, or in every other column too."""
    dictionary, _ = sample
    rows = list(csv.reader(io.StringIO(samples.written(sample))))
    personal = sorted(dictionary.personal)
    if dictionary.layout == "pairs":
        rows = [[key, _cell(_column(sample, key), cell, is_shifted=is_shifted)] for key, cell in rows]
        return _text(rows + [[key, PERSON] for key in personal])
    if dictionary.layout not in {"rows", "sections"}:
        return samples.written(sample)
    above, header, body = rows[:-4], rows[-4], rows[-3:]
    columns = [_column(sample, name) for name in header]
    changed = [
        [_cell(column, cell, is_shifted=is_shifted and row == 1) for column, cell in zip(columns, cells, strict=True)]
        + [PERSON] * len(personal)
        for row, cells in enumerate(body)
    ]
    return _text([*above, header + personal, *changed])


def _column(sample: samples.Sample, header: str) -> Column:
    dictionary, language = sample
    return dictionary.find(header)[language]


def _cell(column: Column, cell: str, *, is_shifted: bool) -> str:
    if column.kind is ColumnKind.HASH:
        return EMAIL
    if column.kind is ColumnKind.TEXT:
        return cell if cell not in FREE else PROSE_CELL if column.column in PROSE else BRAND_CELL
    if column.column == "address":
        return f"{LINK}{cell}"
    return PERSON if is_shifted and column.kind is not ColumnKind.ID else cell


def _text(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def outcome(file: Path, key: bytes | None) -> tuple[str, tuple[Export, ...]]:
    """Give all that is said of a file in small letters, and its exports."""
    said: list[str] = []
    exports: tuple[Export, ...] = ()
    try:
        exports = read_exports(file, as_of=AS_OF, first_day=FIRST, last_day=LAST, currency="EUR", key=key)
        said += [repr(export) + "".join(map(str, export.doubts)) for export in exports]
        said += [table.frame.to_csv() for export in exports for table in export.tables]
    except DataError as error:
        said += [str(error), repr(error)]
    try:
        inspect_files([file], said.append)
    except DataError as error:
        said.append(str(error))
    return "\n".join(said).casefold(), exports


@pytest.mark.parametrize("sample", samples.samples(), ids=samples.title)
def test_no_output_tells_a_person(sample: samples.Sample, tmp_path: Path) -> None:
    """Tables, doubts, `inspect` and the export as a notebook shows it hold nobody, with a key and without."""
    text = planted(sample, is_shifted=False)
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    for key in (None, KEY):
        said, exports = outcome(tmp_path / "x.csv", key)

        assert exports or not sample[0].names_persons
        assert not exports or ("‹e-mail›" in said) == (BRAND_CELL in text or PROSE_CELL in text)
        assert [piece for piece in PIECES + NAMES if piece in said] == []


@pytest.mark.parametrize("sample", samples.samples(), ids=samples.title)
def test_no_error_tells_a_person(sample: samples.Sample, tmp_path: Path) -> None:
    """Where all columns of a row have moved, the errors quote nobody; beside columns about persons no name either."""
    (tmp_path / "x.csv").write_text(planted(sample, is_shifted=True), encoding="utf-8")
    said, _ = outcome(tmp_path / "x.csv", KEY)
    names = NAMES if sample[0].names_persons else ()

    assert [piece for piece in PIECES + names if piece in said] == []
