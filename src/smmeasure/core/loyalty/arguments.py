"""What loyalty may be measured from: every fault at once, and no customer in any sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from smmeasure.brief.loyalty import LONGEST, LONGEST_PAST, SHORTEST, SHORTEST_PAST
from smmeasure.core.argument_faults import TO_FRAME, day_of, no_day, numbers_of, share_faults, size_faults, wrong_type
from smmeasure.core.loyalty.results import Comparison
from smmeasure.errors import Fault
from smmeasure.messages import message
from smmeasure.units import Unit

NEEDED = ("customer", "ordered_at", "net_amount")
MONEY = ("net_amount", "refund", "margin")

_HASH = re.compile(r"[0-9a-f]{32}")
_REHASH = message("Read the file with `smm.read_export(…, key=smm.load_key())`, which hashes at the door.")


def order_faults(orders: object) -> Iterator[Fault]:
    """Look for what a table of orders can't be."""
    if not isinstance(orders, pd.DataFrame):
        yield wrong_type("orders", orders, message("a pandas DataFrame with one row per order or line"), TO_FRAME)
        return
    missing = [name for name in NEEDED if name not in orders.columns]
    if missing:
        yield Fault(
            "orders",
            message("no column {names}", names=", ".join(missing)),
            message("the columns {names}", names=", ".join(NEEDED)),
            message("Take the table `order` of `smm.read_export`, or rename your columns."),
        )
        return
    if not orders.columns.is_unique:
        yield Fault(
            "orders",
            message("columns of the same name"),
            message("each column once"),
            message("Rename or drop the second one."),
        )
        return
    yield from _row_faults(orders)
    for name in MONEY:
        # A shop without any refund has an empty column of them.
        if name in orders.columns and not (name == "refund" and orders[name].isna().all()):
            yield from _money_faults(f"orders[{name}]", orders[name])


def _row_faults(orders: pd.DataFrame) -> Iterator[Fault]:
    yield from hash_faults("orders[customer]", orders["customer"].dropna())
    yield from _day_faults("orders[ordered_at]", orders["ordered_at"], needed=True)
    if orders["customer"].isna().all():
        yield Fault(
            "orders[customer]",
            message("no customer on any of {count} rows", count=len(orders)),
            message("a keyed hash on the rows of known customers"),
            _REHASH,
        )
    currencies = sorted(map(str, orders["currency"].dropna().unique())) if "currency" in orders.columns else []
    if len(currencies) > 1:
        yield Fault(
            "orders[currency]",
            message("several currencies: {names}", names=", ".join(currencies)),
            message("one currency"),
            message("Convert the amounts by a rate that you state, or take the orders of one currency."),
        )
    elif currencies and ((unit := Unit.parse(currencies[0])) is None or not unit.is_money):
        yield _no_currency("orders[currency]", currencies[0])
    if "order_id" in orders.columns:
        yield from _number_faults(orders)


def _number_faults(orders: pd.DataFrame) -> Iterator[Fault]:
    keys = [name for name in ("platform", "order_id", "line") if name in orders.columns]
    if missing := int(orders["order_id"].isna().sum()):
        yield Fault(
            "orders[order_id]",
            message("rows without a number: {count}", count=missing),
            message("the number of the order on every row"),
            message("Leave the column out if the shop has no numbers: each row is then an order."),
        )
    if doubled := int(orders.duplicated(keys if "line" in keys else None).sum()):
        yield Fault(
            "orders[order_id]",
            message("rows that stand there twice: {count}", count=doubled),
            message("each line of an order once"),
            message("Two exports were put together: drop the rows that both hold."),
        )


def _money_faults(place: str, values: pd.Series) -> Iterator[Fault]:
    numbers = numbers_of(values)
    if numbers is None:
        yield Fault(
            place,
            message("values of type {type}", type=str(values.dtype)),
            message("amounts of money as numbers"),
            message("Use pandas.to_numeric and mend what it can't read."),
        )
        return
    yield from size_faults(place, numbers, message("amounts of money as numbers"))
    if np.isnan(numbers).all():
        yield Fault(
            place,
            message("no amount at all"),
            message("an amount for every order"),
            message("Export the orders with their amounts, or leave the column out where it may be."),
        )


def list_faults(place: str, people: object, *, dated: bool) -> Iterator[Fault]:
    """Look for what a list of customers can't be.

    Parameters
    ----------
    place : str
        Argument.
    people : object
        What was given.
    dated : bool
        Whether each of them needs a day.
    """
    if not isinstance(people, pd.Series):
        yield wrong_type(
            place,
            people,
            message("a pandas Series of days, with hashed customers as its index"),
            message("Take what `smm.read_members` gives, or `table.set_index('customer')['since']`."),
        )
        return
    if not len(people):
        yield Fault(place, message("nobody"), message("one row per customer"), message("Check the list or its filter."))
        return
    yield from hash_faults(place, people.index.to_series())
    doubled = int(people.index.duplicated().sum())
    if doubled:
        yield Fault(
            place,
            message("customers who stand there twice: {count}", count=doubled),
            message("each customer once"),
            message("Keep the first day on which each of them joined."),
        )
    if dated:
        yield from _day_faults(place, people, needed=True)


