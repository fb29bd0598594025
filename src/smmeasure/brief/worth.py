"""What a brief may not say of money: ranges out of order, rates without need, savings that nobody can work out."""

from __future__ import annotations

from collections.abc import Iterator

from smmeasure.brief.campaign import Action, Campaign, Cost, Indicator, ObjectiveKind
from smmeasure.brief.catalogue import CATALOGUE, entry_of, unit_of
from smmeasure.brief.faults import quoted
from smmeasure.brief.findings import Finding, Severity
from smmeasure.errors import Fault
from smmeasure.messages import Message, message, plain

__all__ = ["currency_faults", "money_findings", "range_faults", "unordered_faults"]

_SAME = 0.005
"""Amounts that differ by less are the same: half a cent."""


def range_faults(campaign: Campaign) -> Iterator[Fault]:
    """List ranges of values, expectations, rates and costs that are incomplete or out of order."""
    for key, indicator in campaign.indicators.items():
        place = f"indicators.{key}"
        value = {"value_low": indicator.value_low, "value_per_unit": indicator.value_per_unit}
        value["value_high"] = indicator.value_high
        if indicator.value_low is not None or indicator.value_high is not None:
            yield from unordered_faults(f"{place}.value_per_unit", value)
        wanted = {"expected_low": indicator.expected_low, "expected": indicator.expected}
        wanted["expected_high"] = indicator.expected_high
        if indicator.expected_low is not None or indicator.expected_high is not None:
            yield from unordered_faults(f"{place}.expected", wanted)
        declared = indicator.deflection
        if declared:
            shares = {"low": declared.low, "central": declared.central, "high": declared.high}
            if any(share is not None for share in shares.values()):
                yield from unordered_faults(f"{place}.deflection", shares)
            if cost := declared.contact:
                yield from unordered_faults(
                    f"{place}.deflection.contact", {"low": cost.low, "central": cost.central, "high": cost.high}
                )
            if declared.programme_low is not None or declared.programme_high is not None:
                spent = {"programme_low": declared.programme_low, "programme": declared.programme}
                yield from unordered_faults(f"{place}.deflection", {**spent, "programme_high": declared.programme_high})


def unordered_faults(place: str, ends: dict[str, float | None]) -> Iterator[Fault]:
    """List a range that is incomplete or out of order.

    Parameters
    ----------
    place : str
        Key of the middle value.
    ends : dict of str to float or None
        Lowest, middle and highest value by their keys, in this order.
    """
    given = [end for end in ends.values() if end is not None]
    if len(given) == len(ends) and given == sorted(given):
        return
    yield Fault(
        place,
        message("{keys}", keys=", ".join(f"{key} {plain(end)}" for key, end in ends.items() if end is not None)),
        message("{keys} in ascending order", keys=", ".join(ends)),
        message("Give all three, the lowest first; a range says how sure you are of the value."),
    )


def currency_faults(campaign: Campaign) -> Iterator[Fault]:
    """List costs in another currency without a rate, and rates that nothing is to be converted with."""
    for action_number, action in enumerate(campaign.actions):
        for number, cost in enumerate(action.costs):
            place = f"actions[{action_number}].costs[{number}]"
            if cost.exchange is None and _is_foreign(campaign, cost):
                yield Fault(
                    f"{place}.currency",
                    message("«{currency}»", currency=quoted(str(cost.currency))),
                    message("{currency}, the currency of the brief", currency=campaign.currency),
                    message(
                        "Give the rate beside it, e.g. {example}: two currencies are never added.",
                        example="exchange: {rate: 0.92, source: ECB, date: 2026-03-02}",
                    ),
                )
            if cost.exchange is not None and not _is_foreign(campaign, cost):
                yield Fault(
                    f"{place}.exchange",
                    message("a rate for an amount in the currency of the brief"),
                    message("another currency"),
                    message("Name the currency of the amount with the key `currency`, or remove the rate."),
                )


