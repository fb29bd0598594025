"""Web analytics: the tables of a report into a site's values by day or by period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from smmeasure.data.cells import is_missing
from smmeasure.data.exports.canonical import ColumnKind, canonical_table
from smmeasure.data.exports.columns import Columns, read_columns
from smmeasure.data.exports.dictionary import currency_in
from smmeasure.data.exports.matching import Kept, Match
from smmeasure.data.exports.periods import (
    Period,
    contradiction,
    covers_days,
    declared_period,
    later,
    marked_period,
    midnight,
    no_period,
    repeated,
    text_of,
    time_column,
    weeks,
)
from smmeasure.data.exports.shapes import WEB_DAY
from smmeasure.data.exports.told import Declared, Read
from smmeasure.data.exports.values import Value
from smmeasure.data.files import Content
from smmeasure.data.quote import clip, listed
from smmeasure.data.rows import Row
from smmeasure.errors import DataError
from smmeasure.messages import Message, message

_PROPERTY = re.compile(r"#\s*Property:\s*(.+)", re.IGNORECASE)
_EXPLORED = re.compile(r"#\s*\d{8}-\d{8}")
_HEAD_LINES = 20
_LONGEST = 36525
"""Days that offsets may count: a century is no report."""

_ZERO = re.compile(r"0*(?:[.,]0*)?")


def web_days(content: Content, match: Match, declared: Declared) -> Read:
    """Read one table of a web report: a row per day, or per channel, page or event of the report's period.

    Raises
    ------
    DataError
        With every fault of the table; where it has no days and the file says no period.
    """
    match, doubts = _without_idle_money(match, declared)
    columns = read_columns(content, match, declared, each_row_named=False)
    stated = marked_period(match.preamble)
    known = columns.of("total")
    known |= _days(content.file, match, columns, stated, declared) | _sources(known)
    account = _account(content)
    known |= {"platform": [match.report.platform] * columns.rows, "account": [account] * columns.rows}
    table = canonical_table(WEB_DAY, known, columns.rows, columns.settled.currency)
    doubts += columns.doubts + contradiction(stated, declared) + covers_days(known)
    doubts += _counted_weeks(known) + repeated(WEB_DAY, known, columns.rows) + _unknown(match)
    return Read((table,), columns.rows, columns.left_out, columns.settled.decimal, columns.settled.day_first, doubts)


def _without_idle_money(match: Match, declared: Declared) -> tuple[Match, tuple[Message, ...]]:
    """Leave out amounts that are 0 everywhere: no report names a currency, and most sites sell nothing."""
    idle = [kept for kept in match.kept if declared.currency is None and _is_idle(kept, match.rows)]
    if not idle:
        return match, ()
    names = listed(kept.header for kept in idle)
    told = message("left out, 0 everywhere and in no currency that the file names: {names}", names=names)
    rest = tuple(kept for kept in match.kept if kept not in idle)
    dropped = match.dropped + tuple(kept.header for kept in idle)
    return replace(match, kept=rest, dropped=dropped), (told,) if match.rows else ()


def _is_idle(kept: Kept, rows: Sequence[Row]) -> bool:
    if kept.column.kind is not ColumnKind.MONEY or currency_in(kept.header) is not None:
        return False
    cells = [row.cell(kept.position) for row in rows]
    return all(is_missing(cell) or _ZERO.fullmatch(str(cell).strip()) for cell in cells)


def _days(
    file: str, match: Match, columns: Columns, stated: Period | None, declared: Declared
) -> dict[str, list[Value]]:
    """Give first and last day of each row: its day, its offset from the first day, else the period of the report."""
    known = columns.of("total")
    named = time_column(file, match, columns, ("day", "nth_day", "nth_week"))
    if named == "day":
        return {"date_start": known["day"], "date_end": known["day"]}
    if named is not None:
        return _counted(file, match, columns, named, stated or _from(declared))
    period = stated or declared_period(declared)
    if period is None and columns.rows:
        raise no_period(file, match)
    return period.of(columns.rows) if period is not None else {"date_start": [], "date_end": []}


def _from(declared: Declared) -> Period | None:
    """Give the period that begins on the declared day: as long as offsets may count where its end is not said."""
    if declared.first_day is None:
        return None
    start = midnight(declared.first_day)
    return declared_period(declared) or Period(start, later(start, _LONGEST - 1))


def _counted(file: str, match: Match, columns: Columns, named: str, period: Period | None) -> dict[str, list[Value]]:
    """Turn offsets into days."""
    offsets = [int(str(offset)) for offset in columns.of("total")[named]]
    if not offsets:
        return {"date_start": [], "date_end": []}
    if period is None:
        raise DataError.at(
            f"{clip(file)}:{match.kept[0].line} [{clip(_header(match, named))}]",
            message("days counted from a first day that the file doesn't say"),
            message("a line “# Start date” with a day above the table"),
            message("Say with `first_day` which day has the number 0."),
        )
    length = 7 if named == "nth_week" else 1
    _refuse_beyond(columns, named, offsets, -(-period.days // length))
    starts = [period.start + timedelta(days=length * offset) for offset in offsets]
    if named == "nth_week":
        return weeks(starts, period.end)
    return {"date_start": list(starts), "date_end": list(starts)}


def _header(match: Match, column: str) -> str:
    return next(kept.header for kept in match.kept if kept.column.column == column)


def _refuse_beyond(columns: Columns, named: str, offsets: Sequence[int], count: int) -> None:
    """Refuse an offset outside the report's period."""
    strange = next((row for row, offset in enumerate(offsets) if not 0 <= offset < count), None)
    if strange is not None:
        raise DataError.at(
            columns.first_line(named, strange),
            message("number {number}", number=offsets[strange]),
            message("a number from 0 to {last}: the report has no more days", last=count - 1),
            message("Take the original export, or correct `first_day` and `last_day`."),
        )


def _sources(known: dict[str, list[Value]]) -> dict[str, list[Value]]:
    """Part ``google / cpc`` into source and medium."""
    if "source_medium" not in known or "source" in known or "medium" in known:
        return {}
    parts = [str(cell).split(" / ", 1) if cell is not None else [None, None] for cell in known["source_medium"]]
    return {"source": [part[0] for part in parts], "medium": [part[1] if part[1:] else None for part in parts]}


def _account(content: Content) -> str | None:
    """Find the property that a report is of; None where the file begins without a preamble."""
    reading = next(iter(content.readings))
    lines = [text for row in reading.rows[:_HEAD_LINES] if (text := text_of(row)).startswith("#")]
    labelled = next((found[1] for line in lines if (found := _PROPERTY.fullmatch(line))), None)
    explored = next((place for place, line in enumerate(lines) if _EXPLORED.fullmatch(line)), 0)
    return labelled or (lines[explored - 2].lstrip("# ") or None if explored > 1 else None)


def _counted_weeks(known: dict[str, list[Value]]) -> tuple[Message, ...]:
    if not known.get("nth_week"):
        return ()
    return (message("weeks are counted by sevens from the first day of the report: check it against one week's total"),)


def _unknown(match: Match) -> tuple[Message, ...]:
    """Tell which other tables of the file nothing is known of."""
    if not match.unknown:
        return ()
    names = listed(f"{row.line} ({text_of(row)})" for row in match.unknown)
    return (message("other tables of the file that no dictionary knows, by line: {names}", names=names),)


OTHER_TABLES = message("other tables of the file that no dictionary knows, by line: {names}").template
"""What a doubt about other tables begins with."""
