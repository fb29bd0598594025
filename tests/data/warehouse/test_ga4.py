from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sqlglot
from ibis.backends.duckdb import Backend
from sqlglot import expressions as exp

from smmeasure.data.exports.shapes import WEB_DAY
from smmeasure.data.warehouse.answers import answer
from smmeasure.data.warehouse.ga4 import EVENTS, web_days
from smmeasure.data.warehouse.questions import Aggregation, DayColumn, Question
from smmeasure.errors import DataError
from smmeasure.units import COUNT

VALUE = pa.struct(
    [
        ("string_value", pa.string()),
        ("int_value", pa.int64()),
        ("float_value", pa.float64()),
        ("double_value", pa.float64()),
    ]
)
CAMPAIGN = pa.struct([("campaign_name", pa.string()), ("source", pa.string()), ("medium", pa.string())])
SCHEMA = pa.schema(
    [
        ("event_date", pa.string()),
        ("event_timestamp", pa.int64()),
        ("event_name", pa.string()),
        ("event_params", pa.list_(pa.struct([("key", pa.string()), ("value", VALUE)]))),
        ("user_pseudo_id", pa.string()),
        ("ecommerce", pa.struct([("transaction_id", pa.string()), ("purchase_revenue", pa.float64())])),
        ("session_traffic_source_last_click", pa.struct([("manual_campaign", CAMPAIGN)])),
    ]
)


def event(
    day: str, name: str, user: str | None, session: int | None, campaign: str | None = None, **more: object
) -> dict[str, object]:
    """Make an event in Google's nested schema."""
    parameters = {"ga_session_id": session, "engagement_time_msec": more.get("milliseconds")}
    listed = [{"key": key, "value": {"int_value": value}} for key, value in parameters.items() if value is not None]
    listed += [{"key": "session_engaged", "value": {"string_value": "1"}}] if more.get("engaged") else []
    return {
        "event_date": day,
        "event_timestamp": 1_772_400_000_000_000,
        "event_name": name,
        "event_params": listed,
        "user_pseudo_id": user,
        "ecommerce": more.get("bought"),
        "session_traffic_source_last_click": {
            "manual_campaign": {"campaign_name": campaign, "source": campaign and "news", "medium": campaign and "mail"}
        },
    }


DAYS = [
    event("20260301", "first_visit", "ann", 1, "spring"),
    event("20260301", "page_view", "ann", 1, "spring", milliseconds=1500, engaged=True),
    event("20260301", "page_view", "bob", 1),
    event("20260301", "page_view", "bob", 2, milliseconds=500),
    event("20260301", "page_view", None, None),
    event("20260301", "purchase", "ann", 1, "spring", bought={"transaction_id": "t1", "purchase_revenue": 40.0}),
    event("20260301", "purchase", "ann", 1, "spring", bought={"transaction_id": "t1", "purchase_revenue": None}),
    event("20260302", "page_view", "ann", 3),
]


@pytest.fixture
def events(database: Backend, tmp_path: Path) -> ibis.Table:
    """Give the events of two days from a Parquet file."""
    file = tmp_path / "events.parquet"
    pq.write_table(pa.Table.from_pylist(DAYS, schema=SCHEMA), file)
    return database.read_parquet(file, table_name="ga4_events")


def rows(database: Backend, table: ibis.Table) -> list[Mapping[str, object]]:
    """Give the rows of an expression, without what is null, by day and campaign."""
    found = database.to_pyarrow(table.order_by("date_start", "campaign")).to_pylist()
    return [{name: value for name, value in row.items() if value is not None} for row in found]


def test_events_become_days_of_the_site(database: Backend, events: ibis.Table) -> None:
    """Sessions are told apart by visitor and session; a visitor without an id has none; unknown sums stay null."""
    first, second = rows(database, web_days(events, key_events=["purchase", "sign_up"]))

    assert {name: str(value) if "date" in name else value for name, value in first.items()} == {
        "platform": "ga4",
        "date_start": "2026-03-01",
        "date_end": "2026-03-01",
        "sessions": 3,
        "engaged_sessions": 1,
        "views": 4,
        "events": 7,
        "users": 2,
        "new_users": 1,
        "key_events": 2.0,
        "transactions": 1.0,
        "revenue": 40.0,
        "engagement_time": 2.0,
    }
    assert {"revenue", "engagement_time"}.isdisjoint(second)
    assert (second["sessions"], second["transactions"]) == (1, 0.0)


def test_days_may_be_parted_by_the_session_s_campaign(database: Backend, events: ibis.Table) -> None:
    """Source, medium and campaign of the session part the days; key events without names are unknown."""
    found = rows(database, web_days(events, by_source=True))

    assert [(row["date_start"].isoformat(), row.get("campaign"), row["sessions"]) for row in found] == [  # type: ignore[attr-defined]
        ("2026-03-01", "spring", 1),
        ("2026-03-01", None, 2),
        ("2026-03-02", None, 1),
    ]
    assert all("key_events" not in row for row in found)


def test_a_brief_may_ask_for_the_days_of_the_site(database: Backend, events: ibis.Table) -> None:
    """With `ga4:` before its name a table of events is asked as the days of `web_day`."""
    asked = Question(
        "a", "sessions", f"ga4:{events.get_name()}", DayColumn("date_start"), COUNT, "sessions", (), Aggregation.ONE
    )
    (found,) = answer(database, [asked])

    assert list(found.values) == [3.0, 1.0]


def test_the_columns_are_those_of_the_canonical_table(events: ibis.Table) -> None:
    """Each has the type of its kind."""
    days = web_days(events)

    assert list(days.columns) == list(WEB_DAY.kinds)
    assert {str(days[name].type()) for name in ("sessions", "users")} == {"int64"}
    assert str(days["date_start"].type()) == "date"


def test_the_expression_compiles_for_bigquery() -> None:
    """One pass over all days' tables, grouped by day and campaign; parameters are looked up inside each event."""
    table = ibis.table(ibis.Schema.from_pyarrow(SCHEMA), name=EVENTS)
    sql = sqlglot.parse_one(str(ibis.to_sql(web_days(table, by_source=True), dialect="bigquery")), dialect="bigquery")
    groups = sql.find(exp.Group)

    assert sql.named_selects == list(WEB_DAY.kinds)
    assert [one.name for one in sql.find_all(exp.Table)] == ["events_2*"]
    assert groups is not None
    assert len(groups.expressions) == 4
    assert {text.this for text in sql.find_all(exp.Literal)} >= {"ga_session_id", "engagement_time_msec", "%Y%m%d"}


def test_another_table_is_refused(database: Backend) -> None:
    """What the schema needs and the table lacks is named."""
    with pytest.raises(DataError) as caught:
        web_days(database.table("events"))

    assert str(caught.value) == (
        "events: found no column event_date, event_name, event_params, user_pseudo_id, ecommerce; expected events in "
        "the schema of Google Analytics' export to BigQuery. Name the tables of the data set `analytics_…`, as "
        "`events_2*`."
    )
