"""What members of a community buy, against customers who were like them on the day they joined."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from smmeasure.core.argument_faults import day_of
from smmeasure.core.loyalty import arguments
from smmeasure.core.loyalty.balance import BAD, GOOD, balance_rows, worst
from smmeasure.core.loyalty.comparing import Call, Compared, as_drawn, as_matched, past_of
from smmeasure.core.loyalty.counted import ambassadors, new_customers
from smmeasure.core.loyalty.outcomes import outcome_results
from smmeasure.core.loyalty.purchases import EPOCH, days_since_epoch
from smmeasure.core.loyalty.quiet_windows import empty_stretches
from smmeasure.core.loyalty.reading import shop_of
from smmeasure.core.loyalty.results import Ambassadors, BalanceRow, Comparison, Loyalty, NewCustomers
from smmeasure.errors import CallError, Fault
from smmeasure.messages import Message, message
from smmeasure.units import FRACTION, Unit

ASSOCIATION = message(
    "An association, not an effect: members chose to join, and may differ in what no order shows. It doesn't say "
    "what the community changed."
)
EFFECT = message("An effect: chance drew who was a member, so the groups differ by nothing else.")


def estimate_loyalty(  # noqa: PLR0913 - the contract of a public function
    orders: pd.DataFrame,
    members: pd.Series,
    *,
    others: pd.Series | None = None,
    comparison: str = "coarsened",
    days: int = 180,
    before: int | None = None,
    until: object = None,
    referrals: pd.Series | None = None,
    currency: str = "EUR",
    level: float = 0.95,
    rng: int = 0,
) -> Loyalty:
    """Compare members of a community with customers who were like them on the day they joined.

    A member's index day is the day of joining; a matched customer gets the same day. What was bought up to and on
    that day is matched on; what is compared begins on the day after and lasts `days` for both, so that nobody is
    credited with time in which he had to be a customer in order to join (immortal time: Suissa 2008, Am. J.
    Epidemiol. 167:492). Members who were not followed for so long are left out. Customers who never joined are the
    others; where people join because they are about to buy, they look less loyal than they would be.

    With ``comparison="randomised"`` chance must have drawn `members` and `others`: the groups are then compared as
    they were drawn by `smmeasure.core.experiment.estimate.estimate_experiment`, with or without orders.

    Parameters
    ----------
    orders : pandas.DataFrame
        The canonical table ``order``: `customer` (keyed hash), `ordered_at` (datetime64), `net_amount` (currency);
        taken where there: `order_id`, `line`, `status`, `cancelled`, `refund`, `margin` (currency), `promo_code`,
        `currency`.
    members : pandas.Series of datetime64, shape (n,)
        Day on which each member joined, or was drawn; the index holds keyed hashes.
    others : pandas.Series of datetime64, shape (m,), optional
        The customers to compare with; left out, all who ordered and are no members. Needed, with the day of the
        draw, for `randomised`; elsewhere its days aren't used.
    comparison : {"coarsened", "propensity", "randomised"}
        Matching in bins of prior orders, spend and recency; on the propensity to join; or none.
    days : int
        Days followed after the index day, 14 to 1100.
    before : int, optional
        Days up to and on the index day whose orders count as a customer's past, 28 to 3660; all if left out.
    until : date-like, optional
        Last day of the orders that counts; the last order's if left out.
    referrals : pandas.Series of str, optional
        Keyed hash of the owner of each referral code; the index holds the codes, as in `promo_code`.
    currency : str
        Currency of the amounts, where the table has no column of it.
    level : float
        Confidence level of each interval by itself, in (0, 1).
    rng : int
        Seed of what settles ties.

    Returns
    -------
    Loyalty
        Repeat rate, retention, orders, revenue and margin with intervals, the balance, new customers, ambassadors.

    Raises
    ------
    CallError
        If an argument can't be taken; the error lists every fault and names no customer.
    """
    faults = list(_faults(orders, members, others, comparison, referrals))
    faults += [*arguments.choice_faults(comparison, days, until, level, currency), *arguments.seed_faults(rng)]
    faults += arguments.past_faults(before)
    if faults:
        raise CallError(*faults)
    call = _call(
        orders, members, others, Comparison(comparison), days, before, day_of(until), level, currency, rng, referrals
    )
    compared = as_drawn(call) if call.comparison is Comparison.RANDOMISED else as_matched(call)
    return _result(call, compared, _ambassadors(call, referrals))


def _faults(orders: object, members: object, others: object, comparison: object, referrals: object) -> list[Fault]:
    randomised = comparison == Comparison.RANDOMISED
    faults = [*arguments.order_faults(orders), *arguments.list_faults("members", members, dated=True)]
    if others is not None:
        faults += arguments.list_faults("others", others, dated=randomised)
        if isinstance(members, pd.Series) and isinstance(others, pd.Series):
            faults += arguments.overlap_faults(members, others)
    elif randomised:
        faults.append(
            Fault(
                "others",
                message("nothing"),
                message("the customers whom chance left out, with the day of the draw"),
                message("Give the whole list of the draw; without it take `coarsened`."),
            )
        )
    if referrals is not None:
        faults += arguments.referral_faults(referrals)
    return faults


def _call(  # noqa: PLR0913, PLR0917 - the arguments of a public function
    orders: pd.DataFrame,
    members: pd.Series,
    others: pd.Series | None,
    comparison: Comparison,
    days: int,
    before: int | None,
    until: date | None,
    level: float,
    currency: str,
    rng: int,
    referrals: pd.Series | None,
) -> Call:
    listed = pd.Series(dtype="datetime64[ns]") if others is None else others
    owners = pd.Index([]) if referrals is None else pd.Index(referrals.to_numpy())
    shop = shop_of(orders, members.index.append([listed.index, owners]), until, before)
    if not len(shop.purchases.day):
        raise CallError.at(
            "orders",
            message("no order of a known customer"),
            message("orders before and after people joined"),
            message("Check `until`, and whether all orders were cancelled."),
        )
    stated = orders["currency"].dropna() if "currency" in orders else pd.Series(dtype=object)
    unit = Unit.parse(str(stated.iloc[0]) if len(stated) else currency) or Unit.parse(currency)
    last = shop.purchases.last_day if until is None else int((np.datetime64(until, "D") - EPOCH).astype(int))
    generator = np.random.default_rng(rng)
    return Call(shop, members, listed, comparison, days, last, level, unit or FRACTION, generator)


def _result(call: Call, compared: Compared, brought: Ambassadors | None) -> Loyalty:
    pairs = compared.pairs
    after = None
    if pairs is not None and len(pairs.members.customers):
        after = past_of(call.shop.purchases, pairs.members), past_of(call.shop.purchases, pairs.others)
    rows = balance_rows(compared.before, after, call.money)
    reason = compared.reason or _unbalanced(call, rows)
    return Loyalty(
        comparison=call.comparison,
        statement=EFFECT if call.comparison is Comparison.RANDOMISED else ASSOCIATION,
        level=call.level,
        days=call.days,
        until=(EPOCH + call.until).item(),
        listed=len(call.members),
        customers=compared.customers,
        compared=0 if pairs is None else len(pairs.members.customers),
        others_compared=0 if pairs is None else len(pairs.others.customers),
        left_out=compared.left_out,
        outcomes=outcome_results(call, pairs, reason),
        balance=rows,
        new_customers=_new(call),
        ambassadors=brought,
        doubts=(*call.shop.doubts, *_doubts(call, compared, rows)),
        reason=reason,
    )


def _unbalanced(call: Call, rows: tuple[BalanceRow, ...]) -> Message | None:
    if call.comparison is Comparison.RANDOMISED or worst(rows) <= BAD:
        return None
    return message(
        "Even after matching, members and others differ by {size} standard deviations in what they had bought before; "
        "beyond {limit} they aren't compared.",
        size=round(worst(rows), 2),
        limit=BAD,
    )


def _doubts(call: Call, compared: Compared, rows: tuple[BalanceRow, ...]) -> list[Message]:
    doubts: list[Message] = []
    size = worst(rows)
    if GOOD < size <= BAD or (size > BAD and call.comparison is Comparison.RANDOMISED):
        doubts.append(
            message(
                "The groups still differ by {size} standard deviations in what they had bought before; up to {limit} "
                "is usual.",
                size=round(size, 2),
                limit=GOOD,
            )
        )
    doubts += [
        message(
            "No order from {start} to {end}, where many are usual: if the file lacks these days, everybody looks less "
            "loyal than he is.",
            start=hole.start,
            end=hole.end,
        )
        for hole in empty_stretches(call.shop.purchases)
    ]
    if short := _short_past(call):
        doubts.append(
            message(
                "For {count} members the orders begin less than {days} days before they joined: their past is cut off.",
                count=short,
                days=call.shop.purchases.before or 0,
            )
        )
    count = 0 if compared.pairs is None else len(compared.pairs.members.customers)
    if compared.reason is None and count < compared.left_out.no_match:
        doubts.append(
            message(
                "Fewer than half of the members found somebody like them: the numbers hold for those {count} alone.",
                count=count,
            )
        )
    return doubts


def _short_past(call: Call) -> int:
    """Count the members whose past the orders don't hold whole."""
    before, first = call.shop.purchases.before, call.shop.purchases.first_day
    return 0 if before is None else int((days_since_epoch(call.members) - before + 1 < first).sum())


def _new(call: Call) -> NewCustomers | None:
    since = int(days_since_epoch(call.members).min())
    if since > call.until:
        return None
    return new_customers(call.shop.purchases, call.shop.marks(call.members.index), since)


def _ambassadors(call: Call, referrals: pd.Series | None) -> Ambassadors | None:
    if referrals is None:
        return None
    codes = {
        code: int(call.shop.position[owner])
        for code, owner in zip(arguments.codes_of(referrals), referrals.to_numpy(), strict=True)
    }
    members = call.shop.marks(call.members.index)
    return ambassadors(call.shop.purchases, members, ~members, codes, call.level)
