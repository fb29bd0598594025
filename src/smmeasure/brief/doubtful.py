"""Money in a brief that can be counted with and is hardly meant: goods that leave nothing, rates of another year."""

from __future__ import annotations

from collections.abc import Iterator

from smmeasure.brief.campaign import Campaign
from smmeasure.brief.findings import Finding, Severity
from smmeasure.messages import message

NO_MARGIN_RULE, OLD_RATE_RULE = 58, 59

OLDEST_RATE = 365
"""Days between an exchange rate and the campaign after which it is out of date."""


def doubtful_money(campaign: Campaign) -> Iterator[Finding]:
    """Object to a margin of nothing, and to exchange rates that are out of date.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    """
    for key in campaign.roi:
        if campaign.indicators[key].margin == 0:
            yield Finding(
                NO_MARGIN_RULE,
                Severity.WARNING,
                f"indicators.{key}.margin",
                message("The margin is 0: nothing is earned however much is sold, and the cost is lost in any case."),
                message("Give the share of the net price that is left after the goods are paid, e.g. margin: 0.55."),
            )
    yield from _old_rates(campaign)


def _old_rates(campaign: Campaign) -> Iterator[Finding]:
    window = campaign.window.window()
    for action_number, action in enumerate(campaign.actions):
        for number, cost in enumerate(action.costs):
            day = cost.exchange.date if cost.exchange else None
            if day is None or ((day - window.start).days >= -OLDEST_RATE and (window.end - day).days <= OLDEST_RATE):
                continue
            yield Finding(
                OLD_RATE_RULE,
                Severity.WARNING,
                f"actions[{action_number}].costs[{number}].exchange.date",
                message(
                    "The exchange rate is of {day}: more than {limit} days from the campaign, it is out of date.",
                    day=day,
                    limit=OLDEST_RATE,
                ),
                message("Give the rate of the days when the invoice was paid."),
            )
