"""What rates and costs per unit say: one frozen value each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from smmeasure.brief.catalogue import Stage
from smmeasure.core.estimates import Estimate, Evidence
from smmeasure.core.returns import Return
from smmeasure.messages import Message, message
from smmeasure.units import Unit


class AgainstUsual(StrEnum):
    """Where a rate lies against the same rate of quiet days."""

    ABOVE = "above"
    BELOW = "below"
    WITHIN = "within"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RateResult:
    """One rate over the days of the window that are known.

    Attributes
    ----------
    rate : str
        Id in the catalogue of rates.
    unit : Unit
        Unit of the numbers below: a fraction, or a count per post.
    stage : Stage
        Step of the funnel.
    indicators : tuple of str
        Keys of the brief: above the line, then below; empty where none was found.
    estimate : Estimate or None
        The rate with its interval; never below 0.
    usual : Estimate or None
        The same rate over pretend campaigns of the same length in the quiet period: median, with the
        quantiles 5 % and 95 %; None with fewer than six.
    days : int
        Days on which both sides are known.
    evidence : Evidence
        How it is known.
    reason : Message or None
        Why there is no rate; None where there is one.
    """

    rate: str
    unit: Unit
    stage: Stage
    indicators: tuple[str, ...]
    estimate: Estimate | None
    usual: Estimate | None
    days: int
    evidence: Evidence = Evidence.MEASURED
    reason: Message | None = None

    @property
    def against_usual(self) -> AgainstUsual:
        """Where it lies: outside only where its whole interval is outside of what is usual."""
        if self.estimate is None or self.usual is None:
            return AgainstUsual.UNKNOWN
        if self.estimate.ci_lower > self.usual.ci_upper:
            return AgainstUsual.ABOVE
        return AgainstUsual.BELOW if self.estimate.ci_upper < self.usual.ci_lower else AgainstUsual.WITHIN


class UnitCostName(StrEnum):
    """What one unit of which is paid for."""

    COST_PER_ATTENTION = "cost_per_attention"
    COST_PER_ENGAGEMENT = "cost_per_engagement"


@dataclass(frozen=True, slots=True)
class UnitCost:
    """What one unit more cost: total cost over effect.

    Attributes
    ----------
    name : UnitCostName
        What was gained.
    indicator : str or None
        Key of the indicator that counts it; None where the brief has none.
    currency : str
        Currency of the estimate.
    estimate : Estimate or None
        Money per unit gained.
    evidence : Evidence
        How it is known.
    reason : Message or None
        Why there is no number; None where there is one.
    """

    name: UnitCostName
    indicator: str | None
    currency: str
    estimate: Estimate | None
    evidence: Evidence
    reason: Message | None = None


def unit_cost(name: UnitCostName, gained: Return, indicator: str | None, currency: str) -> UnitCost:
    """Turn units gained per unit of currency into the cost of one unit.

    The inverse falls as the ratio rises, so that the ends of its interval are the inverses of the
    ratio's; where those enclose 0, a unit may have cost any amount and none is given.

    Parameters
    ----------
    name : UnitCostName
        What was gained.
    gained : Return
        ROA (attention) or ROE (per currency).
    indicator : str or None
        Key of the indicator that counts it.
    currency : str
        Currency of the brief.
    """
    ratio = gained.estimate
    if ratio is None:
        return UnitCost(name, indicator, currency, None, gained.evidence, gained.reason)
    ends = [1 / end if end > 0 else math.inf for end in (ratio.value, ratio.ci_upper, ratio.ci_lower)]
    if not all(math.isfinite(end) for end in ends):
        reason = message("Nothing may have been gained: the cost of one unit has no upper end.")
        return UnitCost(name, indicator, currency, None, gained.evidence, reason)
    return UnitCost(name, indicator, currency, Estimate(*ends), gained.evidence)
