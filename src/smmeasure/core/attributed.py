"""Attributed ROAS: the revenue that ad platforms claim for their ads, beside what the ads really brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

from smmeasure.costs import CostItem
from smmeasure.messages import Message, message
from smmeasure.units import Money


@dataclass(frozen=True, slots=True)
class AttributedRoas:
    """Attributed revenue over the spend that it is attributed to.

    Attributes
    ----------
    roas : float
        Money per unit of money; counted by the platform, nothing estimated.
    revenue : Money
        Conversion value that the platform attributes to the ads, in the days of the actions.
    spend : Money
        What these ads cost in the same days.
    incremental : Money or None
        Revenue gained over the baseline; None where no iROAS is computed.
    settings : tuple of str
        Attribution settings that the exports name.
    days_missing : int
        Days for which the export gives no conversion value.
    media : Money
        Everything spent on media: the iROAS is over it.
    incremental_low, incremental_high : Money or None
        Ends of `incremental`; None where it is None.
    """

    roas: float
    revenue: Money
    spend: Money
    incremental: Money | None
    settings: tuple[str, ...]
    days_missing: int
    media: Money
    incremental_low: Money | None = None
    incremental_high: Money | None = None

    @property
    def gap(self) -> Money | None:
        """Attributed less incremental revenue: above 0 where the platform claims sales it did not bring."""
        return None if self.incremental is None else self.revenue - self.incremental

    @property
    def is_within(self) -> bool:
        """Whether the claim lies within the interval of what was gained, so that the gap may be chance."""
        if self.incremental_low is None or self.incremental_high is None:
            return False
        return self.incremental_low.amount <= self.revenue.amount <= self.incremental_high.amount

    @property
    def covers_all_media(self) -> bool:
        """Whether attributed ROAS and iROAS are over the same spend."""
        return self.spend == self.media


def attributed_roas(
    costs: Sequence[CostItem],
    media: Money,
    incremental: Money | None,
    ends: tuple[Money, Money] | None = None,
) -> AttributedRoas | Message:
    """Divide attributed revenue by its spend, or say why there is none.

    Parameters
    ----------
    costs : sequence of CostItem
        Every item of cost.
    media : Money
        Everything spent on media.
    incremental : Money or None
        Revenue gained over the baseline.
    ends : tuple of Money or None
        Ends of its interval, low before high.
    """
    claimed = [(item.amount, item.attributed) for item in costs if item.attributed is not None]
    if not claimed:
        return message("No ad export of this brief carries a conversion value.")
    nothing = Money(0.0, media.currency)
    spend = reduce(add, (amount for amount, _ in claimed), nothing)
    if spend.amount <= 0.0:
        return message("The ads with a conversion value cost nothing in these days: nothing can be divided by it.")
    revenue = reduce(add, (found.value for _, found in claimed), nothing)
    settings = tuple(dict.fromkeys(name for _, found in claimed for name in found.settings))
    missing = max(found.days_missing for _, found in claimed)
    low, high = ends or (None, None)
    return AttributedRoas(revenue / spend, revenue, spend, incremental, settings, missing, media, low, high)
