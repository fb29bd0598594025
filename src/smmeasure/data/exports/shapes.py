"""The canonical tables: which columns each of them has, and what tells its rows apart."""

from __future__ import annotations

from smmeasure.data.exports.canonical import ColumnKind, Shape


def _kinds(**columns: str) -> dict[str, ColumnKind]:
    """Give the kind of each column: ``count="views likes"`` makes two counts."""
    return {name: ColumnKind(kind.rstrip("_")) for kind, names in columns.items() for name in names.split()}


def _names(names: str) -> tuple[str, ...]:
    return tuple(names.split())


ACCOUNT_DAY = Shape(
    "account_day",
    ("platform", "account", "day", "basis"),
    _kinds(
        text="platform account",
        day="day",
        text_="basis",
        count="followers_stock followers_gained followers_lost followers_net impressions views video_views "
        "profile_visits interactions reactions likes comments shares reposts saves clicks link_clicks posts follows",
        people="reach viewers new_viewers returning_viewers visitors",
        seconds="watch_time",
        average="average_view_duration",
        rate="click_rate",
    ),
)
"""An account's values of one day; a net change may be negative. `visitors` came to the page, `follows` from a post."""

ACCOUNT_SEGMENT_DAY = Shape(
    "account_segment_day",
    ("platform", "dimension", "segment", "day"),
    _kinds(text="platform dimension segment", day="day", count="views")
    | _kinds(people="viewers followers_active", seconds="watch_time"),
)
"""An account's values of one day in one country, on one device …: parts of the account's day, never added to it."""

AUDIENCE = Shape(
    "audience",
    ("platform", "as_of_date", "dimension", "segment", "gender"),
    _kinds(text="platform", day="as_of_date", text_="dimension segment gender", rate="share", count="members")
    | _kinds(count="followers_net views", seconds="watch_time"),
)
"""Who follows an account on the day of the export, or came in the period up to it: parts of an age, a country."""

POST = Shape(
    "post",
    ("platform", "post_id"),
    _kinds(text="platform", id="account_id post_id", moment="published", text_="permalink title text format")
    | _kinds(seconds="duration", count="boosted"),
)
"""What a post is; `published` is the account's local time as the file writes it, `boosted` 1 where it was paid for."""

POST_SNAPSHOT = Shape(
    "post_snapshot",
    ("platform", "post_id", "as_of_date", "basis"),
    _kinds(text="platform", id="post_id", day="as_of_date", text_="basis")
    | _kinds(
        count="impressions views video_views interactions reactions likes comments shares saves clicks link_clicks "
        "other_clicks profile_visits follows negative_feedback reposts",
        people="reach",
        seconds="watch_time",
        average="average_view_duration",
        rate="click_rate",
    ),
)
"""A post's values since it was published, as they stood on the day of the export; no value of a day."""

POST_DAY = Shape(
    "post_day",
    ("platform", "post_id", "day"),
    _kinds(text="platform", id="post_id", text_="title", day="day", count="views impressions likes comments shares")
    | _kinds(count="follows", seconds="watch_time", average="average_view_duration", rate="click_rate"),
)
"""A post's values of one day."""

AD_DAY = Shape(
    "ad_day",
    _names("campaign_name ad_group_name ad_name keyword match_type gender age region device hour date_start"),
    _kinds(text="platform account_name", id="campaign_id")
    | _kinds(text="campaign_name", id="ad_group_id", text_="ad_group_name")
    | _kinds(id="ad_id", text="ad_name keyword match_type gender age region device hour level")
    | _kinds(day="date_start date_end delivery_start delivery_end", text="currency", money="spend")
    | _kinds(count="impressions clicks link_clicks interactions", people="reach", rate="click_rate impression_share")
    | _kinds(text="result_type attribution", number="results conversions", money="conversion_value"),
)
"""An ad's values of one day or of one period, parted by gender, age, device or hour of the day where the export is."""

