"""SpreadsheetML: the workbooks in XML that some shops and tools name ``.xls``."""

from __future__ import annotations

from datetime import datetime
from xml.parsers import expat

from smmeasure.data.quote import clip
from smmeasure.data.rows import Cell, Row
from smmeasure.errors import DataError
from smmeasure.messages import Message, message

_SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_MOST_COLUMNS = 16_384
_MOST_CELLS = 20_000_000
_HEAD = 2048


class _RefusedError(Exception):
    """The workbook holds what none of an export holds; never leaves this module."""


def is_sheetml(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a workbook in XML."""
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") and _SPACE.encode() in head[:_HEAD]


def sheetml_sheets(raw: bytes, file: str) -> dict[str, tuple[Row, ...]]:
    """Read all sheets of a workbook in XML, by name in its order.

    Raises
    ------
    DataError
        Where it is damaged, or declares entities, which no export does.
    """
    sheets = _Sheets()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = sheets.start
    parser.EndElementHandler = sheets.end
    parser.CharacterDataHandler = sheets.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.buffer_text = True
    try:
        parser.Parse(raw, True)  # noqa: FBT003 - all of it
    except expat.ExpatError as problem:
        reason = message("XML that is damaged at line {line}", line=problem.lineno)
        raise _unreadable(file, reason) from None
    except _RefusedError:
        raise _unreadable(file, message("XML with declarations or places that no export has")) from None
    if not sheets.found:
        raise _unreadable(file, message("XML without a sheet"))
    return {name: tuple(rows) for name, rows in sheets.found.items()}


class _Sheets:
    """What was read so far, and where the parser stands."""

    def __init__(self) -> None:
        self.found: dict[str, list[Row]] = {}
        self._rows: list[Row] = []
        self._cells: list[Cell] = []
        self._line = 0
        self._column = 0
        self._merged = 0
        self._kind: str | None = None
        self._said: list[str] = []
        self._count = 0
        self._is_comment = False

    def start(self, name: str, given: dict[str, str]) -> None:
        """Begin an element."""
        tag = _local(name)
        if tag == "Worksheet":
            self._rows = self.found.setdefault(given.get(f"{_SPACE} Name", str(len(self.found) + 1)), [])
            self._line = 0
        elif tag == "Row":
            self._line = _place(given, self._line + 1)
            self._cells, self._column = [], 0
        elif tag == "Cell":
            self._column = _place(given, self._column + 1)
            self._merged = _whole(given.get(f"{_SPACE} MergeAcross", "0"))
            if self._column > _MOST_COLUMNS:
                raise _RefusedError
        elif tag == "Comment":
            self._is_comment = True
        elif tag == "Data" and not self._is_comment:
            self._kind, self._said = given.get(f"{_SPACE} Type", "String"), []

    def text(self, said: str) -> None:
        """Go on with a text."""
        if self._kind is not None:
            self._said.append(said)

    def end(self, name: str) -> None:
        """End an element."""
        tag = _local(name)
        if tag == "Data" and self._kind is not None:
            self._put(_value(self._kind, "".join(self._said)))
            self._kind = None
        elif tag == "Comment":
            self._is_comment = False
        elif tag == "Cell":
            self._column += self._merged
        elif tag == "Row":
            self._rows.append(Row(self._line, tuple(self._cells)))

    def _put(self, value: Cell) -> None:
        missing = self._column - len(self._cells)
        self._count += max(missing, 1)
        if self._count > _MOST_CELLS or missing < 1:
            raise _RefusedError
        self._cells += [None] * (missing - 1) + [value]


def _local(name: str) -> str:
    space, _, tag = name.rpartition(" ")
    return tag if space == _SPACE else ""


def _place(given: dict[str, str], usual: int) -> int:
    """Give the number of a row or a cell: what was left out before it counts."""
    number = _whole(given.get(f"{_SPACE} Index", str(usual)))
    if number < usual:
        raise _RefusedError
    return number


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < len("1000000000")):
        raise _RefusedError
    return int(text)


def _value(kind: str, said: str) -> Cell:
    if kind == "Number":
        try:
            return float(said)
        except ValueError:
            return said
    if kind == "DateTime":
        return _moment(said)
    return said or None


def _moment(said: str) -> Cell:
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return said
    return moment if (moment.hour, moment.minute, moment.second) != (0, 0, 0) else moment.date()


def _refuse_doctype(*_: object) -> None:
    raise _RefusedError


def _unreadable(file: str, found: Message) -> DataError:
    return DataError.at(
        clip(file),
        found,
        message("a workbook in XML as a spreadsheet writes it"),
        message("Open it in a spreadsheet and save it again as .xlsx or as CSV."),
    )
