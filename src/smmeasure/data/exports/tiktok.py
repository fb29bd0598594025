"""TikTok Studio: days without a year, hours of followers, videos as they stand on the day of the export."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from smmeasure.data.exports.accounts import account_table, each_once, whole_days
from smmeasure.data.exports.canonical import canonical_table
from smmeasure.data.exports.columns import Columns, read_columns
from smmeasure.data.exports.matching import Match
from smmeasure.data.exports.shapes import ACCOUNT_SEGMENT_DAY
from smmeasure.data.exports.snapshots import ids_in_links, midnight, post_table, snapshot_doubts, snapshot_table
from smmeasure.data.exports.told import Declared, Read
from smmeasure.data.exports.values import Value
from smmeasure.data.exports.yearless import MonthDay, first_day_named, latest, month_and_day, no_year, put, with_years
from smmeasure.data.files import Content
from smmeasure.data.quote import clip
from smmeasure.errors import DataError
from smmeasure.messages import Message, message

_DAY = range(24)


def tiktok_account(content: Content, match: Match, declared: Declared) -> Read:
    """Read a table with a row per day whose days have no year.

    Raises
    ------
    DataError
        With every fault of the file; where nothing tells the year.
    """
    return account_table(content, with_years(content, match, declared), declared)


def tiktok_hours(content: Content, match: Match, declared: Declared) -> Read:
    """Read how many followers were there in each hour.

    Raises
    ------
    DataError
        With every fault of the file; where nothing tells the year.
    """
    columns = read_columns(content, with_years(content, match, declared), declared, each_row_named=False)
    known = columns.of("total")
    days, hours = whole_days(columns), _hours(columns)
    rows = sorted(each_once(columns, {"hour": hours, "day": days}), key=lambda row: (str(days[row]), hours[row]))
    many = len(rows)
    table: dict[str, list[Value]] = {
        "platform": [match.report.platform] * many,
        "dimension": ["hour"] * many,
        "segment": [str(hours[row]) for row in rows],
        "day": [days[row] for row in rows],
        "followers_active": [known["followers_active"][row] for row in rows],
    }
    doubts = columns.doubts + _unfinished(table["followers_active"])
    settled = columns.settled
    tables = (canonical_table(ACCOUNT_SEGMENT_DAY, table, many),)
    return Read(tables, columns.rows, columns.left_out, settled.decimal, settled.day_first, doubts)


def _hours(columns: Columns) -> list[int]:
    """Give the hour of every row.

    Raises
    ------
    DataError
        Where a row has none.
    """
    hours = columns.of("total")["hour_of_day"]
    strange = next((row for row, hour in enumerate(hours) if not isinstance(hour, int) or hour not in _DAY), None)
    if strange is not None:
        raise DataError.at(
            columns.first_line("hour_of_day", strange),
            message("a row without an hour"),
            message("an hour from 0 to 23 in every row"),
            message("Take the original export, or remove the row."),
        )
    return [hour for hour in hours if isinstance(hour, int)]


def _unfinished(values: list[Value]) -> tuple[Message, ...]:
    """Tell that the last day may go on after the export: its hours to come are written as 0."""
    if not values or values[-1] != 0:
        return ()
    return (message("the last day ends with 0: hours after the export may be written so"),)


def tiktok_posts(content: Content, match: Match, declared: Declared) -> Read:
    """Read videos with their values since publication; the file says of which day.

    Raises
    ------
    DataError
        With every fault of the file; where nothing tells the year.
    """
    dated, is_guessed = _dated(content, match, declared)
    columns = read_columns(content, dated, declared, each_row_named=True)
    known = columns.of("total")
    ids = ids_in_links(known["permalink"])
    said: Value = midnight(declared.as_of)
    as_of = [said if day is None else day for day in known.get("as_of_date", [None] * columns.rows)]
    post = post_table(match.report.platform, known | {"post_id": ids})
    snapshot = snapshot_table(match.report.platform, {"total": known}, ids, as_of)
    doubts = columns.doubts + snapshot_doubts(ids, as_of)
    if is_guessed:
        doubts += (message("days of publication have no year: each is taken as the last one before the export"),)
    settled = columns.settled
    return Read((post, snapshot), columns.rows, columns.left_out, settled.decimal, settled.day_first, doubts)


@dataclass(frozen=True, slots=True)
class _Said:
    """What tells the years of a list of videos: the first day of its period, or the day of the export."""

    first: date | None
    as_of: date | None


def _dated(content: Content, match: Match, declared: Declared) -> tuple[Match, bool]:
    """Write the years into the day of the export and, back from it, into the days of publication."""
    places = {kept.column.column: kept.position for kept in match.kept}
    exported, published = places.get("as_of_date"), places["published"]
    said = _Said(declared.first_day or first_day_named(content.file), declared.as_of)
    rows = list(match.rows)
    is_guessed = False
    for number, row in enumerate(rows):
        place, day = exported, said.as_of
        try:
            if place is not None and (part := month_and_day(row.cell(place))) is not None:
                day = _export_day(part, said)
                rows[number] = put(rows[number], place, day.isoformat())
            place = published
            if (part := month_and_day(row.cell(place))) is not None:
                rows[number] = put(rows[number], place, _before(part, day).isoformat())
                is_guessed = True
        except ValueError:
            at = f"{clip(content.file)}:{row.line} [{clip(match.header[place or 0])}]"
            raise no_year(at, row.cell(place or 0)) from None
    return replace(match, rows=tuple(rows)), is_guessed


def _export_day(part: MonthDay, said: _Said) -> date:
    """Give the day of the export: within the year after the first day, else the last one before the day that is said.

    Raises
    ------
    ValueError
        Where nothing tells its year, or where that year has no such day.
    """
    if said.first is not None:
        return date(said.first.year + (part <= (said.first.month, said.first.day)), *part)
    return _before(part, said.as_of)


def _before(part: MonthDay, day: date | None) -> date:
    """Give the last such day up to another one.

    Raises
    ------
    ValueError
        Where the other one is not known, or where that year has no such day.
    """
    if day is None:
        raise ValueError
    return latest(part, day)
