from __future__ import annotations

from pathlib import Path

import pytest
from ibis.backends.duckdb import Backend

from smmeasure.data.exports.reading import Export, read_exports
from smmeasure.data.exports.shapes import SHAPES
from smmeasure.data.warehouse.answers import answer
from smmeasure.data.warehouse.folders import arrow_table, store_exports
from smmeasure.data.warehouse.questions import Aggregation, DayColumn, Question
from smmeasure.data.warehouse.streaming import Stored
from smmeasure.errors import DataError
from smmeasure.units import Kind, Unit

ADS = "Campaign name,Day,Amount spent (EUR),Impressions,Reach\n"


@pytest.fixture
def exports(tmp_path: Path) -> list[Export]:
    """Give two months of ads that share a day, and a series of a page."""
    (tmp_path / "march.csv").write_text(f"{ADS}Spring,2026-03-30,1.5,10,\nSpring,2026-03-31,2.5,20,7\n")
    (tmp_path / "april.csv").write_text(f"{ADS}Spring,2026-03-31,2.5,20,7\nSpring,2026-04-01,3,30,9\n")
    (tmp_path / "page.csv").write_text('sep=,\n"Facebook reach"\n"Date","Primary"\n"2026-03-01T00:00:00","20"\n')
    names = ("march.csv", "april.csv", "page.csv")
    return [export for name in names for export in read_exports(tmp_path / name)]


def test_a_folder_becomes_a_table_per_canonical_table(database: Backend, exports: list[Export]) -> None:
    """Repeated days stand there once, types are kept, null stays null, and the files are listed."""
    made = store_exports(database, exports)

    assert made.tables == (Stored("account_day", 1), Stored("ad_day", 3), Stored("source_file", 3))
    assert made.faults == ()
    assert database.con.sql(
        "SELECT date_start::VARCHAR, spend, impressions, reach, table_currency FROM ad_day ORDER BY 1"
    ).fetchall() == [
        ("2026-03-30", 1.5, 10, None, "EUR"),
        ("2026-03-31", 2.5, 20, 7, "EUR"),
        ("2026-04-01", 3.0, 30, 9, "EUR"),
    ]
    assert database.con.sql("SELECT file, platform, rows, tables FROM source_file ORDER BY 1").fetchall() == [
        ("april.csv", "meta_ads", 2, ["ad_day"]),
        ("march.csv", "meta_ads", 2, ["ad_day"]),
        ("page.csv", "meta", 1, ["account_day"]),
    ]


def test_columns_say_their_unit(exports: list[Export]) -> None:
    """A reader of the table knows what may be added up."""
    schema = arrow_table(exports[0].table("ad_day")).schema

    assert list(schema.names) == [*SHAPES["ad_day"].kinds, "table_currency"]
    assert [(schema.field(name).metadata or {}).get(b"unit") for name in ("spend", "reach", "ad_name")] == [
        b"EUR",
        b"people",
        None,
    ]


def test_tables_that_can_t_be_brought_together_are_told_and_the_others_made(
    database: Backend, exports: list[Export], tmp_path: Path
) -> None:
    """Two currencies in one table are a fault of that table alone."""
    (tmp_path / "dollars.csv").write_text(ADS.replace("EUR", "USD") + "Summer,2026-05-01,3,30,9\n")
    made = store_exports(database, [*exports, *read_exports(tmp_path / "dollars.csv")])

    assert [one.table for one in made.tables] == ["account_day", "source_file"]
    assert len(made.faults) == 1


def test_amounts_of_another_currency_are_refused(database: Backend, exports: list[Export]) -> None:
    """A table of exports says its currency; a brief in dollars doesn't read euros as dollars."""
    store_exports(database, exports)
    asked = Question("a", "x", "ad_day", DayColumn("date_start"), Unit(Kind.MONEY, "USD"), "spend", (), Aggregation.SUM)
    with pytest.raises(DataError) as caught:
        answer(database, [asked])

    assert str(caught.value) == (
        "a: x: found amounts in EUR in ad_day; expected an amount in USD. A brief has one currency: convert the "
        "column, or change the key `currency`."
    )
