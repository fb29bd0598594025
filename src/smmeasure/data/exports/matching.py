"""Which report a file is: its header against the dictionaries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from smmeasure.data.exports.dictionary import Column, Dictionary, dictionaries
from smmeasure.data.files import Content
from smmeasure.data.quote import clip, normal
from smmeasure.data.rows import Row
from smmeasure.errors import DataError
from smmeasure.messages import message

_HEADER_SEARCH = 60


@dataclass(frozen=True, slots=True)
class Report:
    """What an export is.

    Attributes
    ----------
    platform : str
        Where it comes from.
    report : str
        Which of the platform's reports it is.
    locale : str
        Language of its headers.
    """

    platform: str
    report: str
    locale: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A column (or a titled block) of a file that a dictionary knows.

    Attributes
    ----------
    header : str
        Its name in the file.
    column : Column
        What it is.
    position : int
        Its place in the row, from 0.
    line : int
        Line of its header; of its title where it is a block.
    """

    header: str
    column: Column
    position: int
    line: int


@dataclass(frozen=True, slots=True)
class Match:
    """A file that a dictionary recognises.

    Attributes
    ----------
    report : Report
        What it is.
    dictionary : Dictionary
        What was known of it.
    kept : tuple of Kept
        Its known columns or blocks, in the file's order.
    dropped : tuple of str
        Its other columns or blocks.
    header : tuple of str
        The whole header; of the first block where there are several.
    rows : tuple of Row
        The rows after the header; all rows of a file of blocks.
    """

    report: Report
    dictionary: Dictionary
    kept: tuple[Kept, ...]
    dropped: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A header name with the columns that it may mean, by language."""

    header: str
    position: int
    line: int
    columns: Mapping[str, Column]


def recognise(content: Content, locale: str | None = None) -> Match | None:
    """Find the report that a file is.

    Parameters
    ----------
    content : Content
        The file.
    locale : str or None
        Language of the headers where the user says it: names of other languages are then unknown.

    Returns
    -------
    Match or None
        None where no dictionary knows the file.

    Raises
    ------
    DataError
        Where the headers are of two languages.
    """
    for rows in content.readings:
        for dictionary in dictionaries():
            match = _LAYOUTS[dictionary.layout](content, rows, dictionary, locale)
            if match is not None:
                return match
    return None


def _rows_match(content: Content, rows: Sequence[Row], dictionary: Dictionary, locale: str | None) -> Match | None:
    for start, row in enumerate(rows[:_HEADER_SEARCH]):
        header = tuple(str(cell).strip() if cell is not None else "" for cell in row.cells)
        found = [_Found(name, place, row.line, _columns(dictionary, name, locale)) for place, name in enumerate(header)]
        known = [one for one in found if one.columns]
        names = {column.column for one in known for column in one.columns.values()}
        if all(names.intersection(alternatives) for alternatives in dictionary.required):
            return _match(content, dictionary, known, header, tuple(rows[start + 1 :]))
    return None


def _columns(dictionary: Dictionary, header: str, locale: str | None) -> Mapping[str, Column]:
    """Give the columns that a header may mean; one that was decoded twice is mended first."""
    columns = dictionary.find(header) or dictionary.find(mended(header))
    return columns if locale is None else {code: column for code, column in columns.items() if code == locale}


def mended(text: str) -> str:
    """Undo a text that is UTF-8 read as the Windows code page: ``dÃ©pensÃ©`` is ``dépensé``."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _match(
    content: Content, dictionary: Dictionary, known: Sequence[_Found], header: tuple[str, ...], rows: tuple[Row, ...]
) -> Match:
    language = _language(content, known)
    kept = tuple(Kept(one.header, one.columns[language], one.position, one.line) for one in known)
    places = {one.position for one in known}
    dropped = tuple(name for place, name in enumerate(header) if place not in places and name)
    report = Report(dictionary.platform, dictionary.report, language)
    return Match(report, dictionary, kept, dropped, header, rows)


def _language(content: Content, known: Sequence[_Found]) -> str:
    """Give the language that all names share."""
    votes = Counter(code for one in known for code in one.columns)
    best = max(sorted(votes), key=lambda code: votes[code])
    strange = next((one for one in known if best not in one.columns), None)
    if strange is not None:
        raise DataError.at(
            f"{clip(content.file)}:{strange.line} [{clip(strange.header)}]",
            message("a header in {other} among headers in {language}", other=min(strange.columns), language=best),
            message("headers of one language"),
            message(
                "Export the file again in one language, or say with `locale` which language counts: "
                "columns named in another one are then left out."
            ),
        )
    return best


def _blocks_match(content: Content, rows: Sequence[Row], dictionary: Dictionary, locale: str | None) -> Match | None:
    known: list[_Found] = []
    dropped: list[str] = []
    for title, header in pairwise(rows):
        if title.filled != 1 or not _is_day_header(dictionary, header, title):
            dropped += [_text(title)] if title.filled == 1 and header.filled > 1 else []
            continue
        columns = _columns(dictionary, _text(title), locale)
        if columns:
            known.append(_Found(_text(title), 1, title.line, columns))
        else:
            dropped.append(_text(title))
    if not known:
        return None
    match = _match(content, dictionary, known, (), tuple(rows))
    return Match(match.report, dictionary, match.kept, tuple(dropped), match.header, match.rows)


def _text(row: Row) -> str:
    """Give the first cell of a row that holds something."""
    return next((str(cell).strip() for cell in row.cells if cell is not None and str(cell).strip()), "")


def _is_day_header(dictionary: Dictionary, header: Row, title: Row) -> bool:
    """Whether a row is ``Date, Primary`` or ``Date`` with the title beside it."""
    if header.filled != 2:  # noqa: PLR2004 - a day and a value
        return False
    first, second = (str(cell).strip() for cell in header.cells[:2])
    names = {column.column for column in dictionary.find(first).values()}
    values = {column.column for column in dictionary.find(second).values()}
    return names == {"day"} and ("value" in values or normal(second) == normal(_text(title)))


_LAYOUTS = {"rows": _rows_match, "blocks": _blocks_match}
