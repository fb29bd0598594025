"""The readers, by the names that the dictionaries use."""

from __future__ import annotations

from collections.abc import Callable

from smmeasure.data.exports.accounts import account_table
from smmeasure.data.exports.audience import audience
from smmeasure.data.exports.blocks import account_days
from smmeasure.data.exports.demographics import demographics
from smmeasure.data.exports.google_ads import google_ads
from smmeasure.data.exports.interest import search_interest
from smmeasure.data.exports.legacy import legacy_posts, unnamed_posts
from smmeasure.data.exports.linkedin import competitors, linkedin_posts
from smmeasure.data.exports.mail import mail_campaigns, mail_report
from smmeasure.data.exports.matching import Match
from smmeasure.data.exports.mentions import mentions
from smmeasure.data.exports.orders import order_lines, order_rows, orders
from smmeasure.data.exports.own import own_rows
from smmeasure.data.exports.segments import segments
from smmeasure.data.exports.tables import ads, posts
from smmeasure.data.exports.tiktok import tiktok_account, tiktok_hours, tiktok_posts
from smmeasure.data.exports.told import Declared, Read
from smmeasure.data.exports.web import web_days
from smmeasure.data.exports.youtube import youtube_country_days, youtube_post_days, youtube_posts, youtube_totals
from smmeasure.data.files import Content

Reader = Callable[[Content, Match, Declared], Read]
"""From a file, what it is and what the user says of it to its canonical tables."""

_READERS: dict[str, Reader] = {
    "account_table": account_table,
    "ads": ads,
    "audience": audience,
    "competitors": competitors,
    "demographics": demographics,
    "google_ads": google_ads,
    "legacy_posts": legacy_posts,
    "linkedin_posts": linkedin_posts,
    "mail_campaigns": mail_campaigns,
    "mail_report": mail_report,
    "mentions": mentions,
    "order_lines": order_lines,
    "order_rows": order_rows,
    "orders": orders,
    "own_rows": own_rows,
    "page_series": account_days,
    "posts": posts,
    "search_interest": search_interest,
    "segments": segments,
    "tiktok_account": tiktok_account,
    "tiktok_hours": tiktok_hours,
    "tiktok_posts": tiktok_posts,
    "unnamed_posts": unnamed_posts,
    "web": web_days,
    "youtube_country_days": youtube_country_days,
    "youtube_post_days": youtube_post_days,
    "youtube_posts": youtube_posts,
    "youtube_totals": youtube_totals,
}


def reader(name: str) -> Reader:
    """Give a reader.

    Raises
    ------
    KeyError
        No reader has this name.
    """
    return _READERS[name]
