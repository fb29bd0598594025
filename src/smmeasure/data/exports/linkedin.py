"""LinkedIn: posts whose id is in their address, and what can't be read of competitors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from smmeasure.data.exports.columns import read_columns
from smmeasure.data.exports.matching import Match
from smmeasure.data.exports.snapshots import ids_in_links, midnight, post_table, snapshot_doubts, snapshot_table
from smmeasure.data.exports.told import Declared, Read
from smmeasure.data.exports.values import Value
from smmeasure.data.files import Content
from smmeasure.data.quote import clip, listed, normal
from smmeasure.errors import DataError
from smmeasure.messages import Message, message

_BASES = {"organic": "organic", "sponsored": "paid"}


def linkedin_posts(content: Content, match: Match, declared: Declared) -> Read:
    """Read a sheet of posts: each row says whether its values are organic or sponsored.

    Raises
    ------
    DataError
        With every fault of the sheet.
    """
    columns = read_columns(content, match, declared, each_row_named=True)
    known = columns.of("total")
    ids = ids_in_links(known["permalink"])
    kinds = known.get("delivery", [None] * columns.rows)
    bases: list[Value] = [_BASES.get(normal(kind), "total") for kind in kinds]
    as_of: list[Value] = [midnight(declared.as_of)] * columns.rows
    post = post_table(match.report.platform, known | {"post_id": ids})
    snapshot = snapshot_table(match.report.platform, {"total": known | {"basis": bases}}, ids, as_of)
    twice = list(zip(ids, bases, strict=True))
    doubts = columns.doubts + _unknown_kinds(kinds) + snapshot_doubts(twice, as_of)
    settled = columns.settled
    return Read((post, snapshot), columns.rows, columns.left_out, settled.decimal, settled.day_first, doubts)


def _unknown_kinds(kinds: Sequence[Value]) -> tuple[Message, ...]:
    strange = sorted({str(kind) for kind in kinds if kind is not None and normal(kind) not in _BASES})
    if not strange:
        return ()
    return (message("posts that are neither organic nor sponsored count as both: {kinds}", kinds=listed(strange)),)


def competitors(content: Content, match: Match, declared: Declared) -> NoReturn:  # noqa: ARG001 - as all readers
    """Refuse a comparison with competitors: its values have no days.

    Raises
    ------
    DataError
        Always.
    """
    raise DataError.at(
        f"{clip(content.file)}:{match.kept[0].line}",
        message("a comparison of pages over a whole period"),
        message("values of days or posts of one page"),
        message("Export the analytics of your own page: content, followers or visitors."),
    )
