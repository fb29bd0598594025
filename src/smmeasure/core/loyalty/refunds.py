"""Refunds that stand on rows of their own, put to the orders that they pay back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

_MONEY = ("revenue", "refund", "margin")


@dataclass(frozen=True, slots=True)
class Refunded:
    """Orders after their refunds.

    Attributes
    ----------
    orders : pandas.DataFrame
        One row per order, sorted by customer and day; `refund` holds what was paid back, 0 or more.
    orphans : int
        Refunds without an order before them.
    """

    orders: pd.DataFrame
    orphans: int


def with_refunds(orders: pd.DataFrame) -> Refunded:
    """Take each refund off the customer's latest order before it: it is no order, and its money is the order's.

    Parameters
    ----------
    orders : pandas.DataFrame
        One row per order: `position` of the customer, `since` (days), `gross`, `refund` (both 0 or more), `revenue`
        (what is left), perhaps `margin`. A row that pays back and brings nothing is a refund.
    """
    paid_back = (orders["gross"] <= 0.0) & (orders["refund"] > 0.0)
    ordered = orders.assign(paid_back=paid_back).sort_values(["position", "since", "paid_back"], kind="stable")
    ordered = ordered.reset_index(drop=True)
    late = ordered.pop("paid_back").to_numpy()
    if not late.any():
        return Refunded(ordered, 0)
    latest = np.maximum.accumulate(np.where(late, -1, np.arange(len(ordered))))
    customer = ordered["position"].to_numpy()
    has_order = late & (latest >= 0) & (customer[np.maximum(latest, 0)] == customer)
    for name in _MONEY:
        if name in ordered:
            money = ordered[name].to_numpy(dtype=float, copy=True)
            np.add.at(money, latest[has_order], money[has_order])
            ordered[name] = money
    return Refunded(ordered[~late].reset_index(drop=True), int((late & ~has_order).sum()))
