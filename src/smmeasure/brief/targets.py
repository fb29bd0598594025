"""What a target may ask for: the unit of its indicator, and the way that is better."""

from __future__ import annotations

from collections.abc import Iterator

from smmeasure.brief.campaign import Campaign, Target
from smmeasure.brief.catalogue import CATALOGUE, entry_of, unit_of
from smmeasure.brief.faults import quoted
from smmeasure.brief.findings import Finding, Severity
from smmeasure.errors import Fault
from smmeasure.messages import message
from smmeasure.units import Kind, Unit


def target_units(campaign: Campaign) -> Iterator[Fault]:
    """List the targets that are stated in another unit than their indicator."""
    for number, objective in enumerate(campaign.objectives):
        indicator, target = campaign.indicators.get(objective.indicator), objective.target
        if target is None or indicator is None or indicator.measures not in CATALOGUE:
            continue  # told elsewhere
        unit = unit_of(indicator, campaign.currency)
        yield from _unit_faults(f"objectives[{number}].target", target, unit)


def _unit_faults(place: str, target: Target, unit: Unit) -> Iterator[Fault]:
    if target.unit is not None and target.percent is not None:
        yield Fault(
            f"{place}.unit",
            message("«{unit}» beside a percentage", unit=quoted(target.unit)),
            message("no unit: a percentage of the baseline has none"),
            message("Remove it, or state the target by more, less or total."),
        )
    elif target.unit is not None and Unit.parse(target.unit) != unit:
        yield Fault(
            f"{place}.unit",
            message("«{unit}»", unit=quoted(target.unit)),
            message("{unit}, the unit of the indicator", unit=str(unit)),
            message("State the target in the unit of its indicator, or judge the objective by another indicator."),
        )
    if unit.kind is Kind.FRACTION:
        for way, amount in (("more", target.more), ("less", target.less), ("total", target.total)):
            if amount is not None and amount > 1:
                yield Fault(
                    f"{place}.{way}",
                    message("{amount} for a share", amount=amount),
                    message("a fraction from 0 to 1"),
                    message("Write 5 points as 0.05."),
                )


def wrong_way(campaign: Campaign) -> Iterator[Finding]:
    """Object to targets that ask for more of what is better low, or for less of what is better high."""
    for number, objective in enumerate(campaign.objectives):
        indicator, asked = campaign.indicators[objective.indicator], asks_for_rise(objective.target)
        entry = entry_of(indicator)
        if objective.target and objective.target.percent == 0:
            yield Finding(
                20,
                Severity.ERROR,
                f"objectives[{number}].target",
                message("The target asks for no change: doing nothing reaches it."),
                message(
                    "Write the change that is wanted in per cent of the baseline, e.g. {example}.",
                    example="target: {percent: 20}",
                ),
            )
        if entry.id != "other" and asked is not None and asked != entry.rises:
            better = message("less is better") if asked else message("more is better")
            yield Finding(
                19,
                Severity.ERROR,
                f"objectives[{number}].target",
                message(
                    "The target goes the wrong way: of «{name}», {better}.",
                    name=indicator.label or entry.label,
                    better=better,
                ),
                message("Write `less` in the place of `more` or the other way round, or turn the sign of `percent`."),
            )


def asks_for_rise(target: Target | None) -> bool | None:
    """Tell whether a target asks for a rise; None for a total, which only the baseline can tell."""
    if target is None or target.total is not None or target.percent == 0:
        return None
    return target.more is not None or (target.percent or 0) > 0


def no_target(campaign: Campaign) -> Iterator[Finding]:
    """Object to objectives without a target."""
    for number, objective in enumerate(campaign.objectives):
        if objective.target is None:
            yield Finding(
                4,
                Severity.WARNING,
                f"objectives[{number}].target",
                message("The objective has no target: nobody can say afterwards whether it was reached."),
                message("Write what is wanted over the window, e.g. {example}.", example="target: {more: 300}"),
            )


def no_deadline(campaign: Campaign) -> Iterator[Finding]:
    """Object to objectives without a deadline."""
    for number, objective in enumerate(campaign.objectives):
        if objective.deadline is None:
            yield Finding(
                13,
                Severity.ADVICE,
                f"objectives[{number}].deadline",
                message("The objective has no deadline."),
                message("Write the day by which it is to be reached."),
            )
