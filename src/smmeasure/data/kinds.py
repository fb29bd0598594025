"""What a file is by its first bytes or by its name, where it is no table."""

from __future__ import annotations

from pathlib import PurePosixPath

from smmeasure.data.quote import clip
from smmeasure.data.sheetml import is_sheetml
from smmeasure.errors import DataError
from smmeasure.messages import Message, message

_NOT_DATA: tuple[tuple[bytes, Message], ...] = (
    (b"%PDF", message("a PDF document")),
    (b"\x89PNG", message("a picture")),
    (b"\xff\xd8\xff", message("a picture")),
    (b"GIF8", message("a picture")),
    (b"Rar!", message("a RAR archive")),
    (b"7z\xbc\xaf", message("a 7-Zip archive")),
    (b"SQLite format 3", message("a database")),
)
_PAGE = (b"<!doctype html", b"<html", b"<table", b"<head")

_OTHER_ENDS = """
.bat .bmp .css .doc .docx .exe .gif .heic .htm .html .ini .ipynb .jpeg .jpg .js .json .log .md .mov .mp3 .mp4 .pdf .png
.ppt .pptx .py .sh .svg .tif .tiff .toml .wav .webp .yaml .yml
"""
_NO_DATA = frozenset(_OTHER_ENDS.split())
"""Ends of names that say what a file is, and that it is no table."""


def has_data(name: str) -> bool:
    """Whether the end of a name leaves it open that a file holds data."""
    return PurePosixPath(name.lower()).suffix not in _NO_DATA


def refuse_other(head: bytes, file: str) -> None:
    """Refuse what is no table, and say what it is.

    Parameters
    ----------
    head : bytes
        The first bytes of a file.
    file : str
        Its name, for the fault.

    Raises
    ------
    DataError
        Where it is a page, a picture, a document or an archive of a kind that is not read.
    """
    plain = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    found = next((what for mark, what in _NOT_DATA if head.startswith(mark)), None)
    if plain.startswith(_PAGE):
        found = message("a web page, whatever its name says")
    elif plain.startswith(b"<?xml") and not is_sheetml(head):
        found = message("XML that is no workbook")
    if found is not None:
        raise DataError.at(
            clip(file),
            found,
            message("a CSV, TSV, XLSX, ODS or Parquet file"),
            message("Export the data anew in one of these formats."),
        )
