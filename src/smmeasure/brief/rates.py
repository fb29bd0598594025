"""The catalogue of rates: what is divided by what, with the denominator in the name.

Engagement rates divide interactions by people reached (the default), impressions, views or followers;
applause, conversation and amplification are likes, comments and shares per post, and per post and 1,000
followers; virality is shares over what was shown. No two of them are the same number.
"""

from __future__ import annotations

from dataclasses import dataclass

from smmeasure.brief.campaign import Medium
from smmeasure.brief.catalogue import Stage
from smmeasure.messages import Message, message
from smmeasure.units import COUNT, FRACTION, Unit

OWNED, SHARED = Medium.OWNED, Medium.SHARED


@dataclass(frozen=True, slots=True)
class RateEntry:
    """One kind of rate.

    Attributes
    ----------
    id : str
        Name in the record; ends on its denominator.
    label : Message
        Name shown to a reader; says the denominator.
    unit : Unit
        A fraction, or a count per post.
    stage : Stage
        Step of the funnel of what is counted above the line.
    medium : Medium
        Who gives the exposure.
    numerator : str
        Entry of the catalogue of indicators that stands above the line.
    denominators : tuple of str
        Entries below the line; two are multiplied day by day.
    scale : float
        What the ratio is multiplied by: 1,000 for a rate per 1,000.
    """

    id: str
    label: Message
    unit: Unit
    stage: Stage
    medium: Medium
    numerator: str
    denominators: tuple[str, ...]
    scale: float = 1.0

    @property
    def measures(self) -> tuple[str, ...]:
        """Every entry of the catalogue of indicators that the rate needs."""
        return (self.numerator, *self.denominators)


def _share(name: str, label: Message, numerator: str, denominator: str, medium: Medium = OWNED) -> RateEntry:
    return RateEntry(name, label, FRACTION, Stage.ENGAGEMENT, medium, numerator, (denominator,))


def _per_post(name: str, label: Message, numerator: str, medium: Medium = OWNED) -> RateEntry:
    return RateEntry(name, label, COUNT, Stage.ENGAGEMENT, medium, numerator, ("posts",))


def _per_follower(name: str, label: Message, numerator: str, medium: Medium = OWNED) -> RateEntry:
    return RateEntry(name, label, COUNT, Stage.ENGAGEMENT, medium, numerator, ("posts", "followers"), 1000.0)


_ENTRIES = (
    _share("er_reach", message("Engagement rate by reach"), "interactions", "reach_daily"),
    _share("er_impressions", message("Engagement rate by impressions"), "interactions", "impressions"),
    _share("er_views", message("Engagement rate by views"), "interactions", "views"),
    _share("er_followers", message("Daily engagement rate by followers"), "interactions", "followers"),
    _per_post("applause_per_post", message("Applause: likes per post"), "likes"),
    _per_post("conversation_per_post", message("Conversation: comments per post"), "comments"),
    _per_post("amplification_per_post", message("Amplification: shares per post"), "shares", SHARED),
    _per_follower("applause_per_1000_followers", message("Applause: likes per post and 1,000 followers"), "likes"),
    _per_follower(
        "conversation_per_1000_followers", message("Conversation: comments per post and 1,000 followers"), "comments"
    ),
    _per_follower(
        "amplification_per_1000_followers",
        message("Amplification: shares per post and 1,000 followers"),
        "shares",
        SHARED,
    ),
    _share("virality_reach", message("Virality by reach"), "shares", "reach_daily", SHARED),
    _share("virality_impressions", message("Virality by impressions"), "shares", "impressions", SHARED),
    _share("virality_views", message("Virality by views"), "shares", "views", SHARED),
)

RATES: dict[str, RateEntry] = {entry.id: entry for entry in _ENTRIES}
"""Every kind of rate by its id; the default engagement rate comes first."""