WEB_DAY = Shape(
    "web_day",
    _names(
        "account date_start date_end channel first_channel source medium campaign landing_page page page_title event "
        "country device stream"
    ),
    _kinds(text="platform account", day="date_start date_end")
    | _kinds(text="channel first_channel source medium campaign landing_page page page_title event")
    | _kinds(text="country device stream", count="sessions engaged_sessions views events")
    | _kinds(people="users active_users new_users returning_users", rate="engagement_rate bounce_rate")
    | _kinds(number="key_events transactions", money="revenue purchase_revenue", seconds="engagement_time")
    | _kinds(average="session_duration engagement_time_per_session engagement_time_per_user"),
)
"""A site's values of one day or of one period, parted by where the visit came from where the report is.

`account` is the property; `first_channel` brought the user's first visit, `channel` this one; `users` are all users,
`active_users` those that were engaged; `revenue` holds that of ads and subscriptions beside `purchase_revenue`.
"""

ORDER = Shape(
    "order",
    ("order_id", "line"),
    _kinds(text="platform", id="order_id", hash="customer", count="line", moment="ordered_at", text_="currency status")
    | _kinds(text="channel promo_code customer_type country region sku product", number="quantity")
    | _kinds(money="line_amount net_amount gross_amount discount shipping tax refund", day="cancelled"),
)
"""A line of an order; amounts of the whole order stand on its first line only, so that they add up.

`order_id` is the shop's number, hashed where a key is given; `ordered_at` the shop's local time. `line_amount` is
price times quantity less the line's own discount, `net_amount` the goods of the order after all discounts,
`gross_amount` what was charged with shipping and tax; all before refunds, with or without tax as the shop has it.
"""

MAIL_CAMPAIGN = Shape(
    "mail_campaign",
    ("mail_id",),
    _kinds(text="platform", id="mail_id", text_="title subject", moment="sent_at")
    | _kinds(count="recipients delivered bounces opens_unique opens clicks_unique clicks unsubscribes complaints")
    | _kinds(count="forwards orders", rate="open_rate click_rate", money="revenue"),
)
"""A mailing since it was sent; its rates are shares of the mails that were delivered."""

MENTION = Shape(
    "mention",
    ("platform", "mention_id"),
    _kinds(text="platform", id="mention_id", moment="published", text_="source", hash="author url")
    | _kinds(text="language country sentiment title text", people="reach_estimate")
    | _kinds(count="impressions interactions likes comments shares views"),
)
"""A mention of the brand that a listening tool found; its author and its address are keyed hashes.

`mention_id` is the tool's id of the mention; where the tool gives none, a hash of its address.
"""

SUPPORT_DAY = Shape(
    "support_day",
    ("day", "channel"),
    _kinds(day="day", text="channel", count="contacts answered resolved", seconds="first_response", money="cost"),
)
"""Contacts that a support team had on one day."""

RATE_CARD = Shape(
    "rate_card",
    ("platform", "action", "valid_from"),
    _kinds(text="platform action", money="low central high", text_="currency source", day="valid_from valid_to"),
)
"""What one unit of exposure would cost to buy."""

SEARCH_INTEREST = Shape(
    "search_interest",
    ("term", "region", "date_start"),
    _kinds(text="term region category", day="date_start date_end", points="interest"),
)
"""How much a term was searched, from 0 to 100 of its own highest period: comparable within one file only."""

SHAPES = {
    shape.name: shape
    for shape in (
        ACCOUNT_DAY,
        ACCOUNT_SEGMENT_DAY,
        AUDIENCE,
        POST,
        POST_SNAPSHOT,
        POST_DAY,
        AD_DAY,
        WEB_DAY,
        ORDER,
        MAIL_CAMPAIGN,
        MENTION,
        SUPPORT_DAY,
        RATE_CARD,
        SEARCH_INTEREST,
    )
}
