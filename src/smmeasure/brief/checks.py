"""The check of the method: what in a brief can't lead to an honest result, why, and the cure.

Rules of the chain goal → objective → action → indicator → measure → calculation. Each rule has a
number that never changes; a finding names the rule, the key, the reason and the cure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from smmeasure.brief.campaign import Campaign, CostCategory, ObjectiveKind
from smmeasure.brief.catalogue import Entry, entry_of, unit_of
from smmeasure.brief.doubtful import doubtful_money
from smmeasure.brief.findings import Finding, Severity
from smmeasure.brief.funnels import conversion_sides, funnel_steps
from smmeasure.brief.rates import RATES
from smmeasure.brief.targets import no_deadline, no_target, wrong_way
from smmeasure.brief.worth import money_findings
from smmeasure.messages import Message, message
from smmeasure.units import Kind

__all__ = [
    "MOST_INDICATORS",
    "QUIET_WINDOWS_NEEDED",
    "ROI_RULES",
    "Finding",
    "Severity",
    "check_method",
    "judged_indicators",
    "kind_label",
    "moved_indicators",
    "name_of",
    "roi_refusal",
]

MOST_INDICATORS = 7
"""More indicators to judge than this and a manager reads none of them."""

QUIET_WINDOWS_NEEDED = 2
"""The quiet period must be so many times as long as the window."""


ROI_RULES = frozenset({2, 3, 10, 11})
"""Rules whose errors keep the ROI from being computed."""


def check_method(campaign: Campaign) -> tuple[Finding, ...]:
    """Check a brief against the method.

    Parameters
    ----------
    campaign : Campaign
        A well-formed brief.

    Returns
    -------
    tuple of Finding
        Errors first, then warnings, then advice; within each by rule.
    """
    found = [finding for rule in _RULES for finding in rule(campaign)]
    order = list(Severity)
    return tuple(sorted(found, key=lambda finding: (order.index(finding.severity), finding.rule)))


def roi_refusal(campaign: Campaign, key: str) -> Message | None:
    """Say why an indicator may not enter the ROI, or None where it may.

    Money over money: the indicator must be money earned or saved, or count things of a known price
    (pieces sold) or of a known cost (contacts avoided).
    """
    indicator = campaign.indicators[key]
    entry, unit = entry_of(indicator), unit_of(indicator, campaign.currency)
    values = {"indicator": name_of(campaign, key), "currency": campaign.currency}
    is_gain = bool(entry.serves & {ObjectiveKind.REVENUE, ObjectiveKind.SAVINGS})
    if unit.is_money:
        return None if is_gain else Message(_NOT_GAINED.template, values)
    if is_gain and unit.kind is Kind.COUNT:
        return None if indicator.value_per_unit is not None else Message(_NO_VALUE.template, values)
    return Message((_EQUIVALENT if unit.kind is Kind.MONEY_EQUIVALENT else _NOT_MONEY).template, values)


_NOT_GAINED = message("«{indicator}» is money, but not money that a campaign earns or saves.")
_NO_VALUE = message("«{indicator}» counts things whose value in {currency} is not given.")
_EQUIVALENT = message("«{indicator}» is what something would have cost, not money: nobody earned or saved it.")
_NOT_MONEY = message(
    "«{indicator}» is not measured in {currency}: an ROI is money gained over money spent, and this indicator is not "
    "money."
)


def name_of(campaign: Campaign, key: str) -> str | Message:
    """Give an indicator's name: the brief's label, else the catalogue's."""
    indicator = campaign.indicators[key]
    return indicator.label or entry_of(indicator).label


def judged_indicators(campaign: Campaign) -> tuple[str, ...]:
    """List the indicators that objectives or the ROI judge the campaign by, without repeats."""
    named = [objective.indicator for objective in campaign.objectives] + list(campaign.roi)
    return tuple(dict.fromkeys(named))


def moved_indicators(campaign: Campaign) -> frozenset[str]:
    """List the indicators that the campaign is to move: those that judge it and the steps of its funnel."""
    return frozenset({*judged_indicators(campaign), *funnel_steps(campaign)})


def _entry(campaign: Campaign, key: str) -> Entry:
    return entry_of(campaign.indicators[key])


def _unfit_indicator(campaign: Campaign) -> Iterator[Finding]:
    for number, objective in enumerate(campaign.objectives):
        if objective.kind not in _entry(campaign, objective.indicator).serves:
            yield Finding(
                1,
                Severity.ERROR,
                f"objectives[{number}].indicator",
                message(
                    "«{indicator}» does not measure the objective «{kind}»: it can move while the objective does not.",
                    indicator=name_of(campaign, objective.indicator),
                    kind=kind_label(objective.kind),
                ),
                _FITTING[objective.kind],
            )


