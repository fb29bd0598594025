"""Who is compared with whom, and who is left out for which reason."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from smmeasure.core.loyalty.matching import Group, Pairs, match
from smmeasure.core.loyalty.purchases import Past, Purchases, days_since_epoch
from smmeasure.core.loyalty.reading import Shop
from smmeasure.core.loyalty.results import Comparison, LeftOut
from smmeasure.messages import Message, message
from smmeasure.units import Unit

FEWEST = 50
"""Pairs, or people in each group that chance drew, below which the mean of skewed money has no honest interval."""

SEPARATED = message(
    "Members and other customers don't overlap: their past alone tells who is a member, so that nobody can be compared."
)


@dataclass(frozen=True, slots=True)
class Call:
    """A call whose arguments hold together.

    Attributes
    ----------
    shop : Shop
        Orders.
    members, others : pandas.Series
        Index day of each listed customer; `others` is empty where nobody was listed.
    comparison : Comparison
        How the groups are made comparable.
    days : int
        Days followed.
    until : int
        Last day known, since 1970.
    level : float
        Confidence level.
    money : Unit
        Currency.
    rng : numpy.random.Generator
        Chance for ties.
    """

    shop: Shop
    members: pd.Series
    others: pd.Series
    comparison: Comparison
    days: int
    until: int
    level: float
    money: Unit
    rng: np.random.Generator


@dataclass(frozen=True, slots=True)
class Compared:
    """Who was compared, or why nobody.

    Attributes
    ----------
    pairs : Pairs or None
        Both groups; None where nobody could be matched.
    before : tuple of Past
        Members, then others, before matching.
    left_out : LeftOut
        Members who are not compared.
    customers : int
        Others who could be compared.
    reason : Message or None
        Why nothing is measurable.
    """

    pairs: Pairs | None
    before: tuple[Past, Past]
    left_out: LeftOut
    customers: int
    reason: Message | None = None


def _group(call: Call, people: pd.Series) -> Group:
    """Give listed customers in the order of their hashes, whatever the order of the file."""
    listed = people.sort_index()
    return Group(call.shop.position.loc[listed.index].to_numpy(dtype=np.intp), days_since_epoch(listed))


def past_of(purchases: Purchases, group: Group) -> Past:
    """Tell what a group had bought up to and on its index days."""
    return purchases.past(group.customers, group.days)


def as_drawn(call: Call) -> Compared:
    """Take both groups as they were drawn; people drawn too late to be followed are left out of both."""
    members, others = _group(call, call.members), _group(call, call.others)
    followed = [group.taken(np.flatnonzero(group.days + call.days <= call.until)) for group in (members, others)]
    pairs = Pairs(*followed)
    before = past_of(call.shop.purchases, members), past_of(call.shop.purchases, others)
    left = LeftOut(not_followed=len(members.days) - len(pairs.members.days))
    return Compared(pairs, before, left, len(others.days), _too_few(pairs))


def as_matched(call: Call) -> Compared:
    """Match members who had ordered and were followed; say who was left out, and why."""
    purchases, listed = call.shop.purchases, _group(call, call.members)
    is_followed = listed.days + call.days <= call.until
    has_bought = past_of(purchases, listed).orders > 0.0
    members = listed.taken(np.flatnonzero(is_followed & has_bought))
    pool = _pool(call, members)
    left = LeftOut(int((~is_followed).sum()), int((is_followed & ~has_bought).sum()))
    before = past_of(purchases, members), past_of(purchases, pool)
    count = len(pool.customers)
    if not len(members.customers) or not count:
        return Compared(None, before, left, count, _nobody(len(members.customers)))
    pairs = match(purchases, members, pool, call.comparison, call.rng)
    if pairs is None:
        return Compared(None, before, left, count, SEPARATED)
    unmatched = len(members.customers) - len(pairs.members.customers)
    left = LeftOut(left.not_followed, left.no_order_before, unmatched)
    return Compared(pairs, before, left, count, _too_few(pairs))


def _pool(call: Call, members: Group) -> Group:
    """Give the others who had ordered by a day drawn from the members' days (Zhou et al. 2005)."""
    purchases = call.shop.purchases
    others = call.shop.marks(call.others.index) if len(call.others) else ~call.shop.marks(call.members.index)
    everybody = np.intersect1d(np.flatnonzero(others), purchases.customer)
    if not len(members.days):
        return Group(everybody, np.full(len(everybody), call.until))
    drawn_days = call.rng.choice(members.days, len(everybody))
    pool = Group(everybody, drawn_days)
    return pool.taken(np.flatnonzero(past_of(purchases, pool).orders > 0.0))


def _nobody(members: int) -> Message:
    if not members:
        return message(
            "No member had ordered before joining and was followed for long enough: take fewer days, or orders that "
            "begin earlier and end later."
        )
    return message("No other customer had ordered by the days on which members joined: nobody to compare with.")


def _too_few(pairs: Pairs) -> Message | None:
    fewest = min(len(pairs.members.customers), len(pairs.others.customers))
    if fewest >= FEWEST:
        return None
    return message(
        "Only {count} members could be compared; from {fewest} on an interval can be trusted. Wait, or take fewer "
        "days.",
        count=fewest,
        fewest=FEWEST,
    )
