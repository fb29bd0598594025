"""A look at data files tells an analyst what they are, and one bad file hides no other."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from smmeasure.run.inspect import inspect_files, record_files
from smmeasure.run.looking import look_at
from smmeasure.run.speech import speaker

ADS = "Campaign name,Day,Amount spent (EUR),Impressions,Ranking\n"

Tell = Callable[..., list[str]]


@pytest.fixture
def tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tell:
    """Give the function that looks at paths in a folder of its own, and gives the lines."""
    monkeypatch.chdir(tmp_path)

    def lines(*names: str, **how: object) -> list[str]:
        said: list[str] = []
        inspect_files([Path(name) for name in names], said.append, **how)  # type: ignore[arg-type]
        return [plain(line) for line in said]

    return lines


def plain(line: str) -> str:
    """Take the colours out of a line."""
    for code in ("\x1b[0m", "\x1b[1m", *(f"\x1b[3{color}m" for color in range(8))):
        line = line.replace(code, "")
    return line


def test_an_export_is_told_in_a_paragraph(tmp_path: Path, tell: Tell) -> None:
    """What it is, its days, its columns, how it is written, and what is doubtful."""
    (tmp_path / "ads.csv").write_text(f"{ADS}Spring,2026-03-13,12.50,10,-\nSpring,2026-03-14,7,5,-\n", encoding="utf-8")

    assert tell("ads.csv") == [
        "ads.csv",
        "  meta_ads · ads (English): 2 rows, 2026-03-13 to 2026-03-14",
        "    kept     Campaign name, Day, Amount spent (EUR) → spend, Impressions",
        "    dropped  Ranking",
        "    tables   ad_day (2)",
        "    format   UTF-8, comma, decimal sign “.”, 110 B",
    ]


def test_what_a_file_leaves_open_is_told_with_its_cure(tmp_path: Path, tell: Tell) -> None:
    """A day that may be in March or in April is to be settled, in the language of the session."""
    (tmp_path / "ads.csv").write_text(f"{ADS}Spring,03/04/2026,7,10,-\n", encoding="utf-8")
    *_, form, last = tell("ads.csv", say=speaker("fr"), language="fr")

    assert form == "    format      UTF-8, virgule, 82 o"
    assert last.startswith(
        "    à préciser  ads.csv:2 [Day]\u00a0: trouvé «\u00a003/04/2026\u00a0», et aucun jour au-dessus de 12"
    )


def test_a_table_that_is_not_known_is_told_as_a_brief_reads_it(tmp_path: Path, tell: Tell) -> None:
    """Days and numbers are found, and the source that a brief would name is written out."""
    rows = "".join(f"{day}/03/2026;{day};{day},5\n" for day in range(1, 29))
    (tmp_path / "a.csv").write_text(f"Jour;Shop id;Ventes\n{rows}", encoding="cp1252")

    assert tell("a.csv") == [
        "a.csv",
        "  a table that no dictionary knows: 28 rows, 2026-03-01 to 2026-03-28",
        "    columns     Jour, Shop id, Ventes",
        "    numeric     Shop id, Ventes",
        "    format      UTF-8, semicolon, decimal sign “,”, 525 B",
        "    in a brief  source: {file: a.csv, date: Jour, value: Ventes, date_format: '%d/%m/%Y', decimal: ','}",
    ]


@pytest.mark.parametrize(
    ("rows", "doubt"),
    [
        (
            "03/04/2026,5\n",
            "“03/04/2026” in “Day” may be read in 2 ways; say one with `date_format`: %d/%m/%Y, %m/%d/%Y",
        ),
        ('2026-03-04,"1,234"\n', "“1,234” in “Sales”: say with `decimal` which sign parts decimals"),
        (
            "2026-03-04,1\n2026-03-04,2\n",
            "several rows a day: choose some with `where`, or say `rows: events` where each row is an event",
        ),
    ],
)
def test_what_an_unknown_table_leaves_open_is_told(tmp_path: Path, tell: Tell, rows: str, doubt: str) -> None:
    """Nothing is guessed where it can be read in two ways."""
    (tmp_path / "a.csv").write_text(f"Day,Sales\n{rows}", encoding="utf-8")

    assert f"    doubtful    {doubt}" in tell("a.csv")


def test_personal_columns_are_told_apart(tmp_path: Path, tell: Tell) -> None:
    """A column about persons is named as never read."""
    header = "Name,Email,Created at,Subtotal,Currency,Lineitem quantity,Lineitem price,Billing Name,Vendor"
    row = "#1,someone@example.invalid,2026-03-01 10:00:00 +0100,5.00,EUR,1,5.00,Some One,A"
    (tmp_path / "orders.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    lines = tell("orders.csv")

    assert "    dropped   Vendor" in lines
    assert "    personal  Billing Name (never read)" in lines
    assert "Email → customer (hash)" in lines[2]
    assert not [line for line in lines if "someone" in line or "Some One" in line]


def test_folders_and_archives_are_gone_through(tmp_path: Path, tell: Tell) -> None:
    """Files come in one order, hidden ones do not; a damaged one hides no other; a line counts them."""
    folder = tmp_path / "exports"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "bad.csv").write_bytes(b"\1\0\2")
    (folder / ".DS_Store").write_bytes(b"\0")
    (folder / "notes.pdf").write_bytes(b"%PDF")
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("in/ads.csv", f"{ADS}Spring,2026-03-13,12.50,10,-\n")
        archive.writestr("in/empty.csv", "")
    lines = tell("exports")

    assert [line for line in lines if not line.startswith("    ")] == [
        "exports/a.zip",
        "  in/ads.csv · meta_ads · ads (English): 1 row, 2026-03-13",
        (
            "  not read: a.zip/in/empty.csv: found an empty file; expected a header and rows of data. "
            "Export the file again."
        ),
        "exports/b/bad.csv",
        (
            "  not read: bad.csv: found bytes that are neither text nor a workbook; expected a CSV, TSV, XLSX, ODS or "
            "Parquet file. Open the file in a spreadsheet and save it as .xlsx or as CSV in UTF-8."
        ),
        "exports/notes.pdf: no data file, by its name",
        "files: 3, reports recognised: 1, not read: 2, passed over: 1",
    ]


def test_lines_are_broken_under_their_beginning(tmp_path: Path, tell: Tell) -> None:
    """In a narrow terminal a long list stays in its column."""
    (tmp_path / "ads.csv").write_text(f"{ADS}Spring,2026-03-13,12.50,10,-\n", encoding="utf-8")

    assert tell("ads.csv", width=50)[2:4] == [
        "    kept     Campaign name, Day, Amount spent",
        "             (EUR) → spend, Impressions",
    ]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_long_file_is_looked_at_in_part(tmp_path: Path, tell: Tell, pack: Callable[[bytes], bytes]) -> None:
    """Rows are estimated; days are told where the last rows can be seen."""
    days = [
        f"{year}-{month:02}-{day:02}" for year in range(2000, 2030) for month in range(1, 13) for day in range(1, 29)
    ]
    text = ADS + "".join(f"Spring,{day},12.50,10,-\n" for day in days)
    (tmp_path / "ads.csv").write_bytes(pack(text.encode()))
    lines = tell("ads.csv")

    days_told = ", 2000-01-01 to 2029-12-28" if pack is bytes else ""
    assert lines[1] == f"  meta_ads · ads (English): about 10000 rows{days_told}"
    assert lines[-1] == (
        "    doubtful  only 256 KB of 285.5 KB were looked at: rows are estimated, "
        "and what is said here holds for that part"
    )


def test_a_look_reads_little_of_a_long_file(tmp_path: Path) -> None:
    """Of a file of a gigabyte only the first and the last bytes are read: the rest is not even on the disk."""
    file = tmp_path / "x.csv"
    with file.open("wb") as stream:
        stream.write(b"Day,Views\n" + b"2026-03-01,5\n" * 30_000)
        stream.seek(1 << 30)
        stream.write(b"\n2026-03-02,6\n")
    (look,) = look_at(file).parts

    assert (look.part.size, look.part.seen) == ((1 << 30) + 14, 1 << 18)
    assert look.guess is not None
    assert look.guess.columns == ("Day", "Views")


def test_rows_of_a_long_parquet_file_are_known(tmp_path: Path, tell: Tell) -> None:
    """Its footer counts them, though only the first ones are looked at."""
    pq.write_table(pa.table({"day": ["2026-03-01"] * 5000, "n": list(range(5000))}), tmp_path / "x.parquet")
    lines = tell("x.parquet")

    assert lines[1] == "  a table that no dictionary knows: 5000 rows"
    assert "    doubtful    only its first rows were looked at, and what is said here holds for them" in lines


def test_other_programs_read_json(tmp_path: Path) -> None:
    """All that is told is there as plain values."""
    (tmp_path / "ads.csv").write_text(f"{ADS}Spring,2026-03-13,12.50,10,-\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("Day,Sales\n2026-03-04,1\n", encoding="utf-8")
    said: list[str] = []

    assert record_files([tmp_path / "ads.csv", tmp_path / "b.csv"], said.append)
    ads, other = json.loads("".join(said))
    (report,) = ads["parts"][0]["reports"]
    assert report["kept"][2] == {
        "header": "Amount spent (EUR)",
        "column": "spend",
        "basis": "total",
        "kind": "money",
    }
    assert (report["platform"], report["tables"], report["first_day"]) == ("meta_ads", {"ad_day": 1}, "2026-03-13")
    assert other["parts"][0]["table"] == {
        "columns": ["Day", "Sales"],
        "rows_seen": 1,
        "rows": 1,
        "separator": ",",
        "decimal": None,
        "day_column": "Day",
        "date_format": None,
        "numeric": ["Sales"],
        "doubts": [],
        "first_day": "2026-03-04",
        "last_day": "2026-03-04",
    }
