"""Text files in every encoding and with every separator that platforms and spreadsheets write."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from smmeasure.data.files import Content, files_in, look_into, read_content, read_parts
from smmeasure.errors import DataError

TEXT = "Jour,Légende,Vues\n2026-03-01,été,5\n2026-03-02,thé,6\n"
ROWS = [("Jour", "Légende", "Vues"), ("2026-03-01", "été", "5"), ("2026-03-02", "thé", "6")]


def cells(content: Content) -> list[tuple[object, ...]]:
    """Give the cells of the likeliest reading of a file."""
    return [row.cells for row in next(iter(content.readings)).rows]


def read(folder: Path, raw: bytes, name: str = "x.csv") -> Content:
    """Write a file and read it."""
    (folder / name).write_bytes(raw)
    return read_content(folder, name)


def refusal(folder: Path, raw: bytes, name: str = "x.csv") -> str:
    """Give the whole text of the error that reading a file ends with."""
    with pytest.raises(DataError) as caught:
        read(folder, raw, name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("codec", "mark", "encoding"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("utf-16-le", b"\xff\xfe", "utf-16"),
        ("utf-16-be", b"\xfe\xff", "utf-16"),
        ("utf-16-le", b"", "utf-16"),
        ("utf-16-be", b"", "utf-16"),
        ("utf-32-le", b"\xff\xfe\0\0", "utf-32"),
        ("cp1252", b"", "cp1252"),
    ],
)
def test_encodings_are_told_by_their_bytes(tmp_path: Path, codec: str, mark: bytes, encoding: str) -> None:
    """A file is decoded by its byte-order mark, or by what its bytes prove."""
    content = read(tmp_path, mark + TEXT.encode(codec))

    assert (cells(content), content.encoding) == (ROWS, encoding)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(tmp_path: Path, end: str) -> None:
    """Lines end as Unix, Windows or old Macs end them, and count from 1."""
    content = read(tmp_path, TEXT.replace("\n", end).encode())
    (reading,) = content.readings

    assert [(row.line, row.cells) for row in reading.rows] == list(enumerate(ROWS, start=1))


def test_mixed_line_ends_are_read(tmp_path: Path) -> None:
    """Lines that were pasted together from two systems are still lines."""
    assert cells(read(tmp_path, b"a,b\r\n1,2\r3,4\n5,6")) == [("a", "b"), ("1", "2"), ("3", "4"), ("5", "6")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_separators_are_told_by_their_number(tmp_path: Path, delimiter: str) -> None:
    """The separator that stands most often in the first lines is tried first."""
    content = read(tmp_path, TEXT.replace(",", delimiter).encode())

    assert cells(content) == ROWS
    assert [reading.delimiter for reading in content.readings] == [delimiter]


@pytest.mark.parametrize(("line", "delimiter"), [("sep=;", ";"), ('"sep=\t"', "\t"), ("SEP=|", "|")])
def test_a_declared_separator_comes_first(tmp_path: Path, line: str, delimiter: str) -> None:
    """A first line that declares the separator counts more than commas in the texts."""
    content = read(tmp_path, f"{line}\nDay{delimiter}Text\n1{delimiter}a,b,c\n".encode())

    assert next(iter(content.readings)).delimiter == delimiter
    assert cells(content)[1:] == [("Day", "Text"), ("1", "a,b,c")]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("é,é\né,é\n".encode() + b"\xe9,1\n", "x.csv:3: found the byte 0xE9, which is no character of utf-8"),
        (b"a,b\n\x81,1\n", "x.csv:2: found the byte 0x81, which is no character of cp1252"),
        (b"\xff\xfea\0\n\0b", "x.csv:2: found the byte 0x62, which is no character of utf-16"),
    ],
)
def test_a_byte_that_is_no_character_is_refused_with_its_line(tmp_path: Path, raw: bytes, found: str) -> None:
    """A damaged file is not decoded in another way, which would garble its other letters."""
    assert refusal(tmp_path, raw) == (
        f"{found}; expected text in one encoding. "
        "The file is damaged or cut: export it again, or save it as CSV in UTF-8."
    )


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"%PDF-1.7 a report", "a PDF document"),
        (b"\n<!DOCTYPE html><table><tr><td>1", "a web page, whatever its name says"),
        (b"<?xml version='1.0'?><rss/>", "XML that is no workbook"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, raw: bytes, found: str) -> None:
    """A page or a picture that was renamed to .csv is called what it is."""
    assert refusal(tmp_path, raw) == (
        f"x.csv: found {found}; expected a CSV, TSV, XLSX, ODS or Parquet file. "
        "Export the data anew in one of these formats."
    )


def test_bytes_that_are_nothing_known_are_refused(tmp_path: Path) -> None:
    """Bytes with zeros that are no UTF-16 are no text."""
    assert refusal(tmp_path, b"\1\0\0\2\3\0") == (
        "x.csv: found bytes that are neither text nor a workbook; expected a CSV, TSV, XLSX, ODS or Parquet file. "
        "Open the file in a spreadsheet and save it as .xlsx or as CSV in UTF-8."
    )


def test_gzip_is_unpacked(tmp_path: Path) -> None:
    """A compressed text, of one piece or two, is read as the text."""
    raw = gzip.compress(TEXT[:20].encode()) + gzip.compress(TEXT[20:].encode())

    assert cells(read(tmp_path, raw, "x.csv.gz")) == ROWS


@pytest.mark.parametrize("cut", [1, 9])
def test_cut_gzip_is_refused(tmp_path: Path, cut: int) -> None:
    """Half a compressed text is no shorter text."""
    assert refusal(tmp_path, gzip.compress(TEXT.encode())[:-cut], "x.csv.gz") == (
        "x.csv.gz: found an archive that is damaged or cut; expected a ZIP or gzip file that can be unpacked. "
        "Download or copy it again."
    )


def test_a_folder_lists_its_files_in_one_order(tmp_path: Path) -> None:
    """Files of folders in the folder are listed, what a file manager hides is not."""
    for name in ("b.csv", "a/c.csv", ".DS_Store", "a/~$c.xlsx", "__MACOSX/b.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")

    assert files_in(tmp_path) == ("a/c.csv", "b.csv")


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "cp1252"])
def test_a_look_at_a_long_file_sees_its_first_and_last_rows(tmp_path: Path, codec: str) -> None:
    """Rows are whole on both sides of the cut, line ends in quoted texts included."""
    rows = [f'{number},"é\nè",{number % 7}\n' for number in range(40_000)]
    (tmp_path / "x.csv").write_bytes("".join(["n,t,v\n", *rows]).encode(codec))
    (part,) = look_into(tmp_path, "x.csv", 1001).parts
    assert part.end is not None
    first, last = cells(part.content), cells(part.end)

    assert first == [("n", "t", "v"), *((str(n), "é\nè", str(n % 7)) for n in range(len(first) - 1))]
    assert last == [(str(n), "é\nè", str(n % 7)) for n in range(40_000 - len(last), 40_000)]
    assert (part.is_whole, part.seen, len(first) > 30, len(last) > 1000) == (False, 1001, True, True)


def test_parts_of_a_text_are_the_text(tmp_path: Path) -> None:
    """A file without parts is its only part."""
    (tmp_path / "x.csv").write_text(TEXT, encoding="utf-8")

    assert [(part.file, cells(part)) for part in read_parts(tmp_path, "x.csv")] == [("x.csv", ROWS)]
