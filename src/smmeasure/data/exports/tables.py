"""Posts and ads: typed columns of a file into canonical tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from smmeasure.data.cells import looks_ambiguous, parse_days
from smmeasure.data.exports.canonical import canonical_table
from smmeasure.data.exports.columns import Columns, read_columns
from smmeasure.data.exports.matching import Match
from smmeasure.data.exports.moments import moment
from smmeasure.data.exports.shapes import AD_DAY
from smmeasure.data.exports.snapshots import known_bases, midnight, post_table, snapshot_doubts, snapshot_table
from smmeasure.data.exports.told import Declared, Read
from smmeasure.data.exports.values import Value
from smmeasure.data.files import Content
from smmeasure.data.quote import clip
from smmeasure.errors import DataError
from smmeasure.messages import Message, message


def posts(content: Content, match: Match, declared: Declared) -> Read:
    """Read a file of posts: what each post is, and its values since it was published.

    Raises
    ------
    DataError
        With every fault of the file; where its values are of single days.
    """
    columns = read_columns(content, match, declared, each_row_named=True)
    total = columns.of("total")
    _refuse_days(columns, total.get("covers", []))
    platform, ids = match.report.platform, total["post_id"]
    as_of: list[Value] = [midnight(declared.as_of)] * columns.rows
    parts = {basis: columns.of(basis) for basis in known_bases(columns)}
    tables = (post_table(platform, total), snapshot_table(platform, parts, ids, as_of))
    doubts = columns.doubts + snapshot_doubts(ids, as_of)
    settled = columns.settled
    return Read(tables, columns.rows, columns.left_out, settled.decimal, settled.day_first, doubts)


def _refuse_days(columns: Columns, covers: Sequence[Value]) -> None:
    """Refuse values of single days where values since publication are meant."""
    days = parse_days([str(cell) for cell in covers], None).items
    for row, cell in enumerate(covers):
        if cell is not None and (days[row] is not None or looks_ambiguous(str(cell))):
            raise DataError.at(
                columns.first_line("covers", row),
                message("values of one day: “{text}”", text=clip(cell)),
                message("values since publication (Lifetime)"),
                message("Export the posts with their values since publication."),
            )


def ads(content: Content, match: Match, declared: Declared) -> Read:
    """Read a file of ads: a row per ad and day, or per ad and period.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    columns = read_columns(content, match, declared, each_row_named=False)
    known = columns.of("total")
    count, settled = columns.rows, columns.settled
    known |= _periods(columns, known)
    known |= {"platform": [match.report.platform] * count}
    if settled.currency is not None:
        known["currency"] = [settled.currency] * count
    table = canonical_table(AD_DAY, known, count, settled.currency)
    doubts = columns.doubts + _ad_doubts(known)
    return Read((table,), count, columns.left_out, settled.decimal, settled.day_first, doubts)


def _periods(columns: Columns, known: dict[str, list[Value]]) -> dict[str, list[Value]]:
    """Give first and last day of each row: its day, its month, else the period of the report."""
    name = "day" if "day" in known else "month" if "month" in known else "date_start"
    if None in known[name]:
        raise DataError.at(
            columns.first_line(name, known[name].index(None)),
            message("a row without a day"),
            message("a day or a period in every row"),
            message("Take the original export, or remove the row."),
        )
    if name == "day":
        return {"date_start": known["day"], "date_end": known["day"]}
    if name == "month":
        ends = [_month(columns, row, text) for row, text in enumerate(known["month"])]
        return {"date_start": [start for start, _ in ends], "date_end": [end for _, end in ends]}
    return {"date_end": known.get("date_end", known["date_start"])}


def _month(columns: Columns, row: int, text: Value) -> tuple[datetime, datetime]:
    """Read a period like 2024-03-01 - 2024-03-11."""
    try:
        start, end = (moment(part, columns.settled.day_first) for part in str(text).split(" - "))
    except ValueError:
        raise DataError.at(
            columns.first_line("month", row),
            message("“{text}”", text=clip(text)),
            message("a period like 2024-03-01 - 2024-03-31"),
            message("Take the original export."),
        ) from None
    return start, end


def _ad_doubts(known: dict[str, list[Value]]) -> tuple[Message, ...]:
    doubts: list[Message] = []
    if any(name in known for name in ("gender", "age", "region")):
        doubts.append(message("parted by gender, age or region: the same people may be reached in several rows"))
    if len(set(known.get("level", []))) > 1:
        doubts.append(message("rows of several levels (campaign, ad set, ad): their amounts overlap"))
    if any(start != end for start, end in zip(known["date_start"], known["date_end"], strict=True)):
        doubts.append(message("rows cover periods of several days: no daily series can be made of them"))
    return tuple(doubts)
