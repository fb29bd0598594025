"""Mentions that a listening tool found, each once, without who wrote them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from smmeasure.data.exports.canonical import canonical_table
from smmeasure.data.exports.columns import Columns, read_columns
from smmeasure.data.exports.matching import Match
from smmeasure.data.exports.moments import moment
from smmeasure.data.exports.shapes import MENTION
from smmeasure.data.exports.told import Declared, Read
from smmeasure.data.exports.unproved import UNPROVED
from smmeasure.data.exports.values import Value
from smmeasure.data.files import Content
from smmeasure.data.privacy import keyed_hash, row_id
from smmeasure.errors import DataError
from smmeasure.messages import Message, message

_INSTEAD = (
    ("likes", "network_likes", "likes"),
    ("shares", "network_shares", "shares"),
    ("comments", "network_comments", "comments"),
    ("title", "title", "title_snippet"),
    ("text", "text", "opening_text", "content_snippet"),
    ("country", "country", "author_country", "article_country"),
    ("published", "published", "indexed"),
)
"""A canonical column, and the columns of the file that say it: the first that says something counts."""

_ZONES = {
    "brandwatch": message("times are UTC: days are cut at midnight UTC"),
    "meltwater": message("the file doesn't say of which time zone its times are"),
    "talkwalker": message("the file doesn't say of which time zone its times are"),
}


def mentions(content: Content, match: Match, declared: Declared) -> Read:
    """Read a file of mentions.

    Raises
    ------
    DataError
        With every fault of the file; where a mention has no day.
    """
    columns = read_columns(content, match, declared, each_row_named=True)
    known, platform = columns.of("total"), match.report.platform
    for name, *others in _INSTEAD:
        known[name] = _first_known([known[other] for other in others if other in known], columns.rows)
    known["published"] = _published(columns, known)
    known["mention_id"] = _ids(known, declared.key)
    kept = _distinct(known)
    known["url"] = [keyed_hash(str(address or "").strip(), declared.key) for address in known["address"]]
    known["platform"] = [platform] * columns.rows
    table = canonical_table(MENTION, {name: [values[row] for row in kept] for name, values in known.items()}, len(kept))
    doubts = columns.doubts + _doubts(platform, columns.rows - len(kept), declared)
    settled = columns.settled
    return Read((table,), columns.rows, columns.left_out, settled.decimal, settled.day_first, doubts)


def _first_known(columns: Sequence[Sequence[Value]], rows: int) -> list[Value]:
    return [next((column[row] for column in columns if column[row] is not None), None) for row in range(rows)]


def _published(columns: Columns, known: Mapping[str, list[Value]]) -> list[Value]:
    """Give the moment of each mention; a time of day may stand in a column of its own."""
    days, times = known["published"], known.get("time", [None] * columns.rows)
    name = "published" if any(field.column.column == "published" for field in columns.fields) else "indexed"
    if None in days:
        raise DataError.at(
            columns.first_line(name, days.index(None)),
            message("a mention without a day"),
            message("a day in every row"),
            message("Take the original export, or remove the row."),
        )
    return [_at(columns, row, day, times[row]) for row, day in enumerate(days)]


def _at(columns: Columns, row: int, day: Value, clock: Value) -> Value:
    if clock is None or not isinstance(day, datetime):
        return day
    try:
        # The readers of days know every way to write a time of day.
        return datetime.combine(day.date(), moment(f"1 Jan 2000 {clock}", None).time())
    except ValueError:
        raise DataError.at(
            columns.first_line("time", row),
            message("a cell that is no time of day"),
            message("a time like 14:05 or 02:05 PM"),
            message("Take the original export, or leave the cell empty."),
        ) from None


def _ids(known: Mapping[str, list[Value]], key: bytes | None) -> list[Value]:
    """Give each mention its id: the tool's, else a hash of its address."""
    addresses = [str(address or "").strip() for address in known["address"]]
    made: list[Value] = [keyed_hash(address, key) or row_id(address) if address else None for address in addresses]
    return _first_known([known["mention_id"], made], len(made)) if "mention_id" in known else made


def _distinct(known: Mapping[str, list[Value]]) -> list[int]:
    """Give the rows that say something new: neither their id nor, where they have none, their address was there."""
    seen: set[Value] = set()
    kept: list[int] = []
    for row, name in enumerate(known["mention_id"]):
        if name not in seen:
            seen.add(name)
            kept.append(row)
    return kept


def _doubts(platform: str, repeated: int, declared: Declared) -> tuple[Message, ...]:
    doubts = [_ZONES[platform]] if platform in _ZONES else []
    if repeated:
        doubts.append(message("{count} mentions stand there more than once, and count once", count=repeated))
    if platform == "talkwalker":
        doubts.append(
            message(
                "the tool leaves out the oldest mentions beyond its limit of rows without saying so: "
                "compare the number of rows with what it shows"
            )
        )
    if declared.key is None:
        doubts.append(message("read without a `key`: its authors and addresses stay unknown"))
    return (*doubts, UNPROVED)
