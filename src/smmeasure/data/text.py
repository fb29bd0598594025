"""Text files: encodings, line ends and separators."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from smmeasure.data.content import Reading
from smmeasure.data.quote import clip
from smmeasure.data.rows import Row
from smmeasure.errors import DataError
from smmeasure.messages import message

_DELIMITERS = (",", ";", "\t", "|")
_HEAD_LINES = 60
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte-order marks; the longer ones first, because one begins like a shorter one."""

_LOST = re.compile(r"[\udc80-\udcff]")
_WIDE = re.compile(r"[^\x00-\x7f\udc80-\udcff]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_HIGH_BYTES = bytes(range(0x80, 0x100))
_SURROGATES = range(0xD8, 0xE0)
_SEP = "sep="


@dataclass(frozen=True, slots=True)
class Text:
    """A text that was decoded.

    Attributes
    ----------
    text : str
        The text, without its byte-order mark.
    encoding : str
        ``utf-8``, ``utf-16``, ``utf-32`` or ``cp1252``.
    codec : str
        Codec that decodes any part of it.
    """

    text: str
    encoding: str
    codec: str


class TextReadings:
    """The rows of a text by one separator after the other, each parted when it is asked for."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        self._known: dict[str, Reading] = {}

    def __iter__(self) -> Iterator[Reading]:
        for delimiter in _likely_delimiters(self._text):
            if delimiter not in self._known:
                rows = tuple(_text_rows(self._text, delimiter, self._file))
                self._known[delimiter] = Reading(rows, delimiter)
            yield self._known[delimiter]


def decode(raw: bytes, file: str) -> Text:
    """Decode by the byte-order mark, else as what the bytes prove, else as the Windows code page of western Europe.

    Raises
    ------
    DataError
        Where the bytes are no text; with the line of the first byte that can't be decoded.
    """
    marked = next(((len(mark), codec) for mark, codec in _MARKS if raw.startswith(mark)), None)
    if marked is not None:
        return _strictly(raw[marked[0] :], marked[1], file)
    if b"\0" in raw:
        order = _byte_order(raw)
        if order is None:
            raise _no_text(file)
        return _strictly(raw, order, file)
    try:
        return Text(raw.decode("utf-8-sig"), "utf-8", "utf-8")
    except UnicodeDecodeError as problem:
        return _western(raw, problem.start, file)


def _strictly(raw: bytes, codec: str, file: str) -> Text:
    encoding = codec[: len("utf-16")]
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError as problem:
        readable = raw[: problem.start].decode(codec, "ignore")
        raise _broken_byte(file, _line(readable), raw[problem.start], encoding) from None
    if "\0" in text:
        raise _no_text(file)
    return Text(text, encoding, codec)


def _byte_order(raw: bytes) -> str | None:
    """Prove UTF-16 without a mark: the empty half of each Latin letter is always on the same side."""
    low, high = raw[::2].count(0), raw[1::2].count(0)
    if len(raw) % 2 or (low and high) or 2 * max(low, high) < len(raw) // 2:
        return None
    return "utf-16-be" if low else "utf-16-le"


def _western(raw: bytes, first: int, file: str) -> Text:
    """Decode by the Windows code page, unless the file is UTF-8 with a few broken bytes."""
    text = raw.decode("utf-8", "surrogateescape")
    broken = len(_LOST.findall(text))
    if len(_WIDE.findall(text)) > broken:
        raise _broken_byte(file, _line(text[: _first_lost(text)]), raw[first], "utf-8")
    try:
        return Text(raw.decode("cp1252"), "cp1252", "cp1252")
    except UnicodeDecodeError as problem:
        before = raw[: problem.start].decode("cp1252", "ignore")
        raise _broken_byte(file, _line(before), raw[problem.start], "cp1252") from None


def decode_start(raw: bytes, file: str) -> Text:
    """Decode the first bytes of a longer text, up to the end of their last whole row.

    Raises
    ------
    DataError
        As `decode` does.
    """
    text = decode(_whole_signs(raw), file)
    return Text(_whole_rows(text.text), text.encoding, text.codec)


def _whole_signs(raw: bytes) -> bytes:
    """Leave out the last bytes where they may be the beginning of a sign."""
    if b"\0" not in raw:
        return raw.rstrip(_HIGH_BYTES) or raw
    whole = raw[: len(raw) // 4 * 4]
    return whole[:-4] if any(byte in _SURROGATES for byte in whole[-4:]) else whole


def _whole_rows(text: str) -> str:
    """Cut a text after its last line end that stands outside quotation marks."""
    cut, quotes = len(text), text.count('"')
    while cut > 0:
        before = max(text.rfind("\n", 0, cut - 1), text.rfind("\r", 0, cut - 1)) + 1
        ends = text[cut - 1] in "\r\n"
        if ends and quotes % 2 == 0:
            return text[:cut]
        quotes -= text.count('"', before, cut)
        cut = before
    return text


def decode_end(raw: bytes, codec: str) -> str:
    """Decode the last bytes of a longer text, from the beginning of their first whole row; what is no text is ``""``.

    Parameters
    ----------
    raw : bytes
        The last bytes; from a multiple of four on.
    codec : str
        Codec of the text.
    """
    text = raw.decode(codec, "replace")
    quotes, start = text.count('"'), 0
    for end in _LINE_END.finditer(text):
        quotes -= text.count('"', start, end.end())
        start = end.end()
        if quotes % 2 == 0:
            return text[start:]
    return ""


def _first_lost(text: str) -> int:
    found = _LOST.search(text)
    return found.start() if found else len(text)


def _line(before: str) -> int:
    """Give the number of the line that follows a text."""
    return len(_LINE_END.findall(before)) + 1


def _broken_byte(file: str, line: int, byte: int, encoding: str) -> DataError:
    return DataError.at(
        f"{clip(file)}:{line}",
        message("the byte {byte}, which is no character of {encoding}", byte=f"0x{byte:02X}", encoding=encoding),
        message("text in one encoding"),
        message("The file is damaged or cut: export it again, or save it as CSV in UTF-8."),
    )


def _no_text(file: str) -> DataError:
    return DataError.at(
        clip(file),
        message("bytes that are neither text nor a workbook"),
        message("a CSV, TSV, XLSX, ODS or Parquet file"),
        message("Open the file in a spreadsheet and save it as .xlsx or as CSV in UTF-8."),
    )


def _likely_delimiters(text: str) -> list[str]:
    """Give the separators that stand in the first lines: the declared one first, then by their number."""
    head = [line for line in text[: _HEAD_LINES * 4096].splitlines()[:_HEAD_LINES] if line]
    declared = _declared_delimiter(head[0]) if head else ""
    counts = {delimiter: sum(line.count(delimiter) for line in head) for delimiter in _DELIMITERS}
    ordered = sorted(_DELIMITERS, key=lambda delimiter: (delimiter != declared, -counts[delimiter]))
    return [delimiter for delimiter in ordered if counts[delimiter]] or ordered[:1]


def _declared_delimiter(line: str) -> str:
    """Read a first line like ``sep=;``: spreadsheets write it, quoted or not."""
    bare = line.strip(' "')
    return bare[len(_SEP) : len(_SEP) + 1] if bare.casefold().startswith(_SEP) else ""


def _text_rows(text: str, delimiter: str, file: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    first, line = 1, 1
    try:
        for cells in reader:
            yield Row(line, tuple(cells))
            first, line = line, reader.line_num + 1
    except csv.Error as problem:
        raise _broken_line(file, line, clip(problem)) from None
    if line - first > 1 and _has_open_quote(text, first):
        raise _broken_line(file, first, "quotation mark not closed")


def _has_open_quote(text: str, line: int) -> bool:
    """Whether the last row swallowed the rest of the file because a quotation mark was not closed."""
    return "".join(list(io.StringIO(text, newline=""))[line - 1 :]).count('"') % 2 == 1


def _broken_line(file: str, line: int, reason: str) -> DataError:
    return DataError.at(
        f"{clip(file)}:{line}",
        message("a line that is no table row ({reason})", reason=reason),
        message("rows of cells"),
        message("Look for a quotation mark that is never closed, or export the file again."),
    )