_FITTING: dict[ObjectiveKind, Message] = {
    ObjectiveKind.TRAFFIC: message("Measure traffic by link clicks or sessions from social media."),
    ObjectiveKind.VISIBILITY: message("Measure visibility by views, reach per day or interactions."),
    ObjectiveKind.IMAGE: message("Measure image by comments, net sentiment or support contacts."),
    ObjectiveKind.AWARENESS: message("Measure awareness by reach per day, searches for the brand or new followers."),
    ObjectiveKind.REVENUE: message("Measure revenue growth by pieces sold, orders or net sales."),
    ObjectiveKind.SAVINGS: message("Measure savings by support contacts and the cost of one contact."),
}


_KIND_LABELS: dict[ObjectiveKind, Message] = {
    ObjectiveKind.TRAFFIC: message("traffic"),
    ObjectiveKind.VISIBILITY: message("visibility"),
    ObjectiveKind.IMAGE: message("image"),
    ObjectiveKind.AWARENESS: message("awareness"),
    ObjectiveKind.REVENUE: message("revenue growth"),
    ObjectiveKind.SAVINGS: message("savings"),
}


def kind_label(kind: ObjectiveKind) -> Message:
    """Give the name of a kind of objective for a reader."""
    return _KIND_LABELS[kind]


def _roi_without_money_objective(campaign: Campaign) -> Iterator[Finding]:
    if campaign.roi and not any(objective.kind.is_financial for objective in campaign.objectives):
        yield Finding(
            2,
            Severity.ERROR,
            "roi",
            message("An ROI is asked of a campaign that has no financial objective: it was not made to earn or save."),
            message(
                "Judge it by its own objectives, or add a financial objective with a target; else leave roi empty."
            ),
        )


def _roi_not_money(campaign: Campaign) -> Iterator[Finding]:
    for number, key in enumerate(campaign.roi):
        if reason := roi_refusal(campaign, key):
            yield Finding(
                3,
                Severity.ERROR,
                f"roi[{number}]",
                reason,
                message("Take it out of roi; where it counts sales or contacts, give value_per_unit (and margin)."),
            )


def _quiet_overlap(campaign: Campaign) -> Iterator[Finding]:
    quiet = campaign.quiet_period
    for number, other in enumerate(campaign.other_campaigns):
        if quiet and quiet.window().overlaps(other.window()):
            yield Finding(
                5,
                Severity.ADVICE,
                f"other_campaigns[{number}]",
                message(
                    "«{name}» ran inside the quiet period; its days are kept out of the baseline.", name=other.name
                ),
                message("Nothing to do if its dates are right; add the days in which it still worked."),
            )


def _window_overlap(campaign: Campaign) -> Iterator[Finding]:
    for number, other in enumerate(campaign.other_campaigns):
        if campaign.window.window().overlaps(other.window()):
            yield Finding(
                6,
                Severity.WARNING,
                f"other_campaigns[{number}]",
                message("«{name}» runs in the same days: the effect is of both together.", name=other.name),
                message("Read the effect as that of both campaigns, or choose an indicator that the other can't move."),
            )


def _vanity_alone(campaign: Campaign) -> Iterator[Finding]:
    judged = judged_indicators(campaign)
    if judged and all(_entry(campaign, key).vanity for key in judged):
        yield Finding(
            7,
            Severity.WARNING,
            "objectives",
            message("Only likes or followers judge this campaign: they flatter without saying what happened next."),
            message("Add an indicator of what people then did: clicks, visits, searches for the brand, sales."),
        )


def _too_many(campaign: Campaign) -> Iterator[Finding]:
    controls = {control for indicator in campaign.indicators.values() for control in indicator.controls}
    shown_elsewhere = {*funnel_steps(campaign), *conversion_sides(campaign), *_denominators(campaign)}
    read = set(campaign.indicators) - controls - (shown_elsewhere - set(judged_indicators(campaign)))
    if len(read) > MOST_INDICATORS:
        yield Finding(
            8,
            Severity.WARNING,
            "indicators",
            message("{count} indicators are more than a manager can read.", count=len(read)),
            message("Keep at most {most}: those that would change a decision.", most=MOST_INDICATORS),
        )


def _denominators(campaign: Campaign) -> Iterator[str]:
    """Give the indicators that are read as what rates are divided by."""
    counted = {indicator.measures for indicator in campaign.indicators.values()}
    bases = {base for rate in RATES.values() if rate.numerator in counted for base in rate.denominators}
    return (key for key, indicator in campaign.indicators.items() if indicator.measures in bases)


def _no_objective(campaign: Campaign) -> Iterator[Finding]:
    if not campaign.objectives:
        yield Finding(
            9,
            Severity.WARNING,
            "objectives",
            message("The brief has no objective: effects can be measured, success can't be judged."),
            message("Turn the goal into one objective: kind, indicator, target, deadline."),
        )


