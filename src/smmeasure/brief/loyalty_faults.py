"""What contradicts itself in what a brief says of customers."""

from __future__ import annotations

from collections.abc import Iterator

from smmeasure.brief.campaign import Campaign
from smmeasure.brief.faults import quoted
from smmeasure.brief.loyalty import Loyalty
from smmeasure.errors import Fault
from smmeasure.messages import message


def loyalty_faults(campaign: Campaign) -> Iterator[Fault]:
    """Give the faults of lists that belong together, and of amounts in another currency.

    Parameters
    ----------
    campaign : Campaign
        A brief whose parts are each well formed.
    """
    asked = campaign.loyalty
    if asked is None:
        return
    if asked.orders.currency not in {None, campaign.currency}:
        yield Fault(
            "loyalty.orders.currency",
            message("«{currency}»", currency=quoted(str(asked.orders.currency))),
            message("{currency}, the currency of the brief", currency=campaign.currency),
            message("Convert the amounts at a stated rate: two currencies are never added."),
        )
    yield from _draw(asked) if asked.randomised else ()
    if asked.members is None:
        yield from _without_members(asked)


def _draw(asked: Loyalty) -> Iterator[Fault]:
    for key, given in (("members", asked.members), ("others", asked.others)):
        if given is None:
            yield Fault(
                f"loyalty.{key}",
                message("nothing, where chance drew the groups"),
                message("the customers whom chance took, and those whom it left out, with the day of the draw"),
                message("Give both lists as members and others, or remove randomised."),
            )
    for key in ("matching", "before"):
        if getattr(asked, key) is not None:
            yield Fault(
                f"loyalty.{key}",
                message("a key that means nothing beside {kept}", kept="randomised"),
                message("groups as chance drew them, without matching"),
                message("Remove it."),
            )


def _without_members(asked: Loyalty) -> Iterator[Fault]:
    for key in ("others", "matching", "before", "referrals"):
        if getattr(asked, key) is not None and not asked.randomised:
            yield Fault(
                f"loyalty.{key}",
                message("a key that means nothing without {kept}", kept="members"),
                message("a list of members"),
                message("Name the list of members with the key members, or remove this one."),
            )
