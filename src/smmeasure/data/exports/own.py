"""Files in our own canonical columns, so that whatever any tool writes can be brought in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time

from smmeasure.data.exports.canonical import Shape, canonical_table
from smmeasure.data.exports.columns import Columns, read_columns
from smmeasure.data.exports.matching import Match
from smmeasure.data.exports.shapes import SHAPES
from smmeasure.data.exports.told import Declared, Read
from smmeasure.data.exports.values import Value
from smmeasure.data.files import Content
from smmeasure.data.privacy import hash_of, keyed_hash
from smmeasure.data.quote import clip
from smmeasure.errors import DataError, Fault
from smmeasure.messages import message

_NEVER_NULL = frozenset({"day", "date_start", "published", "ordered_at", "sent_at", "as_of_date", "valid_from"})
_BASES = ("total", "organic", "paid")
_ONCE = ("net_amount", "gross_amount", "discount", "shipping", "tax", "refund")


def own_rows(content: Content, match: Match, declared: Declared) -> Read:
    """Read a file whose headers are the names of our canonical columns.

    What the table needs and the file may leave out is filled in: the last day of a row is its first one,
    the basis is the total, lines of an order are numbered.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    columns = read_columns(content, match, declared, each_row_named=False)
    shape, count, settled = SHAPES[match.report.report], columns.rows, columns.settled
    known = columns.of("total")
    faults = [*_null_days(columns, known), *_strange_bases(columns, known)]
    if faults:
        raise DataError(*faults)
    known |= _filled_in(shape, known, declared, count)
    if shape.name == "order":
        _refuse_amounts_twice(columns, known)
        known["order_id"] = [_shop_number(number, declared) for number in known["order_id"]]
        known |= _customers(columns, declared)
    if "currency" in shape.kinds and settled.currency is not None:
        known["currency"] = [settled.currency] * count
    table = canonical_table(shape, known, count, settled.currency)
    return Read((table,), count, columns.left_out, settled.decimal, settled.day_first, columns.doubts)


def _null_days(columns: Columns, known: Mapping[str, list[Value]]) -> Iterator[Fault]:
    for name in _NEVER_NULL.intersection(known):
        if None in known[name]:
            yield Fault(
                columns.first_line(name, known[name].index(None)),
                message("a row without a day"),
                message("a day or a period in every row"),
                message("Give every row its day, or remove the row."),
            )


def _strange_bases(columns: Columns, known: Mapping[str, list[Value]]) -> Iterator[Fault]:
    for row, said in enumerate(known.get("basis", [])):
        if said is not None and said not in _BASES:
            yield Fault(
                columns.first_line("basis", row),
                message("“{text}”", text=clip(said)),
                message("one of {allowed}", allowed=" ".join(_BASES)),
                message("Use one of these words."),
            )
            return


def _filled_in(
    shape: Shape, known: Mapping[str, list[Value]], declared: Declared, count: int
) -> dict[str, list[Value]]:
    filled: dict[str, list[Value]] = {}
    if "date_end" in shape.kinds:
        ends = known.get("date_end", [None] * count)
        filled["date_end"] = [end or start for start, end in zip(known["date_start"], ends, strict=True)]
    if "basis" in shape.kinds:
        filled["basis"] = [said or "total" for said in known.get("basis", [None] * count)]
    if "as_of_date" in shape.kinds and "as_of_date" not in known and declared.as_of is not None:
        filled["as_of_date"] = [datetime.combine(declared.as_of, time())] * count
    if shape.name == "order" and "line" not in known:
        filled["line"] = list(_numbered(known["order_id"]))
    return filled


def _numbered(orders: Sequence[Value]) -> Iterator[int]:
    """Give the lines of each order their numbers, from 1."""
    seen: dict[Value, int] = {}
    for order in orders:
        seen[order] = seen.get(order, 0) + 1
        yield seen[order]


def _refuse_amounts_twice(columns: Columns, known: Mapping[str, list[Value]]) -> None:
    """Refuse amounts of a whole order on a second line of it: they would be added up twice."""
    later = [row for row, line in enumerate(known["line"]) if isinstance(line, int) and line > 1]
    twice = [(name, row) for name in _ONCE if name in known for row in later if known[name][row] is not None]
    if twice:
        raise DataError.at(
            columns.first_line(*twice[0]),
            message("an amount of the whole order on a later line of it"),
            message("each order's amounts on its first line only"),
            message("Leave the cell empty on the other lines, or give the price of the line as line_amount."),
        )


def _customers(columns: Columns, declared: Declared) -> dict[str, list[Value]]:
    """Hash the customers of a file; what is a keyed hash already stays as it is, with and without a key."""
    field = next((field for field in columns.fields if field.column.column == "customer"), None)
    if field is None:
        return {}
    return {"customer": [None if field.is_missing(cell) else hash_of(cell, declared.key) for cell in field.cells]}


def _shop_number(number: Value, declared: Declared) -> Value:
    return number if declared.key is None else keyed_hash(str(number), declared.key)
