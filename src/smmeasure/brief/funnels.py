"""What a brief says of funnels and conversions, and where that can't be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from smmeasure.brief.campaign import Campaign, Indicator
from smmeasure.brief.catalogue import CATALOGUE, Stage, entry_of, unit_of
from smmeasure.brief.steps import WHOLE
from smmeasure.errors import Fault
from smmeasure.messages import message

LEAST_STEPS = 2
"""Fewer steps than this follow nothing."""


def funnel_places(campaign: Campaign) -> Mapping[str, tuple[str, ...]]:
    """Give the steps of every funnel by its place in the brief."""
    if isinstance(campaign.funnel, dict):
        return {f"funnel.{platform}": steps for platform, steps in campaign.funnel.items()}
    return {"funnel": campaign.funnel}


def funnels(campaign: Campaign) -> Mapping[str, tuple[str, ...]]:
    """Give the steps of every funnel by its platform; the whole campaign's, if any, under `WHOLE`."""
    return campaign.funnel if isinstance(campaign.funnel, dict) else {WHOLE: campaign.funnel} if campaign.funnel else {}


def funnel_steps(campaign: Campaign) -> tuple[str, ...]:
    """Give every indicator that is a step of a funnel, each once."""
    return tuple(dict.fromkeys(key for steps in funnels(campaign).values() for key in steps))


def conversion_places(campaign: Campaign) -> Iterator[tuple[str, str]]:
    """Give the indicators of every action's conversion by their places in the brief."""
    for number, action in enumerate(campaign.actions):
        if action.conversion:
            yield f"actions[{number}].conversion.of", action.conversion.of
            yield f"actions[{number}].conversion.to", action.conversion.to


def funnel_faults(campaign: Campaign) -> Iterator[Fault]:
    """List what is wrong with the steps of funnels and conversions."""
    for place, names in funnel_places(campaign).items():
        steps = [(f"{place}[{number}]", name) for number, name in enumerate(names)]
        if isinstance(campaign.funnel, dict) and len(steps) < LEAST_STEPS:
            yield _too_short(place, len(steps))
        yield from _step_faults(campaign, steps)
    for number, action in enumerate(campaign.actions):
        if action.conversion:
            place = f"actions[{number}].conversion"
            yield from _step_faults(
                campaign, [(f"{place}.of", action.conversion.of), (f"{place}.to", action.conversion.to)]
            )
            if action.conversion.of == action.conversion.to:
                yield _itself(f"{place}.to", action.conversion.to)


def _too_short(place: str, count: int) -> Fault:
    return Fault(
        place,
        message("{count} steps", count=count),
        message("two steps or more"),
        message("Name what comes before or after, or remove the platform."),
    )


def _itself(place: str, name: str) -> Fault:
    return Fault(
        place,
        message("«{name}» a second time", name=name),
        message("another indicator than of"),
        message("Name those who came under of, and those who then did it under to."),
    )


def _step_faults(campaign: Campaign, steps: list[tuple[str, str]]) -> Iterator[Fault]:
    known = [
        (place, name, campaign.indicators[name])
        for place, name in steps
        if name in campaign.indicators and campaign.indicators[name].measures in CATALOGUE
    ]
    for place, name, indicator in known:
        if not unit_of(indicator, campaign.currency).is_summable:
            yield _not_added_up(place, name)
    for (_, _, before), (place, name, indicator) in pairwise(known):
        if _stage(indicator).rank < _stage(before).rank:
            yield _out_of_order(place, name)


def _stage(indicator: Indicator) -> Stage:
    return entry_of(indicator).stage


def _not_added_up(place: str, name: str) -> Fault:
    return Fault(
        place,
        message("«{name}», whose days don't add up", name=name),
        message("an indicator that is counted over the window"),
        message("Take views for people reached, sessions for visitors: nobody is counted twice."),
    )


def _out_of_order(place: str, name: str) -> Fault:
    return Fault(
        place,
        message("«{name}», which comes before the step above it", name=name),
        message("steps from exposure to revenue"),
        message("Put the steps in order: exposure, attention, engagement, click, visit, conversion, revenue."),
    )
