"""What is counted and not estimated: new customers, and orders brought with a code."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from smmeasure.core.arrays import Bools
from smmeasure.core.estimates import Estimate
from smmeasure.core.experiment.intervals import Share, normal_quantile, wilson
from smmeasure.core.loyalty.purchases import EPOCH, Purchases
from smmeasure.core.loyalty.results import Ambassadors, NewCustomers

_NAN = float("nan")


def new_customers(purchases: Purchases, is_member: Bools, since: int) -> NewCustomers:
    """Count customers whose first order is on `since` or later.

    Parameters
    ----------
    purchases : Purchases
        The orders.
    is_member : ndarray of bool
        By position of the customer.
    since : int
        Days since 1970.
    """
    late, member = purchases.day >= since, is_member[purchases.customer]
    first = purchases.is_first()
    counts: dict[bool, tuple[int, float]] = {}
    for group in (True, False):
        rows = late & (member == group)
        fresh, active = int((rows & first).sum()), len(np.unique(purchases.customer[rows]))
        counts[group] = fresh, fresh / active if active else _NAN
    return NewCustomers(
        since=(EPOCH + since).item(),
        history_days=max(since - purchases.first_day, 0),
        members=counts[True][0],
        others=counts[False][0],
        members_share=counts[True][1],
        others_share=counts[False][1],
    )


def ambassadors(
    purchases: Purchases, is_member: Bools, is_other: Bools, codes: Mapping[str, int], level: float
) -> Ambassadors:
    """Count who brings orders of other people.

    Parameters
    ----------
    purchases : Purchases
        The orders.
    is_member, is_other : ndarray of bool
        By position of the customer.
    codes : mapping of str to int
        Position of the owner of each referral code.
    level : float
        Confidence level of the shares, in (0, 1).
    """
    owner = np.array([codes.get(code, -1) for code in purchases.code.tolist()], dtype=np.intp)
    own = owner == purchases.customer
    brought = (owner >= 0) & ~own
    first = purchases.is_first()
    found: list[tuple[int, int, float, int, Estimate]] = []
    for group in (is_member, is_other):
        rows = brought & group[owner]
        people = len(np.unique(owner[rows]))
        rate = _share(people, int(group.sum()), level)
        revenue = round(float(purchases.revenue[rows].sum()), 6)
        found.append((people, int(rows.sum()), revenue, int((rows & first).sum()), rate))
    members, others = found
    return Ambassadors(
        members=members[0],
        others=others[0],
        members_orders=members[1],
        others_orders=others[1],
        members_revenue=members[2],
        others_revenue=others[2],
        members_new=members[3],
        others_new=others[3],
        members_rate=members[4],
        others_rate=others[4],
        own_orders=int(own.sum()),
    )


def _share(successes: int, people: int, level: float) -> Estimate:
    if not people:
        return Estimate(_NAN, _NAN, _NAN)
    ends = wilson(Share(successes, people), normal_quantile(level))
    return Estimate(successes / people, ends.lower, ends.upper)
