"""YouTube Studio: a table of videos, charts by video and by country, and the channel's totals by day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from smmeasure.data.exports.accounts import account_read, each_once, whole_days
from smmeasure.data.exports.canonical import Shape, canonical_table
from smmeasure.data.exports.columns import Columns, read_columns
from smmeasure.data.exports.matching import Match
from smmeasure.data.exports.segments import missing_part
from smmeasure.data.exports.shapes import ACCOUNT_SEGMENT_DAY, POST_DAY
from smmeasure.data.exports.snapshots import midnight, post_table, snapshot_doubts, snapshot_table
from smmeasure.data.exports.told import Declared, Read
from smmeasure.data.exports.values import Value
from smmeasure.data.files import Content
from smmeasure.data.quote import clip
from smmeasure.messages import Message, message

_MANY = 490
"""Rows from which a table may be cut: the page loads about 500, and exports no others."""

_TOTALS = re.compile(r"(?:.*[^a-z])?(?:totals|gesamtwerte)(?: ?\(\d+\))?\.csv", re.IGNORECASE)
_OWN = frozenset({"watch_time", "average_view_duration", "click_rate"})
"""Columns whose headers no other platform has."""


def youtube_posts(content: Content, match: Match, declared: Declared) -> Read:
    """Read the table of videos: what each is, and its values of the period that was on the screen.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    columns = read_columns(content, match, declared, each_row_named=True)
    known = columns.of("total")
    ids = known["post_id"]
    as_of: list[Value] = [midnight(declared.as_of)] * columns.rows
    platform = match.report.platform
    tables = (post_table(platform, known), snapshot_table(platform, {"total": known}, ids, as_of))
    doubts = columns.doubts + snapshot_doubts(ids, as_of) + _period() + missing_part(match, columns, known)
    if columns.rows >= _MANY:
        doubts += (message("{count} rows: the page exports only those that were loaded, some 500", count=columns.rows),)
    settled = columns.settled
    return Read(tables, columns.rows, columns.left_out, settled.decimal, settled.day_first, doubts)


def _period() -> tuple[Message, ...]:
    return (
        message(
            "values of the period that was on the screen, which the file doesn't name; "
            "they are since publication only where it was the whole lifetime"
        ),
    )


def youtube_post_days(content: Content, match: Match, declared: Declared) -> Read:
    """Read the chart of videos: what each is, and a row per day and video.

    Raises
    ------
    DataError
        With every fault of the file; where a video has two values of one day.
    """
    columns = read_columns(content, match, declared, each_row_named=True)
    known = columns.of("total")
    read = _charted(match, columns, POST_DAY, known, "post_id")
    return replace(read, tables=(post_table(match.report.platform, known), *read.tables))


def youtube_country_days(content: Content, match: Match, declared: Declared) -> Read:
    """Read the chart of countries: a row per day and country.

    Raises
    ------
    DataError
        With every fault of the file; where a country has two values of one day.
    """
    columns = read_columns(content, match, declared, each_row_named=True)
    field = next(field for field in columns.fields if field.column.column == "segment")
    known = columns.of("total") | {"dimension": [field.column.dimension] * columns.rows}
    return _charted(match, columns, ACCOUNT_SEGMENT_DAY, known, "segment")


def _charted(match: Match, columns: Columns, shape: Shape, known: Mapping[str, list[Value]], item: str) -> Read:
    """Make a table of the rows of a chart, which shows some items only."""
    days = whole_days(columns)
    rows = each_once(columns, {item: known[item], "day": days})
    whole: dict[str, list[Value]] = dict(known) | {"day": days, "platform": [match.report.platform] * columns.rows}
    table = canonical_table(shape, {name: [v[row] for row in rows] for name, v in whole.items()}, len(rows))
    count = len(set(known[item]))
    doubts = (
        *columns.doubts,
        message("only the {count} items that the chart showed: no total of the account", count=count),
    )
    settled = columns.settled
    return Read((table,), columns.rows, columns.left_out, settled.decimal, settled.day_first, doubts)


def youtube_totals(content: Content, match: Match, declared: Declared) -> Read:
    """Read the channel's values by day.

    A date and views alone may be of any platform: the file's name or the user's word tells, else it stays unknown.

    Raises
    ------
    DataError
        With every fault of the file; where a row has no day, or a day two values.
    """
    name = content.file.rpartition("/")[2]
    is_own = any(kept.column.column in _OWN for kept in match.kept) or _TOTALS.fullmatch(name)
    platform = declared.platform or (match.report.platform if is_own else None)
    read = account_read(content, match, declared, platform)
    if platform is not None:
        return read
    doubt = message("this report names no platform (“{name}”): say it with `platform`", name=clip(name))
    return Read(read.tables, read.rows, read.left_out, read.decimal, read.day_first, (*read.doubts, doubt))
