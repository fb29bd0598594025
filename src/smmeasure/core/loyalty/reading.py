"""From a checked table of orders to arrays: one entry per order, cancelled ones left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from smmeasure.core.arrays import Bools
from smmeasure.core.loyalty.purchases import Purchases, days_since_epoch
from smmeasure.core.loyalty.refunds import with_refunds
from smmeasure.customers import VOID
from smmeasure.errors import CallError
from smmeasure.messages import Message, message


@dataclass(frozen=True, slots=True)
class Shop:
    """The orders, and who is who in them.

    Attributes
    ----------
    purchases : Purchases
        Orders of known customers.
    position : pandas.Series of int
        Position of each hashed customer; stays inside this room.
    doubts : tuple of Message
        What was left out.
    """

    purchases: Purchases
    position: pd.Series
    doubts: tuple[Message, ...]

    def marks(self, customers: pd.Index) -> Bools:
        """Mark the positions of some customers."""
        marks: Bools = self.position.index.isin(customers)
        return marks


def shop_of(orders: pd.DataFrame, people: pd.Index, until: date | None, before: int | None = None) -> Shop:
    """Read orders up to a day.

    Parameters
    ----------
    orders : pandas.DataFrame
        As in `smmeasure.core.loyalty.estimate.estimate_loyalty`, checked.
    people : pandas.Index
        Customers who are known from lists, with or without orders.
    until : datetime.date or None
        Last day that counts; None for all.
    before : int or None
        Days before a day that count as a customer's past; None for all.

    Raises
    ------
    CallError
        Where an order has no amount.
    """
    kept, doubts = _kept(orders, until)
    single = _single(kept)
    names = pd.Index(sorted({*single["customer"], *people}))
    position = pd.Series(np.arange(len(names)), names)
    single["position"], single["since"] = position.loc[single["customer"]].to_numpy(), days_since_epoch(single["day"])
    paid = with_refunds(single)
    single = paid.orders
    if paid.orphans:
        doubts += (message("Refunds that belong to no order in the table, left out: {count}.", count=paid.orphans),)
    margin = single["margin"].to_numpy(dtype=float) if "margin" in single else None
    purchases = Purchases(
        customer=single["position"].to_numpy(dtype=np.intp),
        day=single["since"].to_numpy(dtype=np.intp),
        revenue=single["revenue"].to_numpy(dtype=float),
        margin=margin,
        code=single["code"].to_numpy(dtype=object),
        refunded=single["refund"].to_numpy(dtype=float),
        before=before,
    )
    return Shop(purchases, position, doubts)


def _kept(orders: pd.DataFrame, until: date | None) -> tuple[pd.DataFrame, tuple[Message, ...]]:
    """Leave out what is no purchase of a known customer, and say so."""
    doubts: list[Message] = []
    unknown = orders["customer"].isna()
    if unknown.any():
        doubts.append(message("Rows of orders that name no customer, left out: {count}.", count=int(unknown.sum())))
    gone = (orders["cancelled"] if "cancelled" in orders else orders["customer"].where(unknown)).notna()
    if "status" in orders:
        gone |= orders["status"].astype(str).str.casefold().isin(VOID)
    if gone.any():
        doubts.append(message("{count} rows of cancelled orders were left out", count=int(gone.sum())))
    late = orders["ordered_at"].dt.date > (until or date.max)
    return orders[~unknown & ~gone & ~late], tuple(doubts)


def _single(orders: pd.DataFrame) -> pd.DataFrame:
    """Give one row per order, its amounts added up: the lines after the first carry none."""
    net = orders["net_amount"].astype("float64")
    # An amount below 0 pays back, whether it stands on a line of its order or on a row of its own.
    back = -net.clip(upper=0.0).fillna(0.0)
    refund = back + (orders["refund"].astype("float64").fillna(0.0).abs() if "refund" in orders else 0.0)
    code = orders["promo_code"].fillna("").astype(str).str.strip().str.casefold() if "promo_code" in orders else ""
    table = pd.DataFrame(
        {
            "customer": orders["customer"].astype(str),
            "day": orders["ordered_at"].dt.normalize(),
            "revenue": net.clip(lower=0.0),
            "refund": refund,
            "code": code,
        }
    )
    if "margin" in orders:
        table["margin"] = orders["margin"]
    if "order_id" not in orders:
        return _settled(table)
    # Two shops may give the same number; the orders of two customers are two.
    by = [orders["order_id"].astype(str).to_numpy(), table["customer"].to_numpy()]
    groups = table.groupby(by, sort=True)
    single = groups.agg({"customer": "first", "day": "min", "code": "max", "refund": "sum"})
    for name in ("revenue", "margin"):
        if name in table:
            # The lines after the first carry no amount; an order of which no line does has none.
            single[name] = groups[name].sum(min_count=1)
    return _settled(single)


def _settled(orders: pd.DataFrame) -> pd.DataFrame:
    """Take refunds off; refuse orders without an amount, which would be worth nothing."""
    for name, column in (("revenue", "net_amount"), ("margin", "margin")):
        if name in orders and (missing := int(orders[name].isna().sum())):
            raise CallError.at(
                f"orders[{column}]",
                message("orders without an amount: {count}", count=missing),
                message("an amount for every order"),
                message("Look the amounts up, or leave these orders out and say so; missing is not 0."),
            )
    return orders.assign(gross=orders["revenue"], revenue=orders["revenue"] - orders["refund"])
