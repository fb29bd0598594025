"""One order in eight of Maison Alba, with who placed it, and the members of its community."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from smmeasure.data.demo.simulator import PRODUCTS, DemoData, effect_profile
from smmeasure.data.demo.story import EFFECTS, PERIOD

SAMPLE = 1 / 8
"""Share of the shop's orders that the file holds: it stays small."""

MEMBER_LIFT = 1.6
"""How much more often a customer buys from the day after joining on."""

_EARLIER, _MOST = 1200, 6000
"""Customers who had bought before the data begin, and room for all."""

_NEW, _NEW_BY_CAMPAIGN = 0.3, 0.8
"""Share of orders that come from new customers: usually, and among those that the red dresses' campaign brought."""

_SHAPE = 0.9
_GUESTS, _RETURNS, _WHOLE = 0.03, 0.07, 0.6
_MEMBERS, _JOINING = 330, (150, 420)
_KEY = b"the demo brand's own secret"

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DemoCustomers:
    """Orders with keys, and members.

    Attributes
    ----------
    orders : pandas.DataFrame
        One row per order: order_id, customer (keyed hash, empty for guests), ordered_at, net_amount and refund (EUR).
    members : pandas.DataFrame
        One row per member: customer (keyed hash), since (the day of joining).
    """

    orders: pd.DataFrame
    members: pd.DataFrame


class _Shop:
    """The customers as the days go by: how keen each is, and which day each joined on, -1 for never."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.count = _EARLIER
        self.keen = rng.gamma(_SHAPE, size=_MOST)
        self.joined: Ints = np.full(_MOST, -1)
        self.bought: list[int] = []

    def buyer(self, *, is_new: bool) -> int:
        """Draw who buys: somebody new, or one of the known customers, the keener ones more often."""
        if is_new:
            self.count += 1
            who = self.count - 1
        else:
            sums = np.cumsum(self.keen[: self.count])
            who = int(np.searchsorted(sums, self.rng.random() * sums[-1]))
        self.bought.append(who)
        return who

    def let_join(self, day: int, people: int) -> None:
        """Let some customers join who have bought: who bought more often is likelier to."""
        for _ in range(people):
            free = [who for who in self.bought if self.joined[who] < 0]
            who = free[int(self.rng.integers(len(free)))]
            self.joined[who] = day
            self.keen[who] *= MEMBER_LIFT


@dataclass(frozen=True, slots=True)
class _Sold:
    """What the shop sold of one product: orders, price of an order's first piece, share of orders with a second one.

    Each of shape (days of the data,); `brought` is the share of the orders that the red dresses' campaign brought.
    """

    orders: Ints
    price: Floats
    second: Floats
    brought: Floats


def simulate_customers(data: DemoData, seed: int) -> DemoCustomers:
    """Say who placed the shop's orders.

    Each order of the shop is in the file with the probability `SAMPLE`. Its customer is new, or one of those who
    bought before, the keener ones more often. Members join of their own choice, and buy more often from then on.

    Parameters
    ----------
    data : DemoData
        The shop's days.
    seed : int
        Changes the noise and nothing else.

    Returns
    -------
    DemoCustomers
        The customers' orders over all days, and the members.
    """
    rng = np.random.default_rng([seed, 5])
    shop, sold = _Shop(rng), [_sold(data, name) for name in PRODUCTS]
    joining = np.bincount(rng.integers(*_JOINING, _MEMBERS), minlength=PERIOD.days)
    rows: list[tuple[int, int, float]] = []
    for day in range(PERIOD.days):
        rows += [order for one in sold for order in _day(shop, one, day)]
        shop.let_join(day, int(joining[day]))
    return DemoCustomers(_orders(rows, rng), _members(shop))


def _sold(data: DemoData, name: str) -> _Sold:
    days = data.shop[data.shop["product"] == PRODUCTS[name]]
    orders, pieces = days["orders"].to_numpy(), days["pieces"].to_numpy()
    effect = next(one for one in EFFECTS if (one.campaign, one.series) == ("robes-rouges", "red_orders"))
    extra = effect_profile(effect) if name == "red" else np.zeros(PERIOD.days)
    return _Sold(
        orders=orders,
        price=days["net_sales"].to_numpy() / np.maximum(pieces, 1),
        second=pieces / np.maximum(orders, 1) - 1.0,
        brought=extra / np.maximum(orders, 1),
    )


def _day(shop: _Shop, sold: _Sold, day: int) -> Iterator[tuple[int, int, float]]:
    """Give the orders of a day: customer, day, amount."""
    new_share = _NEW + (_NEW_BY_CAMPAIGN - _NEW) * sold.brought[day]
    for _ in range(int(shop.rng.binomial(sold.orders[day], SAMPLE))):
        who = shop.buyer(is_new=bool(shop.rng.random() < new_share))
        pieces = 1 + int(shop.rng.random() < sold.second[day])
        yield who, day, round(pieces * float(sold.price[day]), 2)


def _orders(rows: list[tuple[int, int, float]], rng: np.random.Generator) -> pd.DataFrame:
    customers, days, amounts = (np.array(column) for column in zip(*rows, strict=True))
    is_guest, is_back = rng.random(len(rows)) < _GUESTS, rng.random(len(rows)) < _RETURNS
    back = np.where(rng.random(len(rows)) < _WHOLE, 1.0, 0.5)
    return pd.DataFrame(
        {
            "order_id": [f"A{number}" for number in range(10_001, 10_001 + len(rows))],
            "customer": ["" if guest else _hash(int(who)) for who, guest in zip(customers, is_guest, strict=True)],
            "ordered_at": PERIOD.index()[days],
            "net_amount": amounts,
            "refund": np.where(is_back, np.round(back * amounts, 2), 0.0),
        }
    )


def _members(shop: _Shop) -> pd.DataFrame:
    joined = [(_hash(who), PERIOD.index()[day]) for who, day in enumerate(shop.joined.tolist()) if day >= 0]
    return pd.DataFrame(joined, columns=["customer", "since"]).sort_values(["since", "customer"], ignore_index=True)


def _hash(customer: int) -> str:
    """Give the keyed hash of a customer who doesn't exist."""
    address = f"cliente{customer:05d}@maison-alba.example"
    return hashlib.blake2b(address.encode(), digest_size=16, key=_KEY).hexdigest()
