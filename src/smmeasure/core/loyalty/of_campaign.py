"""What a campaign's brief asks of customers: members against others, and the customers won."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from smmeasure.brief.campaign import Campaign
from smmeasure.brief.loyalty import Loyalty as Declared
from smmeasure.core.days import Frame, too_early
from smmeasure.core.loyalty.cohort_results import Cohorts
from smmeasure.core.loyalty.cohorts import estimate_cohorts
from smmeasure.core.loyalty.estimate import estimate_loyalty
from smmeasure.core.loyalty.purchases import EPOCH
from smmeasure.core.loyalty.reading import shop_of
from smmeasure.core.loyalty.results import Comparison, Loyalty
from smmeasure.customers import CustomerRows
from smmeasure.messages import Message, message
from smmeasure.series import FileFacts

_UNDECLARED = message(
    "The brief declares no orders with customer keys (loyalty): who comes back, and who brings others, is not known."
)
_NO_ORDERS = message("The brief declares no orders with customer keys (loyalty).")
_NO_LIST = message("The brief declares orders and no list of members (loyalty.members): nobody is compared.")


@dataclass(frozen=True, slots=True)
class Customers:
    """What is known of customers; each part, or the reason why there is none.

    Attributes
    ----------
    loyalty : Loyalty or None
        Members of the community against others.
    loyalty_reason : Message or None
        Why there is no comparison.
    cohorts : Cohorts or None
        Customers won in the campaign's window.
    cohorts_reason : Message or None
        Why they are not told.
    files : tuple of str
        Files as named in the brief.
    doubts : tuple of Message
        What a reader should know of the files.
    facts : tuple of FileFacts
        Every file that was read, with its fingerprint.
    """

    loyalty: Loyalty | None
    loyalty_reason: Message | None
    cohorts: Cohorts | None
    cohorts_reason: Message | None
    files: tuple[str, ...] = ()
    doubts: tuple[Message, ...] = ()
    facts: tuple[FileFacts, ...] = ()


def customers_of(campaign: Campaign, rows: CustomerRows | None, frame: Frame) -> Customers:
    """Work out what a brief asks of customers, with what was known on the date of the report.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    rows : CustomerRows or None
        What its files say; None where it names none.
    frame : Frame
        Days to measure on.
    """
    asked = campaign.loyalty
    if asked is None or rows is None:
        return Customers(None, _UNDECLARED, None, _NO_ORDERS)
    purchases = shop_of(rows.orders, pd.Index([]), frame.as_of).purchases
    if not len(purchases.day):
        nothing = message("No order of a known customer up to {day}.", day=frame.as_of)
        return Customers(None, nothing, None, nothing, rows.files, rows.doubts, rows.facts)
    known = replace(rows, members=_joined(rows.members, frame.as_of), others=_joined(rows.others, frame.as_of))
    until, reason, early = (EPOCH + purchases.last_day).item(), _nobody(asked, known, frame.as_of), too_early(frame)
    return Customers(
        loyalty=None if reason else _loyalty(campaign, asked, known, until),
        loyalty_reason=reason,
        cohorts=None if early else _cohorts(campaign, asked, rows.orders, until, frame),
        cohorts_reason=early,
        files=rows.files,
        doubts=(*rows.doubts, *_late(rows.members, known.members, frame.as_of)),
        facts=rows.facts,
    )


def _joined(people: pd.Series | None, as_of: date) -> pd.Series | None:
    """Keep who had joined by the date of the report."""
    return None if people is None else people[people.dt.date <= as_of]


def _nobody(asked: Declared, known: CustomerRows, as_of: date) -> Message | None:
    """Say why there is nobody to compare, or None."""
    if known.members is None:
        return _NO_LIST
    nobody_left_out = known.others is None or not len(known.others)
    if not len(known.members) or (asked.randomised and nobody_left_out):
        return message("Nobody had joined, or had been drawn, by {day}.", day=as_of)
    return None


def _late(listed: pd.Series | None, joined: pd.Series | None, as_of: date) -> Iterator[Message]:
    if listed is not None and joined is not None and len(joined) < len(listed):
        count = len(listed) - len(joined)
        yield message(
            "{count} members joined after {day}, the date of the report, and are left out.", count=count, day=as_of
        )


def _loyalty(campaign: Campaign, asked: Declared, known: CustomerRows, until: date) -> Loyalty:
    matched = Comparison.PROPENSITY if asked.matching == "propensity" else Comparison.COARSENED
    members = pd.Series(dtype="datetime64[ns]") if known.members is None else known.members
    return estimate_loyalty(
        known.orders,
        members,
        others=known.others if known.others is not None and len(known.others) else None,
        comparison=Comparison.RANDOMISED if asked.randomised else matched,
        days=asked.days,
        before=asked.before,
        until=until,
        referrals=known.referrals,
        currency=campaign.currency,
        level=campaign.level,
    )


def _cohorts(campaign: Campaign, asked: Declared, orders: pd.DataFrame, until: date, frame: Frame) -> Cohorts:
    return estimate_cohorts(
        orders,
        frame.window,
        kept_out=frame.kept_out,
        quiet_start=frame.quiet_start,
        until=until,
        new_after=asked.new_after,
        currency=campaign.currency,
        level=campaign.level,
    )