def overlap_faults(members: pd.Series, others: pd.Series) -> Iterator[Fault]:
    """Look for customers who are in both groups."""
    both = int(members.index.isin(others.index).sum())
    if both:
        yield Fault(
            "others",
            message("customers who are members too: {count}", count=both),
            message("each customer in one group"),
            message("Find out which of the two lists is right; nobody can be compared with himself."),
        )


def referral_faults(referrals: object) -> Iterator[Fault]:
    """Look for what the owners of referral codes can't be."""
    if not isinstance(referrals, pd.Series):
        yield wrong_type(
            "referrals",
            referrals,
            message("a pandas Series of hashed customers, with their codes as its index"),
            message("Write `table.set_index('code')['customer']`."),
        )
        return
    yield from hash_faults("referrals", referrals)
    doubled = int(codes_of(referrals).duplicated().sum())
    if doubled:
        yield Fault(
            "referrals",
            message("codes that stand there twice: {count}", count=doubled),
            message("each code once, with one owner"),
            message("Leave out codes that several people share: they say nothing of who brings whom."),
        )


def codes_of(referrals: pd.Series) -> pd.Index:
    """Give the codes as they are compared: whatever their case and the spaces around them."""
    return referrals.index.astype(str).str.strip().str.casefold()


def choice_faults(comparison: object, days: object, until: object, level: object, currency: object) -> Iterator[Fault]:
    """Look for choices that can't be followed."""
    if comparison not in tuple(Comparison):
        yield Fault(
            "comparison",
            message("{value}", value=repr(comparison)),
            message("one of {names}", names=", ".join(Comparison)),
            message("Take `coarsened` unless chance drew who was invited."),
        )
    whole = isinstance(days, int) and not isinstance(days, bool)
    if not whole or not SHORTEST <= int(str(days)) <= LONGEST:
        yield Fault(
            "days",
            message("{value}", value=repr(days)),
            message("a whole number from {low} to {high}", low=SHORTEST, high=LONGEST),
            message("Take about twice the usual time between two orders."),
        )
    if until is not None and day_of(until) is None:
        yield no_day("until", until)
    yield from share_faults("level", level)
    unit = Unit.parse(currency) if isinstance(currency, str) else None
    if unit is None or not unit.is_money:
        yield _no_currency("currency", currency)


def past_faults(before: object) -> Iterator[Fault]:
    """Look for a past that is too short or too long to tell customers apart."""
    whole = isinstance(before, int) and not isinstance(before, bool)
    if before is not None and (not whole or not SHORTEST_PAST <= int(str(before)) <= LONGEST_PAST):
        yield Fault(
            "before",
            message("{value}", value=repr(before)),
            message("a whole number from {low} to {high}", low=SHORTEST_PAST, high=LONGEST_PAST),
            message("Leave it out to take all orders before the day."),
        )


def seed_faults(rng: object) -> Iterator[Fault]:
    """Look for a seed that is none."""
    if not isinstance(rng, int) or isinstance(rng, bool) or rng < 0:
        yield Fault(
            "rng",
            message("{value}", value=repr(rng)),
            message("a whole number, 0 or more"),
            message("Leave it out unless you want to see how far ties matter."),
        )


def _no_currency(place: str, given: object) -> Fault:
    return Fault(
        place,
        message("{value}", value=repr(given)),
        message("a currency of three letters"),
        message("Write EUR, for instance; money equivalents are no money."),
    )


def hash_faults(place: str, customers: pd.Series) -> Iterator[Fault]:
    """Look for customers who were not hashed; what stands there is never told."""
    plain = sum(not (isinstance(one, str) and _HASH.fullmatch(one)) for one in customers.tolist())
    if plain:
        yield Fault(
            place,
            message("customers that are no keyed hash: {count}", count=plain),
            message("32 hexadecimal digits each"),
            _REHASH,
        )


def _day_faults(place: str, days: pd.Series, *, needed: bool) -> Iterator[Fault]:
    if not pd.api.types.is_datetime64_dtype(days):
        yield Fault(
            place,
            message("values of type {type}", type=str(days.dtype)),
            message("days without a time zone"),
            message("Use pandas.to_datetime with the format that the file has, then tz_localize(None)."),
        )
    elif needed and (missing := int(days.isna().sum())):
        yield Fault(
            place,
            message("rows without a day: {count}", count=missing),
            message("a day on every row"),
            message("Look the days up: without the day nothing tells before from after."),
        )
