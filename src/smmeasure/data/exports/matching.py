"""Which report a file is: its header against the dictionaries."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from smmeasure.data.exports.dictionary import Column, Dictionary, dictionaries, without_currency
from smmeasure.data.exports.unwrapping import unwrapped
from smmeasure.data.files import Content, Reading
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
        The rows after the header, up to the end of its section; all rows of a file of blocks.
    preamble : tuple of Row
        The filled rows between the table before, or the start of the file, and the header.
    delimiter : str or None
        What parts the cells; None where the file is no text.
    unknown : tuple of Row
        Headers of other tables of the file that no dictionary knows; told with its first table.
    was_wrapped : bool
        Whether each line stood in quotation marks as a whole.
    """

    report: Report
    dictionary: Dictionary
    kept: tuple[Kept, ...]
    dropped: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    preamble: tuple[Row, ...] = ()
    delimiter: str | None = None
    unknown: tuple[Row, ...] = ()
    was_wrapped: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """A header name with the columns that it may mean, by language."""

    header: str
    position: int
    line: int
    columns: Mapping[str, Column]


def recognise(content: Content, locale: str | None = None) -> tuple[Match, ...]:
    """Find the reports that a file holds.

    Of several dictionaries that know a table the one with the most of its columns counts.

    Parameters
    ----------
    content : Content
        The file.
    locale : str or None
        Language of the headers where the user says it: names of other languages are then unknown.

    Returns
    -------
    tuple of Match
        One per table of a file of sections, else at most one; empty where no dictionary knows the file.

    Raises
    ------
    DataError
        Where the headers are of two languages.
    """
    for reading in content.readings:
        if found := _matches(content, reading, locale):
            return found
    for whole in filter(None, map(unwrapped, content.readings)):
        if found := _matches(content, whole, locale):
            return tuple(replace(match, was_wrapped=True) for match in found)
    return ()


def _matches(content: Content, reading: Reading, locale: str | None) -> tuple[Match, ...]:
    """Find the reports of the rows by one separator."""
    found = _candidates(reading, locale)
    if not found:
        return ()
    first, *others = (_match(content, reading, candidate) for candidate in found)
    return (replace(first, unknown=_unknown(reading.rows, found)), *others)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A table of a file and a dictionary that knows it; its rows start and end in the file's rows."""

    dictionary: Dictionary
    known: tuple[_Found, ...]
    header: tuple[str, ...]
    start: int
    end: int
    above: int = 0
    dropped: tuple[str, ...] | None = None


def _candidates(reading: Reading, locale: str | None) -> list[_Candidate]:
    """Give the tables of a reading, each with the dictionary that knows it best, in the file's order."""
    found = [one for layout in _LAYOUTS.values() for one in layout(reading.rows, locale)]
    if not found:
        return []
    best = max(found, key=_weight)
    if best.dictionary.layout != "sections":
        return [best]
    tables: dict[int, _Candidate] = {}
    for one in sorted((one for one in found if _is_beside(one, best)), key=_weight):
        tables[one.start] = one
    return [tables[start] for start in sorted(tables)]


def _weight(candidate: _Candidate) -> tuple[bool, int]:
    """Give what speaks for a dictionary: a line that announces the table says more than its columns."""
    return bool(candidate.dictionary.above), len(candidate.known)


def _is_beside(one: _Candidate, other: _Candidate) -> bool:
    """Whether two tables may stand in one file of sections: one platform wrote it."""
    return (one.dictionary.layout, one.dictionary.platform) == (other.dictionary.layout, other.dictionary.platform)


def _unknown(rows: Sequence[Row], found: Sequence[_Candidate]) -> tuple[Row, ...]:
    """Give the headers of a file of sections that stand outside its known tables."""
    if found[0].dictionary.layout != "sections":
        return ()
    inside = {number for one in found for number in range(one.start, one.end)}
    filled = [row.filled for row in rows]
    outside = (rows[start] for start in _starts(filled) if start not in inside)
    # A line like “# Account: Example, Inc.” is a title whose comma parted it.
    return tuple(row for row in outside if not _text(row).startswith("# "))


def _starts(filled: Sequence[int]) -> list[int]:
    """Give the places of rows of several cells below a blank line or a title: one of them may be a header."""
    return [number for number, count in enumerate(filled) if count > 1 and (number == 0 or filled[number - 1] <= 1)]


def _is_announced(dictionary: Dictionary, above: Sequence[Row]) -> bool:
    """Whether a line above a header begins as its dictionary asks."""
    beginnings = tuple(map(normal, dictionary.above))
    return not beginnings or any(normal(_text(row)).startswith(beginnings) for row in above)


def _of_layout(layout: str) -> tuple[Dictionary, ...]:
    return tuple(dictionary for dictionary in dictionaries() if dictionary.layout == layout)


def _tables(rows: Sequence[Row], locale: str | None) -> Iterator[_Candidate]:
    """Find by each dictionary the first row that may be its header; the table goes on to the end."""
    headers = [_header(row) for row in rows[:_HEADER_SEARCH]]
    for dictionary in _of_layout("rows"):
        for start, header in enumerate(headers):
            known = _known(dictionary, header, rows[start].line, locale)
            if known and _is_announced(dictionary, rows[:start]):
                yield _Candidate(dictionary, known, header, start, len(rows))
                break


