"""A look at data files: what each part is, how far it goes, and what is doubtful, within about a second."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from smmeasure.data.archive import PassedOver, size_text
from smmeasure.data.cells import parse_days
from smmeasure.data.content import Content, Part
from smmeasure.data.exports.canonical import CanonicalTable
from smmeasure.data.exports.matching import Match, recognise
from smmeasure.data.exports.reading import Export, read_match
from smmeasure.data.exports.told import Declared
from smmeasure.data.files import look_into
from smmeasure.data.guessing import Guess, guess
from smmeasure.data.rows import Row
from smmeasure.errors import DataError, Fault
from smmeasure.messages import Message, message

LOOK = 1 << 18
"""Bytes of a file that are looked at: more of some reports take longer than a second."""

_DAYS = ("day", "date_start", "date_end", "published", "ordered_at", "sent_at")


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day.

    Attributes
    ----------
    first, last : datetime.date
        Both included.
    """

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class ReportLook:
    """A report that a dictionary knows.

    Attributes
    ----------
    match : Match
        What it is.
    export : Export or None
        Its tables; None where something must be said first.
    faults : tuple of Fault
        What must be said first, or is wrong.
    period : Period or None
        Its days.
    doubts : tuple of Message
        What a reader should know.
    """

    match: Match
    export: Export | None
    faults: tuple[Fault, ...]
    period: Period | None
    doubts: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class PartLook:
    """A file, or one part of it.

    Attributes
    ----------
    part : Part
        What was looked at.
    reports : tuple of ReportLook
        The reports that it holds.
    guess : Guess or None
        What it holds where no dictionary knows it.
    faults : tuple of Fault
        Why it can't be told what it is.
    period : Period or None
        The days of a table that no dictionary knows.
    """

    part: Part
    reports: tuple[ReportLook, ...] = ()
    guess: Guess | None = None
    faults: tuple[Fault, ...] = ()
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class FileLook:
    """A file.

    Attributes
    ----------
    path : pathlib.Path
        Where it is.
    parts : tuple of PartLook
        Its parts.
    faults : tuple of Fault
        What can't be read.
    passed_over : tuple of PassedOver
        Files in it that hold no data.
    """

    path: Path
    parts: tuple[PartLook, ...] = ()
    faults: tuple[Fault, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()


def look_at(path: Path, most: int = LOOK) -> FileLook:
    """Look at a file; what can't be read is told, not raised.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    most : int
        Bytes to look at, about.
    """
    try:
        opened = look_into(path.parent, path.name, most)
    except DataError as error:
        return FileLook(path, faults=error.faults)
    return FileLook(path, tuple(map(_look_at_part, opened.parts)), opened.faults, opened.passed_over)


def _look_at_part(part: Part) -> PartLook:
    try:
        matches = recognise(part.content)
        if not matches:
            guessed = guess(part.content)
            return PartLook(part, guess=guessed, period=_guessed_period(part, guessed))
    except DataError as error:
        return PartLook(part, faults=error.faults)
    return PartLook(part, tuple(_look_at_report(part, match) for match in matches))


def _guessed_period(part: Part, guessed: Guess) -> Period | None:
    """Give the days of an unknown table, those of its last rows included."""
    day = guessed.day
    if day is None:
        return None
    days = [day.first, day.last]
    if part.end is not None:
        place = guessed.columns.index(day.name)
        rows = _rows_of(part.end, guessed.delimiter, len(guessed.columns))
        days += [one for one in parse_days([row.cell(place) for row in rows], day.date_format).items if one]
    return Period(min(days), max(days)) if part.is_whole or part.end is not None else None


def _look_at_report(part: Part, match: Match) -> ReportLook:
    try:
        export = read_match(part.content, match, Declared())
    except DataError as error:
        return ReportLook(match, None, error.faults, None, ())
    days = _period(export.tables)
    if part.end is None or days is None:
        # Of a file that was not seen to its end the first days alone would look like all of them.
        return ReportLook(match, export, (), days if part.is_whole else None, export.doubts)
    last = _last_days(part.end, match, export)
    if last is None:
        doubt = message("its last rows could not be read: the last day is that of the part that was looked at")
        return ReportLook(match, export, (), days, (*export.doubts, doubt))
    whole = Period(min(days.first, last.first), max(days.last, last.last))
    return ReportLook(match, export, (), whole, export.doubts)


def _last_days(end: Content, match: Match, export: Export) -> Period | None:
    """Read the last rows of a long file by what its first rows have proved."""
    rows = _rows_of(end, match.delimiter, len(match.header))
    order = {None: None, True: "%d/%m/%Y", False: "%m/%d/%Y"}[export.day_first]
    currency = next((table.currency for table in export.tables if table.currency), None)
    declared = Declared(date_format=order, decimal=export.decimal, currency=currency)
    try:
        return _period(read_match(end, replace(match, rows=rows), declared).tables) if rows else None
    except DataError:
        return None


def _rows_of(end: Content, delimiter: str | None, width: int) -> tuple[Row, ...]:
    rows = next((reading.rows for reading in end.readings if reading.delimiter == delimiter), ())
    return tuple(row for row in rows if len(row.cells) == width)


def _period(tables: Iterable[CanonicalTable]) -> Period | None:
    """Give the first and the last day of all tables."""
    columns = [table.frame[name].dropna() for table in tables for name in _DAYS if name in table.shape.kinds]
    days = [end.date() for column in columns if len(column) for end in (column.min(), column.max())]
    return Period(min(days), max(days)) if days else None


def rows_text(part: Part, seen: int) -> Message:
    """Say how many rows a part has: exactly, or as far as a look can tell."""
    if part.rows is not None:
        return message("{count} rows", count=part.rows)
    if part.is_whole:
        return message("1 row") if seen == 1 else message("{count} rows", count=seen)
    about = round(seen * part.size / max(part.seen, 1))
    return message("about {count} rows", count=round(about, 2 - len(str(about))))


def share_text(part: Part) -> Message:
    """Say how much of a long file was looked at."""
    if part.rows is not None:
        return message("only its first rows were looked at, and what is said here holds for them")
    return message(
        "only {seen} of {size} were looked at: rows are estimated, and what is said here holds for that part",
        seen=size_text(part.seen),
        size=size_text(part.size),
    )
