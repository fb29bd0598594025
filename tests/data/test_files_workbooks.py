"""Workbooks in every format, by what they are and not by their names; far cells and entities fill no memory."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from smmeasure.data.files import Content, look_into, read_content, read_parts
from smmeasure.errors import DataError

ROWS = [("Day", "Views"), (date(2026, 3, 1), 5.0)]
SAVE_AGAIN = "Open it in a spreadsheet and save it again as .xlsx or as CSV."


def cells(content: Content) -> list[tuple[object, ...]]:
    """Give the cells of a workbook's sheet."""
    (reading,) = content.readings
    return [row.cells for row in reading.rows]


def refusal(folder: Path, raw: bytes, name: str) -> str:
    """Give the whole text of the error that reading a file ends with."""
    (folder / name).write_bytes(raw)
    with pytest.raises(DataError) as caught:
        read_parts(folder, name)
    return str(caught.value)


def xlsx(**sheets: dict[str, object]) -> bytes:
    """Make a workbook of sheets of cells."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, places in sheets.items():
        sheet = book.create_sheet(name)
        for place, value in places.items():
            sheet[place] = value
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


TABLE: dict[str, object] = {"A1": "Day", "B1": "Views", "A2": date(2026, 3, 1), "B2": 5}


def ods(rows: str) -> bytes:
    """Make a workbook of the rows of one sheet."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name='S'>{rows}"
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return raw.getvalue()


def ods_cell(value: float, repeated: int = 1) -> str:
    """Write a cell that stands there several times."""
    return (
        f"<table:table-cell table:number-columns-repeated='{repeated}' office:value-type='float' "
        f"office:value='{value}'><text:p>{value}</text:p></table:table-cell>"
    )


