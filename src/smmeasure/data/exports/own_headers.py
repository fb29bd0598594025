"""Header dictionaries of our own canonical columns, made of the shapes of the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from smmeasure.data.exports.canonical import ColumnKind
from smmeasure.data.exports.shapes import SHAPES

PLATFORM = "canonical"
"""What a file in our own columns is said to come from."""

_REQUIRED: Mapping[str, Sequence[str]] = {
    "account_day": ("platform", "day"),
    "account_segment_day": ("dimension", "segment", "day"),
    "audience": ("dimension", "segment", "as_of_date"),
    "post": ("post_id", "published"),
    "post_snapshot": ("post_id", "as_of_date"),
    "post_day": ("post_id", "day"),
    "ad_day": ("date_start", "spend"),
    "web_day": ("date_start", "sessions"),
    "order": ("order_id", "ordered_at"),
    "mail_campaign": ("mail_id", "sent_at"),
    "mention": ("mention_id", "published"),
    "support_day": ("day", "channel", "contacts"),
    "rate_card": ("platform", "action", "central", "valid_from"),
    "search_interest": ("term", "date_start", "interest"),
}
"""Columns that decide that a file is a table of ours: what tells its rows apart, and what only it has."""


def own_dictionaries() -> Iterator[dict[str, Any]]:
    """Give a dictionary per canonical table, as YAML would hold it: its headers are the names of its columns."""
    for name, required in _REQUIRED.items():
        kinds = SHAPES[name].kinds
        yield {
            "platform": PLATFORM,
            "report": name,
            "layout": "rows",
            "reader": "own_rows",
            "tables": [name],
            "origin": "The columns of our own canonical tables.",
            "required": list(required),
            "columns": [
                {"column": column, "kind": kind.value, "headers": {"en": _headers(column, kind)}}
                for column, kind in kinds.items()
            ],
        }


def _headers(column: str, kind: ColumnKind) -> list[str]:
    return [column, f"{column} ({{currency}})"] if kind is ColumnKind.MONEY else [column]
