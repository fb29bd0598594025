"""Posts of older and of home-made tables: two header rows, or neither ids nor days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from smmeasure.data.exports.columns import Columns, read_columns
from smmeasure.data.exports.matching import Kept, Match
from smmeasure.data.exports.snapshots import known_bases, midnight, post_table, snapshot_doubts, snapshot_table
from smmeasure.data.exports.told import Declared, Read
from smmeasure.data.exports.values import Value
from smmeasure.data.files import Content
from smmeasure.messages import Message, message

_DESCRIBES = "Lifetime:"
_COUNTS = "(Total Count)"
_FINGERPRINT = 12


def legacy_posts(content: Content, match: Match, declared: Declared) -> Read:
    """Read Facebook's Page Insights of posts up to 2021: the row under the header says what each column counts.

    A post's id is written with its page's before it: ``<page>_<post>``.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    columns = read_columns(content, _with_one_header(match), declared, each_row_named=True)
    total = columns.of("total")
    accounts, ids = _parted(total["post_id"])
    known = total | {"post_id": ids, "account_id": accounts}
    return _read(
        columns, match.report.platform, declared, known, {one: columns.of(one) for one in known_bases(columns)}
    )


def _with_one_header(match: Match) -> Match:
    """Take the descriptions out of the rows; of columns of one name keep the one that counts."""
    first = match.rows[0] if match.rows else None
    if first is None or not any(str(cell).startswith(_DESCRIBES) for cell in first.cells):
        return match
    counting = {kept.header: kept for kept in reversed(match.kept) if _COUNTS in str(first.cell(kept.position))}
    kept = tuple(one for one in match.kept if not _is_twin(one, match) or counting.get(one.header) in {None, one})
    return replace(match, kept=kept, rows=match.rows[1:])


def _is_twin(kept: Kept, match: Match) -> bool:
    return match.header.count(kept.header) > 1


def _parted(ids: list[Value]) -> tuple[list[Value], list[Value]]:
    """Part ids into page and post; where no page is written its id is unknown."""
    parts = [str(one).rpartition("_") for one in ids]
    return [page or None for page, _, _ in parts], [post for _, _, post in parts]


def unnamed_posts(content: Content, match: Match, declared: Declared) -> Read:
    """Read a table of posts that gives them no ids: file and line name them.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    columns = read_columns(content, match, declared, each_row_named=False)
    lines = columns.fields[0].lines if columns.fields else ()
    known = columns.of("total") | {"post_id": [f"{content.sha256[:_FINGERPRINT]}-{line}" for line in lines]}
    bases = dict.fromkeys(field.column.basis for field in columns.fields)
    read = _read(columns, match.report.platform, declared, known, {basis: columns.of(basis) for basis in bases})
    return replace(read, doubts=read.doubts + _nameless_doubts(known))


def _nameless_doubts(known: Mapping[str, list[Value]]) -> tuple[Message, ...]:
    doubts = [message("posts without ids: file and line name them, and no other export can be joined to them")]
    if all(day is None for day in known.get("published", [])):
        doubts.append(message("posts without a day: no daily series can be made of them"))
    return tuple(doubts)


def _read(
    columns: Columns,
    platform: str,
    declared: Declared,
    known: Mapping[str, list[Value]],
    parts: Mapping[str, Mapping[str, list[Value]]],
) -> Read:
    ids = known["post_id"]
    as_of: list[Value] = [midnight(declared.as_of)] * columns.rows
    tables = (post_table(platform, known), snapshot_table(platform, parts, ids, as_of))
    settled = columns.settled
    doubts = columns.doubts + snapshot_doubts(ids, as_of)
    return Read(tables, columns.rows, columns.left_out, settled.decimal, settled.day_first, doubts)
