from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from ibis.backends.duckdb import Backend

from smmeasure.data.exports.canonical import ColumnKind
from smmeasure.data.warehouse.mapping import FileColumn, FileMapping
from smmeasure.data.warehouse.streaming import Stored, store_csv, store_parquet
from smmeasure.errors import DataError

COLUMNS = (
    FileColumn("Day", "day", ColumnKind.DAY),
    FileColumn("Number", "number", ColumnKind.COUNT),
    FileColumn("Value", "value", ColumnKind.MONEY),
    FileColumn("Shop", "shop", ColumnKind.TEXT),
)
MAPPING = FileMapping(COLUMNS, date_format="%d/%m/%Y", decimal=",")
HEADER = "Day;Left out;Number;Value;Shop\n"


def refusal(database: Backend, file: Path, text: str, mapping: FileMapping | None = MAPPING) -> str:
    """Give the whole text of the refusal of a file."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        store_csv(database, "sales", file, mapping)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_mapped_file_becomes_a_typed_table(database: Backend, tmp_path: Path, encoding: str) -> None:
    """Groups of thousands, line breaks in a text, cells that say nothing and rows above the header are known."""
    file = tmp_path / "sales.csv"
    rows = '03/04/2026;x;1.234;1\u00a0012,50;"two\nlines"\n13/04/2026;x;--;-0,5;\n'
    file.write_text(f"A title\n\n{HEADER}{rows}", encoding=encoding)

    assert store_csv(database, "sales", file, MAPPING) == Stored("sales", 2)
    assert database.con.sql("SELECT * FROM sales").fetchall() == [
        (date(2026, 4, 3), 1234, 1012.5, "two\nlines"),
        (date(2026, 4, 13), None, -0.5, None),
    ]


def test_a_recognised_file_needs_no_mapping(database: Backend, tmp_path: Path) -> None:
    """The header dictionary names its columns; rows of totals, which name nothing, are left out."""
    file = tmp_path / "ads.csv"
    file.write_text("Campaign name,Day,Amount spent (EUR),Impressions\n,,12.5,10\nSpring,2026-03-01,12.5,10\n")

    assert store_csv(database, "ads", file) == Stored("ads", 1, 1)
    assert database.con.sql("SELECT campaign_name, day, spend, impressions FROM ads").fetchall() == [
        ("Spring", date(2026, 3, 1), 12.5, 10)
    ]


def test_moments_keep_their_time(database: Backend, tmp_path: Path) -> None:
    """A moment in UTC is read with or without its mark; one with another offset is refused."""
    mapping = FileMapping((FileColumn("At", "at", ColumnKind.MOMENT),))
    file = tmp_path / "events.csv"
    file.write_text("At,Other\n2026-03-01T17:45:00Z,1\n2026-03-01 17:45,1\n")
    store_csv(database, "moments", file, mapping)

    assert database.con.sql("SELECT DISTINCT moments.at FROM moments").fetchall() == [(datetime(2026, 3, 1, 17, 45),)]  # noqa: DTZ001
    assert refusal(database, file, "At,Other\n2026-03-01T17:45:00+02:00,1\n", mapping) == (
        "events.csv:2 [At]: found “2026-03-01T17:45:00+02:00”; expected a day as YYYY-MM-DD. Correct the cell, or say "
        "with `date_format` how days are written."
    )


def test_every_strange_column_is_told_with_its_first_line(database: Backend, tmp_path: Path) -> None:
    """What a database would round, cut or take for infinite is no number and no day here."""
    rows = (
        '03/04/2026;x;12,5;1,5;"two\nlines"\n31/02/2026;x;7;inf;a\n03/04/2026;x;0x10;1_000;a\n'
        "01/01/0026;x;7;12 €;a\n04/03/2026;x;7;nan;a\n"
    )

    assert refusal(database, tmp_path / "sales.csv", HEADER + rows) == (
        "sales.csv:4 [Day]: found “01/01/0026”, “31/02/2026”; expected a day written as %d/%m/%Y. Correct the cell, or "
        "say with `date_format` how days are written.\n"
        "sales.csv:2 [Number]: found “0x10”, “12,5”; expected whole numbers. Take the original export, or say with "
        "`decimal` which sign parts decimals.\n"
        "sales.csv:4 [Value]: found “12 €”, “1_000”, “inf”; expected numbers with the decimal sign “,”. Take the "
        "original export, or say with `decimal` which sign parts decimals."
    )


@pytest.mark.parametrize(
    "broken", ["03/04/2026;x;7;1\n", "03/04/2026;x;7;1;a;b\n"], ids=["a cell too few", "a cell too many"]
)
def test_a_broken_line_is_told(database: Backend, tmp_path: Path, broken: str) -> None:
    """Its number counts the line breaks inside quoted texts."""
    assert refusal(database, tmp_path / "sales.csv", f'{HEADER}03/04/2026;x;7;1;"two\nlines"\n{broken}') == (
        "sales.csv:4: found a broken line; expected rows as wide as the header. Look for a separator inside a cell "
        "without quotation marks, or export the file again."
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Day;Number;Valeu;Shop;Shop\n",
            (
                "sales.csv:1 [Value]: found no such column; expected one of: Day, Number, Valeu, Shop, Shop. Did you "
                "mean Valeu?\nsales.csv:1 [Shop]: found 2 columns of one name; expected one of: Day, Number, Valeu, "
                "Shop, Shop. Look the name up, and correct it."
            ),
        ),
        (
            "",
            (
                "sales.csv: found a file that can't be read (empty); expected a CSV or TSV file in UTF-8 or UTF-16. "
                "Export the file again, or save it in UTF-8."
            ),
        ),
    ],
    ids=["headers", "nothing"],
)
def test_a_file_that_the_mapping_does_not_fit_is_refused(
    database: Backend, tmp_path: Path, text: str, told: str
) -> None:
    """Each header that is missing or stands twice is told."""
    assert refusal(database, tmp_path / "sales.csv", text) == told


def test_an_unknown_file_needs_a_mapping(database: Backend, tmp_path: Path) -> None:
    """Columns are never guessed."""
    assert refusal(database, tmp_path / "sales.csv", "Colour,Mood\nred,good\n", None) == (
        "sales.csv: found headers that no dictionary knows; expected an export that is recognised, or a mapping. Name "
        "its columns in a mapping."
    )


def test_a_refused_file_leaves_the_table_as_it_was(database: Backend, tmp_path: Path) -> None:
    """Half a file is never in the database."""
    file = tmp_path / "sales.csv"
    file.write_text(f"{HEADER}03/04/2026;x;7;1,5;a\n")
    store_csv(database, "sales", file, MAPPING)
    refusal(database, file, f"{HEADER}03/04/2026;x;8;1,5;a\n03/04/2026;x;eight;1,5;a\n")

    assert database.con.sql("SELECT number FROM sales").fetchall() == [(7,)]


def test_parquet_files_are_one_table(database: Backend, tmp_path: Path) -> None:
    """Copied into the database, or read where they are; a missing file is refused."""
    for month in (1, 2):
        pq.write_table(pa.table({"number": [month]}), tmp_path / f"it's {month}.parquet")
    pattern = str(tmp_path / "*.parquet")

    assert store_parquet(database, "copied", pattern) == Stored("copied", 2)
    assert store_parquet(database, "there", sorted(tmp_path.glob("*.parquet")), copy=False) == Stored("there", 2)
    with pytest.raises(DataError, match=r"^nothing: found refused by the database: IO Error: No files found"):
        store_parquet(database, "nothing", str(tmp_path / "none" / "*.parquet"))
