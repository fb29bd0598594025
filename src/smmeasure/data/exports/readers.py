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
from smmeasure.data.exports.segments import segments
from smmeasure.data.exports.own import own_rows
from smmeasure.data.exports.tables import ads, posts
from smmeasure.data.exports.tiktok import tiktok_account, tiktok_hours, tiktok_posts
from smmeasure.data.exports.told import Declared, Read
from smmeasure.data.exports.web import web_days
from smmeasure.data.files import Content

Reader = Callable[[Content, Match, Declared], Read]
"""From a file, what it is and what the user says of it to its canonical tables."""

_READERS: dict[str, Reader] = {
    "account_table": account_table,
    "ads": ads,
    "audience": audience,
    "demographics": demographics,
    "legacy_posts": legacy_posts,
    "mail_campaigns": mail_campaigns,
    "mail_report": mail_report,
    "mentions": mentions,
    "order_lines": order_lines,
    "order_rows": order_rows,
    "orders": orders,
    "competitors": competitors,
    "linkedin_posts": linkedin_posts,
    "own_rows": own_rows,
    "google_ads": google_ads,
    "page_series": account_days,
    "posts": posts,
    "unnamed_posts": unnamed_posts,
    "search_interest": search_interest,
    "web": web_days,
    "segments": segments,
    "tiktok_account": tiktok_account,
    "tiktok_hours": tiktok_hours,
    "tiktok_posts": tiktok_posts,
}


def reader(name: str) -> Reader:
    """Give a reader.

    Raises
    ------
    KeyError
        No reader has this name.
    """
    return _READERS[name]
