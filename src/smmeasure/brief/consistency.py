"""What the types of a brief can't see: names that refer to each other, dates in order, one currency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from smmeasure.brief.campaign import Campaign, Cost, RateCard, Source, Target
from smmeasure.brief.catalogue import CATALOGUE
from smmeasure.brief.exposure_faults import exposure_faults
from smmeasure.brief.faults import quoted, unknown_name
from smmeasure.brief.funnels import funnel_chains, funnel_faults, step_places
from smmeasure.brief.loyalty_faults import loyalty_faults
from smmeasure.brief.sizes import size_faults
from smmeasure.brief.targets import target_units
from smmeasure.brief.worth import currency_faults, range_faults
from smmeasure.errors import Fault
from smmeasure.messages import Message, message, plain
from smmeasure.series import control_faults
from smmeasure.units import Kind, Unit


def inconsistencies(campaign: Campaign, name: str) -> tuple[Fault, ...]:
    """List every place where one part of a brief contradicts another.

    Parameters
    ----------
    campaign : Campaign
        A brief whose parts are each well formed.
    name : str
        Name of the file, for the places.
    """
    checks = (
        _spans,
        _references,
        _catalogue_names,
        _twice,
        funnel_faults,
        _targets,
        target_units,
        _costs,
        currency_faults,
        _currencies,
        range_faults,
        _rate_cards,
        exposure_faults,
        loyalty_faults,
        size_faults,
        _sources,
    )
    return tuple(
        Fault(f"{name}: {fault.place}", fault.found, fault.expected, fault.cure)
        for check in checks
        for fault in check(campaign)
    )


def _spans(campaign: Campaign) -> Iterator[Fault]:
    for place, start, end in _all_spans(campaign):
        if end < start:
            yield Fault(
                place,
                message("the last day {end} before the first day {start}", start=start, end=end),
                message("a last day on or after the first day"),
                message("Swap the two days, or correct the year."),
            )
    quiet = campaign.quiet_period
    if quiet and quiet.end >= campaign.window.start:
        yield Fault(
            "quiet_period.end",
            message("{end}, inside or after the campaign's window", end=quiet.end),
            message("a day before {start}", start=campaign.window.start),
            message("End the quiet period before the campaign begins."),
        )


def _all_spans(campaign: Campaign) -> Iterator[tuple[str, date, date]]:
    yield "window", campaign.window.start, campaign.window.end
    if campaign.quiet_period:
        yield "quiet_period", campaign.quiet_period.start, campaign.quiet_period.end
    for number, exclusion in enumerate(campaign.exclusions):
        yield f"exclusions[{number}]", exclusion.start, exclusion.end
    for number, other in enumerate(campaign.other_campaigns):
        yield f"other_campaigns[{number}]", other.start, other.end
    for number, action in enumerate(campaign.actions):
        if action.window:
            yield f"actions[{number}].window", action.window.start, action.window.end


def _references(campaign: Campaign) -> Iterator[Fault]:
    known = list(campaign.indicators)
    for place, name in _named_indicators(campaign):
        if name not in known:
            yield unknown_name(place, name, known, message("an indicator of this brief"))
    for key, indicator in campaign.indicators.items():
        if key in indicator.controls:
            yield Fault(
                f"indicators.{key}.controls",
                message("the indicator itself"),
                message("other indicators"),
                message("Remove it: a series can't be its own control."),
            )
        yield from control_faults(f"indicators.{key}.controls", len(indicator.controls))


def _named_indicators(campaign: Campaign) -> Iterator[tuple[str, str]]:
    for number, objective in enumerate(campaign.objectives):
        yield f"objectives[{number}].indicator", objective.indicator
    for number, name in enumerate(campaign.roi):
        yield f"roi[{number}]", name
    yield from step_places(campaign)
    for key, indicator in campaign.indicators.items():
        for number, name in enumerate(indicator.controls):
            yield f"indicators.{key}.controls[{number}]", name


def _catalogue_names(campaign: Campaign) -> Iterator[Fault]:
    for key, indicator in campaign.indicators.items():
        if indicator.measures not in CATALOGUE:
            kind = message("an entry of the catalogue")
            yield unknown_name(f"indicators.{key}.measures", indicator.measures, list(CATALOGUE), kind)


def _twice(campaign: Campaign) -> Iterator[Fault]:
    lists = {"roi": campaign.roi, **{chain.place: chain.names for chain in funnel_chains(campaign)}}
    lists |= {f"indicators.{key}.controls": indicator.controls for key, indicator in campaign.indicators.items()}
    for place, names in lists.items():
        for number, name in enumerate(names):
            if name in names[:number]:
                yield Fault(
                    f"{place}[{number}]",
                    message("«{name}» a second time", name=quoted(name)),
                    message("each indicator once"),
                    message("Remove it: it would be counted twice."),
                )


def _targets(campaign: Campaign) -> Iterator[Fault]:
    for number, objective in enumerate(campaign.objectives):
        if objective.target and len(_given(objective.target)) != 1:
            yield Fault(
                f"objectives[{number}].target",
                message("{count} ways of stating the target", count=len(_given(objective.target))),
                message("exactly one of more, less, total, percent"),
                message("Keep the one that you promised, e.g. {example}.", example="{more: 300}"),
            )


def _given(target: Target) -> list[str]:
    return [name for name, value in target if value is not None and name != "unit"]


def _costs(campaign: Campaign) -> Iterator[Fault]:
    for action_number, action in enumerate(campaign.actions):
        for number, cost in enumerate(action.costs):
            if not _is_one_cost(cost):
                yield Fault(
                    f"actions[{action_number}].costs[{number}]",
                    _cost_keys(cost),
                    message("an amount, or hours with their rate, or a source"),
                    message("Write one of the three; split the item if it is several costs."),
                )
            elif not _is_one_range(cost):
                yield Fault(
                    f"actions[{action_number}].costs[{number}]",
                    _range_found(cost),
                    message("low, amount and high in ascending order"),
                    message("Give both ends of the range beside the amount, or neither."),
                )


def _is_one_cost(cost: Cost) -> bool:
    ways = (cost.amount is not None, cost.hours is not None or cost.rate is not None, cost.source is not None)
    return sum(ways) == 1 and (cost.hours is None) == (cost.rate is None)


def _is_one_range(cost: Cost) -> bool:
    if cost.low is None and cost.high is None:
        return True
    if cost.low is None or cost.amount is None or cost.high is None:
        return False
    return cost.low <= cost.amount <= cost.high


def _range_found(cost: Cost) -> Message:
    given = {key: getattr(cost, key) for key in ("low", "amount", "high")}
    return message(
        "{keys}", keys=", ".join(f"{key} {plain(value)}" for key, value in given.items() if value is not None)
    )


def _cost_keys(cost: Cost) -> Message:
    keys = [key for key in ("amount", "hours", "rate", "source") if getattr(cost, key) is not None]
    return message("{keys}", keys=" + ".join(keys)) if keys else message("no amount")


def _currencies(campaign: Campaign) -> Iterator[Fault]:
    for place, currency in _named_currencies(campaign):
        if currency != campaign.currency:
            yield Fault(
                place,
                message("«{currency}»", currency=quoted(currency)),
                message("{currency}, the currency of the brief", currency=campaign.currency),
                message("Convert the amounts at a stated rate: two currencies are never added."),
            )


def _named_currencies(campaign: Campaign) -> Iterator[tuple[str, str]]:
    for key, indicator in campaign.indicators.items():
        unit = Unit.parse(indicator.unit) if indicator.unit else None
        if unit and unit.kind in {Kind.MONEY, Kind.MONEY_EQUIVALENT} and unit.currency:
            yield f"indicators.{key}.unit", unit.currency


def _rate_cards(campaign: Campaign) -> Iterator[Fault]:
    for key, indicator in campaign.indicators.items():
        card = indicator.rate_card
        if isinstance(card, RateCard) and not card.low <= card.central <= card.high:
            yield Fault(
                f"indicators.{key}.rate_card",
                message("{low}, {central}, {high}", low=card.low, central=card.central, high=card.high),
                message("low, central and high in ascending order"),
                message("Put the three prices in order."),
            )


_BY_HAND = ("value", "rows", "database")
_RECOGNISED = ("platform", "basis", "table", "locale", "currency", "as_of", "first_day", "last_day")
"""Keys of a source that mean something only beside `date`, and only beside `measure`."""


_OF_FILES = ("sheet", "date_format", "decimal")
"""Keys of a source that mean nothing beside `database`, whose columns have types."""


def _sources(campaign: Campaign) -> Iterator[Fault]:
    for place, source in campaign.sources().items():
        if (source.date is None) == (source.measure is None):
            yield Fault(
                place,
                message("neither a date nor a measure") if source.date is None else message("a date and a measure"),
                message("exactly one of date and measure"),
                message(
                    "Write `measure` for a platform's export as it was downloaded, or `date` and `value` to name the "
                    "columns of any other file."
                ),
            )
            continue
        strangers = _RECOGNISED if source.measure is None else _BY_HAND
        yield from (
            _misplaced(place, key, source)
            for key in strangers
            if getattr(source, key) != Source.model_fields[key].default
        )
        if source.database is not None:
            yield from (
                Fault(
                    f"{place}.{key}",
                    message("a key that means nothing beside {kept}", kept="database"),
                    message("columns whose types say what they hold"),
                    message("Remove it."),
                )
                for key in _OF_FILES
                if getattr(source, key) is not None
            )


def _misplaced(place: str, key: str, source: Source) -> Fault:
    kept, other = ("date", "measure") if source.measure is None else ("measure", "date")
    return Fault(
        f"{place}.{key}",
        message("a key that means nothing beside {kept}", kept=kept),
        message("a key that goes with {kept}", kept=kept),
        message("Remove it, or write {other} in the place of {kept}.", other=other, kept=kept),
    )
