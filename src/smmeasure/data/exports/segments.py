"""Audiences: one row per country, age or trade, without days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from smmeasure.data.exports.canonical import canonical_table
from smmeasure.data.exports.columns import Columns, read_columns
from smmeasure.data.exports.matching import Match
from smmeasure.data.exports.shapes import AUDIENCE
from smmeasure.data.exports.snapshots import midnight
from smmeasure.data.exports.told import Declared, Read
from smmeasure.data.exports.values import Value
from smmeasure.data.files import Content
from smmeasure.data.rows import Cell
from smmeasure.messages import Message, message

_PARTING = str.maketrans(dict.fromkeys(" \u00a0\u202f,.'’", ""))
_PERIOD = ("views", "watch_time", "followers_net")


def segments(content: Content, match: Match, declared: Declared) -> Read:
    """Read a table with a row per segment of an audience.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    columns = read_columns(content, match, declared, each_row_named=True)
    known = columns.of("total")
    count, settled = columns.rows, columns.settled
    field = next(field for field in columns.fields if field.column.column == "segment")
    known |= {
        "platform": [match.report.platform] * count,
        "as_of_date": [midnight(declared.as_of)] * count,
        "dimension": [field.column.dimension] * count,
    }
    table = canonical_table(AUDIENCE, known, count)
    doubts = columns.doubts + audience_doubts(known, declared) + missing_part(match, columns, known)
    return Read((table,), count, columns.left_out, settled.decimal, settled.day_first, doubts)


def audience_doubts(known: Mapping[str, Sequence[Value]], declared: Declared) -> tuple[Message, ...]:
    """Say what a reader of an audience should know."""
    doubts: list[Message] = []
    if declared.as_of is None:
        doubts.append(message("an audience, and the file doesn't say of which day: say it with `as_of`"))
    if any(name in known for name in _PERIOD):
        doubts.append(message("values of the report's whole period, which the table doesn't name: no values of days"))
    return tuple(doubts)


def missing_part(match: Match, columns: Columns, known: Mapping[str, Sequence[Value]]) -> tuple[Message, ...]:
    """Tell where the rows add up to less than the row of totals says.

    Parameters
    ----------
    match : Match
        The file with its row of totals.
    columns : Columns
        Its columns without it.
    known : mapping of str to sequence of Value, each of shape (rows,)
        Their values.
    """
    kept = next((kept for kept in match.kept if kept.column.column == "views"), None)
    row = next((row for row in match.rows if row.line in columns.left_out), None)
    if kept is None or row is None or "views" not in known:
        return ()
    total = _whole(row.cell(kept.position))
    part = sum(value for value in known["views"] if isinstance(value, int))
    if total is None or part >= total:
        return ()
    return (message("the rows hold {part} of {total} views: the rest is not in the file", part=part, total=total),)


def _whole(cell: Cell) -> int | None:
    """Read the digits of a count; None where it has any other sign."""
    text = f"{cell:.0f}" if isinstance(cell, float) else str(cell or "")
    digits = text.translate(_PARTING)
    return int(digits) if digits.isdecimal() else None
