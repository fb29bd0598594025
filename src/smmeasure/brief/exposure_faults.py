"""What contradicts itself in what a brief says of the price and the tone of exposure."""

from __future__ import annotations

from collections.abc import Iterator

from smmeasure.brief.campaign import AdPrices, Campaign, Indicator
from smmeasure.brief.catalogue import unit_of
from smmeasure.brief.faults import quoted, unknown_name
from smmeasure.brief.worth import unordered_faults
from smmeasure.errors import Fault
from smmeasure.messages import message

_OURS = ("spend", "units")
"""Names of columns in every table of ads, whatever the file calls them."""


def exposure_faults(campaign: Campaign) -> Iterator[Fault]:
    """Give the faults of prices learnt from ads and of shares of a negative tone.

    Parameters
    ----------
    campaign : Campaign
        A brief whose parts are each well formed.
    """
    for key, indicator in campaign.indicators.items():
        place = f"indicators.{key}"
        yield from _twice(indicator, place)
        yield from _share_faults(indicator, place)
        if indicator.negative_indicator is not None:
            yield from _negative(campaign, key, indicator.negative_indicator)
        if indicator.ad_prices is not None:
            yield from _ad_prices(indicator.ad_prices, f"{place}.ad_prices")


def _twice(indicator: Indicator, place: str) -> Iterator[Fault]:
    for first, second in (("rate_card", "ad_prices"), ("negative_share", "negative_indicator")):
        if getattr(indicator, first) is not None and getattr(indicator, second) is not None:
            yield Fault(
                place,
                message("{first} and {second}", first=first, second=second),
                message("one of the two"),
                message(
                    "Keep the one that you trust: {second} is measured, {first} is assumed.", first=first, second=second
                ),
            )


def _share_faults(indicator: Indicator, place: str) -> Iterator[Fault]:
    if indicator.negative_low is not None or indicator.negative_high is not None:
        ends = {"negative_low": indicator.negative_low, "negative_share": indicator.negative_share}
        yield from unordered_faults(f"{place}.negative_share", {**ends, "negative_high": indicator.negative_high})


def _negative(campaign: Campaign, key: str, other: str) -> Iterator[Fault]:
    place = f"indicators.{key}.negative_indicator"
    if other not in campaign.indicators:
        yield unknown_name(place, other, list(campaign.indicators), message("an indicator of this brief"))
    elif other == key:
        yield Fault(
            place,
            message("the indicator itself"),
            message("an indicator of those of a negative tone"),
            message("Name the one that counts them, or give negative_share."),
        )
    else:
        units = [str(unit_of(campaign.indicators[one], campaign.currency)) for one in (other, key)]
        if units[0] != units[1]:
            yield Fault(
                place,
                message("an indicator in {unit}", unit=units[0]),
                message("one in {unit}, as «{name}»", unit=units[1], name=quoted(key)),
                message("A share is one count of another: name the one that counts those of a negative tone."),
            )


def _ad_prices(asked: AdPrices, place: str) -> Iterator[Fault]:
    taken = {name for name in (asked.spend, asked.units, asked.day, *_OURS) if name}
    for number, name in enumerate(asked.features):
        if name in taken or name in asked.features[:number]:
            yield Fault(
                f"{place}.features[{number}]",
                message("«{name}», which is named already or is what the price is made of", name=quoted(name)),
                message("columns of their own, each once"),
                message("Remove it: a price can't depend on what it is made of. For the month of the day write month."),
            )
    for name in asked.like:
        if name not in asked.features:
            yield unknown_name(f"{place}.like", name, list(asked.features), message("a feature of these prices"))
    if asked.spend is None:
        for name in ("ad", "day"):
            if getattr(asked, name) is not None:
                yield Fault(
                    f"{place}.{name}",
                    message("a column without spend"),
                    message("spend, units, ad and day of a file that is not recognised"),
                    message("Name the column of what was paid with spend, or remove the key."),
                )
