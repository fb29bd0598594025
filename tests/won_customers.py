"""A shop by hand, whose customers were won in single weeks."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pandas as pd

from smmeasure.windows import Window

MARCH = Window(date(2026, 3, 2), date(2026, 3, 8))
"""A week from Monday to Sunday."""

Row = tuple[str, date, float]


def bought(rows: list[Row], **columns: float) -> pd.DataFrame:
    """Write orders: who, on which day, for how much."""
    table = pd.DataFrame(rows, columns=["who", "ordered_at", "net_amount"])
    hashes = [hashlib.blake2b(who.encode(), digest_size=16).hexdigest() for who in table["who"]]
    days = pd.to_datetime(table["ordered_at"])
    return table.assign(customer=hashes, ordered_at=days, **columns).drop(columns="who")


def shop(won: tuple[int, ...] = (60, 20, 24, 28), *, again: int = 30, until: date = date(2026, 6, 30)) -> list[Row]:
    """Write a shop: on the Mondays from 2 March 2026 backwards so many customers spend 10 euros for the first time.

    Of the campaign's the first `again` spend 20 euros more on 1 April; somebody else buys on the first and last day.
    """
    rows: list[Row] = [("old", date(2025, 1, 1), 1.0), ("old", until, 1.0)]
    for weeks, count in enumerate(won):
        rows += [(f"{weeks}-{who}", MARCH.start - timedelta(weeks=weeks), 10.0) for who in range(count)]
    return rows + [(f"0-{who}", date(2026, 4, 1), 20.0) for who in range(again)]


QUIET = date(2026, 2, 9)
"""The Monday of the third week before the campaign."""
