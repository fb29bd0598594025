"""Posts: what each of them is, and its values as they stood on one day, into two tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from smmeasure.data.exports.canonical import CanonicalTable, canonical_table
from smmeasure.data.exports.columns import Columns
from smmeasure.data.exports.shapes import POST, POST_SNAPSHOT
from smmeasure.data.exports.values import Value
from smmeasure.messages import Message, message

BASES = ("total", "organic", "paid")
"""What values are counted over, the whole first."""

_ID_IN_LINK = re.compile(r"\d{10,}")


def known_bases(columns: Columns) -> list[str]:
    """Give the bases that a file says anything of: columns of nothing but blanks or ``-`` say nothing."""
    return [
        basis for basis in BASES if any(value is not None for values in columns.of(basis).values() for value in values)
    ]


def ids_in_links(links: Sequence[Value]) -> list[Value]:
    """Give the id that each address of a post ends with; the address itself where it has none."""
    found = [_ID_IN_LINK.findall(str(link)) for link in links]
    return [ids[-1] if ids else link for ids, link in zip(found, links, strict=True)]


def midnight(day: date | None) -> datetime | None:
    """Give a day as the tables hold it."""
    return None if day is None else datetime.combine(day, time())


def post_table(platform: str, known: Mapping[str, list[Value]]) -> CanonicalTable:
    """Make the table of what posts are, each id once; its first row counts.

    Parameters
    ----------
    platform : str
        Where they were published.
    known : mapping of str to list of Value, each of shape (rows,)
        What the file says of them, with their `post_id`.
    """
    first = {post: row for row, post in reversed(list(enumerate(known["post_id"])))}
    rows = sorted(first.values())
    once = {name: [values[row] for row in rows] for name, values in known.items()}
    return canonical_table(POST, once | {"platform": [platform] * len(rows)}, len(rows))


def snapshot_table(
    platform: str,
    parts: Mapping[str, Mapping[str, list[Value]]],
    ids: Sequence[Value],
    as_of: Sequence[Value],
) -> CanonicalTable:
    """Make the table of the values of posts, a row per post and basis.

    Parameters
    ----------
    platform : str
        Where they were published.
    parts : mapping of str to mapping of str to list of Value, each of shape (rows,)
        Values by basis; a column `basis` among them says it row by row.
    ids : sequence of Value, shape (rows,)
        Their posts.
    as_of : sequence of Value, shape (rows,)
        Days on which the values stood so.
    """
    count = len(ids)
    long: dict[str, list[Value]] = {name: [] for name in POST_SNAPSHOT.kinds}
    for basis, values in parts.items():
        known = {"basis": [basis] * count} | dict(values)
        known |= {"platform": [platform] * count, "post_id": list(ids), "as_of_date": list(as_of)}
        for name, column in long.items():
            column.extend(known.get(name, [None] * count))
    return canonical_table(POST_SNAPSHOT, long, count * len(parts))


def snapshot_doubts(ids: Sequence[object], as_of: Sequence[Value]) -> tuple[Message, ...]:
    """Say what a reader of values since publication should know."""
    doubts: list[Message] = []
    if None in as_of:
        doubts.append(message("values since publication, and the file doesn't say of which day: say it with `as_of`"))
    if len(set(ids)) < len(ids):
        doubts.append(message("{count} posts stand there more than once", count=len(ids) - len(set(ids))))
    return tuple(doubts)
