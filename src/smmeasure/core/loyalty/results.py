"""What orders say of a community: one frozen value per idea, and nothing that leads to a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from smmeasure.core.estimates import Estimate, Evidence
from smmeasure.core.experiment.outcome import Difference
from smmeasure.core.plain import plain
from smmeasure.messages import Message
from smmeasure.units import Unit


class Comparison(StrEnum):
    """How members and others were made comparable."""

    COARSENED = "coarsened"
    PROPENSITY = "propensity"
    RANDOMISED = "randomised"


class Outcome(StrEnum):
    """What is compared, per customer, over the days that follow."""

    REPEAT_RATE = "repeat_rate"
    RETENTION = "retention"
    ORDERS = "orders"
    REVENUE = "revenue"
    MARGIN = "margin"


class Trait(StrEnum):
    """What was known of a customer on the index day."""

    ORDERS = "prior_orders"
    SPEND = "prior_spend"
    RECENCY = "days_since_order"


@dataclass(frozen=True, slots=True)
class OutcomeResult:
    """One outcome of members against others.

    Attributes
    ----------
    outcome : Outcome
        What was compared: `repeat_rate`, customers with an order in the days that follow, as a fraction;
        `retention`, customers with an order in their second half; `orders`, `revenue` and `margin` per customer.
    unit : Unit
        Unit of the means and of the effect: fraction, count or a currency.
    members, others : float
        Mean per customer; nan where not measurable.
    difference : Difference
        Members less others, with interval, verdict and total over the members compared.
    evidence : Evidence
        `measured` where chance drew the groups, else `modelled`.
    """

    outcome: Outcome
    unit: Unit
    members: float
    others: float
    difference: Difference
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """How alike members and others were in one trait, before and after matching.

    Attributes
    ----------
    trait : Trait
        `prior_orders`, `prior_spend` or `days_since_order`, up to and on the index day.
    unit : Unit
        Unit of the means: count or a currency; days are counted.
    members_before, others_before : float
        Means of all members who could be compared, and of all others on days drawn from the members' days.
    members_after, others_after : float
        Means of those who were compared; nan where nobody was.
    smd_before, smd_after : float
        Standardised mean differences: the difference over the root of the mean of the two variances before
        matching, both times the same; nan where nothing varies.
    """

    trait: Trait
    unit: Unit
    members_before: float
    others_before: float
    members_after: float
    others_after: float
    smd_before: float
    smd_after: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Members who are in the list and not in the comparison.

    Attributes
    ----------
    not_followed : int
        They joined too late: the orders end before their days do.
    no_order_before : int
        They had not ordered before they joined, or never did: no behaviour to match on.
    no_match : int
        No customer who was alike and free.
    """

    not_followed: int = 0
    no_order_before: int = 0
    no_match: int = 0


@dataclass(frozen=True, slots=True)
class NewCustomers:
    """Customers whose first order in the table is later than `since`, counted and not estimated.

    Attributes
    ----------
    since : datetime.date
        First day counted: the first day on which somebody joined.
    history_days : int
        Days of orders before it: who bought earlier than those looks new.
    members, others : int
        New customers in each group.
    members_share, others_share : float
        Their share of the group's customers who ordered since then, as a fraction; nan without any.
    """

    since: date
    history_days: int
    members: int
    others: int
    members_share: float
    others_share: float


@dataclass(frozen=True, slots=True)
class Ambassadors:
    """Who brings orders with a code of their own: counted, and ascribed by the code.

    Attributes
    ----------
    members, others : int
        Customers of each group whose code brought an order of somebody else.
    members_orders, others_orders : int
        Orders that they brought.
    members_revenue, others_revenue : float
        Revenue of those orders, in the currency of the orders.
    members_new, others_new : int
        Of the buyers, those whose first order in the table it was.
    members_rate, others_rate : Estimate
        Ambassadors per customer of the group, as a fraction, with Wilson's interval.
    own_orders : int
        Orders with the buyer's own code, which count for nobody.
    """

    members: int
    others: int
    members_orders: int
    others_orders: int
    members_revenue: float
    others_revenue: float
    members_new: int
    others_new: int
    members_rate: Estimate
    others_rate: Estimate
    own_orders: int


@dataclass(frozen=True, slots=True)
class Loyalty:
    """What orders say of a community.

    Attributes
    ----------
    comparison : Comparison
        How the groups were made comparable.
    statement : Message
        What the numbers may be called: an association, or what the membership changed.
    level : float
        Confidence level of every interval, in (0, 1).
    days : int
        Days followed after each index day.
    until : datetime.date
        Last day of the orders that were used.
    listed : int
        Members in the list.
    customers : int
        Other customers who could be compared.
    compared : int
        Members compared; where matched, as many others.
    others_compared : int
        Others compared.
    left_out : LeftOut
        Members who were not.
    outcomes : tuple of OutcomeResult
        One per outcome; margin only where it was given.
    balance : tuple of BalanceRow
        One per trait.
    new_customers : NewCustomers or None
        None where nobody joined before the orders end.
    ambassadors : Ambassadors or None
        None without referral codes.
    doubts : tuple of Message
        What weakens the comparison.
    reason : Message or None
        Why nothing is measurable; else None.
    """

    comparison: Comparison
    statement: Message
    level: float
    days: int
    until: date
    listed: int
    customers: int
    compared: int
    others_compared: int
    left_out: LeftOut
    outcomes: tuple[OutcomeResult, ...]
    balance: tuple[BalanceRow, ...]
    new_customers: NewCustomers | None
    ambassadors: Ambassadors | None
    doubts: tuple[Message, ...]
    reason: Message | None

    def outcome(self, outcome: Outcome | str) -> OutcomeResult:
        """Give the result of an outcome by its name."""
        return next(result for result in self.outcomes if result.outcome == outcome)

    def to_dict(self) -> Mapping[str, object]:
        """Give everything as plain values for a record: text, numbers, None, lists and mappings."""
        return {field.name: plain(getattr(self, field.name)) for field in fields(self)}
