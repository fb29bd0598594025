"""What a brief says of funnels and conversions, and where that can't be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from smmeasure.brief.campaign import Campaign, Indicator
from smmeasure.brief.catalogue import CATALOGUE, Stage, entry_of, unit_of
from smmeasure.brief.faults import quoted
from smmeasure.brief.steps import WHOLE
from smmeasure.errors import Fault
from smmeasure.messages import message

LEAST_STEPS = 2
"""Fewer steps than this follow nothing."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Indicators that follow each other: a funnel, or the two sides of an action's conversion.

    Attributes
    ----------
    place : str
        Where it stands in the brief.
    places : tuple of str
        Where each indicator stands.
    names : tuple of str
        The indicators, in order.
    """

    place: str
    places: tuple[str, ...]
    names: tuple[str, ...]


def funnels(campaign: Campaign) -> Mapping[str, tuple[str, ...]]:
    """Give the steps of every funnel by its platform; the whole campaign's, if any, under `WHOLE`."""
    return campaign.funnel if isinstance(campaign.funnel, dict) else {WHOLE: campaign.funnel} if campaign.funnel else {}


def funnel_chains(campaign: Campaign) -> Iterator[Chain]:
    """Give every funnel by its place."""
    for platform, names in funnels(campaign).items():
        place = f"funnel.{platform}" if isinstance(campaign.funnel, dict) else "funnel"
        yield Chain(place, tuple(f"{place}[{number}]" for number in range(len(names))), names)


def conversion_chains(campaign: Campaign) -> Iterator[Chain]:
    """Give the conversion of every action that has one, by its place."""
    for number, action in enumerate(campaign.actions):
        if action.conversion:
            place = f"actions[{number}].conversion"
            yield Chain(place, (f"{place}.of", f"{place}.to"), (action.conversion.of, action.conversion.to))


def step_places(campaign: Campaign) -> Iterator[tuple[str, str]]:
    """Give every indicator of funnels and conversions after its place in the brief."""
    for chain in (*funnel_chains(campaign), *conversion_chains(campaign)):
        yield from zip(chain.places, chain.names, strict=True)


def funnel_steps(campaign: Campaign) -> tuple[str, ...]:
    """Give every indicator that is a step of a funnel, each once."""
    return tuple(dict.fromkeys(name for chain in funnel_chains(campaign) for name in chain.names))


def conversion_sides(campaign: Campaign) -> tuple[str, ...]:
    """Give every indicator that is a side of an action's conversion, each once."""
    return tuple(dict.fromkeys(name for chain in conversion_chains(campaign) for name in chain.names))


def funnel_faults(campaign: Campaign) -> Iterator[Fault]:
    """List what is wrong with the steps of funnels and conversions."""
    for chain in funnel_chains(campaign):
        if isinstance(campaign.funnel, dict) and len(chain.names) < LEAST_STEPS:
            yield _too_short(chain)
        yield from _step_faults(campaign, chain)
    for chain in conversion_chains(campaign):
        yield from _step_faults(campaign, chain)
        if len(set(chain.names)) == 1:
            yield _itself(chain)


def _step_faults(campaign: Campaign, chain: Chain) -> Iterator[Fault]:
    known = [
        (place, name, campaign.indicators[name])
        for place, name in zip(chain.places, chain.names, strict=True)
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


def _too_short(chain: Chain) -> Fault:
    return Fault(
        chain.place,
        message("one step") if len(chain.names) == 1 else message("no step"),
        message("two steps or more"),
        message("Name what comes before or after, or remove the platform."),
    )


def _itself(chain: Chain) -> Fault:
    return Fault(
        chain.places[-1],
        message("«{name}» a second time", name=quoted(chain.names[-1])),
        message("another indicator than of"),
        message("Name those who came under of, and those who then did it under to."),
    )


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
