"""What the indicators are: unit, stage, medium, and the objectives that each one serves.

The brief names an entry with ``measures``; the checks of the method and the funnel read it here.
Definitions follow the metric list of the field (stages from exposure to revenue, media P/O/S/E of
the AMEC Integrated Evaluation Framework, objective families of the ROO).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from smmeasure.brief.campaign import Indicator, Medium, ObjectiveKind
from smmeasure.messages import Message, message
from smmeasure.units import COUNT, FRACTION, PEOPLE, Kind, Unit

TRAFFIC, VISIBILITY, IMAGE, AWARENESS, REVENUE, SAVINGS = ObjectiveKind
PAID, OWNED, SHARED, EARNED = Medium


class Stage(StrEnum):
    """Steps from exposure to revenue; the community manager's responsibility ends at the click."""

    EXPOSURE = "exposure"
    ATTENTION = "attention"
    ENGAGEMENT = "engagement"
    CLICK = "click"
    VISIT = "visit"
    CONVERSION = "conversion"
    REVENUE = "revenue"
    OUTSIDE = "outside"

    @property
    def rank(self) -> int:
        """Place in the funnel, from 0."""
        return list(Stage).index(self)

    @property
    def is_after_click(self) -> bool:
        """Whether the site, the price, the offer and the service answer for it."""
        return self in {Stage.VISIT, Stage.CONVERSION, Stage.REVENUE}


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of indicator.

    Attributes
    ----------
    id : str
        Name used in ``measures``.
    label : Message
        Name shown to a reader.
    unit : Unit
        Unit unless the brief says otherwise.
    stage : Stage
        Step of the funnel.
    medium : Medium or None
        Who gives the exposure; None where it depends or has no meaning.
    serves : frozenset of ObjectiveKind
        Objectives that the indicator can measure.
    rises : bool
        Whether more is better.
    vanity : bool
        Whether it flatters without telling what happened next.
    """

    id: str
    label: Message
    unit: Unit
    stage: Stage
    medium: Medium | None
    serves: frozenset[ObjectiveKind]
    rises: bool = True
    vanity: bool = False


CURRENCY_OF_BRIEF = Unit(Kind.MONEY, "XXX")
"""Stands for the brief's currency (ISO 4217 writes XXX where there is none) until a brief gives it."""


def _entry(  # noqa: PLR0913 - one row of a table
    name: str,
    label: Message,
    stage: Stage,
    *serves: ObjectiveKind,
    unit: Unit = COUNT,
    medium: Medium | None = OWNED,
    rises: bool = True,
    vanity: bool = False,
) -> Entry:
    return Entry(name, label, unit, stage, medium, frozenset(serves), rises=rises, vanity=vanity)


_ENTRIES = (
    _entry("views", message("Views"), Stage.EXPOSURE, VISIBILITY, AWARENESS),
    _entry("impressions", message("Impressions"), Stage.EXPOSURE, VISIBILITY, AWARENESS),
    _entry("reach_daily", message("People reached per day"), Stage.EXPOSURE, VISIBILITY, AWARENESS, unit=PEOPLE),
    _entry("video_views", message("Video views"), Stage.ATTENTION, VISIBILITY, AWARENESS),
    _entry("profile_visits", message("Profile visits"), Stage.ATTENTION, VISIBILITY, AWARENESS),
    _entry("brand_searches", message("Searches for the brand"), Stage.ATTENTION, AWARENESS, medium=EARNED),
    _entry("followers_net", message("New followers, net"), Stage.ENGAGEMENT, AWARENESS, vanity=True),
    _entry("interactions", message("Interactions"), Stage.ENGAGEMENT, VISIBILITY, IMAGE),
    _entry("likes", message("Likes"), Stage.ENGAGEMENT, IMAGE, vanity=True),
    _entry("comments", message("Comments"), Stage.ENGAGEMENT, IMAGE),
    _entry("shares", message("Shares"), Stage.ENGAGEMENT, VISIBILITY, AWARENESS, medium=SHARED),
    _entry("saves", message("Saves"), Stage.ENGAGEMENT, VISIBILITY, IMAGE),
    _entry("link_clicks", message("Link clicks"), Stage.CLICK, TRAFFIC),
    _entry("sessions", message("Sessions"), Stage.VISIT, TRAFFIC),
    _entry("social_sessions", message("Sessions from social media"), Stage.VISIT, TRAFFIC),
    _entry("users", message("Visitors per day"), Stage.VISIT, TRAFFIC, unit=PEOPLE),
    _entry("baskets", message("Baskets"), Stage.CONVERSION, REVENUE),
    _entry("orders", message("Orders"), Stage.CONVERSION, REVENUE),
    _entry("conversions", message("Conversions"), Stage.CONVERSION, REVENUE),
    _entry("new_customers", message("New customers"), Stage.CONVERSION, REVENUE),
    _entry("units_sold", message("Pieces sold"), Stage.REVENUE, REVENUE),
    _entry("revenue", message("Net sales"), Stage.REVENUE, REVENUE, unit=CURRENCY_OF_BRIEF),
    _entry("support_contacts", message("Support contacts"), Stage.OUTSIDE, SAVINGS, IMAGE, rises=False),
    _entry("mentions", message("Mentions"), Stage.ATTENTION, AWARENESS, medium=EARNED),
    _entry("net_sentiment", message("Net sentiment"), Stage.ENGAGEMENT, IMAGE, unit=FRACTION, medium=EARNED),
    _entry("reviews", message("Customer reviews"), Stage.OUTSIDE, IMAGE, medium=EARNED),
    _entry("negative_reviews", message("Negative reviews"), Stage.OUTSIDE, IMAGE, medium=EARNED, rises=False),
    _entry("mail_opens", message("Mails opened"), Stage.ATTENTION, TRAFFIC),
    _entry("mail_clicks", message("Clicks in mails"), Stage.CLICK, TRAFFIC),
    _entry("followers", message("Followers"), Stage.EXPOSURE, AWARENESS, unit=PEOPLE, vanity=True),
    _entry("posts", message("Posts published"), Stage.OUTSIDE),
    _entry("ad_spend", message("Ad spend"), Stage.OUTSIDE, unit=CURRENCY_OF_BRIEF, medium=PAID, rises=False),
    _entry("other", message("Other series"), Stage.OUTSIDE, *ObjectiveKind, medium=None),
)

CATALOGUE: dict[str, Entry] = {entry.id: entry for entry in _ENTRIES}
"""Every kind of indicator by its id, from exposure to revenue."""


def entry_of(indicator: Indicator) -> Entry:
    """Give the catalogue's entry of an indicator that was read from a brief."""
    return CATALOGUE[indicator.measures]


def unit_of(indicator: Indicator, currency: str) -> Unit:
    """Give the unit of an indicator: its own, else the catalogue's in the brief's currency."""
    if indicator.unit is not None and (unit := Unit.parse(indicator.unit)) is not None:
        return unit
    unit = entry_of(indicator).unit
    return Unit(Kind.MONEY, currency) if unit == CURRENCY_OF_BRIEF else unit


def saves_money(indicator: Indicator) -> bool:
    """Whether a fall of the indicator is the gain: contacts avoided, not goods sold."""
    serves = entry_of(indicator).serves
    return ObjectiveKind.SAVINGS in serves and ObjectiveKind.REVENUE not in serves
