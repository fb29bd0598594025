"""Return on objectives (ROO): how much of each target was reached over the baseline.

``ROO = (actual - baseline) / (target - baseline)``; the degree to which objectives set beforehand,
financial or not, were reached.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from smmeasure.brief.campaign import Horizon, Objective, ObjectiveKind, Target
from smmeasure.core.deadlines import judged_by
from smmeasure.core.effects import TotalEffect
from smmeasure.core.estimates import Estimate
from smmeasure.core.follow_up.results import Checkpoint
from smmeasure.core.results import Uplift, Verdict
from smmeasure.messages import Message, message

Effect = Uplift | TotalEffect
"""An effect in the window, or since its first day up to a deadline."""


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


class Family(StrEnum):
    """The two families of objectives, each of two categories."""

    SOCIAL = "social"
    FINANCIAL = "financial"


FAMILY_OF: dict[Category, Family] = {
    Category.BRAND_PERCEPTION: Family.SOCIAL,
    Category.MARKETING_EFFECTIVENESS: Family.SOCIAL,
    Category.REVENUE_GROWTH: Family.FINANCIAL,
    Category.SAVINGS: Family.FINANCIAL,
}


class Standing(StrEnum):
    """What the interval allows to say of a target."""

    REACHED = "reached"
    PROBABLY_REACHED = "probably reached"
    PERHAPS_MISSED = "perhaps missed"
    MISSED = "missed"
    NOT_YET = "not reached yet"
    UNDECIDED = "undecided"
    UNKNOWN = "unknown"


SHORT_TERM, MEDIUM_TERM = timedelta(days=30), timedelta(days=180)
"""Longest time from the last day of the window to a deadline of the short and of the medium term: the
days on which a campaign is followed up for the first and for the last time."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What an objective is judged against besides its target.

    Attributes
    ----------
    rises : bool or None
        Whether more of its indicator is better; None where nobody knows.
    end : datetime.date
        Last day of the window.
    as_of : datetime.date
        Date of the report.
    """

    rises: bool | None
    end: date
    as_of: date


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
    horizon : Horizon or None
        Short, medium or long term: as the brief says, else from the deadline; None without either.
    deadline_passed : bool or None
        Whether the deadline lies before the date of the report; None without a deadline.
    judged_on : datetime.date or None
        Last day that counts in the ROO: that of the window, or the deadline where that is later and was measured.
    note : Message or None
        Why that day is not the deadline; None where it is.
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
    horizon: Horizon | None = None
    deadline_passed: bool | None = None
    judged_on: date | None = None
    note: Message | None = None

    @property
    def family(self) -> Family:
        """Social or financial."""
        return FAMILY_OF[self.category]

    @property
    def standing(self) -> Standing:
        """What the interval of the ROO allows to say."""
        if self.roo is None:
            return Standing.UNKNOWN
        if self.roo.ci_lower <= 0 and self.roo.ci_upper >= 1:
            return Standing.UNDECIDED  # nothing gained and all of it are both within the interval
        if self.roo.value >= 1:
            return Standing.REACHED if self.roo.ci_lower >= 1 else Standing.PROBABLY_REACHED
        if self.note is not None and self.deadline_passed is False:
            return Standing.NOT_YET  # there are days left to reach it
        return Standing.PERHAPS_MISSED if self.roo.ci_upper >= 1 else Standing.MISSED

    @property
    def has_target(self) -> bool:
        """Whether it is known what effect is wanted."""
        return math.isfinite(self.wanted)


def horizon_of(objective: Objective, end: date) -> Horizon | None:
    """Tell the term of an objective: the brief's, else by the days from the end of the window to its deadline."""
    if objective.horizon is not None or objective.deadline is None:
        return objective.horizon
    if objective.deadline <= end + SHORT_TERM:
        return Horizon.SHORT
    return Horizon.MEDIUM if objective.deadline <= end + MEDIUM_TERM else Horizon.LONG


