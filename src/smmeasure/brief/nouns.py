"""What is counted, and what prices differ by, in the words of a reader."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from smmeasure.brief.campaign import Indicator
from smmeasure.messages import Message, message

NOUNS: dict[str, Message] = {
    "views": message("views"),
    "impressions": message("impressions"),
    "video_views": message("video views"),
    "profile_visits": message("profile visits"),
    "brand_searches": message("searches"),
    "interactions": message("interactions"),
    "engagements": message("engagements"),
    "likes": message("likes"),
    "comments": message("comments"),
    "shares": message("shares"),
    "saves": message("saves"),
    "clicks": message("clicks"),
    "link_clicks": message("link clicks"),
    "sessions": message("sessions"),
    "social_sessions": message("sessions"),
    "baskets": message("baskets"),
    "orders": message("orders"),
    "conversions": message("conversions"),
    "results": message("results"),
    "new_customers": message("new customers"),
    "units_sold": message("pieces"),
    "support_contacts": message("contacts"),
    "mentions": message("mentions"),
    "reviews": message("reviews"),
    "negative_reviews": message("negative reviews"),
    "mail_opens": message("mails opened"),
    "mail_clicks": message("clicks in mails"),
    "followers_net": message("followers"),
    "posts": message("posts"),
}
"""Plurals of what catalogue and ad exports count."""

FEATURES: dict[str, Message] = {
    "platform": message("platform"),
    "format": message("format"),
    "placement": message("placement"),
    "audience": message("audience"),
    "age": message("age"),
    "gender": message("gender"),
    "region": message("region"),
    "device": message("device"),
    "hour": message("hour of the day"),
    "month": message("month"),
    "keyword": message("keyword"),
    "match_type": message("match type"),
    "interest": message("interest"),
    "campaign": message("campaign"),
    "campaign_name": message("campaign"),
    "ad_group_name": message("ad set"),
    "ad_name": message("ad"),
    "level": message("level of the report"),
    "result_type": message("type of result"),
    "attribution": message("attribution setting"),
}
"""What a price may depend on, by the names of columns that mean it."""

_ALSO = {
    "publisher platform": "platform",
    "plateforme": "platform",
    "platform position": "placement",
    "placements": "placement",
    "emplacement": "placement",
    "ad format": "format",
    "audiences": "audience",
    "âge": "age",
    "genre": "gender",
    "mois": "month",
    "campaign name": "campaign",
    "ad set name": "ad_group_name",
    "ad name": "ad_name",
}
"""Other names of the same columns."""


def units_named(name: str) -> Message | str:
    """Give the plural of what is counted; a column that nobody knows keeps its name.

    Parameters
    ----------
    name : str
        ``measures`` of an indicator, or a column of an ad export.
    """
    return NOUNS.get(name.strip().casefold(), name)


def noun_of(indicator: Indicator) -> Message | str:
    """Give what an indicator counts: in the words of the brief, else of the catalogue."""
    return indicator.noun or units_named(indicator.measures)


def feature_named(name: str) -> Message | str:
    """Give what a column of ads tells them apart by; a column that nobody knows keeps its name."""
    plain = " ".join(name.replace("_", " ").split()).casefold()
    known = _ALSO.get(plain, plain.replace(" ", "_"))
    return FEATURES.get(known, name)


def listed(names: Sequence[Message | str]) -> Message | str:
    """Put names side by side, each in its reader's language; empty where there is none."""
    if not names:
        return ""
    return reduce(lambda first, other: message("{first}, {other}", first=first, other=other), names)
