from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from smmeasure.data.warehouse.embedded import open_embedded
from smmeasure.errors import CallError
from smmeasure.run.warehouse import build_warehouse

ADS = "Campaign name,Day,Amount spent (EUR),Impressions\nSpring,2026-03-30,1.5,10\n"
TABLES = """
events: {file: events/*.parquet}
sales:
  file: sales.csv
  date_format: "%d/%m/%Y"
  decimal: ","
  columns:
    Jour: {name: day, kind: day}
    Montant: {name: amount, kind: money}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with an export, large files, and one that nobody knows."""
    exports = tmp_path / "exports"
    (exports / "events").mkdir(parents=True)
    (exports / "ads.csv").write_text(ADS)
    (exports / "sales.csv").write_text("Jour;Montant\n03/04/2026;1 012,50\n")
    pq.write_table(pa.table({"at": [1, 2]}), exports / "events" / "march.parquet")
    (tmp_path / "tables.yaml").write_text(TABLES)
    return exports


def built(folder: Path, **options: Path) -> tuple[bool, list[str]]:
    """Build, and give what was told."""
    lines: list[str] = []
    ok = build_warehouse(folder, options.get("output"), options.get("tables"), lines.append)
    return ok, lines


def test_a_folder_becomes_one_database_file(folder: Path) -> None:
    """Exports are recognised, large files come in by their mapping, and nothing else is left in the folder."""
    before = sorted(path.name for path in folder.iterdir())
    ok, lines = built(folder, tables=folder.parent / "tables.yaml")
    backend = open_embedded(folder / "warehouse.duckdb", read_only=True)

    assert ok
    assert lines == [
        f"{folder / 'warehouse.duckdb'}:",
        "  events: 2 rows",
        "  sales: 1 rows",
        "  ad_day: 1 rows",
        "  source_file: 1 rows",
    ]
    assert backend.con.sql("SELECT day::VARCHAR, amount FROM sales").fetchall() == [("2026-04-03", 1012.5)]
    assert sorted(path.name for path in folder.iterdir()) == sorted([*before, "warehouse.duckdb"])
    backend.disconnect()


def test_what_is_refused_is_told_and_the_rest_is_made(folder: Path) -> None:
    """Without their mapping the large files are files that nobody knows."""
    ok, lines = built(folder, output=folder.parent / "other.duckdb")

    assert not ok
    assert lines[:3] == [f"{folder.parent / 'other.duckdb'}:", "  ad_day: 1 rows", "  source_file: 1 rows"]
    assert [line.split(" found ")[0] for line in lines[3:]] == ["  refused: march.parquet:", "  refused: sales.csv:"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "sales: {columns: {}, dates: iso}",
            (
                "tables.yaml.sales.file: found Field required; expected tables with the keys file, columns, "
                "date_format and decimal. Correct it as the documentation of `smmeasure warehouse` says.\n"
                "tables.yaml.sales.dates: found Extra inputs are not permitted; expected tables with the keys file, "
                "columns, date_format and decimal. Correct it as the documentation of `smmeasure warehouse` says."
            ),
        ),
        (
            "[",
            (
                "tables.yaml: found no YAML in UTF-8; expected tables with the keys file, columns, date_format and "
                "decimal. Correct it as the documentation of `smmeasure warehouse` says."
            ),
        ),
    ],
    ids=["keys", "syntax"],
)
def test_a_faulty_file_of_tables_changes_nothing(folder: Path, text: str, told: str) -> None:
    """It is read before anything is made."""
    (folder.parent / "tables.yaml").write_text(text)
    with pytest.raises(CallError) as caught:
        built(folder, tables=folder.parent / "tables.yaml")

    assert str(caught.value) == told
    assert not (folder / "warehouse.duckdb").exists()