def objective_result(
    objective: Objective,
    uplift: Uplift | None,
    refusal: Message | None,
    setting: Setting | None = None,
    reached: Checkpoint | None = None,
) -> ObjectiveResult:
    """Work out how far an objective was reached.

    Parameters
    ----------
    objective : Objective
        As written in the brief.
    uplift : Uplift or None
        Effect on its indicator; None where the phase allows none.
    refusal : Message or None
        Why no return may be shown whatever the data say (phase, or an indicator that doesn't fit).
    setting : Setting or None
        Which way is better, and the days; None where only the share reached is asked.
    reached : Checkpoint or None
        The look at its indicator on a deadline after the window (`smmeasure.core.deadlines`); None without one.
    """
    judged = judged_by(uplift, setting.end, setting.as_of, objective.deadline, reached) if setting else None
    effect = judged.effect if judged else uplift
    wanted = wanted_effect(objective.target, effect)
    reason = refusal or _why_not(objective.target, effect, wanted, rises=setting.rises if setting else None)
    roo = _roo(objective.target, effect) if reason is None and objective.target and effect else None
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
        horizon=horizon_of(objective, setting.end) if setting else objective.horizon,
        deadline_passed=objective.deadline < setting.as_of if setting and objective.deadline else None,
        judged_on=judged.day if judged and roo else None,
        note=judged.note if judged and roo else None,
    )


def wanted_effect(target: Target | None, uplift: Effect | None) -> float:
    """Give the effect that a target asks for, in the unit of the uplift; nan where it can't be known."""
    baseline = uplift.baseline if uplift else math.nan
    if target is None:
        return math.nan
    if target.more is not None:
        return target.more
    if target.less is not None:
        return -target.less
    return target.total - baseline if target.total is not None else baseline * (target.percent or 0) / 100


NOT_MEASURED = message("The effect on its indicator could not be measured.")
NOT_ABOVE = message("The target is lower than the series would have been without the campaign.")
NOT_BELOW = message("The target is higher than the series would have been without the campaign.")
AT_BASELINE = message("The target lies where the series would have been without the campaign.")
BEHIND_THE_BASELINE = (NOT_ABOVE, NOT_BELOW, AT_BASELINE)
"""Reasons that lie in the target: it can be reached by doing nothing."""


def _why_not(target: Target | None, uplift: Effect | None, wanted: float, *, rises: bool | None) -> Message | None:
    if target is None:
        return message("The objective has no target.")
    if uplift is None or uplift.verdict is Verdict.NOT_MEASURABLE:
        return NOT_MEASURED
    if target.percent is not None and not math.isfinite(uplift.rel_effect_ci_lower + uplift.rel_effect_ci_upper):
        return message("The series might have been zero without the campaign: no percentage can be given.")
    lowest, highest = _baseline_ends(uplift)
    if target.total is not None and lowest <= target.total <= highest:
        return AT_BASELINE
    if target.total is not None and rises is not None and (target.total > highest) != rises:
        return NOT_ABOVE if rises else NOT_BELOW
    return message("The target asks for no change.") if wanted == 0 else None


def _baseline_ends(uplift: Effect) -> tuple[float, float]:
    return uplift.observed - uplift.effect_ci_upper, uplift.observed - uplift.effect_ci_lower


def _roo(target: Target, uplift: Effect) -> Estimate:
    if target.percent is not None:
        relative = Estimate(uplift.rel_effect, uplift.rel_effect_ci_lower, uplift.rel_effect_ci_upper)
        return relative.scaled(100 / target.percent)
    if target.total is not None:
        # (observed - b) / (total - b) is monotone in the baseline b on either side of the target.
        ends = sorted((uplift.observed - b) / (target.total - b) for b in _baseline_ends(uplift))
        return Estimate(uplift.effect / (target.total - uplift.baseline), ends[0], ends[1])
    effect = Estimate(uplift.effect, uplift.effect_ci_lower, uplift.effect_ci_upper)
    return effect.scaled(1 / wanted_effect(target, uplift))
