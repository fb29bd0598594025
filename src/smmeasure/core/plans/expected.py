"""Which effect a brief expects, so that a plan can tell how long a campaign must run for it."""

from __future__ import annotations

from smmeasure.brief.campaign import Campaign
from smmeasure.brief.catalogue import unit_of
from smmeasure.core.plans.lengths import asked
from smmeasure.core.results import Plan


def for_objective(plan: Plan, key: str, campaign: Campaign) -> Plan:
    """Ask a plan for the effect that the objective on its indicator wants.

    Parameters
    ----------
    plan : Plan
        What the campaign could show on the indicator.
    key : str
        Indicator in the brief.
    campaign : Campaign
        The brief.

    Returns
    -------
    Plan
        As it was where no objective names the indicator, or where the target asks for no change.
    """
    return asked(plan, _share(plan, key, campaign) or None)


def _share(plan: Plan, key: str, campaign: Campaign) -> float | None:
    """Give the effect wanted, relative to the baseline."""
    target = next((o.target for o in campaign.objectives if o.indicator == key), None)
    summable = unit_of(campaign.indicators[key], campaign.currency).is_summable
    baseline = plan.baseline / (1 if summable else plan.days)
    if target is None or not baseline > 0.0:
        return None
    if target.percent is not None:
        return target.percent / 100.0
    if target.total is not None:
        return target.total / baseline - 1.0
    return (target.more or -(target.less or 0.0)) / baseline