def _no_cost(campaign: Campaign) -> Iterator[Finding]:
    if campaign.roi and not any(action.costs for action in campaign.actions):
        yield Finding(
            10,
            Severity.ERROR,
            "actions",
            message("An ROI is asked and no cost is given: there is nothing to divide by."),
            message("Give every cost of every action: media, production, tools, influencers, discounts, staff hours."),
        )


def _no_margin(campaign: Campaign) -> Iterator[Finding]:
    for key in campaign.roi:
        sells = ObjectiveKind.REVENUE in _entry(campaign, key).serves
        if sells and roi_refusal(campaign, key) is None and campaign.indicators[key].margin is None:
            yield Finding(
                11,
                Severity.ERROR,
                f"indicators.{key}.margin",
                message("The margin is not given: turnover is no gain, goods have to be bought or made."),
                message("Give the share of the net price that is left after the goods are paid, e.g. margin: 0.55."),
            )


def _short_quiet_period(campaign: Campaign) -> Iterator[Finding]:
    quiet, window = campaign.quiet_period, campaign.window.window()
    if quiet and quiet.window().days < QUIET_WINDOWS_NEEDED * window.days:
        yield Finding(
            12,
            Severity.WARNING,
            "quiet_period",
            message(
                "The quiet period of {quiet_days} days is shorter than twice the window of {window_days} days: "
                "no pretend campaign fits into it.",
                quiet_days=quiet.window().days,
                window_days=window.days,
            ),
            message(
                "Begin it earlier: {needed} days at least, better a year.", needed=QUIET_WINDOWS_NEEDED * window.days
            ),
        )


def _no_staff_cost(campaign: Campaign) -> Iterator[Finding]:
    categories = {cost.category for action in campaign.actions for cost in action.costs}
    if categories and CostCategory.STAFF not in categories:
        yield Finding(
            14,
            Severity.WARNING,
            "actions",
            message("No staff hours are counted: the total cost is too low and every return too high."),
            message("Add the hours of everybody who worked on it, with the cost of an hour."),
        )


def _counted_twice(campaign: Campaign) -> Iterator[Finding]:
    sales = [key for key in campaign.roi if ObjectiveKind.REVENUE in _entry(campaign, key).serves]
    for first, second in combinations(sales, 2):
        yield Finding(
            15,
            Severity.WARNING,
            "roi",
            message(
                "«{first}» and «{second}» may count the same sales twice.",
                first=name_of(campaign, first),
                second=name_of(campaign, second),
            ),
            message("Keep one of them, unless they are different goods."),
        )


def _control_judged(campaign: Campaign) -> Iterator[Finding]:
    moved = moved_indicators(campaign)
    for key, indicator in campaign.indicators.items():
        for control in indicator.controls:
            if control in moved:
                yield Finding(
                    16,
                    Severity.ERROR,
                    f"indicators.{key}.controls",
                    message(
                        "«{control}» is to be moved by the campaign and can't tell what happens without it.",
                        control=name_of(campaign, control),
                    ),
                    message("Choose a control that the campaign can't have touched."),
                )


def _action_outside(campaign: Campaign) -> Iterator[Finding]:
    window = campaign.window.window()
    for number, action in enumerate(campaign.actions):
        span = action.window.window() if action.window else window
        if span.start < window.start or span.end > window.end:
            yield Finding(
                17,
                Severity.WARNING,
                f"actions[{number}].window",
                message(
                    "«{name}» runs on days outside the campaign's window: its effect there is not counted.",
                    name=action.name,
                ),
                message("Widen the window to hold every action."),
            )


def _unknown_kind(campaign: Campaign) -> Iterator[Finding]:
    for number, key in enumerate(campaign.roi):
        if campaign.indicators[key].measures == "other" and roi_refusal(campaign, key) is None:
            yield Finding(
                18,
                Severity.WARNING,
                f"roi[{number}]",
                message(
                    "The catalogue does not know «{name}»: is its value money at all?", name=name_of(campaign, key)
                ),
                message("Say what it measures, for instance units_sold; take it out of roi if nobody pays for it."),
            )


_RULES: tuple[Callable[[Campaign], Iterator[Finding]], ...] = (
    _unfit_indicator,
    _roi_without_money_objective,
    _roi_not_money,
    no_target,
    _quiet_overlap,
    _window_overlap,
    _vanity_alone,
    _too_many,
    _no_objective,
    _no_cost,
    _no_margin,
    _short_quiet_period,
    no_deadline,
    _no_staff_cost,
    _counted_twice,
    _control_judged,
    _action_outside,
    _unknown_kind,
    wrong_way,
    money_findings,
    doubtful_money,
)
