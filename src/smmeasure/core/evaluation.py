"""One campaign evaluated: one frozen value that tables, figures, words and records derive from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from smmeasure.brief.campaign import Campaign
from smmeasure.brief.catalogue import Stage
from smmeasure.brief.checks import Finding
from smmeasure.core.earned.media import EarnedMedia
from smmeasure.core.follow_up.results import Checkpoint, FollowUp, ReturnSoFar
from smmeasure.core.funnel import ActivityConversion, Funnel
from smmeasure.core.gaps.note import DataNote
from smmeasure.core.loyalty.of_campaign import Customers
from smmeasure.core.objectives import ObjectiveResult
from smmeasure.core.payback import Breakeven, Payback
from smmeasure.core.phases import Phase
from smmeasure.core.quality import Quality
from smmeasure.core.rate_results import RateResult, UnitCost
from smmeasure.core.results import Plan, Uplift
from smmeasure.core.returns import Gain, Return, ReturnName
from smmeasure.core.scoreboard import Scoreboard, scoreboard
from smmeasure.core.spending import TotalCost
from smmeasure.core.worth import Worth
from smmeasure.costs import CostItem
from smmeasure.messages import Message
from smmeasure.series import IndicatorSeries
from smmeasure.units import Money, Unit
from smmeasure.windows import Window

Name = str | Message
"""A label of the brief, or the catalogue's."""


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """One indicator: its data, its effect, what it could show before the campaign.

    Attributes
    ----------
    key : str
        Key in the brief.
    name : str or Message
        Name for a reader.
    noun : str or None
        What is counted, in the plural.
    unit : Unit
        Unit of every number below.
    stage : Stage
        Step of the funnel.
    rises : bool
        Whether more is better.
    is_control : bool
        Whether it only serves other indicators as a control; then nothing is estimated.
    per_day : bool
        Whether numbers are means per day, because values of this unit don't add up over days.
    series : IndicatorSeries
        Values known on the date of the report.
    quality : Quality
        State of the series.
    uplift : Uplift or None
        Effect; None for a control or before the campaign has begun.
    plan : Plan or None
        What could be detected; only before the campaign has begun.
    follow_up : FollowUp or None
        What is left of the effect after the window; only of a campaign that is followed up, for
        indicators that judge it.
    deadlines : tuple of Checkpoint
        The effect up to deadlines of its objectives that lie after the window and have come.
    """

    key: str
    name: Name
    noun: str | None
    unit: Unit
    stage: Stage
    rises: bool
    is_control: bool
    per_day: bool
    series: IndicatorSeries
    quality: Quality
    uplift: Uplift | None
    plan: Plan | None
    follow_up: FollowUp | None = None
    deadlines: tuple[Checkpoint, ...] = ()

    @property
    def notes(self) -> tuple[DataNote, ...]:
        """What was seen wrong with the days of the series; empty where nothing was estimated."""
        estimate = self.uplift or self.plan
        return estimate.notes if estimate else ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that is known of a campaign on the date of the report.

    Attributes
    ----------
    campaign : Campaign
        The brief.
    as_of : datetime.date
        Date of the report; nothing later was used.
    phase : Phase
        Where the campaign stands on that date.
    observed_window : Window or None
        Days of the window up to `as_of`; None before the campaign has begun.
    quiet_days : int
        Days from which baselines were learnt, at most, over the indicators.
    kept_out_days : int
        Days before the window that were kept out of the quiet period.
    findings : tuple of Finding
        What the method and the data object to, errors first.
    indicators : tuple of IndicatorResult
        In the order of the brief.
    objectives : tuple of ObjectiveResult
        In the order of the brief.
    costs : tuple of CostItem
        Every item of cost.
    total_cost : Money
        Their sum; 0 where there is none, which a record and a report say as not given.
    gains : tuple of Gain
        Money gained or saved, one per indicator of the ROI.
    returns : tuple of Return
        One per name, each a number or the reason why not.
    funnel : Funnel or None
        None before the campaign has begun or with fewer than two steps.
    earned : EarnedMedia
        Cost equivalent of exposure by medium, never money; how far others carried it.
    cost_range : TotalCost or None
        Range of the total cost; None where every amount is certain.
    payback : Payback or None
        When the gains had paid for the campaign; None without an ROI.
    returns_so_far : tuple of ReturnSoFar
        ROI of everything gained up to each day of the follow-up; empty before, and without an ROI.
    breakeven : Breakeven or None
        The effect that would just have paid for it; None without an ROI of a single indicator.
    rates : tuple of RateResult
        Rates of engagement, applause, conversation, amplification and virality, each a number or the
        reason why not.
    unit_costs : tuple of UnitCost
        Cost of one unit of attention and of engagement.
    platform_funnels : tuple of Funnel
        Of single platforms, where the brief names them.
    conversions : tuple of ActivityConversion
        Conversion rates of single actions, where the brief names the pair.
    worth : Worth or None
        The way from revenue to ROI, what platforms claim, and savings that are only assumed.
    customers : Customers or None
        Members of the community against others, and the customers won, where the brief declares orders with keys.
    """

    campaign: Campaign
    as_of: date
    phase: Phase
    observed_window: Window | None
    quiet_days: int
    kept_out_days: int
    findings: tuple[Finding, ...]
    indicators: tuple[IndicatorResult, ...]
    objectives: tuple[ObjectiveResult, ...]
    costs: tuple[CostItem, ...]
    total_cost: Money
    gains: tuple[Gain, ...]
    returns: tuple[Return, ...]
    funnel: Funnel | None
    earned: EarnedMedia
    cost_range: TotalCost | None = None
    payback: Payback | None = None
    breakeven: Breakeven | None = None
    returns_so_far: tuple[ReturnSoFar, ...] = ()
    rates: tuple[RateResult, ...] = ()
    unit_costs: tuple[UnitCost, ...] = ()
    platform_funnels: tuple[Funnel, ...] = ()
    conversions: tuple[ActivityConversion, ...] = ()
    worth: Worth | None = None
    customers: Customers | None = None

    def indicator(self, key: str) -> IndicatorResult:
        """Give the result of an indicator by its key in the brief."""
        return next(result for result in self.indicators if result.key == key)

    def return_named(self, name: ReturnName) -> Return:
        """Give a return by its name."""
        return next(result for result in self.returns if result.name is name)

    @property
    def scoreboard(self) -> Scoreboard:
        """The objectives by family, category, department and term."""
        return scoreboard(self.objectives)

    @property
    def measured(self) -> tuple[IndicatorResult, ...]:
        """Indicators whose effect was estimated, measurable or not."""
        return tuple(result for result in self.indicators if result.uplift is not None)

    @property
    def main(self) -> IndicatorResult:
        """The indicator that the report leads with: the first objective's, else the first that is no control."""
        if self.objectives:
            return self.indicator(self.objectives[0].indicator)
        return next((result for result in self.indicators if not result.is_control), self.indicators[0])

    def to_dict(self) -> Mapping[str, object]:
        """Give everything as plain values for a record; the only way out of an evaluation."""
        from smmeasure.core.export import evaluation_record  # noqa: PLC0415 - export reads this type

        return evaluation_record(self)