def _sections(rows: Sequence[Row], locale: str | None) -> Iterator[_Candidate]:
    """Find by each dictionary every row that may be its header; a table ends at a blank line."""
    filled = [row.filled for row in rows]
    blank = [number for number, count in enumerate(filled) if not count]
    wide = [number for number, count in enumerate(filled) if count > 1]
    for start in _starts(filled) if _of_layout("sections") else ():
        header = _header(rows[start])
        for dictionary in _of_layout("sections"):
            known = _known(dictionary, header, rows[start].line, locale)
            if not known:
                continue
            after, before = bisect_right(blank, start), bisect_left(wide, start)
            end = blank[after] if after < len(blank) else len(rows)
            above = wide[before - 1] + 1 if before else 0
            if _is_announced(dictionary, rows[above:start]):
                yield _Candidate(dictionary, known, header, start, end, above)


def _header(row: Row) -> tuple[str, ...]:
    return tuple(str(cell).strip() if cell is not None else "" for cell in row.cells)


def _known(dictionary: Dictionary, header: Sequence[str], line: int, locale: str | None) -> tuple[_Found, ...]:
    """Give the columns of a header that a dictionary knows; none where it is another report's."""
    if not dictionary.free and dictionary.plain.keys().isdisjoint(_plain_names(tuple(header))):
        return ()
    found = [_Found(name, place, line, _columns(dictionary, name, locale)) for place, name in enumerate(header) if name]
    known = tuple(one for one in found if one.columns)
    if dictionary.closed and len(known) < len(found):
        return ()
    names = {column.column for one in known for column in one.columns.values()}
    return known if all(names.intersection(alternatives) for alternatives in dictionary.required) else ()


@lru_cache(maxsize=256)
def _plain_names(header: tuple[str, ...]) -> frozenset[str]:
    """Give the names of a header in their normal form: most rows hold none that any dictionary knows."""
    return frozenset(normal(without_currency(text)) for name in header for text in (name, mended(name)))


def _columns(dictionary: Dictionary, header: str, locale: str | None) -> Mapping[str, Column]:
    """Give the columns that a header may mean; one that was decoded twice is mended first."""
    columns = dictionary.find(header)
    if not columns and (whole := mended(header)) != header:
        columns = dictionary.find(whole)
    return columns if locale is None else {code: column for code, column in columns.items() if code == locale}


@lru_cache(maxsize=1 << 14)
def mended(text: str) -> str:
    """Undo a text that is UTF-8 read as the Windows code page: ``dÃ©pensÃ©`` is ``dépensé``."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _match(content: Content, reading: Reading, candidate: _Candidate) -> Match:
    dictionary, known, header = candidate.dictionary, candidate.known, candidate.header
    language = _language(content, known)
    places = {one.position for one in known}
    dropped = tuple(name for place, name in enumerate(header) if place not in places and name)
    is_blocks = dictionary.layout in {"blocks", "pairs", "titles"}
    return Match(
        report=Report(dictionary.platform, dictionary.report, language),
        dictionary=dictionary,
        kept=tuple(Kept(one.header, one.columns[language], one.position, one.line) for one in known),
        dropped=dropped if candidate.dropped is None else candidate.dropped,
        header=header,
        rows=tuple(reading.rows[0 if is_blocks else candidate.start + 1 : candidate.end]),
        preamble=tuple(row for row in reading.rows[candidate.above : candidate.start] if row.filled),
        delimiter=reading.delimiter,
    )


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


def _blocks(rows: Sequence[Row], locale: str | None) -> Iterator[_Candidate]:
    for dictionary in _of_layout("blocks"):
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
        if known:
            yield _Candidate(dictionary, tuple(known), (), 0, len(rows), dropped=tuple(dropped))


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


def _pairs(rows: Sequence[Row], locale: str | None) -> Iterator[_Candidate]:
    """Find the known keys of a page of keys and values, one pair a line."""
    pairs = [(row, _text(row)) for row in rows if row.filled > 1]
    for dictionary in _of_layout("pairs"):
        found = [_Found(key, 1, row.line, _columns(dictionary, key, locale)) for row, key in pairs]
        known = tuple(one for one in found if one.columns)
        names = {column.column for one in known for column in one.columns.values()}
        if all(names.intersection(alternatives) for alternatives in dictionary.required):
            other = tuple(one.header for one in found if not one.columns and one.header.endswith(":"))
            yield _Candidate(dictionary, known, (), 0, len(rows), dropped=other)


def _titles(rows: Sequence[Row], locale: str | None) -> Iterator[_Candidate]:
    """Find by each dictionary the titles that it knows, whatever stands under them."""
    titles = [(row, _text(row)) for row in rows if row.filled == 1]
    for dictionary in _of_layout("titles"):
        found = [_Found(text, 0, row.line, _columns(dictionary, text, locale)) for row, text in titles]
        known = tuple(one for one in found if one.columns)
        if known:
            yield _Candidate(dictionary, known, (), 0, len(rows), dropped=())


_LAYOUTS = {"rows": _tables, "sections": _sections, "blocks": _blocks, "pairs": _pairs, "titles": _titles}
