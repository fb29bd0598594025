"""What the files of a campaign say of customers; persons only as keyed hashes."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from smmeasure.messages import Message
from smmeasure.series import FileFacts

VOID = ("voided", "expired", "failed", "cancelled", "canceled")
"""States of orders that were never bought."""


@dataclass(frozen=True, slots=True)
class CustomerRows:
    """Orders with customer keys, and who is a member.

    Attributes
    ----------
    orders : pandas.DataFrame
        The canonical table ``order``: `customer` (keyed hash, null where unknown), `ordered_at` (datetime64),
        `net_amount` and `refund` (currency) …; `margin` (currency) where the brief declares its share.
    members : pandas.Series of datetime64 or None
        Day on which each member joined or was drawn, by keyed hash; None where the brief names no list.
    others : pandas.Series of datetime64 or None
        The customers to compare with, likewise.
    referrals : pandas.Series of str or None
        Keyed hash of the owner of each code, by code.
    files : tuple of str
        Files as named in the brief.
    doubts : tuple of Message
        What a reader should know of the files.
    facts : tuple of FileFacts
        Every file that was read, with its fingerprint.
    """

    orders: pd.DataFrame
    members: pd.Series | None
    others: pd.Series | None
    referrals: pd.Series | None
    files: tuple[str, ...]
    doubts: tuple[Message, ...] = ()
    facts: tuple[FileFacts, ...] = ()
