"""Google Analytics' events in BigQuery, as days of the canonical table `web_day`.

The days are those of `event_date`: the property's own time zone. Which campaign brought a session is read from
`session_traffic_source_last_click.manual_campaign`, the only place that describes sessions and not users or events.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis

from smmeasure.data.exports.shapes import WEB_DAY
from smmeasure.data.warehouse.refusals import told_as_fault
from smmeasure.errors import DataError
from smmeasure.messages import message

EVENTS = "events_2*"
"""All days' tables of a data set as one; `events_*` would also hold the day that is still running, twice."""

_NEEDED = ("event_date", "event_name", "event_params", "user_pseudo_id", "ecommerce")
_SOURCES = {"source": "source", "medium": "medium", "campaign": "campaign_name"}
_PAGES = ("page_view", "screen_view")
_FIRST = ("first_visit", "first_open")
_TYPES = {"id": "string", "text": "string", "day": "date", "count": "int64", "people": "int64"}


def web_days(events: ibis.Table, *, key_events: Sequence[str] = (), by_source: bool = False) -> ibis.Table:
    """Aggregate events to days of the site.

    Parameters
    ----------
    events : ibis.Table
        The events of one or many days, in Google's schema.
    key_events : sequence of str
        Names of the events that count as key events; without names their number is null, as the events don't say.
    by_source : bool
        Whether the days are parted by source, medium and campaign of the session. The users of a day must not be
        added up over them: one person may come from several.

    Returns
    -------
    ibis.Table
        The columns of `web_day`; sessions of visitors without an id (no consent) are not among the sessions.

    Raises
    ------
    DataError
        The table lacks columns of the schema.
    """
    _check(events, by_source=by_source)
    with told_as_fault(events.get_name()):
        rows = _rows(events, by_source=by_source)
        parts = ["date_start", *(_SOURCES if by_source else ())]
        days = rows.group_by(parts).aggregate(**_measures(rows, key_events))
        return days.select(**{name: _column(days, name, kind) for name, kind in WEB_DAY.kinds.items()})


def _check(events: ibis.Table, *, by_source: bool) -> None:
    needed = (*_NEEDED, *(("session_traffic_source_last_click",) if by_source else ()))
    missing = [name for name in needed if name not in events.columns]
    if missing:
        raise DataError.at(
            events.get_name(),
            message("no column {names}", names=", ".join(missing)),
            message("events in the schema of Google Analytics' export to BigQuery"),
            message("Name the tables of the data set `analytics_…`, as `{table}`.", table=EVENTS),
        )


def _rows(events: ibis.Table, *, by_source: bool) -> ibis.Table:
    """Bring out of each event what days are made of."""
    session = _parameter(events, "ga_session_id", "int_value").cast("string")
    engaged = ibis.coalesce(
        _parameter(events, "session_engaged", "string_value"),
        _parameter(events, "session_engaged", "int_value").cast("string"),
    )
    campaign = events["session_traffic_source_last_click"]["manual_campaign"] if by_source else None
    return events.select(
        date_start=events["event_date"].as_date("%Y%m%d"),
        name=events["event_name"],
        user=events["user_pseudo_id"],
        session=events["user_pseudo_id"] + "." + session,
        engaged=engaged == "1",
        milliseconds=_parameter(events, "engagement_time_msec", "int_value"),
        transaction=events["ecommerce"]["transaction_id"],
        revenue=events["ecommerce"]["purchase_revenue"],
        **({} if campaign is None else {name: campaign[field] for name, field in _SOURCES.items()}),
    )


def _parameter(events: ibis.Table, key: str, field: str) -> ibis.Value:
    """Give the value of an event's parameter; null where the event has none of this name."""
    named = events["event_params"].filter(lambda parameter: parameter["key"] == key)
    return named.map(lambda found: found["value"][field])[0]


def _measures(rows: ibis.Table, key_events: Sequence[str]) -> dict[str, ibis.Value]:
    bought = rows["name"] == "purchase"
    measures = {
        "sessions": rows["session"].nunique(),
        "engaged_sessions": rows["session"].nunique(where=rows["engaged"]),
        "views": rows.count(where=rows["name"].isin(_PAGES)),
        "events": rows.count(),
        "users": rows["user"].nunique(),
        "new_users": rows["user"].nunique(where=rows["name"].isin(_FIRST)),
        "transactions": rows["transaction"].nunique(where=bought),
        "revenue": rows["revenue"].sum(where=bought),
        "engagement_time": rows["milliseconds"].sum() / 1000,
    }
    if key_events:
        measures["key_events"] = rows.count(where=rows["name"].isin(list(key_events)))
    return measures


def _column(days: ibis.Table, name: str, kind: str) -> ibis.Value:
    """Give a column of `web_day`; null where events say nothing of it."""
    if name == "platform":
        return ibis.literal("ga4")
    wanted = _TYPES.get(kind, "float64")
    column = days["date_start"] if name == "date_end" else days[name] if name in days.columns else ibis.null()
    return column.cast(wanted)