def sheetml(rows: str, declared: str = "") -> bytes:
    """Make a workbook in XML."""
    return (
        f'<?xml version="1.0"?>{declared}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="One"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


@pytest.mark.parametrize("name", ["x.xlsx", "x.csv", "x.zip"])
def test_a_workbook_is_one_whatever_its_name(tmp_path: Path, name: str) -> None:
    """Bytes decide: a workbook that was renamed is still a workbook."""
    (tmp_path / name).write_bytes(xlsx(S=TABLE))
    (content,) = read_parts(tmp_path, name)

    assert (content.encoding, content.file, cells(content)) == ("xlsx", name, ROWS)


def test_sheets_in_an_archive_are_parts(tmp_path: Path) -> None:
    """Each sheet of a workbook in an archive can be told and named."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a/b.xlsx", xlsx(One=TABLE, Two={"A1": "other"}))

    assert [part.file for part in read_parts(tmp_path, "x.zip")] == ["x.zip/a/b.xlsx/One", "x.zip/a/b.xlsx/Two"]
    assert cells(read_content(tmp_path, "x.zip/a/b.xlsx", "Two")) == [("other",)]


def test_open_documents_are_read(tmp_path: Path) -> None:
    """Rows and columns that are empty to the end of the sheet are left out."""
    empty = "<table:table-cell table:number-columns-repeated='16000'/>"
    rows = f"<table:table-row>{ods_cell(3)}{ods_cell(4, 2)}{empty}</table:table-row>"
    rest = f"<table:table-row table:number-rows-repeated='1000000'>{empty}</table:table-row>"
    (tmp_path / "x.ods").write_bytes(ods(rows + rest))
    content = read_content(tmp_path, "x.ods")

    assert (content.encoding, cells(content)) == ("ods", [(3.0, 4.0, 4.0)])


def test_spreadsheets_in_xml_are_read(tmp_path: Path) -> None:
    """What some shops name .xls is XML: places, days and numbers are kept, styles and notes are not."""
    rows = (
        '<Row><Cell ss:StyleID="s1"><Data ss:Type="String">Day</Data><Comment><Data>no</Data></Comment></Cell>'
        '<Cell><Data ss:Type="String">Vues &amp; co</Data></Cell></Row>'
        '<Row ss:Index="4"><Cell><Data ss:Type="DateTime">2026-03-01T00:00:00.000</Data></Cell>'
        '<Cell ss:Index="3"><Data ss:Type="Number">5.5</Data></Cell></Row>'
    )
    (tmp_path / "x.xls").write_bytes(sheetml(rows))
    content = read_content(tmp_path, "x.xls")
    (reading,) = content.readings

    assert content.encoding == "xml"
    assert [(row.line, row.cells) for row in reading.rows] == [
        (1, ("Day", "Vues & co")),
        (4, (date(2026, 3, 1), None, 5.5)),
    ]


@pytest.mark.parametrize(
    ("rows", "declared", "found"),
    [
        ("<Row>&a;</Row>", '<!DOCTYPE x [<!ENTITY a "aaaa">]>', "XML with declarations or places that no export has"),
        ('<Row><Cell ss:Index="99999"/></Row>', "", "XML with declarations or places that no export has"),
        ('<Row ss:Index="9e9"/>', "", "XML with declarations or places that no export has"),
        ("<Row>", "", "XML that is damaged at line 1"),
    ],
)
def test_hostile_xml_is_refused(tmp_path: Path, rows: str, declared: str, found: str) -> None:
    """Entities that unfold, places out of every sheet and damaged XML end in an error."""
    assert refusal(tmp_path, sheetml(rows, declared), "x.xls") == (
        f"x.xls: found {found}; expected a workbook in XML as a spreadsheet writes it. {SAVE_AGAIN}"
    )


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (xlsx(S={"A1": 1, "XFD1048576": 2}), "1048576 rows and 16384 columns for 4 cells"),
        (ods(f"<table:table-row table:number-rows-repeated='9999'>{ods_cell(1, 999)}</table:table-row>"), ""),
    ],
    ids=["xlsx", "ods"],  # the bytes hold the time at which they were written
)
def test_cells_far_apart_are_refused(tmp_path: Path, raw: bytes, found: str) -> None:
    """A cell in the last corner would make the library lay out billions of cells, and end the process."""
    assert refusal(tmp_path, raw, "x.xlsx") == (
        f"x.xlsx: found a sheet of {found or '9999 rows and 999 columns for 1 cells'}; expected an .xlsx, .xls or .ods "
        "workbook. Delete the cells far below or beside the table, and save it again."
    )


@pytest.mark.parametrize("cut", [10, 500])
def test_cut_workbooks_are_refused(tmp_path: Path, cut: int) -> None:
    """Half a workbook is no shorter workbook."""
    assert refusal(tmp_path, xlsx(S=TABLE)[:-cut], "x.xlsx") == (
        f"x.xlsx: found a workbook that can't be opened; expected an .xlsx, .xls or .ods workbook. {SAVE_AGAIN}"
    )


def test_a_look_at_a_long_workbook_sees_its_first_rows(tmp_path: Path) -> None:
    """A long sheet is cut after a row before it is opened."""
    places: dict[str, object] = {f"{column}{row}": f"{column}{row}" for row in range(1, 2001) for column in "AB"}
    (tmp_path / "x.xlsx").write_bytes(xlsx(S=places))
    (part,) = look_into(tmp_path, "x.xlsx", 10_000).parts
    seen = cells(part.content)

    assert seen == [(f"A{row}", f"B{row}") for row in range(1, len(seen) + 1)]
    assert (50 < len(seen) < 2000, part.is_whole) == (True, False)


def parquet(**columns: list[object]) -> bytes:
    """Make a Parquet file."""
    raw = io.BytesIO()
    pq.write_table(pa.table(columns), raw)
    return raw.getvalue()


def test_parquet_is_read(tmp_path: Path) -> None:
    """Names and values stand as in a workbook; long ids keep their digits, nan is missing."""
    moments: list[object] = [datetime(2026, 3, 1), datetime(2026, 3, 2, 6, 30)]  # noqa: DTZ001 - a file without zones
    raw = parquet(
        day=moments,
        id=[2**60 + 1, None],
        spend=[Decimal("1.50"), Decimal(2)],
        rate=[float("nan"), 0.5],
        live=[True, False],
    )
    (tmp_path / "x.parquet").write_bytes(raw)
    content = read_content(tmp_path, "x.parquet")

    assert content.encoding == "parquet"
    assert cells(content) == [
        ("day", "id", "spend", "rate", "live"),
        (date(2026, 3, 1), str(2**60 + 1), 1.5, None, "True"),
        (moments[1], None, 2.0, 0.5, "False"),
    ]


def test_a_look_at_parquet_reads_its_first_rows(tmp_path: Path) -> None:
    """The footer says how many rows there are; few of them are read."""
    (tmp_path / "x.parquet").write_bytes(parquet(n=list(range(50_000))))
    (part,) = look_into(tmp_path, "x.parquet", 10_240).parts

    assert (len(cells(part.content)), part.rows, part.is_whole) == (11, 50_000, False)


def test_cut_parquet_is_refused(tmp_path: Path) -> None:
    """Half a file has no footer."""
    assert refusal(tmp_path, parquet(n=[1])[:-9], "x.parquet") == (
        "x.parquet: found a Parquet file that is damaged or cut; expected a whole Parquet file. "
        "Export or copy it again."
    )
