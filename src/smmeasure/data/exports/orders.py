"""Orders of a shop: a row per line, with the amounts of a whole order once, so that they add up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from smmeasure.data.exports.canonical import canonical_table
from smmeasure.data.exports.columns import Columns, read_columns
from smmeasure.data.exports.matching import Match
from smmeasure.data.exports.shapes import ORDER
from smmeasure.data.exports.told import Declared, Read
from smmeasure.data.exports.unproved import UNPROVED
from smmeasure.data.exports.values import Value
from smmeasure.data.files import Content
from smmeasure.data.privacy import keyed_hash
from smmeasure.errors import DataError, Fault
from smmeasure.messages import Message, message

_AMOUNTS = ("net_amount", "gross_amount", "discount", "shipping", "tax", "refund")
_OF_THE_ORDER = ("customer", "ordered_at", "cancelled", "status", "channel", "promo_code", "customer_type")
_ADDRESSED = ("country", "region", "currency")
_STATES = (
    *("paid", "pending", "authorized", "partially_paid", "partially_refunded", "refunded", "voided", "expired"),
    *("completed", "processing", "on-hold", "cancelled", "failed", "unpaid"),
)
"""Payment states whose names may be told: any other text of a cell may be a shifted name."""

_PROVED = "shopify"
"""The shop of which real files were at hand."""

_OFFSET = re.compile(r".*\d{2}:\d{2}(?::\d{2})?\s*([+-]\d{2}):?(\d{2})")
_CENT = 0.005

_Known = dict[str, list[Value]]


@dataclass(frozen=True, slots=True)
class _Orders:
    """The lines of each order: for every row its order's first row and its number from 1."""

    first: tuple[int, ...]
    number: tuple[int, ...]

    @property
    def starts(self) -> tuple[int, ...]:
        """First row of every order."""
        return tuple(dict.fromkeys(self.first))


_Place = Callable[[Columns, _Known, _Orders], None]
"""How a file writes an order of several lines: its amounts to the first line, what it is to each of them."""


def orders(content: Content, match: Match, declared: Declared) -> Read:
    """Read orders whose own fields stand on their first line only.

    Raises
    ------
    DataError
        With every fault of the file; where an order stands there twice.
    """
    return _read(content, match, declared, _only_on_the_first_line)


def order_lines(content: Content, match: Match, declared: Declared) -> Read:
    """Read orders whose own fields are repeated on each of their lines.

    Raises
    ------
    DataError
        With every fault of the file; where the lines of an order differ in its amounts.
    """
    return _read(content, match, declared, _repeated)


