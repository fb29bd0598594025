"""Return on objectives (ROO): how much of each target was reached over the baseline.

``ROO = (actual - baseline) / (target - baseline)``; the degree to which objectives set beforehand,
financial or not, were reached.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from smmeasure.brief.campaign import Objective, ObjectiveKind, Target
from smmeasure.core.estimates import Estimate
from smmeasure.core.results import Uplift, Verdict
from smmeasure.messages import Message, message


class Category(StrEnum):
    """The four categories of objectives, two social and two financial."""

    BRAND_PERCEPTION = "brand perception"
    MARKETING_EFFECTIVENESS = "marketing effectiveness"
    REVENUE_GROWTH = "revenue growth"
    SAVINGS = "savings"


CATEGORY_OF: dict[ObjectiveKind, Category] = {
    ObjectiveKind.TRAFFIC: Category.MARKETING_EFFECTIVENESS,
    ObjectiveKind.VISIBILITY: Category.MARKETING_EFFECTIVENESS,
    ObjectiveKind.IMAGE: Category.BRAND_PERCEPTION,
    ObjectiveKind.AWARENESS: Category.BRAND_PERCEPTION,
    ObjectiveKind.REVENUE: Category.REVENUE_GROWTH,
    ObjectiveKind.SAVINGS: Category.SAVINGS,
}


@dataclass(frozen=True, slots=True)
class ObjectiveResult:
    """One objective and how far it was reached.

    Attributes
    ----------
    kind : ObjectiveKind
        What it is about.
    category : Category
        Its category among the four.
    indicator : str
        Key of the indicator that measures it.
    text : str or None
        The objective in the analyst's words.
    department : str or None
        Who answers for it.
    deadline : datetime.date or None
        Day by which it is to be reached.
    wanted : float
        Effect wanted, in the unit of the indicator as it is shown; nan without a target or baseline.
    roo : Estimate or None
        Share of the wanted effect that was reached, as a fraction.
    reason : Message or None
        Why there is no ROO; None where there is one.
    """

    kind: ObjectiveKind
    category: Category
    indicator: str
    text: str | None
    department: str | None
    deadline: date | None
    wanted: float
    roo: Estimate | None
    reason: Message | None

    @property
    def has_target(self) -> bool:
        """Whether it is known what effect is wanted."""
        return math.isfinite(self.wanted)


def objective_result(objective: Objective, uplift: Uplift | None, refusal: Message | None) -> ObjectiveResult:
    """Work out how far an objective was reached.

    Parameters
    ----------
    objective : Objective
        As written in the brief.
    uplift : Uplift or None
        Effect on its indicator; None where the phase allows none.
    refusal : Message or None
        Why no return may be shown whatever the data say (phase, or an indicator that doesn't fit).
    """
    wanted = wanted_effect(objective.target, uplift)
    reason = refusal or _why_not(objective.target, uplift, wanted)
    roo = _roo(objective.target, uplift) if reason is None and objective.target and uplift else None
    return ObjectiveResult(
        kind=objective.kind,
        category=CATEGORY_OF[objective.kind],
        indicator=objective.indicator,
        text=objective.text,
        department=objective.department,
        deadline=objective.deadline,
        wanted=wanted,
        roo=roo,
        reason=reason,
    )


def wanted_effect(target: Target | None, uplift: Uplift | None) -> float:
    """Give the effect that a target asks for, in the unit of the uplift; nan where it can't be known."""
    baseline = uplift.baseline if uplift else math.nan
    if target is None:
        return math.nan
    if target.more is not None:
        return target.more
    if target.less is not None:
        return -target.less
    return target.total - baseline if target.total is not None else baseline * (target.percent or 0) / 100


def _why_not(target: Target | None, uplift: Uplift | None, wanted: float) -> Message | None:
    if target is None:
        return message("The objective has no target.")
    if uplift is None or uplift.verdict is Verdict.NOT_MEASURABLE:
        return message("The effect on its indicator could not be measured.")
    if target.percent is not None and not math.isfinite(uplift.rel_effect_ci_lower + uplift.rel_effect_ci_upper):
        return message("The series might have been zero without the campaign: no percentage can be given.")
    lowest, highest = _baseline_ends(uplift)
    if target.total is not None and lowest <= target.total <= highest:
        return message("The target lies where the series would have been without the campaign.")
    return message("The target asks for no change.") if wanted == 0 else None


def _baseline_ends(uplift: Uplift) -> tuple[float, float]:
    return uplift.observed - uplift.effect_ci_upper, uplift.observed - uplift.effect_ci_lower


def _roo(target: Target, uplift: Uplift) -> Estimate:
    if target.percent is not None:
        relative = Estimate(uplift.rel_effect, uplift.rel_effect_ci_lower, uplift.rel_effect_ci_upper)
        return relative.scaled(100 / target.percent)
    if target.total is not None:
        # (observed - b) / (total - b) is monotone in the baseline b on either side of the target.
        ends = sorted((uplift.observed - b) / (target.total - b) for b in _baseline_ends(uplift))
        return Estimate(uplift.effect / (target.total - uplift.baseline), ends[0], ends[1])
    effect = Estimate(uplift.effect, uplift.effect_ci_lower, uplift.effect_ci_upper)
    return effect.scaled(1 / wanted_effect(target, uplift))
