"""What happens to Maison Alba: its calendar, its campaigns and what each of them changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from smmeasure.errors import CallError
from smmeasure.messages import message
from smmeasure.windows import Window

PERIOD = Window(date(2024, 9, 2), date(2026, 8, 30))
"""First and last day of the data: 104 whole weeks."""

SALES = (
    Window(date(2024, 11, 25), date(2024, 12, 2)),
    Window(date(2025, 1, 8), date(2025, 2, 4)),
    Window(date(2025, 6, 25), date(2025, 7, 22)),
    Window(date(2025, 11, 24), date(2025, 12, 1)),
    Window(date(2026, 1, 7), date(2026, 2, 3)),
    Window(date(2026, 6, 24), date(2026, 7, 21)),
)
"""Black Friday weeks and the French winter and summer sales."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a campaign adds to a series.

    Attributes
    ----------
    campaign : str
        Name of the campaign's brief.
    series : str
        Column of `DemoData`.
    total : int
        Added over the window; negative where the campaign takes away.
    window : Window
        The days over which the total is spread.
    follow_up : bool
        Whether the days come after the campaign's window, so that they are no part of its truth.
    """

    campaign: str
    series: str
    total: int
    window: Window
    follow_up: bool = False


@dataclass(frozen=True, slots=True)
class OtherCampaign:
    """A campaign of the brand that nobody measured; it lifts page, site and shop by shares.

    Attributes
    ----------
    name : str
        Name in the ad account.
    window : Window
        Its days.
    page, shop : float
        Share added to the series of the page and its clicks, and to those of the shop.
    spend : float
        Euros per day.
    """

    name: str
    window: Window
    page: float
    shop: float
    spend: float


@dataclass(frozen=True, slots=True)
class Flight:
    """Paid media of a measured campaign.

    Attributes
    ----------
    campaign : str
        Name of the campaign's brief.
    name : str
        Name in the ad account.
    window : Window
        Days with spend.
    spend : float
        Euros over the window.
    """

    campaign: str
    name: str
    window: Window
    spend: float


WINDOWS: Mapping[str, Window] = {
    "robes-rouges": Window(date(2026, 3, 9), date(2026, 4, 5)),
    "guide-des-tailles": Window(date(2025, 10, 6), date(2025, 10, 26)),
    "brand-film": Window(date(2026, 5, 11), date(2026, 6, 7)),
    "reponses-publiques": Window(date(2026, 6, 15), date(2026, 7, 26)),
}
"""The measured campaigns."""

OTHERS = (
    OtherCampaign("Noël 2024", Window(date(2024, 12, 3), date(2024, 12, 24)), 0.35, 0.30, 90.0),
    OtherCampaign("Printemps 2025", Window(date(2025, 3, 10), date(2025, 3, 30)), 0.30, 0.15, 70.0),
    OtherCampaign("Fête des mères 2025", Window(date(2025, 5, 12), date(2025, 5, 25)), 0.25, 0.20, 60.0),
    OtherCampaign("Noël 2025", Window(date(2025, 12, 2), date(2025, 12, 24)), 0.35, 0.30, 95.0),
)

FLIGHTS = (
    Flight("robes-rouges", "Robes rouges", WINDOWS["robes-rouges"], 2600.0),
    Flight("guide-des-tailles", "Guide des tailles", WINDOWS["guide-des-tailles"], 320.0),
    Flight("brand-film", "Brand film", WINDOWS["brand-film"], 3900.0),
)

_TOTALS: Mapping[str, Mapping[str, int]] = {
    "robes-rouges": {
        "views": 640_000,
        "reach": 370_000,
        "interactions": 11_000,
        "profile_visits": 2_600,
        "follows": 240,
        "link_clicks": 10_400,
        "social_sessions": 9_500,
        "red_baskets": 1_480,
        "red_orders": 268,
        "red_pieces": 300,
    },
    "guide-des-tailles": {
        "views": 60_000,
        "reach": 38_000,
        "interactions": 2_400,
        "link_clicks": 1_900,
        "social_sessions": 1_660,
    },
    "brand-film": {
        "views": 900_000,
        "reach": 520_000,
        "profile_visits": 2_100,
        "follows": 460,
        "brand_searches": 800,
    },
    "reponses-publiques": {"interactions": 2_500, "phone": -440},
}

EFFECTS = (
    *(
        Effect(campaign, series, total, WINDOWS[campaign])
        for campaign, totals in _TOTALS.items()
        for series, total in totals.items()
    ),
    Effect("reponses-publiques", "phone", -160, Window(date(2026, 7, 27), PERIOD.end), follow_up=True),
)
"""Everything that measured campaigns change."""

PARTS: Mapping[str, str] = {"social_sessions": "sessions", "red_baskets": "baskets"}
"""Series that are part of another one, so that what moves them moves it too."""


def truth(campaign: str) -> dict[str, int]:
    """Give the true effects of a campaign over its window.

    Parameters
    ----------
    campaign : str
        Name of the campaign's brief.

    Returns
    -------
    dict of str to int
        Totals by column of `DemoData`, in the unit of the column; a series that is not there was
        not touched.

    Raises
    ------
    CallError
        Where the demo brand has no such measured campaign.
    """
    if campaign not in WINDOWS:
        raise CallError.at(
            "campaign",
            message("“{campaign}”", campaign=campaign[:60]),
            message("one of {campaigns}", campaigns=", ".join(WINDOWS)),
            message("Only campaigns that took place have an effect."),
        )
    totals: dict[str, int] = {}
    for effect in EFFECTS:
        if effect.campaign == campaign and not effect.follow_up:
            totals[effect.series] = effect.total
            if effect.series in PARTS:
                totals[PARTS[effect.series]] = effect.total
    return totals


def days() -> pd.DatetimeIndex:
    """Give all days of the data."""
    return PERIOD.index()
