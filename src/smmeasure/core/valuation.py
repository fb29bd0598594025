"""What a campaign was worth beside its returns, worked out from what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add

from smmeasure.brief.catalogue import saves_money
from smmeasure.core.attributed import AttributedRoas, attributed_roas
from smmeasure.core.days import too_early
from smmeasure.core.deflection import AssumedSaving, assumed_saving
from smmeasure.core.reckoning import Measured, revenues
from smmeasure.core.returns import Gain, Return
from smmeasure.core.waterfall import Sale, Waterfall, waterfall
from smmeasure.core.worth import Worth
from smmeasure.messages import Message, message
from smmeasure.units import Money


def worth_of(measured: Measured, gains: Sequence[Gain], iroas: Return) -> Worth:
    """Work out what stands beside the returns.

    Parameters
    ----------
    measured : Measured
        What returns are worked out from.
    gains : sequence of Gain
        What the ROI is made of; empty where there is none.
    iroas : Return
        The incremental return on ad spend, with or without a number.
    """
    claimed = too_early(measured.frame) or _claimed(measured, iroas)
    way, savings = _waterfall(measured, gains) if gains else None, _assumed(measured)
    if isinstance(claimed, AttributedRoas):
        return Worth(way, claimed, None, savings)
    return Worth(way, None, claimed, savings)


def _claimed(measured: Measured, iroas: Return) -> AttributedRoas | Message:
    """Set what platforms claim beside the revenue gained that the iROAS is made of."""
    media = measured.media.amount
    if iroas.estimate is None:
        return attributed_roas(measured.costs, media, None)
    sold = [key for key in measured.campaign.roi if not saves_money(measured.campaign.indicators[key])]
    gains = revenues(measured, sold)
    central, low, high = (reduce(add, (getattr(gain, end) for gain in gains)) for end in ("central", "low", "high"))
    return attributed_roas(measured.costs, media, central, (low, high))


def _waterfall(measured: Measured, gains: Sequence[Gain]) -> Waterfall:
    margins = {gain.indicator: gain for gain in gains if not gain.saves}
    sales = [
        Sale(_observed(measured, revenue), revenue, margins[revenue.indicator])
        for revenue in revenues(measured, list(margins))
    ]
    saved = [gain for gain in gains if gain.saves]
    return waterfall(sales, saved, measured.costs, measured.campaign.level)


def _observed(measured: Measured, revenue: Gain) -> Money:
    uplift = measured.results[revenue.indicator].uplift
    return revenue.per_unit * (uplift.observed if uplift else 0.0)


def _assumed(measured: Measured) -> tuple[AssumedSaving, ...]:
    """Work out the savings by a declared rate; nothing before the campaign is over."""
    early, observed = too_early(measured.frame), measured.frame.observed
    found = []
    for key, indicator in measured.campaign.indicators.items():
        if indicator.deflection is None:
            continue
        if early or observed is None:
            reason = early or message("The campaign has not begun.")
            found.append(AssumedSaving(key, None, None, None, None, None, None, None, reason=reason))
            continue
        values = measured.results[key].series.values.reindex(observed.index())
        found.append(assumed_saving(key, values, indicator.deflection, measured.campaign.currency))
    return tuple(found)
