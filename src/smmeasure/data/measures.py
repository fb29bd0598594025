"""What a brief can measure in canonical tables, and how rows of each table become days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smmeasure.data.exports.canonical import CanonicalTable, ColumnKind, unit_of_kind
from smmeasure.data.exports.shapes import SHAPES
from smmeasure.units import COUNT, Unit


@dataclass(frozen=True, slots=True)
class Days:
    """How the rows of a table lie on the calendar.

    Attributes
    ----------
    start, end : str
        Columns of the first and the last day of a row; one column where a row is of one day.
    parted_by : tuple of str
        Columns that part the same total in another way: rows parted differently are never added up.
    adds_up : bool
        Whether rows of one day are parts of a total.
    is_complete : bool
        Whether a day without rows, inside the period of an export, is a day on which nothing happened.
    lists_all : bool
        Whether a day on which only rows stand that a filter leaves out is a day on which nothing that is
        meant happened: visits, but none from this channel.
    """

    start: str
    end: str
    parted_by: tuple[str, ...] = ()
    adds_up: bool = True
    is_complete: bool = False
    lists_all: bool = False


def _breakdowns(table: str, *names: str) -> tuple[str, ...]:
    """Give the columns of a grain that part a total, other than those that name things and days."""
    return tuple(column for column in SHAPES[table].grain if column not in {"date_start", "date_end", *names})


DAYS: Mapping[str, Days] = {
    "account_day": Days("day", "day"),
    "account_segment_day": Days("day", "day", adds_up=False),
    "post": Days("published", "published", is_complete=True),
    "post_day": Days("day", "day"),
    "ad_day": Days(
        "date_start",
        "date_end",
        _breakdowns("ad_day", "platform", "account_name", "campaign_name", "ad_group_name", "ad_name"),
        is_complete=True,
    ),
    "web_day": Days("date_start", "date_end", _breakdowns("web_day", "platform", "account"), lists_all=True),
    "order": Days("ordered_at", "ordered_at", is_complete=True),
    "mail_campaign": Days("sent_at", "sent_at", is_complete=True),
    "mention": Days("published", "published", is_complete=True),
    "support_day": Days("day", "day"),
    "search_interest": Days("date_start", "date_end", adds_up=False),
}
"""Tables of which a daily series can be made. An ad that was not shown has no row, nor has a day without an order,
a mail or a mention; an account, a site and a support team have a row each day, so that a day without one is unknown."""

COUNTED = {"post": "posts", "order": "orders", "mail_campaign": "mails", "mention": "mentions"}
"""Tables whose rows can be counted, with the word for them."""

NET_SALES = "revenue"
"""What an order brings: its net amount, after discounts, less what was paid back."""

_IDS = {"post": "post_id", "order": "order_id", "mail_campaign": "mail_id", "mention": "mention_id"}
_WITHOUT_MEASURES = frozenset({"rate_card"})
"""Prices are chosen by day; they are no series."""


def is_counted(table: str, measure: str) -> bool:
    """Whether a measure counts the things of a table, not a column of it."""
    return COUNTED.get(table) == measure


def identifier(table: str) -> str:
    """Give the column that names what is counted: an order has several lines and is one order."""
    return _IDS[table]


def column_of(table: str, measure: str) -> str | None:
    """Give the column of a table that a measure is read from; None where the table doesn't have it."""
    if is_counted(table, measure):
        return identifier(table)
    if table == "order" and measure == NET_SALES:
        return "net_amount"
    shape = SHAPES[table]
    kind = None if table in _WITHOUT_MEASURES or measure in shape.grain else shape.kinds.get(measure)
    return None if kind is None or unit_of_kind(kind, None) is None else measure


def tables_with(measure: str) -> tuple[str, ...]:
    """Give the canonical tables that have a measure, in their order."""
    return tuple(name for name in SHAPES if column_of(name, measure) is not None)


def measures() -> tuple[str, ...]:
    """Give every word that a brief may measure, sorted."""
    columns = {column for name, shape in SHAPES.items() for column in shape.kinds if column_of(name, column)}
    return tuple(sorted(columns | set(COUNTED.values()) | {NET_SALES}))


def unit_of_measure(table: CanonicalTable, measure: str) -> Unit:
    """Give the unit of a measure in a table.

    Raises
    ------
    KeyError
        The table doesn't have it.
    """
    if is_counted(table.shape.name, measure):
        return COUNT
    column = column_of(table.shape.name, measure)
    unit = None if column is None else table.unit(column)
    if unit is None:
        raise KeyError(measure)
    return unit


def kind_of(table: str, measure: str) -> ColumnKind:
    """Give the kind of a measure's values."""
    return ColumnKind.COUNT if is_counted(table, measure) else SHAPES[table].kinds[column_of(table, measure) or measure]