def _is_foreign(campaign: Campaign, cost: Cost) -> bool:
    return cost.currency is not None and cost.currency != campaign.currency


def money_findings(campaign: Campaign) -> Iterator[Finding]:
    """Object to savings without a rate or a cost of contacts, to costs of nothing and to programmes paid twice."""
    yield from _free(campaign)
    for number, objective in enumerate(campaign.objectives):
        indicator = campaign.indicators[objective.indicator]
        if objective.kind is ObjectiveKind.SAVINGS and not _has_value(campaign, indicator):
            yield Finding(
                53,
                Severity.WARNING,
                f"objectives[{number}].indicator",
                message("The cost of one contact is not given: contacts avoided are counted, but nothing is saved."),
                message("Give it with value_per_unit, and its range with value_low and value_high."),
            )
    for key, indicator in campaign.indicators.items():
        if indicator.deflection:
            yield from _deflection(campaign, key, indicator)


def _has_value(campaign: Campaign, indicator: Indicator) -> bool:
    return indicator.value_per_unit is not None or unit_of(indicator, campaign.currency).is_money


def _free(campaign: Campaign) -> Iterator[Finding]:
    costs = [cost for action in campaign.actions for cost in action.costs]
    if campaign.roi and costs and all(cost.source is None and _stated(cost) == 0 for cost in costs):
        yield Finding(
            50,
            Severity.ERROR,
            "actions",
            message("Every cost of the brief is 0: no campaign is free, and nothing can be divided by 0."),
            message("Count the hours of everybody who worked on it, and what would have been paid otherwise."),
        )


def _stated(cost: Cost) -> float:
    """Give the amount of a cost that is no export, in its own currency."""
    return cost.amount if cost.amount is not None else (cost.hours or 0.0) * (cost.rate or 0.0)


def _deflection(campaign: Campaign, key: str, indicator: Indicator) -> Iterator[Finding]:
    declared = indicator.deflection
    if declared is None:
        return
    place = f"indicators.{key}.deflection"
    name = indicator.label or entry_of(indicator).label if indicator.measures in CATALOGUE else key
    if declared.central is None:
        yield Finding(51, Severity.ERROR, place, _named(_NO_RATE, name), _DECLARE)
    if declared.contact is None:
        yield Finding(52, Severity.ERROR, f"{place}.contact", _named(_NO_CONTACT, name), _PRICE)
    if declared.programme is None:
        yield Finding(55, Severity.WARNING, f"{place}.programme", _named(_NO_PROGRAMME, name), _PAY)
    elif twice := next((one for one in campaign.actions if _pays(one, declared.programme)), None):
        yield Finding(
            54,
            Severity.WARNING,
            f"{place}.programme",
            message(
                "The cost of the programme is also a cost of «{action}»: it would be taken off twice.",
                action=twice.name,
            ),
            message("Write programme: 0 where the actions pay for it; they are in the total cost already."),
        )


def _named(template: Message, name: str | Message) -> Message:
    return Message(template.template, {"name": name})


_NO_RATE = message("«{name}» spares contacts by a rate that is not declared.")
_NO_CONTACT = message("«{name}» spares contacts whose cost is not given.")
_NO_PROGRAMME = message("«{name}»: what the programme costs is not given; the saving is shown before it is paid.")
_DECLARE = message(
    "Declare it as a range with its source, e.g. {example}.", example="{low: 0.05, central: 0.1, high: 0.2}"
)
_PRICE = message("Give it as a range, e.g. {example}.", example="contact: {low: 5, central: 6.5, high: 8}")
_PAY = message("Give it with the key programme; 0 where the costs of the actions hold it.")


def _pays(action: Action, amount: float) -> bool:
    """Whether an action's costs, one of them or all together, are this amount."""
    stated = [_stated(cost) for cost in action.costs if cost.source is None]
    return amount > 0 and any(abs(one - amount) < _SAME for one in (*stated, sum(stated)))