def order_rows(content: Content, match: Match, declared: Declared) -> Read:
    """Read orders of one row each, where a refund is one more row with a negative amount.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    return _read(content, match, declared, _own)


def _read(content: Content, match: Match, declared: Declared, place: _Place) -> Read:
    columns = read_columns(content, match, declared, each_row_named=True)
    known, count, settled = columns.of("total"), columns.rows, columns.settled
    lines = _lines(known["order_id"])
    _refuse_undated(columns, known["ordered_at"])
    place(columns, known, lines)
    if "cancelled" in known:
        known["cancelled"] = [_day(value) for value in known["cancelled"]]
    known |= {"platform": [match.report.platform] * count, "line": list(lines.number)}
    known["line_amount"] = _line_amounts(known, count)
    doubts = columns.doubts + _doubts(columns, known, lines, declared)
    if match.report.platform != _PROVED:
        doubts += (UNPROVED,)
    if declared.key is not None:
        known["order_id"] = [keyed_hash(str(number), declared.key) for number in known["order_id"]]
    known["currency"] = [settled.currency] * count
    table = canonical_table(ORDER, known, count, settled.currency)
    return Read((table,), count, columns.left_out, settled.decimal, settled.day_first, doubts)


def _refuse_undated(columns: Columns, moments: Sequence[Value]) -> None:
    """Refuse a line without a day: it would be missing from every sum by day, and may hold totals."""
    if None in moments:
        raise DataError.at(
            columns.first_line("ordered_at", moments.index(None)),
            message("an order without a day"),
            message("a day in every row"),
            message("Take the original export, or remove the row."),
        )


def _lines(numbers: Sequence[Value]) -> _Orders:
    firsts: dict[Value, int] = {}
    first = tuple(firsts.setdefault(number, row) for row, number in enumerate(numbers))
    seen: Counter[int] = Counter()
    number: list[int] = []
    for start in first:
        seen[start] += 1
        number.append(seen[start])
    return _Orders(first, tuple(number))


def _only_on_the_first_line(columns: Columns, known: _Known, lines: _Orders) -> None:
    again = [
        (name, row)
        for row, number in enumerate(lines.number)
        for name in _AMOUNTS
        if number > 1 and name in known and known[name][row] is not None
    ]
    faults = {
        row: Fault(
            columns.first_line(name, row),
            message("the amounts of an order that began on another line"),
            message("each order once, with its amounts on its first line"),
            message("Two exports were put together: read each file for itself."),
        )
        for name, row in reversed(again)
    }
    if faults:
        raise DataError(*(faults[row] for row in sorted(faults)))
    for name in (*_OF_THE_ORDER, *_ADDRESSED):
        if name in known:
            known[name] = [known[name][row] for row in lines.first]


def _repeated(columns: Columns, known: _Known, lines: _Orders) -> None:
    faults: list[Fault] = []
    for name in _AMOUNTS:
        values = known.get(name, [])
        for row, value in enumerate(values):
            if lines.number[row] > 1 and value != values[lines.first[row]]:
                faults.append(
                    Fault(
                        columns.first_line(name, row),
                        message("another amount than on the order's first line"),
                        message("the amounts of the order, repeated on each of its lines"),
                        message("Export the orders again, and don't put two exports together."),
                    )
                )
        if values:
            known[name] = [value if lines.number[row] == 1 else None for row, value in enumerate(values)]
    if faults:
        raise DataError(*faults)


def _own(columns: Columns, known: _Known, lines: _Orders) -> None:
    """Leave every row its amounts: those of a refund are its own."""


def _day(value: Value) -> Value:
    return datetime.combine(value.date(), time()) if isinstance(value, datetime) else value


def _line_amounts(known: Mapping[str, list[Value]], count: int) -> list[Value]:
    """Work out what each line costs; unknown where its price or its quantity is."""
    nothing: list[Value] = [None] * count
    prices, quantities = known.get("price", nothing), known.get("quantity", nothing)
    amounts: list[Value] = []
    for price, quantity, less in zip(prices, quantities, known.get("line_discount", nothing), strict=True):
        is_known = isinstance(price, float) and isinstance(quantity, float)
        amounts.append(price * quantity - (less if isinstance(less, float) else 0.0) if is_known else None)  # type: ignore[operator]
    return amounts


def _doubts(columns: Columns, known: _Known, lines: _Orders, declared: Declared) -> tuple[Message, ...]:
    doubts: list[Message] = []
    if "status" in known and lines.starts:
        doubts.append(_states([known["status"][row] for row in lines.starts]))
    if taxed := sum(_includes_tax(known, row) for row in lines.starts):
        doubts.append(message("the amounts of {count} orders include tax", count=taxed))
    if back := sum(isinstance(value, float) and value < 0 for value in known.get("net_amount", [])):
        doubts.append(message("{count} rows are refunds, with a negative amount", count=back))
    if bare := sum(all(known[name][row] is None for name in _AMOUNTS if name in known) for row in lines.starts):
        doubts.append(message("{count} orders have no amounts: their first line isn't there", count=bare))
    offsets = _offsets(columns)
    if len(offsets) > 1:
        doubts.append(message("times of several offsets from UTC: {offsets}", offsets=", ".join(offsets)))
    if declared.key is None and any(field.column.column == "customer" for field in columns.fields):
        doubts.append(message("read without a `key`: its customers stay unknown"))
    return tuple(doubts)


def _states(states: Sequence[Value]) -> Message:
    counts = Counter(str(state).casefold() if str(state).casefold() in _STATES else "?" for state in states)
    told = ", ".join(f"{state} {count}" for state, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])))
    return message("orders of every state are in the table: {states}", states=told)


def _includes_tax(known: _Known, row: int) -> bool:
    """Whether goods and shipping already make up what was charged, though there is tax."""
    net, sent, tax, charged = (
        known[n][row] if n in known else None for n in ("net_amount", "shipping", "tax", "gross_amount")
    )
    if not (isinstance(net, float) and isinstance(tax, float) and isinstance(charged, float)) or tax <= 0:
        return False
    return abs(net + (sent if isinstance(sent, float) else 0.0) - charged) < _CENT


def _offsets(columns: Columns) -> list[str]:
    """Give the offsets from UTC that the times are written with, as +02:00."""
    cells = next(field.cells for field in columns.fields if field.column.column == "ordered_at")
    found = (_OFFSET.fullmatch(str(cell).strip()) for cell in cells)
    return sorted({f"{parts[1]}:{parts[2]}" for parts in found if parts})
